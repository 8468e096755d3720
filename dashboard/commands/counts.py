"""`rakneverk stats` and `rakneverk check`: what is counted, and whether its sums hold."""

import asyncio
import sys
from pathlib import Path

import msgspec

from dashboard.commands.data import Arguments, Failure, files_of, say
from dashboard.commands.ledger import today
from dashboard.numbers.check import LOWEST, check_site
from dashboard.numbers.ranges import Range, asked
from dashboard.numbers.stats import Stats, read_filter, stats
from dashboard.numbers.table import separated, table_of
from dashboard.search.check import check_figures
from dashboard.serve import build_sites
from dashboard.settings import Settings
from policy.site import Site
from store.database import Database
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch


def check_sums(settings: Settings, _: Arguments) -> int:
    sites = build_sites(files_of(settings))
    lowest = {site.host: min(each.policy.threshold.visits for each in site.history.values()) for site in sites}

    async def verify() -> list[str]:
        database = await Database.open(_existing(settings.data / "counts.db"))
        try:
            counts, figures = SQLiteCounts(database), SQLiteSearch(database)
            breaches: list[object] = []
            for host in sorted({*lowest, *await counts.sites(), *await figures.sites()}):
                breaches.append(await check_site(counts, host, lowest.get(host, LOWEST)))
                breaches.append(await check_figures(figures, host, lowest.get(host, 0)))
            found = [str(breach) for breach in breaches if breach]
            # Where a day is wrong, so is every sum of it: the day is what is told.
            return found or [f"A sum does not equal its days: {' '.join(each)}." for each in await counts.wrong_sums()]
        finally:
            await database.close()

    if breaches := asyncio.run(verify()):
        raise Failure("\n".join(breaches))
    say("Every sum holds.")
    return 0


def _existing(path: Path) -> Path:
    if not path.exists():
        raise Failure(f"{path} does not exist: nothing has been counted there; name the directory with --data.")
    return path


def stats_of(settings: Settings, given: Arguments) -> int:
    site = build_sites(files_of(settings)).get(given.host)
    if site is None:
        raise Failure(f"There is no site {given.host} here; rakneverk site list shows those there are.")
    days = asked({"from": given.start.isoformat(), "to": given.end.isoformat()}, today()).range
    found = asyncio.run(_stats(settings, site, days, given))
    if given.json:
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    else:
        _print_table(found, "," if given.csv else "\t")
    return 0


async def _stats(settings: Settings, site: Site, days: Range, given: Arguments) -> Stats:
    store = await SQLiteCounts.open(settings.data / "counts.db")
    try:
        chosen = read_filter(site, given.filter) if given.filter else None
        return await stats(store, site, days.start, days.end, given.dimension, chosen)
    finally:
        await store.close()


def _print_table(found: Stats, delimiter: str) -> None:
    table = table_of(found)
    whole = ("total", found.total.pageviews, found.total.visits, found.total.visitors)
    rows = (*table.rows, whole) if found.dimension else table.rows
    sys.stdout.write(separated(table._replace(rows=rows), delimiter, "\n"))
