"""The owner's side as routes: which addresses there are, and who may see what they answer."""

import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.api import resources
from dashboard.numbers.ranges import BadRange
from dashboard.numbers.stats import Refused
from dashboard.pages.assets import load_assets, routes_of
from dashboard.pages.frame import Cookies, Pages, language_of
from dashboard.pages.login import Login, to_login
from dashboard.pages.site import SitePage, UnknownPanel
from dashboard.pages.sites import SitesPage
from dashboard.search.engines.oauth import REDIRECT
from dashboard.search.pages.page import SearchPage
from dashboard.search.rooms import SearchRooms
from policy.site import Site, Sites
from store.accounts import Accounts, User
from store.counts import CountStore

Endpoint = Callable[[Request], Awaitable[Response]]
UserPage = Callable[[Request, User], Awaitable[Response]]
SiteView = Callable[[Request, User, Site, float], Awaitable[Response]]


class UnknownSite(Exception):
    """No site of that name is among the user's."""


def create(
    store: CountStore,
    accounts: Accounts,
    sites: Callable[[], Sites],
    search: SearchRooms,
    secure_cookies: bool,
    clock: Callable[[], float] = time.time,
) -> list[Route]:
    """`clock` gives seconds since 1970."""
    assets = load_assets()
    pages = Pages(assets, Cookies(secure_cookies))
    login = Login(accounts, pages, clock)
    dashboard = Dashboard(store, sites, pages, login, clock)
    engines = SearchPage(search, pages)
    site_page = SitePage(store, search.figures, pages)

    async def api_search(request: Request, _: User, site: Site, now: float) -> Response:
        return await resources.site_search(store, search.figures, request, site, now)

    return [
        Route("/", _to_sites),
        Route("/login", login.form),
        Route("/login", login.submit, methods=["POST"]),
        Route("/logout", login.logout, methods=["POST"]),
        Route("/sites", dashboard.page(dashboard.sites_page)),
        Route("/sites/{host}", dashboard.page(dashboard.site(site_page.overview))),
        Route("/sites/{host}/panels/{dimension}", dashboard.page(dashboard.site(site_page.panel))),
        Route("/sites/{host}/search", dashboard.page(dashboard.site(engines.page))),
        Route("/sites/{host}/search", dashboard.page(dashboard.site(engines.submit)), methods=["POST"]),
        Route(REDIRECT, dashboard.page(dashboard.site(engines.returned, engines.site_of))),
        Route("/api/v1/sites", dashboard.api(dashboard.api_sites)),
        Route("/api/v1/sites/{host}/stats", dashboard.api(dashboard.site(dashboard.api_stats))),
        Route("/api/v1/sites/{host}/search", dashboard.api(dashboard.site(api_search))),
        *routes_of(assets),
    ]


def _in_path(request: Request) -> str:
    host: str = request.path_params["host"]
    return host


class Dashboard:
    """Lets in who has a session, to the sites granted to them, and answers what goes wrong."""

    def __init__(
        self, store: CountStore, sites: Callable[[], Sites], pages: Pages, login: Login, clock: Callable[[], float]
    ) -> None:
        self._store, self._sites, self._pages = store, sites, pages
        self._login, self._clock = login, clock

    def page(self, answer: UserPage) -> Endpoint:
        """For people: whoever is not logged in is sent to log in, and errors are pages."""

        async def endpoint(request: Request) -> Response:
            user = await self._login.user(request)
            if user is None:
                return to_login(request)
            try:
                return await answer(request, user)
            except (UnknownSite, UnknownPanel):
                return self._pages.error(request, user, 404, language_of(request)("not_found"))
            except (BadRange, Refused) as error:
                message = _explained(request, error)
                return self._pages.error(request, user, 400, message, request.path_params["host"])

        return endpoint

    def api(self, answer: UserPage) -> Endpoint:
        """For programs: errors are problem documents."""

        async def endpoint(request: Request) -> Response:
            user = await self._login.user(request)
            if user is None:
                return resources.unauthorized()
            try:
                return await answer(request, user)
            except UnknownSite:
                return resources.not_found()
            except (BadRange, Refused) as error:
                return resources.refused(error)

        return endpoint

    def site(self, answer: SiteView, host_of: Callable[[Request], str] = _in_path) -> UserPage:
        """Raises `UnknownSite`."""

        async def of_site(request: Request, user: User) -> Response:
            host = host_of(request)
            site = self._sites().get(host) if host in user.sites else None
            if site is None:
                raise UnknownSite(host)
            return await answer(request, user, site, self._clock())

        return of_site

    async def sites_page(self, request: Request, user: User) -> Response:
        return await SitesPage(self._store, self._pages).page(request, user, self._granted(user), self._clock())

    async def api_sites(self, _: Request, user: User) -> Response:
        return resources.list_sites(self._granted(user))

    async def api_stats(self, request: Request, _: User, site: Site, now: float) -> Response:
        return await resources.site_stats(self._store, request, site, now)

    def _granted(self, user: User) -> list[Site]:
        return [site for site in self._sites() if site.host in user.sites]


async def _to_sites(_: Request) -> Response:
    return RedirectResponse("/sites", 303)


def _explained(request: Request, error: BadRange | Refused) -> str:
    language = language_of(request)
    if isinstance(error, BadRange):
        return language(f"range_{error.reason}", given=error.given)
    return language("filter_refused")
