"""Which site an address of the visitors' pages names: by its host, or by another of its names."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import QueryParams
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


def in_swedish(sites: Callable[[], Sites], folder: str) -> Handler:
    """Leads to the site's page in the folder beside, in Swedish. Raises `PageProblem`."""

    async def answer(request: Request) -> Response:
        query = QueryParams({**request.query_params, "lang": "sv"})
        return RedirectResponse(f"../{folder}/{named_site(sites(), request).host}?{query}", 302)

    return answer


def named_site(sites: Sites, request: Request) -> Site:
    """Raises `PageProblem`."""
    site = sites.named(request.path_params["host"].lower())
    if site is None:
        raise PageProblem(404, "problem_site")
    return site
