"""The service's own counts in words: answers to the banner, what was left out, cut away, and blocked by browsers."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from dashboard.locale.language import Language
from dashboard.numbers.coverage import Answers
from dashboard.numbers.stats import cut_by_page, service_counts
from dashboard.pages.panels import SHORT, View
from policy.site import Site
from store.counts import CountStore

_KINDS: Final = {"choice": "answer", "ignored": "reason", "scrubbed": "kind", "blocked": "load"}
"""What a row of each table is."""

_ENOUGH: Final = 50
_LOW: Final = 0.3
"""From so many answers on, a share of yes below this deserves a look at the question."""

ADVISED: Final[dict[str, set[str]]] = {
    "advice_elsewhere": {"origin", "foreign-url"},
    "advice_headers": {"headers"},
    "advice_old_consent": {"old-consent"},
    "advice_too_old": {"too-old"},
    "advice_sensitive": {"not-permitted"},
    "advice_right": {"bot", "automated", "data-centre", "prefetch", "spam", "own-visit"},
}
"""What is said of the reasons for which a page view is left out."""


class Count(NamedTuple):
    """How often one value came."""

    text: str
    number: str


class Cut(NamedTuple):
    """Of one kind of personal data, the pages whose addresses it was cut from; `more` says how many are not named.
    There are no numbers: how many followed a link that points out a person tells nobody how to mend the page."""

    sentence: str
    pages: list[str]
    more: str


class Table(NamedTuple):
    """`kind` says what a row is; `cuts` what of the counts stood in the site's own addresses, and where; `advice` what
    an owner should do about it, or why there is nothing to do."""

    title: str
    kind: str
    counts: list[Count]
    cuts: list[Cut]
    advice: list[str]


async def upkeep_tables(store: CountStore, view: View) -> list[Table]:
    """Without the loads that browsers blocked, where a site has no services and none came."""
    tables = [await _table(store, view, name) for name in _KINDS]
    return [table for table, name in zip(tables, _KINDS, strict=True) if name != "blocked" or _concerns(view, table)]


async def answers_of(store: CountStore, view: View) -> Answers:
    return Answers.of(await service_counts(store, view.site, view.asked.range, "choice"))


def in_words(language: Language, site: Site, name: str, value: str) -> str:
    """What a value of one of the service's own counts is called."""
    if name == "choice" and value not in {"yes", "no"}:
        return language("part", parts=", ".join(language.value("category", part) for part in value.split("+")))
    if name == "blocked":
        service, _, directive = value.partition(" ")
        return f"{_title(language, site, service)}: {_load(language, directive)}"
    return language.value(name, value)


async def _table(store: CountStore, view: View, name: str) -> Table:
    """The highest first."""
    counts = await service_counts(store, view.site, view.asked.range, name)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        Count(in_words(view.language, view.site, name, value), view.language.number(number)) for value, number in ranked
    ]
    cuts = [await _cut(store, view, kind) for kind, _ in ranked] if name == "scrubbed" else []
    advice = list(_advice(view.language, name, counts))
    return Table(view.language(name), view.language(_KINDS[name]), rows, [cut for cut in cuts if cut.pages], advice)


def _advice(language: Language, name: str, counts: Mapping[str, int]) -> Iterator[str]:
    every = sum(counts.values())
    if not every:
        return
    if name == "choice":
        yes = Answers.of(counts).yes
        numbers = {"all": language.number(every), "yes": language.number(yes), "share": language.percent(yes, every)}
        yield language("coverage", **numbers)
        yield language("answers_note")
        if every >= _ENOUGH and yes < _LOW * every:
            yield language("advice_low")
    if name == "ignored":
        yield from (language(words) for words, reasons in ADVISED.items() if counts.keys() & reasons)
    if name == "blocked":
        yield language("advice_blocked")


async def _cut(store: CountStore, view: View, kind: str) -> Cut:
    language = view.language
    pages = await cut_by_page(store, view.site, view.asked.range, kind)
    more = len(pages) - SHORT
    return Cut(
        language("cut_by_page", what=language.value("cut", kind)),
        [language.value("page", page) for page in list(pages)[:SHORT]],
        language("cut_more", count=language.number(more)) if more > 0 else "",
    )


def _concerns(view: View, table: Table) -> bool:
    return bool(table.counts or view.site.policy.service)


def _title(language: Language, site: Site, name: str) -> str:
    """As visitors read it; of a service that the policy no longer has, its name."""
    titles = {service.name: service.title for service in site.policy.service}
    return titles.get(name) or language.value("service", name)


def _load(language: Language, directive: str) -> str:
    """In words, with the directive that tells those apart which are called the same."""
    words = language.value("directive", directive.removesuffix("-elem").removesuffix("-attr"))
    return words if directive.startswith("(") else f"{words} ({directive})"
