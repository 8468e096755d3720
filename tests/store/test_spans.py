"""Ranges of days as sums of spans: whichever way they are put together, each day counts once."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.periods import Grain, number, period
from store.spans import MADE_OF, Length, Term, cut_by, ended, ending, holding, last_begun, terms

pytestmark = pytest.mark.quick

DAYS = st.integers(number(Grain.DAY, "2023-11-01"), number(Grain.DAY, "2026-12-31"))


def _day(text: str) -> int:
    return number(Grain.DAY, text)


def _text(day: int) -> str:
    return period(Grain.DAY, day)


@pytest.mark.parametrize(
    ("length", "day", "spans"),
    [
        (Length.DAY, "2026-11-22", [("2026-11-22", "2026-11-23")]),
        (Length.EIGHT_DAYS, "2026-11-08", [("2026-11-01", "2026-11-09")]),
        (Length.EIGHT_DAYS, "2026-11-09", [("2026-11-09", "2026-11-17")]),
        (Length.EIGHT_DAYS, "2026-12-31", [("2026-12-25", "2027-01-01")]),
        (Length.EIGHT_DAYS, "2027-02-28", [("2027-02-25", "2027-03-01")]),
        (Length.MONTH, "2028-02-29", [("2028-02-01", "2028-03-01")]),
        (Length.THROUGH, "2026-12-01", []),
        (Length.THROUGH, "2026-10-01", [("2026-01-01", "2026-11-01"), ("2026-01-01", "2026-12-01")]),
        (Length.YEAR, "2026-12-01", [("2026-01-01", "2027-01-01")]),
    ],
)
def test_a_day_lies_in_the_spans_that_hold_it(length: Length, day: str, spans: list[tuple[str, str]]) -> None:
    assert [(_text(span.start), _text(span.end)) for span in holding(length, _day(day))] == spans


@pytest.mark.parametrize("length", MADE_OF)
def test_a_span_is_made_up_of_whole_shorter_ones(length: Length) -> None:
    for day in range(_day("2024-01-01"), _day("2025-03-01")):
        for span in holding(length, day):
            assert span in holding(length, span.start)
            assert ending(length, span.end) == span
            at = span.start
            while at < span.end:
                (part,) = holding(MADE_OF[length], at)
                assert part.start == at
                at = part.end
            assert at == span.end


def test_what_a_span_is_made_of_ends_before_it() -> None:
    found = list(ended(_day("2026-09-24"), _day("2026-10-01")))
    assert [(span.length, _text(span.start)) for span in found] == [
        (Length.EIGHT_DAYS, "2026-09-17"), (Length.EIGHT_DAYS, "2026-09-25"), (Length.MONTH, "2026-09-01"),
        (Length.THROUGH, "2026-01-01"),
    ]  # fmt: skip
    assert not list(ended(_day("2026-09-30"), _day("2026-09-30")))


@given(DAYS, DAYS)
@settings(deadline=None)
def test_every_span_ends_once(one: int, two: int) -> None:
    since, until = min(one, two), max(one, two)
    spans = {span for day in range(since, until + 1) for length in MADE_OF for span in holding(length, day)}
    found = list(ended(since, until))
    assert sorted(found) == sorted(span for span in spans if since < span.end <= until)


@given(DAYS)
@settings(deadline=None)
def test_what_begins_before_a_day_is_over_by_it_or_cut_by_it(day: int) -> None:
    for length in MADE_OF:
        spans = {span for each in range(day - 366, day + 1) for span in holding(length, each)}
        begun = {span for span in spans if span.start < day}
        assert max(span.end for span in begun) <= last_begun(length, day)
        assert all(span in begun for span in spans if span.end <= last_begun(length, day))
        assert {span for span in begun if span.end > day} == {span for span in cut_by(day) if span.length is length}


def _counted(found: tuple[Term, ...]) -> Counter[int]:
    """How often each day is counted in all; of spans only the whole ones can be read."""
    days: Counter[int] = Counter()
    for sign, length, start, end in found:
        assert start in {span.start for span in holding(length, start)}
        assert end in {span.end for span in holding(length, end - 1)}
        for day in range(start, end):
            days[day] += sign
    return Counter({day: count for day, count in days.items() if count})


@given(DAYS, DAYS, DAYS)
@settings(deadline=None)
def test_every_day_of_a_range_counts_once_and_no_other(one: int, two: int, until: int) -> None:
    start, end = min(one, two), max(one, two) + 1
    found = terms(start, end, until)
    assert _counted(found) == Counter(range(start, end))
    assert all(term.end <= until for term in found if term.length is not Length.DAY), "only spans that are over"


@pytest.mark.parametrize(
    ("start", "end", "read"),
    [
        ("2026-03-01", "2026-04-01", ["+month 1"]),
        ("2025-12-01", "2026-11-01", ["+month 1", "+through 10"]),
        ("2026-10-02", "2026-11-01", ["-day 1", "+month 1"]),
        ("2016-01-01", "2026-11-23", ["+year 10", "+through 10", "+eight_days 2", "+day 6"]),
        ("2026-11-22", "2026-11-23", ["+day 1"]),
        ("2026-03-01", "2026-06-01", ["-through 2", "+through 5"]),
    ],
)
def test_few_values_are_read(start: str, end: str, read: list[str]) -> None:
    days = {Length.DAY: 1.0, Length.EIGHT_DAYS: 8.0, Length.MONTH: 30.4, Length.THROUGH: 30.4, Length.YEAR: 365.2}
    found = terms(_day(start), _day(end), _day("2026-11-22"))
    said = [
        f"{'?+-'[sign]}{length.name.lower()} {round((after - first) / days[length])}"
        for sign, length, first, after in found
    ]
    assert said == read


def test_any_range_of_a_year_is_few_days_and_spans() -> None:
    """Whole spans of several in a row count as one each."""
    until = _day("2026-11-22")
    for start in range(_day("2025-11-23"), until, 5):
        for end in range(start + 1, until + 1, 7):
            found = terms(start, end, until)
            assert sum(term.end - term.start for term in found if term.length is Length.DAY) <= 12
            assert len(found) <= 8
