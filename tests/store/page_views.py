"""Page views, and the batches that they make: a total by day and hour, a single for each dimension, and pairs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from hypothesis import strategies as st

from store.counts import Batch, Counters, CountStore, Key, Point, Row, TypedText
from store.periods import Grain, hour_period, window_start

SITE, BASIS, NONE = "example.se", "consented", "(none)"
START, END = "2026-01-01", "2027-01-01"
THRESHOLD = 3

_EPOCH = date(1970, 1, 1)


class PageView(NamedTuple):
    """`visit`: it is the first of its visit; `first`: the first of its page in the visit; `hour` is UTC's."""

    page: str = "/"
    medium: str = "direct"
    engine: str = NONE
    term: str = NONE
    visit: bool = False
    first: bool = False
    day: date = date(2026, 11, 22)
    hour: int = 12
    site: str = SITE
    basis: str = BASIS

    @property
    def counters(self) -> Counters:
        return Counters(1, self.visit, self.first, daily=self.visit)

    @property
    def window(self) -> str:
        return window_start(self.day, "quarter").isoformat()

    @property
    def digest(self) -> str:
        if self.term == NONE:
            return NONE
        return sha256(f"{self.site} {self.window} {self.term}".encode()).hexdigest()[:16]

    @property
    def typed(self) -> Key:
        return Key(self.site, self.basis, Grain.WINDOW, self.window, "search_term", self.digest)

    def cells(self) -> Iterator[Key]:
        hour = hour_period(self.day, (self.day - _EPOCH).days * 24 + self.hour)
        yield Key(self.site, self.basis, Grain.HOUR, hour)
        total = Key(self.site, self.basis, Grain.DAY, self.day.isoformat())
        yield total
        for name, value in (("page", self.page), ("medium", self.medium), ("search_engine", self.engine)):
            yield total._replace(dimension=name, value=value)
        yield self.typed
        page = total._replace(dimension="page", value=self.page)
        yield page._replace(dimension2="medium", value2=self.medium)
        yield page._replace(dimension2="search_engine", value2=self.engine)
        yield self.typed._replace(dimension2="search_engine", value2=self.engine)


def batch(id: str, *views: PageView) -> Batch:
    """Of page views in one month, in their order."""
    counts: dict[Key, Counters] = {}
    typed: dict[Key, TypedText] = {}
    for view in views:
        for key in view.cells():
            counts[key] = counts.get(key, Counters()).plus(view.counters)
        if view.term != NONE:
            typed[view.typed] = TypedText(view.term, "entries", later=int(view.visit), threshold=THRESHOLD)
    (month,) = {view.day.isoformat()[:7] for view in views}
    return Batch(id, month, 1_795_000_000, counts, typed=typed)


def batches(views: Iterable[PageView], id: str = "batch") -> list[Batch]:
    """One for each month, its id beginning with `id`."""
    months = groupby(sorted(views, key=lambda view: view.day), key=lambda view: view.day.isoformat()[:7])
    return [batch(f"{id} {month}", *some) for month, some in months]


def page_views() -> st.SearchStrategy[PageView]:
    """Few values, so that they meet; on both sides of a quarter's end, and within and at the ends of months."""
    text = st.text("aå\0'\\\u202e😀", max_size=3)
    return st.builds(
        PageView,
        page=st.sampled_from(["/", "/kontakt", NONE]) | text,
        medium=st.sampled_from(["direct", "search", "unknown"]),
        engine=st.sampled_from(["Google", "DuckDuckGo", NONE]),
        term=st.sampled_from(["kbt", "ångest", NONE]),
        visit=st.booleans(),
        first=st.booleans(),
        day=st.sampled_from([date(2026, *each) for each in ((8, 9), (9, 30), (10, 1), (11, 1), (11, 10), (11, 22))]),
        hour=st.integers(0, 23),
        site=st.sampled_from([SITE, "example.com"]),
        basis=st.sampled_from([BASIS, "server"]),
    )


class Answers(NamedTuple):
    """All that a store says of a site and basis in a range of days."""

    hours: Sequence[Point]
    days: Sequence[Point]
    tops: dict[str, Sequence[Row]]
    drills: dict[tuple[str, str, str], Sequence[Row]]


async def answers(
    store: CountStore, site: str = SITE, basis: str = BASIS, start: str = START, end: str = END
) -> Answers:
    tops = {
        name: await store.top(site, basis, grain, name, start, end)
        for name, grain in (
            ("page", Grain.DAY), ("medium", Grain.DAY), ("search_engine", Grain.DAY), ("search_term", Grain.WINDOW),
        )
    }  # fmt: skip
    drills = {
        (name, other, row.value): await store.drill(site, basis, name, (other, row.value), start, end)
        for name, other in _SIDES
        for row in tops[other]
    }
    hours = await store.series(site, basis, Grain.HOUR, start, end)
    return Answers(hours, await store.series(site, basis, Grain.DAY, start, end), tops, drills)


_SIDES = (("page", "medium"), ("medium", "page"), ("page", "search_engine"), ("search_engine", "page"))


async def dumped(store: CountStore, site: str = SITE) -> list[tuple[Key, Counters, str | None]]:
    return [row async for row in store.dump(site)]
