"""A store that is told of visits, and an owner who is logged in to the dashboard over it."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from starlette.applications import Starlette

from collector.imported import Imported
from dashboard.app import create
from dashboard.numbers.check import check
from dashboard.search.engines.oauth import GoogleEndpoints
from dashboard.search.engines.sources import Endpoints, NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.rooms import SearchRooms
from policy.site import Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.dashboard.seed import EMAIL, HOST, NOW, PASSWORD, Counting, site

NOWHERE: Final = Endpoints(
    GoogleEndpoints(*[f"http://127.0.0.1:1/{each}" for each in GoogleEndpoints._fields]), "http://127.0.0.1:1/bing"
)
"""A port that nobody listens on."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteCounts]:
    store = await SQLiteCounts.open(tmp_path / "counts.db")
    yield store
    breach = await check(store, {})
    await store.close()
    assert breach is None, str(breach)


@pytest.fixture
def count(store: SQLiteCounts, tmp_path: Path) -> Counting:
    return Counting(store, tmp_path / "keys")


@pytest.fixture(scope="session")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Accounts with an owner, made once: hashing a password takes its time."""
    path = tmp_path_factory.mktemp("owned") / "accounts.db"

    async def make() -> None:
        accounts = await Accounts.open(path)
        await accounts.add_user(EMAIL, PASSWORD, "owner", HOST)
        await accounts.close()

    asyncio.run(make())
    return path


@pytest.fixture
async def accounts(owned: Path, tmp_path: Path) -> AsyncIterator[Accounts]:
    accounts = await Accounts.open(Path(shutil.copy(owned, tmp_path / "accounts.db")))
    yield accounts
    await accounts.close()


class Installed:
    """The sites there are, which a test may change."""

    def __init__(self) -> None:
        self.sites = [site(), site("other.example")]

    def __call__(self) -> Sites:
        return Sites(self.sites)


@pytest.fixture
def installed() -> Installed:
    return Installed()


@pytest.fixture
async def figures(tmp_path: Path) -> AsyncIterator[SQLiteSearch]:
    """Search engines' own figures, in the file of the counts."""
    figures = await SQLiteSearch.open(tmp_path / "counts.db")
    yield figures
    await figures.close()


@pytest.fixture
async def sources() -> AsyncIterator[NetSources]:
    """The engines; a test that asks them puts a stand-in in the place of this."""
    sources = NetSources(endpoints=NOWHERE)
    yield sources
    await sources.close()


@pytest.fixture
async def search(
    tmp_path: Path, accounts: Accounts, figures: SQLiteSearch, sources: NetSources
) -> AsyncIterator[SearchRooms]:
    access = await SearchAccess.open(tmp_path / "accounts.db")
    yield SearchRooms(figures, access, Vault(tmp_path / "keys" / FILE), sources, Imported)
    await access.close()


@pytest.fixture
async def visitor(
    store: SQLiteCounts, accounts: Accounts, installed: Installed, search: SearchRooms
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not logged in, on https."""
    app = Starlette(routes=create(store, accounts, installed, search, secure_cookies=True, clock=lambda: NOW))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://stats.example.se") as client:
        yield client


@pytest.fixture
async def owner(visitor: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser whose owner is logged in and reads Swedish."""
    form = await visitor.get("/login")
    token = re.search(r'name="form_token" value="([^"]+)"', form.text)
    assert token
    answer = await visitor.post("/login", data={"email": EMAIL, "password": PASSWORD, "form_token": token[1]})
    assert answer.status_code == 303
    return visitor
