"""A dashboard on loopback with enough counted to be asked about, for a real browser."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page
from starlette.applications import Starlette

from bench.loopback import Loopback
from collector.imported import Imported
from dashboard.app import create
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.rooms import SearchRooms
from policy.site import Site, Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.notes import Notes
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from store.tokens import Tokens
from tests.dashboard.conftest import NOWHERE
from tests.dashboard.seed import EMAIL, FIVE, NOW, PASSWORD, Counting, Visit, answers, google, site

STATISTICS: Final = (*FIVE, "browsers", "devices")

_DAYS: Final = [f"2026-{month:02}-{day:02}" for month in (10, 11) for day in range(1, 21)]
_VISITS: Final = [
    *[google(day, "/", "/kontakt", term="kbt")._replace(browser="Firefox") for day in _DAYS for _ in range(20)],
    *[Visit(day, ["/", "/kontakt"], browser="Chrome") for day in _DAYS for _ in range(12)],
    *[Visit("2026-11-20", [f"/sida-{number:03}"]) for number in range(150)],
]


class Served:
    """A site whose owner is EMAIL, with PASSWORD."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._loopback = folder, Loopback()
        self.site: Site = site(statistics=STATISTICS)
        self.base = f"http://127.0.0.1:{self._loopback.port}"
        self.page = f"{self.base}/sites/{self.site.host}"

    def start(self) -> "Served":
        self._loopback.serve(Starlette(lifespan=self._lifespan), lifespan=True)
        return self

    def stop(self) -> None:
        self._loopback.stop()

    def log_in(self, page: Page) -> None:
        page.goto(f"{self.base}/login?next=/sites/{self.site.host}")
        page.locator("#email").fill(EMAIL)
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(self.page)

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            store = await SQLiteCounts.open(self._folder / "counts.db")
            figures = await SQLiteSearch.open(self._folder / "counts.db")
            accounts = await Accounts.open(self._folder / "accounts.db")
            rest = [await each.open(self._folder / "accounts.db") for each in (SearchAccess, Tokens, Notes)]
            for each in (store, figures, accounts, *rest):
                stack.push_async_callback(each.close)
            access, tokens, notes = rest
            assert isinstance(access, SearchAccess)
            assert isinstance(tokens, Tokens)
            assert isinstance(notes, Notes)
            await accounts.add_user(EMAIL, PASSWORD, "owner", self.site.host)
            await Counting(store, self._folder / "keys")([*_VISITS, *answers("2026-11-20", 70, 30)], self.site)
            vault = Vault(self._folder / "keys" / FILE)
            rooms = SearchRooms(figures, access, vault, NetSources(endpoints=NOWHERE), Imported)
            sites = Sites([self.site])
            app.router.routes[:] = create(store, accounts, tokens, lambda: sites, rooms, notes, False, lambda: NOW)
            yield
