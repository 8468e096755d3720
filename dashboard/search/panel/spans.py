"""Which of an engine's slices count for a range of days: never two that tell of the same day."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from dashboard.numbers.ranges import Range
from dashboard.search.figures import is_month, range_of
from store.search import Held, Slice

Told = Literal["total", "terms", "pages", "pairs"]


class _Span(NamedTuple):
    """A slice by the numbers of its days until today; `inside` are those that the range asks for."""

    slice: Slice
    days: range
    inside: int

    @property
    def order(self) -> tuple[bool, int, int]:
        return not self.is_month_inside, range_of(self.slice).days, -self.days.start

    @property
    def is_month_inside(self) -> bool:
        """Not the running one, which its days tell more exactly of."""
        days = range_of(self.slice)
        return is_month(days) and self.inside == days.days

    @property
    def is_of_the_range(self) -> bool:
        return 2 * self.inside >= len(self.days)

    def tells_more(self, others: Iterable["_Span"]) -> bool:
        """Whether it tells of more than twice as much of the range as these together."""
        return self.inside > 2 * sum(each.inside for each in others)


def covering(held: Collection[Held], days: Range, of: Told, today: date = date.max) -> list[Slice]:
    """The slices that are to be added up for the range, by basis and day. Each tells what is asked for and lies to half
    or more in the range: else its numbers would be those of other days. Days after `today` are not told of yet. Of
    each basis no two overlap, and none that could be chosen is left out but for one that it would overlap. A calendar
    month that the range holds comes before its days: engines withhold less of it, and it is one to add up. Else shorter
    ones come before longer ones, as they fit the range better, and newer ones before older ones of the same length; a
    longer one takes the place of shorter ones only where they tell of less than half of what it tells of the range. So
    some fetched days do not push out the file that tells of the year around them."""
    return _by_basis(span for span in _touching(held, days, of, today) if span.is_of_the_range)


def around(held: Collection[Held], days: Range, of: Told, today: date = date.max) -> list[Slice]:
    """What is kept of the range's days as part of something longer, of each basis of which nothing covers the range."""
    touching = _touching(held, days, of, today)
    covered = {span.slice.basis for span in touching if span.is_of_the_range}
    return _by_basis(span for span in touching if span.slice.basis not in covered)


def beside(held: Collection[Held], slices: Collection[Slice], of: Told) -> list[Slice] | None:
    """What tells, of one basis, of the very days that these slices tell of: themselves, else shorter ones in their
    place; None where nothing does."""
    tells = {each.slice for each in held if getattr(each, of)}
    found = [each for each in slices if each in tells]
    if len(found) == len(slices):
        return found
    bare = days_of(each for each in slices if each not in tells)
    within = [each for each in held if any(_lies_within(each.slice, days) for days in bare)]
    finer = covering(within, Range(bare[0].start, bare[-1].end), of)
    return [*found, *finer] if days_of(finer) == bare else None


def days_of(slices: Iterable[Slice], today: date = date.max) -> tuple[Range, ...]:
    """The days that slices of one basis tell of, `today` the last; those that follow each other as one range."""
    found: list[Range] = []
    for start, last in (range_of(each, today) for each in sorted(slices, key=lambda one: one.start)):
        if found and found[-1].after == start:
            found[-1] = Range(found[-1].start, last)
        else:
            found.append(Range(start, last))
    return tuple(found)


def _lies_within(told: Slice, days: Range) -> bool:
    return days.start.isoformat() <= told.start and told.end <= days.after.isoformat()


def _touching(held: Collection[Held], days: Range, of: Told, today: date) -> list[_Span]:
    spans = (_span(each.slice, days, today) for each in held if getattr(each, of))
    return [span for span in spans if span.inside > 0]


def _span(told: Slice, days: Range, today: date) -> _Span:
    start, last = range_of(told, today)
    inside = min(last, days.end).toordinal() - max(start, days.start).toordinal() + 1
    return _Span(told, range(start.toordinal(), last.toordinal() + 1), inside)


def _by_basis(spans: Iterable[_Span]) -> list[Slice]:
    told: dict[str, list[_Span]] = {}
    for span in spans:
        told.setdefault(span.slice.basis, []).append(span)
    return [each for basis in sorted(told) for each in _chosen(told[basis])]


def _chosen(spans: Collection[_Span]) -> list[Slice]:
    taken: dict[int, _Span] = {}
    ranked = sorted(spans, key=lambda span: span.order)
    for span in ranked:
        beside = set(_in_the_way(taken, span))
        if beside and not span.tells_more(beside):
            continue
        for other in beside:
            _remove(taken, other)
        taken.update(dict.fromkeys(span.days, span))
    for span in ranked:  # one that only a slice now gone was in the way of
        if not any(_in_the_way(taken, span)):
            taken.update(dict.fromkeys(span.days, span))
    return sorted({span.slice for span in taken.values()}, key=lambda each: each.start)


def _in_the_way(taken: dict[int, _Span], span: _Span) -> Iterator[_Span]:
    return (taken[day] for day in span.days if day in taken)


def _remove(taken: dict[int, _Span], span: _Span) -> None:
    for day in span.days:
        del taken[day]
