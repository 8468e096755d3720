"""The HTTP side that browsers talk to: script, hits, choices, reports of blocked loads and the policy page."""

import asyncio
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from collector.agents import is_audit
from collector.choice import answer_of
from collector.classify import Classifier, is_own_origin, looked_at, request_of
from collector.consent import Consent
from collector.flood import FloodGate, Sent
from collector.hits import Blocked, Entry, Ignored
from collector.journal import Journal, NotDurable
from collector.origin import address_of
from collector.pages.cookies import CookiePages
from collector.pages.own import OwnVisits
from collector.pages.policy_page import Pictures, PolicyPages
from collector.refusal import ANSWER, Refused, refusing
from collector.report import KINDS, blocked_loads, read_report
from collector.report import LONGEST as LONGEST_REPORT
from collector.script import script_of
from collector.signing import ReceiptKeys
from collector.wire import LONGEST, Unreadable, read_choice, read_hit
from policy.receipt import canonical
from policy.site import Site, Sites

P = ParamSpec("P")
T = TypeVar("T")

_FOREIGN: Final = {**ANSWER, "Rakneverk-Ignored": "origin"}
_AUDIT: Final = {**ANSWER, "Rakneverk-Ignored": "audit"}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
}
_PATIENCE: Final = 10  # seconds for a body to arrive
_BUSY: Final = 5  # seconds after which a hit that could not be kept is worth sending again


class Collector:
    """Answers browsers. `clock` gives seconds since 1970; `pictures` are those of the banner."""

    def __init__(
        self,
        sites: Callable[[], Sites],
        journal: Journal,
        classifier: Classifier,
        gate: FloodGate,
        keys: ReceiptKeys,
        clock: Callable[[], float],
        pictures: Pictures | None = None,
    ) -> None:
        self._sites, self._journal, self._classifier = sites, journal, classifier
        self._gate, self._clock = gate, clock
        self._consent = Consent(self._append, keys)
        self._policy = PolicyPages(sites, pictures)
        self._cookies = CookiePages(sites, self._body, self._consent, classifier, clock)
        self._own = OwnVisits(sites, self._body, clock)

    def routes(self) -> list[Route]:
        return [
            Route("/hit", refusing(self.hit), methods=["POST"]),
            Route("/consent", refusing(self.consent), methods=["POST"]),
            Route("/report/{host}", refusing(self.report), methods=["POST"]),
            Route("/report/{host}", _may_report, methods=["OPTIONS"]),
            Route("/s/{host}.js", refusing(self.script)),
            *self._policy.routes(),
            *self._cookies.routes(),
            *self._own.routes(),
        ]

    def forget(self, now: float) -> None:
        """Forgets what was remembered of addresses and agents for long enough."""
        self._gate.forget(now)
        self._classifier.forget(now)

    async def hit(self, request: HttpRequest) -> Response:
        now = self._clock()
        wire = _readable(read_hit, await self._body(request, now))
        site = self._asked(wire.site, wire.policy)
        seen = request_of(looked_at(request.headers.raw), address_of(request))
        if is_audit(seen.user_agent):
            return Response(status_code=204, headers=_AUDIT)
        entry = self._classifier.classify(site, wire, seen, now)
        if isinstance(entry, Ignored):
            if wire.kind == "view":  # of what is left out page views are counted
                await self._append(entry)
            return Response(status_code=204, headers={**ANSWER, "Rakneverk-Ignored": entry.reason})
        await self._append(entry)
        return Response(status_code=204, headers=ANSWER)

    async def consent(self, request: HttpRequest) -> Response:
        now = self._clock()
        wire = _readable(read_choice, await self._body(request, now))
        site = self._asked(wire.site, wire.policy)
        answer = _readable(answer_of, site.history[wire.policy].policy, wire)
        origin = request.headers.get("origin")
        if origin == "null" or not is_own_origin(origin, site.hosts):  # "null": a frame shut off, which shows no banner
            return Response(status_code=204, headers=_FOREIGN)
        kept = await self._consent.take(site, wire.policy, answer, origin, request.headers, now)
        if kept.receipt is None:
            return kept.on(Response(status_code=204, headers=ANSWER))
        return kept.on(Response(canonical(kept.receipt), 200, ANSWER, "application/json"))

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
        if is_audit(request.headers.get("user-agent", "")):
            return Response(status_code=204, headers=_AUDIT)
        today = site.day(now).isoformat()
        entries = [Blocked(site.host, today, *key, number) for key, number in loads.items()]
        await asyncio.gather(*map(self._append, entries))
        return Response(status_code=204, headers=ANSWER)

    async def script(self, request: HttpRequest) -> Response:
        site = self._site(request.path_params["host"])
        script = script_of(site, site.day(self._clock()))
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

    async def _body(self, request: HttpRequest, now: float, sent: Sent = "hit", longest: int = LONGEST) -> bytes:
        if not self._gate.lets_in(address_of(request), now, sent):
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
        if version not in site.history:
            raise Refused(400, "There is no such version of the policy", f"The newest is {site.policy.version}.")
        return site

    async def _append(self, entry: Entry) -> None:
        try:
            await self._journal.append(entry)
        except NotDurable as error:
            raise Refused(503, "Not safe on disk; send it again", str(error), retry_after=_BUSY) from None


async def _may_report(_: HttpRequest) -> Response:
    """Browsers ask before they send what is gathered for `report-to`, whose content type no form can send."""
    return Response(status_code=204, headers=_PREFLIGHT)


def _readable(read: Callable[P, T], *sent: P.args, **named: P.kwargs) -> T:
    try:
        return read(*sent, **named)
    except Unreadable as error:
        raise Refused(400, "The report cannot be read", str(error)) from None
