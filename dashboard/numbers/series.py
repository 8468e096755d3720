"""Counts over time: by hour, day, week or month of the site's time zone."""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from dashboard.numbers.ranges import Range
from policy.calendar import first_of_month
from policy.site import Site
from policy.statistics import CONSENTED
from store.counts import Counters, CountStore, total_of
from store.periods import Grain, hour_period

Step = Literal["hour", "day", "week", "month"]
STEPS: Final[tuple[Step, ...]] = get_args(Step)

HOURLY: Final = 31
"""Days of which hours are told at once."""

_DAYS: Final = 120
_WEEKS: Final = 400


class Span(NamedTuple):
    """What one count is of: it begins at `start`, a day or an hour (ISO, the latter with the distance from UTC); it is
    not `complete` where the range cuts it, or it is not over yet."""

    start: str
    days: Range
    counters: Counters
    complete: bool


def step_of(days: Range) -> Step:
    """The one that gives a picture so many bars that they can be told apart."""
    if days.days == 1:
        return "hour"
    if days.days <= _DAYS:
        return "day"
    return "week" if days.days <= _WEEKS else "month"


async def series(store: CountStore, site: Site, days: Range, step: Step, now: float) -> list[Span]:
    """Of the whole range, also where nothing was counted."""
    grain = Grain.HOUR if step == "hour" else Grain.DAY
    points = await store.series(site.host, CONSENTED, grain, days.start.isoformat(), days.after.isoformat())
    known = {point.period: point.counters for point in points}
    if step == "hour":
        return [span for day in _each_day(days) for span in _hours(known, day, site.timezone, now)]
    return [_gathered(known, span, days, site.day(now)) for span in whole_spans(step, days)]


def whole_spans(step: Step, days: Range) -> Iterator[Range]:
    """Whole days, weeks or months that together hold the range."""
    day = days.start
    while day <= days.end:
        if step == "month":
            start, after = first_of_month(day), first_of_month(day, 1)
        elif step == "week":
            start = day - timedelta(days=day.weekday())
            after = start + timedelta(days=7)
        else:
            start, after = day, day + timedelta(days=1)
        yield Range(start, after - timedelta(days=1))
        day = after


def _gathered(known: dict[str, Counters], span: Range, days: Range, today: date) -> Span:
    inside = Range(max(span.start, days.start), min(span.end, days.end))
    counters = total_of(known.get(day.isoformat(), Counters()) for day in _each_day(inside))
    return Span(inside.start.isoformat(), inside, counters, inside == span and span.end < today)


def _hours(known: dict[str, Counters], day: date, zone: ZoneInfo, now: float) -> Iterator[Span]:
    """Of one local day: 23 or 25 of them when the clocks are changed. Where midnight lies within an hour of UTC, the
    first and the last are parts of one."""
    first, after = (datetime.combine(each, time(), zone).timestamp() / 3600 for each in (day, day + timedelta(days=1)))
    for hour in range(math.floor(first), math.ceil(after)):
        start = datetime.fromtimestamp(max(first, hour) * 3600, zone).isoformat(timespec="minutes")
        counters = known.get(hour_period(day, hour), Counters())
        yield Span(start, Range(day, day), counters, (hour + 1) * 3600 <= now)


def _each_day(days: Range) -> Iterator[date]:
    return (days.start + timedelta(days=offset) for offset in range(days.days))
