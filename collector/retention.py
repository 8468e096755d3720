"""Deleting what the policy no longer keeps."""

from datetime import date, timedelta

from policy.dimensions import DIMENSIONS
from policy.document import Retention
from policy.statistics import ADDRESS, ADDRESS_DAYS, ANSWERS, UPKEEP
from store.counts import CountStore
from store.periods import Grain


async def expire(store: CountStore, site: str, retention: Retention, today: date) -> None:
    """Deletes counts with a name, bare totals and answers that are older than the policy keeps them, and what was cut
    by page, which is kept to mend the page. A window goes when its first day does: nothing in it is kept too long."""
    kept = (retention.named, retention.totals, retention.answers)
    named, totals, answers = (months_before(today, months).isoformat() for months in kept)
    addresses = max(named, (today - timedelta(ADDRESS_DAYS)).isoformat())
    await store.forget(site, Grain.DAY, named, DIMENSIONS)
    await store.forget(site, Grain.DAY, addresses, [ADDRESS])
    await store.forget(site, Grain.WINDOW, named, DIMENSIONS)
    await store.forget(site, Grain.DAY, totals, ["", *(name for name in UPKEEP if name != ANSWERS)])
    await store.forget(site, Grain.DAY, answers, [ANSWERS])
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
