"""What of a site a page looks at: the view that its address asks for, and the ways to other days."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from starlette.requests import Request

from dashboard.numbers.history import History, history_of
from dashboard.numbers.pace import Pace, pace_of
from dashboard.numbers.ranges import (
    COMPARISONS,
    EARLIEST,
    LATEST,
    PRESETS,
    Asked,
    Compare,
    Range,
    asked,
    given_once,
    is_kept,
    stepped,
)
from dashboard.numbers.stats import NotPaired, filterable, read_filter
from dashboard.numbers.totals import offered
from dashboard.pages.frame import language_of
from dashboard.pages.panels import View, within
from policy.dimensions import DIMENSIONS
from policy.site import Site
from store.counts import CountStore


class Link(NamedTuple):
    """A way to the same page of other days, or of another comparison."""

    title: str
    link: str
    is_current: bool = False


class Opened(NamedTuple):
    """A view with what its default hangs on. `now` is in seconds since 1970, `today` on the site's clock."""

    view: View
    history: History
    pace: Pace
    today: date
    now: float

    @property
    def counted(self) -> Range | None:
        """The days of the range that were counted; None where none were."""
        return self.history.counted(self.view.asked.range, self.today)


async def opened(store: CountStore, request: Request, site: Site, now: float) -> Opened:
    """What the address asks for; where it names no days, those that the site's numbers bear. Raises `BadRange` or
    `Refused`."""
    given_once(name for name, _ in request.query_params.multi_items())
    today = site.day(now)
    text = request.query_params.get("filter", "")
    chosen = read_filter(site, text) if text else None
    if chosen and chosen.dimension not in DIMENSIONS:
        raise NotPaired(f"No page shows only what has {chosen}.", filterable(site))
    history = await history_of(store, site)
    pace = pace_of(history, site, today)
    view = View(site, asked(request.query_params, today, pace.default), chosen, language_of(request), today)
    return Opened(view, history, pace, today, now)


def frame(page: Opened) -> dict[str, object]:
    """What the page of a site and the pages of its panels have in common."""
    view = page.view
    newest = view.site.history[view.site.policy.version]
    chosen, ledger = view.filter, view.site.ledger
    return {
        "view": view,
        "site": view.site.host,
        "title": view.language.days(view.asked.range),
        "presets": _presets(page),
        "bounds": _bounds(page),
        "is_counted": page.counted is not None,
        "earlier": _step(page, -1),
        "later": _step(page, 1),
        "today": page.today.isoformat(),
        "filtered": chosen and view.text(chosen.dimension, chosen.value),
        "filtered_by": chosen and within(view.language.title(DIMENSIONS[chosen.dimension])),
        "in_force": view.language("policy", version=newest.policy.version, day=view.language.day(newest.day)),
        "timezone": view.language("timezone", timezone=view.site.timezone.key),
        "ledger": ledger.day and view.language("ledger", day=view.language.day(ledger.day)),
        "head": ledger.head,
    }


def comparisons(page: Opened) -> list[Link]:
    """None where there is nothing to choose from."""
    view = page.view
    found = offered(view.site, view.asked.range, view.filter, page.today, page.history)
    if found == ("none",):
        return []
    return [_comparison(view, each) for each in found]


_COMPARED: Final[dict[Compare, str]] = dict(
    zip(COMPARISONS, ("compare_previous", "compare_year", "compare_none"), strict=True)
)


def _comparison(view: View, compare: Compare) -> Link:
    link = view._replace(asked=view.asked._replace(compare=compare)).query()
    return Link(view.language(_COMPARED[compare]), link, compare == view.asked.compare)


def _presets(page: Opened) -> list[Link]:
    view, current = page.view, page.view.asked
    return [
        Link(
            view.language(f"preset_{name}"),
            view._replace(asked=Asked(current.range, name, current.compare)).query(),
            name == current.preset,
        )
        for name in PRESETS
    ]


def _bounds(page: Opened) -> list[str]:
    """Which days of the range were not counted, are counted no more, or are still to come."""
    since, language, days = page.history.since, page.view.language, page.view.asked.range
    if since is None:
        return []
    found = []
    if days.start < since:
        months, begun = (
            page.view.site.policy.retention.totals,
            min(each.day for each in page.view.site.history.values()),
        )
        yesterday = since - timedelta(days=1)
        is_deleted = begun < since and not is_kept(yesterday, page.today, months)
        day = language.day(since)
        found.append(
            language("bounds_kept", day=day, months=language.number(months))
            if is_deleted
            else language("bounds_since", day=day)
        )
    if days.end > page.today:
        found.append(language("bounds_later", day=language.day(page.today)))
    return found


def _step(page: Opened, by: int) -> Link | None:
    """To the days before or after, where any of them were counted."""
    view, days = page.view, page.view.asked.range
    if not EARLIEST.year < days.start.year <= days.end.year < LATEST.year - 1:
        return None
    days = stepped(view.asked, by)
    if page.history.counted(days, page.today) is None:
        return None
    return Link(view.language.days(days), view._replace(asked=view.asked.instead(days)).query())
