"""Ranges of days: presets, two dates, and what is refused."""

from datetime import date

import pytest

from dashboard.numbers.ranges import DEFAULT, PRESETS, BadRange, Range, asked, is_kept

pytestmark = pytest.mark.quick

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("preset", "start", "end"),
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("7d", "2026-11-16", "2026-11-22"),
        ("28d", "2026-10-26", "2026-11-22"),
        ("month", "2026-11-01", "2026-11-22"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("year", "2026-01-01", "2026-11-22"),
        ("12m", "2025-12-01", "2026-11-22"),
    ],
)
def test_presets(preset: str, start: str, end: str) -> None:
    assert PRESETS[preset](TODAY) == Range(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2024, 2, 29), date(2026, 3, 31), date(2026, 12, 31)])
def test_every_preset_is_a_range_on_the_calendars_edges(preset: str, today: date) -> None:
    days = PRESETS[preset](today)
    assert days.start <= days.end <= today


def test_nothing_asked_is_the_last_28_days() -> None:
    assert asked({}, TODAY).preset == DEFAULT
    assert asked({}, TODAY).range.days == 28


def test_two_dates_are_both_included() -> None:
    found = asked({"from": "2026-11-01", "to": "2026-11-03"}, TODAY)
    assert found.range.days == 3
    assert found.range.after == date(2026, 11, 4)
    assert found.query == {"from": "2026-11-01", "to": "2026-11-03"}


def test_the_days_before_are_as_many() -> None:
    assert Range(date(2026, 3, 1), date(2026, 3, 7)).previous == Range(date(2026, 2, 22), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"from": "2026-02-31", "to": "2026-03-01"}, "date"),
        ({"from": "20261101", "to": "2026-11-02"}, "date"),
        ({"from": "2026-W47-1", "to": "2026-11-02"}, "date"),
        ({"from": "' OR 1=1", "to": "2026-11-02"}, "date"),
        ({"from": "0001-01-01", "to": "2026-11-02"}, "date"),
        ({"from": "2026-11-01", "to": "9999-12-31"}, "date"),
        ({"from": "2026-11-01"}, "one-sided"),
        ({"to": "2026-11-01"}, "one-sided"),
        ({"from": "2026-11-02", "to": "2026-11-01"}, "backwards"),
        ({"from": "2001-01-01", "to": "2026-11-01"}, "too-long"),
        ({"period": "fortnight"}, "preset"),
    ],
)
def test_bad_ranges_say_what_is_wrong(query: dict[str, str], reason: str) -> None:
    with pytest.raises(BadRange) as refused:
        asked(query, TODAY)
    assert refused.value.reason == reason
    assert refused.value.given in str(refused.value)


def test_retention_ends_on_the_same_day_of_an_earlier_month() -> None:
    assert is_kept(date(2025, 11, 22), TODAY, 12)
    assert not is_kept(date(2025, 11, 21), TODAY, 12)
    assert is_kept(date(2026, 2, 28), date(2026, 3, 31), 1)
