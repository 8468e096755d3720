"""What panels' questions and the whole page take: of a file that has just been opened, and again."""

import os
import re
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple

import httpx
from starlette.applications import Starlette

from bench.hit.mix import HOST, everything
from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import breakdown, leading
from dashboard.owner import owners_side
from dashboard.pages.panels import SHORT
from dashboard.settings import read_settings
from policy.dimensions import DIMENSIONS
from policy.site import Sites
from store.accounts import Accounts
from store.database import Database
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch

LAST: Final = date(2026, 11, 22)
"""The newest day of the year that is measured."""

RANGES: Final = {
    "a whole month": ("2026-10-01", "2026-10-31"),
    "ten whole months": ("2026-01-01", "2026-10-31"),
    "eleven, from the year before": ("2025-12-01", "2026-10-31"),
    "30 days until the newest": ("2026-10-24", "2026-11-22"),
    "365 days until the newest": ("2025-11-23", "2026-11-22"),
    "from amid a month to amid another": ("2025-12-13", "2026-11-12"),
}
"""The first and the last day of each."""

_EMAIL, _PASSWORD = "owner@example.com", "a password to measure with"


What = Literal["panel of `page`", "panel of `referrer`", "all of `page`", "whole page"]


class Taken(NamedTuple):
    """Milliseconds: processor time and time on the clock of the first answer, processor time of the second."""

    first: float
    waited: float
    again: float

    def least(self, other: "Taken") -> "Taken":
        return Taken(*map(min, self, other))


async def measure(path: Path, rounds: int) -> tuple[Mapping[tuple[What, str], Taken], float]:
    """By what is asked and of which days, and the reference: of each the best of the rounds, in turns."""
    found: dict[tuple[What, str], Taken] = {}
    reference, references = _reference(), []
    asked: dict[What, Callable[[Range], Awaitable[Taken]]] = {
        "panel of `page`": lambda days: _panel(path, "page", days),
        "panel of `referrer`": lambda days: _panel(path, "referrer", days),
        "all of `page`": lambda days: _all(path, "page", days),
        "whole page": lambda days: _page(path, days),
    }
    for _ in range(rounds):
        for name, (first, last) in RANGES.items():
            for what, ask in asked.items():
                taken = await ask(Range(date.fromisoformat(first), date.fromisoformat(last)))
                found[what, name] = taken.least(found.get((what, name), taken))
            references.append(reference())
    return found, min(references)


async def _panel(path: Path, dimension: str, days: Range) -> Taken:
    """The rows that are shown of it, and how many there are."""
    site, row = everything(), DIMENSIONS[dimension]
    async with _opened(path) as store:
        return await _twice(lambda: leading(store, site, days, row, None, SHORT))


async def _all(path: Path, dimension: str, days: Range) -> Taken:
    """Its rows on a page of their own, in an export and by the API."""
    site, row = everything(), DIMENSIONS[dimension]
    async with _opened(path) as store:
        return await _twice(lambda: breakdown(store, site, days, row))


@asynccontextmanager
async def _opened(path: Path) -> AsyncIterator[SQLiteCounts]:
    _drop(path)
    store = await SQLiteCounts.open(path)
    try:
        yield store
    finally:
        await store.close()


async def _page(path: Path, days: Range) -> Taken:
    """Everything on the site's page, by HTTP in memory."""
    async with _owner(path) as owner:
        await owner.get("/sites")
        _drop(path)

        async def ask() -> None:
            answer = await owner.get(f"/sites/{HOST}", params={"from": str(days.start), "to": str(days.end)})
            assert answer.status_code == 200, answer.text

        return await _twice(ask)


@asynccontextmanager
async def _owner(path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is logged in to a dashboard which has just been started over the file."""
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        accounts = await Accounts.open(data / "accounts.db")
        await accounts.add_user(_EMAIL, _PASSWORD, "owner", HOST)
        await accounts.close()
        database = await Database.open(path)
        stack.push_async_callback(database.close)
        store, figures, sites = SQLiteCounts(database), SQLiteSearch(database), Sites([everything()])
        routes = await owners_side(read_settings({}, data=data), store, figures, lambda: sites, stack)
        app = httpx.ASGITransport(Starlette(routes=routes))
        owner = await stack.enter_async_context(httpx.AsyncClient(transport=app, base_url="https://stats.example.com"))
        form = re.search(r'name="form_token" value="([^"]+)"', (await owner.get("/login")).text)
        assert form
        await owner.post("/login", data={"email": _EMAIL, "password": _PASSWORD, "form_token": form[1]})
        yield owner


async def _twice(work: Callable[[], Awaitable[object]]) -> Taken:
    first, waited = await _timed(work)
    again, _ = await _timed(work)
    return Taken(first, waited, again)


async def _timed(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    worked, waited = time.process_time(), time.perf_counter()
    await work()
    return (time.process_time() - worked) * 1_000, (time.perf_counter() - waited) * 1_000


def _drop(path: Path) -> None:
    """Takes the file out of the system's memory, as far as the system lets it go."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def _reference() -> Callable[[], float]:
    """Processor time for 100,000 rows of seven numbers, in a table in memory, grouped by one that has 10,000 values."""
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE TABLE numbers (value, a, b, c, d, e, f)")
    rows = ((row * 7_919 % 10_007 * 211_301, row, 1, 2, 3, 4, 5) for row in range(100_000))
    memory.executemany("INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def run() -> float:
        start = time.process_time()
        memory.execute(
            "SELECT value, SUM(a), SUM(b), SUM(c), SUM(d), SUM(e), SUM(f) FROM numbers GROUP BY 1"
        ).fetchall()
        return (time.process_time() - start) * 1_000

    return run


def sizes(path: Path) -> Mapping[str, int]:
    """Bytes of the file and of each of its tables."""
    with closing(sqlite3.connect(path)) as file:
        tables = file.execute("SELECT name, SUM(pgsize) FROM dbstat GROUP BY name").fetchall()
    return {"file": path.stat().st_size, **dict(tables)}
