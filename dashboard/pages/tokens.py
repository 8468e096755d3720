"""The page on which an owner makes tokens for programs, sees them and ends them, and ends sessions elsewhere."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.locale.language import Language, visible
from dashboard.pages.form import fields_of
from dashboard.pages.frame import Pages, language_of
from dashboard.pages.login import SESSION
from store.accounts import Accounts, User
from store.tokens import LONGEST_NAME, SCOPES, BadToken, Token, Tokens, day_of

LIVES: Final = (30, 90, 365)
"""Days for which a token may work."""

_DEFAULT: Final = 90
_DONE: Final = {"ended": "token_ended", "others": "token_logged_out"}


class Row(NamedTuple):
    """A token in words."""

    number: int
    name: str
    scopes: tuple[str, ...]
    sites: tuple[str, ...]
    made: str
    used: str
    expires: str


class Notice(NamedTuple):
    """What was done or refused; `token` is a new one, which is shown this once."""

    text: str
    kind: str
    token: str = ""


class TokensPage:
    """Everyone sees and ends their own; owners make them."""

    def __init__(self, accounts: Accounts, tokens: Tokens, pages: Pages, clock: Callable[[], float]) -> None:
        self._accounts, self._tokens, self._pages, self._clock = accounts, tokens, pages, clock

    async def page(self, request: Request, user: User) -> Response:
        done = _DONE.get(request.query_params.get("done", ""))
        return await self._show(request, user, Notice(language_of(request)(done), "well") if done else None)

    async def submit(self, request: Request, user: User) -> Response:
        fields = await fields_of(request)
        language = language_of(request)
        if not self._pages.is_own_form(request, fields):
            return await self._show(request, user, Notice(language("stale_form"), "wrong"), fields, 403)
        match fields.get("action"):
            case "make" if user.role != "owner":
                return await self._show(request, user, Notice(language("owners_only"), "wrong"), status=403)
            case "make":
                return await self._make(request, user, fields)
            case "end":
                number = fields.get("number", "")
                if number.isascii() and number.isdecimal() and len(number) < 16:
                    await self._tokens.remove(int(number), user.email)
                return _done("ended")
            case "others":
                await self._accounts.end_others(self._pages.cookies.get(request, SESSION) or "")
                return _done("others")
        return await self._show(request, user, None, fields, 400)

    async def _make(self, request: Request, user: User, fields: Mapping[str, str]) -> Response:
        language, now = language_of(request), self._clock()
        scopes = [scope for scope in SCOPES if f"scope {scope}" in fields]
        sites = [site for site in sorted(user.sites) if f"site {site}" in fields]
        days = next((days for days in LIVES if str(days) == fields.get("days")), 0)
        expires = day_of(now) + timedelta(days=days)
        try:
            token = await self._tokens.add(user.email, fields.get("name", ""), scopes, sites, expires, now)
        except BadToken as error:
            return await self._show(request, user, Notice(language(f"token_bad_{error.reason}"), "wrong"), fields, 400)
        return await self._show(request, user, Notice(language("token_made"), "well", token))

    async def _show(
        self,
        request: Request,
        user: User,
        notice: Notice | None,
        fields: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        """`fields` are what was sent, where it is to be mended."""
        language, now = language_of(request), self._clock()
        only = {f"site {site}": "on" for site in user.sites} if len(user.sites) == 1 else {}
        values: dict[str, Any] = {
            "may_make": user.role == "owner",
            "notice": notice,
            "rows": _rows(language, await self._tokens.of(user.email, now)),
            "scopes": SCOPES,
            "sites": sorted(user.sites),
            "lives": LIVES,
            "longest": LONGEST_NAME,
            "sent": {"days": str(_DEFAULT), **(fields or only)},
            "others": await self._accounts.others(self._pages.cookies.get(request, SESSION) or "", now),
        }
        return self._pages.render(request, "tokens.html", user, values, status, "/tokens")


def _rows(language: Language, tokens: Iterable[Token]) -> list[Row]:
    return [
        Row(
            each.number, visible(each.name), tuple(language(_key(scope)) for scope in each.scopes), each.sites,
            language.day(each.made), language.day(each.used) if each.used else language("token_unused"),
            language.day(each.expires),
        )
        for each in tokens
    ]  # fmt: skip


def _key(scope: str) -> str:
    return "scope_" + scope.replace(":", "_")


def _done(what: str) -> Response:
    return RedirectResponse(f"/tokens?done={what}", 303, {"Cache-Control": "no-store"})
