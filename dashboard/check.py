"""Whether every sum of the stored data holds: `rakneverk check`."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS
from policy.statistics import ADDRESS, CONSENTED, UPKEEP
from store.counts import Counters, CountStore, Key
from store.periods import Grain


class Breach(NamedTuple):
    """A row whose sum does not hold."""

    key: Key
    found: Counters
    expected: Counters
    law: str

    def __str__(self) -> str:
        where = " ".join(f"{name}={value}" for name, value in self.key._asdict().items() if value != "")
        return f"{self.law}: {where} has {tuple(self.found)}, expected {tuple(self.expected)}"


Rows = dict[Key, Counters]
Law = Callable[[Rows], Breach | None]


async def check(store: CountStore, thresholds: Mapping[str, int]) -> Breach | None:
    """The first row that breaks a law, in the order of the rows; None when all hold. `thresholds` has the lowest that
    each site's policies have set."""
    for site in await store.sites():
        rows: Rows = {}
        named: Rows = {}
        async for key, counters, name in store.dump(site):
            rows[key] = counters
            if name is not None:
                named[key] = counters
        breach = _names_are_shared(named, thresholds.get(site, 2))
        for law in _LAWS:
            breach = breach or law(rows)
        if breach:
            return breach
    return None


def _first_views_are_views(rows: Rows) -> Breach | None:
    for key, counters in rows.items():
        lawful = Counters(*(max(0, min(each, counters.pageviews)) for each in counters))
        if lawful != counters or counters.pageviews <= 0:
            return Breach(key, counters, lawful, "first views are among the views")
    return None


def _hours_make_days(rows: Rows) -> Breach | None:
    hours = _sums(
        (key._replace(grain=Grain.DAY, period=key.period[:10]), counters)
        for key, counters in rows.items()
        if key.grain is Grain.HOUR
    )
    return _compare(hours, _totals(rows), "the hours of a day make the day")


def _singles_make_totals(rows: Rows) -> Breach | None:
    names = [row.name for row in DIMENSIONS.values() if row.values != "typed"]
    totals = _kept(rows, names)
    for name in names:
        singles = _sums((_without_value(key), counters) for key, counters in _of(rows, name))
        if breach := _compare(singles, totals, f"the values of {name} make the day's total"):
            return breach
    return None


def _typed_make_totals(rows: Rows) -> Breach | None:
    """Windows do not overlap: each day lies in the last that begins before it."""
    dimensions = [row for row in DIMENSIONS.values() if row.values == "typed"]
    totals = _kept(rows, [row.name for row in dimensions])
    starts = sorted({key.period for key in rows if key.grain is Grain.WINDOW})
    windows = _sums(
        (key._replace(grain=Grain.WINDOW, period=starts[bisect_right(starts, key.period) - 1]), counters)
        for key, counters in totals.items()
    )
    for row in dimensions:
        # Totals do not count the first views of a search.
        without = {"firsts": 0} if row.belongs == "search" else {}
        typed = _sums((_without_value(key), counters._replace(**without)) for key, counters in _of(rows, row.name))
        expected = {key: counters._replace(**without) for key, counters in windows.items()}
        if breach := _compare(typed, expected, f"the values of {row.name} make the window's total"):
            return breach
    return None


def _values_are_known(rows: Rows) -> Breach | None:
    """Every dimension is one of ours, what a person typed lies there by its digest, and of the service's own counts
    none holds more than it promises."""
    for key, counters in rows.items():
        dimension = DIMENSIONS.get(key.dimension)
        is_known = dimension is not None or key.dimension in {"", *UPKEEP}
        is_typed = dimension is not None and dimension.values == "typed"
        if not is_known or (is_typed and not _DIGEST.fullmatch(key.value)):
            return Breach(key, counters, Counters(), "what is kept has a name in the registry, and typed text a digest")
        if (form := _FORMS.get(key.dimension)) and not form.fullmatch(key.value):
            return Breach(key, counters, Counters(), f"the values of {key.dimension} say no more than the policy")
    return None


