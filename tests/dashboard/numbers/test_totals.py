"""Totals with their changes, how far back they can be compared, and the pace that a page opens by."""

from datetime import date, timedelta

import pytest

from dashboard.numbers.history import History, history_of
from dashboard.numbers.pace import pace_of
from dashboard.numbers.ranges import Range, asked
from dashboard.numbers.stats import Filter
from dashboard.numbers.totals import Totals, lately, offered, totals
from policy.site import Site
from store.counts import Counters
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import FIVE, HOST, TODAY, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = site()


def days_of(first: int, last: int, visits: int) -> list[Visit]:
    """So many visits on each day, in days before today."""
    return [
        Visit((TODAY - timedelta(days=back)).isoformat(), ["/", "/a"]) for back in range(first, last - 1, -1)
    ] * visits


async def found(store: SQLiteCounts, query: dict[str, str], only: Filter | None = None, there: Site = SITE) -> Totals:
    return await totals(store, there, asked(query, TODAY), only, TODAY, await history_of(store, there))


async def test_whole_days_are_compared_and_today_is_in_the_total_alone(store: SQLiteCounts, count: Counting) -> None:
    await count(days_of(60, 0, 5))
    [visits, views] = (await found(store, {"period": "7d"})).figures
    assert (visits.metric, visits.number) == ("visits", 35)
    assert visits.change is not None
    assert (visits.change.now, visits.change.before, visits.change.verdict) == (30, 30, "same")
    assert views.number == 70


async def test_a_change_is_one_when_it_is_larger_than_chance(store: SQLiteCounts, count: Counting) -> None:
    await count(days_of(70, 29, 5) + days_of(28, 1, 8))
    [visits, views] = (await found(store, {"period": "28d"})).figures
    assert visits.change is not None
    assert views.change is not None
    assert (visits.change.verdict, views.change.verdict) == ("up", "up")
    assert (visits.change.now, visits.change.before) == (27 * 8, 27 * 5)


async def test_page_views_of_few_long_visits_are_no_change(store: SQLiteCounts, count: Counting) -> None:
    """Sixty page views against ten differ for sure where each comes on its own, and not as two visits against one."""
    await count(days_of(70, 70, 1) + [Visit("2026-11-20", [f"/{n}" for n in range(30)])] * 2)
    await count([Visit("2026-11-13", [f"/{n}" for n in range(10)])])
    [_, views] = (await found(store, {"from": "2026-11-20", "to": "2026-11-20"})).figures
    assert views.change is not None
    assert (views.change.now, views.change.before, views.change.verdict) == (60, 10, "same")


async def test_nothing_is_compared_with_days_before_counting_began(store: SQLiteCounts, count: Counting) -> None:
    await count(days_of(10, 0, 4))
    assert (await found(store, {"period": "7d"})).compared is None
    assert (await found(store, {"from": "2026-11-20", "to": "2026-11-20"})).compared is not None


async def test_nor_with_days_that_retention_has_cut(store: SQLiteCounts, count: Counting) -> None:
    """Totals are kept for 36 months, names for 24."""
    await count([Visit("2022-01-01"), *days_of(1, 0, 4)])
    history = await history_of(store, SITE)
    range_ = Range(date(2024, 12, 1), date(2025, 11, 21))
    assert offered(SITE, range_, None, TODAY, history) == ("previous", "year", "none")
    assert offered(SITE, range_, Filter("page", "/"), TODAY, history) == ("none",)
    older = Range(date(2024, 10, 1), date(2025, 9, 30))
    assert offered(SITE, older, None, TODAY, history) == ("none",)


async def test_a_year_is_offered_as_far_back_as_anything_is_counted(store: SQLiteCounts, count: Counting) -> None:
    await count(days_of(380, 380, 1) + days_of(3, 0, 1))
    history = await history_of(store, SITE)
    assert offered(SITE, Range(TODAY - timedelta(days=6), TODAY), None, TODAY, history) == ("previous", "year", "none")
    assert offered(SITE, Range(TODAY - timedelta(days=27), TODAY), None, TODAY, history) == ("previous", "none")


async def test_a_part_is_compared_with_the_same_part(store: SQLiteCounts, count: Counting) -> None:
    day = (TODAY - timedelta(days=1)).isoformat()
    before = (TODAY - timedelta(days=8)).isoformat()
    await count([*days_of(60, 1, 3), *[google(day)] * 30, *[google(before)] * 4])
    [visits, *_] = (await found(store, {"period": "yesterday"}, Filter("referrer", "Google"))).figures
    assert visits.change is not None
    assert (visits.change.now, visits.change.before, visits.change.verdict) == (30, 4, "up")


async def test_what_is_typed_is_of_whole_windows_and_not_compared(store: SQLiteCounts, count: Counting) -> None:
    await count([*days_of(60, 1, 3), *[google("2026-11-20", term="kbt")] * 4])
    answer = await found(store, {"period": "7d"}, Filter("search_term", "kbt"))
    assert answer.compared is None
    assert [each.change for each in answer.figures] == [None, None]


