"""The chart of counts over time: how wide its bars are, where they stand and what its axes say."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from dashboard.locale.language import Language
from dashboard.numbers.ranges import Range
from policy.calendar import first_of_month
from store.counts import Counters, Point
from store.periods import hour_period

Step = Literal["hour", "day", "week", "month"]

HEIGHT: Final = 190
"""Pixels from the baseline up to the top of the drawing, in which the highest tick leaves `HEADROOM`."""

HEADROOM: Final = 14
_GAP: Final = 0.22  # of a bar's place
_LABELS: Final = 6  # as many as a telephone's width takes
_SHORT: Final = 14  # days, each of which has a label; in longer ranges Mondays do
_DAYS: Final = 120
_WEEKS: Final = 400


class Bin(NamedTuple):
    """The counts of one bar; a clipped one is cut by the range, or not over yet."""

    name: str
    label: str
    counters: Counters
    clipped: bool


class Bar(NamedTuple):
    """Places are in per cent of the width, and in pixels from the top."""

    bin: Bin
    left: float
    x: float
    width: float
    place: float
    y: float
    height: float
    value: int


class Tick(NamedTuple):
    """A line across, at `y` pixels from the top."""

    value: int
    y: float


class Label(NamedTuple):
    """A word below the baseline, centred at `x` per cent of the width."""

    x: float
    text: str


class Chart(NamedTuple):
    """Bars from the left, ticks from the baseline."""

    step: Step
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]


def step_of(days: Range) -> Step:
    if days.days == 1:
        return "hour"
    if days.days <= _DAYS:
        return "day"
    return "week" if days.days <= _WEEKS else "month"


def bins_of(points: Sequence[Point], days: Range, today: date, language: Language) -> tuple[Bin, ...]:
    """Daily points gathered by day, week or month."""
    known = {point.period: point.counters for point in points}
    step = step_of(days)
    return tuple(_bin(step, span, days, today, known, language) for span in _spans(step, days))


def hours_of(points: Sequence[Point], day: date, zone: ZoneInfo, now: float) -> tuple[Bin, ...]:
    """The hours of one local day: 23 or 25 of them when the clocks are changed."""
    known = {point.period: point.counters for point in points}
    first, after = (datetime.combine(each, time(), zone).timestamp() / 3600 for each in (day, day + timedelta(days=1)))
    hours = range(math.floor(first), math.ceil(after))
    return tuple(
        _hour(datetime.fromtimestamp(hour * 3600, zone), known.get(hour_period(day, hour)), (hour + 1) * 3600 > now)
        for hour in hours
    )


def chart_of(bins: Sequence[Bin], values: Sequence[int], step: Step) -> Chart:
    """Bars of `values`, one for each bin."""
    rise = _rise(max(values))
    top = rise * max(1, math.ceil(max(values) / rise))
    scale = (HEIGHT - HEADROOM) / top
    place = 100 / len(bins)
    bars = tuple(
        Bar(each, index * place, (index + _GAP / 2) * place, (1 - _GAP) * place, place,
            HEIGHT - value * scale, value * scale, value)
        for index, (each, value) in enumerate(zip(bins, values, strict=True))
    )  # fmt: skip
    ticks = tuple(Tick(value, HEIGHT - value * scale) for value in range(0, top + 1, rise))
    return Chart(step, bars, ticks, _labels(bars))


def _bin(step: Step, span: Range, days: Range, today: date, known: dict[str, Counters], language: Language) -> Bin:
    inside = Range(max(span.start, days.start), min(span.end, days.end))
    total = Counters()
    for offset in range(inside.days):
        total = total.plus(known.get((inside.start + timedelta(days=offset)).isoformat(), Counters()))
    clipped = inside != span or span.end >= today
    if step == "month":
        name, label = language.month(span.start), language.short_month(span.start)
    elif step == "week":
        opens_month = any((span.start + timedelta(days=offset)).day == 1 for offset in range(7))
        name, label = language.days(inside), language.short_month(span.end) if opens_month else ""
    else:
        is_labelled = days.days <= _SHORT or span.start.weekday() == 0
        name, label = language.weekday(span.start), language.short_day(span.start) if is_labelled else ""
    return Bin(name, label, total, clipped)


def _spans(step: Step, days: Range) -> Iterator[Range]:
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


def _hour(local: datetime, counters: Counters | None, clipped: bool) -> Bin:
    label = f"{local:%H:%M}" if local.hour % 4 == 0 else ""
    return Bin(f"{local:%H:%M}", label, counters or Counters(), clipped)


def _rise(highest: int) -> int:
    """From one tick to the next: 1, 2 or 5 times a power of ten, so that four reach the highest value."""
    rise, factors = 1, (2, 2.5, 2)
    index = 0
    while rise * 4 < highest:
        rise, index = int(rise * factors[index % 3]), index + 1
    return rise


def _labels(bars: Sequence[Bar]) -> tuple[Label, ...]:
    """Evenly thinned to what fits."""
    labelled = [bar for bar in bars if bar.bin.label]
    every = math.ceil(len(labelled) / _LABELS) or 1
    return tuple(Label(bar.left + bar.place / 2, bar.bin.label) for bar in labelled[::every])
