"""The chart: how its bars gather days, and that they are to scale."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.locale.language import LANGUAGES
from dashboard.numbers.ranges import Range
from dashboard.pages.chart import HEADROOM, HEIGHT, bins_of, chart_of, hours_of, step_of
from store.counts import Counters, Point
from store.periods import hour_period
from tests.dashboard.seed import TODAY, ZONE

pytestmark = pytest.mark.quick

SWEDISH = LANGUAGES["sv"]


def _points(days: Range, each: int = 1) -> list[Point]:
    return [
        Point((days.start + timedelta(days=offset)).isoformat(), Counters(each, each)) for offset in range(days.days)
    ]


@pytest.mark.parametrize(
    ("length", "step"),
    [(1, "hour"), (2, "day"), (120, "day"), (121, "week"), (400, "week"), (401, "month"), (3660, "month")],
)
def test_a_longer_range_has_wider_bars(length: int, step: str) -> None:
    assert step_of(Range(TODAY - timedelta(days=length - 1), TODAY)) == step


@given(start=st.dates(date(2000, 1, 1), date(2100, 1, 1)), length=st.integers(2, 1200))
def test_the_bars_hold_every_day_once(start: date, length: int) -> None:
    days = Range(start, start + timedelta(days=length - 1))
    bins = bins_of(_points(days), days, TODAY, SWEDISH)
    assert sum(each.counters.pageviews for each in bins) == length


def test_weeks_begin_on_monday_and_cut_ones_are_marked() -> None:
    days = Range(date(2026, 1, 1), date(2026, 6, 30))
    bins = bins_of(_points(days), days, TODAY, SWEDISH)
    assert [each.counters.pageviews for each in bins] == [4, *[7] * 25, 2]
    assert [each.clipped for each in bins] == [True, *[False] * 25, True]
    assert bins[0].name == "1–4 januari 2026"


def test_months_are_named_and_the_one_going_on_is_marked() -> None:
    days = Range(date(2025, 10, 1), TODAY)
    bins = bins_of(_points(days), days, TODAY, SWEDISH)
    assert [each.name for each in bins][:4] == ["oktober 2025", "november 2025", "december 2025", "januari 2026"]
    assert [each.label for each in bins][2:5] == ["dec", "2026", "feb"]
    assert [each.clipped for each in bins] == [False] * 13 + [True]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 7, 1), 24), (date(2026, 10, 25), 25)])
def test_a_day_has_its_hours_when_the_clocks_change(day: date, hours: int) -> None:
    first = int(datetime.combine(day, datetime.min.time(), ZONE).timestamp()) // 3600
    points = [Point(hour_period(day, first + hour), Counters(1, 1)) for hour in range(hours)]
    bins = hours_of(points, day, ZONE, first * 3600 + 12 * 3600)
    assert sum(each.counters.entries for each in bins) == len(bins) == hours
    assert bins[0].name == "00:00"
    assert bins[-1].name == "23:00"
    assert [each.clipped for each in bins] == [False] * 12 + [True] * (hours - 12)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=120))
def test_bars_are_to_scale_and_ticks_reach_the_highest(values: list[int]) -> None:
    days = Range(TODAY - timedelta(days=len(values)), TODAY - timedelta(days=1))
    bins = bins_of([], Range(days.start, days.end), TODAY, SWEDISH)
    chart = chart_of(bins, values, "day")
    highest = chart.ticks[-1]
    assert highest.value >= max(values)
    assert len(chart.ticks) <= 5
    for bar, value in zip(chart.bars, values, strict=True):
        assert bar.y + bar.height == pytest.approx(HEIGHT)
        assert bar.height * highest.value == pytest.approx(value * (HEIGHT - HEADROOM))
    assert chart.bars[-1].left + chart.bars[-1].place == pytest.approx(100)


@pytest.mark.parametrize("length", [2, 7, 14, 28, 90, 120, 200, 400, 800, 3660])
def test_labels_fit_a_telephone(length: int) -> None:
    days = Range(TODAY - timedelta(days=length - 1), TODAY)
    bins = bins_of([], days, TODAY, SWEDISH)
    labels = chart_of(bins, [1] * len(bins), step_of(days)).labels
    assert 1 <= len(labels) <= 6
