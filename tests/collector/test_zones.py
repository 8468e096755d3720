"""Countries of time zones: as the database has them that the program installs."""

from importlib.resources import files
from zoneinfo import available_timezones

import pytest

from collector.zones import country_of

pytestmark = pytest.mark.quick

TABLE = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")


def test_every_zone_has_the_country_that_the_database_says() -> None:
    rows = [line.split("\t") for line in TABLE.splitlines() if not line.startswith("#")]
    assert len(rows) > 400
    assert [zone for country, _, zone, *_ in rows if country_of(zone) != country] == []


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Calcutta", "IN"),  # as Chromium still names them
        ("Europe/Kiev", "UA"),
        ("America/Buenos_Aires", "AR"),
        ("Asia/Saigon", "VN"),
        ("Atlantic/Faeroe", "FO"),
        ("US/Eastern", "US"),
        ("Iceland", "IS"),  # those that are another country's zone today
        ("Africa/Asmera", "ER"),
        ("Pacific/Truk", "FM"),
    ],
)
def test_an_old_name_is_of_its_own_country(zone: str, country: str) -> None:
    assert country_of(zone) == country


def test_what_is_no_countrys_has_none() -> None:
    unknown = {zone for zone in available_timezones() if country_of(zone) is None}
    assert all(zone.startswith("Etc/") or "/" not in zone for zone in unknown), unknown
    assert {"UTC", "GMT", "CET", "EST"} <= unknown
    assert country_of("") is None
    assert country_of("# Countries") is None
