"""A website with the real service in each place where it can be reached: on the site's domain, on a path of the site,
and on a foreign domain."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from time import time
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Host, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.loopback import Loopback
from collector.app import Collector
from collector.classify import Classifier
from collector.flood import FloodGate
from collector.hits import Choice, Entry
from collector.journal import Journal, closed_segments
from collector.lists import load_lists
from collector.signing import ReceiptKeys
from policy.site import Sites, site_of
from tests.policy.ledgers import ledger_of

SITE: Final = "klinik.localhost"
STATS: Final = f"stats.{SITE}"
FOREIGN: Final = "statistik.localhost"
PREFIX: Final = "/stat"

FIRST: Final = date(2026, 1, 1)

_PAGE: Final = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Kurser</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<script async src="{service}/s/{site}.js"></script></head>
<body><main><h1>Kurser i hösten</h1></main>
<footer><a href="{service}/cookies/{site}">Kakor</a></footer></body></html>"""


class _Proxied:
    """The site's own server, which passes on what lies on the path of the service, without that path."""

    def __init__(self, service: ASGIApp, pages: ASGIApp) -> None:
        self._service, self._pages = service, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(f"{PREFIX}/")
        if path == scope["path"]:
            await self._pages(scope, receive, send)
        else:
            await self._service({**scope, "path": f"/{path}", "raw_path": f"/{path}".encode()}, receive, send)


class Places:
    """Serves the documents, which follow each other as the site's policy. `on_path` is where the site's own pages look
    for the service."""

    def __init__(self, directory: Path, *documents: str) -> None:
        self.on_path = False
        self._directory, self._documents = directory, documents
        self._published = 1
        self._ended = False
        self._server = Loopback().serve(self._application(), lifespan=True)
        self.port = self._server.port

    def publishes(self) -> None:
        """The next version."""
        self._published += 1

    def url(self, path: str, host: str = SITE) -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def page_by_path(self) -> str:
        return self.url(f"{PREFIX}/cookies/{SITE}")

    @property
    def page_by_name(self) -> str:
        return self.url(f"/cookies/{SITE}", STATS)

    @property
    def page_elsewhere(self) -> str:
        return self.url(f"/cookies/{SITE}", FOREIGN)

    def stop(self) -> None:
        if not self._ended:
            self._ended = True
            self._server.stop()

    def journalled(self) -> list[Entry]:
        """Ends the service: all that it has written down."""
        self.stop()
        return [entry for _, entries in closed_segments(self._directory / "journal") for entry in entries]

    def answers(self) -> list[tuple[int, str]]:
        """Ends the service: the answers that it has counted, by version."""
        return [(entry.policy, entry.answer) for entry in self.journalled() if isinstance(entry, Choice)]

    def _sites(self) -> Sites:
        documents = [(FIRST, text) for text in self._documents[: self._published]]
        site = site_of(SITE, "Europe/Stockholm", documents)
        site.ledger = ledger_of(site, self._keys.newest().half)
        return Sites([site])

    def _application(self) -> Starlette:
        app = Starlette(lifespan=self._lifespan)
        app.router.routes[:] = []
        return app

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        journal = Journal(self._directory / "journal", 3600)
        self._keys = ReceiptKeys(self._directory / "keys")
        collector = Collector(self._sites, journal, Classifier(load_lists()), FloodGate(0), self._keys, time)
        service = Starlette(routes=collector.routes())
        app.router.routes[:] = [
            Host(STATS, service),
            Host(FOREIGN, service),
            Host(SITE, _Proxied(service, Starlette(routes=[Route("/{path:path}", self._page)]))),
        ]
        yield
        await journal.close()

    async def _page(self, _: Request) -> Response:
        service = PREFIX if self.on_path else self.url("", STATS)
        return HTMLResponse(_PAGE.format(service=service, site=SITE))
