"""A site's rhythm: what its weekdays bring, and how likely it is that nobody comes."""

import math
import random
from datetime import date, timedelta

import pytest

from dashboard.numbers.ranges import Range
from dashboard.numbers.rhythm import Rhythm, history_before

pytestmark = pytest.mark.quick

MONDAY = date(2026, 11, 2)
SPAN = history_before(MONDAY)


def rhythm(week: list[int]) -> Rhythm:
    """Of weeks that are all alike, from Monday on."""
    return Rhythm.of({day: week[day.weekday()] for day in days(SPAN)}, SPAN)


def days(span: Range) -> list[date]:
    return [span.start + timedelta(days=offset) for offset in range(span.days)]


def test_the_history_is_the_eight_weeks_before() -> None:
    assert Range(date(2026, 9, 7), date(2026, 11, 1)) == SPAN


def test_days_that_are_alike_weigh_alike_and_bring_nothing_but_chance() -> None:
    alike = rhythm([4] * 7)
    assert alike.visits == 4 * 56
    assert alike.spread == 1
    assert [alike.weight(MONDAY + timedelta(days=each)) for each in range(7)] == [pytest.approx(1)] * 7


def test_the_chance_of_none_is_that_of_independent_visits_at_a_rate_that_is_not_known() -> None:
    """Known exactly: of a rate with the gamma distribution of 56 days with 56 visits, nothing in one day more."""
    assert rhythm([1] * 7).chance_of_none(1) == pytest.approx((56 / 57) ** 56)
    assert rhythm([1] * 7).chance_of_none(0) == 1


def test_with_much_history_it_nears_that_of_a_known_rate() -> None:
    known = Rhythm(10_000, 20_000, (1.0,) * 7, 1.0)
    assert known.chance_of_none(3) == pytest.approx(math.exp(-6), rel=0.01)


def test_a_closed_weekend_is_not_missed() -> None:
    closed = rhythm([10, 10, 10, 10, 10, 0, 0])
    weekend = closed.weight(date(2026, 11, 7)) + closed.weight(date(2026, 11, 8))
    assert closed.chance_of_none(weekend) > 0.05
    assert closed.chance_of_none(closed.weight(MONDAY) + weekend) < 1e-4


def test_no_weekday_is_thought_to_be_always_empty() -> None:
    assert rhythm([10, 10, 10, 10, 10, 0, 0]).weight(date(2026, 11, 7)) > 0


def test_visits_that_come_in_heaps_make_silence_less_telling() -> None:
    even = Rhythm.of(dict.fromkeys(days(SPAN), 5), SPAN)
    heaps = Rhythm.of({day: 35 for day in days(SPAN) if random.Random(str(day)).random() < 1 / 7}, SPAN)
    assert heaps.spread > 10
    assert heaps.chance_of_none(1) > 100 * even.chance_of_none(1)


def test_of_a_site_that_nobody_visits_nothing_is_expected() -> None:
    assert Rhythm.of({}, SPAN).chance_of_none(100) == 1
