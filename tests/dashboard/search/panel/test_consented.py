"""What is told of a named term's origins: never so that a few visits of it could be told apart."""

from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.numbers.ranges import Range
from dashboard.numbers.typed import Sides
from dashboard.search.panel.consented import Terms, parted
from store.counts import Counters
from tests.dashboard.seed import site

pytestmark = pytest.mark.quick

THRESHOLD: Final = 3
ENGINES: Final = ("Google", "Bing", "(none)")

Window = dict[str, dict[str, int]]
"""Visits by term and engine."""

WINDOWS: Final = st.lists(
    st.dictionaries(st.sampled_from(["kbt", "oro"]), st.dictionaries(st.sampled_from(ENGINES), st.integers(1, 9))),
    min_size=1,
    max_size=4,
)


def _counters(visits: int) -> Counters:
    return Counters(pageviews=2 * visits, entries=visits)


def _named(windows: list[Window]) -> tuple[Terms, list[Sides]]:
    """What the store would have named of these visits."""
    whole = [{term: sum(by.values()) for term, by in window.items()} for window in windows]
    named = tuple({term: _counters(sum_) for term, sum_ in terms.items() if sum_ > THRESHOLD} for terms in whole)
    sides: list[Sides] = [
        {
            term: {other: _counters(each) for other, each in by.items() if each > THRESHOLD}
            for term, by in window.items()
        }
        for window in windows
    ]
    days = [Range(date(2025 + number, 1, 1), date(2025 + number, 3, 31)) for number in range(len(windows))]
    return Terms("search_term", Range(days[0].start, days[-1].end), tuple(days), named, Counters()), sides


def _parted(windows: list[Window]) -> dict[tuple[str, str], int]:
    """Visits by term and engine, "" where they are not told apart."""
    terms, sides = _named(windows)
    found: dict[tuple[str, str], int] = {}
    for term, each in parted(terms, sides, site()).items():
        found |= {(term, other): counters.entries for other, counters in each.by.items()}
        found[term, ""] = each.rest.entries
    return {key: visits for key, visits in found.items() if visits}


@given(WINDOWS)
def test_no_part_of_a_window_is_below_the_threshold(windows: list[Window]) -> None:
    for window in windows:
        assert all(visits >= THRESHOLD for visits in _parted([window]).values())


@given(WINDOWS)
def test_what_a_range_tells_is_what_its_windows_tell_added_up(windows: list[Window]) -> None:
    """So that what two ranges differ by is what the windows between them tell by themselves."""
    added: dict[tuple[str, str], int] = {}
    for window in windows:
        for key, visits in _parted([window]).items():
            added[key] = added.get(key, 0) + visits
    assert _parted(windows) == added


@given(WINDOWS)
def test_all_visits_of_a_named_term_are_told(windows: list[Window]) -> None:
    terms, _ = _named(windows)
    named = sum(counters.entries for window in terms.named for counters in window.values())
    assert sum(_parted(windows).values()) == named
