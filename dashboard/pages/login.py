"""Logging in and out, and who is asking."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.form import fields_of
from dashboard.pages.frame import HEADERS, Pages, language_of
from store.accounts import LONGEST_SESSION, Accounts, User

SESSION: Final = "session"
"""The cookie that says who is asking."""


class Login:
    """The form, the session's cookie, and the way out."""

    def __init__(self, accounts: Accounts, pages: Pages, clock: Callable[[], float]) -> None:
        self._accounts, self._pages, self._clock = accounts, pages, clock

    async def user(self, request: Request) -> User | None:
        token = self._pages.cookies.get(request, SESSION)
        return await self._accounts.session(token, self._clock()) if token else None

    async def form(self, request: Request) -> Response:
        if await self.user(request):
            return _to(_destination(request.query_params.get("next", "")))
        return self._again(request, 200, request.query_params.get("next", ""))

    async def submit(self, request: Request) -> Response:
        fields = await fields_of(request)
        following = fields.get("next", "")
        if not self._pages.is_own_form(request, fields):
            return self._again(request, 403, following, "stale_form", fields.get("email", ""))
        email = fields.get("email", "")
        token = await self._accounts.login(email, fields.get("password", ""), self._clock())
        if token is None:
            return self._again(request, 403, following, "wrong_login", email)
        response = _to(_destination(following))
        self._pages.cookies.set(response, SESSION, token, LONGEST_SESSION)
        return response

    async def logout(self, request: Request) -> Response:
        token = self._pages.cookies.get(request, SESSION)
        if not self._pages.is_own_form(request, await fields_of(request)):
            return self._pages.error(request, await self.user(request), 403, language_of(request)("stale_form"))
        if token:
            await self._accounts.logout(token)
        response = _to("/login")
        self._pages.cookies.delete(response, SESSION)
        return response

    def _again(self, request: Request, status: int, following: str, problem: str = "", email: str = "") -> Response:
        values = {"problem": problem, "email": email[:254], "following": following}
        return self._pages.render(request, "login.html", None, values, status)


def to_login(request: Request) -> Response:
    """Where someone goes who is not logged in, to come back after."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return _to("/login?" + urlencode({"next": _destination(here)}))


def _destination(following: str) -> str:
    """A page of ours, whatever the address asked for: "//host" and "/\\host" lead elsewhere in browsers."""
    is_ours = following in {"/sites", "/tokens"} or following.startswith(("/sites/", "/sites?"))
    return following if is_ours and following.isprintable() and "\\" not in following else "/sites"


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store", "Referrer-Policy": HEADERS["Referrer-Policy"]})
