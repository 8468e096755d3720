"""What search engines tell of the two sites: made-up terms, pages and positions, the same for the same seed."""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final, NamedTuple

from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import Answer, Engine, Told
from demo.sites import SiteName
from demo.visits import pace
from policy.calendar import first_of_month


class Searched(NamedTuple):
    """What people search for and are shown a page for: how often on an ordinary day, and how far down."""

    term: str
    page: str
    shown: float
    position: float

    def position_at(self, engine: Engine) -> float:
        """Bing ranks otherwise than Google: each term and page in a way of its own."""
        if engine == "google":
            return self.position
        chance = random.Random(f"{self.term} {self.page}")  # noqa: S311 - nothing secret
        return max(1.0, self.position * chance.uniform(0.4, 1.5))


_SEARCHED: Final[dict[SiteName, tuple[Searched, ...]]] = {
    "kbt-verkstan.se": (
        Searched("kbt verkstan", "/", 14, 1.1),
        Searched("kbt-verkstan", "/", 6, 1.0),
        Searched("kbt verkstan priser", "/priser", 3, 1.2),
        Searched("kbt verkstan kontakt", "/kontakt", 2, 1.2),
        Searched("kbt", "/om-kbt", 60, 24.0),
        Searched("vad är kbt", "/om-kbt", 35, 12.5),
        Searched("kbt terapi", "/behandlingar", 30, 9.4),
        Searched("kbt terapi", "/om-kbt", 8, 14.0),
        Searched("kbt psykolog", "/om-oss", 18, 11.0),
        Searched("kbt pris", "/priser", 9, 4.2),
        Searched("vad kostar kbt", "/priser", 6, 3.8),
        Searched("panikattack", "/behandlingar/panik", 40, 18.0),
        Searched("panikattack hjälp", "/behandlingar/panik", 12, 6.1),
        Searched("hur länge varar en panikattack", "/behandlingar/panik", 9, 5.2),
        Searched("kbt ångest", "/behandlingar/angest", 14, 6.4),
        Searched("ständig oro", "/behandlingar/angest", 8, 5.0),
        Searched("kbt sömn", "/behandlingar/somn", 16, 4.6),
        Searched("sömnproblem kbt", "/behandlingar/somn", 9, 3.9),
        Searched("grubblar på natten", "/artiklar/grubbla-pa-natten", 11, 2.6),
        Searched("varför grubblar man på natten", "/artiklar/grubbla-pa-natten", 5, 1.9),
        Searched("kbt stress", "/behandlingar/stress", 10, 7.2),
        Searched("kbt utmattning", "/behandlingar/stress", 7, 8.8),
        Searched("social fobi behandling", "/behandlingar/social-fobi", 9, 6.9),
        Searched("kbt social fobi", "/behandlingar/social-fobi", 7, 4.4),
        Searched("kbt depression", "/behandlingar/depression", 12, 8.1),
        Searched("beteendeaktivering", "/artiklar/fem-minuter", 10, 7.5),
        Searched("hur säger man nej", "/artiklar/saga-nej", 22, 9.9),
        Searched("säga nej utan dåligt samvete", "/artiklar/saga-nej", 6, 3.1),
        Searched("andningsövning", "/andningsovning", 26, 10.4),
        Searched("andningsövning film", "/andningsovning", 5, 2.2),
        Searched("kbt kurs", "/kurser", 8, 6.6),
        Searched("sömnskola", "/kurser", 7, 8.3),
    ),
    "kbtverkstanbutik.se": (
        Searched("kbt verkstan butik", "/", 4, 1.0),
        Searched("kbt bok", "/bocker", 16, 7.7),
        Searched("bok om sömn", "/bocker/sov-igen", 9, 6.0),
        Searched("sov igen bok", "/bocker/sov-igen", 3, 1.1),
        Searched("oron på bänken", "/bocker/oron-pa-banken", 3, 1.0),
        Searched("bok om oro", "/bocker/oron-pa-banken", 7, 5.6),
        Searched("bok om panikattacker", "/bocker/nar-kroppen-slar-larm", 6, 4.1),
        Searched("bok om stress", "/bocker/lagom-mycket", 11, 9.2),
        Searched("bok social ångest", "/bocker/vaga-vara-med", 5, 4.8),
        Searched("kbt kurs hemma", "/kurspaket", 6, 4.5),
        Searched("sömnskola hemma", "/kurspaket/somnskolan-hemma", 8, 3.3),
        Searched("kbt sömn kurs", "/kurspaket/somnskolan-hemma", 5, 4.9),
        Searched("stresskurs hemma", "/kurspaket/stressa-mindre-hemma", 3, 2.7),
        Searched("presentkort terapi", "/presentkort", 4, 3.0),
    ),
}

