"""Slices of search figures, and all that a store answers about them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from store.search import Figures, SearchKey, SearchStore, Slice

SITE, OTHER_SITE = "example.se", "example.com"
GOOGLE, BING = "imported:google", "imported:bing"

Stored = dict[Slice, tuple[bool, Mapping[SearchKey, Figures]]]

TOTAL = SearchKey()
KBT, ANGEST = SearchKey("kbt"), SearchKey("ångest hjälp")
HOME = SearchKey(page="/")
PAIR = SearchKey("kbt", "/")
TOLD = {TOTAL: Figures(9, 120, 130_000), KBT: Figures(4, 40, 40_000), HOME: Figures(9, 130, 900_500)}


def day(number: int, site: str = SITE, basis: str = GOOGLE, days: int = 1) -> Slice:
    """Of the day so many days after 1 November 2026."""
    first = date(2026, 11, 1) + timedelta(number)
    return Slice(site, basis, first.isoformat(), (first + timedelta(days)).isoformat())


async def stored(store: SearchStore, site: str = SITE) -> Stored:
    return {slice: (final, figures) async for slice, final, figures, _ in store.dump(site)}


def added_up(told: Iterable[Mapping[SearchKey, Figures]]) -> dict[SearchKey, Figures]:
    sums: dict[SearchKey, Figures] = {}
    for figures in told:
        for key, each in figures.items():
            sums[key] = sums.get(key, Figures()).plus(each)
    return sums


def slices() -> st.SearchStrategy[Slice]:
    return st.builds(
        day,
        st.integers(0, 3),
        site=st.sampled_from([SITE, OTHER_SITE]),
        basis=st.sampled_from([GOOGLE, BING]),
        days=st.sampled_from([1, 7]),
    )


def told() -> st.SearchStrategy[dict[SearchKey, Figures]]:
    keys = st.builds(SearchKey, st.sampled_from(["", "kbt", "KBT", "å"]), st.sampled_from(["", "/", "/kontakt"]))
    count = st.integers(0, 1 << 40)
    return st.dictionaries(keys, st.builds(Figures, count, count, count), max_size=6)
