"""The owner's side as routes: which addresses there are."""

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.api.resources import Rooms
from dashboard.api.service import Doorkeeper, Service
from dashboard.doors import Doors
from dashboard.pages.assets import load_assets, routes_of
from dashboard.pages.frame import Cookies, Pages, https_only
from dashboard.pages.login import Login
from dashboard.pages.missing import Missing
from dashboard.pages.notes import NotesPage
from dashboard.pages.site import SitePage
from dashboard.pages.sites import SitesPage
from dashboard.pages.tokens import TokensPage
from dashboard.search.engines.oauth import REDIRECT
from dashboard.search.pages.page import SearchPage
from dashboard.search.rooms import SearchRooms
from policy.site import Sites
from store.accounts import Accounts, User
from store.counts import CountStore
from store.notes import Notes
from store.tokens import Tokens


def create(
    store: CountStore,
    accounts: Accounts,
    tokens: Tokens,
    sites: Callable[[], Sites],
    search: SearchRooms,
    notes: Notes,
    secure_cookies: bool,
    clock: Callable[[], float] = time.time,
) -> list[Route]:
    """`clock` gives seconds since 1970. The last route answers for all addresses that no other has."""
    assets = load_assets()
    pages = Pages(assets, Cookies(secure_cookies))
    login = Login(accounts, pages, clock)
    doors = Doors(sites, pages, login, clock)
    overview = SitesPage(store, search.access, pages)
    site = SitePage(store, search, notes, pages)
    engines = SearchPage(search, pages)
    written = NotesPage(notes, pages, search.clean)
    programs = TokensPage(accounts, tokens, pages, clock)
    api = Service(Rooms(store, search, notes, sites), Doorkeeper(login, tokens, pages, clock))

    async def all_sites(request: Request, user: User) -> Response:
        return await overview.page(request, user, doors.sites(user), clock())

    routes = [
        Route("/", _to_sites),
        Route("/login", login.form),
        Route("/login", login.submit, methods=["POST"]),
        Route("/logout", login.logout, methods=["POST"]),
        Route("/tokens", doors.user(programs.page)),
        Route("/tokens", doors.user(programs.submit), methods=["POST"]),
        Route("/sites", doors.user(all_sites)),
        Route("/sites/{host}", doors.site(site.overview)),
        Route("/sites/{host}/panels/{dimension}", doors.site(site.panel)),
        Route("/sites/{host}/notes", doors.site(written.page)),
        Route("/sites/{host}/notes", doors.site(written.submit), methods=["POST"]),
        Route("/sites/{host}/search", doors.site(engines.page)),
        Route("/sites/{host}/search", doors.site(engines.submit), methods=["POST"]),
        Route(REDIRECT, doors.site(engines.returned, engines.site_of)),
        *api.routes(),
        *routes_of(assets),
    ]
    routes.append(Route("/{rest:path}", Missing(pages, login, [*routes])))
    if secure_cookies:
        for route in routes:
            route.app = https_only(route.app)
    return routes


async def _to_sites(_: Request) -> Response:
    return RedirectResponse("/sites", 303)
