"""What changed: which days are compared with which, and whether the difference is larger than chance."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from dashboard.numbers.chance import binomial, student
from dashboard.numbers.ranges import Compare, Range

CERTAINTY: Final = 0.95
"""A change is one when chance alone shows less in this share of comparisons."""

Verdict = Literal["up", "down", "same"]

_WEEK: Final = 7
_MONTH: Final = 28  # days from which on a range has so many of each weekday that dates may be compared with dates
_ENOUGH: Final = 14  # days, for the spread of each weekday to be seen
_EXACT: Final = 20_000  # counts up to which the exact test is worth its time; beyond, it equals the other


class Compared(NamedTuple):
    """The whole days that are compared: `now` is without today, which is not over. `shift` is how many days lie between
    a day and its counterpart; None where that is the same date a year before."""

    now: Range
    before: Range
    shift: int | None

    def counterpart(self, days: Range) -> Range | None:
        """The days that days of the range are held against; None of a 29 February, which other years do not have."""
        start, after = self._earlier(days.start), self._earlier(days.after)
        return Range(start, after - timedelta(days=1)) if start < after else None

    def _earlier(self, day: date) -> date:
        return _year_before(day) if self.shift is None else day - timedelta(days=self.shift)


def compared(days: Range, compare: Compare, today: date) -> Compared | None:
    """The whole days of a range and those to hold them against: right before, or a year before. Where the range is
    short, weekdays are held against the same weekdays. None where no day is over, or a year would overlap itself."""
    now = Range(days.start, min(days.end, today - timedelta(days=1)))
    if compare == "none" or now.days < 1:
        return None
    if compare == "previous":
        weeks = now.days < _MONTH
        shift = math.ceil(now.days / _WEEK) * _WEEK if weeks else now.days
        return Compared(now, _shifted(now, shift), shift)
    if now.days < _MONTH:
        return Compared(now, _shifted(now, 52 * _WEEK), 52 * _WEEK)
    before = Range(_year_before(now.start), _year_before(now.after) - timedelta(days=1))
    return Compared(now, before, None) if before.end < now.start else None


class Spread(NamedTuple):
    """How much more than independent visits the days of one weekday differ: variance by mean, and the degrees of
    freedom behind it: fewer where single days swing far (Satterthwaite 1946), infinitely many where it is taken for
    granted."""

    ratio: float = 1.0
    freedom: float = math.inf


class Change(NamedTuple):
    """`expected` is what there was before, brought to as many days as there are now."""

    verdict: Verdict
    now: int
    before: int
    expected: float

    @property
    def is_one(self) -> bool:
        return self.verdict != "same"


def change_of(
    now: Sequence[int],
    before: Sequence[int],
    history: Sequence[int] = (),
    *,
    least: float = 1.0,
    certainty: float = CERTAINTY,
) -> Change:
    """Of counts by day, oldest first, in two periods that need not be equally long; a seventh day is the same weekday.

    `history` are the days before `now`, whose spread tells what chance does where the periods are too short to show
    it. `least` is the spread that is known beforehand: 1 of visits, more of what comes in clusters.
    """
    spread = spread_of(now, before, history)
    return change_between((sum(now), len(now)), (sum(before), len(before)), spread, least=least, certainty=certainty)


def change_between(
    now: tuple[int, int],
    before: tuple[int, int],
    spread: Spread,
    *,
    least: float = 1.0,
    certainty: float = CERTAINTY,
) -> Change:
    """Of two counts, each with its number of days."""
    (count, days), (earlier, earlier_days) = now, before
    expected = earlier * days / earlier_days
    if chance(now, before, spread, least) >= 1 - certainty:
        return Change("same", count, earlier, expected)
    return Change("up" if count > expected else "down", count, earlier, expected)


def chance(now: tuple[int, int], before: tuple[int, int], spread: Spread, least: float = 1.0) -> float:
    """The probability that two periods of the same rate differ at least so much: the larger of two tests.

    The exact one takes each visit to come on its own: of all visits together, those now are then binomial (Przyborowski
    and Wilenski 1940). The other takes days to differ by more than that: the root of the deviance, by the root of the
    spread, against Student's t.
    """
    (count, days), (earlier, earlier_days) = now, before
    together, share = count + earlier, days / (days + earlier_days)
    if not together:
        return 1.0
    exact = binomial(count, together, share) if together <= _EXACT else 0.0
    root = math.sqrt(_deviance(count, together * share) + _deviance(earlier, together * (1 - share)))
    return max(exact, student(root / math.sqrt(max(spread.ratio, least)), spread.freedom))


def spread_of(now: Sequence[int], before: Sequence[int], history: Sequence[int] = ()) -> Spread:
    """Of the days around the level of their period and their weekday: the more days, the surer. Periods of four weeks
    show it themselves; for shorter ones the history does, or else a fortnight each, or the weekdays that both share.
    Else it is not known, and visits are taken to come on their own."""
    shortest = min(len(now), len(before))
    if shortest < _MONTH <= len(history):
        return spread_of_days(history)
    if shortest >= _ENOUGH:
        return _pooled(spread_of_days(now), spread_of_days(before))
    if len(now) == len(before) >= _WEEK - 2:
        return _crossed(now, before)
    return spread_of_days(history) if len(history) >= _ENOUGH else Spread()


def spread_of_days(days: Sequence[int]) -> Spread:
    """Of at least a fortnight, around the mean of each weekday. What swings most weighs most, as it does in the sum."""
    variances, means, narrowed = 0.0, 0.0, 0.0
    for weekday in range(_WEEK):
        counts = days[weekday::_WEEK]
        mean = sum(counts) / len(counts)
        variance = sum((count - mean) ** 2 for count in counts) / (len(counts) - 1)
        variances, means = variances + variance, means + mean
        narrowed += variance**2 / (len(counts) - 1)
    return Spread(variances / means, variances**2 / narrowed) if narrowed else Spread(0.0)


def _pooled(one: Spread, other: Spread) -> Spread:
    """Of both, as far as each is known."""
    known = [each for each in (one, other) if math.isfinite(each.freedom)]
    freedom = sum(each.freedom for each in known)
    return Spread(sum(each.ratio * each.freedom for each in known) / freedom, freedom) if freedom else Spread(0.0)


def _crossed(now: Sequence[int], before: Sequence[int]) -> Spread:
    """Around what each weekday and each period would have if neither depended on the other."""
    together, count = sum(now) + sum(before), sum(now)
    weekdays = [(one, one + other) for one, other in zip(now, before, strict=True) if one + other]
    if len(weekdays) < 2 or count in {0, together}:
        return Spread()
    share = count / together
    squares = [(one - both * share) ** 2 for one, both in weekdays]
    if not any(squares):
        return Spread(0.0)
    ratio = sum(squares) / (together * share * (1 - share)) * len(weekdays) / (len(weekdays) - 1)
    freedom = sum(squares) ** 2 / sum(each**2 for each in squares)
    return Spread(ratio, freedom * (len(weekdays) - 1) / len(weekdays))


def _deviance(count: float, expected: float) -> float:
    return max(0.0, 2 * (count * math.log(count / expected) - (count - expected))) if count else 2 * expected


def _shifted(days: Range, by: int) -> Range:
    return Range(days.start - timedelta(days=by), days.end - timedelta(days=by))


def _year_before(day: date) -> date:
    """The same date; of a 29 February the day after."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)
