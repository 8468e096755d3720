"""A site's page: coverage, totals, the chart, the panels that its policy names and the service's own counts."""

from collections.abc import Collection
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from dashboard.numbers.attention import Kind
from dashboard.numbers.listing import wanted
from dashboard.numbers.pace import BEARS
from dashboard.numbers.stats import permitted
from dashboard.numbers.totals import totals
from dashboard.pages.arrangement import arranged
from dashboard.pages.attention import signs_of
from dashboard.pages.chart import HEIGHT
from dashboard.pages.drawing import drawing_of
from dashboard.pages.figures import comparison_notes, figure_views, headline
from dashboard.pages.flow import flow_panel
from dashboard.pages.frame import Pages
from dashboard.pages.goals import goal_panel
from dashboard.pages.notes import NoteForm
from dashboard.pages.panels import SHORT, Panel, View, apart_of, listed_panel, panel_of, panels_of, shown, within
from dashboard.pages.period import Opened, comparisons, frame, opened
from dashboard.pages.upkeep import answers_of, upkeep_tables
from dashboard.pages.vitals import measured_panels
from dashboard.search.panel.listing import STATISTIC
from dashboard.search.panel.looked import COLUMNS, Looked
from dashboard.search.panel.panel import NAME, SearchPanel, search_panel
from dashboard.search.rooms import SearchRooms
from policy.dimensions import DIMENSIONS, Dimension
from policy.site import Site
from store.accounts import User
from store.counts import CountStore
from store.notes import Notes


class UnknownPanel(Exception):
    """The site has no such panel."""


class SitePage:
    """Answers for one site that the user may see. `now` is in seconds since 1970."""

    def __init__(self, store: CountStore, search: SearchRooms, notes: Notes, pages: Pages) -> None:
        self._store, self._searches, self._access = store, search.figures, search.access
        self._notes, self._pages = notes, pages

    async def overview(self, request: Request, user: User, site: Site, now: float) -> Response:
        page = await opened(self._store, request, site, now)
        view, days = page.view, page.view.asked.range
        search = await search_panel(self._store, self._searches, view, page.today, SHORT)
        found = await totals(self._store, site, view.asked, view.filter, page.today, page.history)
        answers = await answers_of(self._store, view)
        notes = await self._notes.of(site.host, days.start, days.after)
        is_chart = view.filter is None and page.counted is not None and _is_drawn(page)
        signs = await signs_of(self._store, self._access, site, now, view.language)
        goals, flow = await goal_panel(self._store, view), await flow_panel(self._store, view)
        vitals = await measured_panels(self._store, view)
        own = frozenset[str]().union(*(each.dimensions for each in (goals, flow, vitals) if each))
        secure, port = self._pages.cookies.secure, request.url.port
        values = {
            "signs": [each for each in signs if each.kind != "never"],
            "headline": headline(page, found, answers),
            "figures": figure_views(page, found),
            "compared": comparison_notes(page, found),
            "is_compared": found.compared is not None,
            "comparisons": comparisons(page),
            "drawing": await drawing_of(self._store, page, found.compared, notes) if is_chart else None,
            "height": HEIGHT,
            "note_form": NoteForm(min(days.end, page.today).isoformat(), view.query()),
            "is_hours_hidden": view.filter is None and not _is_drawn(page),
            "bears": BEARS,
            "is_new": page.history.since is None,
            "is_silent": not any(each.kind in _ARRIVED for each in signs),
            "is_unfinished": days.end >= page.today,
            "script": service_address(site, f"/s/{site.host}.js", secure=secure, port=port),
            "arranged": arranged(
                view, await panels_of(self._store, view, _beside(view, search, own)), vitals.panels if vitals else ()
            ),
            "goals": goals,
            "flow": flow,
            "search": search,
            "engines": await self._engines(page, search),
            "apart": apart_of(view, ["search_term"] if search else []),
            "own_visits": service_address(
                site, f"/own/{site.host}?lang={view.language.code}", secure=secure, port=port
            ),
            "service": await upkeep_tables(self._store, view) if view.filter is None else [],
        }
        return self._pages.render(request, "site.html", user, frame(page) | values)

    async def panel(self, request: Request, user: User, site: Site, now: float) -> Response:
        """One panel as a list; or why there is none, where the filter does not let it be seen. Raises `UnknownPanel`
        where the policy does not name it."""
        page = await opened(self._store, request, site, now)
        view = page.view
        name = request.path_params["dimension"]
        if name == NAME:
            return await self._search(request, user, page)
        if name not in {row.name for row in permitted(site)}:
            raise UnknownPanel(name)
        if DIMENSIONS[name] not in shown(view):
            return self._apart(request, user, page, name, view.language.title(DIMENSIONS[name]))
        listed = await listed_panel(self._store, view, DIMENSIONS[name], request.query_params)
        return self._pages.render(request, "panel.html", user, frame(page) | listed._asdict())

    async def _search(self, request: Request, user: User, page: Opened) -> Response:
        """All search terms, or those that are looked for. Raises `UnknownPanel` likewise."""
        looked = _looked(request)
        search = await search_panel(self._store, self._searches, page.view, page.today, None, looked)
        if search is None:
            if STATISTIC in page.view.site.policy.statistics:
                return self._apart(request, user, page, NAME, page.view.language("terms_title"))
            raise UnknownPanel(NAME)
        values = {"search": search, "form": search.form, "turning": search.turning}
        return self._pages.render(request, "terms.html", user, frame(page) | values)

    def _apart(self, request: Request, user: User, page: Opened, name: str, heading: str) -> Response:
        """A panel of which the filter cannot choose: the row that it has chosen, or what is not counted together."""
        chosen = page.view.filter is not None and page.view.filter.dimension == name
        values = {"heading": heading, "within": within(heading), "is_chosen": chosen}
        return self._pages.render(request, "panel-apart.html", user, frame(page) | values)

    async def _engines(self, page: Opened, search: SearchPanel | None) -> Panel | None:
        """Search engines by visits, to stand beside the terms."""
        row = DIMENSIONS["search_engine"]
        is_seen = search is not None and page.counted is not None and row in shown(page.view)
        return await panel_of(self._store, page.view, row) if is_seen else None


def service_address(site: Site, path: str, *, secure: bool, port: int | None) -> str:
    """Of the site's service; "" where its name is not known. By plain http, for trying out, it is on the dashboard's
    own port."""
    if not site.service:
        return ""
    return f"https://{site.service}{path}" if secure else f"http://{site.service}{f':{port}' if port else ''}{path}"


_ARRIVED: Final[frozenset[Kind]] = frozenset({"left_out", "unreported", "refused"})
"""What a site is told of whose script is on its pages, though nothing is counted."""


def _is_drawn(page: Opened) -> bool:
    """A single day is drawn by the hour, where the numbers bear that."""
    return (page.counted or page.view.asked.range).days > 1 or not page.pace.is_sparse


def _looked(request: Request) -> Looked:
    return Looked(wanted(request.query_params, COLUMNS), request.query_params.get("origin", ""))


def _beside(view: View, search: SearchPanel | None, own: Collection[str]) -> list[Dimension]:
    """The dimensions that have a panel like others: those of search terms and engines have one together, and those
    that are shown in their `own` way."""
    rows = [row for row in shown(view) if row.name not in own]
    if search is None:
        return rows
    return [row for row in rows if row.values != "typed" and row.statistic != "search_engines"]
