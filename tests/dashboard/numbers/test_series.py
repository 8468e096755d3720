"""Counts over time: every hour, day, week and month of a range once, and what of it is whole."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.numbers.ranges import Range
from dashboard.numbers.series import STEPS, series, step_of, whole_spans
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import NOW, TODAY, Counting, Visit, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]


@pytest.mark.parametrize("step", STEPS)
async def test_nothing_is_lost_or_counted_twice(store: SQLiteCounts, count: Counting, step: str) -> None:
    first = date(2026, 3, 2)
    days = Range(first, first + timedelta(days=60))
    await count([Visit(str(first + timedelta(days=each)), ["/", "/a"], hour=each % 24) for each in range(0, 61, 3)])
    spans = await series(store, site(), days, step, NOW)  # type: ignore[arg-type]
    assert sum(span.counters.pageviews for span in spans) == 42
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    assert spans[0].days.start == days.start
    assert spans[-1].days.end == days.end


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-01", 24)])
async def test_a_day_has_as_many_hours_as_it_had(store: SQLiteCounts, count: Counting, day: str, hours: int) -> None:
    await count([Visit(day, hour=hour) for hour in (0, 12, 23)])
    there = Range(date.fromisoformat(day), date.fromisoformat(day))
    spans = await series(store, site(), there, "hour", NOW)
    assert len(spans) == hours
    assert [span.start[11:16] for span in spans if span.counters.entries] == ["00:00", "12:00", "23:00"]
    assert len({span.start for span in spans}) == hours, "the hour that comes twice is told apart by its distance"


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Australia/Adelaide", "Asia/Kathmandu", "America/St_Johns"])
async def test_hours_of_a_day_lie_in_it_also_where_its_midnight_is_within_one(store: SQLiteCounts, zone: str) -> None:
    there = site()
    there.timezone = ZoneInfo(zone)
    day = date(2026, 11, 1)
    spans = await series(store, there, Range(day, day), "hour", NOW)
    assert {span.start[:10] for span in spans} == {"2026-11-01"}
    assert spans[0].start[11:16] == "00:00"
    assert [span.start for span in spans] == sorted({span.start for span in spans})


async def test_what_the_range_cuts_or_is_not_over_is_not_complete(store: SQLiteCounts) -> None:
    weeks = await series(store, site(), Range(date(2026, 11, 3), TODAY), "week", NOW)
    assert [(span.start, span.complete) for span in weeks] == [
        ("2026-11-03", False), ("2026-11-09", True), ("2026-11-16", False),
    ]  # fmt: skip
    hours = await series(store, site(), Range(TODAY, TODAY), "hour", NOW)
    assert [span.complete for span in hours] == [True] * 12 + [False] * 12


def test_whole_weeks_and_months_hold_the_range() -> None:
    days = Range(date(2025, 12, 31), date(2026, 2, 1))
    assert [each.start for each in whole_spans("month", days)] == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    weeks = [*whole_spans("week", days)]
    assert all(each.start.weekday() == 0 and each.days == 7 for each in weeks)
    assert (weeks[0].start, weeks[-1].end) == (date(2025, 12, 29), date(2026, 2, 1))


@pytest.mark.parametrize(
    ("days", "step"), [(1, "hour"), (2, "day"), (120, "day"), (121, "week"), (400, "week"), (401, "month")]
)
def test_the_step_suits_the_range(days: int, step: str) -> None:
    assert step_of(Range(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days - 1))) == step
