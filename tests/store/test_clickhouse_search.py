"""What only ClickHouse does: older versions of a slice, late and repeated inserts, merging in the background."""

from collections.abc import AsyncIterator, Callable, Iterator

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client

from store.clickhouse_search import ClickHouseSearch
from store.search import Figures
from tests.store.search_figures import BING, GOOGLE, HOME, KBT, OTHER_SITE, SITE, TOLD, day, stored

pytestmark = pytest.mark.anyio

LATER = "2027-01-01"


@pytest.fixture
def address(database: Callable[[], str]) -> str:
    return database()


@pytest.fixture
async def figures(address: str) -> AsyncIterator[ClickHouseSearch]:
    store = await ClickHouseSearch.open(clickhouse_connect.get_client(dsn=address))
    yield store
    await store.close()


@pytest.fixture
def beside(figures: ClickHouseSearch, address: str) -> Iterator[Client]:
    """A second connection to the store's database."""
    client = clickhouse_connect.get_client(dsn=address)
    yield client
    client.close()


def _versions(beside: Client) -> list[tuple[str, str, int]]:
    rows = beside.query(
        "SELECT site, basis, count() FROM search WHERE kind = 'terms' GROUP BY site, basis ORDER BY site, basis"
    ).result_rows
    """Of the terms."""
    return [(site, basis, versions) for site, basis, versions in rows]


def _stop_merging(beside: Client) -> None:
    beside.command("SYSTEM STOP MERGES search")


async def test_an_insert_that_comes_late_does_not_undo_a_later_one(figures: ClickHouseSearch, beside: Client) -> None:
    await figures.replace(day(1), False, {KBT: Figures(1)})
    beside.command("CREATE TABLE late AS search")
    beside.command("INSERT INTO late SELECT * FROM search")
    await figures.replace(day(1), True, TOLD)
    beside.command("INSERT INTO search SELECT * FROM late")
    assert await stored(figures) == {day(1): (True, TOLD)}


async def test_what_this_store_sent_last_wins_although_the_first_is_not_there_yet(
    figures: ClickHouseSearch, beside: Client
) -> None:
    await figures.replace(day(1), False, {KBT: Figures(1)})
    beside.command("CREATE TABLE late AS search")
    beside.command("INSERT INTO late SELECT * FROM search")
    beside.command("TRUNCATE TABLE search")
    await figures.replace(day(1), True, TOLD)
    beside.command("INSERT INTO search SELECT * FROM late")
    assert await stored(figures) == {day(1): (True, TOLD)}


async def test_of_two_that_saw_the_same_what_only_one_writes_stays(figures: ClickHouseSearch, beside: Client) -> None:
    await figures.replace(day(1), False, TOLD)
    beside.command("CREATE TABLE late AS search")
    await figures.merge(day(1), True, {KBT: Figures(1)})
    beside.command("INSERT INTO late SELECT * FROM search WHERE version = 2")
    beside.command("DELETE FROM search WHERE version = 2")
    await figures.merge(day(1), True, {HOME: Figures(2)})
    beside.command("INSERT INTO search SELECT * REPLACE(3 AS version) FROM late")
    assert await stored(figures) == {day(1): (True, TOLD | {KBT: Figures(1), HOME: Figures(2)})}


async def test_an_insert_that_comes_twice_counts_once(figures: ClickHouseSearch, beside: Client) -> None:
    await figures.replace(day(1), True, TOLD)
    _stop_merging(beside)
    beside.command("INSERT INTO search SELECT * FROM search")
    assert _versions(beside) == [(SITE, GOOGLE, 2)]
    assert await figures.top([day(1)]) == TOLD
    assert await stored(figures) == {day(1): (True, TOLD)}


async def test_merging_changes_no_answer(figures: ClickHouseSearch, beside: Client) -> None:
    for final in (False, True):
        for number in range(4):
            await figures.replace(day(number), final, {**TOLD, KBT: Figures(number, final)})
    before = await stored(figures)
    beside.command("OPTIMIZE TABLE search FINAL")
    assert _versions(beside) == [(SITE, GOOGLE, 4)]
    assert await stored(figures) == before


async def test_forgetting_takes_older_versions_of_the_site_too(figures: ClickHouseSearch, beside: Client) -> None:
    _stop_merging(beside)
    for span in (day(1), day(2), day(2, basis=BING), day(2, site=OTHER_SITE)):
        await figures.replace(span, False, {KBT: Figures(1)})
        await figures.replace(span, True, TOLD)
    beside.command("SYSTEM START MERGES search")  # mutations count as merges
    await figures.forget(SITE, day(2).start, BING)
    assert _versions(beside) in (
        [(OTHER_SITE, GOOGLE, versions), (SITE, BING, 1), (SITE, GOOGLE, 2)] for versions in (1, 2)
    )
    await figures.forget(SITE, LATER)
    assert [site for site, _, _ in _versions(beside)] == [OTHER_SITE]


async def test_forgetting_nothing_writes_nothing_anew(figures: ClickHouseSearch, beside: Client) -> None:
    await figures.replace(day(1), True, TOLD)
    await figures.forget(SITE, day(1).start)
    mutations = "SELECT count() FROM system.mutations WHERE database = currentDatabase()"
    assert beside.query(mutations).result_rows == [(0,)]
    await figures.forget(SITE, LATER)
    assert beside.query(mutations).result_rows == [(1,)]


async def test_figures_are_there_when_the_database_is_opened_again(figures: ClickHouseSearch, address: str) -> None:
    await figures.replace(day(1), True, TOLD)
    again = await ClickHouseSearch.open(clickhouse_connect.get_client(dsn=address))
    assert await stored(again) == {day(1): (True, TOLD)}
    await again.close()
