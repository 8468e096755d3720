"""Deleting what the policy no longer keeps."""

from datetime import date, timedelta
from typing import Final

from policy.dimensions import DIMENSIONS, TYPED_PAIRS
from policy.document import Policy, Retention
from policy.statistics import ADDRESS, ADDRESS_DAYS, ANSWERS, UPKEEP
from store.counts import CountStore
from store.periods import Grain
from store.search import SearchStore

_AFTER_ALL: Final = date(2200, 1, 1)
"""No figures are told of a day that late."""


async def expire(store: CountStore, site: str, retention: Retention, today: date) -> None:
    """Deletes counts with a name, bare totals and answers that are older than the policy keeps them, and what was cut
    by page, which is kept to mend the page. A window goes when its first day does: nothing in it is kept too long."""
    kept = (retention.named, retention.totals, retention.answers)
    named, totals, answers = (months_before(today, months).isoformat() for months in kept)
    addresses = max(named, (today - timedelta(ADDRESS_DAYS)).isoformat())
    await store.forget(site, Grain.DAY, named, DIMENSIONS)
    await store.forget(site, Grain.DAY, addresses, [ADDRESS])
    await store.forget(site, Grain.WINDOW, named, [*DIMENSIONS, *TYPED_PAIRS])
    await store.forget(site, Grain.DAY, totals, ["", *(name for name in UPKEEP if name != ANSWERS)])
    await store.forget(site, Grain.DAY, answers, [ANSWERS])
    await store.forget(site, Grain.HOUR, totals, [""])


async def expire_figures(figures: SearchStore, site: str, policy: Policy, today: date) -> None:
    """Deletes what search engines told of days that begin before those which the policy keeps names of; all of it where
    the policy names no search terms."""
    before = months_before(today, policy.retention.named) if "search_terms" in policy.statistics else _AFTER_ALL
    await figures.forget(site, before.isoformat())


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
