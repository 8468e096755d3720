"""The cookie page of a site: what is stored in the visitor's browser and why, the choice, the receipt, the rights."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from collector.choice import canonical, items_of
from collector.pages.held import Cookies, Held, held, is_answer
from collector.pages.policy_text import context
from collector.pages.shell import STYLE_PATH, TEMPLATES
from policy.banner import BUILT_IN, CHOICE, choice_days, configuration
from policy.domains import registrable_domain
from policy.ledger import BrokenChain
from policy.own_visits import MARK
from policy.phrases import fill
from policy.receipt import RECEIPT, BadReceipt, SignedReceipt, from_cookie, statement, verify_in
from policy.rights import rights
from policy.site import Site
from policy.statistics import STATISTICS
from policy.words import Language, day_in_words, lifetime_in_words, listed

_ASSETS: Final = Path(__file__).parent / "assets"

_READS: Final = ("screen", "language", "timezone")
"""What the page's script reads of the browser where the site's does, when it is asked to."""

Said = Literal["", "saved", "unchanged", "stale"]
"""What has become of an answer that was given on this page."""

SAID: Final[tuple[Said, ...]] = ("saved", "unchanged", "stale")

_FORGED: Final = frozenset({"unreadable", "unknown-key", "altered"})
"""Faults of a receipt that none of the site's keys has signed."""

_VERDICTS: Final = ("receipt_sound", "receipt_idle", "receipt_disowned", "receipt_bad")
"""What can be said of a receipt, the best first."""


class Asset(NamedTuple):
    """A file that the page needs, under a `path` below `/cookies/` that names its content."""

    path: str
    text: str
    kind: str


def _asset(name: str, kind: str) -> Asset:
    text = (_ASSETS / name).read_text(encoding="utf-8")
    stem, _, suffix = name.partition(".")
    return Asset(f"assets/{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{suffix}", text, kind)


SHEET: Final = _asset("cookies.css", "text/css")
SCRIPT: Final = _asset("cookies.js", "text/javascript")


class Seen(NamedTuple):
    """What is looked at of a request: the name that the service was asked under, the cookies, and whether the browser
    says no by itself; and of its address whether it comes from where a receipt is taken away ("" if not), and whether
    one was."""

    service: str
    cookies: Cookies
    signal: bool
    cleared: Literal["", "0", "1"]


class Judged(NamedTuple):
    """A receipt, None where it cannot be read, and what is to be said of it: the key of a sentence."""

    receipt: SignedReceipt | None
    verdict: str


class Box(NamedTuple):
    """Something that can be ticked, with the sentences that belong to it."""

    name: str
    title: str
    ticked: bool
    sentences: tuple[str, ...] = ()


class Group(NamedTuple):
    """A category: `whole` is the box for all of it, where it has more than one."""

    title: str
    sentence: str
    whole: Box | None
    boxes: tuple[Box, ...]


class Row(NamedTuple):
    """What is declared, for the page's script to look for; `hidden` where no script of the page can see it."""

    name: str
    kind: str
    hidden: bool


def is_own(site: Site, service: str) -> bool:
    """Whether cookies of the site's domain reach the service under the name that it was asked under."""
    return registrable_domain(service) in {registrable_domain(host) for host in site.hosts}


def render_cookies(site: Site, seen: Seen, language: Language, said: Said, today: date) -> str:
    own = is_own(site, seen.service)
    holds = held(site, seen.cookies, seen.signal) if own else Held("")
    told = configuration(site, today)
    return TEMPLATES.get_template("cookies.html").render(
        **context(site, language, site.policy.version, 2),
        **_around(language),
        own=own,
        service=seen.service,
        domain=registrable_domain(site.host),
        notes=list(_notes(site, seen, holds, said, language)) if own else [],
        question=_question(site, seen, holds, language, told),
        answer=seen.cookies.choice,
        is_answer=is_answer(seen.cookies.choice),
        mark=MARK if seen.cookies.marked else "",
        rows=list(_rows(site)),
        receipt=_receipt(site, seen, holds, language),
        names=_names(site, language),
        tellable=_tellable(site, told),
    )


