"""Of how many the rows of a dimension are: what their shares are of, and whether they add up to it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from dashboard.numbers.counted import days_counted
from dashboard.numbers.ranges import Range, is_kept
from dashboard.numbers.stats import Filter, Leading, StatsRow, Total, covered, total, total_over
from policy.calendar import months_before
from policy.dimensions import Dimension
from policy.site import Site
from store.counts import CountStore

Metric = Literal["visits", "pageviews", "visitors"]
METRICS: Final[tuple[Metric, ...]] = ("visits", "pageviews", "visitors")


Kind = Literal["sum", "part", "several", "measured", "cut"]


class Whole(NamedTuple):
    """What the columns' numbers are of, None where that cannot be told; `kind` is how the rows stand to the first.

    `sum`: they add up to it. `part`: they add up to `summed`, which is less, for not everything has a value.
    `several`: one visit may stand in several rows. `measured`: they add up to what was measured, in `pageviews` page
    views. `cut`: retention has forgotten some days of the rows and not of the total, so that no share can be told.
    """

    totals: tuple[int | None, ...]
    kind: Kind
    summed: int
    pageviews: int = 0


class Wholes:
    """Of the panels of one page, each total asked for once. `today` is the site's; without it nothing is forgotten."""

    def __init__(
        self, store: CountStore, site: Site, days: Range, only: Filter | None = None, today: date | None = None
    ) -> None:
        self._store, self._site, self._days, self._only, self._today = store, site, days, only, today
        self._known: dict[tuple[Range, ...], Total] = {}

    async def of(self, dimension: Dimension, found: Leading) -> Whole:
        rows, metrics = found.rows, metrics_of(found.rows)
        sums = tuple(sum((number_of(row, each) for row in rows), number_of(found.others, each)) for each in metrics)
        if not rows or _adds_up(dimension, metrics[0]):
            return Whole(sums, "sum", sums[0])
        span = covered(self._site, dimension.name, self._days.start, self._days.end, self._only)
        whole = await self._over(self._counted(dimension, span))
        if dimension.belongs == "measurement":
            return Whole(sums, "measured", sums[0], whole.pageviews)
        if await self._has_forgotten(span):
            return Whole((None, *sums[1:]), "cut", sums[0])
        first: int | None = getattr(whole, metrics[0])
        return Whole((first, *sums[1:]), _kind(dimension, metrics[0], first == sums[0]), sums[0])

    def _counted(self, dimension: Dimension, span: Range) -> tuple[Range, ...]:
        """Of what counts only where it has a value, the days of the versions that named it: others had none of it."""
        if dimension.counts == "all":
            return (span,)
        return days_counted(self._site, lambda policy: dimension.statistic in policy.statistics, span) or (span,)

    async def _over(self, parts: tuple[Range, ...]) -> Total:
        if parts not in self._known:
            self._known[parts] = await total_over(self._store, self._site, parts, self._only)
        return self._known[parts]

    async def _has_forgotten(self, span: Range) -> bool:
        """Whether anything was counted on days whose rows retention has forgotten."""
        months = self._site.policy.retention.named
        if self._today is None or is_kept(span.start, self._today, months):
            return False
        forgotten = Range(span.start, min(span.end, months_before(self._today, months) - timedelta(days=1)))
        return (await total(self._store, self._site, forgotten)).pageviews > 0


def metrics_of(rows: Sequence[StatsRow]) -> list[Metric]:
    """Those that the rows have, page views at least."""
    return [name for name in METRICS if name == "pageviews" or (rows and getattr(rows[0], name) is not None)]


def number_of(row: StatsRow | Total, metric: Metric) -> int:
    number: int | None = getattr(row, metric)
    return number or 0


def _adds_up(dimension: Dimension, metric: Metric) -> bool:
    """Every visit has one value of what belongs to visits, and every page view one of each dimension that counts all;
    an event that has no visits is a share of all events."""
    if dimension.counts == "all":
        return dimension.belongs == "visit" or metric == "pageviews"
    return dimension.belongs == "event" and metric == "pageviews"


def _kind(dimension: Dimension, metric: Metric, is_sum: bool) -> Kind:
    if is_sum:
        return "sum"
    return "part" if dimension.belongs == "visit" or metric == "pageviews" else "several"