_RARE: Final = 0.45
"""Of all impressions, how many are of terms that so few searched for that the engine withholds them."""

_SHARE: Final[dict[Engine, float]] = {"google": 1, "bing": 0.16}
_LATE: Final[dict[Engine, int]] = {"google": 3, "bing": 4}
"""Days until an engine tells of a day."""


class _Shown(NamedTuple):
    """How often on a day; `term` is "" where the engine withholds it."""

    day: date
    term: str
    page: str
    clicks: int
    impressions: int
    position: float


def told(site: SiteName, days: Range, today: date, seed: int) -> Iterator[tuple[Engine, Answer]]:
    """What both engines tell of the days, as they would be asked: Google of each day, and of pages by months that lie
    within the days; Bing the total of each day, and terms by such weeks."""
    google = list(_shown(site, "google", days, today, seed))
    for day, of_day in groupby(google, lambda each: each.day):
        some = list(of_day)
        yield "google", Answer(Range(day, day), True, [_total(some), *_terms(some)])
    for month, of_month in groupby(google, lambda each: _month(each.day)):
        some = list(of_month)
        if month.start >= days.start and month.end <= google[-1].day:
            yield "google", Answer(month, True, [_total(some), *_terms(some), *_pages(some), *_pairs(some)])
    bing = list(_shown(site, "bing", days, today, seed))
    for day, of_day in groupby(bing, lambda each: each.day):
        yield "bing", Answer(Range(day, day), True, [_total(list(of_day))._replace(position=0.0)])
    for week, of_week in groupby(bing, lambda each: _week(each.day)):
        some = list(of_week)
        if week.start >= days.start and week.end <= bing[-1].day:
            yield "bing", Answer(week, True, _terms(some))


def _shown(site: SiteName, engine: Engine, days: Range, today: date, seed: int) -> Iterator[_Shown]:
    """In the order of days."""
    last = min(days.end, today - timedelta(days=_LATE[engine]))
    for ordinal in range(days.start.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        chance = random.Random(f"{seed} {site} {engine} {day}")  # noqa: S311 - nothing secret
        for searched in _SEARCHED[site]:
            for term, part in ((searched.term, 1 - _RARE), ("", _RARE)):
                expected = searched.shown * part * pace(day) * _SHARE[engine]
                impressions = max(0, round(chance.gauss(expected, math.sqrt(expected))))
                place = searched.position_at(engine)
                rate = 0.32 / place  # clicks by impression: fewer, the further down
                clicks = sum(chance.random() < rate for _ in range(impressions))
                if impressions:
                    position = max(1.0, chance.gauss(place, place / 10))
                    yield _Shown(day, term, f"https://{site}{searched.page}", clicks, impressions, position)


def _total(some: Sequence[_Shown]) -> Told:
    return next(iter(_added(("", "", each) for each in some)))


def _terms(some: Iterable[_Shown]) -> list[Told]:
    return _added((each.term, "", each) for each in some if each.term)


def _pages(some: Iterable[_Shown]) -> list[Told]:
    return _added(("", each.page, each) for each in some)


def _pairs(some: Iterable[_Shown]) -> list[Told]:
    return _added((each.term, each.page, each) for each in some if each.term)


def _added(named: Iterable[tuple[str, str, _Shown]]) -> list[Told]:
    """The rows of each term and page as one, with the mean of their positions; most clicks first."""
    rows: defaultdict[tuple[str, str], list[_Shown]] = defaultdict(list)
    for term, page, shown in named:
        rows[term, page].append(shown)
    added = []
    for (term, page), some in rows.items():
        impressions = sum(each.impressions for each in some)
        position = sum(each.position * each.impressions for each in some) / impressions
        added.append(Told(term, page, sum(each.clicks for each in some), impressions, position))
    return sorted(added, key=lambda row: (-row.clicks, -row.impressions, row.term, row.page))


def _month(day: date) -> Range:
    return Range(first_of_month(day), first_of_month(day, 1) - timedelta(days=1))


def _week(day: date) -> Range:
    """Of Bing's, which end on Fridays."""
    end = day + timedelta(days=(4 - day.weekday()) % 7)
    return Range(end - timedelta(days=6), end)
