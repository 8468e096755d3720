"""How one site of many stands: its visits by day, its last week against the one before, its answers, what to see to."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from dashboard.numbers.attention import (
    BEFORE,
    FEW,
    WEEK,
    Facts,
    Item,
    Outdated,
    Silence,
    Since,
    attention,
    silence_of,
)
from dashboard.numbers.comparison import Change, change_of
from dashboard.numbers.coverage import Answers
from dashboard.numbers.history import named_since
from dashboard.numbers.ranges import EARLIEST, Range
from dashboard.numbers.rhythm import history_before
from dashboard.numbers.stats import cut_by_page, service_counts
from policy.site import Site
from policy.statistics import CONSENTED, SERVICE
from store.access import Fetched
from store.counts import Counters, CountStore, Point
from store.periods import Grain

SHOWN: Final = 28
"""Days of a site that are drawn, today included."""

_AT_ONCE: Final = 32  # sites
_ASKED: Final = 64  # days asked for: the last week, and the rhythm before it
_HOURS: Final = 28  # days that tell at which hours of a day its visits come
_OFTEN: Final = 3  # times that a kind of data was cut from a page's address, so that it is no accident of a stranger
_PAGES: Final = 3  # named in one item
_LAPSED: Final = 3 * 86_400  # seconds after which a trouble that ends of itself has not ended
_TRIES: Final = 10  # likewise, where nothing was ever fetched
_PASSES: Final = frozenset({"quota", "throttled", "unreachable", "unanswered", "server"})


class Overview(NamedTuple):
    """`daily` are the days drawn, oldest first, the last of them today so far; `change` is of the last seven whole days
    against the seven before, None where not all of those were counted; `answers` are of the last 28 whole days."""

    site: Site
    metric: Literal["visits", "pageviews"]
    daily: tuple[tuple[date, int], ...]
    week: int
    before: int
    change: Change | None
    answers: Answers
    items: tuple[Item, ...]

    @property
    def today(self) -> int:
        return self.daily[-1][1]


class _Asking:
    """The questions that one site's overview takes."""

    def __init__(self, store: CountStore, site: Site, now: float) -> None:
        self.store, self.site, self.now = store, site, now
        self.today = site.day(now)
        self.begun = min(each.day for each in site.history.values())
        self.metric: Literal["visits", "pageviews"] = "visits" if "visits" in site.policy.statistics else "pageviews"
        self.counted = max(self.begun, named_since(site, self.metric))

    async def overview(self, engines: Mapping[str, str]) -> Overview:
        points = await self._points(self.today - timedelta(days=_ASKED), self.today + timedelta(days=1))
        daily, silence = await self._silence(points)
        answers, before = await self._answers()
        facts = Facts(
            self.today, self.begun, daily, silence, await self._since(silence), answers, before, await self._cut(),
            await self._outdated(), engines, self.counted,
        )  # fmt: skip
        drawn = [self.today - timedelta(days=ago) for ago in range(SHOWN - 1, -1, -1)]
        week, earlier = self._week(daily, 1), self._week(daily, 1 + WEEK)
        return Overview(
            self.site, self.metric, tuple((day, daily.get(day, 0)) for day in drawn), sum(week), sum(earlier),
            self._change(daily, week, earlier), answers.plus(before), attention(facts),
        )  # fmt: skip

    async def _points(self, start: date, after: date) -> Sequence[Point]:
        return await self.store.series(self.site.host, CONSENTED, Grain.DAY, start.isoformat(), after.isoformat())

    def _daily(self, points: Iterable[Point]) -> dict[date, int]:
        return {date.fromisoformat(point.period): self._number(point.counters) for point in points}

    def _number(self, counters: Counters) -> int:
        return counters.entries if self.metric == "visits" else counters.pageviews

    async def _silence(self, points: Sequence[Point]) -> tuple[dict[date, int], Silence]:
        """The days that tell it, and it. A long silence is judged by the weeks before it, however long ago."""
        if not points:
            points = await self._points(EARLIEST, self.today)
        daily = self._daily(points)
        last = max(daily, default=None)
        history = last and history_before(last + timedelta(days=1))
        if history and history.start < self.today - timedelta(days=_ASKED):
            daily |= self._daily(await self._points(history.start, history.after))
        silence = silence_of(daily, last, self.counted, self.today)
        if last != self.today and not silence.is_unlikely and silence.with_part_of(self.today, 1).is_unlikely:
            silence = silence.with_part_of(self.today, await self._part_of_today())
        return daily, silence

    async def _part_of_today(self) -> float:
        """How much of a day's visits come before the hour that it is."""
        hours = await self.store.series(
            self.site.host, CONSENTED, Grain.HOUR, (self.today - timedelta(days=_HOURS)).isoformat(),
            self.today.isoformat(),
        )  # fmt: skip
        local = [(_local_hour(self.site, point.period), self._number(point.counters)) for point in hours]
        hour, every = datetime.fromtimestamp(self.now, self.site.timezone).hour, sum(number for _, number in local)
        return sum(number for each, number in local if each < hour) / every if every else 0.0

    async def _since(self, silence: Silence) -> Since | None:
        if silence.last is not None and not silence.is_unlikely:
            return None
        start = silence.last + timedelta(days=1) if silence.last else EARLIEST
        days = Range(start, self.today)
        return Since(
            Answers.of(await service_counts(self.store, self.site, days, "choice")),
            await service_counts(self.store, self.site, days, "ignored"),
        )

    async def _answers(self) -> tuple[Answers, Answers]:
        """Of the last week, and of the weeks before it; few answers tell nothing apart, and are all of the latter."""
        week = Range(self.today - timedelta(days=WEEK), self.today - timedelta(days=1))
        both = Range(week.start - timedelta(days=BEFORE), week.end)
        every = Answers.of(await service_counts(self.store, self.site, both, "choice"))
        if every.all < FEW:
            return Answers(), every
        now = Answers.of(await service_counts(self.store, self.site, week, "choice"))
        return now, Answers(every.all - now.all, every.yes - now.yes)

    async def _cut(self) -> dict[str, list[str]]:
        """The pages from whose addresses each kind of data is cut again and again."""
        if "pages" not in self.site.policy.statistics:
            return {}
        days, found = Range(self.today - timedelta(days=SHOWN - 1), self.today), {}
        for kind, number in (await service_counts(self.store, self.site, days, "scrubbed")).items():
            pages = await cut_by_page(self.store, self.site, days, kind) if number >= _OFTEN else {}
            if often := [page for page, times in pages.items() if times >= _OFTEN]:
                found[kind] = often[:_PAGES]
        return found

    async def _outdated(self) -> Outdated | None:
        """Only of a policy that has replaced another, and not so lately that open windows explain it."""
        newest = self.site.history[self.site.policy.version]
        start = max(newest.day + timedelta(days=2), self.today - timedelta(days=WEEK))
        if len(self.site.history) < 2 or start >= self.today or newest.day < self.today - timedelta(days=SHOWN):
            return None
        by_version: dict[int, int] = {}
        for answer in await service_counts(self.store, self.site, Range(start, self.today), "choice"):
            rows = await self.store.drill(
                self.site.host, SERVICE, "version", ("choice", answer), start.isoformat(),
                (self.today + timedelta(days=1)).isoformat(),
            )  # fmt: skip
            for row in rows:
                by_version[int(row.value)] = by_version.get(int(row.value), 0) + row.counters.pageviews
        old = sum(number for version, number in by_version.items() if version < self.site.policy.version)
        return Outdated(self.site.policy.version, newest.day, old, sum(by_version.values()))

    def _week(self, daily: Mapping[date, int], ago: int) -> list[int]:
        """Seven days, the last of which was so many days ago; oldest first."""
        return [daily.get(self.today - timedelta(days=each), 0) for each in range(ago + WEEK - 1, ago - 1, -1)]

    def _change(self, daily: Mapping[date, int], week: Sequence[int], earlier: Sequence[int]) -> Change | None:
        if self.today - timedelta(days=2 * WEEK) < self.counted:
            return None
        history = history_before(self.today - timedelta(days=WEEK))
        span = Range(max(history.start, self.counted), history.end)
        days = [daily.get(span.start + timedelta(days=offset), 0) for offset in range(span.days)]
        return change_of(week, earlier, history=days)


