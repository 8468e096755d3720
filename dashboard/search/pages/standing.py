"""How a search engine stands for a site, in sentences: what is held, how it is connected, what failed, what to do."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple, get_args

from dashboard.locale.language import Language, visible
from dashboard.numbers.ranges import Range
from dashboard.search.engines.credentials import account_of
from dashboard.search.engines.properties import DOMAIN
from dashboard.search.engines.source import Engine, Trouble
from dashboard.search.engines.vault import BrokenSeal, Vault
from dashboard.search.figures import held_by
from dashboard.search.panel.spans import beside, covering, days_of
from dashboard.search.rooms import SearchRooms
from policy.site import Site
from store.access import Access, Fetched, Form
from store.search import Figures, Held, SearchKey, Slice

State = Literal["off", "on", "waiting", "choose", "trouble"]

_PASSES: Final[frozenset[str]] = frozenset[Trouble]({"quota", "throttled", "unreachable", "unanswered", "server"})
"""Troubles that end without the owner."""


class Told(NamedTuple):
    """What failed, what to do, and the engine's own sentence where it gave one."""

    what: str
    remedy: str
    detail: str = ""


class Standing(NamedTuple):
    """As the page shows it. `address` is the service account's, where there is one."""

    engine: Engine
    name: str
    form: Form | None
    state: State
    connection: str
    held: tuple[tuple[str, str], ...]
    has_gaps: bool
    fetched: tuple[str, ...]
    trouble: Told | None
    address: str
    can_be_tried: bool
    is_lost: bool
    """Whether it must be connected anew."""
    held_of: str
    """Of which property the figures were fetched, and what another would do to them; "" where none were."""

    @property
    def is_connected(self) -> bool:
        return self.state != "off"

    @property
    def is_in_use(self) -> bool:
        return self.is_connected or bool(self.held)


async def standing(rooms: SearchRooms, site: Site, engine: Engine, language: Language, today: date) -> Standing:
    held = await held_by(rooms.figures, site.host, engine)
    facts, has_gaps = await _held(rooms, held, language, today)
    access = await rooms.access.get(site.host, engine)
    name = language(f"engine_{engine}")
    asked = await rooms.access.fetched_of(site.host, engine) if any(each.fetched for each in held) else ""
    held_of = language("held_of", engine=name, property=called(asked, language)) if asked else ""
    if access is None:
        return Standing(engine, name, None, "off", "", facts, has_gaps, (), None, "", False, False, held_of)
    fetched = await rooms.access.fetched(site.host, engine)
    secret = _opened(rooms.vault, access)
    state, trouble = _trouble(access, secret, fetched, name, language)
    connection = language(f"form_{access.form}", property=called(access.property, language)) if access.property else ""
    times = _fetched(site, fetched, language) if access.property and secret is not None else ()
    is_lost = secret is None or bool(fetched and fetched.trouble in {"malformed", "revoked"})
    return Standing(
        engine, name, access.form, state, connection, facts, has_gaps, times, trouble, address(access, secret),
        can_be_tried=secret is not None, is_lost=is_lost, held_of=held_of,
    )  # fmt: skip


def called(property: str, language: Language) -> str:
    """A property as it is spoken of: a domain by its name, an address as it stands."""
    domain = visible(property.removeprefix(DOMAIN))
    return language("whole_domain", domain=domain) if property.startswith(DOMAIN) else domain


def told(trouble: Trouble, name: str, property: str, detail: str, language: Language) -> Told:
    """A failure, of the engine with that name, in words."""
    filled = {"engine": name, "property": called(property, language) or name}
    return Told(language(f"trouble_{trouble}", **filled), language(f"remedy_{trouble}", **filled), visible(detail))


def address(access: Access, secret: str | None) -> str:
    """To be added as a user of the property; "" where there is none."""
    account = account_of(secret) if access.form == "service-account" and secret is not None else None
    return account.client_email if account else ""


def _opened(vault: Vault, access: Access) -> str | None:
    try:
        return vault.open(access.site, access.engine, access.secret)
    except BrokenSeal:
        return None


