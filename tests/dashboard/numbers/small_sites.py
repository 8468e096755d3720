"""Years of made-up small sites, in which nothing is ever wrong: whatever they call attention to is a false alarm."""

import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboard.numbers.attention import BEFORE, WEEK, Facts, silence_of
from dashboard.numbers.coverage import Answers

BEGUN: Final = date(2025, 1, 1)
SETTLED: Final = 84
"""Days that a site has been counted before its year begins."""

YEAR: Final = 365


class SmallSite(NamedTuple):
    """Visits, answers and yes by day."""

    visits: dict[date, int]
    answers: dict[date, Answers]

    def facts(self, today: date) -> Facts:
        """As they stand in the morning, before anyone has come."""
        daily = {day: number for day, number in self.visits.items() if number and day < today}
        now = self._answers(today - timedelta(days=WEEK), today)
        before = self._answers(today - timedelta(days=WEEK + BEFORE), today - timedelta(days=WEEK))
        silence = silence_of(daily, max(daily, default=None), BEGUN, today)
        return Facts(today, BEGUN, daily, silence, None, now, before)

    def _answers(self, start: date, after: date) -> Answers:
        found = Answers()
        for offset in range((after - start).days):
            found = found.plus(self.answers[start + timedelta(days=offset)])
        return found


def small_sites(seed: int, number: int) -> Iterator[SmallSite]:
    """From a visit in ten days to forty a day; weekends from empty to busy; a year's swing of up to three fifths; and
    days that differ by more than chance."""
    draw = random.Random(seed)
    for _ in range(number):
        rate = math.exp(draw.uniform(math.log(0.1), math.log(40)))
        week = [*(draw.uniform(0.6, 1.4) for _ in range(5)), *(draw.choice((0, 0.2, 0.7, 1, 1.3)) for _ in range(2))]
        swing, begins, restless = draw.uniform(0, 0.6), draw.uniform(0, 2 * math.pi), draw.choice((0, 0.05, 0.15, 0.3))
        yes = draw.uniform(0.3, 0.8)
        site = SmallSite({}, {})
        for offset in range(SETTLED + YEAR):
            day = BEGUN + timedelta(days=offset)
            season = 1 - swing * (0.5 + 0.5 * math.sin(2 * math.pi * offset / YEAR + begins))
            mood = draw.gammavariate(1 / restless, restless) if restless else 1.0
            site.visits[day] = _poisson(draw, rate * week[day.weekday()] * season * mood)
            answers = _poisson(draw, 0.8 * site.visits[day])
            site.answers[day] = Answers(answers, sum(draw.random() < yes for _ in range(answers)))
        yield site


def _poisson(draw: random.Random, mean: float) -> int:
    """By the waiting times (Knuth), in parts so small that nothing underflows."""
    if mean > 300:
        return _poisson(draw, mean / 2) + _poisson(draw, mean / 2)
    if mean <= 0:
        return 0
    number, left = 0, draw.random()
    while left > math.exp(-mean):
        number, left = number + 1, left * draw.random()
    return number
