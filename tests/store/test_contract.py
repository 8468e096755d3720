"""The laws of a store of counts, the same for every engine."""

import asyncio
from collections.abc import Sequence
from datetime import date

import pytest

from store.counts import Counters, CountStore, Key, Row
from store.periods import Grain
from tests.store.conftest import Fresh
from tests.store.hostile import HOSTILE
from tests.store.page_views import (
    BASIS,
    END,
    NONE,
    SITE,
    START,
    PageView,
    answers,
    batch,
    batches,
    dumped,
)

pytestmark = pytest.mark.anyio

VISIT = PageView(page="/", medium="search", engine="Google", visit=True, first=True)
NEXT = VISIT._replace(page="/kontakt", visit=False)


async def _top(
    store: CountStore, dimension: str, grain: Grain = Grain.DAY, start: str = START, end: str = END
) -> Sequence[Row]:
    return await store.top(SITE, BASIS, grain, dimension, start, end)


async def _pageviews(store: CountStore, dimension: str, site: str = SITE, basis: str = BASIS) -> dict[str, int]:
    rows = await store.top(site, basis, Grain.DAY, dimension, START, END)
    return {row.value: row.counters.pageviews for row in rows}


async def test_an_empty_store_has_an_answer_to_everything(store: CountStore) -> None:
    said = await answers(store)
    assert (said.hours, said.days, said.drills) == ([], [], {})
    assert set(map(len, said.tops.values())) == {0}
    assert await store.drill(SITE, BASIS, "page", ("medium", "search"), START, END) == []
    assert await dumped(store) == []
    assert await store.sites() == []
    await store.forget(SITE, Grain.DAY, END)
    await store.load([])


async def test_what_is_added_adds_up(store: CountStore) -> None:
    assert await store.add(batch("1", VISIT, NEXT))
    assert await store.add(batch("2", VISIT))
    (day,) = await store.series(SITE, BASIS, Grain.DAY, START, END)
    assert day == ("2026-11-22", Counters(pageviews=3, entries=2, firsts=3, daily=2))
    assert await _top(store, "page") == [
        Row("/", None, Counters(2, 2, 2, daily=2)),
        Row("/kontakt", None, Counters(1, 0, 1)),
    ]
    drilled = await store.drill(SITE, BASIS, "medium", ("page", "/kontakt"), START, END)
    assert drilled == [Row("search", None, Counters(1, 0, 1))]
    assert await store.drill(SITE, BASIS, "page", ("medium", "search"), START, END) == await _top(store, "page")


async def test_values_come_by_page_views_and_then_by_value(store: CountStore) -> None:
    await store.add(batch("1", *(PageView(page) for page in ("/b", "/Ö", "/a", "/z", "/z", "/\U0001f600", "/B"))))
    assert [row.value for row in await _top(store, "page")] == ["/z", "/B", "/a", "/b", "/Ö", "/\U0001f600"]
    drilled = await store.drill(SITE, BASIS, "page", ("medium", "direct"), START, END)
    assert drilled == await _top(store, "page")


async def test_the_same_batch_twice_counts_once(store: CountStore) -> None:
    assert await store.add(batch("1", VISIT, NEXT))
    before = await dumped(store)
    assert not await store.add(batch("1", VISIT, NEXT))
    assert await dumped(store) == before
    assert await store.add(batch("2", VISIT, NEXT))


async def test_batches_added_at_once_are_all_counted(store: CountStore) -> None:
    assert all(await asyncio.gather(*(store.add(batch(str(number), VISIT)) for number in range(8))))
    assert await _pageviews(store, "page") == {"/": 8}


async def test_a_failed_add_leaves_nothing(store: CountStore) -> None:
    await store.add(batch("1", VISIT))
    before = await dumped(store)
    with pytest.raises(UnicodeEncodeError):
        await store.add(batch("2", VISIT, PageView(page="/half a character \ud800"), NEXT))
    assert await dumped(store) == before
    assert await store.add(batch("2", VISIT, NEXT)), "its id was not used up"


async def test_sites_and_bases_never_mix(store: CountStore) -> None:
    await store.add(batch("1", VISIT, VISIT._replace(site="example.com"), VISIT._replace(basis="server", page="/log")))
    assert await store.sites() == ["example.com", SITE]
    for site, basis, page in ((SITE, BASIS, "/"), (SITE, "server", "/log"), ("example.com", BASIS, "/")):
        assert await _pageviews(store, "page", site, basis) == {page: 1}
        (drilled,) = await store.drill(site, basis, "page", ("medium", "search"), START, END)
        assert (drilled.value, drilled.counters.pageviews) == (page, 1)
        (day,) = await store.series(site, basis, Grain.DAY, START, END)
        assert day.counters.pageviews == 1
    assert {key.site for key, _, _ in await dumped(store, "example.com")} == {"example.com"}
    for grain in Grain:
        await store.forget("example.com", grain, END)
    assert await store.sites() == [SITE]
    assert await _pageviews(store, "page") == {"/": 1}


