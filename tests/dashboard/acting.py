"""What visitors do besides reading, on a site whose policy names all of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from collector.hits import Counted, First, Hit
from dashboard.numbers.ranges import Range
from policy.dimensions import NONE
from policy.site import Published, Site
from tests.dashboard.seed import FIVE, HOST, site

DAY: Final = "2026-11-02"
_HOUR: Final = int(datetime(2026, 11, 2, 11, tzinfo=UTC).timestamp()) // 3600
NOVEMBER: Final = Range(date(2026, 11, 1), date(2026, 11, 22))
SOURCES: Final = {
    "direct": {"medium": "direct", "referrer": NONE, "search_engine": NONE, "campaign": NONE},
    "search": {"medium": "search", "referrer": "Google", "search_engine": "Google", "campaign": NONE},
    "website": {"medium": "website", "referrer": "1177.se", "search_engine": NONE, "campaign": NONE},
}
GOALS: Final = {
    "contact_clicks": '{ order = ["/tack/"] }',
    "events": '{ names = { course = { sv = "Anmäld till kurs", en = "Signed up for a course" } } }',
}
MEASURED: Final = ("engaged_time", "scroll_depth", "web_vitals")


def acting_site(*statistics: str) -> Site:
    """Besides the five those that are named, or else all that goals, measurements and steps need."""
    names = statistics or (*GOALS, *MEASURED, "flow", "entry_pages", "campaigns")
    return site(statistics=(*FIVE, *names), particulars=GOALS)


def since(day: date, before: Site, after: Site) -> Site:
    """A site whose second policy came into force on the day."""
    return Site(HOST, "UTC", {1: Published(before.policy, date(2026, 1, 1)), 2: Published(after.policy, day)})


def act(first: bool = True, source: str = "direct", page: str = "/", **values: str) -> Counted:
    hit = Hit(page=page, **SOURCES[source], **values)
    return Counted(HOST, DAY, _HOUR, b"", ("event",) if first else (), hit, view=False)


def measured(dimension: str, value: str, times: int, page: str = "/") -> list[Counted]:
    return [Counted(HOST, DAY, _HOUR, b"", (), Hit(page=page, **{dimension: value}), view=False)] * times


def visit(*pages: str, source: str = "direct") -> Iterator[Counted]:
    """Pages in the order read, each reached from the one before."""
    for index, page in enumerate(pages):
        first: list[First] = [] if index else ["visit"]
        if page not in pages[:index]:
            first.append("page")
        hit = Hit(
            page=page, search_term=NONE, site_search=NONE, entry_page=NONE if index else page,
            previous_page=pages[index - 1] if index else NONE, contact="order" if page == "/tack/" else NONE,
            **SOURCES[source],
        )  # fmt: skip
        yield Counted(HOST, DAY, _HOUR, b"", tuple(first), hit)


def visits(number: int, *pages: str, source: str = "direct") -> list[Counted]:
    return [each for _ in range(number) for each in visit(*(pages or ("/",)), source=source)]
