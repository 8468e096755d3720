"""Whether every sum of the stored data holds: `rakneverk check`."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from dashboard.numbers.typed import visits_of
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS, TOGETHER, WINDOW_PAIRS, Dimension
from policy.statistics import ADDRESS, CONSENTED, UPKEEP
from policy.values import CLASSES
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


LOWEST: Final = 2
"""The threshold of a site whose policies are not known: no policy may set a lower one."""

Rows = dict[Key, Counters]
Names = dict[Key, str]
Law = Callable[[Rows], Breach | None]


async def check(store: CountStore, thresholds: Mapping[str, int]) -> Breach | None:
    """The first row of any site that breaks a law; None when all hold. `thresholds` has the lowest that each site's
    policies have set."""
    for site in await store.sites():
        if breach := await check_site(store, site, thresholds.get(site, LOWEST)):
            return breach
    return None


async def check_site(store: CountStore, site: str, threshold: int) -> Breach | None:
    """The first of its rows that breaks a law."""
    rows: Rows = {}
    names: Names = {}
    async for key, counters, name in store.dump(site):
        rows[key] = counters
        if name is not None:
            names[key] = name
    breach = _names_are_shared(rows, names, threshold)
    for law in _LAWS:
        breach = breach or law(rows)
    return breach or _pairs_lie_in_what_is_named(rows, names)


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
    """Of what counts only where it has a value nothing is said of the rest."""
    singles = [row for row in DIMENSIONS.values() if row.values != "typed" and row.counts == "all"]
    totals = _kept(rows, [row.name for row in singles])
    for row in singles:
        if breach := _compare_sums(rows, row.name, row, totals, f"the values of {row.name} make the day's total"):
            return breach
    return None


def _typed_make_totals(rows: Rows) -> Breach | None:
    typed = {name: row for name, row in _BY_WINDOW.items() if row.values == "typed"}
    windows = _by_window(rows, _kept(rows, typed))
    for name, row in typed.items():
        if breach := _compare_sums(rows, name, row, windows, f"the values of {name} make the window's total"):
            return breach
    return None


def _searches_are_told_alike(rows: Rows) -> Breach | None:
    """Totals do not count the first views of a search, but all that belongs to searches counts the same ones."""
    by_day = [row.name for row in DIMENSIONS.values() if row.values != "typed" and row.belongs == "search"]
    by_window = [name for name, row in _BY_WINDOW.items() if row.belongs == "search"]
    days = [_wholes(rows, name) for name in by_day]
    windows = [_wholes(rows, name) for name in by_window]
    start = min((key.period for whole in windows for key in whole), default="9999")
    whole = _by_window(rows, {key: counters for key, counters in days[0].items() if key.period >= start})
    for name, found, expected in (
        *((name, found, days[0]) for name, found in zip(by_day, days, strict=True)),
        *((name, found, whole) for name, found in zip(by_window, windows, strict=True)),
    ):
        if breach := _compare(_firsts(found), _firsts(expected), f"{name} has the first views of every search"):
            return breach
    return None


def _values_are_known(rows: Rows) -> Breach | None:
    """Every dimension is one of ours, what is counted by the window lies there by its digest, and of the service's own
    counts none holds more than it promises."""
    for key, counters in rows.items():
        is_known = key.dimension in {"", *DIMENSIONS, *WINDOW_PAIRS, *UPKEEP}
        # Where nothing was typed, a pair tells the other side after that.
        value = key.value.partition(TOGETHER)[0] if key.dimension in WINDOW_PAIRS else key.value
        if not is_known or (key.dimension in _BY_WINDOW and not _DIGEST.fullmatch(value)):
            law = "what is kept has a name in the registry, and what is counted by the window a digest"
            return Breach(key, counters, Counters(), law)
        if (key.dimension, key.dimension2) in WINDOW_PAIRS.values():
            return Breach(key, counters, Counters(), "what is counted together by the window is not counted so by day")
        if (form := _FORMS.get(key.dimension)) and not form.fullmatch(key.value):
            return Breach(key, counters, Counters(), f"the values of {key.dimension} say no more than the policy")
        if key.dimension in _VALUED and key.value in (NONE, NOT_ASKED):
            return Breach(key, counters, Counters(), f"of {key.dimension} only what has a value is counted")
        if key.dimension in CLASSES and key.value not in (*CLASSES[key.dimension], NONE, NOT_ASKED):
            return Breach(key, counters, Counters(), f"of {key.dimension} only the class is kept")
    return None


def _pairs_make_singles(rows: Rows) -> Breach | None:
    """From either side, but where only what has a value is counted from its side alone."""
    for one, two in (*PAIRS, ("choice", "version")):
        pairs = list(_of(rows, one, two))
        left = _sums((key._replace(dimension2="", value2=""), counters) for key, counters in pairs)
        right = _sums(
            (key._replace(dimension=two, value=key.value2, dimension2="", value2=""), counters)
            for key, counters in pairs
        )
        sides = ((one, left), (two, right)) if two in DIMENSIONS and one not in _VALUED else ((one, left),)
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


def _window_pairs_make_singles(rows: Rows) -> Breach | None:
    """A digest tells no side, but where nothing was typed the pair says so as the single does. Of what counts only with
    a value, the pairs make all."""
    for name, (one, _) in WINDOW_PAIRS.items():
        if one in _VALUED:
            found = _wholes(rows, name)
            if breach := _compare(found, _windows_of(rows, _wholes(rows, one), found), f"the pairs {name} make {one}"):
                return breach
            continue
        told = _halves(rows, name, {})
        none = _sums((_of_half(key, one, typed), counters) for key, typed, _, counters in told if typed == NONE)
        single = {key: counters for key, counters in _of(rows, one) if key.value == NONE}
        if breach := _compare(none, single, f"{name} has what {one} has where nothing was typed"):
            return breach
    return None


def _pairs_lie_in_what_is_named(rows: Rows, names: Names) -> Breach | None:
    """A text is named wherever a pair with it is, of at least as many; and a pair's other side has at least as many,
    but for what can happen often in one view of a page."""
    for name, (one, two) in WINDOW_PAIRS.items():
        told = _halves(rows, name, names)
        some = _sums((_of_half(key, one, half), counters) for key, half, _, counters in told if key in names)
        beside = _sums((_of_half(key, two, half), counters) for key, _, half, counters in told)
        if DIMENSIONS[one].values == "typed":
            wholes = _sums((key._replace(value=names[key]), rows[key]) for key in names if key.dimension == one)
        else:
            wholes = _windows_of(rows, dict(_of(rows, one)), some)
        sides = [(some, wholes)]
        if one not in _VALUED:
            sides.append((beside, _windows_of(rows, dict(_of(rows, two)), beside)))
        for found, whole in sides:
            for key, counters in found.items():
                most = whole.get(key, Counters())
                if any(some_ > all_ for some_, all_ in zip(counters, most, strict=True)):
                    # The text itself is not told: what a person typed is no part of a message.
                    law = f"what {name} names is named by {key.dimension}, of at least as many"
                    return Breach(key._replace(value="..."), counters, most, law)
    return None


def _names_are_shared(rows: Rows, names: Names, threshold: int) -> Breach | None:
    for key in names:
        counters = rows[key]
        if visits_of(_BY_WINDOW[key.dimension], counters) < threshold:
            return Breach(key, counters, Counters(threshold), "what is named was shared by as many visits as promised")
    return None


_BY_WINDOW: Final[dict[str, Dimension]] = {
    **{name: row for name, row in DIMENSIONS.items() if row.values == "typed"},
    **{name: DIMENSIONS[one] for name, (one, _) in WINDOW_PAIRS.items()},
}
"""What is counted by window: with the row that is typed, or that has the pair."""

_VALUED: Final = frozenset(name for name, row in DIMENSIONS.items() if row.counts == "valued")

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
    _searches_are_told_alike,
    _window_pairs_make_singles,
    _pairs_make_singles,
    _told_by_page_is_told,
)


def _totals(rows: Rows) -> Rows:
    return {key: counters for key, counters in rows.items() if key.grain is Grain.DAY and not key.dimension}


def _of(rows: Rows, dimension: str, dimension2: str = "") -> Iterator[tuple[Key, Counters]]:
    """The rows of a dimension, or of a pair."""
    return (each for each in rows.items() if (each[0].dimension, each[0].dimension2) == (dimension, dimension2))


def _halves(rows: Rows, pair: str, names: Names) -> list[tuple[Key, str, str, Counters]]:
    """The rows of a typed pair of which both sides are told: by a name, or because nothing was typed."""
    told = [(key, names.get(key, key.value).partition(TOGETHER), counters) for key, counters in _of(rows, pair)]
    return [(key, one, two, counters) for key, (one, both, two), counters in told if both]


def _of_half(key: Key, dimension: str, value: str) -> Key:
    return key._replace(dimension=dimension, value=value)


def _wholes(rows: Rows, name: str) -> Rows:
    """What all values of a dimension make."""
    return _sums((key._replace(dimension="", value=""), counters) for key, counters in _of(rows, name))


def _compare_sums(rows: Rows, name: str, row: Dimension, totals: Rows, law: str) -> Breach | None:
    """Totals do not count the first views of a search."""
    counted = {"firsts": 0} if row.belongs == "search" else {}
    found = {key: counters._replace(**counted) for key, counters in _wholes(rows, name).items()}
    return _compare(found, {key: counters._replace(**counted) for key, counters in totals.items()}, law)


def _by_window(rows: Rows, days: Rows) -> Rows:
    """Windows do not overlap: each day lies in the last that begins before it."""
    starts = sorted({key.period for key in rows if key.grain is Grain.WINDOW})
    return _sums(
        (key._replace(grain=Grain.WINDOW, period=starts[bisect_right(starts, key.period) - 1]), counters)
        for key, counters in days.items()
        if starts
    )


def _windows_of(rows: Rows, days: Rows, windows: Rows) -> Rows:
    """What the days make of the windows that are kept: of those before, some days may be."""
    start = min((key.period for key in windows), default="9999")
    return _by_window(rows, {key: counters for key, counters in days.items() if key.period >= start})


def _firsts(rows: Rows) -> Rows:
    return {key: Counters(firsts=counters.firsts) for key, counters in rows.items()}


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
