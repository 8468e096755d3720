"""How far back the engines remember."""

from datetime import date, timedelta
from typing import Final

from dashboard.ranges import is_kept

_MONTHS: Final = 16
"""Google's; Bing remembers about six."""


def reached(since: date, newest: date) -> list[date]:
    """The days from `since` to `newest` that an engine may still know of, the newest first."""
    days = (newest - timedelta(days=back) for back in range((newest - since).days + 1))
    return [day for day in days if is_kept(day, newest, _MONTHS)]
