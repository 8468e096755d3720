from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.periods import Grain, hour_period, number, period, window_start

pytestmark = pytest.mark.quick

DAYS = st.dates(date(1970, 1, 2), date(2999, 12, 31))
ZONES = [ZoneInfo(name) for name in ("Europe/Stockholm", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu")]


def _local_hour(utc_hour: int, zone: ZoneInfo) -> str:
    moment = datetime.fromtimestamp(utc_hour * 3600, zone)
    return hour_period(moment.date(), utc_hour)


@pytest.mark.parametrize(
    ("day", "window", "start"),
    [
        ("2026-11-22", "quarter", "2026-10-01"),
        ("2026-12-31", "quarter", "2026-10-01"),
        ("2026-01-01", "quarter", "2026-01-01"),
        ("2024-02-29", "quarter", "2024-01-01"),
        ("2024-02-29", "month", "2024-02-01"),
        ("2026-11-01", "month", "2026-11-01"),
    ],
)
def test_a_window_is_named_by_its_first_day(day: str, window: str, start: str) -> None:
    assert window_start(date.fromisoformat(day), window).isoformat() == start


def test_an_hour_is_its_local_day_and_its_utc_hour() -> None:
    assert hour_period(date(2026, 11, 22), 0) == "2026-11-22 1970-01-01T00"
    midnight_in_sweden = int(datetime(2026, 11, 22, tzinfo=ZONES[0]).timestamp()) // 3600
    assert _local_hour(midnight_in_sweden, ZONES[0]) == "2026-11-22 2026-11-21T23"


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-22", 24)])
def test_a_local_day_has_as_many_hours_as_the_clock_gave_it(day: str, hours: int) -> None:
    noon = int(datetime.fromisoformat(f"{day}T12:00+00:00").timestamp()) // 3600
    of_the_day = [hour for hour in range(noon - 48, noon + 48) if _local_hour(hour, ZONES[0]).startswith(day)]
    assert len(of_the_day) == hours
    assert len({number(Grain.HOUR, _local_hour(hour, ZONES[0])) for hour in of_the_day}) == hours


@given(DAYS, st.sampled_from([Grain.DAY, Grain.WINDOW]))
def test_a_day_is_read_back_from_its_number(day: date, grain: Grain) -> None:
    assert period(grain, number(grain, day.isoformat())) == day.isoformat()


@given(st.integers(24, 9_000_000), st.sampled_from(ZONES))
def test_an_hour_is_read_back_from_its_number_in_every_zone(utc_hour: int, zone: ZoneInfo) -> None:
    text = _local_hour(utc_hour, zone)
    assert period(Grain.HOUR, number(Grain.HOUR, text)) == text


@given(st.lists(st.integers(24, 9_000_000), min_size=2, max_size=9), st.sampled_from(ZONES))
def test_numbers_of_hours_sort_as_their_texts_do(utc_hours: list[int], zone: ZoneInfo) -> None:
    texts = [_local_hour(hour, zone) for hour in utc_hours]
    assert sorted(texts) == sorted(texts, key=lambda text: number(Grain.HOUR, text))


@given(st.integers(24, 9_000_000), st.sampled_from(ZONES))
def test_a_day_bounds_its_hours(utc_hour: int, zone: ZoneInfo) -> None:
    text = _local_hour(utc_hour, zone)
    day = date.fromisoformat(text[:10])
    assert number(Grain.HOUR, day.isoformat()) <= number(Grain.HOUR, text)
    assert number(Grain.HOUR, text) < number(Grain.HOUR, (day + timedelta(1)).isoformat())
