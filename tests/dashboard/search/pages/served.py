"""The dashboard and the engines' stand-in on loopback, for a real browser."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from starlette.applications import Starlette

from bench.loopback import Loopback
from collector.imported import Imported
from dashboard.app import create
from dashboard.search.engines.oauth import REDIRECT, GoogleClient
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.rooms import SearchRooms
from policy.site import Site, Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.database import Database
from store.notes import Notes
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from store.tokens import Tokens
from tests.dashboard.search.engines.standin import StandIn
from tests.dashboard.seed import EMAIL, NOW, PASSWORD

_T = TypeVar("_T")


class Served:
    """Sites whose owner is EMAIL, with PASSWORD. What `standin` answers may be changed; `fill` reaches the rooms."""

    def __init__(self, folder: Path, account_key: RSAPrivateKey, sites: list[Site], *, has_client: bool = True) -> None:
        self._folder, self._sites, self._has_client = folder, sites, has_client
        self._engines, self._own = Loopback(), Loopback()
        self.base = f"http://127.0.0.1:{self._own.port}"
        self.standin = StandIn(f"http://127.0.0.1:{self._engines.port}", account_key, NOW)
        self.standin.authority.redirect = self.base + REDIRECT

    def start(self) -> "Served":
        self._engines.serve(self.standin.application())
        self._own.serve(Starlette(lifespan=self._lifespan), lifespan=True)
        return self

    def stop(self) -> None:
        self._own.stop()
        self._engines.stop()

    def fill(self, work: Callable[[SearchRooms], Coroutine[Any, Any, _T]]) -> _T:
        """Does something with rooms of its own over the same files: in a thread, for a browser has a loop here."""
        with ThreadPoolExecutor(1) as threads:
            return threads.submit(lambda: asyncio.run(self._filled(work))).result()

    async def _filled(self, work: Callable[[SearchRooms], Coroutine[Any, Any, _T]]) -> _T:
        async with AsyncExitStack() as stack:
            return await work((await self._rooms(stack))[1])

    async def _rooms(self, stack: AsyncExitStack) -> tuple[SQLiteCounts, SearchRooms]:
        database = await Database.open(self._folder / "counts.db")
        stack.push_async_callback(database.close)
        access = await SearchAccess.open(self._folder / "accounts.db")
        stack.push_async_callback(access.close)
        sources = NetSources(self._client(), self.standin.endpoints)
        stack.push_async_callback(sources.close)
        vault = Vault(self._folder / "keys" / FILE)
        return SQLiteCounts(database), SearchRooms(SQLiteSearch(database), access, vault, sources, Imported)

    def _client(self) -> GoogleClient | None:
        if not self._has_client:
            return None
        path = self._folder / "client.json"
        path.write_text(self.standin.authority.client_file())
        return GoogleClient.read(path)

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            store, rooms = await self._rooms(stack)
            accounts = await Accounts.open(self._folder / "accounts.db")
            stack.push_async_callback(accounts.close)
            for site in self._sites:
                await accounts.add_user(EMAIL, PASSWORD, "owner", site.host)
            tokens = await Tokens.open(self._folder / "accounts.db")
            stack.push_async_callback(tokens.close)
            notes = await Notes.open(self._folder / "accounts.db")
            stack.push_async_callback(notes.close)
            routes = create(store, accounts, tokens, lambda: Sites(self._sites), rooms, notes, False, lambda: NOW)
            app.router.routes[:] = routes
            yield
