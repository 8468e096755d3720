"""Made-up searches that led to a site: the same each time, and the same however they are grouped."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

TERMS: Final = (
    "kbt stockholm",
    "panikångest behandling",
    "kbt online",
    "sömnproblem kurs",
    "social fobi",
    "kbt-verkstan",
)
PATHS: Final = ("/", "/behandling/panik", "/kurser", "/om-oss")

RARE: Final = ("anna andersson psykolog", "kbt bok recension")
"""Asked by so few that an engine names them nowhere."""


class Searched(NamedTuple):
    """What one term did on one day for one page; "" for a term that is not named."""

    day: date
    term: str
    page: str
    clicks: int
    impressions: int
    position: float


class Row(NamedTuple):
    """Searches with something in common, added up."""

    keys: tuple[str, ...]
    clicks: int
    impressions: int
    position: float


def searches(property_name: str, days: Sequence[date], unfinished: Collection[date] = ()) -> Iterator[Searched]:
    """Of the days; about half of what will be known of those that are unfinished."""
    base = "https://" + property_name.removeprefix("sc-domain:") if property_name.startswith("sc-") else property_name
    for day in days:
        for place, term in enumerate((*TERMS, *RARE)):
            for path in PATHS:
                seed = crc32(f"{property_name} {day} {term} {path}".encode())
                impressions = 1 + seed % 2 if term in RARE else 4 + seed % 40
                impressions = (impressions + 1) // 2 if day in unfinished else impressions
                clicks = min(impressions, (seed >> 8) % 5)
                yield Searched(
                    day, term, base.rstrip("/") + path, clicks, impressions, 1 + place + (seed >> 16) % 30 / 10
                )


def grouped(found: Iterator[Searched], dimensions: Sequence[str]) -> list[Row]:
    """By any of DATE, QUERY and PAGE, most clicks first. What groups by term leaves the rare ones out."""
    groups: defaultdict[tuple[str, ...], list[Searched]] = defaultdict(list)
    for each in found:
        if "QUERY" in dimensions and each.term in RARE:
            continue
        values = {"DATE": each.day.isoformat(), "QUERY": each.term, "PAGE": each.page}
        groups[tuple(values[name] for name in dimensions)].append(each)
    rows = [_added(keys, members) for keys, members in groups.items()]
    return sorted(rows, key=lambda row: (-row.clicks, row.keys))


def days_between(start: date, end: date) -> list[date]:
    """Both included."""
    return [start + timedelta(days=count) for count in range((end - start).days + 1)]


def is_property(name: str) -> bool:
    """As Search Console writes them."""
    return name.startswith("sc-domain:") or (urlsplit(name).scheme in {"http", "https"} and name.endswith("/"))


def _added(keys: tuple[str, ...], members: Sequence[Searched]) -> Row:
    impressions = sum(each.impressions for each in members)
    places = sum(each.impressions * each.position for each in members)
    return Row(keys, sum(each.clicks for each in members), impressions, places / impressions)