def _pairs_make_singles(rows: Rows) -> Breach | None:
    for one, two in (*PAIRS, ("choice", "version")):
        pairs = list(_of(rows, one, two))
        left = _sums((key._replace(dimension2="", value2=""), counters) for key, counters in pairs)
        right = _sums(
            (key._replace(dimension=two, value=key.value2, dimension2="", value2=""), counters)
            for key, counters in pairs
        )
        sides = ((one, left), (two, right)) if two in DIMENSIONS else ((one, left),)
        for name, side in sides:
            if breach := _compare(side, dict(_of(rows, name)), f"the pairs {one} and {two} make {name}"):
                return breach
    return None


def _told_by_page_is_told(rows: Rows) -> Breach | None:
    """What was cut is told by page where it stood in the page's address, which is at most each time that it was cut,
    and at most once for each view of the page."""
    pairs = list(_of(rows, "scrubbed", ADDRESS))
    kinds = _sums((key._replace(dimension2="", value2=""), counters) for key, counters in pairs)
    for key, counters in kinds.items():
        if counters.pageviews > rows.get(key, Counters()).pageviews:
            return Breach(key, rows.get(key, Counters()), counters, "what is told by page was cut")
    for key, counters in pairs:
        page = Key(key.site, CONSENTED, key.grain, key.period, "page", key.value2)
        if counters.pageviews > rows.get(page, Counters()).pageviews:
            return Breach(key, counters, rows.get(page, Counters()), "what was cut was cut from a page that was read")
    return None


def _names_are_shared(named: Rows, threshold: int) -> Breach | None:
    for key, counters in named.items():
        visits = counters.entries if DIMENSIONS[key.dimension].belongs == "visit" else counters.firsts
        if visits < threshold:
            return Breach(key, counters, Counters(threshold), "what is named was shared by as many visits as promised")
    return None


_DIGEST: Final = re.compile(r"[0-9a-f]{32}|" + "|".join(map(re.escape, (NONE, NOT_ASKED))))

_FORMS: Final = {
    "choice": re.compile(r"yes|no|[a-z]+(\+[a-z]+)*"),
    "blocked": re.compile(r"([a-z0-9][a-z0-9-]*|\(other\)) ([a-z-]+|\(other\))"),
}
"""The service's own counts whose values are made of several: of categories; of a service and a directive."""

_LAWS: Final[tuple[Law, ...]] = (
    _values_are_known,
    _first_views_are_views,
    _hours_make_days,
    _singles_make_totals,
    _typed_make_totals,
    _pairs_make_singles,
    _told_by_page_is_told,
)


def _totals(rows: Rows) -> Rows:
    return {key: counters for key, counters in rows.items() if key.grain is Grain.DAY and not key.dimension}


def _of(rows: Rows, dimension: str, dimension2: str = "") -> Iterator[tuple[Key, Counters]]:
    """The rows of a dimension, or of a pair."""
    return (each for each in rows.items() if (each[0].dimension, each[0].dimension2) == (dimension, dimension2))


def _without_value(key: Key) -> Key:
    return key._replace(dimension="", value="")


def _kept(rows: Rows, names: Collection[str]) -> Rows:
    """The totals from the first period on of which any of the dimensions is kept: totals may be kept longer."""
    first = min((key.period for key in rows if key.dimension in names), default="9999")
    return {key: counters for key, counters in _totals(rows).items() if key.period >= first}


def _sums(rows: Iterable[tuple[Key, Counters]]) -> Rows:
    sums: Rows = {}
    for key, counters in rows:
        sums[key] = sums[key].plus(counters) if key in sums else counters
    return sums


def _compare(found: Rows, expected: Rows, law: str) -> Breach | None:
    for key in sorted(found.keys() | expected.keys()):
        one, two = found.get(key, Counters()), expected.get(key, Counters())
        if one != two:
            return Breach(key, one, two, law)
    return None
