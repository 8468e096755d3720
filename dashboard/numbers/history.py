"""All that a site's totals tell, day by day: asked for once, and looked at in any range."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from dashboard.numbers.ranges import EARLIEST, LATEST, Range
from dashboard.numbers.shares import METRICS, Metric
from dashboard.numbers.stats import visitors_counter
from policy.site import Site
from policy.statistics import CONSENTED
from store.counts import Counters, CountStore
from store.periods import Grain

Field = Literal["entries", "pageviews", "daily", "weekly", "monthly"]


class History(NamedTuple):
    """By day; `since` is the first on which anything was counted, None where nothing is."""

    days: Mapping[date, Counters]
    since: date | None

    def counts(self, days: Range, field: Field) -> list[int]:
        """One number a day, oldest first."""
        each = (self.days.get(days.start + timedelta(days=offset)) for offset in range(days.days))
        return [getattr(counters, field) if counters else 0 for counters in each]

    def counted(self, days: Range, today: date) -> Range | None:
        """The days of the range that were counted, today among them; None where none were."""
        start, end = max(days.start, self.since or today), min(days.end, today)
        return Range(start, end) if self.since and start <= end else None


async def history_of(store: CountStore, site: Site) -> History:
    points = await store.series(site.host, CONSENTED, Grain.DAY, EARLIEST.isoformat(), LATEST.isoformat())
    days = {date.fromisoformat(point.period): point.counters for point in points}
    return History(days, min(days, default=None))


def metrics_of(site: Site) -> tuple[Metric, ...]:
    """Those that the policy names, the foremost first: page views stand in every policy."""
    return tuple(name for name in METRICS if name == "pageviews" or name in site.policy.statistics)


def named_since(site: Site, statistic: str) -> date:
    """The first whole day since which every policy has named it; before that nothing of it was counted."""
    since = EARLIEST
    for older, newer in pairwise(site.history.values()):
        if statistic not in older.policy.statistics:
            since = newer.day + timedelta(days=1)
    return since


def field_of(metric: Metric, days: Range) -> Field:
    """Which counter tells the metric of a range."""
    if metric == "visitors":
        return visitors_counter(days)
    return "entries" if metric == "visits" else "pageviews"
