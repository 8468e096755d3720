"""The owner's side for programs: the same numbers as the pages, as one function for each operation."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from msgspec import UNSET, Meta
from starlette.concurrency import run_in_threadpool

from dashboard.api import parameters
from dashboard.api.answers import (
    Answers,
    AttentionAnswer,
    Changed,
    ComparedDays,
    ComparedStats,
    Count,
    Cut,
    DimensionEntry,
    FlowAnswer,
    GoalEntry,
    GoalsAnswer,
    NoteEntry,
    NoteList,
    PanelAnswer,
    PointEntry,
    PolicyInForce,
    ProblemKind,
    ProblemKinds,
    SeriesAnswer,
    ServiceAnswer,
    SiteEntry,
    SiteList,
    SourceEntry,
    Statistic,
    StepEntry,
    TotalsAnswer,
)
from dashboard.api.problems import KINDS, WHERE, Kind, Problem, problem_of
from dashboard.numbers.flow import TO, around, is_flow, steps
from dashboard.numbers.goals import goals
from dashboard.numbers.history import history_of
from dashboard.numbers.listing import LEAF, by_text, holding, leaf_of, sorted_by
from dashboard.numbers.overview import lasting_troubles, overview
from dashboard.numbers.ranges import Range
from dashboard.numbers.series import HOURLY, series, step_of
from dashboard.numbers.shares import Wholes
from dashboard.numbers.stats import (
    Filter,
    Leading,
    NotPaired,
    NotPermitted,
    Refused,
    Stats,
    StatsRow,
    Total,
    covered,
    cut_by_page,
    permitted,
    read_filter,
    service_counts,
    stats,
)
from dashboard.numbers.totals import Totals, comparable, totals
from dashboard.search.panel.listing import STATISTIC, search_terms
from dashboard.search.panel.terms import Days, SearchTerms
from dashboard.search.rooms import SearchRooms
from policy.dimensions import DIMENSIONS
from policy.site import Site, Sites
from policy.statistics import STATISTICS
from store.accounts import User
from store.counts import CountStore
from store.notes import Note, Notes, impersonal


class Rooms(NamedTuple):
    """What is asked for answers."""

    counts: CountStore
    search: SearchRooms
    notes: Notes
    sites: Callable[[], Sites]


class Place(msgspec.Struct, frozen=True):
    """The parts of an address that vary, besides the site: none."""


class NotePlace(Place, frozen=True):
    """A note, by its number."""

    number: Annotated[int, Meta(ge=1, le=2**53 - 1, description="The note's, as the list has it.")]


class PanelPlace(Place, frozen=True):
    """A panel, by its dimension."""

    name: Annotated[str, Meta(description="The dimension's.", extra_json_schema={"enum": [*DIMENSIONS]})]


class KindPlace(Place, frozen=True):
    """A kind of problem, by its name."""

    name: Annotated[str, Meta(description="The kind's.", extra_json_schema={"enum": [*KINDS]})]


class Call(NamedTuple):
    """Who asks, at which address, whose parts are of the operation's type, at a time in seconds since 1970."""

    user: User
    at: Site | None
    place: Any
    now: float

    @property
    def site(self) -> Site:
        assert self.at is not None, "the address has no site"
        return self.at

    @property
    def today(self) -> date:
        return self.site.day(self.now)


