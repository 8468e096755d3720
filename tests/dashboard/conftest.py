"""A store that is told of visits, and an owner who is logged in to the dashboard over it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import pytest
from starlette.applications import Starlette

from collector.imported import Imported
from dashboard.app import create
from dashboard.numbers.check import check
from dashboard.pages.login import SESSION
from dashboard.search.engines.oauth import GoogleEndpoints
from dashboard.search.engines.sources import Endpoints, NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.rooms import SearchRooms
from policy.site import Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.notes import Notes
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from store.tokens import Tokens
from tests.dashboard.seed import EMAIL, HOST, NOW, PASSWORD, Counting, site
from tests.empty import empty_counts

NOWHERE: Final = Endpoints(
    GoogleEndpoints(*[f"http://127.0.0.1:1/{each}" for each in GoogleEndpoints._fields]), "http://127.0.0.1:1/bing"
)
"""A port that nobody listens on."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteCounts]:
    store = await SQLiteCounts.open(await empty_counts(tmp_path / "counts.db"))
    yield store
    breach = await check(store, {})
    await store.close()
    assert breach is None, str(breach)


@pytest.fixture
def count(store: SQLiteCounts, tmp_path: Path) -> Counting:
    return Counting(store, tmp_path / "keys")


class Owned(NamedTuple):
    """Accounts with an owner, who has logged in."""

    path: Path
    session: str


@pytest.fixture(scope="session")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Owned:
    """Made once: hashing a password takes its time."""
    path = tmp_path_factory.mktemp("owned") / "accounts.db"

    async def make() -> str | None:
        accounts = await Accounts.open(path)
        await accounts.add_user(EMAIL, PASSWORD, "owner", HOST)
        session = await accounts.login(EMAIL, PASSWORD, NOW)
        await accounts.close()
        return session

    session = asyncio.run(make())
    assert session
    return Owned(path, session)


@pytest.fixture
async def accounts(owned: Owned, tmp_path: Path) -> AsyncIterator[Accounts]:
    accounts = await Accounts.open(Path(shutil.copy(owned.path, tmp_path / "accounts.db")))
    yield accounts
    await accounts.close()


@pytest.fixture
async def tokens(accounts: Accounts, tmp_path: Path) -> AsyncIterator[Tokens]:
    """In the file of the accounts."""
    tokens = await Tokens.open(tmp_path / "accounts.db")
    yield tokens
    await tokens.close()


@pytest.fixture
async def notes(accounts: Accounts, tmp_path: Path) -> AsyncIterator[Notes]:
    """Likewise."""
    notes = await Notes.open(tmp_path / "accounts.db")
    yield notes
    await notes.close()


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
    figures = await SQLiteSearch.open(await empty_counts(tmp_path / "counts.db"))
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
    store: SQLiteCounts, accounts: Accounts, tokens: Tokens, installed: Installed, search: SearchRooms, notes: Notes
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not logged in, on https."""
    routes = create(store, accounts, tokens, installed, search, notes, secure_cookies=True, clock=lambda: NOW)
    app = Starlette(routes=routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://stats.example.se") as client:
        yield client


@pytest.fixture
async def owner(visitor: httpx.AsyncClient, owned: Owned) -> httpx.AsyncClient:
    """A browser whose owner is logged in and reads Swedish."""
    visitor.cookies.set(f"__Host-{SESSION}", owned.session, visitor.base_url.host)
    return visitor
