"""A small website on loopback, and beside it a stand-in for the collector that notes what the script sends."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bench.loopback import Loopback
from collector.wire import read_hit
from tests.browser.configuration import served

SITE: Final = "kbt-verkstan.localhost"
SERVICE: Final = "stats.kbt-verkstan.localhost"
ELSEWHERE: Final = "sok.localhost"

PATIENCE: Final = 10
"""Seconds that a test waits for something a browser sends before it fails."""

_PAGE: Final = """<!doctype html><html{lang}><head><meta charset="utf-8"><title>Kurser</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{head}{script}</head>
<body><main><h1>Kurser i hösten</h1><p><a id="first" href="/andra">En andra sida</a></p>{body}</main>
<footer><a id="cookies" href="/kakor/kbt-verkstan.se" data-rakneverk-open>Kakor</a></footer></body></html>"""


@dataclass(frozen=True)
class Message:
    """One request that the script sent."""

    query: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Website:
    """What the pages are like and how the collector answers can be changed between requests."""

    port: int
    lang: str = "sv"
    head: str = ""
    body: str = ""
    prefix: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=dict)
    status: int = 204
    retry_after: str = ""
    cookie: str = ""
    hits: list[Message] = field(default_factory=list)
    choices: list[Message] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    news: threading.Condition = field(default_factory=threading.Condition)

    def url(self, path: str = "/", host: str = SITE) -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def service(self) -> str:
        return self.url("", SERVICE)

    @property
    def views(self) -> list[dict[str, Any]]:
        """All that is told, as a collector counts it: a quick click away repeats a hit, under the same id."""
        views: dict[str, dict[str, Any]] = {}
        for hit in self.hits:
            views.setdefault(hit.body["id"], hit.body)
        return list(views.values())

    @property
    def acts(self) -> list[dict[str, Any]]:
        """What was told of a page after its view."""
        return [view for view in self.views if view.get("kind") == "act"]

    def acted(self, number: int) -> list[dict[str, Any]]:
        """The acts, when there are as many as that, or more."""
        self.wait(lambda: len(self.acts) >= number)
        return self.acts

    def counted(self, number: int) -> list[dict[str, Any]]:
        """The page views, when there are as many as that, or more."""
        self.wait(lambda: len(self.views) >= number)
        return self.views

    def received(self, number: int) -> list[dict[str, Any]]:
        """All that came, repeats too."""
        self.wait(lambda: len(self.hits) >= number)
        return [hit.body for hit in self.hits]

    def answered(self, number: int) -> list[dict[str, Any]]:
        self.wait(lambda: len(self.choices) >= number)
        return [choice.body for choice in self.choices]

    def wait(self, holds: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(holds, PATIENCE), f"only {len(self.hits)} hits, {len(self.choices)} choices"

    async def page(self, request: Request) -> Response:
        with self.news:
            self.asked.add(f"{request.url.hostname}{request.url.path}")
            self.news.notify_all()
        lang = f' lang="{self.lang}"' if self.lang else ""
        source = f"{self.service}{self.prefix}/s/kbt-verkstan.se.js"
        script = f'<script async src="{source}" referrerpolicy="no-referrer"></script>'
        own = request.url.hostname != ELSEWHERE
        page = _PAGE.format(lang=lang, head=self.head, body=self.body, script=script if own else "")
        return HTMLResponse(page, self.statuses.get(request.url.path, 200), headers=self.headers)

    async def script(self, _: Request) -> Response:
        return Response(served(**self.policy), media_type="text/javascript")

    async def hit(self, request: Request) -> Response:
        read_hit(await request.body())  # what a collector could not read counts as nothing here either
        await self._note(self.hits, request)
        headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
        if self.retry_after:
            headers["Retry-After"] = self.retry_after
        return Response(status_code=self.status, headers=headers)

    async def consent(self, request: Request) -> Response:
        await self._note(self.choices, request)
        origin = request.headers["origin"]
        headers = {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}
        if self.cookie:
            headers["Set-Cookie"] = self.cookie
        return Response(status_code=204, headers=headers)

    async def _note(self, where: list[Message], request: Request) -> None:
        body = json.loads(await request.body())
        with self.news:
            where.append(Message(request.url.query, dict(request.headers), body))
            self.news.notify_all()

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/s/{host}.js", self.script),
                Route("/{prefix}/s/{host}.js", self.script),
                Route("/hit", self.hit, methods=["POST"]),
                Route("/{prefix}/hit", self.hit, methods=["POST"]),
                Route("/consent", self.consent, methods=["POST"]),
                Route("/{prefix}/consent", self.consent, methods=["POST"]),
                Route("/{path:path}", self.page),
            ]
        )


class Server:
    """Serves a website in a thread; it can be stopped, which leaves a dead port, and started again on the same."""

    def __init__(self, port: int = 0) -> None:
        listening = Loopback(port)
        self.website = Website(listening.port)
        self._loopback = listening.serve(self.website.application())

    def stop(self) -> None:
        self._loopback.stop()

    def restart(self) -> None:
        self._loopback = Loopback(self.website.port).serve(self.website.application())