class Resources:
    """Each operation takes who asks, and what is asked with. They raise `Problem`, and what the numbers and the notes
    raise."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def sites(self, call: Call, _: parameters.Nothing) -> SiteList:
        return SiteList(tuple(SiteEntry.of(site) for site in self._rooms.sites() if site.host in call.user.sites))

    async def site(self, call: Call, _: parameters.Nothing) -> SiteEntry:
        return SiteEntry.of(call.site)

    async def policy(self, call: Call, _: parameters.Nothing) -> PolicyInForce:
        site, policy = call.site, call.site.policy
        named = tuple(Statistic(name, STATISTICS[name].words) for name in STATISTICS if name in policy.statistics)
        return PolicyInForce(
            site.host, policy.version, site.history[policy.version].day, policy.digest, site.material_since, named,
            policy.threshold.visits, policy.threshold.window, policy.retention.named, policy.retention.totals,
            site.ledger.head,
        )  # fmt: skip

    async def stats(self, call: Call, given: parameters.Stats) -> ComparedStats:
        chosen, asked = _filter(call.site, given), given.asked(call.today, given.compare)
        dimension = None if given.dimension is UNSET else given.dimension
        found = await self._stats(call.site, asked.range, dimension, chosen)
        span = covered(call.site, dimension, *asked.range, chosen) if dimension in DIMENSIONS else asked.range
        answer = ComparedStats(**msgspec.structs.asdict(found), covers=Days.of(span))
        if given.compare == "none":
            return answer
        named = Filter(dimension, "") if dimension in DIMENSIONS else None
        history = await history_of(self._rooms.counts, call.site)
        days = comparable(call.site, asked.range, given.compare, chosen or named, call.today, history)
        before = await self._stats(call.site, days.before, dimension, chosen) if days else None
        return msgspec.structs.replace(answer, compared=before)

    async def totals(self, call: Call, given: parameters.Totals) -> TotalsAnswer:
        chosen, asked = _filter(call.site, given), given.asked(call.today, given.compare)
        history = await history_of(self._rooms.counts, call.site)
        found = await totals(self._rooms.counts, call.site, asked, chosen, call.today, history)
        numbers = {figure.metric: figure.number for figure in found.figures}
        whole = Total(numbers["pageviews"], numbers.get("visits"), numbers.get("visitors"))
        days, filtered = asked.range, str(chosen) if chosen else None
        return TotalsAnswer(call.site.host, str(days.start), str(days.end), filtered, whole, _compared(found))

    async def series(self, call: Call, given: parameters.Series) -> SeriesAnswer:
        site, days = call.site, given.asked(call.today).range
        step = step_of(days) if given.step is UNSET else given.step
        if step == "hour" and days.days > HOURLY:
            raise Problem("bad-range", f"Hours are told of at most {HOURLY} days at once.", parameter="step")
        counted = (await history_of(self._rooms.counts, site)).counted(days, call.today)
        spans = await series(self._rooms.counts, site, counted, step, call.now) if counted else []
        points = tuple(PointEntry.of(site, span) for span in spans)
        return SeriesAnswer(site.host, str(days.start), str(days.end), site.timezone.key, step, points)

    async def panel(self, call: Call, given: parameters.Listed) -> PanelAnswer:
        site, days, name = call.site, given.asked(call.today).range, call.place.name
        chosen = _filter(site, given)
        known = tuple(row.name for row in permitted(site))
        if name not in known:
            raise Problem("not-found", f"The policy of {site.host} names no panel {name!r}.", known=known)
        found = await self._stats(site, days, name, chosen)
        row = DIMENSIONS[name]
        whole = await Wholes(self._rooms.counts, site, days, chosen, call.today).of(row, Leading.of_all(found.rows))
        rows = await run_in_threadpool(_wanted, found.rows, given)
        leaf = leaf_of(rows, given.page)
        return PanelAnswer(
            site.host, found.start, found.end, DimensionEntry.of(row),
            Days.of(covered(site, name, days.start, days.end, chosen)), str(chosen) if chosen else None, leaf.found,
            leaf.number, max(1, -(-leaf.found // LEAF)), tuple(leaf.rows), whole.kind, found.total,
        )  # fmt: skip

    async def search(self, call: Call, given: parameters.Searched) -> SearchTerms:
        """A filter is one of page alone, which is all that engines tell with a term."""
        site, days = call.site, given.asked(call.today).range
        if STATISTIC not in site.policy.statistics:
            known = [row.name for row in permitted(site)]
            raise NotPermitted(f"The policy of {site.host} does not name {STATISTIC!r}.", known)
        chosen = _filter(site, given)
        if chosen and chosen.dimension != "page":
            raise problem_of(NotPaired(f"Which terms came with {chosen} is not told by engines.", ["page"]), "filter")
        counts, figures = self._rooms.counts, self._rooms.search.figures
        return await search_terms(counts, figures, site, days, call.today, chosen and chosen.value)

    async def goals(self, call: Call, given: parameters.Goals) -> GoalsAnswer:
        site, days, chosen = call.site, given.asked(call.today).range, _filter(call.site, given)
        try:
            found = await goals(self._rooms.counts, site, days, chosen)
        except NotPaired as error:
            raise problem_of(error, "filter") from None
        entries = tuple(GoalEntry.of_goal(site, goal) for goal in found.goals)
        sources = tuple(SourceEntry.of_source(name, each) for name, rows in found.sources.items() for each in rows)
        filtered, covers = str(chosen) if chosen else None, Days.of(found.covers)
        return GoalsAnswer(site.host, str(days.start), str(days.end), covers, filtered, entries, sources)

    async def flow(self, call: Call, given: parameters.Flow) -> FlowAnswer:
        site, days, chosen = call.site, given.asked(call.today).range, _filter(call.site, given)
        if not is_flow(site):
            raise NotPermitted(f"The policy of {site.host} does not name steps.", [row.name for row in permitted(site)])
        if chosen and chosen.dimension != TO:
            raise problem_of(NotPaired(f"Steps are told around a {TO} alone.", [TO]), "filter")
        found = None if chosen is None else await around(self._rooms.counts, site, days, chosen.value)
        ways = await steps(self._rooms.counts, site, days, LEAF) if found is None else (*found.before, *found.after)
        rows = tuple(StepEntry(*way) for way in ways)
        visits, began = (found.visits, found.began) if found else (None, None)
        filtered = str(chosen) if chosen else None
        return FlowAnswer(site.host, str(days.start), str(days.end), filtered, visits, began, rows)

    async def service(self, call: Call, given: parameters.Days) -> ServiceAnswer:
        site, days = call.site, given.asked(call.today).range
        answers, ignored, scrubbed, blocked = [
            await service_counts(self._rooms.counts, site, days, name)
            for name in ("choice", "ignored", "scrubbed", "blocked")
        ]
        names_pages = "pages" in site.policy.statistics
        cuts = [
            Cut(each.value, each.count, await self._cut_pages(site, days, each.value) if names_pages else ())
            for each in Count.ranked(scrubbed)
        ]
        return ServiceAnswer(
            site.host, str(days.start), str(days.end), Answers.of(answers), Count.ranked(ignored), tuple(cuts),
            Count.ranked(blocked),
        )  # fmt: skip

    async def attention(self, call: Call, _: parameters.Nothing) -> AttentionAnswer:
        failing = lasting_troubles(await self._rooms.search.access.failing(), call.now)
        found = await overview(self._rooms.counts, call.site, call.now, failing.get(call.site.host))
        return AttentionAnswer.of(call.site, found.items)

    async def notes(self, call: Call, given: parameters.Days) -> NoteList:
        days = given.asked(call.today).range
        found = await self._rooms.notes.of(call.site.host, days.start, days.after)
        return NoteList(call.site.host, tuple(map(NoteEntry.of, found)))

    async def note(self, call: Call, _: parameters.Nothing) -> NoteEntry:
        return NoteEntry.of(await self._note(call))

    async def write_note(self, call: Call, given: parameters.NoteWritten) -> NoteEntry:
        until = given.day if given.until is UNSET else given.until
        text = self._impersonal(call, given)
        return NoteEntry.of(await self._rooms.notes.add(call.site.host, given.day, until, text))

    async def change_note(self, call: Call, given: parameters.NoteWritten) -> NoteEntry:
        until = given.day if given.until is UNSET else given.until
        host, number = call.site.host, call.place.number
        if not await self._rooms.notes.change(host, number, given.day, until, self._impersonal(call, given)):
            raise _no_note(call)
        return NoteEntry.of(await self._note(call))

    async def remove_note(self, call: Call, _: parameters.Nothing) -> None:
        if not await self._rooms.notes.remove(call.site.host, call.place.number):
            raise _no_note(call)

    async def problems(self, _: Call, __: parameters.Nothing) -> ProblemKinds:
        return ProblemKinds(tuple(map(_explained, KINDS.values())))

    async def problem(self, call: Call, _: parameters.Nothing) -> ProblemKind:
        kind = KINDS.get(call.place.name)
        if kind is None:
            raise Problem("not-found", "There is no problem of that name.", known=tuple(KINDS))
        return _explained(kind)

    async def _stats(self, site: Site, days: Range, dimension: str | None, only: Filter | None) -> Stats:
        try:
            return await stats(self._rooms.counts, site, days.start, days.end, dimension, only)
        except Refused as error:
            raise problem_of(error, "filter" if dimension is None else "dimension") from None

    async def _cut_pages(self, site: Site, days: Range, kind: str) -> tuple[str, ...]:
        return tuple(await cut_by_page(self._rooms.counts, site, days, kind))

    def _impersonal(self, call: Call, given: parameters.NoteWritten) -> str:
        return impersonal(given.text, self._rooms.search.clean(call.site).personal)

    async def _note(self, call: Call) -> Note:
        note = await self._rooms.notes.get(call.site.host, call.place.number)
        if note is None:
            raise _no_note(call)
        return note


_KEYS: Final[Mapping[str, Callable[[StatsRow], str | int | None]]] = {
    "value": lambda row: by_text(row.value),
    "visits": lambda row: row.visits,
    "pageviews": lambda row: row.pageviews,
    "visitors": lambda row: row.visitors,
}


def _wanted(rows: Sequence[StatsRow], given: parameters.Listed) -> list[StatsRow]:
    """There may be very many: it takes a thread, so that counting goes on."""
    found = holding(rows, given.find, lambda each: (each.value,))
    return found if given.sort is UNSET else sorted_by(found, _KEYS[given.sort], given.order)


def _filter(site: Site, given: parameters.Filtered) -> Filter | None:
    if given.filter is UNSET:
        return None
    try:
        chosen = read_filter(site, given.filter)
        if chosen.dimension not in DIMENSIONS and not _tells_cut(given):
            raise NotPaired("What was cut is told of page alone, and is not compared.", ["page"])
    except Refused as error:
        raise problem_of(error, "filter") from None
    return chosen


def _tells_cut(given: parameters.Filtered) -> bool:
    return isinstance(given, parameters.Stats) and (given.dimension, given.compare) == ("page", "none")


def _compared(found: Totals) -> ComparedDays | None:
    if found.compared is None:
        return None
    now, before, _ = found.compared
    changes = [
        Changed(figure.metric, figure.change.verdict, figure.change.now, figure.change.before)
        for figure in found.figures
        if figure.change
    ]
    return ComparedDays(now.start, now.end, Days.of(before), tuple(changes))


def _no_note(call: Call) -> Problem:
    return Problem("not-found", f"{call.site.host} has no note of the number {call.place.number}.")


def _explained(kind: Kind) -> ProblemKind:
    return ProblemKind(WHERE + kind.name, kind.status, kind.title, kind.meaning)
