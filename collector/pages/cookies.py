"""Answers below `/cookies`: the page to see and change one's choice, by a plain form; and what its script asks for."""

from collections.abc import Awaitable, Callable
from typing import Final, Literal, NamedTuple
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from collector.choice import answer_of, canonical, items_of, receipt_cookie
from collector.classify import Classifier, request_of
from collector.consent import Consent
from collector.hits import Ignored
from collector.origin import address_of, is_same_origin, origin_of, service_of
from collector.pages.cookie_page import (
    SAID,
    SCRIPT,
    SHEET,
    Asset,
    Said,
    Seen,
    is_left_over,
    is_own,
    receipt_in,
    render_cookies,
)  # fmt: skip
from collector.pages.held import Held, held, read_cookies, signals
from collector.pages.preview import preview, read_question
from collector.pages.problem import PageProblem, explaining, unnamed
from collector.pages.shell import IMMUTABLE, language_asked
from collector.pages.site import in_swedish, site_page
from collector.refusal import Handler, Refused, refusing
from collector.wire import Unreadable, WireChoice
from policy.receipt import canonical as canonical_receipt
from policy.rights import rights
from policy.site import Site, Sites
from policy.words import Language

Body = Callable[[Request, float], Awaitable[bytes]]
"""Reads a request's body, at a time in seconds since 1970. Raises `Refused`."""

_PAGE: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'",
    "Referrer-Policy": "same-origin",  # with "no-referrer" the form's Origin would be "null"
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_FORM: Final = "application/x-www-form-urlencoded"
_BELOW: Final = ".."  # the way from /cookies/HOST to where the service's addresses begin, and from /cookies:
_HERE: Final = "."


class _Given(NamedTuple):
    """The form as it was sent: the version that it asked with, its button, and what was ticked."""

    version: int
    answer: str
    ticked: frozenset[str]


