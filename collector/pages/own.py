"""Answers for `/own/HOST`, the link by which those who run a site have their own browser's visits left out."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Literal
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from collector.agents import is_audit
from collector.origin import is_same_origin, origin_of, service_of
from collector.pages.cookie_page import SHEET, is_own
from collector.pages.held import read_cookies
from collector.pages.problem import PageProblem, explaining
from collector.pages.shell import PAGE, STYLE_PATH, TEMPLATES, language_asked
from collector.pages.site import in_swedish, named_site, site_page
from collector.refusal import Handler
from collector.urls import NOWHERE, web_address
from policy.domains import registrable_domain
from policy.own_visits import MARK, MARK_DAYS, own_visits
from policy.site import Site, Sites

State = Literal["marked", "counted", "unmarked", "unkept", "foreign"]
"""What the page says first: the key of a sentence."""

_BELOW: Final = ".."  # the way from /own/HOST to where the service's addresses begin

_PAGE: Final = {
    **PAGE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # with "no-referrer" the form's Origin would be "null"
    "X-Robots-Tag": "noindex",
}


class OwnVisits:
    """`body` has the collector's limits on what is sent; `clock` gives seconds since 1970."""

    def __init__(
        self,
        sites: Callable[[], Sites],
        body: Callable[[Request, float], Awaitable[bytes]],
        clock: Callable[[], float],
    ) -> None:
        self._sites, self._body, self._clock = sites, body, clock

    def routes(self) -> list[Route]:
        return [
            Route("/own/{host}", _explaining(self.answer), methods=["POST"]),
            Route("/own/{host}", _explaining(site_page(self._sites, self.page))),
            Route("/egna/{host}", _explaining(in_swedish(self._sites, "own"))),
        ]

    async def page(self, site: Site, request: Request) -> Response:
        """Marks the browser, and leads to where it shows whether that has kept the mark."""
        if _is_ahead(request.headers):  # a browser throws away what it has fetched ahead with such a status
            return Response(status_code=503, headers=_PAGE)
        said = request.query_params.get("said", "")
        if not said and is_own(site, service_of(request)) and _is_opened(request):
            return _marked(site, request)
        return HTMLResponse(_rendered(site, request, _state(site, request, said)), headers=_PAGE)

    async def answer(self, request: Request) -> Response:
        """Marks the browser for `mark=1`; takes the mark away for anything else."""
        site = named_site(self._sites(), request)
        form = parse_qs((await self._body(request, self._clock())).decode(errors="replace"))
        if not (is_own(site, service_of(request)) and is_same_origin(request)):
            raise PageProblem(403, "problem_origin", site)
        return _marked(site, request) if form.get("mark") == ["1"] else _led_on(site, request, "counted", "", 0)


def _explaining(handler: Handler) -> Handler:
    return explaining(handler, _BELOW, "cookies")


def _is_ahead(headers: Mapping[str, str]) -> bool:
    """Whether the browser fetches the page before anyone has asked for it."""
    return bool(headers.get("sec-purpose") or headers.get("purpose") or headers.get("x-moz"))


def _is_opened(request: Request) -> bool:
    """Whether a person is to be shown it as a page of its own: no image or frame of another page marks a browser, nor
    does an audit find the mark where its crawl has followed the link. Whom another page than the service's own has led
    here is asked first."""
    headers = request.headers
    if request.method != "GET" or is_audit(headers.get("user-agent", "")):
        return False
    kind = headers.get("sec-fetch-dest")
    is_page = kind == "document" if kind is not None else "text/html" in headers.get("accept", "")
    return is_page and _is_led_by_the_service(request)


def _is_led_by_the_service(request: Request) -> bool:
    """Or by nobody, as whoever types the address. On the website itself strangers can put links, in comments for
    instance; an older browser, and one that comes by plain http, says only which page it has left."""
    relation, referrer = request.headers.get("sec-fetch-site"), request.headers.get("referer", "")
    if relation is None and not referrer:
        return True
    if relation is None or relation == "same-site":
        return (web_address(referrer) or NOWHERE).host == service_of(request)
    return relation in {"none", "same-origin"}


def _marked(site: Site, request: Request) -> Response:
    return _led_on(site, request, "marked", "1", MARK_DAYS * 86_400)


def _led_on(site: Site, request: Request, said: State, value: str, seconds: int) -> Response:
    secure = "; Secure" if origin_of(request).startswith("https:") else ""
    domain = registrable_domain(service_of(request))
    response = RedirectResponse(f"{site.host}?lang={language_asked(request)}&said={said}", 303, _PAGE)
    cookie = f"{MARK}={value}; Max-Age={seconds}; Domain={domain}; Path=/; SameSite=Lax{secure}"
    response.headers.append("Set-Cookie", cookie)
    return response


def _state(site: Site, request: Request, said: str) -> State:
    if not is_own(site, service_of(request)):
        return "foreign"
    if read_cookies(request.headers.get("cookie", "")).marked:
        return "marked"
    if said in {"marked", "unkept"}:
        return "unkept"
    return "counted" if said == "counted" else "unmarked"


def _rendered(site: Site, request: Request, state: State) -> str:
    language, service = language_asked(request), service_of(request)
    domain = registrable_domain(site.host if state == "foreign" else service)
    fields = {"host": site.host, "service": service, "domain": domain, "cookie": MARK}
    return TEMPLATES.get_template("own.html").render(
        language=language,
        other="en" if language == "sv" else "sv",
        root=_BELOW,
        style=f"{_BELOW}/policy/{STYLE_PATH}",
        sheet=f"{_BELOW}/cookies/{SHEET.path}",
        host=site.host,
        state=state,
        t={key: text.format(**fields) for key, text in own_visits(language).items()},
    )
