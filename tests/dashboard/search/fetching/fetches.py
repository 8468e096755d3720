"""What fetches, over a data directory of its own, with the stand-in for engines and its clock."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Final

import pytest

from collector.imported import Imported
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import Vault
from dashboard.search.fetching.job import Fetching
from dashboard.search.rooms import SearchRooms
from policy.site import Site, Sites, site_of
from store.access import Access, Fetched, Form, SearchAccess
from store.search import Figures, SearchKey
from store.sqlite_search import SQLiteSearch
from tests.dashboard.search.engines.searches import grouped, searches
from tests.dashboard.search.engines.standin import BING_KEY, StandIn
from tests.empty import empty_accounts, empty_counts
from tests.policy.documents import BING, changed

CLINIC: Final = "klinik.example"
SHOP: Final = "butik.example"
MINUTE, HOUR, DAY = 60, 3_600, 86_400

TODAY: Final = date(2026, 11, 23)
"""Of the engines, and of the sites."""


def document(host: str = CLINIC, named: int = 1, version: int = 1, terms: bool = True) -> str:
    text = changed("named = 12\ntotals = 24", f"named = {named}\ntotals = 24")
    text = changed("version = 1", f"version = {version}", text)
    rows = "visits = {}\npages = {}\n" + ('search_terms = { parameters = ["s"] }' if terms else "")
    text = changed('visits = {}\nsearch_terms = { parameters = ["s"] }', rows, text)
    return changed(f'host = "{CLINIC}"', f'host = "{host}"', text) + BING


def site(*documents: str, host: str = CLINIC, removed: bool = False) -> Site:
    dated = [(date(2026, 1, 1), text) for text in documents or [document(host)]]
    return site_of(host, "Europe/Stockholm", dated, removed=removed)


async def until(is_true: Callable[[], bool]) -> None:
    """Lets others run: the stand-in is in a thread of its own, which tells nobody."""
    deadline = monotonic() + 30
    while not is_true():
        assert monotonic() < deadline, "it never comes true"
        await asyncio.sleep(0)


class Installation:
    """What fetches, over a data directory, with the stand-in for engines and its clock."""

    def __init__(self, data: Path, rooms: SearchRooms, standin: StandIn) -> None:
        self.data, self.rooms, self.standin = data, rooms, standin
        self.sites = [site()]
        self.restart()

    def restart(self) -> None:
        """As after a stop: only what is on disk is known."""
        self.fetching = Fetching(self.rooms, lambda: Sites(self.sites))

    async def connect(
        self, host: str = CLINIC, engine: str = "google", secret: str | None = None, named: str | None = None
    ) -> Access:
        """Its domain, in Search Console by a consent that holds or in Bing by the key that holds."""
        form: Form = "oauth" if engine == "google" else "key"
        given = secret or (self.standin.authority.refresh_token() if engine == "google" else BING_KEY)
        self.standin.properties |= {f"sc-domain:{host}": "SITE_OWNER"}
        self.standin.bing_sites |= {f"https://{host}/": True}
        own = f"sc-domain:{host}" if engine == "google" else f"https://{host}/"
        sealed = self.rooms.vault.seal(host, engine, given)
        access = Access(host, engine, form, own if named is None else named, sealed)
        await self.rooms.access.put(access)
        return access

    async def turn(self, later: float = 0) -> None:
        self.standin.now += later
        await self.fetching.turn(self.standin.now)

    async def stopped_after(self, requests: int) -> None:
        """A turn that is cancelled when so much has been asked."""
        goal = len(self.standin.asked) + requests
        turn = asyncio.create_task(self.turn())
        await until(lambda: turn.done() or len(self.standin.asked) >= goal)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn

    async def fetched(self, host: str = CLINIC, engine: str = "google") -> Fetched:
        found = await self.rooms.access.fetched(host, engine)
        assert found is not None
        return found

    async def complete(self) -> int:
        """Turns until all that is due of the clinic has been asked for."""
        for turns in range(1, 100):
            await self.turn(MINUTE)
            if (await self.fetched()).due > self.standin.now:
                return turns
        raise AssertionError("it never ends")

    async def held(self, host: str = CLINIC) -> dict[object, object]:
        """All figures, by slice and whether they are final."""
        return {(slice, final): figures async for slice, final, figures, _ in self.rooms.figures.dump(host)}

    async def days(self, host: str = CLINIC) -> list[date]:
        """Of which the total is held by itself."""
        held = [each.slice for each in await self.rooms.figures.held(host) if each.total]
        days = [(date.fromisoformat(each.start), date.fromisoformat(each.end)) for each in held]
        return [start for start, end in days if (end - start).days == 1]

    async def total(self, day: date, host: str = CLINIC) -> Figures:
        of_day = [each.slice for each in await self.rooms.figures.held(host) if each.slice.start == str(day)]
        return (await self.rooms.figures.top([each for each in of_day if each.end == str(day + timedelta(1))]))[
            SearchKey()
        ]


@asynccontextmanager
async def installation(data: Path, standin: StandIn, vault: Vault, sources: NetSources) -> AsyncIterator[Installation]:
    data.mkdir(exist_ok=True)
    figures = await SQLiteSearch.open(await empty_counts(data / "counts.db"))
    access = await SearchAccess.open(await empty_accounts(data / "accounts.db"))
    yield Installation(data, SearchRooms(figures, access, vault, sources, Imported), standin)
    await access.close()
    await figures.close()


def known(day: date) -> Figures:
    """What the stand-in tells of a day that it has finished with."""
    (row,) = grouped(searches(f"sc-domain:{CLINIC}", [day]), ["DATE"])
    return Figures(row.clicks, row.impressions)


def every_day(since: date, last: date) -> list[date]:
    return [date.fromordinal(each) for each in range(since.toordinal(), last.toordinal() + 1)]
