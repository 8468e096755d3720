"""What is counted by the window, as far as it has a name: what people typed, and what is counted together so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboard.numbers.ranges import Range
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, RARE, TOGETHER, WINDOW_PAIRS, Dimension
from policy.site import Site
from policy.statistics import CONSENTED
from store.counts import Counters, CountStore, Row, total_of
from store.periods import Grain, window_start

_OURS: Final = frozenset({NONE, NOT_ASKED})


Sides = Mapping[str, Mapping[str, Counters]]
"""By text and by what it was counted together with."""


class WindowPair(NamedTuple):
    """The name under which both are counted, the one whose row has the pair, and the other."""

    name: str
    one: str
    beside: str


_PAIRS: Final = tuple(WindowPair(name, *both) for name, both in WINDOW_PAIRS.items())


def window_pair(one: str, other: str) -> WindowPair | None:
    """The two dimensions, in either order, where they are counted together by the window."""
    return next((pair for pair in _PAIRS if {one, other} == {pair.one, pair.beside}), None)


def whole_windows(site: Site, start: date, end: date) -> Range:
    """All days of the windows that a range touches."""
    first = window_start(start, site.policy_on(start).threshold.window)
    return Range(first, _after(site, end) - timedelta(days=1))


def _after(site: Site, day: date) -> date:
    """The first day of the next window."""
    window = site.policy_on(day).threshold.window
    return window_start(window_start(day, window) + timedelta(days=100 if window == "quarter" else 40), window)


def windows(site: Site, span: Range) -> Iterator[Range]:
    start = span.start
    while start <= span.end:
        after = _after(site, start)
        yield Range(start, after - timedelta(days=1))
        start = after


async def singles(store: CountStore, site: Site, dimension: str, span: Range) -> Sequence[Row]:
    """The values of a dimension that is typed or not."""
    if DIMENSIONS[dimension].values == "typed":
        return await texts(store, site, dimension, span)
    start, after = span.start.isoformat(), span.after.isoformat()
    return await store.top(site.host, CONSENTED, Grain.DAY, dimension, start, after)


async def texts(store: CountStore, site: Site, dimension: str, span: Range) -> list[Row]:
    """By name; what has none is one row. Values of ours, such as "(none)", name themselves."""
    rows = await _top(store, site, dimension, span)
    named = [row._replace(value=row.name or row.value) for row in rows if row.name or row.value in _OURS]
    rare = [row.counters for row in rows if not row.name and row.value not in _OURS]
    return [*named, Row(RARE, None, total_of(rare))] if rare else named


async def pairs(store: CountStore, site: Site, pair: WindowPair, span: Range) -> Sides:
    """Each named text, and "(none)" and "(not asked)", with each value of the other dimension; what has no name, which
    tells neither, stands under "(rare)" twice."""
    found: dict[str, dict[str, Counters]] = {}
    for row in await _top(store, site, pair.name, span):
        one, both, two = (row.name or row.value).partition(TOGETHER)
        text, value = (one, two) if both else (RARE, RARE)
        by = found.setdefault(text, {})
        by[value] = by.get(value, Counters()).plus(row.counters)
    return found


async def _top(store: CountStore, site: Site, name: str, span: Range) -> Sequence[Row]:
    return await store.top(site.host, CONSENTED, Grain.WINDOW, name, span.start.isoformat(), span.after.isoformat())


async def among(store: CountStore, site: Site, pair: WindowPair, by: tuple[str, str], span: Range) -> list[Row]:
    """The values of the one side among page views that have the value of `by` on the other, a dimension and a value.
    What is left of all that have it is the row "(rare)": pairs without a name, and what is not told apart. Of what
    counts only where it has a value nobody knows how much is left beside another dimension's value."""
    rows: dict[str, Counters] = {}
    left = Counters()
    adds_up = by[0] == pair.one or DIMENSIONS[pair.one].counts == "all"
    for window in windows(site, span):
        found = await pairs(store, site, pair, window)
        if not found:  # it is forgotten, and some of its days are not
            continue
        told = _told(site, pair, window, found, await singles(store, site, pair.one, window))
        sides = [(text, value, each) if by[0] == pair.one else (value, text, each) for text, value, each in told]
        some = [(other, each) for one, other, each in sides if one == by[1]]
        if adds_up:
            left = left.plus(minus(await whole_of(store, site, by, window), (each for _, each in some)))
        for value, each in some:
            rows[value] = rows.get(value, Counters()).plus(each)
    if left.pageviews > 0:
        rows[RARE] = left
    return [Row(value, None, counters) for value, counters in rows.items()]


def _told(
    site: Site, pair: WindowPair, window: Range, found: Sides, wholes: Iterable[Row]
) -> Iterator[tuple[str, str, Counters]]:
    """Of the pairs of one window those that can be told: text, other value and counts."""
    for row in wholes:
        by: Mapping[str, Counters] = found.get(row.value, {})
        if row.value not in _OURS:
            by = told_apart(row.counters, by, DIMENSIONS[pair.one], site.threshold_since(window.start))
        if row.value != RARE:
            yield from ((row.value, value, counters) for value, counters in by.items())


def told_apart(
    whole: Counters, by: Mapping[str, Counters], dimension: Dimension, threshold: int
) -> Mapping[str, Counters]:
    """What a named text came together with in one window, less the smallest where all of them would leave fewer visits
    than the threshold: whoever takes them from the whole would have a count below it, of a text that is named."""
    told = sorted(by.items(), key=lambda each: (visits_of(dimension, each[1]), each[0]))
    while told:
        left = minus(whole, (counters for _, counters in told))
        if not any(left) or visits_of(dimension, left) >= threshold:
            break
        del told[0]
    return dict(told)


def visits_of(dimension: Dimension, counters: Counters) -> int:
    """What *visits* means for the dimension."""
    return counters.entries if dimension.belongs == "visit" else counters.firsts


async def whole_of(store: CountStore, site: Site, by: tuple[str, str], span: Range) -> Counters:
    """All that has a value, of a dimension that is typed or not."""
    dimension, value = by
    return total_of(row.counters for row in await singles(store, site, dimension, span) if row.value == value)


def minus(whole: Counters, parts: Iterable[Counters]) -> Counters:
    return whole.minus(total_of(parts))
