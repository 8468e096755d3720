"""What is compared with what, and that chance alone is seldom called a change."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.numbers.comparison import Change, Spread, chance, change_between, change_of, compared, spread_of
from dashboard.numbers.ranges import PRESETS, Range

pytestmark = pytest.mark.quick

TODAY = date(2026, 11, 22)


def days(start: str, end: str) -> Range:
    return Range(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("asked", "now", "before"),
    [
        ("7d", days("2026-11-16", "2026-11-21"), days("2026-11-09", "2026-11-14")),
        ("28d", days("2026-10-26", "2026-11-21"), days("2026-09-28", "2026-10-24")),
        ("month", days("2026-11-01", "2026-11-21"), days("2026-10-11", "2026-10-31")),
        ("last-month", days("2026-10-01", "2026-10-31"), days("2026-08-31", "2026-09-30")),
        ("yesterday", days("2026-11-21", "2026-11-21"), days("2026-11-14", "2026-11-14")),
    ],
)
def test_whole_days_are_compared_with_the_days_before_or_the_same_weekdays(
    asked: str, now: Range, before: Range
) -> None:
    found = compared(PRESETS[asked](TODAY), "previous", TODAY)
    assert found is not None
    assert (found.now, found.before) == (now, before)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (days("2026-11-16", "2026-11-18"), days("2025-11-17", "2025-11-19")),
        (days("2026-10-01", "2026-10-31"), days("2025-10-01", "2025-10-31")),
        (days("2025-02-01", "2025-02-28"), days("2024-02-01", "2024-02-29")),
        (days("2024-02-01", "2024-02-29"), days("2023-02-01", "2023-02-28")),
        (days("2025-11-22", "2026-11-21"), days("2024-11-22", "2025-11-21")),
    ],
)
def test_a_year_before_short_ranges_keep_their_weekdays_and_long_ones_their_dates(asked: Range, before: Range) -> None:
    found = compared(asked, "year", TODAY)
    assert found is not None
    assert found.before == before


@pytest.mark.parametrize(
    ("asked", "compare"),
    [
        (Range(TODAY, TODAY), "previous"),
        (Range(TODAY, TODAY + timedelta(days=9)), "previous"),
        (days("2026-11-01", "2026-11-20"), "none"),
        (days("2025-11-01", "2026-11-20"), "year"),
    ],
)
def test_an_unfinished_day_nothing_and_a_year_with_itself_are_not_compared(asked: Range, compare: str) -> None:
    assert compared(asked, "none" if compare == "none" else "year" if compare == "year" else "previous", TODAY) is None


@given(start=st.dates(date(2001, 1, 1), date(2026, 11, 1)), length=st.integers(1, 365), year=st.booleans())
def test_every_day_has_its_counterpart_once(start: date, length: int, year: bool) -> None:
    asked = Range(start, start + timedelta(days=length - 1))
    found = compared(asked, "year" if year else "previous", date(2030, 1, 1))
    if found is None:
        return
    assert found.before.end < found.now.start
    each = [start + timedelta(days=offset) for offset in range(length)]
    counterparts = [found.counterpart(Range(day, day)) for day in each]
    held = [day for theirs in counterparts if theirs for day in theirs]
    assert held == sorted(held)
    assert held[0] == found.before.start
    assert held[-1] == found.before.end
    assert found.counterpart(found.now) == found.before
    if length < 28:
        assert found.before.start.weekday() == start.weekday()


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        # Twice the smaller tail of the binomial: 5 of 5 is 0.0625, 6 of 6 is 0.0313; 15 of 20 is 0.0414, 14 is 0.1153.
        ((5, 7), (0, 7), "same"),
        ((6, 7), (0, 7), "up"),
        ((0, 7), (6, 7), "down"),
        ((15, 7), (5, 7), "up"),
        ((14, 7), (6, 7), "same"),
        ((0, 7), (0, 7), "same"),
        # Twice the days have twice the visits: no change.
        ((200, 28), (100, 14), "same"),
        ((100, 28), (100, 14), "down"),
        ((1_010_000, 28), (1_000_000, 28), "up"),
    ],
)
def test_changes_of_visits_that_come_on_their_own(now: tuple[int, int], before: tuple[int, int], verdict: str) -> None:
    assert change_between(now, before, Spread()).verdict == verdict


def test_a_known_chance() -> None:
    assert chance((15, 7), (5, 7), Spread()) == pytest.approx(0.0414, abs=1e-4)
    assert chance((5, 1), (0, 1), Spread()) == pytest.approx(0.0625)
    assert chance((60, 7), (40, 7), Spread(4.0, 60)) == pytest.approx(0.319, abs=1e-2), "a spread of 4 halves the root"


def test_what_was_before_is_brought_to_as_many_days() -> None:
    assert change_of([10] * 30, [10] * 15) == Change("same", 300, 150, 300.0)


def test_days_that_swing_hide_a_change_that_even_days_show() -> None:
    even, swinging = [10] * 28, [0, 20] * 14
    assert change_of([each + 4 for each in even], even).verdict == "up"
    assert change_of([each + 4 for each in swinging], swinging).verdict == "same"


def test_a_weeks_rhythm_is_no_spread() -> None:
    clinic = [30, 40, 35, 30, 20, 1, 1]
    assert spread_of(clinic * 4, clinic * 4).ratio == 0
    assert spread_of(clinic, [2 * each for each in clinic]).ratio < 1e-9
    assert spread_of(clinic[:2], clinic[:2], clinic * 8).ratio == 0
    assert spread_of([1], [2]) == Spread()


def test_stricter_certainty_calls_fewer() -> None:
    assert change_of([12, 5, 8, 9, 7, 10, 11], [4, 1, 2, 3, 1, 4, 3], certainty=0.95).verdict == "up"
    assert change_of([12, 5, 8, 9, 7, 10, 11], [4, 1, 2, 3, 1, 4, 3], certainty=0.9999).verdict == "same"


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=60), st.lists(st.integers(0, 10**7), min_size=1))
def test_any_counts_have_a_verdict_which_turns_when_they_change_places(now: list[int], before: list[int]) -> None:
    turned = {"up": "down", "down": "up", "same": "same"}
    assert change_of(before, now).verdict == turned[change_of(now, before).verdict]


RHYTHM = (1.3, 1.4, 1.3, 1.1, 0.9, 0.5, 0.5)
NUMBER = 500
Count = Callable[[random.Random, float], int]


def poisson(chances: random.Random, mean: float) -> int:
    if mean > 40:
        return max(0, round(chances.gauss(mean, mean**0.5)))
    limit, product, count = exp(-mean), chances.random(), 0
    while product > limit:
        product *= chances.random()
        count += 1
    return count


def bursts(chances: random.Random, mean: float) -> int:
    """Days that differ by more than chance: variance mean + mean² / 4."""
    return poisson(chances, chances.gammavariate(4, mean / 4))


def views(chances: random.Random, mean: float) -> int:
    """Three page views a visit, in the mean."""
    return sum(1 + int(chances.expovariate(0.405)) for _ in range(poisson(chances, mean / 3)))


@cache
def histories(count: Count, mean: float) -> tuple[list[int], ...]:
    """Twelve weeks each."""
    chances = random.Random(7)
    return tuple([count(chances, mean * RHYTHM[day % 7]) for day in range(84)] for _ in range(NUMBER))


@pytest.mark.parametrize("count", [poisson, bursts])
@pytest.mark.parametrize("mean", [0.5, 8, 60])
@pytest.mark.parametrize(("length", "known"), [(1, 56), (3, 56), (7, 56), (7, 0), (10, 0), (14, 0), (14, 56), (28, 56)])
def test_chance_is_called_a_change_at_most_once_in_twenty(count: Count, mean: float, length: int, known: int) -> None:
    shift = -(-length // 7) * 7
    called = [
        change_of(days[-length:], days[-length - shift : -shift], days[:-length][-known:] if known else ()).is_one
        for days in histories(count, mean)
    ]
    assert sum(called) <= 0.05 * NUMBER + 2 * (NUMBER * 0.05 * 0.95) ** 0.5, "2 standard errors of the simulation"


@pytest.mark.parametrize("mean", [2, 25])
def test_page_views_come_in_clusters_and_are_called_as_seldom(mean: float) -> None:
    called = [change_of(days[-7:], days[-14:-7], days[:-7], least=5).is_one for days in histories(views, mean)]
    assert sum(called) <= 0.05 * NUMBER


@pytest.mark.parametrize("count", [poisson, bursts])
def test_a_real_change_is_seen(count: Count) -> None:
    grown = [change_of([2 * each for each in days[-28:]], days[-56:-28]).verdict for days in histories(count, 8)]
    assert grown.count("up") >= 0.95 * NUMBER
