"""What only the file does: counts and search figures in one, read by several, and forgotten for good."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from importlib.resources import files
from pathlib import Path

import pytest

from store.counts import KnownNumber
from store.database import Database
from store.periods import Grain
from store.search import Figures, SearchKey
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.store.page_views import BASIS, END, START, PageView, batch, dumped
from tests.store.search_figures import KBT, OTHER_SITE, SITE, TOLD, day, stored

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

LATER = "2027-01-01"
TERM, PAGE = "ett sökord som togs tillbaka", "/sida-som-togs-tillbaka"
SECRET = {SearchKey(TERM): Figures(1), SearchKey(page=PAGE): Figures(1), SearchKey(TERM, PAGE): Figures(1)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.db"


@asynccontextmanager
async def _opened(path: Path) -> AsyncIterator[SQLiteSearch]:
    store = await SQLiteSearch.open(path)
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
async def figures(path: Path) -> AsyncIterator[SQLiteSearch]:
    async with _opened(path) as store:
        yield store


@pytest.fixture
async def both(path: Path) -> AsyncIterator[tuple[SQLiteCounts, SQLiteSearch]]:
    """Counts and figures over one opening of the file."""
    database = await Database.open(path)
    yield SQLiteCounts(database), SQLiteSearch(database)
    await database.close()


def _bytes(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def _is_in_files(path: Path) -> bool:
    return any(text.encode() in _bytes(path) for text in (TERM, PAGE))


async def test_what_was_replaced_is_in_no_file(figures: SQLiteSearch, path: Path) -> None:
    await figures.replace(day(1), False, {**SECRET, **TOLD})
    assert _is_in_files(path)
    await figures.replace(day(1), True, TOLD)
    assert not _is_in_files(path)
    assert KBT.term.encode() in _bytes(path)


async def test_what_was_forgotten_is_in_no_file(figures: SQLiteSearch, path: Path) -> None:
    await figures.replace(day(1), True, SECRET)
    await figures.replace(day(2), True, TOLD)
    await figures.forget(SITE, day(2).start)
    assert not _is_in_files(path)
    await figures.forget(SITE, LATER)
    assert SITE.encode() not in _bytes(path)


async def test_what_another_slice_tells_is_not_forgotten(figures: SQLiteSearch) -> None:
    elsewhere = day(1, site=OTHER_SITE)
    for span in (day(1), day(2), day(1, days=7), elsewhere):
        await figures.replace(span, True, SECRET)
    await figures.replace(day(1), True, {})
    assert await figures.top([day(2)]) == SECRET
    await figures.forget(SITE, LATER)
    assert await figures.top([elsewhere]) == SECRET


async def test_what_a_reader_held_up_leaves_the_log_with_the_next_fold(
    both: tuple[SQLiteCounts, SQLiteSearch], path: Path
) -> None:
    counts, figures = both
    await figures.replace(day(1), False, SECRET)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM search_slices").fetchall()
        await asyncio.wait_for(figures.replace(day(1), True, {}), timeout=5)
        assert _is_in_files(path)
        reader.execute("COMMIT")
    await counts.empty_log()
    assert not _is_in_files(path)


async def test_the_file_waits_for_writers_again_once_the_log_was_emptied(
    both: tuple[SQLiteCounts, SQLiteSearch],
) -> None:
    _, figures = both
    await figures.replace(day(1), False, SECRET)
    await figures.replace(day(1), True, {})
    ((timeout,),) = await figures._database.writer.execute_fetchall("PRAGMA busy_timeout")
    assert timeout == 10_000


async def test_counts_and_figures_share_the_file(both: tuple[SQLiteCounts, SQLiteSearch]) -> None:
    counts, figures = both
    await asyncio.gather(
        *(counts.add(batch(f"{number}", PageView(page=PAGE))) for number in range(5)),
        *(figures.replace(day(number), True, {KBT: Figures(number)}) for number in range(5)),
    )
    assert await figures.top([day(number) for number in range(5)]) == {KBT: Figures(10)}
    (row,) = await counts.top(SITE, BASIS, Grain.DAY, "page", START, END)
    assert (row.value, row.counters.pageviews) == (PAGE, 5)
    rows = await dumped(counts)
    await figures.replace(day(0), True, SECRET)
    await figures.forget(SITE, LATER)
    assert await dumped(counts) == rows
    assert list(await figures.sites()) == []


async def test_forgetting_counts_leaves_figures_of_the_same_texts(both: tuple[SQLiteCounts, SQLiteSearch]) -> None:
    counts, figures = both
    await counts.add(batch("1", PageView(page=PAGE)))
    await figures.replace(day(1), True, SECRET)
    for grain in Grain:
        await counts.forget(SITE, grain, END)
    assert await counts.sites() == []
    assert await figures.top([day(1)]) == SECRET


async def test_a_refused_batch_does_not_take_figures_with_it(both: tuple[SQLiteCounts, SQLiteSearch]) -> None:
    counts, figures = both
    hit = batch("1", PageView())._replace(numbers=frozenset([b"number"]))
    await counts.add(hit)
    refused, _ = await asyncio.gather(
        counts.add(hit._replace(id="2")), figures.replace(day(1), True, TOLD), return_exceptions=True
    )
    assert isinstance(refused, KnownNumber)
    assert await stored(figures) == {day(1): (True, TOLD)}


async def test_a_replacement_given_up_while_it_waits_leaves_nothing(figures: SQLiteSearch, path: Path) -> None:
    await figures.replace(day(1), False, TOLD)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        replacing = asyncio.ensure_future(figures.replace(day(1), True, {}))
        await figures.held(SITE)
        replacing.cancel()
        other.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await replacing
    assert await stored(figures) == {day(1): (False, TOLD)}
    await figures.replace(day(1), True, {})


async def test_readers_are_not_held_up_by_a_writer(figures: SQLiteSearch, path: Path) -> None:
    await figures.replace(day(1), True, TOLD)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM search_figures")
        assert await figures.top([day(1)]) == TOLD


async def test_a_long_dump_is_of_one_moment_and_holds_up_no_writer(figures: SQLiteSearch) -> None:
    many = {SearchKey(f"{number}"): Figures(number) for number in range(1_000)}
    for number in range(3):
        await figures.replace(day(number), True, many)
    begun = figures.dump(SITE)
    first = await anext(begun)
    await asyncio.wait_for(figures.replace(day(2), False, {}), timeout=5)
    assert [first, *[each async for each in begun]] == [(day(number), True, many, True) for number in range(3)]


async def test_a_file_of_before_takes_figures(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.executescript((files("store") / "migrations" / "counts" / "0001.sql").read_text(encoding="utf-8"))
        file.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY)")
        file.execute("INSERT INTO migrations VALUES ('0001.sql')")
        file.commit()
    async with _opened(path) as figures:
        await figures.replace(day(1), True, TOLD)
    async with _opened(path) as again:
        assert await stored(again) == {day(1): (True, TOLD)}


async def test_figures_are_read_by_slice_and_unused_keys_found_by_index(figures: SQLiteSearch, path: Path) -> None:
    """Otherwise a panel would read all that is stored, and each replacement too."""
    seen: list[str] = []
    await figures.replace(day(1), True, SECRET)
    await figures._database.writer.set_trace_callback(seen.append)
    await figures._database.reader.set_trace_callback(seen.append)
    await figures.replace(day(1), True, TOLD)
    await figures.top([day(1)])
    await figures.forget(SITE, LATER)
    with closing(sqlite3.connect(path)) as file:
        plans = {
            sql: [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {sql}")]
            for sql in seen
            if "search_figures" in sql
        }
    assert len(plans) > 5
    assert [(sql, step) for sql, plan in plans.items() for step in plan if step.startswith("SCAN search_")] == []
