"""The protocol of a store of counts: one table, its rows, and the batches that are added to it."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from store.periods import Grain


class Key(NamedTuple):
    """What a count is of. A total has no dimension; a single has an empty other side."""

    site: str
    basis: str
    grain: Grain
    period: str
    dimension: str = ""
    value: str = ""
    dimension2: str = ""
    value2: str = ""


class Counters(NamedTuple):
    """Page views; those that were the first of their visit; the first of their page (or search) in their visit; and
    the visitor's first that day, week and month. A row of the service's own counts uses the first of them alone."""

    pageviews: int = 0
    entries: int = 0
    firsts: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0

    def plus(self, other: "Counters") -> "Counters":
        return Counters(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def minus(self, other: "Counters") -> "Counters":
        return Counters(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def total_of(counters: Iterable[Counters]) -> Counters:
    added = Counters()
    for each in counters:
        added = added.plus(each)
    return added


Visits = Literal["entries", "firsts"]
Counter = Literal["pageviews", "entries", "firsts", "daily", "weekly", "monthly"]


class TypedText(NamedTuple):
    """What a digest stands for, offered to the store, which keeps it only once the threshold is passed.

    `later` counts the visits that its last page view began, which only the next one can build on: a text is named by
    the first page view after `threshold` visits shared it.
    """

    text: str
    counter: Visits
    later: int
    threshold: int


class Batch(NamedTuple):
    """What is added at once: frozen under its `id`, of page views in one local month ("2026-11"), at a time in
    seconds since 1970.

    `numbers` are those of its hits; a store that is the fold's own file keeps them for an hour and refuses a batch
    that names a known one. `typed` is keyed like the window's count of the digest.
    """

    id: str
    month: str
    at: int
    counts: Mapping[Key, Counters]
    numbers: frozenset[bytes] = frozenset()
    typed: Mapping[Key, TypedText] = {}


class Row(NamedTuple):
    """A value of a dimension, with the counts behind it; `name` is the value's text, None while it is rare."""

    value: str
    name: str | None
    counters: Counters


class Ranked(NamedTuple):
    """The first values of a dimension, in order, and how many there are in all; `unranked` is the sum of the others.
    Those `beside`, asked for by their value, are among neither; they come by value."""

    rows: Sequence[Row]
    beside: Sequence[Row]
    length: int
    unranked: Counters


def counters_of(names: Sequence[Counter], numbers: Iterable[int]) -> Counters:
    """Those of the names; the others are 0."""
    return Counters(**dict(zip(names, numbers, strict=True)))


def ranked(
    found: Iterable[Row], by: Sequence[Counter], beside: Collection[str], length: int, whole: Counters
) -> Ranked:
    """What an engine found, in order; `whole` is the sum of all values but those `beside`."""
    rows = sorted(found, key=lambda row: row.value)
    first = [row for row in rows if row.value not in beside]
    first.sort(key=lambda row: [getattr(row.counters, counter) for counter in by], reverse=True)
    unranked = whole.minus(total_of(row.counters for row in first))
    return Ranked(first, [row for row in rows if row.value in beside], length, unranked)


class Point(NamedTuple):
    """The totals of one period."""

    period: str
    counters: Counters


class CountStore(Protocol):
    """Where counts are kept. Every range is half open: `end` is excluded. Ranges are of local days, ISO dates."""

    async def add(self, batch: Batch) -> bool:
        """Adds the batch whole, or not at all; False when one of this id had been added before."""

    async def series(self, site: str, basis: str, grain: Grain, start: str, end: str) -> Sequence[Point]:
        """Totals by day or by hour, in order; periods without a page view are left out."""

    async def top(self, site: str, basis: str, grain: Grain, dimension: str, start: str, end: str) -> Sequence[Row]:
        """Every value of a dimension with its sums, most page views first; then by value."""

    async def first(
        self,
        site: str,
        basis: str,
        dimension: str,
        start: str,
        end: str,
        by: Sequence[Counter],
        most: int,
        beside: Collection[str] = (),
    ) -> Ranked:
        """As many values of a dimension whose grain is the day, which nobody typed: those with the most `by` the first
        of these counters, then by the next, and then by value. No other counters are told: they are 0. `most` is at
        least one."""

    async def drill(
        self, site: str, basis: str, dimension: str, by: tuple[str, str], start: str, end: str
    ) -> Sequence[Row]:
        """The same among page views whose other dimension has the value of `by`, from the pair's either side."""

    async def forget(self, site: str, grain: Grain, before: str, dimensions: Iterable[str] | None = None) -> None:
        """Deletes what lies before a day; of all dimensions, pairs with them and names included, or of those named
        ("" is the totals)."""

    def dump(self, site: str) -> AsyncIterator[tuple[Key, Counters, str | None]]:
        """All rows of a site with the name of a digest where it has one, ordered by key."""

    async def load(self, rows: Iterable[tuple[Key, Counters, str | None]]) -> None:
        """Adds dumped rows as they are, in one transaction."""

    async def sites(self) -> Sequence[str]:
        """The sites of which something is counted, in order."""

    async def close(self) -> None: ...


class KnownNumber(Exception):
    """The batch counts a hit that has been counted: nothing of it was added."""
