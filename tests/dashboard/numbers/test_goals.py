"""Goals: how often they were reached, in how many visits, after which sources, and when that says anything."""

from datetime import date

import pytest

from collector.hits import Counted
from dashboard.numbers.goals import Reached, goals, is_told
from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import Filter, NotPaired, NotPermitted
from policy.dimensions import RARE
from store.sqlite import SQLiteCounts
from tests.dashboard.acting import NOVEMBER, act, acting_site, since, visits
from tests.dashboard.seed import FIVE, Counting, Visit, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = acting_site()
CALLS = Filter("contact", "telephone")


async def reached(store: SQLiteCounts, only: Filter | None = None) -> dict[str, tuple[int | None, ...]]:
    found = await goals(store, SITE, NOVEMBER, only)
    return {goal.value: tuple(goal.reached) for goal in found.goals}


@pytest.fixture
async def counted(store: SQLiteCounts, count: Counting) -> SQLiteCounts:
    """Forty visits from a search and ten without a source: of those six call, and one calls twice; of these four."""
    told: list[Counted] = [*visits(40, "/", "/kontakt", source="search"), *visits(10)]
    told += [act(source="search", page="/kontakt", contact="telephone")] * 6
    told += [act(first=False, source="search", contact="telephone"), *[act(contact="telephone")] * 4]
    told += [act(source="search", event="course")]
    await count(told, SITE)
    return store


async def test_all_that_the_policy_can_tell_is_listed_also_what_was_not_reached(counted: SQLiteCounts) -> None:
    assert await reached(counted) == {
        "telephone": (11, 10, 50), "course": (1, 1, 50), "mail": (0, 0, 50), "order": (0, 0, 50),
    }  # fmt: skip


async def test_a_contact_is_told_where_the_policy_says_by_which_addresses(store: SQLiteCounts) -> None:
    plain = site(statistics=("visits", "pages", "contact_clicks"))
    assert [goal.value for goal in (await goals(store, plain, NOVEMBER)).goals] == ["telephone", "mail"]


async def test_an_event_of_an_earlier_policy_is_told_still(store: SQLiteCounts, count: Counting) -> None:
    await count([*visits(1), act(event="newsletter")], SITE)
    assert (await reached(store))["newsletter"] == (1, 1, 1)


async def test_an_order_is_the_view_of_its_page(store: SQLiteCounts, count: Counting) -> None:
    await count([*visits(3), *visits(2, "/", "/tack/")], SITE)
    assert (await reached(store))["order"] == (2, 2, 5)


async def test_of_a_source_goals_are_of_its_visits(counted: SQLiteCounts) -> None:
    assert (await reached(counted, Filter("medium", "search")))["telephone"] == (7, 6, 40)
    assert (await reached(counted, Filter("page", "/kontakt")))["telephone"] == (6, 6, 40)
    assert await reached(counted, Filter("referrer", "aldrig.example")) == {}


async def test_after_a_goal_its_sources_stand_beside_all_of_their_visits(counted: SQLiteCounts) -> None:
    found = await goals(counted, SITE, NOVEMBER, CALLS)
    assert [(goal.value, tuple(goal.reached)) for goal in found.goals] == [("telephone", (11, 10, 50))]
    assert found.sources.keys() == {"medium", "referrer", "search_engine", "campaign"}
    by_medium = [(source.value, tuple(source.reached)) for source in found.sources["medium"]]
    assert by_medium == [("search", (7, 6, 40)), ("direct", (4, 4, 10))]
    assert [source.reached.is_rate for source in found.sources["medium"]] == [True, False]
    assert [source.value for source in found.sources["referrer"]] == ["Google"], "nothing is said of none"


async def test_a_source_without_the_goal_is_a_source_still(store: SQLiteCounts, count: Counting) -> None:
    await count([*visits(40, source="search"), *visits(10), *[act(source="search", event="course")] * 4], SITE)
    by_medium = (await goals(store, SITE, NOVEMBER, Filter("event", "course"))).sources["medium"]
    assert [(source.value, tuple(source.reached)) for source in by_medium] == [
        ("search", (4, 4, 40)), ("direct", (0, 0, 10)),
    ]  # fmt: skip


