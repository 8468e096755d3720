"""The first rows of a dimension, held against all of them."""

from datetime import date

import pytest

from dashboard.numbers.ranges import Range
from dashboard.numbers.shares import Wholes
from dashboard.numbers.stats import OTHER, OURS, Filter, Leading, breakdown, leading, permitted
from policy.dimensions import DIMENSIONS, NONE
from policy.site import Site
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import FIVE, TODAY, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

DAYS = Range(date(2026, 11, 1), TODAY)
MOST = 3
ALL = site(statistics=(*FIVE, "visitors", "browsers", "entry_pages"))
SITES = [ALL, site(), site(statistics=("pages", "referrers", "search_terms"))]

READ = [
    *(google("2026-11-20", *(f"/{page}" for page in range(number)), term="kbt") for number in range(9)),
    *(Visit("2026-11-21", (f"/{number}", "/0", f"/{number}"), firsts=("day",)) for number in range(6)),
    *(Visit("2026-11-22", medium="website", referrer=f"{name}.se", browser=name) for name in "abbcdee"),
]


@pytest.mark.parametrize("installed", SITES)
async def test_the_first_and_all_others_are_all(store: SQLiteCounts, count: Counting, installed: Site) -> None:
    await count(READ, ALL)
    for row in permitted(installed):
        rows = await breakdown(store, installed, DAYS, row)
        found = await leading(store, installed, DAYS, row, None, MOST)
        named = [each for each in rows if each.value not in OURS]
        assert [each for each in found.rows if each.value not in OURS][:MOST] == named[:MOST], row.name
        assert [each for each in found.rows if each.value in OURS] == [each for each in rows if each.value in OURS]
        assert found.length == len(named)
        wholes = Wholes(store, installed, DAYS)
        assert await wholes.of(row, found) == await wholes.of(row, Leading.of_all(rows)), row.name


async def test_of_long_lists_only_the_first_are_told_one_by_one(store: SQLiteCounts, count: Counting) -> None:
    await count(READ, ALL)
    found = await leading(store, ALL, DAYS, DIMENSIONS["page"], None, MOST)
    assert [each.value for each in found.rows] == ["/0", "/1", "/"]
    assert (found.length, found.others.visits) == (9, 25)
    among = await leading(store, ALL, DAYS, DIMENSIONS["page"], Filter("medium", "search"), MOST)
    assert len(among.rows) == among.length == 9, "with a filter all are read"


async def test_what_stands_for_others_is_never_one_of_the_first(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit("2026-11-20", (page,)) for page in (OTHER, OTHER, OTHER, NONE, NONE, "/a", "/b", "/b")], ALL)
    found = await leading(store, ALL, DAYS, DIMENSIONS["page"], None, 1)
    assert [(each.value, each.visits) for each in found.rows] == [(OTHER, 3), (NONE, 2), ("/b", 2)]
    assert (found.length, found.others.visits) == (2, 1)
