"""Which site an address of the visitors' pages names: by its host, or by another of its names."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from collector.pages.problem import PageProblem
from collector.refusal import Handler
from policy.site import Site, Sites

SitePage = Callable[[Site, Request], Awaitable[Response]]


def site_page(sites: Callable[[], Sites], page: SitePage) -> Handler:
    """The page, for addresses that end with a site's host; those that end with another of its names lead there.
    Raises `PageProblem`."""

    async def answer(request: Request) -> Response:
        site = named_site(sites(), request)
        if site.host == request.path_params["host"].lower():
            return await page(site, request)
        query = request.scope["query_string"].decode("latin-1")
        return RedirectResponse(f"{site.host}?{query}" if query else site.host, 302)

    return answer


def named_site(sites: Sites, request: Request) -> Site:
    """Raises `PageProblem`."""
    name = request.path_params["host"].lower()
    site = sites.get(name) or next((each for each in sites if name in each.hosts), None)
    if site is None:
        raise PageProblem(404, "problem_site")
    return site
