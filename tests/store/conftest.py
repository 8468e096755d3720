"""Empty stores of counts and of search figures on both engines. ClickHouse runs inside the process, which can hold one
engine only."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client

from store.clickhouse import ClickHouseCounts
from store.clickhouse_search import ClickHouseSearch
from store.counts import CountStore
from store.search import SearchStore
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.empty import empty_counts

Fresh = Callable[[], AbstractAsyncContextManager[CountStore]]
"""Opens a store in which nothing is counted."""

Place = Callable[[], AbstractAsyncContextManager[SearchStore]]
"""Opens one more store of search figures over the same file or database."""

FreshPlace = Callable[[], Place]
"""Makes an empty one."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def fresh_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    @asynccontextmanager
    async def fresh() -> AsyncIterator[CountStore]:
        store = await SQLiteCounts.open(await empty_counts(tmp_path_factory.mktemp("sqlite") / "counts.db"))
        try:
            yield store
        finally:
            await store.close()

    return fresh


@pytest.fixture(scope="session")
def engine() -> Iterator[Client]:
    client = clickhouse_connect.get_client(dsn="chdb://memory")
    yield client
    client.close()


@pytest.fixture(scope="session")
def database(engine: Client) -> Callable[[], str]:
    """Makes an empty database; returns its address."""
    numbers = count()

    def create() -> str:
        name = f"test{next(numbers)}"
        engine.command(f"CREATE DATABASE {name}")
        return f"chdb://memory/{name}"

    return create


@pytest.fixture(scope="session")
def fresh_clickhouse(database: Callable[[], str]) -> Fresh:
    @asynccontextmanager
    async def fresh() -> AsyncIterator[CountStore]:
        store = await ClickHouseCounts.open(clickhouse_connect.get_client(dsn=database()))
        try:
            yield store
        finally:
            await store.close()

    return fresh


@pytest.fixture(scope="session", params=[pytest.param("sqlite", marks=pytest.mark.quick), "clickhouse"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    opener: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    return opener


@pytest.fixture
async def store(fresh: Fresh) -> AsyncIterator[CountStore]:
    async with fresh() as store:
        yield store


@pytest.fixture(scope="session")
def fresh_sqlite_search(tmp_path_factory: pytest.TempPathFactory) -> FreshPlace:
    def fresh() -> Place:
        path = tmp_path_factory.mktemp("sqlite") / "counts.db"

        @asynccontextmanager
        async def place() -> AsyncIterator[SearchStore]:
            store = await SQLiteSearch.open(path)
            try:
                yield store
            finally:
                await store.close()

        return place

    return fresh


@pytest.fixture(scope="session")
def fresh_clickhouse_search(database: Callable[[], str]) -> FreshPlace:
    def fresh() -> Place:
        address = database()

        @asynccontextmanager
        async def place() -> AsyncIterator[SearchStore]:
            store = await ClickHouseSearch.open(clickhouse_connect.get_client(dsn=address))
            try:
                yield store
            finally:
                await store.close()

        return place

    return fresh


@pytest.fixture(scope="session", params=[pytest.param("sqlite", marks=pytest.mark.quick), "clickhouse"])
def fresh_search(request: pytest.FixtureRequest) -> FreshPlace:
    maker: FreshPlace = request.getfixturevalue(f"fresh_{request.param}_search")
    return maker


@pytest.fixture
def place(fresh_search: FreshPlace) -> Place:
    return fresh_search()


@pytest.fixture
async def figures(place: Place) -> AsyncIterator[SearchStore]:
    async with place() as store:
        yield store
