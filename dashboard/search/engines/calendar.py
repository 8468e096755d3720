"""The engines' calendar: when their day turns, and how far back they remember."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.numbers.ranges import is_kept

PACIFIC: Final = ZoneInfo("America/Los_Angeles")
"""Where the days of both engines turn, and with them their daily quotas."""

MONTHS: Final = 16
"""Google's; Bing remembers about six."""


def engines_day(now: float) -> date:
    """The day that it is for the engines."""
    return datetime.fromtimestamp(now, PACIFIC).date()


def reached(since: date, newest: date) -> list[date]:
    """The days from `since` to `newest` that an engine may still know of, the newest first."""
    days = (newest - timedelta(days=back) for back in range((newest - since).days + 1))
    return [day for day in days if is_kept(day, newest, MONTHS)]
