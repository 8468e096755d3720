"""Which of an engine's slices count for a range of days: never two that tell of the same day."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from dashboard.ranges import Range
from store.search import Held, Slice

Told = Literal["total", "terms", "pages", "pairs"]


class _Span(NamedTuple):
    """A slice by the numbers of its days; `inside` are those that the range asks for."""

    slice: Slice
    days: range
    inside: int

    @property
    def order(self) -> tuple[bool, int, int]:
        return not self.is_month_inside, len(self.days), -self.days.start

    @property
    def is_month_inside(self) -> bool:
        start, end = date.fromisoformat(self.slice.start), date.fromisoformat(self.slice.end)
        follows = (start + timedelta(days=31)).replace(day=1)
        return start.day == 1 and end == follows and self.inside == len(self.days)

    def tells_more(self, others: Iterable["_Span"]) -> bool:
        """Whether it is mostly of the range, and tells of more than twice as much of it as these together."""
        return 2 * self.inside > len(self.days) and self.inside > 2 * sum(each.inside for each in others)


def covering(held: Collection[Held], days: Range, of: Told) -> list[Slice]:
    """The slices that are to be added up for the range, by basis and day. Of each basis no two overlap, all touch the
    range and tell what is asked for, and none that does is left out but for one that it would overlap. A calendar
    month that the range holds comes before its days: engines withhold less of it, and it is one to add up. Else shorter
    ones come before longer ones, as they fit the range better, and newer ones before older ones of the same length; a
    longer one takes the place of shorter ones only where it lies mostly in the range and they tell of less than half
    of what it tells of it. So some fetched days do not push out the file that tells of the year around them."""
    told: dict[str, list[_Span]] = {}
    for each in held:
        if getattr(each, of) and (span := _span(each.slice, days)).inside > 0:
            told.setdefault(each.slice.basis, []).append(span)
    return [each for basis in sorted(told) for each in _chosen(told[basis])]


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


def days_of(slices: Iterable[Slice]) -> tuple[Range, ...]:
    """The days that slices of one basis tell of; those that follow each other as one range."""
    found: list[Range] = []
    for each in sorted(slices, key=lambda one: one.start):
        start, last = date.fromisoformat(each.start), date.fromisoformat(each.end) - timedelta(days=1)
        if found and found[-1].after == start:
            found[-1] = Range(found[-1].start, last)
        else:
            found.append(Range(start, last))
    return tuple(found)


def _lies_within(told: Slice, days: Range) -> bool:
    return days.start.isoformat() <= told.start and told.end <= days.after.isoformat()


def _span(told: Slice, days: Range) -> _Span:
    start, end = date.fromisoformat(told.start).toordinal(), date.fromisoformat(told.end).toordinal()
    inside = min(end, days.after.toordinal()) - max(start, days.start.toordinal())
    return _Span(told, range(start, end), inside)


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
