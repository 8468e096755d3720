"""What only ClickHouse does: merging rows in the background, and refusing a repeated insert by its token."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client

from store.clickhouse import ClickHouseCounts
from store.periods import Grain
from tests.store.page_views import BASIS, END, SITE, START, PageView, answers, batch, dumped

pytestmark = pytest.mark.anyio

VISIT = PageView(medium="search", term="kbt", visit=True, first=True)


@pytest.fixture
def address(database: Callable[[], str]) -> str:
    return database()


@asynccontextmanager
async def _opened(address: str) -> AsyncIterator[ClickHouseCounts]:
    store = await ClickHouseCounts.open(clickhouse_connect.get_client(dsn=address))
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
async def store(address: str) -> AsyncIterator[ClickHouseCounts]:
    async with _opened(address) as store:
        yield store


@pytest.fixture
def beside(store: ClickHouseCounts, address: str) -> Iterator[Client]:
    """A second connection to the store's database."""
    client = clickhouse_connect.get_client(dsn=address)
    yield client
    client.close()


async def _pageviews(store: ClickHouseCounts) -> int:
    (day,) = await store.series(SITE, BASIS, Grain.DAY, START, END)
    return day.counters.pageviews


async def test_hit_numbers_are_refused(store: ClickHouseCounts) -> None:
    with pytest.raises(ValueError, match="hit numbers belong to the file of the fold"):
        await store.add(batch("1", VISIT)._replace(numbers=frozenset([b"number"])))
    assert await store.add(batch("1", VISIT))


async def test_merging_changes_no_answer(store: ClickHouseCounts, beside: Client) -> None:
    for number in range(5):
        await store.add(batch(f"{number}", VISIT, PageView()))
    said, rows = await answers(store), await dumped(store)
    beside.command("OPTIMIZE TABLE counts FINAL")
    pages = "SELECT count() FROM counts WHERE dimension = 'page'"
    assert beside.query(pages).result_rows == [(4,)], "the page, its two kinds of source and its engine"
    assert await answers(store) == said
    assert await dumped(store) == rows
    assert [row.name for row in said.tops["search_term"]] == [None, "kbt"]
    assert not await store.add(batch("0", VISIT, PageView())), "marks of batches are not merged into one another"


async def test_an_insert_that_is_still_under_way_is_not_repeated(store: ClickHouseCounts, beside: Client) -> None:
    await store.add(batch("1", VISIT))
    beside.command(
        "ALTER TABLE counts DELETE WHERE dimension = 'batch' AND value = '1'", settings={"mutations_sync": 2}
    )
    await store.add(batch("1", VISIT))
    assert await _pageviews(store) == 1, "the mark cannot be read, and the token is known"


async def test_a_batch_sent_by_two_counts_once(store: ClickHouseCounts, address: str) -> None:
    async with _opened(address) as other:
        await asyncio.gather(*(each.add(batch("1", VISIT)) for each in (store, other)))
    assert await _pageviews(store) == 1


async def test_a_batch_is_written_in_one_part(store: ClickHouseCounts, beside: Client) -> None:
    views = [VISIT._replace(page=f"/{number}" * 20) for number in range(5_000)]
    await store.add(batch("1", *views, PageView()))
    assert beside.query(
        "SELECT count() FROM system.parts WHERE active AND database = currentDatabase()"
    ).result_rows == [(1,)]


async def test_what_was_forgotten_can_be_loaded_again(store: ClickHouseCounts) -> None:
    await store.add(batch("1", VISIT))
    rows = await dumped(store)
    await store.load(rows)
    for grain in Grain:
        await store.forget(SITE, grain, END)
    assert await dumped(store) == []
    await store.load(rows)
    assert await dumped(store) == rows


async def test_a_load_leaves_no_table_behind(store: ClickHouseCounts, beside: Client) -> None:
    await store.add(batch("1", VISIT))
    rows = await dumped(store)
    await store.load(rows)
    with pytest.raises(UnicodeEncodeError):
        await store.load([(rows[0][0]._replace(value="\ud800"), *rows[0][1:])])
    assert beside.query("SHOW TABLES").result_rows == [("counts",)]


async def test_a_dump_is_of_one_moment_and_holds_up_nobody(store: ClickHouseCounts) -> None:
    await store.add(batch("1", VISIT, PageView()))
    rows = await dumped(store)
    begun = store.dump(SITE)
    first = await anext(begun)
    assert await store.add(batch("2", VISIT, PageView(page="/new")))
    assert [first, *[row async for row in begun]] == rows


async def test_counts_are_there_when_the_database_is_opened_again(store: ClickHouseCounts, address: str) -> None:
    await store.add(batch("1", VISIT))
    async with _opened(address) as again:
        assert not await again.add(batch("1", VISIT))
        assert await dumped(again) == await dumped(store)
