"""Countries by the time zones of browsers."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

COMMENT: Final = "#"


@cache
def _countries() -> Mapping[str, str]:
    text = files(__package__).joinpath("data", "zones.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith(COMMENT))
    return {zone: country for country, *zones in rows for zone in zones}


def country_of(zone: str) -> str | None:
    """Two letters by ISO 3166-1 for a zone by its name in the IANA's database; None for one that is no country's, such
    as UTC."""
    return _countries().get(zone)
