"""Of how many the rows of a dimension are: what their shares are of, and whether they add up to it."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from dashboard.numbers.ranges import Range, is_kept
from dashboard.numbers.stats import Filter, Leading, StatsRow, Total, covered, total
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
        self._known: dict[Range, Total] = {}

    async def of(self, dimension: Dimension, found: Leading) -> Whole:
        rows, metrics = found.rows, metrics_of(found.rows)
        sums = tuple(sum((number_of(row, each) for row in rows), number_of(found.others, each)) for each in metrics)
        if not rows or _adds_up(dimension, metrics[0]):
            return Whole(sums, "sum", sums[0])
        span = covered(self._site, dimension.name, self._days.start, self._days.end, self._only)
        whole = await self._over(span)
        if dimension.belongs == "measurement":
            return Whole(sums, "measured", sums[0], whole.pageviews)
        if not self._is_kept(span):
            return Whole((None, *sums[1:]), "cut", sums[0])
        first: int | None = getattr(whole, metrics[0])
        return Whole((first, *sums[1:]), _kind(dimension, metrics[0], first == sums[0]), sums[0])

    async def _over(self, span: Range) -> Total:
        if span not in self._known:
            self._known[span] = await total(self._store, self._site, span, self._only)
        return self._known[span]

    def _is_kept(self, span: Range) -> bool:
        return self._today is None or is_kept(span.start, self._today, self._site.policy.retention.named)


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
