"""A site's page: coverage, totals, the chart, the panels that its policy names and the service's own counts."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from dashboard.numbers.ranges import DEFAULT, PRESETS, Asked, asked, is_kept
from dashboard.numbers.stats import (
    NotPaired,
    Total,
    measure,
    permitted,
    read_filter,
    total,
    visitors_counter,
)
from dashboard.pages.chart import HEIGHT, Chart, bins_of, chart_of, hours_of, step_of
from dashboard.pages.frame import Pages, language_of
from dashboard.pages.panels import SHORT, Panel, View, by_window, panel_of, panels_of, shown
from dashboard.pages.upkeep import coverage, upkeep_tables
from dashboard.search.panel.looked import Looked
from dashboard.search.panel.panel import NAME, SearchPanel, search_panel
from policy.dimensions import DIMENSIONS, Dimension
from policy.site import Site
from policy.statistics import CONSENTED
from store.accounts import User
from store.counts import CountStore, Point
from store.periods import Grain
from store.search import SearchStore


class UnknownPanel(Exception):
    """The site has no such panel."""


class Preset(NamedTuple):
    """A link to a range."""

    title: str
    link: str
    is_current: bool


class Figure(NamedTuple):
    """One metric's total, with what it was before where that can be said."""

    title: str
    number: str
    change: str | None
    note: str | None


class Drawing(NamedTuple):
    """A chart with its title and the rows of the table behind it."""

    chart: Chart
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_clipped: bool


class SitePage:
    """Answers for one site that the user may see. `now` is in seconds since 1970."""

    def __init__(self, store: CountStore, figures: SearchStore, pages: Pages) -> None:
        self._store, self._searches, self._pages = store, figures, pages

    async def overview(self, request: Request, user: User, site: Site, now: float) -> Response:
        today = site.day(now)
        view = view_of(request, site, today)
        search = await search_panel(self._store, self._searches, view, today, SHORT)
        values = {
            "drawing": await self._drawing(view, today, now) if view.filter is None else None,
            "coverage": await coverage(self._store, view),
            "figures": await self._figures(view, today),
            "is_unfinished": view.asked.range.end >= today,
            "panels": await panels_of(self._store, view, _beside(view, search)),
            "search": search,
            "engines": await self._engines(view, search),
            "left_out": _left_out(view, search),
            "own_visits": _own_visits(request, view, self._pages.cookies.secure),
            "service": await upkeep_tables(self._store, view) if view.filter is None else [],
        }
        return self._pages.render(request, "site.html", user, _frame(view, today) | values)

    async def panel(self, request: Request, user: User, site: Site, now: float) -> Response:
        """One panel with all its rows. Raises `UnknownPanel` where the policy or the filter leaves none."""
        today = site.day(now)
        view = view_of(request, site, today)
        name = request.path_params["dimension"]
        if name == NAME:
            return await self._search(request, user, view, today)
        if name not in {row.name for row in shown(view)}:
            raise UnknownPanel(name)
        panel = await panel_of(self._store, view, DIMENSIONS[name])
        return self._pages.render(request, "panel.html", user, _frame(view, today) | {"panel": panel})

    async def _search(self, request: Request, user: User, view: View, today: date) -> Response:
        """All search terms, or those that are looked for. Raises `UnknownPanel` likewise."""
        looked = _looked(request)
        search = await search_panel(self._store, self._searches, view, today, None, looked)
        if search is None:
            raise UnknownPanel(NAME)
        kept = view.kept | ({"origin": looked.origin} if looked.origin else {})
        values = {"search": search, "looked": looked, "kept": kept}
        return self._pages.render(request, "terms.html", user, _frame(view, today) | values)

    async def _engines(self, view: View, search: SearchPanel | None) -> Panel | None:
        """Search engines by visits, to stand beside the terms."""
        row = DIMENSIONS["search_engine"]
        is_seen = search is not None and row in shown(view)
        return await panel_of(self._store, view, row, SHORT) if is_seen else None

    async def _figures(self, view: View, today: date) -> list[Figure]:
        days = view.asked.range
        now = await total(self._store, view.site, days, view.filter)
        before = None
        if _is_comparable(view, today):
            before = await total(self._store, view.site, days.previous, view.filter)
        return [_figure(view, name, now, before) for name in ("visits", "pageviews", "visitors") if _has(now, name)]

    async def _drawing(self, view: View, today: date, now: float) -> Drawing | None:
        site, days = view.site, view.asked.range
        step = step_of(days)
        grain = Grain.HOUR if step == "hour" else Grain.DAY
        points: Sequence[Point] = await self._store.series(
            site.host, CONSENTED, grain, days.start.isoformat(), days.after.isoformat()
        )
        if not points:
            return None
        if step == "hour":
            bins = hours_of(points, days.start, site.timezone, now)
        else:
            bins = bins_of(points, days, today, view.language)
        measured = [measure(site, days, each.counters, of_visits=True) for each in bins]
        metrics = ("visits", "pageviews") if _has(measured[0], "visits") else ("pageviews",)
        values = [getattr(each, metrics[0]) for each in measured]
        return Drawing(
            chart_of(bins, values, step),
            view.language(f"chart_{step}", metric=view.language(metrics[0])),
            (view.language(step), *map(view.language, metrics)),
            tuple(
                (_name(view, each.name, each.clipped), *(view.language.number(getattr(row, name)) for name in metrics))
                for each, row in zip(bins, measured, strict=True)
            ),
            any(each.clipped for each in bins),
        )


