"""All the sites that a user may see, with their last week at a glance."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from dashboard.locale.language import Language
from dashboard.numbers.ranges import PRESETS, Range
from dashboard.numbers.stats import measure
from dashboard.pages.frame import Pages, language_of
from policy.site import Site
from policy.statistics import CONSENTED
from store.accounts import User
from store.counts import Counters, CountStore, Point, total_of
from store.periods import Grain


class Card(NamedTuple):
    """`bars` are heights in per cent of the highest of the last 28 days, oldest first."""

    host: str
    metric: str
    number: str
    change: str | None
    bars: tuple[float, ...]


class SitesPage:
    """The page that a login leads to."""

    def __init__(self, store: CountStore, pages: Pages) -> None:
        self._store, self._pages = store, pages

    async def page(self, request: Request, user: User, sites: Iterable[Site], now: float) -> Response:
        language = language_of(request)
        cards = [await self._card(site, site.day(now), language) for site in sites]
        return self._pages.render(request, "sites.html", user, {"cards": cards})

    async def _card(self, site: Site, today: date, language: Language) -> Card:
        days, week = PRESETS["28d"](today), PRESETS["7d"](today)
        points = await self._store.series(
            site.host, CONSENTED, Grain.DAY, days.start.isoformat(), days.after.isoformat()
        )
        metric = "visits" if "visits" in site.policy.statistics else "pageviews"
        number = _number(site, points, week, metric)
        before = _number(site, points, week.previous, metric)
        known = week.previous.start >= min(each.day for each in site.history.values())
        compared = language("change_n", change=language.change(number, before), days=7, before=language.number(before))
        daily = [_number(site, points, Range(day, day), metric) for day in _days(days)]
        highest = max(daily)
        return Card(
            site.host, language(metric), language.number(number), compared if known and before else None,
            tuple(round(100 * each / highest, 1) if highest else 0 for each in daily),
        )  # fmt: skip


def _number(site: Site, points: Iterable[Point], days: Range, metric: str) -> int:
    start, end = days.start.isoformat(), days.end.isoformat()
    inside: Iterable[Counters] = (point.counters for point in points if start <= point.period <= end)
    number: int = getattr(measure(site, days, total_of(inside), of_visits=True), metric)
    return number


def _days(days: Range) -> Iterable[date]:
    return (days.start + timedelta(days=offset) for offset in range(days.days))
