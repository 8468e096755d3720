"""One process that serves: collector, dashboard or both, over one data directory."""

import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Literal

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from collector.app import Collector
from collector.classify import Classifier
from collector.flood import FloodGate
from collector.fold import Fold
from collector.jobs import Housekeeping, Jobs
from collector.journal import Journal
from collector.keys import TypedKeys
from collector.lists import load_lists
from collector.networks import BadNetwork, Networks, read_networks
from collector.refusal import Refused
from collector.signing import ReceiptKeys
from dashboard.settings import BadSetting, Settings
from policy.ledger import Ledger
from policy.site import Sites, site_of
from store.database import Database
from store.ledger import LedgerFiles
from store.policies import InstalledSite, PolicyFiles, Watched
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch

Side = Literal["collector", "dashboard", "both"]


def build_sites(files: PolicyFiles) -> Sites:
    """The installed sites with every version of their policies, and their ledgers."""
    ledgers = LedgerFiles(files.directory)
    return Sites(
        site_of(
            site.host,
            site.timezone,
            [(each.day, each.text) for each in files.history(site)],
            removed=site.removed,
            ledger=ledger_of(ledgers, site),
            service=site.service,
        )
        for site in files.all_sites()
    )


def ledger_of(ledgers: LedgerFiles, site: InstalledSite) -> Ledger:
    """As it lies; a broken one where it cannot be read, which is no reason not to serve."""
    try:
        return Ledger.of(ledgers.text(site.host), site.ledger)
    except OSError as error:
        return Ledger.unreadable(error.strerror or str(error))


def data_centres(settings: Settings) -> Networks:
    """The networks from which no hits are counted. Raises `BadSetting` where the list cannot be read."""
    if not settings.data_centres:
        return Networks()
    try:
        return read_networks(Path(settings.data_centres))
    except BadNetwork as error:
        raise BadSetting(f"RAKNEVERK_DATA_CENTRES: {error}") from None
    except OSError as error:
        why = error.strerror or str(error)
        raise BadSetting(f"RAKNEVERK_DATA_CENTRES: {settings.data_centres} cannot be read ({why}).") from None


def create(settings: Settings, side: Side, wrap: Callable[[ASGIApp], ASGIApp] = lambda app: app) -> ASGIApp:
    """The application of one process; what it holds is opened and closed with the server."""
    _die_with_parent()
    answers = {HTTPException: _problem, ClientDisconnect: _nobody}
    app = Starlette(lifespan=partial(_lifespan, settings, side), exception_handlers=answers)
    app.router.redirect_slashes = False  # those lead to whatever name the request was sent to
    return wrap(app)


@asynccontextmanager
async def _lifespan(settings: Settings, side: Side, app: Starlette) -> AsyncIterator[None]:
    data = settings.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    sites = Watched(PolicyFiles(data / "policies"), build_sites)
    async with AsyncExitStack() as stack:
        database = await Database.open(data / "counts.db")
        stack.push_async_callback(database.close)
        store, figures = SQLiteCounts(database), SQLiteSearch(database)
        routes: list[BaseRoute] = [Route("/health", _health)]
        if side != "dashboard":
            routes += await _collector(settings, store, figures, sites, stack)
        if side != "collector":
            from dashboard.owner import owners_side  # noqa: PLC0415 - what asks search engines is some 10 MB

            routes += await owners_side(settings, store, figures, sites, stack)
        app.router.routes[:] = routes
        yield


async def _collector(
    settings: Settings,
    store: SQLiteCounts,
    figures: SQLiteSearch,
    sites: Callable[[], Sites],
    stack: AsyncExitStack,
) -> list[Route]:
    """Closed in the order: no more hits, the journal's segment, the last fold."""
    data = settings.data
    keys = TypedKeys(data / "keys")
    journal = Journal(data / "journal", settings.fold_seconds)
    gate, receipts = FloodGate(settings.hit_limit), ReceiptKeys(data / "keys")
    pictures = LedgerFiles(data / "policies").shot
    classifier = Classifier(load_lists(), data_centres(settings))
    collector = Collector(sites, journal, classifier, gate, receipts, time.time, pictures)
    housekeeping = Housekeeping(Fold(data / "journal", store, keys, sites), store, figures, keys, sites)
    jobs = Jobs(data, housekeeping, collector.forget, settings.fold_seconds)
    stack.push_async_callback(jobs.close)
    stack.push_async_callback(journal.close)
    return collector.routes()


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "registered for nothing else"
    return Refused(error.status_code, error.detail).response()


async def _nobody(_: Request, error: Exception) -> Response:
    """Who asked hung up, as telephones do; there is nothing to log."""
    return Response(status_code=400)


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def run(app: Callable[[], ASGIApp], settings: Settings, host: str, port: int, workers: int) -> int:
    """Serves until told to stop; returns the exit status. The access log is off: it would hold addresses."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    config = uvicorn.Config(
        app, host=host, port=port, factory=True, workers=workers, access_log=False, server_header=False,
        forwarded_allow_ips=settings.trusted_proxies, log_level="warning", timeout_graceful_shutdown=10,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # raised again by the server when all is closed
    try:
        if workers == 1:
            uvicorn.Server(config).run()
            return 0
        parent = Multiprocess(config, sockets=[config.bind_socket()])
        parent.run()
        return int(any(process.exitcode == STARTUP_FAILURE for process in parent.processes))
    except SystemExit as end:  # the server has said why
        return 1 if end.code else 0
    except KeyboardInterrupt:
        return 0


def _die_with_parent() -> None:
    """A worker whose parent was killed must not go on serving (prctl(2) PR_SET_PDEATHSIG)."""
    parent = multiprocessing.parent_process()
    if parent and sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
        if os.getppid() != parent.pid:  # it died before it could be asked for
            sys.exit(STARTUP_FAILURE)
