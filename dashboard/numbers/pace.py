"""How much a site is counted in a day, and what its numbers bear."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboard.numbers.history import History, field_of, metrics_of, named_since
from dashboard.numbers.ranges import DEFAULT, SPARSE, Range
from dashboard.numbers.shares import Metric
from policy.site import Site

BEARS: Final = 30
"""A day from which on an hour, and a month of days, say more than chance does."""

_DAYS: Final = 28


class Pace(NamedTuple):
    """The mean of a day, of the foremost metric, over so many whole days."""

    metric: Metric
    mean: float
    days: int

    @property
    def is_sparse(self) -> bool:
        """Days are too small to be looked at by the hour, and weeks are better looked at than days."""
        return self.mean < BEARS

    @property
    def default(self) -> str:
        """The preset on which the page opens: twelve months once they have several weeks to show."""
        return SPARSE if self.is_sparse and self.days == _DAYS else DEFAULT


def pace_of(history: History, site: Site, today: date) -> Pace:
    """Over the last 28 whole days, or those of them since counting began."""
    metric = metrics_of(site)[0]
    start = max(today - timedelta(days=_DAYS), history.since or today, named_since(site, metric))
    days = Range(start, today - timedelta(days=1))
    counts = history.counts(days, field_of(metric, days))
    return Pace(metric, sum(counts) / len(counts) if counts else 0.0, len(counts))