def is_left_over(site: Site, seen: Seen) -> bool:
    """Whether the browser keeps a receipt though no yes holds."""
    has_receipt = is_own(site, seen.service) and seen.cookies.receipts
    return bool(has_receipt) and not held(site, seen.cookies, seen.signal).accepted


def receipt_in(site: Site, cookies: Cookies) -> Judged | None:
    """The best of the browser's receipts, None where it has none: whatever else the site's domain has set beside the
    genuine one, also for a longer path, does not hide it."""
    best = None
    for value in cookies.receipts:
        judged = _judged(site, value)
        if best is None or _VERDICTS.index(judged.verdict) < _VERDICTS.index(best.verdict):
            best = judged
        if judged.verdict == _VERDICTS[0]:
            break
    return best


def _judged(site: Site, value: str) -> Judged:
    receipt = None
    try:
        receipt = from_cookie(value)
        if receipt.site != site.host:
            return Judged(None, "receipt_bad")
        verify_in(receipt, site.ledger)
    except BrokenChain:
        return Judged(receipt, "receipt_idle")
    except BadReceipt as bad:
        return Judged(receipt, "receipt_bad" if bad.fault in _FORGED else "receipt_disowned")
    return Judged(receipt, "receipt_sound")


def _around(language: Language) -> dict[str, Any]:
    root = ".."  # from /cookies/HOST to where the service's addresses begin
    return {
        "r": rights(language),
        "other": "en" if language == "sv" else "sv",
        "root": root,
        "style": f"{root}/policy/{STYLE_PATH}",
        "sheet": f"{root}/cookies/{SHEET.path}",
        "script": f"{root}/cookies/{SCRIPT.path}",
    }


def _notes(site: Site, seen: Seen, holds: Held, said: Said, language: Language) -> Iterator[str]:
    r = rights(language)
    if seen.cleared == "1" and not (holds.accepted or seen.cookies.receipts):
        yield r["cleared"]
    if said == "stale":
        yield r["stale"]
    elif said and not holds.answer:
        yield r["unkept"]
    elif said:
        yield r[said]
        if holds.answer != "yes":
            yield r["erased_services" if site.policy.service else "erased"].format(host=site.host)


def _question(site: Site, seen: Seen, holds: Held, language: Language, told: dict[str, Any]) -> dict[str, Any]:
    """The banner's own words, and what holds now."""
    said = told["texts"][language]
    parted = bool(site.policy.service)
    return {
        "title": said["title"],
        "given": bool(holds.accepted),
        "state": list(_state(site, seen, holds, language, said)),
        "body": said["terms"] if parted else said["body"],
        "groups": list(_groups(site, holds, language, told)) if parted else [],
        "refuse": said["withdraw"] if holds.accepted else said["refuse"],
        "save": said.get("save", ""),
        "accept": said["accept"],
        "version": site.policy.version,
    }


def _state(site: Site, seen: Seen, holds: Held, language: Language, said: dict[str, Any]) -> Iterator[str]:
    r, parted = rights(language), "_services" if site.policy.service else ""
    if holds.answer:
        yield said[holds.answer]
        if holds.answer == "some":
            yield from _parts(site, holds, language, said)
        days = lifetime_in_words(choice_days(site.policy), language)
        yield r["holds"].format(version=holds.version, days=days)
        if holds.version not in site.history:
            yield r["holds_unknown"].format(version=holds.version, newest=site.policy.version)
    elif seen.signal:
        yield said["signal"]
    elif holds.lapsed:
        yield r["lapsed" + parted]
        if site.material_since > min(site.history):
            day = day_in_words(site.history[site.material_since].day, language)
            yield fill(BUILT_IN[language].again, day=day)
    else:
        yield r["unanswered" + parted]
    if seen.signal:
        yield r["in_spite" if holds.despite else "despite"]


def _parts(site: Site, holds: Held, language: Language, said: dict[str, Any]) -> Iterator[str]:
    r = rights(language)
    titles = {"statistics": said["categories"]["statistics"][0]}
    titles |= {service.name: service.title for service in site.policy.service}
    for key, accepted in (("accepted", True), ("declined", False)):
        yield r[key].format(
            items=listed([t for name, t in titles.items() if (name in holds.accepted) is accepted], language)
        )