async def test_what_was_switched_on_is_not_compared_with_the_days_before(store: SQLiteCounts, count: Counting) -> None:
    older, newer = site(), site(statistics=(*FIVE, "visitors", "browsers"))
    published = {1: older.history[1], 2: newer.history[1]._replace(day=date(2026, 11, 1))}
    there = Site(HOST, "Europe/Stockholm", published)
    await count([visit._replace(browser="Firefox", firsts=["day"]) for visit in days_of(20, 1, 5)], there)
    await count(days_of(60, 21, 5), there)
    two_weeks = {"from": "2026-11-02", "to": "2026-11-15"}
    [visits, _, visitors] = (await found(store, two_weeks, there=there)).figures
    assert visits.change is not None
    assert visitors.change is None
    assert (await found(store, two_weeks, Filter("browser", "Firefox"), there)).compared is None
    week = {"from": "2026-11-16", "to": "2026-11-21"}
    assert (await found(store, week, Filter("browser", "Firefox"), there)).compared is not None


async def test_visitors_of_a_month_are_compared_with_those_of_a_month(store: SQLiteCounts, count: Counting) -> None:
    there = site(statistics=(*FIVE, "visitors"))
    told = [Visit(f"{year}-10-{day:02}", firsts=["day", "month"]) for year in (2025, 2026) for day in range(1, 32)]
    await count([*told, Visit("2025-09-01")], there)
    october = {"from": "2026-10-01", "to": "2026-10-31"}
    [_, _, visitors] = (await found(store, october | {"compare": "year"}, there=there)).figures
    assert visitors.number == 31
    assert visitors.change is not None
    [_, _, visitors] = (await found(store, october, there=there)).figures
    assert visitors.change is None, "the 31 days before are no month"


@pytest.mark.parametrize(
    ("visits", "first", "mean", "days", "default"),
    [
        (29, 400, 29, 28, "12m"),
        (29, 28, 29, 28, "12m"),
        (30, 400, 30, 28, "28d"),
        (31, 5, 31, 5, "28d"),
        (8, 27, 8, 27, "28d"),
        (8, 0, 0, 0, "28d"),
        (0, 0, 0, 0, "28d"),
    ],
)
def test_a_page_opens_on_what_the_numbers_bear(visits: int, first: int, mean: float, days: int, default: str) -> None:
    counted = {TODAY - timedelta(days=back): Counters(2 * visits, visits) for back in range(first + 1) if visits}
    pace = pace_of(History(counted, min(counted, default=None)), SITE, TODAY)
    assert (pace.metric, pace.mean, pace.days, pace.default) == ("visits", mean, days, default)
    assert pace.is_sparse == (mean < 30)


def test_days_without_visits_count_in_the_mean_and_today_does_not() -> None:
    counted = {TODAY - timedelta(days=28): Counters(28, 28), TODAY: Counters(900, 900)}
    pace = pace_of(History(counted, min(counted)), SITE, TODAY)
    assert (pace.mean, pace.days) == (1, 28)


def test_without_visits_page_views_set_the_pace() -> None:
    counted = {TODAY - timedelta(days=1): Counters(40)}
    pace = pace_of(History(counted, min(counted)), site(statistics=("pages",)), TODAY)
    assert (pace.metric, pace.mean) == ("pageviews", 40)


async def test_the_last_four_weeks_are_held_against_the_four_before(store: SQLiteCounts, count: Counting) -> None:
    await count(days_of(55, 29, 5) + days_of(28, 0, 8))
    assert lately(SITE, TODAY, await history_of(store, SITE)) is None, "a day was not counted"
    await count(days_of(56, 56, 5))
    change = lately(SITE, TODAY, await history_of(store, SITE))
    assert change is not None
    assert (change.now, change.before, change.verdict) == (28 * 8, 28 * 5, "up")


async def test_only_days_since_the_first_count_and_until_today_were_counted(
    store: SQLiteCounts, count: Counting
) -> None:
    await count(days_of(9, 9, 1))
    history, since = await history_of(store, SITE), TODAY - timedelta(days=9)
    assert history.counted(Range(date(2020, 1, 1), date(2030, 1, 1)), TODAY) == Range(since, TODAY)
    assert history.counted(Range(since, since), TODAY) == Range(since, since)
    assert history.counted(Range(date(2020, 1, 1), since - timedelta(days=1)), TODAY) is None
    assert history.counted(Range(TODAY + timedelta(days=1), date(2030, 1, 1)), TODAY) is None
    assert History({}, None).counted(Range(TODAY, TODAY), TODAY) is None


async def test_a_history_is_read_once_for_any_range(store: SQLiteCounts, count: Counting) -> None:
    assert await history_of(store, SITE) == History({}, None)
    await count([*days_of(800, 800, 1), *days_of(2, 1, 3)])
    history = await history_of(store, SITE)
    assert history.since == TODAY - timedelta(days=800)
    assert history.counts(Range(TODAY - timedelta(days=3), TODAY), "entries") == [0, 3, 3, 0]
