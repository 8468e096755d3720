"""The visitors' side over an empty data directory, at a time that the test sets."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from starlette.applications import Starlette

from collector.app import Collector
from collector.classify import Classifier
from collector.flood import FloodGate
from collector.fold import Fold
from collector.hits import Entry
from collector.journal import Journal
from collector.keys import TypedKeys
from collector.lists import Lists, load_lists
from collector.signing import ReceiptKeys
from dashboard.numbers.check import check
from policy.dimensions import DIMENSIONS, RARE
from policy.site import Site, Sites, site_of
from policy.statistics import CONSENTED, SERVICE, STATISTICS
from store.counts import Counters, Key
from store.database import Database
from store.periods import Grain
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.empty import empty_counts
from tests.policy.documents import DOCUMENT, changed
from tests.policy.ledgers import ledger_of

HOST: Final = "klinik.example"
NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()
TODAY: Final = "2026-11-22"
START, END = "2020-01-01", "2030-01-01"
ADDRESS: Final = "192.0.2.77"
SAFARI: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.6 Mobile/15E148 Safari/604.1"
)
GOOGLEBOT: Final = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

_numbers = count(1)


def number() -> str:
    """A hit number that has not been used."""
    return f"{next(_numbers):024x}"


def wire(path: str = "/", **keys: Any) -> dict[str, Any]:
    """A report of a page view that begins a visit, with the keys that are named changed or added."""
    report = {
        "v": 1, "site": HOST, "url": f"https://{HOST}{path}", "id": number(), "policy": 1, "referrer": "",
        "first": ["visit", "page"],
    }  # fmt: skip
    return report | keys


PARTICULARS: Final = {
    "search_terms": '{ parameters = ["s"] }',
    "contact_clicks": '{ booking = ["https://boka.example/kliniken/"], order = ["/tack/"] }',
    "events": '{ names = { brev = { sv = "anmälan till brevet", en = "newsletter sign-up" } } }',
}


def document(statistics: Iterable[str] = STATISTICS, version: int = 1, *changes: tuple[str, str]) -> str:
    """A sound document that names the statistics."""
    rows = "\n".join(f"{name} = {PARTICULARS.get(name, '{}')}" for name in statistics)
    text = changed('visits = {}\nsearch_terms = { parameters = ["s"] }', rows)
    text = changed("version = 1", f"version = {version}", text)
    for old, new in changes:
        text = changed(old, new, text)
    return text


_SERVICE: Final = """
[[service]]
name = "{name}"
title = "{title}"
category = "{category}"
purpose = {{ sv = "för att visa det", en = "to show it" }}
recipient = "{title} AB"
country = "SE"
hosts = {hosts}
"""


def with_services(text: str) -> str:
    """The document with four services in the place of its own: two of media, one of two other categories each."""
    services = (
        ("film", "Filmrutan", "media", '["film.example", "*.film-cdn.example"]'),
        ("karta", "Kartan", "media", '["karta.example"]'),
        ("chatt", "Chatten", "functional", '["*.chatt.example", "delad.example"]'),
        ("annonser", "Annonsen", "marketing", '["*.example"]'),
    )
    rows = [_SERVICE.format(name=name, title=title, category=of, hosts=hosts) for name, title, of, hosts in services]
    return without_services(text) + "".join(rows)


def without_services(text: str) -> str:
    tables = text.split("\n[[")
    return "\n[[".join(each for each in tables if not each.startswith("service]]") and 'needs = "service"' not in each)


def site(*documents: str, host: str = HOST, timezone: str = "Europe/Stockholm") -> Site:
    """The site under the documents, of which the first permits everything if none is named."""
    first = date(2026, 1, 1)
    return site_of(host, timezone, [(first, text) for text in documents or [document()]])


def other_site(host: str) -> Site:
    return site(changed(f'host = "{HOST}"', f'host = "{host}"', DOCUMENT), host=host)


class Visitors:
    """A collector with what it keeps on disk, as its visitors and its owner see it."""

    def __init__(self, data: Path, database: Database, sites: Sequence[Site], lists: Lists, limit: int) -> None:
        self.data, self.now = data, NOW
        self.store, self.figures = SQLiteCounts(database), SQLiteSearch(database)
        self.keys, self.receipts = TypedKeys(data / "keys"), ReceiptKeys(data / "keys")
        self.install(*sites)
        self.journal = Journal(data / "journal", seconds=0)  # a segment for each write: all is ready for the fold
        self.gate = FloodGate(limit)
        self.classifier = Classifier(lists)
        collector = Collector(self.sites, self.journal, self.classifier, self.gate, self.receipts, lambda: self.now)
        transport = httpx.ASGITransport(Starlette(routes=collector.routes()), client=(ADDRESS, 49152))
        self.browser = httpx.AsyncClient(
            transport=transport,
            base_url=f"https://stats.{HOST}",
            headers={"User-Agent": SAFARI, "Origin": f"https://{HOST}"},
        )

    def sites(self) -> Sites:
        return Sites(self._sites)

    def install(self, *sites: Site) -> None:
        """In the place of those there were, each with its ledger."""
        self._sites = list(sites)
        for each in sites:
            each.ledger = ledger_of(each, self.receipts.newest().half)

    async def hit(self, path: str = "/", headers: Mapping[str, str] = {}, **keys: Any) -> httpx.Response:
        return await self.browser.post("/hit", json=wire(path, **keys), headers=headers)

    async def answer(self, answer: str, headers: Mapping[str, str] = {}, /, **keys: Any) -> httpx.Response:
        choice = {"v": 1, "site": HOST, "policy": 1, "answer": answer} | keys
        return await self.browser.post("/consent", json=choice, headers=headers)

    async def fold(self) -> None:
        assert await Fold(self.data / "journal", self.store, self.keys, self.sites).run(self.now)

    async def counts(self) -> dict[Key, Counters]:
        """All that is counted of the site, after a fold, with every sum found to hold."""
        await self.fold()
        breach = await check(self.store, {})
        assert breach is None, str(breach)
        return {key: counters async for key, counters, _ in self.store.dump(HOST)}

    async def counted(self, dimension: str) -> dict[str, int]:
        """Page views by value."""
        await self.counts()
        grain = Grain.WINDOW if DIMENSIONS[dimension].values == "typed" else Grain.DAY
        rows = await self.store.top(HOST, CONSENTED, grain, dimension, START, END)
        found: dict[str, int] = {}
        for row in rows:
            is_digest = grain is Grain.WINDOW and not row.value.startswith("(")
            name = row.name or (RARE if is_digest else row.value)
            found[name] = found.get(name, 0) + row.counters.pageviews
        return found

    async def upkeep(self, name: str) -> dict[str, int]:
        """What the service counts for itself: `ignored`, `choice`, `scrubbed` or `blocked`."""
        await self.counts()
        rows = await self.store.top(HOST, SERVICE, Grain.DAY, name, START, END)
        return {row.value: row.counters.pageviews for row in rows}

    async def total(self) -> Counters:
        await self.counts()
        points = await self.store.series(HOST, CONSENTED, Grain.DAY, START, END)
        total = Counters()
        for point in points:
            total = total.plus(point.counters)
        return total

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.data.rglob("*")) if path.is_file())


@asynccontextmanager
async def visitors(data: Path, lists: Lists, *sites: Site, limit: int = 0) -> AsyncIterator[Visitors]:
    database = await Database.open(await empty_counts(data / "counts.db"))
    there = Visitors(data, database, sites or [site()], lists, limit)
    try:
        async with there.browser:
            yield there
    finally:
        await there.journal.close()
        await database.close()


async def write_segment(journal: Path, entries: Iterable[Entry]) -> Path:
    """One closed segment that holds the entries, and its path."""
    before = set(journal.glob("*.seg"))
    writer = Journal(journal, seconds=3600)
    for entry in entries:
        await writer.append(entry)
    await writer.close()
    (path,) = set(journal.glob("*.seg")) - before
    return path


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def lists() -> Lists:
    return load_lists()


@pytest.fixture
async def collector(tmp_path: Path, lists: Lists) -> AsyncIterator[Visitors]:
    """One site, whose policy permits everything."""
    async with visitors(tmp_path, lists) as there:
        yield there
