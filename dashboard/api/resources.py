"""The owner's side for programs: the same numbers as the pages, as JSON; errors are problem documents (RFC 9457)."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dashboard.numbers.ranges import PRESETS, BadRange, asked
from dashboard.numbers.stats import NotPaired, NotPermitted, Refused, permitted, read_filter, stats
from dashboard.pages.frame import HEADERS
from dashboard.search.panel.listing import STATISTIC, search_terms
from policy.site import Site
from store.counts import CountStore
from store.search import SearchStore


class DimensionEntry(msgspec.Struct, frozen=True):
    """A dimension that the site's policy permits, with the statistic that names it."""

    name: str
    statistic: str
    title: dict[str, str]


class SiteEntry(msgspec.Struct, frozen=True):
    """A site that the user may see, and what is counted on it."""

    host: str
    timezone: str
    policy: int
    dimensions: tuple[DimensionEntry, ...]


def list_sites(sites: Iterable[Site]) -> Response:
    return _json({"sites": [_entry(site) for site in sites]})


async def site_stats(store: CountStore, request: Request, site: Site, now: float) -> Response:
    """Raises `BadRange` or `Refused`."""
    query = request.query_params
    days = asked(query, site.day(now)).range
    chosen = read_filter(site, query["filter"]) if query.get("filter") else None
    return _json(await stats(store, site, days.start, days.end, query.get("dimension") or None, chosen))


async def site_search(counts: CountStore, figures: SearchStore, request: Request, site: Site, now: float) -> Response:
    """Raises `BadRange` or `Refused`: a filter is one of page alone, which is all that engines tell with a term."""
    query = request.query_params
    if STATISTIC not in site.policy.statistics:
        known = [row.name for row in permitted(site)]
        raise NotPermitted(f"The policy of {site.host} does not name {STATISTIC!r}.", known)
    today = site.day(now)
    days = asked(query, today).range
    chosen = read_filter(site, query["filter"]) if query.get("filter") else None
    if chosen and chosen.dimension != "page":
        raise NotPaired(f"Which terms came with {chosen} is not told by engines.", ["page"])
    return _json(await search_terms(counts, figures, site, days, today, chosen and chosen.value))


def unauthorized() -> Response:
    """A session's cookie is the only proof of who asks; the scheme's name is that of its internet draft."""
    return _problem(401, "Log in at /login first.", {"WWW-Authenticate": 'Cookie realm="dashboard"'})


def not_found() -> Response:
    """The same for a site that does not exist as for one that the user may not see."""
    return _problem(404, "There is no such site among yours: see /api/v1/sites.")


def refused(error: BadRange | Refused) -> Response:
    known = tuple(PRESETS) if isinstance(error, BadRange) else error.known
    return _problem(400, str(error), known=known)


def _entry(site: Site) -> SiteEntry:
    dimensions = tuple(DimensionEntry(row.name, row.statistic, row.title) for row in permitted(site))
    return SiteEntry(site.host, site.timezone.key, site.policy.version, dimensions)


def _json(content: Any) -> Response:
    return Response(msgspec.json.encode(content), headers=HEADERS, media_type="application/json")


def _problem(status: int, detail: str, headers: dict[str, str] | None = None, **facts: Any) -> Response:
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **facts}
    return Response(
        msgspec.json.encode(problem), status, HEADERS | (headers or {}), media_type="application/problem+json"
    )