def _trouble(
    access: Access, secret: str | None, fetched: Fetched | None, name: str, language: Language
) -> tuple[State, Told | None]:
    filled = {"engine": name}
    if secret is None:
        return "trouble", Told(language("trouble_sealed", **filled), language("remedy_sealed", **filled))
    if not access.property:
        what = language("trouble_unchosen", **filled)
        return "choose", None if access.form == "service-account" else Told(what, language("remedy_unchosen"))
    if fetched is None or not fetched.trouble:
        return "on", None
    given = _trouble_of(fetched.trouble)
    found = told(given, name, access.property, fetched.detail, language)
    return ("waiting" if given in _PASSES else "trouble"), found


def _trouble_of(text: str) -> Trouble:
    """As it was noted; what another version called otherwise is not understood."""
    known: tuple[Trouble, ...] = get_args(Trouble)
    return next((each for each in known if each == text), "unreadable")


def _fetched(site: Site, fetched: Fetched | None, language: Language) -> tuple[str, ...]:
    if fetched is None:
        return (language("fetched_never"),)
    found = []
    if fetched.complete is not None:
        found.append(language("fetched_complete", time=_time(site, fetched.complete, language)))
    elif not fetched.trouble:
        found.append(language("fetched_more"))
    if fetched.trouble:
        found.append(language("fetched_tried", time=_time(site, fetched.tried, language)))
        found.append(language("tries", count=language.number(fetched.tries)))
    found.append(language("fetched_next", time=_time(site, fetched.due, language)))
    return tuple(found)


def _time(site: Site, seconds: int, language: Language) -> str:
    at = datetime.fromtimestamp(seconds, site.timezone)
    return language("at", day=language.day(at.date()), hour=f"{at.hour:02}", minute=f"{at.minute:02}")


async def _held(
    rooms: SearchRooms, held: Sequence[Held], language: Language, today: date
) -> tuple[tuple[tuple[str, str], ...], bool]:
    if not held:
        return (), False
    first = date.fromisoformat(min(each.slice.start for each in held))
    last = date.fromisoformat(max(each.slice.end for each in held)) - timedelta(days=1)
    of_terms, of_all = covering(held, Range(first, last), "terms"), covering(held, Range(first, last), "total")
    told = await rooms.figures.top(of_terms)
    terms = sum(1 for key in told if key.term and not key.page)
    clicks, is_whole = await _clicks(rooms, held, of_terms, Range(first, last))
    number = language.number(clicks)
    facts = (
        (
            language("held_days"),
            language.days(Range(first, max(first, min(last, today)))),
        ),  # a running month reaches on
        (language("held_terms"), language.number(terms)),
        (language("held_clicks"), number if is_whole else language("held_least", count=number)),
    )
    return facts, len(days_of(of_terms or of_all)) > 1


async def _clicks(rooms: SearchRooms, held: Sequence[Held], of_terms: Sequence[Slice], days: Range) -> tuple[int, bool]:
    """Of all the days, and whether nothing can be missing: where no total is told, those of the named terms count."""
    totals, bare = _beyond(held, of_terms, days), []
    for each in of_terms:
        told = beside(held, [each], "total")
        totals += told or ()
        bare += [] if told else [each]
    whole = (await rooms.figures.top(totals)).get(SearchKey(), Figures())
    named = [found for key, found in (await rooms.figures.top(bare)).items() if key.term and not key.page]
    spoken_of = [each.slice for each in held if each.total or each.terms or each.pages or each.pairs]
    return whole.clicks + sum(found.clicks for found in named), _days(spoken_of) <= _days(totals)


def _beyond(held: Sequence[Held], slices: Collection[Slice], days: Range) -> list[Slice]:
    """What tells of a total where these slices tell of nothing."""
    others = [
        each for each in held if all(each.slice.end <= one.start or one.end <= each.slice.start for one in slices)
    ]
    return covering(others, days, "total")


def _days(slices: Collection[Slice]) -> set[int]:
    return {day for each in slices for day in range(*each.numbers)}
