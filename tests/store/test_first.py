"""The first values of a dimension: what all of them, sorted and cut, would be, on every engine."""

from collections.abc import Collection, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.counts import Counter, Counters, CountStore, Ranked, total_of
from store.periods import Grain
from tests.store.conftest import Fresh
from tests.store.hostile import HOSTILE
from tests.store.page_views import BASIS, END, NONE, SITE, START, PageView, batch, batches, page_views

pytestmark = pytest.mark.anyio

PAGEVIEWS: Sequence[Counter] = ["pageviews"]
FIRSTS: Sequence[Counter] = ["firsts", "pageviews"]
VISIT = PageView(visit=True, first=True)


async def _first(
    store: CountStore,
    by: Sequence[Counter] = PAGEVIEWS,
    most: int = 3,
    beside: Collection[str] = (),
    days: tuple[str, str] = (START, END),
) -> Ranked:
    return await store.first(SITE, BASIS, "page", *days, by, most, beside)


async def _expected(
    store: CountStore, by: Sequence[Counter], most: int, beside: Collection[str], days: tuple[str, str]
) -> Ranked:
    """What `top` says, sorted and cut, and of what it counts no more than was asked for."""
    told = [
        row._replace(counters=_told(row.counters, by)) for row in await store.top(SITE, BASIS, Grain.DAY, "page", *days)
    ]
    rows = sorted(told, key=lambda row: row.value)
    others = [row for row in rows if row.value not in beside]
    others.sort(key=lambda row: [-getattr(row.counters, counter) for counter in by])
    left = total_of(row.counters for row in others[most:])
    return Ranked(others[:most], [row for row in rows if row.value in beside], len(others), left)


def _told(counters: Counters, by: Sequence[Counter]) -> Counters:
    return Counters(**{name: number for name, number in counters._asdict().items() if name in by})


def _values(found: Ranked) -> list[str]:
    return [row.value for row in found.rows]


async def test_of_nothing_nothing_is_the_first(store: CountStore) -> None:
    nothing = Ranked([], [], 0, Counters())
    assert await _first(store) == nothing
    await store.add(batch("1", VISIT))
    assert await _first(store, days=("2026-11-23", END)) == nothing
    assert await store.first("example.com", BASIS, "page", START, END, PAGEVIEWS, 3) == nothing
    assert await store.first(SITE, BASIS, "weather", START, END, PAGEVIEWS, 3, [NONE]) == nothing


@pytest.mark.parametrize("most", [1, 10])
async def test_one_value_is_the_first(store: CountStore, most: int) -> None:
    await store.add(batch("1", VISIT, VISIT))
    found = await _first(store, most=most)
    assert (_values(found), found.length, found.unranked) == (["/"], 1, Counters())
    assert found.rows[0].counters == Counters(2)
    (row,) = (await _first(store, ["daily", "firsts", "entries", "pageviews"])).rows
    assert row.counters == Counters(2, 2, 2, daily=2)


async def test_it_is_told_how_many_come_behind_and_what_they_add_up_to(store: CountStore) -> None:
    await store.add(batch("1", *(VISIT._replace(page=f"/{number}") for number in range(9) for _ in range(number))))
    found = await _first(store, FIRSTS, most=2)
    assert _values(found) == ["/8", "/7"]
    assert (found.length, found.unranked) == (8, Counters(21, firsts=21))


async def test_the_next_counter_tells_where_the_first_does_not(store: CountStore) -> None:
    later = VISIT._replace(visit=False, first=False)
    views = [VISIT._replace(page=page) for page in ("/a", "/b", "/c", "/c")]
    await store.add(batch("1", *views, *[later._replace(page="/b")] * 5, *[later._replace(page="/d")] * 9))
    assert _values(await _first(store, PAGEVIEWS, 4)) == ["/d", "/b", "/c", "/a"]
    assert _values(await _first(store, FIRSTS, 4)) == ["/c", "/b", "/a", "/d"]
    assert _values(await _first(store, FIRSTS, 2)) == ["/c", "/b"]


