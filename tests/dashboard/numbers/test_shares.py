"""Of how many the rows of a panel are."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from collector.hits import Counted, Hit
from dashboard.numbers.ranges import Range
from dashboard.numbers.shares import Whole, Wholes
from dashboard.numbers.stats import Filter, Leading, breakdown
from policy.dimensions import DIMENSIONS, WINDOW_PAIRS
from policy.site import Site
from store.periods import Grain
from store.sqlite import SQLiteCounts
from tests.dashboard.acting import since
from tests.dashboard.seed import FIVE, HOST, TODAY, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

DAYS = Range(date(2026, 11, 1), TODAY)
HOUR = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()) // 3600
OPTIONAL = site(statistics=(*FIVE, "contact_clicks", "engaged_time", "entry_pages"))


def clicks(number: int, page: str = "/", referrer: str = "Google") -> Iterator[Counted]:
    """On one page of one visit."""
    for index in range(number):
        hit = Hit(page=page, medium="search", referrer=referrer, search_engine=referrer, contact="telephone")
        yield Counted(HOST, "2026-11-20", HOUR, b"", () if index else ("event",), hit, view=False)


def measured(number: int, seconds: str, page: str = "/") -> list[Counted]:
    return [Counted(HOST, "2026-11-20", HOUR, b"", (), Hit(page=page, engaged=seconds), view=False)] * number


async def whole(
    store: SQLiteCounts, installed: Site, name: str, only: Filter | None = None, days: Range = DAYS
) -> Whole:
    rows = await breakdown(store, installed, days, DIMENSIONS[name], only)
    return await Wholes(store, installed, days, only, TODAY).of(DIMENSIONS[name], Leading.of_all(rows))


async def test_sources_add_up_to_the_visits(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-20", "/", "/a")] * 3 + [Visit("2026-11-20")])
    assert await whole(store, site(), "referrer") == Whole((4, 7), "sum", 4)


async def test_pages_are_shares_of_visits_that_may_read_several(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-20", "/", "/a")] * 3 + [Visit("2026-11-20", ["/b"])])
    assert await whole(store, site(), "page") == Whole((4, 7), "several", 7)
    assert await whole(store, site(), "page", Filter("referrer", "Google")) == Whole((3, 6), "several", 6)


async def test_without_visits_pages_are_shares_of_page_views(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-20", "/", "/a")] * 3)
    assert await whole(store, site(statistics=("pages",)), "page") == Whole((6,), "sum", 6)


async def test_what_a_filter_chooses_is_the_whole(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-20", "/", "/a")] * 3 + [Visit("2026-11-20")])
    assert await whole(store, site(), "medium", Filter("page", "/")) == Whole((4, 4), "sum", 4)


async def test_typed_text_is_of_its_whole_windows(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-10-02", term="kbt")] * 4 + [Visit("2026-11-20", searches=("oro",))] * 3)
    assert await whole(store, site(), "search_term") == Whole((7, 7), "sum", 7)
    assert (await whole(store, site(), "site_search")).totals[0] == 7, "also those of October"


async def test_events_are_of_the_visits_whether_or_not_they_had_one(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-20", "/", "/a")] * 8 + [Visit("2026-11-20")] * 2 + [*clicks(2)] * 4, OPTIONAL)
    assert await whole(store, OPTIONAL, "contact") == Whole((10, 8), "several", 4)
    assert await whole(store, OPTIONAL, "contact", Filter("referrer", "Google")) == Whole((8, 8), "several", 4)
    assert await whole(store, OPTIONAL, "page", Filter("contact", "telephone")) == Whole((4, 8), "sum", 4)


async def test_without_visits_an_event_is_a_share_of_all_events(store: SQLiteCounts, count: Counting) -> None:
    installed = site(statistics=("pages", "contact_clicks"))
    await count([Visit("2026-11-20"), *clicks(3)], installed)
    assert await whole(store, installed, "contact") == Whole((3,), "sum", 3)


async def test_measurements_are_of_what_was_measured(store: SQLiteCounts, count: Counting) -> None:
    read = [Visit("2026-11-20", ["/", "/a"])] * 4
    await count([*read, *measured(3, "0-9"), *measured(1, "600-")], OPTIONAL)
    assert await whole(store, OPTIONAL, "engaged") == Whole((4,), "measured", 4, 8)
    assert await whole(store, OPTIONAL, "engaged", Filter("page", "/")) == Whole((4,), "measured", 4, 4)


async def test_what_only_some_visits_have_is_a_part_of_them(store: SQLiteCounts, count: Counting) -> None:
    entered = Counted(HOST, "2026-11-20", HOUR, b"", ("visit", "page"), Hit(page="/a", entry_page="/a"))
    await count([Visit("2026-11-20"), entered, entered], OPTIONAL)
    assert await whole(store, OPTIONAL, "entry_page") == Whole((3, 2), "part", 2)


async def test_no_share_is_told_of_days_whose_rows_retention_has_forgotten(
    store: SQLiteCounts, count: Counting
) -> None:
    await count([Visit("2024-11-01"), Visit("2026-11-20")])
    for grain in (Grain.DAY, Grain.WINDOW):
        await store.forget(HOST, grain, "2024-11-22", [*DIMENSIONS, *WINDOW_PAIRS])
    days = Range(date(2024, 10, 1), TODAY)
    assert await whole(store, site(), "page", days=days) == Whole((None, 1), "cut", 1)
    assert await whole(store, site(), "referrer", days=days) == Whole((1, 1), "sum", 1)


async def test_days_before_the_first_that_was_counted_are_not_forgotten(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit("2026-11-20", ["/", "/a"])])
    days = Range(date(2024, 10, 1), TODAY)
    assert await whole(store, site(), "page", days=days) == Whole((1, 2), "several", 2)


async def test_shares_are_of_the_days_since_it_was_counted(store: SQLiteCounts, count: Counting) -> None:
    both = since(date(2026, 11, 1), site(), OPTIONAL)
    days = Range(date(2026, 10, 1), TODAY)
    await count([Visit("2026-10-05")] * 30)
    await count([*[Visit("2026-11-20")] * 4, *clicks(2), *measured(3, "0-9")], OPTIONAL)
    assert await whole(store, both, "contact", days=days) == Whole((4, 2), "several", 1)
    assert await whole(store, both, "engaged", days=days) == Whole((3,), "measured", 3, 4)
    assert await whole(store, both, "page", days=days) == Whole((34, 34), "sum", 34)


async def test_nothing_is_of_nothing(store: SQLiteCounts) -> None:
    assert await whole(store, site(), "page") == Whole((0,), "sum", 0)
