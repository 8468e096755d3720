"""What an owner should see to, in sentences: what is the matter, what to do, and where."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from dashboard.locale.language import Language
from dashboard.numbers.attention import Item, Kind
from dashboard.numbers.overview import Overview, lasting_troubles, overview
from policy.site import Site
from store.access import SearchAccess
from store.counts import CountStore

_LEVELS: Final[dict[Kind, str]] = {
    "never": "wait", "gone": "wrong", "unreported": "wrong", "left_out": "wrong", "refused": "wrong",
    "unasked": "wrong", "personal": "wrong", "old_version": "wait", "engine": "wait", "coverage": "wait",
    "fell": "wait", "rose": "well",
}  # fmt: skip

LETTERS: Final[frozenset[Kind]] = frozenset({"never", "gone", "unreported", "personal", "old_version"})
"""What an owner has others mend."""

_LINKS: Final[dict[Kind, tuple[str, str]]] = {
    "left_out": ("#service", "attention_to_service"),
    "personal": ("#service", "attention_to_service"),
    "engine": ("/search", "attention_to_engines"),
    "fell": ("/notes", "attention_to_notes"),
    "rose": ("/notes", "attention_to_notes"),
}


class Sign(NamedTuple):
    """All of one kind: what is the matter in sentences, and what to do once. `letter` is what an owner can send to
    whoever looks after the site, "" where there is nothing for them to do; `level` is how it is marked; `link` leads to
    where it is seen, "" where nowhere more."""

    kind: Kind
    level: str
    what: tuple[str, ...]
    letter: str
    remedy: str
    link: str
    link_text: str


async def signs_of(store: CountStore, access: SearchAccess, site: Site, now: float, language: Language) -> list[Sign]:
    """Of one site, the most urgent first."""
    failing = lasting_troubles(await access.failing(), now)
    return signs(await overview(store, site, now, failing.get(site.host)), language)


def signs(found: Overview, language: Language) -> list[Sign]:
    return [_sign(found, kind, [*items], language) for kind, items in groupby(found.items, lambda item: item.kind)]


def _sign(found: Overview, kind: Kind, items: Sequence[Item], language: Language) -> Sign:
    path, text = _LINKS.get(kind, ("", ""))
    link, link_text = (f"/sites/{found.site.host}{path}", language(text)) if path else ("", "")
    what = tuple(_sentence(found, item, language) for item in items)
    asks = f"{found.site.host}: {' '.join(what)} {language(f'attention_{kind}_letter')}" if kind in LETTERS else ""
    return Sign(kind, _LEVELS[kind], what, asks, language(f"attention_{kind}_do"), link, link_text)


def _sentence(found: Overview, item: Item, language: Language) -> str:
    is_share = item.kind == "coverage"
    number, before = (
        language.percent(each, 100) if is_share else language.number(each) for each in (item.number, item.before)
    )
    return language(
        f"attention_{item.kind}", day=language.day(item.since) if item.since else "", number=number, before=before,
        metric=language(found.metric).lower(), what=_named(item, language), pages=_listed(item.pages, language),
        reason=language.value("ignored", item.why) if item.kind == "left_out" else "",
    )  # fmt: skip


def _named(item: Item, language: Language) -> str:
    if item.kind == "personal":
        return language.value("cut", item.what)
    return language(f"engine_{item.what}") if item.kind == "engine" else ""


def _listed(pages: Iterable[str], language: Language) -> str:
    return ", ".join(language.value("page", page) for page in pages)