async def overview(store: CountStore, site: Site, now: float, engines: Mapping[str, str] | None = None) -> Overview:
    """`engines` are the search engines whose figures cannot be fetched, with the trouble: see `lasting_troubles`."""
    return await _Asking(store, site, now).overview(engines or {})


async def overviews(
    store: CountStore, sites: Iterable[Site], now: float, failing: Mapping[str, Mapping[str, str]]
) -> list[Overview]:
    """Of many sites, in their order; side by side, so that the store has the next question when it is done with one."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(site: Site) -> Overview:
        async with gate:
            return await overview(store, site, now, failing.get(site.host))

    return await asyncio.gather(*map(one, sites))


def lasting_troubles(failing: Collection[tuple[str, str, Fetched]], now: float) -> dict[str, dict[str, str]]:
    """By site and engine, without those that are likely to end of themselves."""
    found: dict[str, dict[str, str]] = {}
    for site, engine, fetched in failing:
        lapsed = fetched.tries >= _TRIES if fetched.complete is None else now - fetched.complete > _LAPSED
        if fetched.trouble not in _PASSES or lapsed:
            found.setdefault(site, {})[engine] = fetched.trouble
    return found


def _local_hour(site: Site, period: str) -> int:
    utc = datetime.fromisoformat(f"{period[11:]}:00+00:00")
    return utc.astimezone(site.timezone).hour
