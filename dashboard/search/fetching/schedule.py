"""When an engine is asked again: after what went well, and after each class of failure."""

import hashlib
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from dashboard.search.engines.calendar import PACIFIC, engines_day
from dashboard.search.engines.source import SourceFailure, Trouble

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60

_SPREAD: Final = 6 * _HOUR
"""After that, within which the sites have their turns, so that an installation of many asks for them one by one."""


class Pause(NamedTuple):
    """Seconds: the first, doubled with each failure in a row up to the longest."""

    first: int
    longest: int

    def after(self, tries: int) -> int:
        """`tries` are the failures in a row, this one among them."""
        return min(self.first << min(tries - 1, 20), self.longest)


_NEXT: Final[dict[Trouble, Pause | Literal["midnight", "daily"]]] = {
    "malformed": "daily",
    "unregistered": "daily",
    "revoked": "daily",  # nothing but the owner can mend it; asked now and then, as a property may be shared again
    "forbidden": "daily",
    "property": "daily",
    "quota": "midnight",
    "throttled": Pause(_MINUTE, _HOUR),
    "unreachable": Pause(5 * _MINUTE, 6 * _HOUR),
    "unanswered": Pause(5 * _MINUTE, 6 * _HOUR),
    "server": Pause(5 * _MINUTE, 6 * _HOUR),
    "unreadable": Pause(6 * _HOUR, 6 * _HOUR),
}


def tomorrow(host: str, now: float) -> int:
    """The site's own moment of the engines' next day: the same each day, and spread over the sites by a digest."""
    digest = hashlib.blake2b(host.encode(), digest_size=8).digest()
    return _midnight(now) + int.from_bytes(digest) % _SPREAD


def retry(failure: SourceFailure, tries: int, host: str, now: float) -> int:
    """`tries` are the failures in a row, this one among them. A time that the engine itself asks for holds, within
    a minute and a day."""
    plan = _NEXT[failure.trouble]
    if plan == "daily":
        return tomorrow(host, now)
    if plan == "midnight":
        return _midnight(now)
    if failure.wait is not None and failure.wait >= 0:  # not a number is neither
        return int(now) + round(min(max(failure.wait, _MINUTE), _DAY))
    return int(now) + plan.after(tries)


def _midnight(now: float) -> int:
    """The next in Pacific time."""
    day = engines_day(now) + timedelta(days=1)
    return int(datetime(day.year, day.month, day.day, tzinfo=PACIFIC).timestamp())
