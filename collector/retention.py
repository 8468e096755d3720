"""Deleting what the policy no longer keeps."""

from datetime import date, timedelta

from policy.calendar import months_before
from policy.dimensions import DIMENSIONS, WINDOW_PAIRS
from policy.document import Policy, Retention
from policy.statistics import ADDRESS, ADDRESS_DAYS, ANSWERS, IMPORTED, UPKEEP
from store.counts import CountStore
from store.periods import Grain
from store.search import AFTER_ALL, SearchStore


async def expire(store: CountStore, site: str, retention: Retention, today: date) -> None:
    """Deletes counts with a name, bare totals and answers that are older than the policy keeps them, and what was cut
    by page, which is kept to mend the page. A window goes when its first day does: nothing in it is kept too long."""
    kept = (retention.named, retention.totals, retention.answers)
    named, totals, answers = (months_before(today, months).isoformat() for months in kept)
    addresses = max(named, (today - timedelta(ADDRESS_DAYS)).isoformat())
    await store.forget(site, Grain.DAY, named, DIMENSIONS)
    await store.forget(site, Grain.DAY, addresses, [ADDRESS])
    await store.forget(site, Grain.WINDOW, named, [*DIMENSIONS, *WINDOW_PAIRS])
    await store.forget(site, Grain.DAY, totals, ["", *(name for name in UPKEEP if name != ANSWERS)])
    await store.forget(site, Grain.DAY, answers, [ANSWERS])
    await store.forget(site, Grain.HOUR, totals, [""])


async def expire_figures(figures: SearchStore, site: str, policy: Policy, today: date) -> None:
    """Deletes what search engines told of days that begin before those which the policy keeps names of; all that an
    engine told where it may tell nothing, and what was told of pages where the policy does not name them."""
    await figures.forget(site, months_before(today, policy.retention.named).isoformat())
    for told in await figures.held(site):
        if not policy.may_tell(told.slice.basis.removeprefix(IMPORTED)):
            await figures.forget(site, AFTER_ALL, told.slice.basis)
        elif "pages" not in policy.statistics and (told.pages or told.pairs):
            kept = {key: found for key, found in (await figures.top([told.slice])).items() if not key.page}
            await figures.replace(told.slice, told.final, kept, told.fetched)
