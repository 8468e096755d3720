"""Google Search Console: totals and terms of each day and month, and the month's pages, alone and with their terms."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Final, Literal
from urllib.parse import quote

import msgspec
from google.auth.credentials import Credentials
from msgspec import Meta, Struct

from dashboard.numbers.ranges import Range
from dashboard.search.engines.calendar import engines_day, reached
from dashboard.search.engines.credentials import access_token
from dashboard.search.engines.source import MOST, Answer, SourceFailure, Task, Told, Trouble
from dashboard.search.engines.wire import Reply, Wire, decoded
from policy.calendar import first_of_month
from store.search import Held

_Count = Annotated[float, Meta(ge=0, le=MOST)]
_Dimension = Literal["DATE", "QUERY", "PAGE"]

_TERMS: Final[tuple[_Dimension, ...]] = ("QUERY",)
_PAGES: Final[tuple[tuple[_Dimension, ...], ...]] = (("PAGE",), ("QUERY", "PAGE"))

_ROWS: Final = 25_000  # the most that one answer holds

_MOST: Final = 31 * 50_000
"""Rows of an answer, page by page: 50,000 a day is all that Google keeps for a property and type of search."""

_SETTLES: Final = timedelta(days=3)
"""Google has a day's figures after two or three; a younger day is not taken for final whatever is said of it."""

_EMPTIES: Final = timedelta(days=10)
"""After which days without a total are taken for final: a younger one may not be told of yet, or not have been at all,
where the clock is ahead."""

_REASONS: Final[Mapping[str, Trouble]] = {
    "quotaExceeded": "quota",
    "dailyLimitExceeded": "quota",
    "rateLimitExceeded": "throttled",
    "userRateLimitExceeded": "throttled",
    "insufficientPermissions": "revoked",  # Search Console's data were left out of what was allowed
    "authError": "revoked",
}


class Google:
    """Days and their finality are in Pacific time, as Google's are."""

    def __init__(
        self, wire: Wire, console: str, credentials: Credentials, clock: Callable[[], float] = time.time
    ) -> None:
        self._wire, self._console, self._credentials, self._clock = wire, console, credentials, clock

    async def properties(self) -> Sequence[str]:
        sites = decoded((await self._send("GET", "webmasters/v3/sites", None)).body, _Sites)
        return sorted(site.siteUrl for site in sites.siteEntry if not site.is_unverified)

    def due(self, held: Collection[Held], today: date, since: date) -> list[Task]:
        """Month by month backwards, the pages and pairs of each after its days. They are asked of months that begin in
        reach and are over: from one day to the next a month that is not would tell of the day's. Today is left for
        tomorrow; what was read from a file is asked for as well."""
        final = {(each.slice.start, each.slice.end) for each in held if each.final and each.fetched}
        tasks: list[Task] = []
        for first, days in groupby(reached(since, today - timedelta(days=1)), first_of_month):
            backwards = list(days)
            wanted = [Task(Range(day, day), pairs=False) for day in backwards]
            last = first_of_month(first, 1) - timedelta(days=1)
            if backwards[-1] == first and last < today:
                wanted.append(Task(Range(first, last), pairs=True))
            tasks += [task for task in wanted if _bounds(task.days) not in final]
        return tasks

    async def ask(self, property_name: str, task: Task) -> Sequence[Answer]:
        """One answer, of the task's days."""
        today = engines_day(self._clock())
        incomplete, total = await self._totals(property_name, task.days)
        rows = list(total)
        for dimensions in (_TERMS, *_PAGES) if task.pairs else (_TERMS,):
            rows += await self._rows(property_name, task.days, dimensions)
        settled = task.days.end <= today - (_SETTLES if total else _EMPTIES)
        return [Answer(task.days, settled and (incomplete is None or task.days.end < incomplete), rows)]

    async def _totals(self, property_name: str, days: Range) -> tuple[date | None, list[Told]]:
        """By day, for only so does Google say from which day on its figures are incomplete; together this is the
        total, which also holds what is withheld of terms."""
        answer = await self._query(property_name, days, ("DATE",), 0)
        said = answer.metadata.firstIncompleteDate if answer.metadata else None
        return said, [row.told("", "") for row in answer.rows]

    async def _rows(self, property_name: str, days: Range, dimensions: tuple[_Dimension, ...]) -> list[Told]:
        told: list[Told] = []
        for start in range(0, _MOST, _ROWS):
            answer = await self._query(property_name, days, dimensions, start)
            for row in answer.rows:
                named = dict(zip(dimensions, row.keys, strict=True))
                if all(row.keys):  # else it would count as the total, or as one of all terms or pages
                    told.append(row.told(named.get("QUERY", ""), named.get("PAGE", "")))
            if len(answer.rows) < _ROWS:
                break
        return told

    async def _query(
        self, property_name: str, days: Range, dimensions: tuple[_Dimension, ...], start: int
    ) -> "_Answer":
        body = {
            "startDate": days.start.isoformat(),
            "endDate": days.end.isoformat(),
            "dimensions": dimensions,
            "type": "WEB",
            "dataState": "ALL",
            "rowLimit": _ROWS,
            "startRow": start,
        }
        path = f"webmasters/v3/sites/{quote(property_name, safe='')}/searchAnalytics/query"
        answer = decoded((await self._send("POST", path, msgspec.json.encode(body))).body, _Answer)
        if any(len(row.keys) != len(dimensions) for row in answer.rows):
            raise SourceFailure("unreadable")
        return answer

    async def _send(self, method: str, path: str, content: bytes | None) -> Reply:
        """A token that Google takes no more before its time is renewed once."""
        for renew in (False, True):
            token = await access_token(self._credentials, self._wire, renew=renew)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            reply = await self._wire.send(method, f"{self._console}/{path}", headers=headers, content=content)
            if reply.status != 401:
                break
        if reply.status != 200:
            raise _refusal(reply, token)
        return reply


