"""Ways from page to page: around one page, and the commonest of all."""

import random
from datetime import date

import pytest

from collector.hits import Counted
from dashboard.numbers.flow import LOOKED_AT, Step, around, is_flow, steps
from dashboard.numbers.ranges import Range
from store.sqlite import SQLiteCounts
from tests.dashboard.acting import NOVEMBER, acting_site, since, visits
from tests.dashboard.seed import FIVE, Counting, Visit, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = acting_site()


async def test_around_a_page_stand_those_before_and_after_it(store: SQLiteCounts, count: Counting) -> None:
    told = [*visits(3, "/", "/priser", "/kontakt"), *visits(2, "/om", "/priser"), *visits(4, "/priser", "/")]
    await count(told, SITE)
    found = await around(store, SITE, NOVEMBER, "/priser")
    assert (found.visits, found.began) == (9, 4)
    assert found.before == (Step("/", "/priser", 3, 3), Step("/om", "/priser", 2, 2))
    assert found.after == (Step("/priser", "/", 4, 4), Step("/priser", "/kontakt", 3, 3))


async def test_steps_are_of_the_visits_since_they_were_counted(store: SQLiteCounts, count: Counting) -> None:
    plain = site(statistics=FIVE)
    both = since(date(2026, 11, 1), plain, SITE)
    await count([Visit("2026-10-05")] * 30, plain)
    await count(visits(4, "/", "/om"), SITE)
    assert (await around(store, both, Range(date(2026, 10, 1), NOVEMBER.end), "/")).visits == 4


async def test_a_page_that_nobody_read_has_nothing_around_it(store: SQLiteCounts) -> None:
    found = await around(store, SITE, NOVEMBER, "/aldrig")
    assert (found.visits, found.began, found.before, found.after) == (0, 0, (), ())


async def test_where_entries_are_not_counted_nobody_knows_who_began_there(store: SQLiteCounts, count: Counting) -> None:
    plain = acting_site("flow")
    await count(visits(1), plain)
    assert (await around(store, plain, NOVEMBER, "/")).began is None


async def test_a_page_read_again_is_no_step_of_its_own(store: SQLiteCounts, count: Counting) -> None:
    await count(visits(1, "/", "/om", "/"), SITE)
    assert await steps(store, SITE, NOVEMBER, 10) == (Step("/", "/om", 1, 1),)


async def test_the_commonest_steps_are_those_of_all_steps(store: SQLiteCounts, count: Counting) -> None:
    chance = random.Random(5)
    told: list[Counted] = []
    for _ in range(60):
        start, end = chance.sample(range(8), 2)
        told += visits(1 + chance.randrange(9) ** 2 // 20, f"/{start}", f"/{end}")
    await count(told, SITE)
    every = await steps(store, SITE, NOVEMBER, 1000)
    assert await steps(store, SITE, NOVEMBER, 5) == every[:5]
    assert sum(step.times for step in every) == sum(each.hit.previous_page != "(none)" for each in told)


async def test_of_too_many_pages_only_what_is_certain_is_told(store: SQLiteCounts, count: Counting) -> None:
    told = [*visits(9, "/vanlig", "/mål")]
    for number in range(LOOKED_AT + 5):
        told += visits(2, f"/{number}", "/mål")
    await count(told, SITE)
    found = await steps(store, SITE, NOVEMBER, LOOKED_AT + 5)
    assert found[0] == Step("/vanlig", "/mål", 9, 9)
    assert {step.times for step in found[1:]} <= {2}


def test_steps_are_told_where_the_policy_names_them() -> None:
    assert is_flow(SITE)
    assert not is_flow(site())
