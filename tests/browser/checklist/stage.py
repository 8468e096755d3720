"""Where websites stand to be examined: their pages, the service that asks, and two third parties, on loopback."""

import base64
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Host, Route
from starlette.types import Receive, Scope, Send

from bench.loopback import Loopback
from collector.app import Collector
from collector.classify import Classifier
from collector.flood import FloodGate
from collector.journal import Journal
from collector.lists import load_lists
from collector.signing import ReceiptKeys
from policy.site import Sites, site_of
from tests.browser.checklist.evidence import Declaration
from tests.browser.website import PATIENCE
from tests.policy.ledgers import ledger_of

SITE: Final = "kbt-verkstan.localhost"
SERVICE: Final = "stats.kbt-verkstan.localhost"
FILM: Final = "film.localhost"
"""A third party whose service the policy declares; "pixel.localhost" is one that it does not."""

CLOSED: Final = "/behandlingar/panikattacker"

_REPLICA: Final = Path(__file__).with_name("replica.js").read_text(encoding="utf-8")
_TAG: Final = "document.cookie = 'viewer=1;path=/;max-age=864000'; localStorage.setItem('player-volume', '1');"
_PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")

LINK: Final = '<a href="/kakor" data-rakneverk-open>Kakor</a>'

_FORM: Final = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Kakor</title></head><body>
<form method="post"><button name="answer" value="no" data-consent="reject">Neka</button>
<button name="answer" value="yes" data-consent="accept">Godkänn</button></form></body></html>"""
"""Of the replica: where the choice is changed without JavaScript."""

_PAGE: Final = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Kurser</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>main{{min-height:1500px}} footer a{{display:inline-block;padding:8px}}</style>{head}
<script src="{service}/s/{site}.js?{edition}" async></script></head>
<body><main><h1>Kurser i hösten</h1><p><a id="on" href="/andra">Alla kurser</a></p>{body}</main>
<footer>{footer}</footer></body></html>"""


@dataclass(frozen=True)
class Website:
    """One to be examined. Our own script asks for it under `documents`, which follow each other as the policy as it
    is, with better spelling, and with a material change; where there are none, the replica, with its `fault`."""

    declaration: Declaration
    documents: tuple[str, ...] = ()
    fault: str = ""
    lang: str = "sv"
    head: str = ""
    body: str = ""
    published: int = 100
    """Days ago, all of its editions: a change that is not material is told of for thirty days."""
    planted: str = ""
    """Markup of the first page alone; `closed`: of that on which no third party may be loaded."""
    closed: str = ""
    footer: str = LINK


@contextmanager
def staged(directory: Path) -> Iterator["Stage"]:
    """A stage for as long as it is needed, with its journal in the directory."""
    stage = Stage(directory)
    yield stage
    stage.stop()


class Stage:
    """Serves one website at a time, in a thread. `edition` counts what has been published of its policy."""

    def __init__(self, directory: Path) -> None:
        self._directory, self._keys = directory, ReceiptKeys(directory / "keys")
        self._loopback = Loopback()
        self.port = self._loopback.port
        self.website: Website
        self.edition = 0
        self._asked = 0
        self._rest = threading.Condition()
        self._loopback.serve(self._application(), lifespan=True)

    def shows(self, website: Website) -> None:
        self.website, self.edition = website, 0

    def url(self, path: str = "/", host: str = SITE) -> str:
        return f"http://{host}:{self.port}{path}"

    def rests(self) -> None:
        """Waits until the service has answered all: its answer to a choice sets the cookie too."""
        with self._rest:
            assert self._rest.wait_for(lambda: not self._asked, PATIENCE), "the service does not answer"

    def stop(self) -> None:
        self._loopback.stop()

    def _sites(self) -> Sites:
        day = datetime.now(UTC).date() - timedelta(days=self.website.published)
        documents = self.website.documents[: self.edition + 1]
        site = site_of(SITE, "Europe/Stockholm", [(day, document) for document in documents])
        site.ledger = ledger_of(site, self._keys.newest().half)
        return Sites([site])

    def _application(self) -> Starlette:
        app = Starlette(lifespan=self._lifespan)
        way = Route("/kakor", self._way, methods=["GET", "POST"])
        third = [Route("/tag.js", self._tag), Route("/{path:path}", self._frame)]
        app.router.routes[:] = [
            Host(FILM, Starlette(routes=third)),
            Host("pixel.localhost", Starlette(routes=[Route("/{path:path}", self._pixel)])),
            Host(SITE, Starlette(routes=[way, Route("/{path:path}", self._page)])),
        ]
        return app

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        journal = Journal(self._directory, 3600)
        collector = Collector(self._sites, journal, Classifier(load_lists()), FloodGate(0), self._keys, time)
        replica = Route("/s/{host}.js", self._script)
        service = Starlette(routes=[replica, *collector.routes()])

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            self._count(1)
            try:
                await service(scope, receive, send)
            finally:
                self._count(-1)

        app.router.routes.append(Host(SERVICE, counted))
        self._collector = collector
        yield
        await journal.close()

    def _count(self, asked: int) -> None:
        with self._rest:
            self._asked += asked
            self._rest.notify_all()

    async def _script(self, request: Request) -> Response:
        if self.website.documents:
            return await self._collector.script(request)
        versions = [(3, 3), (4, 3), (5, 5)]
        version, material = versions[self.edition]
        site: dict[str, Any] = {
            "fault": self.website.fault,
            "version": version,
            "material": material,
            "days": 182,
            "domain": SITE,
            "closed": ["/behandlingar/"],
            "film": self.url("", FILM),
            "service": self.url("", SERVICE),
        }
        return Response(_REPLICA.replace("__SITE__", json.dumps(site)), media_type="text/javascript")

    async def _page(self, request: Request) -> Response:
        website, path = self.website, request.url.path
        page = _PAGE.format(
            lang=website.lang,
            head=website.head,
            body=website.body + {"/": website.planted, CLOSED: website.closed}.get(path, ""),
            footer=website.footer,
            service=self.url("", SERVICE),
            site=SITE,
            edition=self.edition,
        )
        return HTMLResponse(page.replace("FILM", self.url("", FILM)).replace("PIXEL", self.url("", "pixel.localhost")))

    async def _way(self, request: Request) -> Response:
        """Where the link leads without JavaScript: to the service's page, or to the replica's."""
        if self.website.documents:
            return RedirectResponse(self.url(f"/cookies/{SITE}?lang={self.website.lang}", SERVICE))
        if self.website.fault == "link to a page without a form":
            return await self._page(request)
        page = HTMLResponse(_FORM)
        if request.method == "POST":
            answer = (await request.body()).decode().removeprefix("answer=")
            if answer == "yes" or self.website.fault != "form without effect":
                page.set_cookie("rv_choice", f"{answer}.3", domain=SITE)
        return page

    async def _tag(self, _: Request) -> Response:
        return Response(_TAG, media_type="text/javascript")

    async def _frame(self, _: Request) -> Response:
        return PlainTextResponse("film")

    async def _pixel(self, _: Request) -> Response:
        return Response(_PIXEL, media_type="image/gif")
