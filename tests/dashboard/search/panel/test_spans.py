"""Which slices count for a range: no day twice, the finest first, and as much of the range as may be."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.numbers.ranges import Range
from dashboard.search.figures import range_of
from dashboard.search.panel.spans import around, beside, covering, days_of
from store.search import Held, Slice

pytestmark = pytest.mark.quick

FIRST: Final = date(2026, 1, 1)


def _held(start: int, length: int, basis: str = "imported:google", terms: bool = True) -> Held:
    """By days since New Year."""
    first = FIRST + timedelta(days=start)
    told = Slice("example.se", basis, first.isoformat(), (first + timedelta(days=length)).isoformat())
    return Held(told, final=True, total=True, terms=terms, pages=False, pairs=False)


def _range(start: int, length: int) -> Range:
    return Range(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length - 1))


def _days(slices: Sequence[Slice]) -> list[int]:
    """Every day as often as it is told of, since New Year."""
    spans = [(date.fromisoformat(each.start), date.fromisoformat(each.end)) for each in slices]
    return sorted((start - FIRST).days + day for start, end in spans for day in range((end - start).days))


def _asked(days: Range) -> set[int]:
    return set(_days([Slice("", "", days.start.isoformat(), days.after.isoformat())]))


HELD = st.builds(
    _held,
    st.integers(0, 60),
    st.one_of(st.just(1), st.just(7), st.integers(1, 50)),
    st.sampled_from(["imported:google", "imported:bing"]),
    st.booleans(),
)
RANGES = st.builds(_range, st.integers(0, 60), st.integers(1, 60))


@given(st.lists(HELD, max_size=30, unique_by=lambda each: each.slice), RANGES)
def test_no_day_counts_twice_and_nothing_that_fits_beside_is_left_out(held: list[Held], days: Range) -> None:
    chosen = covering(held, days, "terms")
    assert len(set(chosen)) == len(chosen)
    usable = [each.slice for each in held if each.terms]
    assert set(chosen) <= set(usable)
    asked = _asked(days)
    for basis in ("imported:google", "imported:bing"):
        told = _days([each for each in chosen if each.basis == basis])
        assert len(set(told)) == len(told)
        for each in usable:
            is_of_the_range = 2 * len(asked & set(_days([each]))) >= len(_days([each]))
            if each.basis == basis and is_of_the_range:
                assert set(told) & set(_days([each])), "it could have been added"
            elif each in chosen:
                assert is_of_the_range, "it tells of other days"


@given(st.lists(HELD, max_size=30, unique_by=lambda each: each.slice), RANGES)
def test_where_nothing_covers_the_range_what_lies_around_it_does_once_it_is_chosen(
    held: list[Held], days: Range
) -> None:
    """And is named only then."""
    touching = {each.slice.basis for each in held if each.terms and set(_days([each.slice])) & _asked(days)}
    covered = {each.basis for each in covering(held, days, "terms")}
    kept = around(held, days, "terms")
    assert {each.basis for each in kept} == touching - covered
    for each in kept:
        assert set(_days([each])) & _asked(days)
        assert each.basis in {one.basis for one in covering(held, range_of(each), "terms")}


@given(st.lists(HELD, max_size=30, unique_by=lambda each: each.slice), RANGES, st.integers(0, 60))
def test_no_day_after_today_is_told_of(held: list[Held], days: Range, today: int) -> None:
    last = FIRST + timedelta(days=today)
    chosen = covering(held, days, "terms", last)
    for each in chosen:
        told = range_of(each, last)
        assert told.start <= told.end <= last
        inside = (min(told.end, days.end) - max(told.start, days.start)).days + 1
        assert 2 * inside >= told.days
    for basis in ("imported:google", "imported:bing"):
        of_basis = [each for each in chosen if each.basis == basis]
        assert all(each.end <= last for each in days_of(of_basis, last))
        assert sum(each.days for each in days_of(of_basis, last)) == len(
            [day for day in _days(of_basis) if day <= today]
        )


@given(st.lists(HELD, max_size=30, unique_by=lambda each: each.slice), RANGES)
def test_days_that_are_told_of_one_by_one_are_so_counted_where_they_are_half_of_what_is_told(
    held: list[Held], days: Range
) -> None:
    """So a longer slice, but for a month, is never chosen for a range that the days tell of."""
    assume(not any(_held(*month).slice in [each.slice for each in held] for month in ((0, 31), (31, 28), (59, 31))))
    google = [each for each in held if each.terms and each.slice.basis == "imported:google"]
    single = [each.slice for each in google if len(_days([each.slice])) == 1]
    asked = _asked(days)
    told = asked & set(_days([each.slice for each in google]))
    inside = [each for each in single if set(_days([each])) <= asked]
    if 2 * len(inside) >= len(told):
        assert set(inside) <= set(covering(held, days, "terms"))


@given(st.lists(HELD, max_size=30, unique_by=lambda each: each.slice), RANGES)
def test_the_order_in_which_they_are_held_is_nothing_to_it(held: list[Held], days: Range) -> None:
    assert covering(held, days, "terms") == covering(held[::-1], days, "terms")


def test_days_come_before_a_week_and_a_week_before_a_file() -> None:
    day, week, file = _held(3, 1), _held(7, 7), _held(0, 90)
    assert covering([file, week, day], _range(0, 20), "terms") == [day.slice, week.slice]


def test_a_month_that_the_range_holds_comes_before_its_days() -> None:
    """January, which is cheaper to add up, and of which Google withholds less."""
    days, month = [_held(day, 1) for day in range(40)], _held(0, 31)
    assert covering([*days, month], _range(0, 40), "terms") == [month.slice, *(each.slice for each in days[31:])]
    assert covering([*days, month], _range(0, 30), "terms") == [each.slice for each in days[:30]]


def test_of_equals_the_newest() -> None:
    old, new = _held(0, 7), _held(3, 7)
    assert covering([old, new], _range(0, 10), "terms") == [new.slice]


def test_some_fetched_days_do_not_push_out_the_file_of_the_year() -> None:
    fetched, file = [_held(day, 1) for day in range(80, 90)], _held(0, 90)
    assert covering([*fetched, file], _range(0, 90), "terms") == [file.slice]
    assert covering([*fetched, file], _range(83, 7), "terms") == [each.slice for each in fetched[3:]]


def test_a_file_of_a_year_does_not_answer_for_a_week_of_which_days_are_known() -> None:
    assert covering([_held(4, 1), _held(0, 365)], _range(0, 7), "terms") == [_held(4, 1).slice]


def test_a_file_does_not_answer_for_less_than_half_of_it_even_where_nothing_else_does() -> None:
    file, week = _held(0, 90), _held(100, 7)
    assert covering([file], _range(45, 45), "terms") == [file.slice]
    assert covering([file], _range(46, 50), "terms") == []
    assert around([file], _range(46, 50), "terms") == [file.slice]
    assert covering([file, week], _range(46, 58), "terms") == [week.slice], "four days of the week are enough"
    assert around([file, week], _range(46, 58), "terms") == []
    assert covering([week], _range(98, 5), "terms") == []


def test_of_the_running_month_the_days_that_have_been_are_what_it_tells_of() -> None:
    january, third = _held(0, 31), FIRST + timedelta(days=2)
    assert covering([january], _range(0, 3), "terms") == []
    assert covering([january], _range(0, 3), "terms", third) == [january.slice]
    assert days_of([january.slice], third) == (_range(0, 3),)
    days = [_held(day, 1) for day in range(3)]
    assert covering([january, *days], _range(0, 31), "terms", third) == [each.slice for each in days]


def test_what_only_a_slice_now_gone_was_in_the_way_of_is_counted() -> None:
    week, across, long = _held(0, 7), _held(6, 8), _held(-20, 24)
    chosen = covering([week, across, long], _range(-40, 60), "terms")
    assert chosen == [long.slice, across.slice]


def test_each_basis_for_itself() -> None:
    google, bing = _held(0, 1), _held(0, 7, "imported:bing")
    assert covering([google, bing], _range(0, 7), "terms") == [bing.slice, google.slice]


def test_days_that_follow_each_other_are_one_range() -> None:
    slices = [_held(9, 1).slice, _held(0, 7).slice, _held(7, 1).slice]
    assert days_of(slices) == (_range(0, 8), _range(9, 1))
    assert days_of([]) == ()


def _told(start: int, length: int, total: bool, terms: bool) -> Held:
    return _held(start, length, terms=terms)._replace(total=total)


def test_a_total_of_the_very_days_is_the_slices_own_or_shorter_ones_in_its_place() -> None:
    day, week = _told(0, 1, True, True), _told(1, 7, False, True)
    days = [_told(start, 1, True, False) for start in range(1, 8)]
    terms = covering([day, week, *days], _range(0, 8), "terms")
    assert beside([day, week, *days], terms, "total") == [day.slice, *(each.slice for each in days)]
    assert beside([day, week, *days[1:]], terms, "total") is None, "a day is missing"
    assert beside([day, week, _told(1, 8, True, False)], terms, "total") is None, "it tells of a day too many"


@given(st.lists(HELD, max_size=30, unique_by=lambda each: each.slice), RANGES)
def test_what_stands_beside_tells_of_the_same_days(held: list[Held], days: Range) -> None:
    told = [each._replace(total=each.slice.start > "2026-01-20") for each in held]
    google = [each for each in told if each.slice.basis == "imported:google"]
    terms = covering(google, days, "terms")
    totals = beside(google, terms, "total")
    assert totals is None or _days(totals) == _days(terms)