def view_of(request: Request, site: Site, today: date) -> View:
    """What the address asks for. Raises `BadRange` or `Refused`."""
    text = request.query_params.get("filter", "")
    chosen = read_filter(site, text) if text else None
    if chosen and chosen.dimension not in DIMENSIONS:
        raise NotPaired(f"No page shows only what has {chosen}.", DIMENSIONS)
    return View(site, asked(request.query_params, today), chosen, language_of(request))


def _frame(view: View, today: date) -> dict[str, object]:
    """What the page of a site and the page of one of its panels have in common."""
    newest = view.site.history[view.site.policy.version]
    chosen = view.filter
    return {
        "view": view,
        "site": view.site.host,
        "title": view.language.days(view.asked.range),
        "presets": _presets(view),
        "height": HEIGHT,
        "today": today.isoformat(),
        "filtered": chosen and view.language.value(chosen.dimension, chosen.value),
        "filtered_by": chosen and view.language.title(DIMENSIONS[chosen.dimension]),
        "in_force": view.language("policy", version=newest.policy.version, day=view.language.day(newest.day)),
        "timezone": view.language("timezone", timezone=view.site.timezone.key),
        "ledger": view.site.ledger.day and view.language("ledger", day=view.language.day(view.site.ledger.day)),
        "head": view.site.ledger.head,
    }


def _own_visits(request: Request, view: View, secure: bool) -> str:
    """Where one click leaves out the browser's own visits; "" where the service's name is not known. By plain http, for
    trying out, the service is on the dashboard's own port."""
    site = view.site
    if not site.service:
        return ""
    port = f":{request.url.port}" if request.url.port and not secure else ""
    scheme = "https" if secure else "http"
    return f"{scheme}://{site.service}{port}/own/{site.host}?lang={view.language.code}"


def _presets(view: View) -> list[Preset]:
    base = view._replace(asked=Asked(view.asked.range, DEFAULT))
    return [
        Preset(view.language(f"preset_{name}"), base.query(period=name), view.asked.preset == name) for name in PRESETS
    ]


def _is_comparable(view: View, today: date) -> bool:
    """Whether the days before were counted, and are kept still."""
    if _is_typed(view):  # the days before lie in the same windows
        return False
    start = view.asked.range.previous.start
    retention = view.site.policy.retention
    months = retention.named if view.filter else retention.totals
    return start >= min(each.day for each in view.site.history.values()) and is_kept(start, today, months)


def _figure(view: View, metric: str, now: Total, before: Total | None) -> Figure:
    language, days = view.language, view.asked.range
    is_daily = metric == "visitors" and days.days > 1 and visitors_counter(days) == "daily"
    number: int = getattr(now, metric)
    is_alike = metric != "visitors" or visitors_counter(days) == visitors_counter(days.previous)
    earlier: int = getattr(before, metric) if before and is_alike else 0
    change = None
    if earlier:
        key = "change_1" if days.days == 1 else "change_n"
        change = language(key, change=language.change(number, earlier), days=days.days, before=language.number(earlier))
    title = language("visitors_daily" if is_daily else metric)
    note = language("daily_note") if is_daily else by_window(view) if _is_typed(view) else None
    return Figure(title, language.number(number), change, note)


def _is_typed(view: View) -> bool:
    """Whether only what has a typed text counts, and so whole windows."""
    return view.filter is not None and DIMENSIONS[view.filter.dimension].values == "typed"


def _has(measured: Total, metric: str) -> bool:
    return getattr(measured, metric) is not None


def _name(view: View, name: str, clipped: bool) -> str:
    return f"{name} ({view.language('incomplete')})" if clipped else name


def _looked(request: Request) -> Looked:
    query = request.query_params
    leaf = query.get("page", "")
    number = int(leaf) if leaf.isascii() and leaf.isdecimal() and len(leaf) < 8 else 1
    return Looked(query.get("find", "").strip(), query.get("origin", ""), number)


def _beside(view: View, search: SearchPanel | None) -> list[Dimension]:
    """The dimensions with a panel of their own: those of search terms and engines have one together."""
    if search is None:
        return shown(view)
    return [row for row in shown(view) if row.values != "typed" and row.statistic != "search_engines"]


def _left_out(view: View, search: SearchPanel | None) -> list[str]:
    """The titles of the panels that a filter hides, but for its own."""
    if view.filter is None:
        return []
    seen = {row.name for row in shown(view)} | {view.filter.dimension} | ({"search_term"} if search else set())
    return [view.language.title(row) for row in permitted(view.site) if row.name not in seen]
