"""When an engine is asked again: the next day at the site's own time, or sooner or later by what went wrong."""

from datetime import UTC, date, datetime
from typing import Final, get_args
from zoneinfo import ZoneInfo

import pytest

from dashboard.search.engines.calendar import engines_day
from dashboard.search.engines.source import SourceFailure, Trouble
from dashboard.search.fetching.schedule import retry, tomorrow

pytestmark = pytest.mark.quick

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
HOST: Final = "example.se"
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def at(text: str) -> float:
    """A time in California."""
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC).timestamp()


NOON: Final = at("2026-11-22T12:00")


def test_the_engines_day_turns_in_california() -> None:
    assert engines_day(datetime(2026, 11, 23, 7, 59, tzinfo=UTC).timestamp()) == date(2026, 11, 22)
    assert engines_day(datetime(2026, 11, 23, 8, 0, tzinfo=UTC).timestamp()) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        ("2026-11-22T00:00", "2026-11-23T00:00"),
        ("2026-11-22T23:59", "2026-11-23T00:00"),
        ("2026-12-31T12:00", "2027-01-01T00:00"),
        ("2026-03-08T12:00", "2026-03-09T00:00"),  # the clocks went forward at two
        ("2026-10-31T12:00", "2026-11-01T00:00"),
        ("2026-11-01T12:00", "2026-11-02T00:00"),  # and back
    ],
)
def test_the_next_day_begins_at_the_next_midnight_whatever_the_clocks_do(now: str, midnight: str) -> None:
    assert retry(SourceFailure("quota"), 1, HOST, at(now)) == at(midnight)
    assert 0 <= tomorrow(HOST, at(now)) - at(midnight) < 6 * HOUR


def test_a_site_has_the_same_time_every_day_and_the_sites_are_spread() -> None:
    assert tomorrow(HOST, NOON + DAY) - tomorrow(HOST, NOON) == DAY
    times = sorted(tomorrow(f"site-{number}.example", NOON) for number in range(1_000))
    hours = [sum(1 for time in times if (time - times[0]) // HOUR == hour) for hour in range(6)]
    assert min(hours) > 100, "an hour has a sixth of the sites, more or less"


@pytest.mark.parametrize("trouble", ["malformed", "unregistered", "revoked", "forbidden", "property"])
@pytest.mark.parametrize("tries", [1, 50])
def test_what_only_the_owner_can_mend_is_tried_once_a_day(trouble: Trouble, tries: int) -> None:
    assert retry(SourceFailure(trouble, wait=5), tries, HOST, NOON) == tomorrow(HOST, NOON)


@pytest.mark.parametrize("trouble", ["unreachable", "unanswered", "server"])
def test_an_engine_that_is_down_is_tried_after_five_minutes_and_then_ever_later(trouble: Trouble) -> None:
    pauses = [retry(SourceFailure(trouble), tries, HOST, NOON) - NOON for tries in range(1, 9)]
    assert [pause / MINUTE for pause in pauses] == [5, 10, 20, 40, 80, 160, 320, 360]


def test_who_asked_too_fast_waits_a_minute_and_then_ever_longer() -> None:
    pauses = [retry(SourceFailure("throttled"), tries, HOST, NOON) - NOON for tries in (1, 2, 3, 6, 7, 8, 1_000_000)]
    assert [pause / MINUTE for pause in pauses] == [1, 2, 4, 32, 60, 60, 60]


def test_an_answer_that_cannot_be_read_is_asked_for_again_after_six_hours() -> None:
    assert [retry(SourceFailure("unreadable"), tries, HOST, NOON) - NOON for tries in (1, 9)] == [6 * HOUR] * 2


@pytest.mark.parametrize(
    ("wait", "pause"),
    [(90.4, 90), (0, MINUTE), (3, MINUTE), (7_200, 7_200), (1e300, DAY), (float("inf"), DAY)],
)
@pytest.mark.parametrize("trouble", ["throttled", "server"])
def test_what_the_engine_asks_for_holds_within_reason(trouble: Trouble, wait: float, pause: int) -> None:
    assert retry(SourceFailure(trouble, wait=wait), 5, HOST, NOON) - NOON == pause


@pytest.mark.parametrize("wait", [-1, float("nan"), float("-inf")])
def test_a_wait_that_is_none_is_left_out_of_account(wait: float) -> None:
    assert retry(SourceFailure("throttled", wait=wait), 1, HOST, NOON) - NOON == MINUTE


@pytest.mark.parametrize("trouble", get_args(Trouble))
def test_every_failure_has_a_next_time_within_a_day_and_a_half(trouble: Trouble) -> None:
    assert MINUTE <= retry(SourceFailure(trouble), 1, HOST, NOON) - NOON <= 1.5 * DAY
