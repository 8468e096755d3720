"""The terms that page views were counted under after a yes: from where, and what came of searches on the site."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from dashboard.numbers.ranges import Range
from dashboard.numbers.typed import Sides, minus, pairs, texts, told_apart, visits_of, window_pair, windows
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, RARE
from policy.site import Site
from store.counts import Counters, CountStore

_UNNAMED: Final = frozenset({NONE, NOT_ASKED, RARE})


class Parted(NamedTuple):
    """A term's counts by what it was counted together with; `rest` is what is not told apart. That a value is among
    `by` may be said, and of no other: with the term's counts its mere name would tell of the few that are left."""

    by: Mapping[str, Counters]
    rest: Counters

    @property
    def ranked(self) -> list[str]:
        """The most first."""
        return sorted(self.by, key=lambda other: (-self.by[other].pageviews, other))


class Terms(NamedTuple):
    """What the windows that a range touches hold of a typed dimension, window by window; and what has no name."""

    dimension: str
    days: Range
    windows: tuple[Range, ...]
    named: tuple[Mapping[str, Counters], ...]
    rare: Counters

    def visits(self, counters: Counters) -> int:
        return visits_of(DIMENSIONS[self.dimension], counters)


async def terms_of(store: CountStore, site: Site, days: Range, dimension: str) -> Terms:
    """`days` are whole windows."""
    spans = tuple(windows(site, days))
    found = []
    rare = Counters()
    for span in spans:
        rows = {row.value: row.counters for row in await texts(store, site, dimension, span)}
        rare = rare.plus(rows.get(RARE, Counters()))
        found.append({value: counters for value, counters in rows.items() if value not in _UNNAMED})
    return Terms(dimension, days, spans, tuple(found), rare)


async def sides_of(store: CountStore, site: Site, terms: Terms, other: str) -> tuple[Sides, ...]:
    """What each window has named of the terms together with another dimension."""
    pair = window_pair(terms.dimension, other)
    assert pair is not None, "the registry pairs them"
    return tuple([await pairs(store, site, pair, span) for span in terms.windows])


def parted(terms: Terms, sides: Iterable[Sides], site: Site) -> dict[str, Parted]:
    """By term, decided window by window, so that no two ranges can be held against each other."""
    found: dict[str, tuple[dict[str, Counters], Counters]] = {}
    for span, named, side in zip(terms.windows, terms.named, sides, strict=True):
        threshold = site.threshold_since(span.start)
        for term, counters in named.items():
            by, rest = found.get(term, ({}, Counters()))
            here = told_apart(counters, side.get(term, {}), DIMENSIONS[terms.dimension], threshold)
            for other, each in here.items():
                by[other] = by.get(other, Counters()).plus(each)
            found[term] = by, rest.plus(minus(counters, here.values()))
    return {term: Parted(*each) for term, each in found.items()}
