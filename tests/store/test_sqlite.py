"""What only the file of the fold does: hit numbers, remembered batches, several connections, deleting for good."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from store.connection import connect
from store.counts import Batch, KnownNumber
from store.periods import Grain
from store.sqlite import SLOT, SQLiteCounts
from tests.store.page_views import BASIS, END, SITE, START, PageView, batch, dumped

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

NOW = 1_795_000_000
ONE, TWO, THREE = (bytes([number]) * 12 for number in range(1, 4))
SECRET = "/a-page-that-only-one-person-read"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.db"


@asynccontextmanager
async def _opened(path: Path) -> AsyncIterator[SQLiteCounts]:
    store = await SQLiteCounts.open(path)
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SQLiteCounts]:
    async with _opened(path) as store:
        yield store


def _numbered(id: str, *numbers: bytes, at: int = NOW) -> Batch:
    return batch(id, PageView())._replace(numbers=frozenset(numbers), at=at)


async def test_hit_numbers_are_known_once_counted(store: SQLiteCounts) -> None:
    await store.add(_numbered("1", ONE, TWO))
    assert await store.known([ONE, THREE]) == {ONE}
    assert await store.known([]) == set()


async def test_more_numbers_are_asked_for_than_one_statement_takes(store: SQLiteCounts) -> None:
    many = [number.to_bytes(12, "big") for number in range(40_000)]
    await store.add(_numbered("1", *many[::2]))
    assert await store.known(many) == set(many[::2])


async def test_a_batch_with_a_known_number_leaves_nothing(store: SQLiteCounts) -> None:
    await store.add(_numbered("1", ONE))
    before = await dumped(store)
    with pytest.raises(KnownNumber):
        await store.add(_numbered("2", TWO, ONE, THREE))
    assert await dumped(store) == before
    assert await store.known([ONE, TWO, THREE]) == {ONE}
    assert list(await store.batches()) == ["1"]
    assert await store.add(_numbered("2", TWO, THREE)), "the same segment without the repeat"


async def test_a_repeated_batch_is_not_mistaken_for_known_numbers(store: SQLiteCounts) -> None:
    assert await store.add(_numbered("1", ONE))
    assert not await store.add(_numbered("1", ONE))


@pytest.mark.parametrize("came", [0, SLOT - 1])
async def test_a_number_is_forgotten_between_fifty_minutes_and_an_hour_later(store: SQLiteCounts, came: int) -> None:
    came += NOW // SLOT * SLOT
    await store.add(_numbered("1", ONE, at=came))
    await store.forget_numbers(came + 50 * 60)
    assert await store.known([ONE]) == {ONE}
    await store.forget_numbers(came + 60 * 60)
    assert await store.known([ONE]) == set()


async def test_forgotten_batches_are_no_longer_remembered(store: SQLiteCounts) -> None:
    for id in ("1", "2", "3"):
        await store.add(batch(id, PageView()))
    await store.forget_batches(["1", "3", "never added"])
    assert list(await store.batches()) == ["2"]
    assert not await store.add(batch("2", PageView()))


async def test_two_connections_add_to_one_file(store: SQLiteCounts, path: Path) -> None:
    async with _opened(path) as other:
        added = await asyncio.gather(
            *(each.add(batch(f"{number // 2}", PageView())) for number in range(10) for each in (store, other))
        )
        assert sum(added) == 5, "each batch once, whoever brought it"
        for each in (store, other):
            (day,) = await each.series(SITE, BASIS, Grain.DAY, START, END)
            assert day.counters.pageviews == 5


async def test_readers_are_not_held_up_by_a_writer(store: SQLiteCounts, path: Path) -> None:
    await store.add(batch("1", PageView()))
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM counts")
        assert await store.sites() == [SITE]


async def test_a_dump_is_of_one_moment(store: SQLiteCounts) -> None:
    await store.add(batch("1", *(PageView(page=f"/{number}") for number in range(500))))
    rows = await dumped(store)
    begun = store.dump(SITE)
    first = await anext(begun)
    await store.add(batch("2", PageView(page="/499"), PageView(page="/new")))
    assert [first, *[row async for row in begun]] == rows


async def test_an_add_cancelled_while_it_waits_leaves_nothing(store: SQLiteCounts, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        adding = asyncio.ensure_future(store.add(batch("1", PageView())))
        await store.sites()
        adding.cancel()
        other.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await adding
    assert await dumped(store) == []
    assert await store.add(batch("1", PageView()))


async def test_an_add_cancelled_at_any_point_is_whole_or_nothing(store: SQLiteCounts) -> None:
    for turns in range(20):
        added = batch(f"{turns}", *(PageView(page=f"/{turns}/{number}") for number in range(3)))
        adding = asyncio.ensure_future(store.add(added))
        for _ in range(turns):
            await store.known([ONE])
        adding.cancel()
        await asyncio.wait([adding])
        kept = added.id in await store.batches()
        assert adding.cancelled() or kept
        days = await store.series(SITE, BASIS, Grain.DAY, START, END)
        rows = await store.top(SITE, BASIS, Grain.DAY, "page", START, END)
        assert sum(row.counters.pageviews for row in rows) == sum(day.counters.pageviews for day in days)
        assert sum(row.value.startswith(f"/{turns}/") for row in rows) == 3 * kept
    assert await store.add(batch("after", PageView()))


def _files(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


async def test_a_forgotten_value_is_in_no_file(store: SQLiteCounts, path: Path) -> None:
    await store.add(batch("1", PageView(page=SECRET), PageView(page="/kept")))
    assert SECRET.encode() in _files(path)
    await store.forget(SITE, Grain.DAY, END, ["page"])
    assert SECRET.encode() not in _files(path)
    assert SITE.encode() in _files(path)


async def test_a_forgotten_name_is_in_no_file(store: SQLiteCounts, path: Path) -> None:
    await store.add(batch("1", *[PageView(term="en ovanlig sökning", visit=True)] * 4))
    assert "en ovanlig sökning".encode() in _files(path)
    await store.forget(SITE, Grain.WINDOW, END)
    assert "en ovanlig sökning".encode() not in _files(path)


async def test_a_value_of_another_site_is_not_forgotten(store: SQLiteCounts) -> None:
    await store.add(batch("1", PageView(page=SECRET), PageView(page=SECRET, site="example.com")))
    await store.forget(SITE, Grain.DAY, END)
    (row,) = await store.top("example.com", BASIS, Grain.DAY, "page", START, END)
    assert row.value == SECRET


async def test_a_rare_text_is_never_written(store: SQLiteCounts, path: Path) -> None:
    await store.add(batch("1", *[PageView(term="en ovanlig sökning", visit=True)] * 3))
    assert "en ovanlig sökning".encode() not in _files(path)


@pytest.mark.parametrize("attempt", range(8))
async def test_several_that_start_at_once_migrate_once(path: Path, attempt: int) -> None:
    opened = await asyncio.gather(*(SQLiteCounts.open(path) for _ in range(4)), return_exceptions=True)
    stores = [each for each in opened if isinstance(each, SQLiteCounts)]
    try:
        assert opened == stores, "all of them started"
        assert await stores[0].add(batch("1", PageView()))
        assert await stores[3].sites() == [SITE]
    finally:
        for each in stores:
            await each.close()


async def test_a_file_is_opened_again_with_what_was_counted(path: Path) -> None:
    async with _opened(path) as first:
        await first.add(batch("1", PageView()))
        rows = await dumped(first)
    async with _opened(path) as again:
        assert await dumped(again) == rows
        assert not await again.add(batch("1", PageView()))


async def test_no_one_else_may_read_the_files(store: SQLiteCounts, path: Path) -> None:
    await store.add(batch("1", PageView()))
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("pragma", "value"), [("secure_delete", 1), ("journal_mode", "wal"), ("synchronous", 2), ("temp_store", 2)]
)
async def test_every_connection_is_durable_and_deletes_for_good(path: Path, pragma: str, value: int | str) -> None:
    connection = await connect(path)
    (row,) = await connection.execute_fetchall(f"PRAGMA {pragma}")
    await connection.close()
    assert row[0] == value


async def test_the_numbers_of_texts_do_not_tell_what_came_first(path: Path, store: SQLiteCounts) -> None:
    for number in range(30):
        await store.add(batch(f"{number}", PageView(page=f"/{number}")))
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT text FROM texts WHERE text LIKE '/%' ORDER BY id").fetchall()
    assert [text for (text,) in rows] != [f"/{number}" for number in range(30)]


async def test_the_log_is_emptied_once_no_reader_holds_it_up(path: Path, store: SQLiteCounts) -> None:
    await store.add(_numbered("1", ONE))
    log = path.with_name("counts.db-wal")
    assert ONE in log.read_bytes()
    await store.empty_log()
    assert log.read_bytes() == b""
    await store.forget_numbers(NOW + 7_200)
    await store.empty_log()
    assert [each.name for each in path.parent.iterdir() if ONE in each.read_bytes()] == []
