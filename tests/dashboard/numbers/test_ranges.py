"""Ranges of days: presets, two dates, and what is refused."""

from datetime import date

import pytest

from dashboard.numbers.ranges import DEFAULT, PRESETS, SPARSE, Asked, BadRange, Range, asked, is_kept, stepped

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


@pytest.mark.parametrize("preset", [DEFAULT, SPARSE])
def test_where_nothing_is_asked_the_site_says_what_its_page_opens_on(preset: str) -> None:
    assert asked({}, TODAY, preset).preset == preset
    assert asked({"period": "7d"}, TODAY, preset).preset == "7d"
    assert asked({"from": "2026-11-01", "to": "2026-11-03"}, TODAY, preset).preset is None


@pytest.mark.parametrize("default", [DEFAULT, SPARSE])
@pytest.mark.parametrize("query", [{}, {"period": "28d"}, {"period": "12m", "compare": "year"}, {"compare": "none"}])
def test_a_link_leads_to_the_same_days_whatever_the_site_opens_on(query: dict[str, str], default: str) -> None:
    looked = asked(query, TODAY, default)
    for other in (DEFAULT, SPARSE):
        assert asked(looked.query, TODAY, other) == looked


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ({"period": "7d"}, ("2026-11-09", "2026-11-15"), ("2026-11-23", "2026-11-29")),
        ({"period": "month"}, ("2026-10-01", "2026-10-31"), ("2026-12-01", "2026-12-31")),
        ({"period": "last-month"}, ("2026-09-01", "2026-09-30"), ("2026-11-01", "2026-11-30")),
        ({"period": "year"}, ("2025-01-01", "2025-12-31"), ("2027-01-01", "2027-12-31")),
        ({"period": "12m"}, ("2024-12-01", "2025-11-30"), ("2026-12-01", "2027-11-30")),
        ({"from": "2026-01-01", "to": "2026-03-31"}, ("2025-10-01", "2025-12-31"), ("2026-04-01", "2026-06-30")),
        ({"from": "2026-01-02", "to": "2026-01-31"}, ("2025-12-03", "2026-01-01"), ("2026-02-01", "2026-03-02")),
    ],
)
def test_steps_go_by_months_where_the_range_is_made_of_them(
    query: dict[str, str], before: tuple[str, str], after: tuple[str, str]
) -> None:
    looked = asked(query, TODAY)
    for by, (start, end) in ((-1, before), (1, after)):
        assert stepped(looked, by) == Range(date.fromisoformat(start), date.fromisoformat(end))


def test_whoever_steps_back_and_forth_is_where_they_were() -> None:
    looked = asked({"from": "2024-02-01", "to": "2024-02-29", "compare": "year"}, TODAY)
    there = looked.instead(stepped(looked, -1))
    assert there == Asked(Range(date(2024, 1, 1), date(2024, 1, 31)), None, "year")
    assert looked.instead(stepped(there, 1)) == looked


def test_two_dates_are_both_included() -> None:
    found = asked({"from": "2026-11-01", "to": "2026-11-03"}, TODAY)
    assert found.range.days == 3
    assert found.range.after == date(2026, 11, 4)
    assert found.query == {"from": "2026-11-01", "to": "2026-11-03"}


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
        ({"compare": "lastyear"}, "compare"),
        ({"compare": ""}, "compare"),
        ({"compare": "' OR 1=1", "period": "7d"}, "compare"),
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
