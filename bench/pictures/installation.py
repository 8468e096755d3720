"""An installation whose owner has sites that many visit, that few do, that nobody does, and that the wrong ones do."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from starlette.applications import Starlette

from bench.pictures.visits import HOSTILE, LITTLE, TEXTS, Few, bad
from collector.classify import Classifier, Request
from collector.fold import Fold
from collector.hits import Choice, Entry
from collector.imported import Imported
from collector.journal import Journal
from collector.keys import TypedKeys
from collector.lists import load_lists
from dashboard.app import create
from dashboard.commands import publish
from dashboard.commands.demonstration import EMAIL, PASSWORD, prepare
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.rooms import SearchRooms
from dashboard.serve import build_sites
from demo.acts import Act
from demo.policy import demo_policy
from demo.sites import HOSTS
from demo.visits import Answer, View
from policy.site import Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.notes import Notes
from store.policies import PolicyFiles
from store.search import Figures, SearchKey, Slice
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from store.tokens import Tokens

__all__ = ["EMAIL", "EMPTY", "HOSTILE", "LITTLE", "MUCH", "NOW", "PASSWORD", "SHOP", "application", "make"]

MUCH: Final = "kbt-verkstan.se"
SHOP: Final = "kbtverkstanbutik.se"
EMPTY: Final = "tomt.example"
TODAY: Final = date(2026, 11, 22)
NOW: Final = datetime(2026, 11, 22, 15, tzinfo=ZoneInfo("Europe/Stockholm")).timestamp()
"""Always the same, so that only what is changed in the pages changes the pictures."""

_NOTES: Final = (
    (MUCH, 9, 0, "Nyhetsbrev skickat"),
    (MUCH, 20, 6, "Annons i tidningen"),
    (LITTLE, 40, 0, "Ny startsida"),
)
"""By site, how many days ago, for how many more days, and text."""


async def make(data: Path, days: int) -> None:
    """Fills a new directory with so many days of visits."""
    begun = TODAY - timedelta(days=2 * days)
    await prepare(data, NOW, days)
    await _install(data, begun)
    sites = build_sites(PolicyFiles(data / "policies"))
    store = await SQLiteCounts.open(data / "counts.db")
    try:
        journal = Journal(data / "journal", seconds=60)
        await asyncio.gather(*map(journal.append, _entries(sites, days)))
        await journal.close()
        await Fold(data / "journal", store, TypedKeys(data / "keys"), lambda: sites).run(NOW)
        await store.forget_numbers(NOW + 7_200)
    finally:
        await store.close()
    await _tell(data)


async def _install(data: Path, begun: date) -> None:
    document = (files("policy") / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8")
    text = demo_policy(document, HOSTS, {"email": "hej@demo.example", "telephone": "(påhittat nummer)"})
    policies = PolicyFiles(data / "policies")
    accounts = await Accounts.open(data / "accounts.db")
    for host in (LITTLE, EMPTY, HOSTILE):
        governing = text.replace(f"www.{MUCH}", f"www.{host}").replace(f'"{MUCH}"', f'"{host}"')
        governing = governing.replace(f'"stats.{MUCH}"', f'"stats.{host}"')
        publish.install(policies, host, governing, "Europe/Stockholm", None, third_party=False, today=begun)
        await accounts.add_user(EMAIL, PASSWORD, "owner", host)
    await accounts.close()


def _entries(sites: Sites, days: int) -> Iterator[Entry]:
    classifier = Classifier(load_lists())
    few = Few(sites[LITTLE].policy.version)
    for ago in range(days, -1, -1):
        day = TODAY - timedelta(days=ago)
        yield from _classified(sites, classifier, LITTLE, few.day(day))
        if ago < 28:
            yield from _classified(sites, classifier, HOSTILE, bad(day, sites[HOSTILE].policy.version))


def _classified(
    sites: Sites, classifier: Classifier, host: str, events: Iterable[View | Act | Answer]
) -> Iterator[Entry]:
    for event in events:
        if isinstance(event, Answer):
            yield Choice(host, event.day.isoformat(), sites[host].policy.version, event.answer)
        elif event.at <= NOW:
            yield classifier.classify(sites[host], event.wire, Request(event.agent), event.at)


async def _tell(data: Path) -> None:
    """What owners write and search engines tell."""
    notes = await Notes.open(data / "accounts.db")
    for host, ago, more, text in _NOTES:
        day = TODAY - timedelta(days=ago)
        await notes.add(host, day, day + timedelta(days=more), text)
    for text in TEXTS:
        await notes.add(HOSTILE, TODAY, TODAY, text[:200])
    await notes.close()
    figures = await SQLiteSearch.open(data / "counts.db")
    told = {SearchKey(""): Figures(9_000, 9_876_543, 1_000)}
    for text in TEXTS:
        told |= {SearchKey(text): Figures(500, 1_234_567, 4_250), SearchKey(text, f"/{text}"): Figures(9, 9, 1_000)}
    month = Slice(HOSTILE, "imported:google", (TODAY - timedelta(days=28)).isoformat(), TODAY.isoformat())
    await figures.replace(month, True, told)
    await figures.close()


def application(data: Path) -> Starlette:
    """The owner's side over what was made, on a day that never ends."""
    return Starlette(lifespan=partial(_lifespan, data))


@asynccontextmanager
async def _lifespan(data: Path, app: Starlette) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        store = await SQLiteCounts.open(data / "counts.db")
        figures = await SQLiteSearch.open(data / "counts.db")
        accounts = await Accounts.open(data / "accounts.db")
        access = await SearchAccess.open(data / "accounts.db")
        tokens, notes = await Tokens.open(data / "accounts.db"), await Notes.open(data / "accounts.db")
        sources = NetSources()
        for each in (store, figures, accounts, access, tokens, notes, sources):
            stack.push_async_callback(each.close)
        rooms = SearchRooms(figures, access, Vault(data / "keys" / FILE), sources, Imported)
        sites = build_sites(PolicyFiles(data / "policies"))
        app.router.routes[:] = create(
            store, accounts, tokens, lambda: sites, rooms, notes, secure_cookies=False, clock=lambda: NOW
        )
        yield
