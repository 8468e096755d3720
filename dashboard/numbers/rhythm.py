"""A site's own rhythm: how many visits its weekdays bring, and how likely it is that a time brings none."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple, Self

from dashboard.numbers.ranges import Range

WEEKS: Final = 8
"""Of history behind a rhythm: long enough to know a quiet site, short enough to follow the seasons."""

_SHRUNK: Final = 5.0
"""Visits by which a weekday is drawn towards the mean day, so that no weekday is thought to be always empty."""


class Rhythm(NamedTuple):
    """`visits` came in `days` days. `weights` say how busy each weekday is beside the mean day. `spread` is by how much
    the days differ more than chance lets them (the variance over the mean): 1 where they do not."""

    days: int
    visits: int
    weights: tuple[float, ...]
    spread: float

    @classmethod
    def of(cls, daily: Mapping[date, int], span: Range) -> Self:
        """From the visits of whole days; a day that is not named had none."""
        first = span.start.weekday()
        days = [(first + offset) % 7 for offset in range(span.days)]
        numbers = [daily.get(span.start + timedelta(days=offset), 0) for offset in range(span.days)]
        visits, mean = sum(numbers), sum(numbers) / span.days
        weights = tuple(
            (sum(numbers[(day - first) % 7 :: 7]) + _SHRUNK) / (mean * days.count(day) + _SHRUNK) for day in range(7)
        )
        expected = [mean * weight for weight in weights]
        parted = sum((n - expected[day]) ** 2 / expected[day] for n, day in zip(numbers, days, strict=True) if mean)
        return cls(span.days, visits, weights, max(1.0, parted / max(1, span.days - 7)))

    def weight(self, day: date) -> float:
        """The day in mean days."""
        return self.weights[day.weekday()]

    def chance_of_none(self, mean_days: float) -> float:
        """That so many mean days bring no visit. The rate is not known but estimated from the history (a gamma
        distribution); visits that come together count as one."""
        return float((self.days / (self.days + mean_days)) ** (self.visits / self.spread))


def history_before(after: date) -> Range:
    """The whole weeks that tell the rhythm of what follows."""
    return Range(after - timedelta(weeks=WEEKS), after - timedelta(days=1))
