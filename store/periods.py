"""Periods of counting as text, which sorts as time does, and as the whole numbers that stores keep.

A day is "2026-11-22"; a window, named by its first day, likewise; an hour is its local day and its UTC hour,
"2026-11-22 2026-11-21T23", so that the hours of a day add up to it in every time zone.
"""

from datetime import date, datetime
from enum import IntEnum
from typing import Final

_EPOCH: Final = date(1970, 1, 1).toordinal()
_HOURS: Final = 64  # numbers set aside for the UTC hours that can fall on a local day
_EARLIEST: Final = 14  # hours by which the local clock can be ahead of UTC


class Grain(IntEnum):
    """How long a period is. A window is a calendar quarter or what else the policy says."""

    HOUR = 0
    DAY = 1
    WINDOW = 2


def hour_period(day: date, utc_hour: int) -> str:
    """`utc_hour` counts whole hours since 1970."""
    utc_day, hour = divmod(utc_hour, 24)
    return f"{day.isoformat()} {date.fromordinal(utc_day + _EPOCH).isoformat()}T{hour:02d}"


def window_start(day: date, window: str) -> date:
    """The first day of the `month` or `quarter` that holds the day."""
    months = {"month": 1, "quarter": 3}[window]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def number(grain: Grain, period: str) -> int:
    """The period as a whole number that sorts as the text does."""
    day = date.fromisoformat(period[:10]).toordinal() - _EPOCH
    if grain is not Grain.HOUR:
        return day
    if len(period) == 10:  # the beginning of a day bounds its hours
        return day * _HOURS
    utc = datetime.fromisoformat(period[11:])
    return day * _HOURS + (utc.toordinal() - _EPOCH - day) * 24 + utc.hour + _EARLIEST


def period(grain: Grain, number: int) -> str:
    """The reverse of `number`."""
    if grain is not Grain.HOUR:
        return date.fromordinal(number + _EPOCH).isoformat()
    day, rest = divmod(number, _HOURS)
    return hour_period(date.fromordinal(day + _EPOCH), day * 24 + rest - _EARLIEST)
