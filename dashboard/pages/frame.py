"""What all pages share: the templates, the language, the security headers and the token of their forms."""

import secrets
from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.locale.language import COOKIE, LANGUAGES, Language, choose
from dashboard.pages.assets import Asset
from store.accounts import User

POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
"""No script of ours makes HTML or code of text, and so none may."""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_YEAR: Final = 365 * 86_400


def https_only(app: ASGIApp) -> ASGIApp:
    """Browsers ask for whatever it answers by https alone, for a year."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Strict-Transport-Security"] = f"max-age={_YEAR}"
            await send(message)

        await app(scope, receive, sending)

    return told


class Cookies:
    """Those that the dashboard sets: on https with the prefix that ties them to this host (RFC 6265bis 4.1.3.2)."""

    def __init__(self, secure: bool) -> None:
        self.secure = secure
        self._prefix = "__Host-" if secure else ""

    def get(self, request: Request, name: str) -> str | None:
        return request.cookies.get(self._prefix + name)

    def set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        """Until the browser closes where `seconds` is None."""
        response.set_cookie(self._prefix + name, value, seconds, path="/", secure=self.secure, httponly=True)

    def delete(self, response: Response, name: str) -> None:
        self.set(response, name, "", 0)


class Pages:
    """Renders templates into answers."""

    def __init__(self, assets: Mapping[str, Asset], cookies: Cookies) -> None:
        self.cookies = cookies
        self._addresses = {name: asset.url for name, asset in assets.items()}

    def render(
        self,
        request: Request,
        template: str,
        user: User | None,
        values: Mapping[str, Any],
        status: int = 200,
        here: str = "",
    ) -> Response:
        """`here` is where the page is found in the other language, if not at the address that was asked for."""
        language = language_of(request)
        token = self.cookies.get(request, "form") or secrets.token_urlsafe(32)
        others = [(each, _in_language(request, each.code, here)) for each in language.others]
        shared = {"user": user, "form_token": token, "other_languages": others, "asset": self._addresses.__getitem__}
        text = _templates().get_template(template).render(t=language, **shared, **values)
        response = HTMLResponse(text, status, HEADERS)
        self.cookies.set(response, "form", token, None)
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, language.code, _YEAR, secure=self.cookies.secure, httponly=True)
        return response

    def error(
        self, request: Request, user: User | None, status: int, message: str, back: str | None = None
    ) -> Response:
        """`back` is the site whose page is still there."""
        return self.render(request, "error.html", user, {"status": status, "message": message, "back": back}, status)

    def is_own_form(self, request: Request, fields: Mapping[str, str]) -> bool:
        """Whether the form was sent from a page of ours: it holds the token that only this browser's cookie does, and
        the browser, if it is one that says, does not say otherwise (Fetch Metadata)."""
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        token = self.cookies.get(request, "form")
        return token is not None and secrets.compare_digest(token.encode(), fields.get("form_token", "").encode())


@cache
def _templates() -> Environment:
    """Compiled once for all pages of the process."""
    return Environment(
        loader=PackageLoader("dashboard"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


def language_of(request: Request) -> Language:
    return choose(request.query_params, request.cookies, request.headers.get("accept-language", ""))


def _in_language(request: Request, code: str, here: str) -> str:
    """The same page in another language."""
    if here:
        return f"{here}?lang={code}"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return "?" + urlencode([*kept, ("lang", code)])
