"""The chart: how its bars gather days, what they are held against, and that they are to scale."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.locale.language import LANGUAGES
from dashboard.numbers.ranges import Range
from dashboard.numbers.series import Span, series, step_of, whole_spans
from dashboard.pages.chart import HEADROOM, HEIGHT, Bin, Earlier, bins_of, chart_of, days_named
from store.counts import Counters
from store.notes import Note
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import TODAY, ZONE, Counting, Visit, site

pytestmark = pytest.mark.quick

SWEDISH = LANGUAGES["sv"]


def spans(days: Range, each: int = 1) -> list[Span]:
    """As many visits each day."""
    step = step_of(days)
    found = []
    for whole in whole_spans(step, days):
        inside = Range(max(whole.start, days.start), min(whole.end, days.end))
        counters = Counters(each * inside.days, each * inside.days)
        found.append(Span(inside.start.isoformat(), inside, counters, inside == whole and whole.end < TODAY))
    return found


def bins(days: Range, notes: tuple[Note, ...] = ()) -> tuple[Bin, ...]:
    return bins_of(spans(days), step_of(days), TODAY, SWEDISH, notes=notes)


def test_weeks_are_named_and_cut_ones_are_marked() -> None:
    found = bins(Range(date(2026, 1, 1), date(2026, 6, 30)))
    assert [each.counters.pageviews for each in found] == [4, *[7] * 25, 2]
    assert [each.state for each in found] == ["cut", *["whole"] * 25, "cut"]
    assert found[0].name == "1–4 januari 2026"


def test_months_are_named_and_the_one_going_on_is_marked() -> None:
    found = bins(Range(date(2025, 10, 1), TODAY))
    assert [each.name for each in found][:4] == ["oktober 2025", "november 2025", "december 2025", "januari 2026"]
    assert [each.label for each in found][3:5] == ["2026", "feb."]
    assert [each.state for each in found] == ["whole"] * 13 + ["ongoing"]


def test_notes_stand_on_every_bar_that_holds_one_of_their_days() -> None:
    notes = (
        Note(1, "example.se", date(2026, 11, 9), date(2026, 11, 10), "Annons"),
        Note(2, "example.se", date(2026, 11, 10), date(2026, 11, 10), "Nyhetsbrev"),
    )
    found = bins(Range(date(2026, 11, 8), date(2026, 11, 12)), notes)
    assert [each.notes for each in found] == [(), ("Annons",), ("Annons", "Nyhetsbrev"), (), ()]
    found = bins(Range(date(2026, 1, 1), TODAY), notes)
    assert [each.name for each in found if each.notes] == ["9–15 november 2026"]


def test_a_bar_has_what_it_is_held_against() -> None:
    days = Range(date(2026, 11, 1), date(2026, 11, 2))
    earlier = {"2026-11-02": Earlier("måndag 5 oktober 2026", Counters(7, 7))}
    found = bins_of(spans(days), "day", TODAY, SWEDISH, earlier)
    assert [(each.before_name, each.before) for each in found] == [
        ("", None),
        ("måndag 5 oktober 2026", Counters(7, 7)),
    ]
    chart = chart_of(found, [2, 10], "day", [None, 7])
    first, second = chart.bars
    assert first.before is None
    assert second.before is not None
    assert second.before - second.y == pytest.approx(second.height * 3 / 10)


def test_a_line_higher_than_all_bars_is_in_the_picture() -> None:
    found = bins(Range(date(2026, 11, 1), date(2026, 11, 2)))
    chart = chart_of(found, [1, 1], "day", [900, None])
    assert chart.ticks[-1].value >= 900
    assert chart.bars[0].before is not None
    assert chart.bars[0].before >= HEADROOM


def test_whole_months_are_called_by_their_name() -> None:
    assert days_named(Range(date(2025, 2, 1), date(2025, 2, 28)), "month", SWEDISH) == "februari 2025"
    assert days_named(Range(date(2025, 2, 1), date(2025, 2, 27)), "month", SWEDISH) == "1–27 februari 2025"


@pytest.mark.anyio
@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-07-01", 24), ("2026-10-25", 25)])
async def test_a_day_has_its_hours_when_the_clocks_change(
    store: SQLiteCounts, count: Counting, day: str, hours: int
) -> None:
    await count([Visit(day, hour=13)] * 4)
    there, asked = site(), date.fromisoformat(day)
    noon = datetime.combine(asked, datetime.min.time(), ZONE).timestamp() + 12 * 3600
    found = bins_of(await series(store, there, Range(asked, asked), "hour", noon), "hour", asked, SWEDISH)
    assert len(found) == hours
    assert [each.counters.entries for each in found if each.name == "13:00"] == [4]
    assert (found[0].name, found[-1].name) == ("00:00", "23:00")
    assert len({each.name for each in found}) == hours, "the hour that comes twice is told apart"
    assert [each.state for each in found] == ["whole"] * 12 + ["ongoing"] * (hours - 12)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=120))
def test_bars_are_to_scale_and_ticks_reach_the_highest(values: list[int]) -> None:
    days = Range(TODAY - timedelta(days=len(values)), TODAY - timedelta(days=1))
    chart = chart_of(bins_of(spans(days), "day", TODAY, SWEDISH), values, "day")
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
    found = bins(days)
    labels = chart_of(found, [1] * len(found), step_of(days)).labels
    assert 1 <= len(labels) <= 6


def test_a_bar_says_three_notes_and_how_many_more() -> None:
    day = date(2026, 11, 9)
    notes = tuple(Note(number, "example.se", day, day, f"Not {number}") for number in range(20))
    assert bins(Range(day, TODAY), notes)[0].notes == ("Not 0", "Not 1", "Not 2", "och 17 till")
