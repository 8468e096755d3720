"""How often attention is called for nothing: years of small sites in which nothing is wrong, and then an outage."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import pytest

from dashboard.numbers.attention import Since, attention, silence_of
from dashboard.numbers.coverage import Answers
from tests.dashboard.numbers.small_sites import BEGUN, SETTLED, YEAR, SmallSite, small_sites

SITES: Final = 60
STOPPED: Final = Since(Answers(), {})
END: Final = BEGUN + timedelta(days=SETTLED + YEAR)


@pytest.fixture(scope="module")
def sites() -> list[SmallSite]:
    return list(small_sites(seed=3, number=SITES))


def alarms(site: SmallSite) -> Iterator[str]:
    """Each kind that any morning of the year calls for."""
    found: set[str] = set()
    for offset in range(SETTLED, SETTLED + YEAR):
        facts = site.facts(BEGUN + timedelta(days=offset))
        if facts.silence and facts.silence.is_unlikely:
            facts = facts._replace(since=STOPPED)
        found.update(item.kind for item in attention(facts))
    yield from found


def test_in_sixty_years_of_small_sites_one_alarm_is_false_at_most(sites: list[SmallSite]) -> None:
    false = Counter(kind for site in sites for kind in alarms(site))
    assert false.total() <= 1, false


def silent_days(site: SmallSite, last: date) -> int:
    """After how many whole days without a visit it is called a silence."""
    return next(days for days in range(1, 400) if _is_silent(site, last, last + timedelta(days=days + 1)))


def _is_silent(site: SmallSite, last: date, today: date) -> bool:
    return silence_of(site.visits, last, BEGUN, today).is_unlikely


def test_an_outage_is_told_the_sooner_the_more_visits_are_missed(sites: list[SmallSite]) -> None:
    """Medians: of sites with at least 8 visits a day within four days, with one to three within a fortnight."""
    delays: dict[bool, list[int]] = {True: [], False: []}
    for site in sites:
        last = max(day for day, number in site.visits.items() if number)
        mean = sum(site.visits.get(last - timedelta(days=ago), 0) for ago in range(56)) / 56
        if mean >= 8 or 1 <= mean < 3:
            delays[mean >= 8].append(silent_days(site, last))
    busy, quiet = sorted(delays[True]), sorted(delays[False])
    assert busy[len(busy) // 2] <= 4
    assert quiet[len(quiet) // 2] <= 14
