"""Ranges of days to look at: the presets, any two dates, and the days before them to compare with."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from policy.calendar import first_of_month, months_before

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2199, 12, 31)

LONGEST: Final = 3_660
"""Days: ten years, the longest retention that a policy can name."""

DEFAULT: Final = "28d"

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadRange(Exception):
    """The asked-for days cannot be shown; `reason` says why and `given` what was asked."""

    def __init__(self, reason: Literal["date", "one-sided", "backwards", "too-long", "preset"], given: str) -> None:
        self.reason, self.given = reason, given
        super().__init__(f"{_REASONS[reason]} (asked for: {given!r}).")


class Range(NamedTuple):
    """Whole days of the site's time zone, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def after(self) -> date:
        """The first day no longer included."""
        return self.end + timedelta(days=1)

    @property
    def previous(self) -> "Range":
        """As many days, right before."""
        return Range(self.start - timedelta(days=self.days), self.start - timedelta(days=1))


class Asked(NamedTuple):
    """A range with the preset that names it, if one does."""

    range: Range
    preset: str | None

    @property
    def query(self) -> dict[str, str]:
        """What a link to the same days carries."""
        if self.preset is not None:
            return {} if self.preset == DEFAULT else {"period": self.preset}
        return {"from": self.range.start.isoformat(), "to": self.range.end.isoformat()}


def _last(days: int) -> Callable[[date], Range]:
    return lambda today: Range(today - timedelta(days=days - 1), today)


PRESETS: Final[Mapping[str, Callable[[date], Range]]] = {
    "today": lambda today: Range(today, today),
    "yesterday": lambda today: Range(today - timedelta(days=1), today - timedelta(days=1)),
    "7d": _last(7),
    "28d": _last(28),
    "month": lambda today: Range(first_of_month(today), today),
    "last-month": lambda today: Range(first_of_month(today, -1), first_of_month(today) - timedelta(days=1)),
    "year": lambda today: Range(today.replace(month=1, day=1), today),
    "12m": lambda today: Range(first_of_month(today, -11), today),
}

_REASONS: Final = {
    "date": f"A date is written YYYY-MM-DD and lies between {EARLIEST} and {LATEST}",
    "one-sided": "A range needs both from and to",
    "backwards": "A range ends on the day it starts or later",
    "too-long": "A range is at most ten years long",
    "preset": f"A period is one of {', '.join(PRESETS)}",
}


def asked(query: Mapping[str, str], today: date) -> Asked:
    """What `period`, or `from` and `to`, ask for; the last 28 days when nothing is asked. Raises `BadRange`."""
    start, end = query.get("from", ""), query.get("to", "")
    if not start and not end:
        name = query.get("period", DEFAULT)
        if name not in PRESETS:
            raise BadRange("preset", name)
        return Asked(PRESETS[name](today), name)
    if not start or not end:
        raise BadRange("one-sided", start or end)
    chosen = Range(_date(start), _date(end))
    if chosen.end < chosen.start:
        raise BadRange("backwards", f"{start} – {end}")
    if chosen.days > LONGEST:
        raise BadRange("too-long", f"{start} – {end}")
    return Asked(chosen, None)


def is_kept(day: date, today: date, months: int) -> bool:
    """Whether a retention of so many months still holds the day."""
    return day >= months_before(today, months)


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise BadRange("date", text)
    return day
