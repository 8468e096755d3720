"""What a panel, the command `stats` and the API all show: counts by one dimension, as the site's policy permits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

import msgspec

from dashboard.numbers.ranges import Range
from dashboard.numbers.typed import among, texts, whole_of, whole_windows, window_pair
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS, RARE, WINDOW_PAIRS, Belongs, Dimension
from policy.site import Site
from policy.spelling import folded
from policy.statistics import ADDRESS, CONSENTED, CUT, SERVICE, UPKEEP
from store.counts import Counter, Counters, CountStore, total_of
from store.periods import Grain

OTHER: Final = "(other)"
"""Values beyond a cap, or small ones that have aged."""

OURS: Final = frozenset({NONE, NOT_ASKED, RARE, OTHER})
"""Values that are no site's own: they stand for what has none, or none that is told."""


class StatsRow(msgspec.Struct, frozen=True):
    """A value and its metrics; those that the policy does not name, or that have no meaning here, are None."""

    value: str
    pageviews: int
    visits: int | None
    visitors: int | None


class Total(msgspec.Struct, frozen=True):
    """The same metrics of the whole site, or of all that a filter lets through."""

    pageviews: int
    visits: int | None
    visitors: int | None


class Stats(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """The answer: ISO dates, both included, as asked for (see `covered` for what the rows cover), and the rows with
    the most visits first."""

    site: str
    start: str
    end: str
    dimension: str | None
    rows: tuple[StatsRow, ...]
    total: Total


class Leading(NamedTuple):
    """The first rows of a dimension, among them those of `OURS`; what all others add up to; and how many values there
    are of the site's own."""

    rows: tuple[StatsRow, ...]
    others: Total
    length: int

    @classmethod
    def of_all(cls, rows: Sequence[StatsRow]) -> "Leading":
        return cls(tuple(rows), Total(0, None, None), sum(row.value not in OURS for row in rows))


class Filter(NamedTuple):
    """Only page views whose dimension has the value."""

    dimension: str
    value: str

    def __str__(self) -> str:
        return f"{self.dimension}={self.value}"


class Refused(Exception):
    """What was asked for is not counted: `given`, where one word is to blame; `known` are the names that could be asked
    for instead."""

    def __init__(self, message: str, known: Iterable[str], given: str = "") -> None:
        self.known, self.given = tuple(known), given
        super().__init__(f"{message} Known here: {', '.join(self.known) or 'none'}.")


class UnknownDimension(Refused):
    """There is no dimension of that name."""


class NotPermitted(Refused):
    """The site's policy does not name the statistic that the dimension belongs to."""


class NotPaired(Refused):
    """The two dimensions are not counted together."""


class BadFilter(Refused):
    """A filter is not written NAME=VALUE."""


def permitted(site: Site) -> tuple[Dimension, ...]:
    """The dimensions that the policy in force names, in the registry's order."""
    return tuple(row for row in DIMENSIONS.values() if row.statistic in site.policy.statistics)


def paired(site: Site, dimension: str) -> tuple[str, ...]:
    """The permitted dimensions that are counted together with this one."""
    both = (*PAIRS, *WINDOW_PAIRS.values())
    together = {one if other == dimension else other for one, other in both if dimension in (one, other)}
    return tuple(row.name for row in permitted(site) if row.name in together)


def read_filter(site: Site, text: str) -> Filter:
    """Reads NAME=VALUE; typed text in whichever case and with whichever spaces. Raises `BadFilter`, `UnknownDimension`,
    `NotPermitted` or `NotPaired`."""
    name, equals, value = text.partition("=")
    if not equals or not value:
        raise BadFilter(f"A filter is written NAME=VALUE, not {text!r}.", filterable(site), text)
    if name == "scrubbed" and "pages" in site.policy.statistics:
        if value not in CUT:
            raise BadFilter(f"There is no kind {value!r} of personal data that is cut.", CUT, value)
        return Filter(name, value)
    if _known(site, name, filterable(site)).values == "typed":
        if not paired(site, name):
            raise NotPaired(f"{name} is counted together with nothing here.", filterable(site), name)
        value = folded(value)
    return Filter(name, value)


def covered(site: Site, dimension: str, start: date, end: date, only: Filter | None = None) -> Range:
    """The days that the rows of a dimension cover: of typed text, and of what is counted together with it, the whole
    windows that the range touches."""
    if DIMENSIONS[dimension].values == "typed" or (only and window_pair(dimension, only.dimension)):
        return whole_windows(site, start, end)
    return Range(start, end)


async def stats(
    store: CountStore, site: Site, start: date, end: date, dimension: str | None, filters: Filter | None = None
) -> Stats:
    """Of a permitted dimension, or of one of the service's own counts. Raises `UnknownDimension`, `NotPermitted` or
    `NotPaired`."""
    days = Range(start, end)
    if filters is not None and filters.dimension == "scrubbed":
        if dimension != "page":
            raise NotPaired("What was cut is counted together with page alone.", ["page"])
        return _upkeep(site, days, dimension, await cut_by_page(store, site, days, filters.value))
    if dimension in UPKEEP:
        if filters is not None:
            raise NotPaired(f"{dimension} is counted together with nothing.", paired(site, filters.dimension))
        return _upkeep(site, days, dimension, await service_counts(store, site, days, dimension))
    row = None if dimension is None else _known(site, dimension)
    if row is not None and filters is not None and row.name not in (pairs := paired(site, filters.dimension)):
        raise NotPaired(f"{row.name} is not counted together with {filters.dimension}.", pairs)
    found = () if row is None else await breakdown(store, site, days, row, filters)
    whole = await total(store, site, days, filters)
    return Stats(site.host, start.isoformat(), end.isoformat(), dimension, found, whole)


async def breakdown(
    store: CountStore, site: Site, days: Range, dimension: Dimension, only: Filter | None = None
) -> tuple[StatsRow, ...]:
    """The rows of a permitted dimension, among those that a paired filter lets through."""
    belongs = [row.belongs for row in (dimension, only and DIMENSIONS[only.dimension]) if row]
    span = covered(site, dimension.name, days.start, days.end, only)
    start, after = span.start.isoformat(), span.after.isoformat()
    if only is not None:
        if pair := window_pair(dimension.name, only.dimension):
            rows = await among(store, site, pair, only, span)
        else:
            rows = [*await store.drill(site.host, CONSENTED, dimension.name, only, start, after)]
    elif dimension.values == "typed":
        rows = await texts(store, site, dimension.name, span)
    else:
        rows = [*await store.top(site.host, CONSENTED, Grain.DAY, dimension.name, start, after)]
    return _ranked(site, span, {row.value: row.counters for row in rows}, belongs)


async def leading(
    store: CountStore, site: Site, days: Range, dimension: Dimension, only: Filter | None, most: int | None
) -> Leading:
    """The first rows of the same, at least as many; all where `most` is None."""
    if most is None or only is not None or dimension.values == "typed":
        return Leading.of_all(await breakdown(store, site, days, dimension, only))
    start, after, belongs = days.start.isoformat(), days.after.isoformat(), [dimension.belongs]
    by = _counters(site, days, belongs)
    found = await store.first(site.host, CONSENTED, dimension.name, start, after, by, most, OURS)
    counts = {row.value: row.counters for row in (*found.rows, *found.beside)}
    return Leading(_ranked(site, days, counts, belongs), _measured(site, days, found.unranked, belongs), found.length)


def _counters(site: Site, days: Range, belongs: Collection[Belongs]) -> Sequence[Counter]:
    """Those that `_measured` tells, in the order in which `_ranked` ranks."""
    named, of_visits = site.policy.statistics, all(each == "visit" for each in belongs)
    if "measurement" in belongs:
        return ["pageviews"]
    visits: list[Counter] = ["entries" if of_visits else "firsts"] if "visits" in named else []
    visitors: list[Counter] = [visitors_counter(days)] if of_visits and "visitors" in named else []
    return [*visits, "pageviews", *visitors]


def _ranked(
    site: Site, span: Range, found: Mapping[str, Counters], belongs: Collection[Belongs]
) -> tuple[StatsRow, ...]:
    measured = [(value, _measured(site, span, counters, belongs)) for value, counters in found.items()]
    rows = (StatsRow(value, each.pageviews, each.visits, each.visitors) for value, each in measured)
    return tuple(sorted(rows, key=lambda row: (-(row.visits or 0), -row.pageviews, -(row.visitors or 0), row.value)))


def _upkeep(site: Site, days: Range, name: str, counts: Mapping[str, int]) -> Stats:
    rows = tuple(StatsRow(value, count, None, None) for value, count in counts.items())
    whole = Total(sum(counts.values()), None, None)
    return Stats(site.host, days.start.isoformat(), days.end.isoformat(), name, rows, whole)


async def total(store: CountStore, site: Site, days: Range, only: Filter | None = None) -> Total:
    """Of the range, or of the whole windows that it touches where only what has a typed text counts."""
    start, after = days.start.isoformat(), days.after.isoformat()
    if only is None:
        points = await store.series(site.host, CONSENTED, Grain.DAY, start, after)
        return measure(site, days, total_of(point.counters for point in points), of_visits=True)
    span = covered(site, only.dimension, days.start, days.end)
    counters = await whole_of(store, site, only, span)
    return _measured(site, span, counters, [DIMENSIONS[only.dimension].belongs])


async def total_over(store: CountStore, site: Site, parts: Iterable[Range], only: Filter | None = None) -> Total:
    """Of several ranges together."""
    found = [await total(store, site, part, only) for part in parts]
    visits, visitors = ([getattr(each, name) for each in found] for name in ("visits", "visitors"))
    return Total(
        sum(each.pageviews for each in found), *(None if None in some else sum(some) for some in (visits, visitors))
    )


async def service_counts(store: CountStore, site: Site, days: Range, name: str) -> dict[str, int]:
    """How often each value of the service's own counts came, such as answers, or hits ignored by reason."""
    rows = await store.top(site.host, SERVICE, Grain.DAY, name, days.start.isoformat(), days.after.isoformat())
    return {row.value: row.counters.pageviews for row in rows}


async def cut_by_page(store: CountStore, site: Site, days: Range, kind: str) -> dict[str, int]:
    """How often data of the kind was cut from each page's own address, the most first."""
    start, after = days.start.isoformat(), days.after.isoformat()
    rows = await store.drill(site.host, SERVICE, ADDRESS, ("scrubbed", kind), start, after)
    return {row.value: row.counters.pageviews for row in rows}


def measure(site: Site, days: Range, counters: Counters, *, of_visits: bool) -> Total:
    """The metrics that the policy names. A visitor's first page view says nothing of other pages, so visitors are
    told only of what belongs to a visit."""
    named = site.policy.statistics
    visits = counters.entries if of_visits else counters.firsts
    visitors = getattr(counters, visitors_counter(days)) if of_visits and "visitors" in named else None
    return Total(counters.pageviews, visits if "visits" in named else None, visitors)


def _measured(site: Site, days: Range, counters: Counters, belongs: Collection[Belongs]) -> Total:
    """Of what belongs to these alone or together: visits only where all do that is a visit's, and of measurements
    neither visits nor visitors."""
    if "measurement" in belongs:
        return Total(counters.pageviews, None, None)
    return measure(site, days, counters, of_visits=all(each == "visit" for each in belongs))


Visitors = Literal["daily", "weekly", "monthly"]


def visitors_counter(days: Range) -> Visitors:
    """Which of a visitor's firsts counts each visitor once: a range that begins with a week or month and ends in it
    has one. Otherwise the visitors of each day are added up."""
    if days.days == 1:
        return "daily"
    if days.start.day == 1 and (days.start.year, days.start.month) == (days.end.year, days.end.month):
        return "monthly"
    return "weekly" if days.start.weekday() == 0 and days.days <= 7 else "daily"


def filterable(site: Site) -> tuple[str, ...]:
    """The names of the dimensions of which a filter may choose a value."""
    return tuple(row.name for row in permitted(site) if row.values != "typed" or paired(site, row.name))


def _known(site: Site, name: str, known: Iterable[str] | None = None) -> Dimension:
    """`known` are the names that could be asked for, if not every permitted one."""
    names = [row.name for row in permitted(site)]
    if name not in DIMENSIONS:
        raise UnknownDimension(f"There is no dimension {name!r}.", known or (*names, *UPKEEP), name)
    if name not in names:
        raise NotPermitted(
            f"The policy of {site.host} does not name {DIMENSIONS[name].statistic!r}.", known or names, name
        )
    return DIMENSIONS[name]