async def test_a_range_has_its_first_day_and_not_its_end(store: CountStore) -> None:
    days = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
    views = [VISIT._replace(page=f"/{day.day}", day=day, hour=hour) for day in days for hour in (0, 23)]
    await store.add(batch("1", *views))
    within = await answers(store, start="2026-11-22", end="2026-11-23")
    assert [point.period for point in within.days] == ["2026-11-22"]
    assert [point.period for point in within.hours] == ["2026-11-22 2026-11-22T00", "2026-11-22 2026-11-22T23"]
    assert [row.value for row in within.tops["page"]] == ["/22"]
    assert [row.value for row in within.drills["page", "medium", "search"]] == ["/22"]
    assert within.drills["medium", "page", "/22"][0].counters.pageviews == 2


async def test_a_window_lies_in_the_range_that_holds_its_first_day(store: CountStore) -> None:
    await store.add(batch("1", VISIT._replace(day=date(2026, 9, 30))))
    await store.add(batch("2", VISIT._replace(day=date(2026, 10, 1))))
    for start, end, found in (("2026-07-01", "2026-10-01", 1), ("2026-07-02", "2026-10-02", 1), (START, END, 2)):
        assert (
            sum(row.counters.pageviews for row in await _top(store, "search_term", Grain.WINDOW, start, end)) == found
        )


async def test_hostile_values_survive_unchanged(store: CountStore) -> None:
    await store.add(batch("1", *(PageView(page=value, medium=value) for value in HOSTILE)))
    expected = dict.fromkeys(HOSTILE, 1)
    assert await _pageviews(store, "page") == expected
    assert await _pageviews(store, "medium") == expected
    for value in HOSTILE:
        one = [Row(value, None, Counters(1))]
        assert await store.drill(SITE, BASIS, "medium", ("page", value), START, END) == one
        assert await store.drill(SITE, BASIS, "page", ("medium", value), START, END) == one
    pairs = [key for key, _, _ in await dumped(store) if key.dimension2 == "medium"]
    assert {(key.value, key.value2) for key in pairs} == {(value, value) for value in HOSTILE}


@pytest.mark.parametrize("name", [name for name in HOSTILE if name])
async def test_hostile_names_of_everything_survive(store: CountStore, name: str) -> None:
    views = [VISIT._replace(site=name, basis=name, term=f"{name}!") for _ in range(5)]
    assert await store.add(batch(name, *views))
    assert not await store.add(batch(name, *views))
    assert await store.sites() == [name]
    (term,) = await store.top(name, name, Grain.WINDOW, "search_term", START, END)
    assert (term.name, term.counters.entries) == (f"{name}!", 5)
    await store.forget(name, Grain.WINDOW, END, ["search_term", name])
    assert await store.top(name, name, Grain.WINDOW, "search_term", START, END) == []


async def test_forgetting_a_dimension_leaves_the_others(store: CountStore) -> None:
    await store.add(batch("1", VISIT, NEXT))
    before = await answers(store)
    await store.forget(SITE, Grain.DAY, END, ["medium"])
    after = await answers(store)
    assert after.tops == {**before.tops, "medium": []}
    assert await store.drill(SITE, BASIS, "page", ("medium", "search"), START, END) == []
    assert await store.drill(SITE, BASIS, "medium", ("page", "/"), START, END) == []
    assert after.drills["page", "search_engine", "Google"] == before.drills["page", "search_engine", "Google"]
    assert (after.hours, after.days) == (before.hours, before.days)


async def test_totals_are_forgotten_by_their_empty_name(store: CountStore) -> None:
    await store.add(batch("1", VISIT, NEXT))
    before = await answers(store)
    await store.forget(SITE, Grain.DAY, END, [""])
    assert await answers(store) == before._replace(days=[])


async def test_forgetting_no_dimension_or_an_unknown_one_leaves_all(store: CountStore) -> None:
    await store.add(batch("1", VISIT, NEXT))
    before = await dumped(store)
    await store.forget(SITE, Grain.DAY, END, [])
    await store.forget(SITE, Grain.DAY, END, ["weather"])
    assert await dumped(store) == before


@pytest.mark.parametrize("grain", Grain)
async def test_forgetting_before_a_day_leaves_the_day_and_other_grains(store: CountStore, grain: Grain) -> None:
    for day in (date(2026, 9, 30), date(2026, 10, 1)):
        await store.add(batch(day.isoformat(), VISIT._replace(day=day, hour=0), VISIT._replace(day=day, hour=23)))
    before = await dumped(store)
    await store.forget(SITE, grain, "2026-10-01")
    kept = [row for row in before if row[0].grain != grain or row[0].period >= "2026-10-01"]
    assert 0 < len(kept) < len(before)
    assert await dumped(store) == kept


SEARCH = VISIT._replace(term="ångest hjälp")


async def _names(store: CountStore) -> list[tuple[str | None, int]]:
    return [(row.name, row.counters.entries) for row in await _top(store, "search_term", Grain.WINDOW)]