class CookiePages:
    """`body` has the collector's limits on what is sent; `clock` gives seconds since 1970."""

    def __init__(
        self,
        sites: Callable[[], Sites],
        body: Body,
        consent: Consent,
        classifier: Classifier,
        clock: Callable[[], float],
    ) -> None:
        self._sites, self._body, self._consent = sites, body, consent
        self._classifier, self._clock = classifier, clock

    def routes(self) -> list[Route]:
        """The form is sent to the folder in which `/consent` lies too: on a path of the site, where the service does
        not know the path, a cookie without one is then for the same folder. There alone it can be taken away."""
        return [
            Route("/cookies", _explaining(self.answer, _HERE), methods=["POST"]),
            Route("/cookies", _explaining(self.clear, _HERE)),
            Route("/cookies/", _explaining(unnamed, _BELOW)),
            Route(f"/cookies/{SHEET.path}", _asset(SHEET)),
            Route(f"/cookies/{SCRIPT.path}", _asset(SCRIPT)),
            Route("/cookies/{host}", _explaining(site_page(self._sites, self.page), _BELOW)),
            Route("/cookies/{host}/receipt.json", _explaining(self.receipt, f"{_BELOW}/..")),
            Route("/cookies/{host}/explain", refusing(self.explain), methods=["POST"]),
            Route("/kakor", _explaining(unnamed, _HERE)),
            Route("/kakor/", _explaining(unnamed, _BELOW)),
            Route("/kakor/{host}", _explaining(in_swedish(self._sites, "cookies"), _BELOW)),
        ]

    async def page(self, site: Site, request: Request) -> Response:
        seen, said = _seen(request), _said(request)
        if is_left_over(site, seen) and not seen.cleared:
            address = f"{_BELOW}/cookies?site={site.host}&lang={language_asked(request)}&said={said}"
            return RedirectResponse(address, 303, _PAGE)
        page = render_cookies(site, seen, language_asked(request), said, site.day(self._clock()))
        return HTMLResponse(page, headers=_PAGE)

    async def clear(self, request: Request) -> Response:
        """Takes away the receipt of a yes that does not hold any more, and leads to the page, which is told whether
        there was one: it sends nobody here twice whose browser does not part with it."""
        site = self._site(request.query_params.get("site", ""))
        is_there = is_left_over(site, _seen(request))
        response = _shown_anew(site, request, _said(request), f"&cleared={is_there:d}")
        if is_there:
            _forget(site, request, response)
        return response

    async def answer(self, request: Request) -> Response:
        site = self._site(request.query_params.get("site", ""))
        seen = _seen(request)
        if not (is_own(site, seen.service) and is_same_origin(request)):
            raise PageProblem(403, "problem_origin", site)
        given = _read(await self._body(request, self._clock()), request.headers.get("content-type", ""), site)
        if given.version < site.material_since:
            return _shown_anew(site, request, "stale")
        wire = _wire(site, given, seen.signal)
        holds = held(site, seen.cookies, seen.signal)
        if _is_unchanged(holds, site, given):
            response = _shown_anew(site, request, "unchanged")
            if not holds.accepted:
                _forget(site, request, response)
            return response
        return await self._take(site, wire, request)

    async def _take(self, site: Site, wire: WireChoice, request: Request) -> Response:
        """Counted as the same answer to the banner is, and kept as it would be."""
        answer = answer_of(site.history[wire.policy].policy, wire)
        origin, now = origin_of(request), self._clock()
        kept = await self._consent.take(site, wire.policy, answer, origin, request.headers, now)
        response = _shown_anew(site, request, "saved")
        for cookie in (kept.headers.get("Set-Cookie"), kept.cookie):
            if cookie:
                response.headers.append("Set-Cookie", cookie)
        return response

    async def receipt(self, request: Request) -> Response:
        site = self._site(request.path_params["host"])
        judged = receipt_in(site, read_cookies(request.headers.get("cookie", "")))
        receipt = judged.receipt if judged and judged.verdict != "receipt_bad" else None
        if receipt is None:
            raise PageProblem(404, "problem_receipt", site)
        name = f"rakneverk-{site.host}-{receipt.day.isoformat()}.json"
        headers = {**_PAGE, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(canonical_receipt(receipt), headers=headers, media_type="application/json")

    async def explain(self, request: Request) -> Response:
        """What a page view would write; an object with the sentence that says so and the fields of `Preview`."""
        now = self._clock()
        site = self._sites().get(request.path_params["host"].lower())
        if site is None:
            raise Refused(404, "There is no such site here")
        if not is_same_origin(request):
            raise Refused(403, "Only the cookie page may ask")
        language, seen = language_asked(request), _seen(request)
        holds = held(site, seen.cookies, seen.signal)
        agreed = "statistics" in holds.accepted
        version = holds.version if agreed and holds.version in site.history else site.policy.version
        try:
            wire = read_question(await self._body(request, now), site, version)
        except Unreadable:
            raise Refused(400, "Unreadable", rights(language)["explain_unread"].format(host=site.host)) from None
        wire = msgspec.structs.replace(wire, own=seen.cookies.marked)
        reported = request_of(request.headers, address_of(request))._replace(origin=None)  # this page's is the service
        entry = self._classifier.classify(site, wire, reported, now)
        said = _outcome(entry.reason if isinstance(entry, Ignored) else "", agreed, language)
        told = {"said": said} | msgspec.structs.asdict(preview(site, entry, language))
        return Response(msgspec.json.encode(told), headers=_PAGE, media_type="application/json")

    def _site(self, host: str) -> Site:
        site = self._sites().get(host.lower())
        if site is None:
            raise PageProblem(404, "problem_site" if host else "problem_unnamed")
        return site


def _explaining(handler: Handler, root: str) -> Handler:
    return explaining(handler, root, "cookies")


def _asset(asset: Asset) -> Handler:
    async def answer(_: Request) -> Response:
        return Response(asset.text, media_type=asset.kind, headers=IMMUTABLE)

    return answer


def _seen(request: Request) -> Seen:
    told = request.query_params.get("cleared")
    cleared: Literal["", "0", "1"] = "" if told is None else "1" if told == "1" else "0"
    return Seen(service_of(request), read_cookies(request.headers.get("cookie", "")), signals(request.headers), cleared)


def _said(request: Request) -> Said:
    return next((each for each in SAID if each == request.query_params.get("said")), "")


def _read(body: bytes, kind: str, site: Site) -> _Given:
    """Raises `PageProblem` for what no form of ours sends."""
    wrong = PageProblem(400, "problem_answer", site)
    if kind.partition(";")[0].strip().lower() != _FORM:
        raise wrong
    try:
        sent = parse_qs(body.decode("ascii"), strict_parsing=True, max_num_fields=300)
    except ValueError:
        raise wrong from None
    version, answer = sent.get("version", [""])[0], sent.get("answer", [""])[0]
    if not (version.isascii() and version.isdigit() and len(version) < 10 and int(version) in site.history):
        raise wrong
    if answer not in {"yes", "some", "no"}:
        raise wrong
    return _Given(int(version), answer, frozenset(sent.get("accepted", [])))


def _accepted(items: dict[str, str], given: _Given) -> frozenset[str]:
    """The items that the answer accepts."""
    if given.answer != "some":
        return frozenset(items if given.answer == "yes" else ())
    return frozenset(item for item, category in items.items() if item in given.ticked or category in given.ticked)


def _is_unchanged(holds: Held, site: Site, given: _Given) -> bool:
    """As the script has it: what holds already is not counted again."""
    accepted = _accepted(items_of(site.history[given.version].policy), given)
    return bool(holds.answer) and holds.version >= given.version and holds.accepted == accepted


def _wire(site: Site, given: _Given, signal: bool) -> WireChoice:
    """The answer as the script would send it. Raises `PageProblem` for what this version does not have."""
    items = items_of(site.history[given.version].policy)
    if given.answer == "some" and given.ticked - items.keys() - set(items.values()):
        raise PageProblem(400, "problem_answer", site)
    accepted = _accepted(items, given)
    answer: Literal["yes", "some", "no"] = "no"
    if accepted:
        answer = "yes" if accepted == items.keys() else "some"
    part = canonical(items, accepted) if answer == "some" else ()
    return WireChoice(1, site.host, given.version, answer, part, signal and answer != "no")


def _shown_anew(site: Site, request: Request, said: Said, more: str = "") -> Response:
    return RedirectResponse(f"cookies/{site.host}?lang={language_asked(request)}&said={said}{more}", 303, _PAGE)


def _forget(site: Site, request: Request, response: Response) -> None:
    """The browser is told to let its receipt go."""
    if header := receipt_cookie(site, None, origin_of(request), request.headers.get("host", "")):
        response.headers.append("Set-Cookie", header)


def _outcome(reason: str, agreed: bool, language: Language) -> str:
    r = rights(language)
    outcome = r["explain_ignored"].format(reason=r[f"reason_{reason}"]) if reason else r["explain_counted"]
    return outcome if agreed else f"{r['explain_would']} {outcome}"
