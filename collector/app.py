"""The HTTP side that browsers talk to: script, hits, choices, reports of blocked loads and the policy page."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Final, ParamSpec, TypeVar

from msgspec import json
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from collector.choice import answer_of, cookie_headers
from collector.classify import Classifier, Request, is_own_origin
from collector.flood import FloodGate, Sent
from collector.hits import Blocked, Choice, Entry, Ignored
from collector.journal import Journal, NotDurable
from collector.policy_page import STYLE_PATH, UnknownVersion, language_of, render_policy, style
from collector.report import KINDS, blocked_loads, read_report
from collector.report import LONGEST as LONGEST_REPORT
from collector.script import script_of
from collector.wire import LONGEST, Unreadable, read_choice, read_hit
from policy.site import Site, Sites

P = ParamSpec("P")
T = TypeVar("T")

_ANSWER: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Rakneverk-Ignored, Retry-After",
    "Cache-Control": "no-store",
}
_FOREIGN: Final = {**_ANSWER, "Rakneverk-Ignored": "origin"}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
}
_PAGE: Final = {
    "Cache-Control": "max-age=300",
    "Vary": "Accept-Language",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PATIENCE: Final = 10  # seconds for a body to arrive
_BUSY: Final = 5  # seconds after which a hit that could not be kept is worth sending again


class Refused(Exception):
    """The request is answered with a problem document (RFC 9457)."""

    def __init__(self, status: int, title: str, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.retry_after = status, title, detail, retry_after

    def response(self) -> Response:
        problem = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        wait = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        body = json.encode({key: value for key, value in problem.items() if value})
        return Response(body, self.status, {**_ANSWER, **wait}, "application/problem+json")


Handler = Callable[[HttpRequest], Awaitable[Response]]


class Collector:
    """Answers browsers. `clock` gives seconds since 1970."""

    def __init__(
        self,
        sites: Callable[[], Sites],
        journal: Journal,
        classifier: Classifier,
        gate: FloodGate,
        clock: Callable[[], float],
    ) -> None:
        self._sites, self._journal, self._classifier = sites, journal, classifier
        self._gate, self._clock = gate, clock

    def routes(self) -> list[Route]:
        return [
            Route("/hit", refusing(self.hit), methods=["POST"]),
            Route("/consent", refusing(self.consent), methods=["POST"]),
            Route("/report/{host}", refusing(self.report), methods=["POST"]),
            Route("/report/{host}", _may_report, methods=["OPTIONS"]),
            Route("/s/{host}.js", refusing(self.script)),
            Route(f"/policy/{STYLE_PATH}", style),
            Route("/policy/{host}", refusing(self.policy)),
        ]

    def forget(self, now: float) -> None:
        """Forgets what was remembered of addresses and agents for long enough."""
        self._gate.forget(now)
        self._classifier.forget(now)

    async def hit(self, request: HttpRequest) -> Response:
        now = self._clock()
        wire = _readable(read_hit, await self._body(request, now))
        site = self._asked(wire.site, wire.policy)
        headers = request.headers
        purpose = headers.get("sec-purpose", headers.get("purpose", ""))
        seen = Request(headers.get("user-agent", ""), headers.get("origin"), purpose)
        entry = self._classifier.classify(site, wire, seen, now)
        await self._append(entry)
        ignored = {"Rakneverk-Ignored": entry.reason} if isinstance(entry, Ignored) else {}
        return Response(status_code=204, headers={**_ANSWER, **ignored})

    async def consent(self, request: HttpRequest) -> Response:
        now = self._clock()
        wire = _readable(read_choice, await self._body(request, now))
        site = self._asked(wire.site, wire.policy)
        policy = site.history[wire.policy].policy
        answer = _readable(answer_of, policy, wire)
        origin = request.headers.get("origin")
        if origin == "null" or not is_own_origin(origin, site.hosts):  # "null": a frame shut off, which shows no banner
            return Response(status_code=204, headers=_FOREIGN)
        await self._append(Choice(site.host, _today(site, now).isoformat(), wire.policy, answer.counted))
        kept = cookie_headers(policy, answer, origin, request.headers.get("host", ""))
        return Response(status_code=204, headers={**_ANSWER, **kept})

    async def report(self, request: HttpRequest) -> Response:
        now = self._clock()
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in KINDS:
            raise Refused(415, "No report of a blocked load", f"It is sent as {' or '.join(KINDS)}.")
        body = await self._body(request, now, "report", LONGEST_REPORT)
        site = self._site(request.path_params["host"])
        loads = blocked_loads(site.policy, _readable(read_report, kind, body))
        if not is_own_origin(request.headers.get("origin"), site.hosts):
            return Response(status_code=204, headers=_FOREIGN)
        today = _today(site, now).isoformat()
        entries = [Blocked(site.host, today, *key, number) for key, number in loads.items()]
        await asyncio.gather(*map(self._append, entries))
        return Response(status_code=204, headers=_ANSWER)

    async def script(self, request: HttpRequest) -> Response:
        site = self._site(request.path_params["host"])
        script = script_of(site, _today(site, self._clock()))
        headers = {
            "Cache-Control": "max-age=300, stale-while-revalidate=86400",
            "ETag": script.etag,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",  # so that it can be embedded without the site's cookies
        }
        if script.etag in request.headers.get("if-none-match", ""):  # a proxy that compresses makes it W/"…"
            return Response(status_code=304, headers=headers)
        return Response(script.text, headers=headers, media_type="text/javascript")

    async def policy(self, request: HttpRequest) -> Response:
        site = self._site(request.path_params["host"])
        version = request.query_params.get("version")
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        if version is not None and not re.fullmatch(r"[0-9]{1,9}", version):
            raise Refused(404, "There is no such version", "A version is a whole number, such as 2.")
        try:
            page = render_policy(site, language, int(version) if version else None)
        except UnknownVersion as unknown:
            raise Refused(404, "There is no such version", str(unknown)) from None
        return HTMLResponse(page, headers=_PAGE)

    async def _body(self, request: HttpRequest, now: float, sent: Sent = "hit", longest: int = LONGEST) -> bytes:
        address = request.client.host if request.client else ""
        if not self._gate.lets_in(address, now, sent):
            raise Refused(429, f"Too many {sent}s from one address", retry_after=self._gate.wait(now))
        body = bytearray()
        try:
            async with asyncio.timeout(_PATIENCE):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > longest:
                        raise Refused(413, "The body is too long", f"A report has at most {longest} bytes.")
        except TimeoutError:
            raise Refused(408, "The body did not come in time", f"It has {_PATIENCE} seconds.") from None
        return bytes(body)

    def _site(self, host: str) -> Site:
        site = self._sites().get(host)
        if site is None:
            raise Refused(404, "There is no such site here")
        return site

    def _asked(self, host: str, version: int) -> Site:
        """The site, if it ever asked with this version of its policy."""
        site = self._site(host)
        if site.permitted(version) is None:
            raise Refused(400, "There is no such version of the policy", f"The newest is {site.policy.version}.")
        return site

    async def _append(self, entry: Entry) -> None:
        try:
            await self._journal.append(entry)
        except NotDurable as error:
            raise Refused(503, "Not safe on disk; send it again", str(error), retry_after=_BUSY) from None


def refusing(handler: Handler) -> Handler:
    """The handler, with refusals answered as problem documents."""

    async def answer(request: HttpRequest) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            return refused.response()

    return answer


async def _may_report(_: HttpRequest) -> Response:
    """Browsers ask before they send what is gathered for `report-to`, whose content type no form can send."""
    return Response(status_code=204, headers=_PREFLIGHT)


def _today(site: Site, now: float) -> date:
    return datetime.fromtimestamp(now, site.timezone).date()


def _readable(read: Callable[P, T], *sent: P.args, **named: P.kwargs) -> T:
    try:
        return read(*sent, **named)
    except Unreadable as error:
        raise Refused(400, "The report cannot be read", str(error)) from None
