"""The chart of counts over time: what its bars are called, where they stand and what its axes say."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from dashboard.locale.language import Language
from dashboard.numbers.ranges import Range
from dashboard.numbers.series import Span, Step
from store.counts import Counters
from store.notes import Note

HEIGHT: Final = 190
"""Pixels from the baseline up to the top of the drawing, in which the highest tick leaves `HEADROOM`."""

HEADROOM: Final = 14
_GAP: Final = 0.22  # of a bar's place
_LABELS: Final = 6  # as many as a telephone's width takes
_NOTES: Final = 3  # that a bar says itself: all of them stand below the chart
_SHORT: Final = 14  # days, each of which has a label; in longer ranges Mondays do

State = Literal["whole", "ongoing", "cut"]


class Bin(NamedTuple):
    """The counts of one bar: cut by the range, or not over yet, or whole. `before` are those of the days that it is
    held against, with their name."""

    name: str
    label: str
    counters: Counters
    state: State
    before: Counters | None = None
    before_name: str = ""
    notes: tuple[str, ...] = ()


class Bar(NamedTuple):
    """Places are in per cent of the width, and in pixels from the top; `before` is that of a line across."""

    bin: Bin
    left: float
    x: float
    width: float
    place: float
    y: float
    height: float
    value: int
    before: float | None


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


class Earlier(NamedTuple):
    """What one bar is held against."""

    name: str
    counters: Counters


def bins_of(
    spans: Sequence[Span],
    step: Step,
    today: date,
    language: Language,
    earlier: Mapping[str, Earlier] | None = None,
    notes: Sequence[Note] = (),
) -> tuple[Bin, ...]:
    """One for each span; `earlier` by where spans begin. Notes stand on all days that they are of, and so do not stand
    on hours."""
    clocks = Counter(span.start[:16] for span in spans)
    found = []
    for span in spans:
        name, label = _named(span, step, len(spans), language, twice=clocks[span.start[:16]] > 1)
        held = (earlier or {}).get(span.start)
        state: State = "whole" if span.complete else "ongoing" if span.days.end >= today else "cut"
        before, before_name = (held.counters, held.name) if held else (None, "")
        beside = [note.text for note in notes if note.day <= span.days.end and span.days.start <= note.until]
        if len(beside) > _NOTES:
            beside[_NOTES:] = [language("notes_more", count=language.number(len(beside) - _NOTES))]
        found.append(
            Bin(name, label, span.counters, state, before, before_name, () if step == "hour" else tuple(beside))
        )
    return tuple(found)


def chart_of(bins: Sequence[Bin], values: Sequence[int], step: Step, before: Sequence[int | None] = ()) -> Chart:
    """Bars of `values`, one for each bin, and lines across where something was `before`."""
    earlier = before or [None] * len(bins)
    highest = max(*values, *(each or 0 for each in earlier))
    rise = _rise(highest)
    top = rise * max(1, math.ceil(highest / rise))
    scale = (HEIGHT - HEADROOM) / top
    place = 100 / len(bins)
    bars = tuple(
        Bar(each, index * place, (index + _GAP / 2) * place, (1 - _GAP) * place, place,
            HEIGHT - value * scale, value * scale, value, None if held is None else HEIGHT - held * scale)
        for index, (each, value, held) in enumerate(zip(bins, values, earlier, strict=True))
    )  # fmt: skip
    ticks = tuple(Tick(value, HEIGHT - value * scale) for value in range(0, top + 1, rise))
    return Chart(step, bars, ticks, _labels(bars))


def _named(span: Span, step: Step, number: int, language: Language, *, twice: bool) -> tuple[str, str]:
    """The name of a bar, and what stands below it. An hour that the clocks go through twice says how far from UTC."""
    days = span.days
    if step == "hour":
        clock = span.start[11:16]
        return f"{clock} (UTC{span.start[16:]})" if twice else clock, clock if int(clock[:2]) % 4 == 0 else ""
    if step == "month":
        return language.month(days.start), language.short_month(days.start)
    if step == "week":
        opens_month = any((days.end - timedelta(days=back)).day == 1 for back in range(7))
        return language.days(days), language.short_month(days.end) if opens_month else ""
    is_labelled = number <= _SHORT or days.start.weekday() == 0
    return language.weekday(days.start), language.short_day(days.start) if is_labelled else ""


def days_named(days: Range, step: Step, language: Language) -> str:
    """What the days behind a bar are called: a whole month by its name."""
    is_month = step == "month" and days.start.day == days.after.day == 1
    return language.month(days.start) if is_month else language.days(days)


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
