"""The whole dashboard as one application with its own store, filled with all that an answer can hold."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TypeVar

from starlette.applications import Starlette

from collector.imported import Imported
from dashboard.app import create
from dashboard.numbers.ranges import Range
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.rooms import SearchRooms
from policy.site import Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.notes import Notes
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from store.tokens import SCOPES, Scope, Tokens
from tests.dashboard.acting import GOALS, act, visits
from tests.dashboard.conftest import NOWHERE
from tests.dashboard.search.panel.told import tell
from tests.dashboard.seed import (
    EMAIL,
    FIVE,
    HOST,
    NOW,
    PASSWORD,
    TODAY,
    Counting,
    Visit,
    answers,
    blocked,
    google,
    ignored,
    parts,
    site,
)  # fmt: skip

SITE: Final = site(
    statistics=(*FIVE, "visitors", "campaigns", "browsers", "search_outcomes", "entry_pages", "flow", *GOALS),
    particulars=GOALS,
)
OTHER: Final = site("other.example")

HOSTILE: Final = ("=1+1", "@SUM(A1)", '"quoted", and\nbroken', "\u202egpj.exe", "<script>", "å" * 300, "\x1b[31m")


class _Closing(Protocol):
    async def close(self) -> None: ...


_Opened = TypeVar("_Opened", bound=_Closing)


class Filled(NamedTuple):
    """A directory of data, and a token for all scopes of its site."""

    data: Path
    token: str


def fill(data: Path) -> Filled:
    """In a thread: a browser may have a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return Filled(data, threads.submit(lambda: asyncio.run(_fill(data))).result())


async def _fill(data: Path) -> str:
    async with AsyncExitStack() as stack:
        store = await _open(stack, SQLiteCounts.open(data / "counts.db"))
        figures = await _open(stack, SQLiteSearch.open(data / "counts.db"))
        await _count(Counting(store, data / "keys"))
        await tell(
            figures,
            Range(date(2026, 10, 23), TODAY),
            {"": (90, 900, 2), "kbt": (50, 300, 3), ("kbt", "/a"): (9, 90, 1)},
        )
        accounts = await _open(stack, Accounts.open(data / "accounts.db"))
        await accounts.add_user(EMAIL, PASSWORD, "owner", HOST)
        notes = await _open(stack, Notes.open(data / "accounts.db"))
        for number, text in enumerate(HOSTILE):
            day = TODAY - timedelta(days=number)
            await notes.add(HOST, day, day, text[:200])
        return await token_for(data, SCOPES)


async def token_for(data: Path, scopes: tuple[Scope, ...]) -> str:
    async with AsyncExitStack() as stack:
        tokens = await _open(stack, Tokens.open(data / "accounts.db"))
        return await tokens.add(EMAIL, "Test", scopes, [HOST], TODAY + timedelta(days=90), NOW)


async def _count(count: Counting) -> None:
    told = [
        *(google(f"2026-11-{day:02}", "/", "/a", term="kbt stockholm") for day in range(1, 22)),
        *(Visit("2026-11-20", ["/" + text], "website", text, browser=text) for text in HOSTILE for _ in range(4)),
        *(Visit("2026-11-19", ["/sok"], searches=["parkering"], searched_from="/", hour=hour) for hour in range(5)),
        Visit("2026-11-18", ["/lista"] * 9),
        Visit("2026-11-18", ["/x"], scrubbed=("email",), in_address=("email",)),
        *answers("2026-11-20", 30, 20),
        *parts("2026-11-20", "media+statistics", 4),
        *blocked("2026-11-20", "video", "img-src", 3),
        *ignored("2026-11-20", "bot", 12),
    ]
    await count(told, SITE)
    await count([*visits(2, "/boka", "/tack/"), act(contact="mail"), act(source="search", event="course")], SITE)


def application(data: Path, clock: Callable[[], float] = lambda: NOW) -> Starlette:
    return Starlette(lifespan=partial(_lifespan, data, clock))


@asynccontextmanager
async def _lifespan(data: Path, clock: Callable[[], float], app: Starlette) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        store = await _open(stack, SQLiteCounts.open(data / "counts.db"))
        figures = await _open(stack, SQLiteSearch.open(data / "counts.db"))
        accounts = await _open(stack, Accounts.open(data / "accounts.db"))
        tokens = await _open(stack, Tokens.open(data / "accounts.db"))
        notes = await _open(stack, Notes.open(data / "accounts.db"))
        access = await _open(stack, SearchAccess.open(data / "accounts.db"))
        sources = NetSources(endpoints=NOWHERE)
        stack.push_async_callback(sources.close)
        search = SearchRooms(figures, access, Vault(data / "keys" / FILE), sources, Imported)
        app.router.routes[:] = create(
            store, accounts, tokens, lambda: Sites([SITE, OTHER]), search, notes, secure_cookies=False, clock=clock
        )
        yield


async def _open(stack: AsyncExitStack, opening: Awaitable[_Opened]) -> _Opened:
    opened = await opening
    stack.push_async_callback(opened.close)
    return opened
