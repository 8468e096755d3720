"""Who may see what: people by their session, each the sites granted to them."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from dashboard.numbers.ranges import BadRange
from dashboard.numbers.stats import Refused
from dashboard.pages.frame import Pages, language_of
from dashboard.pages.login import Login, to_login
from dashboard.pages.refusal import refused
from dashboard.pages.site import UnknownPanel
from policy.site import Site, Sites
from store.accounts import User

Endpoint = Callable[[Request], Awaitable[Response]]
UserPage = Callable[[Request, User], Awaitable[Response]]
SitePage = Callable[[Request, User, Site, float], Awaitable[Response]]


class UnknownSite(Exception):
    """No site of that name is among the user's."""


def in_path(request: Request) -> str:
    host: str = request.path_params["host"]
    return host


class Doors:
    """Lets in who has a session, and answers with a page what goes wrong. `clock` gives seconds since 1970."""

    def __init__(self, sites: Callable[[], Sites], pages: Pages, login: Login, clock: Callable[[], float]) -> None:
        self._sites, self._pages, self._login, self._clock = sites, pages, login, clock

    def user(self, answer: UserPage) -> Endpoint:
        """Whoever is not logged in is sent to log in."""

        async def endpoint(request: Request) -> Response:
            user = await self._login.user(request)
            if user is None:
                return to_login(request)
            try:
                return await answer(request, user)
            except (UnknownSite, UnknownPanel):
                return self._pages.error(request, user, 404, language_of(request)("not_found"))
            except (BadRange, Refused) as error:
                return self._pages.error(request, user, 400, _explained(request, error), in_path(request))

        return endpoint

    def site(self, answer: SitePage, host_of: Callable[[Request], str] = in_path) -> Endpoint:
        """A site of others looks like one that does not exist."""

        async def of_site(request: Request, user: User) -> Response:
            host = host_of(request)
            site = self._sites().get(host) if host in user.sites else None
            if site is None:
                raise UnknownSite(host)
            return await answer(request, user, site, self._clock())

        return self.user(of_site)

    def sites(self, user: User) -> list[Site]:
        """Those granted to the user."""
        return [site for site in self._sites() if site.host in user.sites]


def _explained(request: Request, error: BadRange | Refused) -> str:
    language = language_of(request)
    if isinstance(error, BadRange):
        return language(f"range_{error.reason}", given=error.given)
    return refused(language, error)