@pytest.mark.parametrize("most", range(1, 8))
async def test_values_that_are_alike_come_in_their_own_order(store: CountStore, most: int) -> None:
    await store.add(batch("1", *(PageView(page) for page in ("/b", "/Ö", "/a", "/z", "/z", "/\U0001f600", "/B"))))
    found = await _first(store, most=most)
    assert _values(found) == ["/z", "/B", "/a", "/b", "/Ö", "/\U0001f600"][:most]
    assert found.unranked == Counters(max(0, 6 - most))


async def test_values_beside_are_in_no_ranking(store: CountStore) -> None:
    await store.add(batch("1", *(PageView(page) for page in (NONE, NONE, NONE, "/a", "/b", "/c", "/c", "(other)"))))
    found = await _first(store, most=2, beside=["(other)", NONE, "(not asked)"])
    assert _values(found) == ["/c", "/a"]
    assert [(row.value, row.counters.pageviews) for row in found.beside] == [(NONE, 3), ("(other)", 1)]
    assert (found.length, found.unranked) == (3, Counters(1))
    alone = await _first(store, most=1, beside=["/a", "/b", "/c", NONE, "(other)"])
    assert (alone.rows, len(alone.beside), alone.length, alone.unranked) == ([], 5, 0, Counters())


@pytest.mark.parametrize("most", [1, 5, 99])
async def test_hostile_values_are_ranked_and_set_beside(store: CountStore, most: int) -> None:
    await store.add(batch("1", *(PageView(page=value) for value in HOSTILE)))
    for beside in ([], [HOSTILE[0]], HOSTILE[::2], HOSTILE):
        for by in (PAGEVIEWS, FIRSTS):
            expected = await _expected(store, by, most, beside, (START, END))
            assert await _first(store, by, most, beside) == expected


async def test_what_is_written_next_is_in_the_next_answer(store: CountStore) -> None:
    for number in range(1, 4):
        await store.add(batch(f"{number}", VISIT, VISIT._replace(page=f"/{number}")))
        found = await _first(store, most=1)
        assert (found.rows[0].counters.pageviews, found.length) == (number, number + 1)
    await store.forget(SITE, Grain.DAY, END)
    assert (await _first(store)).length == 0


async def test_no_question_is_answered_with_anothers_answer(store: CountStore) -> None:
    await store.add(batch("1", *(PageView(page) for page in ("/a", "/a", "/b", "/c"))))
    asked = [(by, most, beside) for by in (PAGEVIEWS, FIRSTS) for most in (1, 2) for beside in ([], ["/a"], ["/b"])]
    for by, most, beside in [*asked, *asked]:
        assert await _first(store, by, most, beside) == await _expected(store, by, most, beside, (START, END))


DAYS = st.sampled_from(["2026-08-09", "2026-10-01", "2026-10-02", "2026-11-01", "2026-11-22", "2026-11-23", END])
BY: st.SearchStrategy[Sequence[Counter]] = st.sampled_from([PAGEVIEWS, FIRSTS, ["entries", "pageviews"], ["daily"]])
BESIDE = st.sets(st.sampled_from(["/", NONE, "(other)", ""]), max_size=3)


@given(
    st.lists(page_views(), max_size=30), st.dates(date(2026, 8, 1), date(2026, 11, 22)), BY, st.integers(1, 6), BESIDE,
    st.lists(DAYS, min_size=2, max_size=2).map(sorted),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
async def test_the_first_of_any_page_views_are_all_of_them_sorted_and_cut(
    fresh: Fresh, views: list[PageView], before: date, by: Sequence[Counter], most: int, beside: set[str],
    days: list[str],
) -> None:  # fmt: skip
    async with fresh() as store:
        for each in batches(views):
            await store.add(each)
        for _ in range(2):
            for range_ in ((START, END), (days[0], days[1])):
                assert await _first(store, by, most, beside, range_) == await _expected(store, by, most, beside, range_)
            await store.forget(SITE, Grain.DAY, str(before))