class _Site(Struct):
    siteUrl: str  # noqa: N815
    permissionLevel: str = ""  # noqa: N815

    @property
    def is_unverified(self) -> bool:
        """Written siteUnverifiedUser or SITE_UNVERIFIED_USER, by the age of the description."""
        return self.permissionLevel.replace("_", "").lower() == "siteunverifieduser"


class _Sites(Struct):
    siteEntry: list[_Site] = []  # noqa: N815


class _Row(Struct):
    impressions: _Count
    position: _Count
    clicks: _Count = 0.0
    keys: list[str] = []

    def told(self, term: str, page: str) -> Told:
        return Told(term, page, round(self.clicks), round(self.impressions), self.position)


class _Metadata(Struct):
    firstIncompleteDate: date | None = None  # noqa: N815


class _Answer(Struct):
    """Without `rows` where there are none."""

    rows: list[_Row] = []
    metadata: _Metadata | None = None


class _Reason(Struct):
    reason: str = ""


class _Error(Struct):
    message: str = ""
    errors: list[_Reason] = []


class _Refused(Struct):
    error: _Error


def _refusal(reply: Reply, token: str) -> SourceFailure:
    try:
        error = decoded(reply.body, _Refused).error
    except SourceFailure:
        error = _Error()
    named = next((_REASONS[each.reason] for each in error.errors if each.reason in _REASONS), None)
    return reply.failure(named or _by_status(reply.status, error), error.message, token)


def _by_status(status: int, error: _Error) -> Trouble:
    if status == 400 and "site url" in error.message.lower():
        return "property"
    by_status: dict[int, Trouble] = {401: "revoked", 403: "forbidden", 429: "throttled"}
    if status == 404 and error.errors:  # not a page of something that stands in between
        return "property"
    return by_status.get(status, "unreadable")


def _bounds(days: Range) -> tuple[str, str]:
    return days.start.isoformat(), days.after.isoformat()
