"""`rakneverk demo`: the two replica sites, their service and the dashboard, with a year of made-up visits."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from collector.classify import Classifier, Request
from collector.fold import Fold
from collector.hits import Choice, Entry
from collector.imported import Imported
from collector.journal import Journal
from collector.keys import TypedKeys
from collector.lists import load_lists
from collector.signing import ReceiptKeys
from dashboard.commands import publish
from dashboard.commands.ledger import catch_up
from dashboard.numbers.ranges import Range
from dashboard.search.fetching.keeping import keep
from dashboard.serve import build_sites, create, run
from dashboard.settings import Settings
from demo import sites as replicas
from demo.acts import Act
from demo.policy import demo_policy
from demo.search import told
from demo.visits import Answer, MadeUp, View
from policy.site import Sites
from store.accounts import Accounts
from store.database import Database
from store.policies import PolicyFiles
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch

DAYS: Final = 364
EMAIL: Final = "agare@demo.example"
PASSWORD: Final = "demo-demo-demo"  # noqa: S105 - printed, and good for made-up figures alone
HOSTS: Final = replicas.HOSTS
_SITES: Final[tuple[replicas.SiteName, ...]] = ("kbt-verkstan.se", "kbtverkstanbutik.se")
_SERVICES: Final = dict(zip(_SITES, (HOSTS.clinic_service, HOSTS.shop_service), strict=True))
_FILLINGS: Final = {"email": "hej@demo.example", "telephone": "(påhittat nummer)"}


class ByHost:
    """Sends each request to the site of its host name; everything else to the service."""

    def __init__(self, service: ASGIApp, sites: dict[str, ASGIApp]) -> None:
        self._service, self._sites = service, sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = dict(scope.get("headers", ())).get(b"host", b"").decode("latin-1").partition(":")[0].lower()
        await self._sites.get(host, self._service)(scope, receive, send)


def demonstrate(settings: Settings, data: Path | None, host: str, port: int) -> int:
    """Makes the data in a new directory, or else in one that goes with the process, prints where everything is, and
    serves; returns the exit status. Raises `OSError` at once when the port is taken."""
    _require_free(host, port)
    with nullcontext(data) if data else tempfile.TemporaryDirectory(prefix="rakneverk-demo-") as directory:
        settings = msgspec.structs.replace(settings, data=Path(directory), secure=False)
        asyncio.run(prepare(settings.data, time.time()))
        _say(_where(port))
        return run(partial(application, settings, port), settings, host, port, workers=1)


def _require_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        why = f"Port {port} cannot be used ({os.strerror(error.errno or 0)})"
        raise OSError(error.errno, f"{why}; choose another: rakneverk demo --port {port + 1}") from None


def application(settings: Settings, port: int) -> ASGIApp:
    """The service, and the replica sites under their own host names."""
    sites: dict[str, ASGIApp] = {
        HOSTS.clinic: replicas.clinic(port),
        HOSTS.shop: replicas.shop(port),
        HOSTS.video: replicas.video(port),
    }
    return create(settings, "both", wrap=lambda app: ByHost(app, sites))


async def prepare(data: Path, now: float, days: int = DAYS) -> None:
    """Sites, policy, account and visits of the days before `now`."""
    begun = datetime.fromtimestamp(now, UTC).date() - timedelta(days=2 * days)
    await _fill(data, await install_sites(data, begun), now, days)


async def install_sites(data: Path, begun: date) -> Sites:
    """The two sites under the demonstration's policy since a day, and the account that may see them."""
    document = (files("policy") / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8")
    text = demo_policy(document, HOSTS, _FILLINGS)
    policies = PolicyFiles(data / "policies")
    for host in _SITES:
        # Not under the site's real name, but under the alias by which the demonstration is visited.
        publish.install(policies, host, text, "Europe/Stockholm", _SERVICES[host], third_party=True, today=begun)
    catch_up(policies, ReceiptKeys(data / "keys"), begun)
    accounts = await Accounts.open(data / "accounts.db")
    try:
        for host in _SITES:
            await accounts.add_user(EMAIL, PASSWORD, "owner", host)
    finally:
        await accounts.close()
    return build_sites(policies)


async def _fill(data: Path, sites: Sites, now: float, days: int) -> None:
    """The visits go the way of all visits: classified, journalled, folded, only with another `now`. So does what search
    engines tell, from their answers on."""
    database = await Database.open(data / "counts.db")
    try:
        await _fill_store(data, SQLiteCounts(database), sites, now, days)
        await _fill_figures(SQLiteSearch(database), sites, now, days)
    finally:
        await database.close()


async def _fill_store(data: Path, store: SQLiteCounts, sites: Sites, now: float, days: int) -> None:
    fold = Fold(data / "journal", store, TypedKeys(data / "keys"), lambda: sites)
    made_up = MadeUp(1, {host: sites[host].policy.version for host in _SITES})
    classifier = Classifier(load_lists())
    today = datetime.fromtimestamp(now, UTC).date()
    for ago in range(days, -1, -1):
        async with _journal(data) as journal:
            entries = [
                _entry(sites, classifier, event)
                for host in _SITES
                for event in made_up.day(host, today - timedelta(days=ago))
                if isinstance(event, Answer) or event.at <= now
            ]
            await asyncio.gather(*map(journal.append, entries))
        if ago % 7 == 0:
            await fold.run(now)
            _say(f"\rMaking a year of visits: {100 * (days - ago) // days} %", end="\n" if ago == 0 else "")
    await store.forget_numbers(now + 7_200)


async def _fill_figures(figures: SQLiteSearch, sites: Sites, now: float, days: int) -> None:
    today = datetime.fromtimestamp(now, UTC).date()
    asked = Range(today - timedelta(days=days), today)
    for host in _SITES:
        for engine, answer in told(host, asked, today, seed=1):
            await keep(figures, host, engine, answer, Imported(sites[host]))


@asynccontextmanager
async def _journal(data: Path) -> AsyncIterator[Journal]:
    journal = Journal(data / "journal", seconds=60)
    try:
        yield journal
    finally:
        await journal.close()


def _entry(sites: Sites, classifier: Classifier, event: View | Act | Answer) -> Entry:
    if isinstance(event, Answer):
        site = sites[event.site]
        return Choice(event.site, event.day.isoformat(), site.policy.version, event.answer)
    return classifier.classify(sites[event.wire.site], event.wire, Request(event.agent), event.at)


def _where(port: int) -> str:
    return f"""
The demonstration is running. All of it is invented. Ctrl+C stops it.

  The clinic      http://{HOSTS.clinic}:{port}/
  Its shop        http://{HOSTS.shop}:{port}/
  The dashboard   http://localhost:{port}/sites
  Log in as       {EMAIL}   password   {PASSWORD}
  The policy      http://{HOSTS.clinic_service}:{port}/policy/kbt-verkstan.se
"""


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()
