"""Deleting what the policy no longer keeps."""

from datetime import date

from policy.dimensions import DIMENSIONS
from policy.document import Retention
from policy.statistics import UPKEEP
from store.counts import CountStore
from store.periods import Grain


async def expire(store: CountStore, site: str, retention: Retention, today: date) -> None:
    """Deletes counts with a name, and bare totals, that are older than the policy keeps them. A window goes when its
    first day does: nothing in it is kept too long."""
    named, totals = (months_before(today, months).isoformat() for months in (retention.named, retention.totals))
    await store.forget(site, Grain.DAY, named, DIMENSIONS)
    await store.forget(site, Grain.WINDOW, named, DIMENSIONS)
    await store.forget(site, Grain.DAY, totals, ["", *UPKEEP])
    await store.forget(site, Grain.HOUR, totals, [""])


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
