"""Google and Bing as far as they are asked, on loopback: answers in their form, with their errors when told to."""

import json
from calendar import monthrange
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from dashboard.search.engines.oauth import GoogleEndpoints
from dashboard.search.engines.sources import Endpoints
from tests.dashboard.search.engines.authority import SCOPE, Authority
from tests.dashboard.search.engines.discovery import Method, discovery
from tests.dashboard.search.engines.searches import Row, days_between, grouped, is_property, searches

BING_KEY: Final = "0123456789abcdef0123456789abcdef"

_PACIFIC: Final = ZoneInfo("America/Los_Angeles")
_WEEKS: Final = 26
_FRIDAY: Final = 4


class Asked(NamedTuple):
    """A request as it came, but for its credentials."""

    method: str
    path: str
    body: Mapping[str, Any]


class StandIn:
    """`properties` are those of both engines, by the permission that the user of the access has."""

    def __init__(self, base: str, account_key: RSAPrivateKey, now: float) -> None:
        self.base, self.now = base, now
        self.authority = Authority(account_key)
        self.properties = {"sc-domain:kbt-verkstan.se": "SITE_OWNER", "https://old.example/": "SITE_UNVERIFIED_USER"}
        self.bing_sites = {"https://kbt-verkstan.se/": True, "https://old.example/": False}
        self.is_known = True
        self.extra_terms = 0
        self.unfinished = 2  # days, today among them
        self.asked: list[Asked] = []
        self._failures: deque[str] = deque()

    @property
    def endpoints(self) -> Endpoints:
        base = self.base
        google = GoogleEndpoints(base, f"{base}/consent", f"{base}/token", f"{base}/revoke")
        return Endpoints(google, f"{base}/webmaster/api.svc/json")

    @property
    def today(self) -> date:
        """Of the engines."""
        return datetime.fromtimestamp(self.now, _PACIFIC).date()

    def fail(self, *kinds: str) -> None:
        """The next requests, but those for tokens, fail so: kinds of FAILURES or of `_Broken`, or a code of Bing's as
        "bing 4", or "fine", which does not fail; with "token " before it that of a request for a token."""
        self._failures.extend(kinds)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/consent", self.authority.consent),
                Route("/token", self._token, methods=["POST"]),
                Route("/revoke", self._revoke, methods=["POST"]),
                Route("/webmaster/api.svc/json/{method}", self._bing),
                Route("/{path:path}", self._google, methods=["GET", "POST", "PUT", "DELETE"]),
            ]
        )

    async def _token(self, request: Request) -> Response:
        return self._failure("token ") or await self.authority.token(request)

    async def _revoke(self, request: Request) -> Response:
        return self._failure("revoke ") or await self.authority.revoke(request)

    async def _google(self, request: Request) -> Response:
        path = request.scope["raw_path"].decode()
        content = await request.body()
        body = json.loads(content) if content else {}
        self.asked.append(Asked(request.method, unquote(path), body))
        if failure := self._failure(""):
            return failure
        method = discovery().method(request.method, path)
        if method is None:
            return HTMLResponse("<title>Error 404 (Not Found)!!1</title>", 404)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.authority.access_tokens:
            return refused(401, "authError", "Request had invalid authentication credentials.")
        if method.request and (problems := discovery().problems(method.request, body)):
            return refused(400, "badRequest", problems[0])
        return self._answer(method, body)

    def _answer(self, method: Method, body: Mapping[str, Any]) -> Response:
        if method.id == "webmasters.sites.list":
            entries = [{"siteUrl": name, "permissionLevel": level} for name, level in self.properties.items()]
            return JSONResponse({"siteEntry": entries} if entries else {})
        assert method.id == "webmasters.searchanalytics.query", f"nothing asks for {method.id}"
        name = method.parameters["siteUrl"]
        if not is_property(name):
            return refused(400, "invalidParameter", f"'{name}' is not a valid Search Console site URL.")
        if self.properties.get(name, "SITE_UNVERIFIED_USER") == "SITE_UNVERIFIED_USER":
            return refused(403, "forbidden", f"User does not have sufficient permission for site '{name}'.")
        if not self.is_known:
            return refused(404, "notFound", f"'{name}' is not a verified Search Console site.")
        if not 1 <= body.get("rowLimit", 1_000) <= 25_000:
            return refused(400, "invalidParameter", "Invalid value for parameter 'rowLimit': must be 1 to 25000.")
        answer = self._analytics(name, body)
        beginning = answer | ({"rows": answer["rows"][:50]} if "rows" in answer else {})
        assert not discovery().problems(method.response, beginning), "the stand-in answers as the document says"
        return JSONResponse(answer)

    def _analytics(self, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        start, end = date.fromisoformat(body["startDate"]), date.fromisoformat(body["endDate"])
        days = [day for day in days_between(start, end) if self._earliest() <= day <= self.today]
        unfinished = {day for day in days if day > self.today - timedelta(days=self.unfinished)}
        dimensions = body.get("dimensions", [])
        rows = grouped(searches(name, days, unfinished), dimensions)
        if dimensions == ["QUERY"]:
            rows += [Row((f"{count:06} kurs",), 0, 12, 40.0) for count in range(self.extra_terms)]
        first = body.get("startRow", 0)
        shown = rows[first : first + body.get("rowLimit", 1_000)]
        answer: dict[str, Any] = {"responseAggregationType": "BY_PAGE" if "PAGE" in dimensions else "BY_PROPERTY"}
        if shown:
            answer["rows"] = [_google_row(row) for row in shown]
        if unfinished and body.get("dataState") == "ALL" and "DATE" in dimensions:
            answer["metadata"] = {"firstIncompleteDate": min(unfinished).isoformat()}
        return answer

    def _earliest(self) -> date:
        """Sixteen months ago."""
        months = self.today.year * 12 + self.today.month - 1 - 16
        year, month = divmod(months, 12)
        return date(year, month + 1, min(self.today.day, monthrange(year, month + 1)[1]))

    async def _bing(self, request: Request) -> Response:
        query = dict(request.query_params)
        key, method = query.pop("apikey", ""), request.path_params["method"]
        self.asked.append(Asked("GET", request.url.path, query))
        if failure := self._failure(""):
            return failure
        if key != BING_KEY:
            return bing_error(3, "InvalidApiKey")
        if method == "GetUserSites":
            sites = [_bing_row("Site", Url=name, IsVerified=own) for name, own in self.bing_sites.items()]
            return JSONResponse({"d": sites or None})
        if not self.bing_sites.get(query.get("siteUrl", "")):
            return bing_error(14, "NotAuthorized")
        return self._bing_figures(method, query["siteUrl"])

    def _bing_figures(self, method: str, site: str) -> Response:
        newest = self.today - timedelta(days=2)
        if method == "GetRankAndTrafficStats":
            days = days_between(newest - timedelta(days=7 * _WEEKS), newest)
            totals = grouped(searches(site, days), ["DATE"])
            rows = [
                _bing_row("RankAndTrafficStats", Date=_stamp(date.fromisoformat(row.keys[0])), Clicks=row.clicks,
                          Impressions=row.impressions)
                for row in totals
            ]  # fmt: skip
        elif method in {"GetQueryStats", "GetPageStats"}:
            dimension = "QUERY" if method == "GetQueryStats" else "PAGE"
            fridays = [
                day for day in days_between(newest - timedelta(weeks=_WEEKS), newest) if day.weekday() == _FRIDAY
            ]
            rows = [_bing_stat(row, friday) for friday in fridays for row in self._week(site, friday, dimension)]
        else:
            return HTMLResponse("Endpoint not found.", 404)
        return JSONResponse({"d": rows if self.is_known else None})

    def _week(self, site: str, friday: date, dimension: str) -> list[Row]:
        return grouped(searches(site, days_between(friday - timedelta(days=6), friday)), [dimension])

    def _failure(self, prefix: str) -> Response | None:
        if not self._failures or not self._failures[0].startswith(prefix):
            return None
        if not prefix and self._failures[0].startswith(("token ", "revoke ")):
            return None
        kind = self._failures.popleft().removeprefix(prefix)
        if kind == "401":
            self.authority.access_tokens.clear()
        if kind == "fine":
            return None
        if kind.startswith("bing "):
            return bing_error(int(kind.removeprefix("bing ")), "Refused")
        return FAILURES[kind]() if kind in FAILURES else _Broken(kind)


class _Broken(Response):
    """A connection that goes wrong: "slow" never ends, "cut" ends before it should, "huge" has no end in sight."""

    def __init__(self, kind: str) -> None:
        assert kind in {"slow", "cut", "huge"}, kind
        super().__init__()
        self._kind = kind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = 10**9 if self._kind == "huge" else 1_000
        headers = [(b"content-type", b"application/json"), (b"content-length", str(length).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        piece = b" " * 100_000 if self._kind == "huge" else b'{"rows": ['
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        if self._kind != "cut":
            while (await receive())["type"] != "http.disconnect":
                continue


def refused(status: int, reason: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """As Google words its refusals."""
    error = {"code": status, "message": message, "errors": [{"message": message, "domain": "global", "reason": reason}]}
    return JSONResponse({"error": error}, status, headers)


def bing_error(code: int, name: str) -> Response:
    return JSONResponse({"ErrorCode": code, "Message": f"ERROR!!! {name}"}, 400)


FAILURES: Final[Mapping[str, Callable[[], Response]]] = {
    "401": lambda: refused(401, "authError", "Request had invalid authentication credentials."),
    "forbidden": lambda: refused(403, "forbidden", "User does not have sufficient permission for site."),
    "insufficientPermissions": lambda: refused(
        403, "insufficientPermissions", "Request had insufficient authentication scopes."
    ),
    "quotaExceeded": lambda: refused(403, "quotaExceeded", "Search Analytics load quota exceeded."),
    "rateLimitExceeded": lambda: refused(403, "rateLimitExceeded", "Rate Limit Exceeded"),
    "429": lambda: refused(429, "rateLimitExceeded", "Resource has been exhausted.", {"Retry-After": "120"}),
    "429 dated": lambda: refused(429, "x", "Later.", {"Retry-After": "Mon, 23 Nov 2026 12:10:00 GMT"}),
    "404": lambda: refused(404, "notFound", "Not found."),
    "500": lambda: refused(500, "backendError", "Internal Error"),
    "503": lambda: HTMLResponse("<h1>Service Unavailable</h1>", 503, {"Retry-After": "30"}),
    "html": lambda: HTMLResponse("<h1>Sign in to the hotel's network</h1>"),
    "html 404": lambda: HTMLResponse("<h1>Not here</h1>", 404),
    "brackets": lambda: Response(b'{"d":' + b"[" * 200_000),
    "elsewhere": lambda: RedirectResponse("http://127.0.0.1:9/"),
    "list": lambda: JSONResponse([1, 2]),
    "row": lambda: JSONResponse({"rows": [{"keys": "kbt", "clicks": 1, "impressions": 2, "position": 3}]}),
    "negative": lambda: JSONResponse({"rows": [{"keys": ["x"], "clicks": -1, "impressions": 2, "position": 3}]}),
    "keyless": lambda: JSONResponse({"rows": [{"clicks": 1, "impressions": 2, "position": 3}]}),
    "empty": lambda: JSONResponse({}),
    "too many": lambda: JSONResponse({"rows": [{"keys": ["x"], "clicks": 1, "impressions": 1e16, "position": 3}]}),
    "too far": lambda: JSONResponse({"rows": [{"keys": ["x"], "clicks": 1, "impressions": 1, "position": 1e308}]}),
    "nameless": lambda: JSONResponse({"rows": [{"keys": [""], "clicks": 3, "impressions": 3, "position": 1}]}),
    "no d": lambda: JSONResponse({"e": []}),
    "bad date": lambda: JSONResponse({"d": [{"Date": "23/11/2026", "Clicks": 1, "Impressions": 1}]}),
    "date of 2500": lambda: JSONResponse({"d": [{"Date": "/Date(16725225600000)/", "Clicks": 1, "Impressions": 1}]}),
    "too many of Bing's": lambda: JSONResponse({"d": [{"Date": "/Date(0)/", "Clicks": 1, "Impressions": 10**16}]}),
    "invalid_grant": lambda: JSONResponse(
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400
    ),
    "invalid_client": lambda: JSONResponse({"error": "invalid_client"}, 401),
    "admin_policy_enforced": lambda: JSONResponse({"error": "admin_policy_enforced"}, 400),
    "short-lived": lambda: JSONResponse({"access_token": "ya29.x", "expires_in": 3_599, "scope": SCOPE}),
    "server_error": lambda: JSONResponse({"error": "server_error"}, 400),
}


def _google_row(row: Row) -> dict[str, Any]:
    figures = {"clicks": float(row.clicks), "impressions": float(row.impressions), "position": row.position}
    return ({"keys": list(row.keys)} if row.keys else {}) | figures | {"ctr": row.clicks / row.impressions}


def _bing_row(kind: str, **values: Any) -> dict[str, Any]:
    return {"__type": f"{kind}:#Microsoft.Bing.Webmaster.Api", **values}


def _bing_stat(row: Row, friday: date) -> dict[str, Any]:
    return _bing_row(
        "QueryStats", Query=row.keys[0], Date=_stamp(friday), Clicks=row.clicks, Impressions=row.impressions,
        AvgClickPosition=row.position if row.clicks else -1, AvgImpressionPosition=round(row.position, 1),
    )  # fmt: skip


def _stamp(day: date) -> str:
    """Both forms that have been seen: Pacific midnight with its offset, and midnight in UTC without one."""
    if day.day % 2:
        pacific = datetime(day.year, day.month, day.day, tzinfo=_PACIFIC)
        return f"/Date({int(pacific.timestamp()) * 1000}{pacific:%z})/"
    return f"/Date({int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000})/"
