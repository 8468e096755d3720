"""What holds of a store of search figures after any replacing and forgetting whatever."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search import Figures, SearchKey, SearchStore, Slice, kinds
from tests.store.conftest import FreshPlace
from tests.store.search_figures import BING, GOOGLE, OTHER_SITE, SITE, Stored, added_up, day, slices, stored, told

pytestmark = pytest.mark.anyio


class _Replacing(NamedTuple):
    slice: Slice
    final: bool
    figures: dict[SearchKey, Figures]

    async def on(self, store: SearchStore) -> None:
        await store.replace(*self)

    def on_dictionary(self, kept: Stored) -> None:
        kept[self.slice] = self.final, self.figures


class _Merging(_Replacing):
    async def on(self, store: SearchStore) -> None:
        await store.merge(*self)

    def on_dictionary(self, kept: Stored) -> None:
        before = kept.get(self.slice, (False, {}))[1]
        told = {(bool(key.term), bool(key.page)) for key in self.figures}
        rest = {key: each for key, each in before.items() if (bool(key.term), bool(key.page)) not in told}
        kept[self.slice] = self.final, rest | self.figures


class _Forgetting(NamedTuple):
    site: str
    before: str
    basis: str | None
    since: str

    async def on(self, store: SearchStore) -> None:
        await store.forget(*self)

    def on_dictionary(self, kept: Stored) -> None:
        for slice in list(kept):
            is_within = self.since <= slice.start < self.before
            if slice.site == self.site and is_within and self.basis in {None, slice.basis}:
                del kept[slice]


_replacing = st.builds(_Replacing, slices(), st.booleans(), told())
_merging = st.builds(_Merging, slices(), st.booleans(), told())
_forgetting = st.builds(
    _Forgetting,
    site=st.sampled_from([SITE, OTHER_SITE]),
    before=st.sampled_from([day(number).start for number in range(1, 5)]),
    basis=st.none() | st.sampled_from([GOOGLE, BING]),
    since=st.sampled_from(["0001-01-01", day(1).start, day(2).start]),
)
_steps = st.lists(_replacing | _replacing | _merging | _forgetting, max_size=12)


async def _assert_like(store: SearchStore, kept: Stored, asked: set[Slice]) -> None:
    assert list(await store.sites()) == sorted({slice.site for slice in kept})
    assert await store.top(asked) == added_up(kept[slice][1] for slice in asked if slice in kept)
    for site in (SITE, OTHER_SITE):
        mine = {slice: each for slice, each in sorted(kept.items()) if slice.site == site}
        assert [each[:-1] for each in await store.held(site)] == [
            (slice, final, *kinds(told)) for slice, (final, told) in mine.items()
        ]
        found = await stored(store, site)
        assert list(found) == list(mine)
        assert found == mine


@pytest.mark.quick
@given(_steps, st.sets(slices()))
@settings(max_examples=40, deadline=None)
async def test_sqlite_answers_as_a_dictionary_would(
    fresh_sqlite_search: FreshPlace, steps: list[_Replacing | _Forgetting], asked: set[Slice]
) -> None:
    kept: Stored = {}
    async with fresh_sqlite_search()() as store:
        for step in steps:
            await step.on(store)
            step.on_dictionary(kept)
        await _assert_like(store, kept, asked)


@given(_steps, st.sets(slices()))
@settings(max_examples=15, deadline=None)
async def test_both_answer_as_a_dictionary_would_after_every_step(
    fresh_sqlite_search: FreshPlace,
    fresh_clickhouse_search: FreshPlace,
    steps: list[_Replacing | _Forgetting],
    asked: set[Slice],
) -> None:
    kept: Stored = {}
    async with fresh_sqlite_search()() as one, fresh_clickhouse_search()() as two:
        for step in steps:
            await step.on(one)
            await step.on(two)
            step.on_dictionary(kept)
            await _assert_like(one, kept, asked)
            await _assert_like(two, kept, asked)
