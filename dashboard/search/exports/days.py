"""Days as exports write them; what could be two days is taken for neither, unless a whole column of them decides."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

from dashboard.numbers.ranges import Range
from dashboard.search.exports.remarks import BadExport

_Order = Literal["mdy", "dmy"]
_ORDERS: Final[tuple[_Order, ...]] = ("mdy", "dmy")

_MONTHS: Final = (
    "jan|ene|gen", "feb|fév|fev|fevr", "mar|mär|maa|mrt", "apr|avr|abr", "maj|mai|may|mei|mag", "jun|juin|giu|cze",
    "jul|juil|lug", "aug|aoû|aou|ago", "sep|set", "okt|oct|ott|out", "nov", "dec|dez|déc|des|dic",
)  # fmt: skip
"""How months begin, in English, Swedish and the languages around."""

_DATE: Final = re.compile(
    r"(?P<year>\d{4})[-/.] ?(?P<month>\d{1,2})[-/.] ?(?P<day>\d{1,2})(?!\d)"
    r"|(?<![\d./])(?P<one>\d{1,2})[./-] ?(?P<two>\d{1,2})[./-] ?(?P<short>\d{4}|\d{2})(?!\d)"
    r"|\b(?P<name_first>[^\W\d_]{3,})\.? (?P<day_then>\d{1,2}),? (?P<year_then>\d{4})(?!\d)"
    r"|(?<!\d)(?P<day_first>\d{1,2})\.? (?:de )?(?P<name>[^\W\d_]{3,})\.?,? (?:de )?(?P<year_last>\d{4})(?!\d)"
)
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d{2}")
_MIDNIGHT: Final = re.compile(r"[T ](?:0?0:00(?::00)?(?:\.0+)?|12:00(?::00)? AM)(?:Z|[+-]\d\d:?\d\d)?\Z", re.IGNORECASE)


def range_in(text: str) -> Range | None:
    """The range whose first and last day a text names; None where it can be read otherwise, or names none."""
    found = set(_ranges(text))
    return found.pop() if len(found) == 1 else None


def last_in(text: str) -> set[date]:
    """The last day of the range that a text names, in every way in which it can be read."""
    return {each.end for each in _ranges(text)}


def _ranges(text: str) -> Iterator[Range]:
    matches = list(_DATE.finditer(text))
    if len(matches) != 2:
        return
    for order in _ORDERS:
        start, end = (_date(match, order) for match in matches)
        if start and end and start <= end:
            yield Range(start, end)


def days_of(cells: Sequence[str]) -> Range | None:
    """The days of a column that has each of them once; None where it has others, or can be read otherwise. Raises
    `BadExport` of one that tells hours."""
    found = set()
    for order in _ORDERS:
        days = sorted(each for each in (_whole(cell, order) for cell in cells) if each)
        if days and len(days) == len(cells) and all(b - a == timedelta(days=1) for a, b in pairwise(days)):
            found.add(Range(days[0], days[-1]))
    return found.pop() if len(found) == 1 else None


def are_dates(cells: Sequence[str]) -> bool:
    return bool(cells) and any(all(_whole(cell, order) for cell in cells) for order in _ORDERS)


def _whole(cell: str, order: _Order) -> date | None:
    bare = _MIDNIGHT.sub("", cell.strip())
    if _TIME.search(bare):
        if _DATE.match(bare):
            raise BadExport("hours")
        return None
    match = _DATE.fullmatch(bare.rstrip("."))
    return _date(match, order) if match else None


def _date(match: re.Match[str], order: _Order) -> date | None:
    part = match.groupdict(default="")
    if part["one"]:
        month, day = (part["one"], part["two"]) if order == "mdy" else (part["two"], part["one"])
        year = part["short"] if len(part["short"]) == 4 else f"20{part['short']}"
    else:
        year = part["year"] or part["year_then"] or part["year_last"]
        month = part["month"] or str(_month(part["name_first"] or part["name"]))
        day = part["day"] or part["day_then"] or part["day_first"]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month(name: str) -> int:
    """0 for what is no month."""
    name = name.lower()
    fitting = (number for number, begins in enumerate(_MONTHS, 1) if re.match(begins, name))
    return next(fitting, 0)
