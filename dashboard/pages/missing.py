"""The pages that say that there is nothing at an address, or that it does not take what was sent."""

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from dashboard.pages.frame import Pages, language_of
from dashboard.pages.login import Login


class Missing:
    """The endpoint of the last route, for all methods. It leaves to the server what no person looks at, and what a
    visitor of a website may have come upon: there nothing may be kept on the device, and no page of ours is known.

    `routes` are the dashboard's, by whose first parts its addresses are told.
    """

    def __init__(self, pages: Pages, login: Login, routes: Iterable[Route]) -> None:
        self._pages, self._login = pages, login
        self._ours = {_first(route.path) for route in routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        allowed = self._methods(request)
        headers = {"Allow": ", ".join(allowed)} if allowed else {}
        status = 405 if allowed else 404
        user = await self._login.user(request)
        is_ours = user is not None or _first(request.url.path) in self._ours
        if not is_ours or "text/html" not in request.headers.get("accept", ""):
            raise HTTPException(status, headers=headers)
        message = language_of(request)("wrong_method" if allowed else "nothing_here")
        response = self._pages.error(request, user, status, message)
        response.headers.update(headers)
        await response(scope, receive, send)

    def _methods(self, request: Request) -> list[str]:
        """What other routes of this address take."""
        found: set[str] = set()
        for route in request.app.routes:
            if getattr(route, "endpoint", None) is not self and route.matches(request.scope)[0] is Match.PARTIAL:
                found |= getattr(route, "methods", None) or set()
        return sorted(found)


def _first(path: str) -> str:
    return path.split("/")[1]
