"""Spans of days whose sums a store may keep, and the fewest of them that make up a range. Days are numbered as periods
are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple

from store.periods import Grain, number, period


class Length(IntEnum):
    """Of a span. A month has four of eight days, the last of which takes what is left. `THROUGH` is a year from its
    beginning through one of its months but the first and the last: a range of months is the difference of two."""

    DAY = 0
    EIGHT_DAYS = 1
    MONTH = 2
    THROUGH = 3
    YEAR = 4


MADE_OF: Final = {
    Length.EIGHT_DAYS: Length.DAY,
    Length.MONTH: Length.EIGHT_DAYS,
    Length.THROUGH: Length.MONTH,
    Length.YEAR: Length.MONTH,
}
"""The spans that are summed, each with the shorter ones that make it up; those come before it."""

_VALUES: Final = {Length.DAY: 5, Length.EIGHT_DAYS: 9, Length.MONTH: 10, Length.THROUGH: 10, Length.YEAR: 10}
"""How many there are to read of each, by and large: where there are many, a day has half of what a month has."""

_DAYS: Final = {Length.DAY: 1.0, Length.EIGHT_DAYS: 7.6, Length.MONTH: 30.4, Length.YEAR: 365.2}


class Span(NamedTuple):
    """`end` is excluded. No two of one length have the same end."""

    length: Length
    start: int
    end: int


class Term(NamedTuple):
    """Spans of one length in a row, `sign` 1 where they are added and -1 where they are taken away."""

    sign: int
    length: Length
    start: int
    end: int


@lru_cache(4_096)
def holding(length: Length, day: int) -> tuple[Span, ...]:
    """Those of a length that hold a day: one, or of `THROUGH` up to ten."""
    if length is Length.DAY:
        return (Span(length, day, day + 1),)
    when = _date(day)
    year, month = when.year, when.month
    if length is Length.EIGHT_DAYS:
        start = min((when.day - 1) // 8, 3) * 8
        first, after = _first(year, month), _first(year, month + 1)
        return (Span(length, first + start, first + start + 8 if start < 24 else after),)
    if length is Length.MONTH:
        return (Span(length, _first(year, month), _first(year, month + 1)),)
    if length is Length.YEAR:
        return (Span(length, _first(year, 1), _first(year, 13)),)
    return tuple(Span(length, _first(year, 1), _first(year, last + 1)) for last in range(max(month, 2), 12))


def ending(length: Length, end: int) -> Span:
    """The one that ends before the day `end`; an empty one where none does."""
    return next((span for span in holding(length, end - 1) if span.end == end), Span(length, end, end))


def ended(since: int, until: int) -> Iterator[Span]:
    """Those that end after the day `since` and are over before `until`; what they are made of comes before them."""
    for length in MADE_OF:
        at = since
        while (whole := holding(_partition(length), at)[0]).start < until:
            yield from (span for span in holding(length, at) if since < span.end <= until)
            at = whole.end


def cut_by(day: int) -> Iterator[Span]:
    """Those that hold days on both sides of the beginning of a day."""
    for length in MADE_OF:
        yield from (span for span in holding(length, day) if span.start < day)


def last_begun(length: Length, day: int) -> int:
    """The last end of the spans that begin before a day."""
    return holding(_partition(length), day - 1)[0].end


def terms(start: int, end: int, until: int) -> tuple[Term, ...]:
    """What adds up to the days from `start` until `end` with the fewest values to read, where no more than the spans
    that ended before `until` are summed: a way from the one day to the other, on which who goes back takes away."""
    steps: dict[int, list[tuple[Term, int]]] = defaultdict(list)
    for one, two, length in _edges(start, end):
        if length is Length.DAY or two <= until:
            price = _VALUES[length] * max(1, round((two - one) / _DAYS.get(length, two - one)))
            steps[one].append((Term(1, length, one, two), price))
            steps[two].append((Term(-1, length, one, two), price))
    return _joined(_cheapest(steps, start, end))


def _cheapest(steps: Mapping[int, Sequence[tuple[Term, int]]], start: int, end: int) -> tuple[Term, ...]:
    reached: dict[int, tuple[int, tuple[Term, ...]]] = {start: (0, ())}
    ends = [(0, start)]
    while ends:
        cost, day = heappop(ends)
        if day == end:
            break
        for term, price in steps[day]:
            there = term.end if term.sign > 0 else term.start
            if there not in reached or cost + price < reached[there][0]:
                reached[there] = (cost + price, (*reached[day][1], term))
                heappush(ends, (cost + price, there))
    return reached[end][1]


def _edges(start: int, end: int) -> Iterator[tuple[int, int, Length]]:
    """From which day to which spans of a length lead, among the days at which those about both ends of a range begin
    and end."""
    marks: dict[Length, set[int]] = {length: set() for length in _DAYS}
    for day in (start, end - 1):
        month, year = holding(Length.MONTH, day)[0], holding(Length.YEAR, day)[0]
        marks[Length.EIGHT_DAYS] |= {month.end, *(month.start + days for days in (0, 8, 16, 24))}
        marks[Length.MONTH] |= {month.start, month.end, year.start, year.end}
        marks[Length.YEAR] |= {year.start, year.end}
    marks[Length.DAY] = {start, end}.union(*marks.values())
    for length, days in marks.items():
        yield from ((one, two, length) for one, two in pairwise(sorted(days)))
    for begun in marks[Length.YEAR]:
        throughs = holding(Length.THROUGH, begun)
        yield from ((begun, span.end, span.length) for span in throughs if span.end in marks[Length.MONTH])


def _joined(found: Iterable[Term]) -> tuple[Term, ...]:
    joined: list[Term] = []
    for term in found:
        last = joined[-1] if joined else None
        if last and last[:2] == term[:2] and term.length is not Length.THROUGH:
            joined[-1] = last._replace(start=min(last.start, term.start), end=max(last.end, term.end))
        else:
            joined.append(term)
    return tuple(joined)


def _partition(length: Length) -> Length:
    """The length whose spans, each begun by those of this one, follow each other."""
    return Length.YEAR if length is Length.THROUGH else length


def _date(day: int) -> date:
    return date.fromisoformat(period(Grain.DAY, day))


@lru_cache(4_096)
def _first(year: int, month: int) -> int:
    """The first day of a month; the 13th is the next year's first."""
    return number(Grain.DAY, date(year + month // 13, (month - 1) % 12 + 1, 1).isoformat())