async def test_typed_text_is_named_by_the_first_page_view_after_the_threshold(store: CountStore) -> None:
    for number in range(3):
        await store.add(batch(f"visit {number}", SEARCH))
        await store.add(batch(f"other site {number}", *[SEARCH._replace(site="example.com")] * 5))
        assert await _names(store) == [(None, number + 1)]
    await store.add(batch("another window", *[SEARCH._replace(day=date(2026, 9, 30))] * 3))
    assert sorted(await _names(store)) == [(None, 3), (None, 3)]
    await store.add(batch("a later page of the last visit", SEARCH._replace(visit=False)))
    rows = await _top(store, "search_term", Grain.WINDOW, start="2026-10-01")
    assert rows == [Row(SEARCH.digest, "ångest hjälp", Counters(4, 3, 4, daily=3))]
    assert (await _top(store, "search_term", Grain.WINDOW, end="2026-10-01"))[0].name is None


@pytest.mark.parametrize(("visits", "later_pages", "named"), [(3, 0, False), (2, 5, False), (4, 0, True), (3, 1, True)])
async def test_the_threshold_holds_within_a_batch(
    store: CountStore, visits: int, later_pages: int, named: bool
) -> None:
    await store.add(batch("1", *[SEARCH] * visits, *[SEARCH._replace(visit=False)] * later_pages))
    assert await _names(store) == [("ångest hjälp" if named else None, visits)]


async def test_a_repeated_batch_names_nothing(store: CountStore) -> None:
    first = batch("1", SEARCH, SEARCH._replace(visit=False))
    await store.add(first)
    await store.add(batch("2", SEARCH, SEARCH))
    await store.add(first)
    assert await _names(store) == [(None, 3)]


async def test_the_visits_of_every_basis_count_towards_the_threshold_and_all_share_the_name(store: CountStore) -> None:
    await store.add(batch("1", *[SEARCH._replace(basis="imported:matomo")] * 2, SEARCH, SEARCH))
    for basis in (BASIS, "imported:matomo"):
        (row,) = await store.top(SITE, basis, Grain.WINDOW, "search_term", START, END)
        assert (row.name, row.counters.entries) == ("ångest hjälp", 2)


async def test_a_text_named_in_two_windows_is_one_row(store: CountStore) -> None:
    for day in (date(2026, 9, 30), date(2026, 10, 1)):
        await store.add(batch(day.isoformat(), *[SEARCH._replace(day=day)] * 4))
    assert await _names(store) == [("ångest hjälp", 8)]
    await store.forget(SITE, Grain.WINDOW, "2026-10-01", ["search_term"])
    assert await _names(store) == [("ångest hjälp", 4)]


async def test_a_forgotten_text_is_rare_again(store: CountStore) -> None:
    await store.add(batch("1", *[SEARCH] * 4))
    await store.forget(SITE, Grain.WINDOW, END, ["search_term"])
    assert await _names(store) == []
    await store.add(batch("2", SEARCH))
    assert await _names(store) == [(None, 1)]


YEAR = [
    VISIT._replace(term=term, day=date(2026, month, 9), page=f"/{month}")
    for month in (1, 2, 9, 10, 11) for term in ("kbt", "kbt", "kbt", "kbt", NONE, "acceptans")
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param("sqlite", "sqlite", marks=pytest.mark.quick),
        ("sqlite", "clickhouse"),
        ("clickhouse", "sqlite"),
        ("clickhouse", "clickhouse"),
    ],
)
async def test_a_dump_loaded_elsewhere_gives_equal_answers(
    request: pytest.FixtureRequest, source: str, target: str
) -> None:
    one: Fresh = request.getfixturevalue(f"fresh_{source}")
    two: Fresh = request.getfixturevalue(f"fresh_{target}")
    async with one() as there, two() as here:
        for each in batches(YEAR):
            await there.add(each)
        await there.add(batch("hostile", *(VISIT._replace(page=value, medium=value) for value in HOSTILE)))
        rows = await dumped(there)
        assert [key for key, _, _ in rows] == sorted(key for key, _, _ in rows)
        await here.load(rows)
        assert await dumped(here) == rows
        assert await answers(here) == await answers(there)
        assert {row.name for row in await _top(here, "search_term", Grain.WINDOW)} == {"kbt", None}


async def test_what_is_loaded_adds_up_with_what_is_there(store: CountStore) -> None:
    await store.add(batch("1", *[SEARCH] * 4))
    rows = await dumped(store)
    await store.load(rows)
    assert await dumped(store) == [(key, counters.plus(counters), name) for key, counters, name in rows]


async def test_a_history_of_many_years_can_be_loaded(store: CountStore) -> None:
    rows = [
        (Key(SITE, "imported:matomo", Grain.DAY, f"{year}-{month:02d}-01"), Counters(month), None)
        for year in range(2010, 2022)
        for month in range(1, 13)
    ]
    await store.load(rows)
    assert await dumped(store) == rows


async def test_a_failed_load_leaves_nothing(store: CountStore) -> None:
    await store.add(batch("1", VISIT))
    before = await dumped(store)
    broken = Key(SITE, BASIS, Grain.DAY, "2026-10-01", "page", "/\ud800")
    with pytest.raises(UnicodeEncodeError):
        await store.load([*before, (broken, Counters(1), None)])
    assert await dumped(store) == before
    await store.load([])
