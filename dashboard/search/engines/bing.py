"""Bing Webmaster Tools: daily totals, and terms by the week."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Meta, Struct, field

from dashboard.numbers.ranges import Range
from dashboard.search.engines.calendar import engines_day, reached
from dashboard.search.engines.source import MOST, Answer, SourceFailure, Task, Told, Trouble
from dashboard.search.engines.wire import Wire, decoded
from store.search import Held

BING: Final = "https://ssl.bing.com/webmaster/api.svc/json"

_KEY: Final = re.compile(r"[0-9A-Za-z_-]{8,200}")
_DATE: Final = re.compile(r"/Date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)/")

_SETTLES: Final = timedelta(days=7)
"""After which figures are taken for final. Microsoft says nothing of it, and every answer replaces what it covers."""

_OFTEN: Final = 60.0
"""Seconds to wait after a refusal for asking too often: Bing names none, and has been seen to take ten a minute."""

# ApiErrorCode of https://learn.microsoft.com/dotnet/api/microsoft.bing.webmaster.api.interfaces.apierrorcode
_CODES: Final[Mapping[int, Trouble]] = {
    1: "server",  # InternalError
    2: "server",  # UnknownError
    3: "revoked",  # InvalidApiKey
    4: "throttled",  # ThrottleUser
    5: "throttled",  # ThrottleHost
    6: "forbidden",  # UserBlocked
    7: "property",  # InvalidUrl
    10: "revoked",  # UserNotFound
    11: "property",  # NotFound
    13: "forbidden",  # NotAllowed
    14: "forbidden",  # NotAuthorized: also a site that the key's user has not verified
}

_Count = Annotated[int, Meta(ge=0, le=MOST)]
_Kind = TypeVar("_Kind")


class Bing:
    """Each question brings all that Bing still has, about half a year: there is no asking for certain days.

    Pages are not asked for: Bing tells them by the week, and so they would tell, beside the week's terms, which term
    led to which.
    """

    def __init__(self, wire: Wire, endpoint: str, key: str, clock: Callable[[], float] = time.time) -> None:
        if not _KEY.fullmatch(key):
            raise SourceFailure("malformed")
        self._wire, self._endpoint, self._key, self._clock = wire, endpoint, key, clock

    async def properties(self) -> Sequence[str]:
        sites = await self._ask("GetUserSites", {}, _Sites)
        return sorted(site.address for site in sites.rows or () if site.verified)

    def due(self, held: Collection[Held], today: date, since: date) -> list[Task]:
        """One question, each time: the newest figures are never final, and it brings the others too."""
        days = reached(since, today)
        return [Task(Range(days[-1], today), pairs=False)] if days else []

    async def ask(self, property_name: str, task: Task) -> Sequence[Answer]:
        """The total of each day, without a position; terms of each week. All that begin with the task's days or
        later."""
        site = {"siteUrl": property_name}
        totals = await self._ask("GetRankAndTrafficStats", site, _Totals)
        terms = await self._ask("GetQueryStats", site, _Stats)
        told: defaultdict[Range, list[Told]] = defaultdict(list)
        for total in totals.rows or ():
            day = _day(total.date)
            told[Range(day, day)].append(Told("", "", total.clicks, total.impressions, 0.0))
        for row in terms.rows or ():
            told[_week(row.date)].append(Told(row.text, "", row.clicks, row.impressions, max(row.position, 0.0)))
        today = engines_day(self._clock())
        if any(days.start > today + timedelta(days=1) for days in told):
            raise SourceFailure("unreadable")
        settled = today - _SETTLES
        return [Answer(days, days.end <= settled, told[days]) for days in sorted(told) if days.start >= task.days.start]

    async def _ask(self, method: str, query: Mapping[str, str], kind: type[_Kind]) -> _Kind:
        address = f"{self._endpoint}/{method}" + (f"?{urlencode(query)}" if query else "")
        reply = await self._wire.send("GET", address, key=self._key)
        try:
            fault = msgspec.json.decode(reply.body, type=_Fault)  # which comes with 400, and has been seen with 200
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            fault = None
        if fault is not None and fault.code:
            failure = reply.failure(_CODES.get(fault.code, "unreadable"), fault.message, self._key)
            if failure.trouble == "throttled" and failure.wait is None:
                failure.wait = _OFTEN
            raise failure
        if reply.status in {401, 403}:
            raise reply.failure("revoked")
        if reply.status == 429:
            raise reply.failure("throttled")
        if reply.status != 200:
            raise reply.failure("unreadable")
        return decoded(reply.body, kind)


class _Fault(Struct):
    code: int = field(name="ErrorCode")
    message: str = field(name="Message", default="")


class _Site(Struct):
    address: str = field(name="Url")
    verified: bool = field(name="IsVerified", default=False)


class _Total(Struct):
    date: str = field(name="Date")
    clicks: _Count = field(name="Clicks")
    impressions: _Count = field(name="Impressions")


class _Stat(Struct):
    """The position is -1 where there is none."""

    text: Annotated[str, Meta(min_length=1)] = field(name="Query")
    date: str = field(name="Date")
    clicks: _Count = field(name="Clicks")
    impressions: _Count = field(name="Impressions")
    position: Annotated[float, Meta(le=MOST)] = field(name="AvgImpressionPosition")


class _Sites(Struct):
    """Null stands for an empty list, here and below."""

    rows: list[_Site] | None = field(name="d")


class _Totals(Struct):
    rows: list[_Total] | None = field(name="d")


class _Stats(Struct):
    rows: list[_Stat] | None = field(name="d")


def _day(stamp: str) -> date:
    """Midnight of a day in UTC, or in Pacific time, which is the same day in UTC. An offset behind it tells only how to
    show it, as WCF writes dates."""
    found = _DATE.fullmatch(stamp)
    try:
        moment = datetime.fromtimestamp(int(found[1]) / 1000, UTC) if found else None
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or moment.year < 2000:
        raise SourceFailure("unreadable")
    return moment.date()


def _week(stamp: str) -> Range:
    """The seven days that end with the date. Microsoft does not say what the date of a week means. Those that we saw,
    in its example and in the few rows that two public clients have captured, are Fridays; the latest, 4 September,
    stood in an answer of 9 September, when a week that began then was not over; and both clients take them for the end
    of the week. So it is read as that; Bing itself was not asked."""
    end = _day(stamp)
    return Range(end - timedelta(days=6), end)