def _groups(site: Site, holds: Held, language: Language, told: dict[str, Any]) -> Iterator[Group]:
    """Nothing is ticked that was not accepted; where all of a category was, that is what is ticked."""
    said, services = told["texts"][language], told["services"]
    for category, (title, sentence) in said["categories"].items():
        members = [service for service in services if service["category"] == category]
        names = [service["name"] for service in members] or [category]
        whole = len(names) > 1 and holds.accepted.issuperset(names)
        boxes = [
            Box(each["name"], said["services"][each["name"]][0], not whole and each["name"] in holds.accepted,
                tuple(_sentences(each, said)))
            for each in members
        ]  # fmt: skip
        if not members:
            boxes = [Box(category, title, category in holds.accepted)]
        label = rights(language)["whole"].format(services=listed([box.title for box in boxes], language))
        yield Group(title, sentence, Box(category, label, whole) if len(names) > 1 else None, tuple(boxes))


def _sentences(service: dict[str, Any], said: dict[str, Any]) -> Iterator[str]:
    yield said["services"][service["name"]][1]
    if service["left"]:
        yield fill(said["remains"], names=", ".join(service["left"]))


def _names(site: Site, language: Language) -> str:
    """Where a visitor's name may nevertheless be counted; "" where nothing is that could hold one."""
    values = {row.values for name in site.policy.statistics for row in STATISTICS[name].dimensions}
    if "typed" in values:
        return rights(language)["rights_typed"].format(visits=site.policy.threshold.visits)
    return rights(language)["rights_named"] if "open" in values else ""


def _rows(site: Site) -> Iterator[Row]:
    """All but what the server has seen for itself."""
    for row in site.policy.cookie:
        if row.name not in {CHOICE, RECEIPT}:
            yield Row(row.name, row.kind, row.http_only or row.partitioned or bool(row.domain))


def _receipt(site: Site, seen: Seen, holds: Held, language: Language) -> dict[str, Any]:
    """What the receipt says, and what is to be said of it; `kept` tells whether it is worth keeping as a file, and
    `stored` is the key of what the list of what is stored says of it."""
    r = rights(language)
    judged = receipt_in(site, seen.cookies)
    if judged is None:
        return {"says": [], "of_it": [r[_why_none(site, holds)]], "kept": False, "stored": "is_absent"}
    of_it = [r[judged.verdict].format(controller=site.policy.controller.name)]
    if len(seen.cookies.receipts) > 1:
        of_it.append(r["receipt_several"].format(domain=registrable_domain(site.host)))
    receipt = judged.receipt
    if receipt is None or judged.verdict != "receipt_sound":
        kept = judged.verdict != "receipt_bad"
        return {"says": [], "of_it": of_it, "kept": kept, "stored": "is_file" if kept else "is_unreadable"}
    asked = site.history.get(receipt.policy)
    says = statement(receipt, language, asked.policy if asked else None)
    fits = asked and receipt.policy == holds.version and receipt.accepted == _named(items_of(asked.policy), holds)
    if not fits:
        of_it[0] += f" {r['receipt_other']}"
    return {"says": says, "of_it": of_it, "kept": True, "stored": "is_receipt"}


def _named(items: dict[str, str], holds: Held) -> tuple[str, ...]:
    return (holds.part or canonical(items, items.keys())) if holds.accepted else ()


def _why_none(site: Site, holds: Held) -> str:
    if not holds.accepted:
        return "receipt_lapsed" if holds.lapsed else "receipt_none"
    asked = site.history.get(holds.version)
    if asked and all(row.name != RECEIPT for row in asked.policy.cookie):
        return "receipt_undeclared"
    return "receipt_missing" if site.ledger.key else "receipt_idle"


def _tellable(site: Site, told: dict[str, Any]) -> dict[str, str]:
    """What the page's script needs to report as the site's does."""
    return {
        "hosts": " ".join(sorted(site.hosts)),
        "searched": " ".join(told["parameters"]),
        "kept": " ".join([*told["parameters"], *told.get("campaigns", ())]),
        "clicks": " ".join(told.get("clicks", ())),
        "zone": told.get("zone", ""),
        **{name: "yes" if told.get(name) else "" for name in ("outcomes", "flow", "missing")},
        "reads": " ".join(name for name in _READS if told.get(name)),
    }
