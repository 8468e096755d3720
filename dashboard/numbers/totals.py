"""The totals of a range, each with what it was before and whether that is a change."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboard.numbers.comparison import Change, Compared, change_between, compared, spread_of
from dashboard.numbers.history import History, field_of, metrics_of, named_since
from dashboard.numbers.ranges import COMPARISONS, Asked, Compare, Range, is_kept
from dashboard.numbers.shares import Metric
from dashboard.numbers.stats import Filter, Total, total
from policy.dimensions import DIMENSIONS
from policy.site import Site
from store.counts import CountStore

_WEEKS: Final = timedelta(weeks=8)
"""Before what is compared: the days that tell how much chance does."""

_MONTH: Final = 28  # days: four of each weekday


class Figure(NamedTuple):
    """`is_daily` where visitors of single days are added up. There is no change where nothing can be compared."""

    metric: Metric
    number: int
    is_daily: bool
    change: Change | None


class Totals(NamedTuple):
    """`compared` says which days the changes are of, None where there are none to compare with."""

    figures: tuple[Figure, ...]
    compared: Compared | None


async def totals(
    store: CountStore, site: Site, asked: Asked, only: Filter | None, today: date, history: History
) -> Totals:
    """Of the range, or of the whole windows that it touches where only what has a typed text counts."""
    whole = await total(store, site, asked.range, only)
    days = comparable(site, asked.range, asked.compare, only, today, history)
    both = None
    if days is not None and only is not None:
        both = await total(store, site, days.now, only), await total(store, site, days.before, only)
    found = []
    for metric in metrics_of(site):
        number: int | None = getattr(whole, metric)
        if number is not None:
            is_counted = days is not None and days.before.start >= named_since(site, metric)
            change = _change(metric, asked.range, days, history, both) if days and is_counted else None
            is_daily = asked.range.days > 1 and field_of(metric, asked.range) == "daily"
            found.append(Figure(metric, number, is_daily, change))
    return Totals(tuple(found), days)


def comparable(
    site: Site, days: Range, compare: Compare, only: Filter | None, today: date, history: History
) -> Compared | None:
    """What the range is compared with, where that was counted, and is kept still. Days of one window are not compared
    with each other where only what has a typed text counts."""
    found = compared(days, compare, today)
    if found is None or history.since is None or (only and DIMENSIONS[only.dimension].values == "typed"):
        return None
    retention = site.policy.retention
    months = retention.named if only else retention.totals
    since = max(history.since, named_since(site, DIMENSIONS[only.dimension].statistic)) if only else history.since
    return found if found.before.start >= since and is_kept(found.before.start, today, months) else None


def offered(site: Site, days: Range, only: Filter | None, today: date, history: History) -> tuple[Compare, ...]:
    """The comparisons that can be made, "none" among them."""
    return tuple(each for each in COMPARISONS if each == "none" or comparable(site, days, each, only, today, history))


def lately(site: Site, today: date, history: History) -> Change | None:
    """The last four whole weeks against the four before them, in the foremost metric; None where not all of those were
    counted."""
    now = Range(today - timedelta(days=_MONTH), today - timedelta(days=1))
    found = comparable(site, now, "previous", None, today, history)
    metric = metrics_of(site)[0]
    if found is None or found.before.start < named_since(site, metric):
        return None
    return _change(metric, now, found, history, None)


def _change(
    metric: Metric, days: Range, found: Compared, history: History, both: tuple[Total, Total] | None
) -> Change | None:
    """Where only a part is looked at, its days are not known: they are taken to swing as those of the whole."""
    field = field_of(metric, days)
    theirs = found.counterpart(days)
    if theirs is None or field_of(metric, theirs) != field:
        return None
    end = found.now.start - timedelta(days=1)
    recent = Range(max(end - _WEEKS + timedelta(days=1), history.since or end), end)
    now, before = history.counts(found.now, field), history.counts(found.before, field)
    spread = spread_of(now, before, history.counts(recent, field))
    counts = (sum(now), sum(before)) if both is None else (getattr(both[0], metric) or 0, getattr(both[1], metric) or 0)
    visits = sum(history.counts(found.now, "entries"))
    clusters = sum(now) / visits if metric == "pageviews" and visits else 1.0
    return change_between(
        (counts[0], found.now.days), (counts[1], found.before.days), spread, least=max(1.0, 2 * clusters - 1)
    )