async def test_where_fewer_than_the_threshold_reached_it_no_source_is_told(counted: SQLiteCounts) -> None:
    """Nor what would leave fewer of the goal's visits, which could be told from the whole."""
    sources = (await goals(counted, SITE, NOVEMBER, Filter("event", "course"))).sources
    assert {(source.value, tuple(source.reached)) for found in sources.values() for source in found} == {
        (RARE, (1, 1, None))
    }  # fmt: skip
    assert "course" not in await reached(counted, Filter("medium", "search"))


async def test_sources_that_leave_too_few_are_told_together_with_them(store: SQLiteCounts, count: Counting) -> None:
    calls = [act(source="search", contact="telephone")] * 5 + [act(source="website", contact="telephone")] * 4
    await count([*visits(40, source="search"), *visits(20, source="website"), *calls, act(contact="telephone")], SITE)
    by_medium = (await goals(store, SITE, NOVEMBER, CALLS)).sources["medium"]
    assert [(source.value, tuple(source.reached)) for source in by_medium] == [
        ("search", (5, 5, 40)), (RARE, (5, 5, None)),
    ]  # fmt: skip


async def test_sources_are_those_of_the_whole_window(counted: SQLiteCounts) -> None:
    """However few days are asked for: else their difference would say of one day who came from where."""
    found = await goals(counted, SITE, Range(NOVEMBER.end, NOVEMBER.end), CALLS)
    assert found.covers == Range(date(2026, 10, 1), date(2026, 12, 31))
    assert [tuple(goal.reached) for goal in found.goals] == [(0, 0, 0)]
    assert [tuple(source.reached) for source in found.sources["medium"]] == [(7, 6, 40), (4, 4, 10)]


async def test_a_goal_is_of_the_visits_since_it_was_counted(store: SQLiteCounts, count: Counting) -> None:
    """Those before had nothing to reach."""
    before, named = site(statistics=FIVE), acting_site()
    both = since(date(2026, 11, 1), before, named)
    await count([Visit("2026-10-05")] * 30, before)
    await count([*visits(10), *[act(contact="telephone")] * 5], named)
    found = await goals(store, both, Range(date(2026, 10, 1), NOVEMBER.end))
    assert found.whole.visits == 40
    goal = next(each for each in found.goals if each.value == "telephone")
    assert (tuple(goal.reached), goal.since) == ((5, 5, 10), date(2026, 11, 1))
    after = await goals(store, both, Range(date(2026, 10, 1), NOVEMBER.end), CALLS)
    assert [tuple(each.reached) for each in after.goals] == [(5, 5, 10)]
    assert [tuple(source.reached) for source in after.sources["medium"]] == [(5, 5, 10)]


@pytest.mark.parametrize(
    ("visits", "of", "is_rate"),
    [
        (5, 30, True),
        (4, 30, False),
        (5, 29, False),
        (0, 1000, False),
        (30, 30, True),
        (31, 30, False),
        (5, None, False),
    ],
)
def test_a_rate_is_told_of_enough(visits: int, of: int | None, is_rate: bool) -> None:
    assert Reached(visits, visits, of).is_rate is is_rate


async def test_without_visits_there_are_times_alone(store: SQLiteCounts, count: Counting) -> None:
    unvisited = site(statistics=("pages", "referrers", "contact_clicks"))
    await count([act(contact="mail")], unvisited)
    found = await goals(store, unvisited, NOVEMBER)
    assert [(goal.value, tuple(goal.reached)) for goal in found.goals] == [
        ("mail", (1, None, None)), ("telephone", (0, None, None)),
    ]  # fmt: skip
    after = await goals(store, unvisited, NOVEMBER, Filter("contact", "mail"))
    assert [tuple(source.reached) for source in after.sources["medium"]] == [(1, None, None)]


async def test_what_has_no_goals_or_is_not_counted_with_them_is_refused(store: SQLiteCounts) -> None:
    with pytest.raises(NotPermitted, match="names no goals"):
        await goals(store, site(), NOVEMBER)
    with pytest.raises(NotPaired, match="not counted together with engaged") as refused:
        await goals(store, SITE, NOVEMBER, Filter("engaged", "0-9"))
    assert refused.value.known == ("page", "medium", "referrer", "search_engine", "campaign", "contact", "event")
    assert not is_told(SITE, Filter("engaged", "0-9"))
    assert not is_told(site(), None)
