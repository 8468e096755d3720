"""Ranges of days to look at: the presets, any two dates, and what they are to be compared with."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, get_args

from policy.calendar import first_of_month, months_before

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2199, 12, 31)

LONGEST: Final = 3_660
"""Days: ten years, the longest retention that a policy can name."""

DEFAULT: Final = "28d"
"""Where nothing is asked; a page opens on `SPARSE` where there is too little for it."""

SPARSE: Final = "12m"

Compare = Literal["previous", "year", "none"]
COMPARISONS: Final[tuple[Compare, ...]] = get_args(Compare)

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


Reason = Literal["date", "one-sided", "backwards", "too-long", "both", "preset", "compare", "twice"]


class BadRange(Exception):
    """The asked-for days cannot be shown; `reason` says why and `given` what was asked."""

    def __init__(self, reason: Reason, given: str) -> None:
        self.reason, self.given = reason, given
        super().__init__(f"{_REASONS[reason]} (asked for: {given!r}).")

    @property
    def known(self) -> tuple[str, ...]:
        """What could be asked for instead, where that can be listed."""
        return {"preset": tuple(PRESETS), "compare": COMPARISONS}.get(self.reason, ())


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


class Asked(NamedTuple):
    """A range with the preset that names it, if one does, and what it is compared with."""

    range: Range
    preset: str | None
    compare: Compare = "previous"

    @property
    def query(self) -> dict[str, str]:
        """What a link to the same days carries. They are always named: what an address without them shows depends on
        the site, and changes as it grows."""
        compare = {} if self.compare == "previous" else {"compare": str(self.compare)}
        if self.preset is not None:
            return {"period": self.preset} | compare
        return {"from": self.range.start.isoformat(), "to": self.range.end.isoformat()} | compare

    def instead(self, days: Range) -> "Asked":
        """Other days, compared likewise."""
        return Asked(days, None, self.compare)


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

_MONTHS: Final = {"month": 1, "last-month": 1, "year": 12, "12m": 12}
"""Presets that are made of months."""

_REASONS: Final = {
    "date": f"A date is written YYYY-MM-DD and lies between {EARLIEST} and {LATEST}",
    "one-sided": "A range needs both from and to",
    "backwards": "A range ends on the day it starts or later",
    "too-long": "A range is at most ten years long",
    "both": "A range is named by a period or by its dates, not by both",
    "preset": f"A period is one of {', '.join(PRESETS)}",
    "compare": f"A comparison is one of {', '.join(COMPARISONS)}",
    "twice": "A parameter is given once",
}


def asked(query: Mapping[str, str], today: date, default: str = DEFAULT) -> Asked:
    """What `period`, or `from` and `to`, and `compare` ask for; the preset `default` when nothing is asked. Raises
    `BadRange`."""
    compare = _compare(query.get("compare", "previous"))
    start, end = query.get("from", ""), query.get("to", "")
    if not start and not end:
        name = query.get("period", default)
        if name not in PRESETS:
            raise BadRange("preset", name)
        return Asked(PRESETS[name](today), name, compare)
    if "period" in query:
        raise BadRange("both", query["period"])
    if not start or not end:
        raise BadRange("one-sided", start or end)
    chosen = Range(_date(start), _date(end))
    if chosen.end < chosen.start:
        raise BadRange("backwards", f"{start} – {end}")
    if chosen.days > LONGEST:
        raise BadRange("too-long", f"{start} – {end}")
    return Asked(chosen, None, compare)


def given_once(names: Iterable[str]) -> None:
    """Raises `BadRange` for a parameter that is named again: which of two is meant nobody knows."""
    for name, times in Counter(names).items():
        if times > 1:
            raise BadRange("twice", name)


def stepped(asked: Asked, by: int) -> Range:
    """The period before (-1) or after (1): of whole months by months, also where this one is not over, of other days
    by as many days."""
    days = asked.range
    months = _MONTHS.get(asked.preset or "", 0)
    if not months and days.start.day == days.after.day == 1:
        months = (days.after.year - days.start.year) * 12 + days.after.month - days.start.month
    if months:
        start = first_of_month(days.start, by * months)
        return Range(start, first_of_month(start, months) - timedelta(days=1))
    shift = timedelta(days=by * days.days)
    return Range(days.start + shift, days.end + shift)


def is_kept(day: date, today: date, months: int) -> bool:
    """Whether a retention of so many months still holds the day."""
    return day >= months_before(today, months)


def _compare(text: str) -> Compare:
    for each in COMPARISONS:
        if each == text:
            return each
    raise BadRange("compare", text)


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise BadRange("date", text)
    return day
