"""One site of many, as it stands in the store."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from collector.hits import Choice
from dashboard.numbers.attention import Item
from dashboard.numbers.coverage import Answers
from dashboard.numbers.overview import Overview, lasting_troubles, overview, overviews
from policy.site import Site, site_of
from store.access import Fetched
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import HOST, NOW, TODAY, Counting, Visit, answers, ignored, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

DAY = 86_400
_POLICY = """
version = {version}
[controller]
name = "Exempel"
organisation_number = "556000-0000"
address = "Gatan 1"
contact = "Receptionen"
[[site]]
host = "example.se"
[legal]
basis = "consent"
purpose = {{ sv = "förbättra webbplatsen", en = "improve the website" }}
[retention]
named = 24
totals = 36
[statistics]
visits = {{}}
"""


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def visits(first: int, last: int, each: int = 1, hour: int = 12) -> list[Visit]:
    """So many a day, between days that lie so long ago."""
    return [Visit(ago(days), hour=hour) for days in range(last, first + 1) for _ in range(each)]


async def seen(store: SQLiteCounts, of: Site | None = None, now: float = NOW) -> Overview:
    return await overview(store, of or site(), now)


async def test_the_last_week_is_seven_whole_days_and_today_stands_apart(store: SQLiteCounts, count: Counting) -> None:
    await count([*visits(7, 1, 3), *visits(14, 8, 2), *visits(0, 0)])
    found = await seen(store)
    assert (found.week, found.before, found.today) == (21, 14, 1)
    assert [number for _, number in found.daily] == [0] * 13 + [2] * 7 + [3] * 7 + [1]
    assert found.daily[-1][0] == TODAY
    assert found.change is not None
    assert found.change.verdict == "same"


async def test_a_site_without_visits_in_its_policy_shows_page_views(store: SQLiteCounts, count: Counting) -> None:
    bare = site(statistics=["pages"])
    await count([Visit(ago(1), ("/", "/a", "/b"))], bare)
    found = await seen(store, bare)
    assert (found.metric, found.week) == ("pageviews", 3)


async def test_there_is_no_change_from_days_that_were_not_counted(store: SQLiteCounts, count: Counting) -> None:
    await count(visits(7, 1))
    assert (await seen(store, site(since=TODAY - timedelta(days=13)))).change is None
    assert (await seen(store, site(since=TODAY - timedelta(days=14)))).change is not None


async def test_a_metric_that_was_switched_on_is_no_rise(store: SQLiteCounts, count: Counting) -> None:
    added = TODAY - timedelta(days=7)
    older, newer = _POLICY.format(version=1).replace("visits = {}", "pages = {}"), _POLICY.format(version=2)
    there = site_of(HOST, "Europe/Stockholm", [(TODAY - timedelta(days=200), older), (added, newer)])
    await count(visits(7, 1, 10), there)
    found = await seen(store, there)
    assert found.week == 70
    assert found.change is None
    assert [item.kind for item in found.items if item.kind in {"rose", "fell"}] == []


async def test_answers_are_those_of_four_whole_weeks(store: SQLiteCounts, count: Counting) -> None:
    entries = [*answers(ago(0), 5, 5), *answers(ago(1), 2, 1), *answers(ago(28), 1, 1), *answers(ago(29), 9, 9)]
    await count(entries)
    assert (await seen(store)).answers == Answers(5, 3)


async def test_many_answers_are_held_against_those_before(store: SQLiteCounts, count: Counting) -> None:
    entries = [*visits(60, 1, 5), *answers(ago(3), 10, 90), *answers(ago(12), 150, 100)]
    await count(entries)
    assert (await seen(store)).items == (Item("coverage", None, 10, 60),)


async def test_nothing_has_come_to_a_new_site(store: SQLiteCounts) -> None:
    since = TODAY - timedelta(days=3)
    assert (await seen(store, site(since=since))).items == (Item("never", since),)


async def test_a_silence_asks_what_else_has_come(store: SQLiteCounts, count: Counting) -> None:
    await count(visits(60, 10, 5))
    assert (await seen(store)).items == (Item("gone", TODAY - timedelta(days=10)),)
    await count(answers(ago(4), 3, 2))
    assert (await seen(store)).items == (Item("unreported", TODAY - timedelta(days=10), 3),)
    await count([*ignored(ago(3), "old-consent", 4), *ignored(ago(2), "bot", 1)])
    assert (await seen(store)).items == (Item("left_out", TODAY - timedelta(days=10), 5, why="old-consent"),)


async def test_a_silence_of_months_is_judged_by_the_weeks_before_it(store: SQLiteCounts, count: Counting) -> None:
    await count(visits(260, 200, 2))
    assert (await seen(store)).items == (Item("gone", TODAY - timedelta(days=200)),)


async def test_a_site_with_a_visit_now_and_then_may_be_silent(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit(ago(days)) for days in (12, 30, 41, 60, 75)])
    assert (await seen(store)).items == ()


async def test_of_today_only_the_hours_that_are_over_are_missed(store: SQLiteCounts, count: Counting) -> None:
    """At noon: of a site that is visited in the mornings all are missed, of one visited in the evenings none is."""
    mornings, evenings = site(), site("other.example")
    await count(visits(60, 1, 20, hour=8), mornings)
    await count(visits(60, 1, 20, hour=20), evenings)
    assert [item.kind for item in (await seen(store, mornings)).items] == ["gone"]
    assert (await seen(store, evenings)).items == ()


async def test_personal_data_in_addresses_is_called_when_it_comes_again(store: SQLiteCounts, count: Counting) -> None:
    told = [Visit(ago(days), ("/tack/[email]",), scrubbed=("email",), in_address=("email",)) for days in (2, 9, 20)]
    await count([*visits(60, 1, 3), *told[:2]])
    assert (await seen(store)).items == ()
    await count(told[2:])
    assert (await seen(store)).items == (Item("personal", what="email", pages=("/tack/[email]",)),)


async def test_what_was_cut_elsewhere_than_in_addresses_is_no_fault_of_the_site(
    store: SQLiteCounts, count: Counting
) -> None:
    await count([*visits(60, 1, 3), *[Visit(ago(2), scrubbed=("email",))] * 9])
    assert (await seen(store)).items == ()


def replaced(on: date) -> Site:
    """A site whose second policy came into force on a day."""
    documents = [(date(2024, 1, 1), _POLICY.format(version=1)), (on, _POLICY.format(version=2))]
    return site_of(HOST, "Europe/Stockholm", documents)


async def test_answers_to_a_replaced_policy_are_called(store: SQLiteCounts, count: Counting) -> None:
    on = TODAY - timedelta(days=12)
    entries: Iterable[Visit | Choice] = [
        *visits(60, 0, 3),
        *[Choice(HOST, ago(days), version, "yes") for days in (1, 2, 3, 4) for version in (1, 2, 2)],
    ]
    await count(entries)
    assert (await seen(store, replaced(on))).items == (Item("old_version", on, 4, 2),)
    assert (await seen(store, replaced(TODAY - timedelta(days=1)))).items == ()
    assert (await seen(store, replaced(TODAY - timedelta(days=60)))).items == ()


async def test_many_sites_keep_their_order(store: SQLiteCounts, count: Counting) -> None:
    sites = [site(f"site{number:02}.example") for number in range(40)]
    await count(visits(3, 1, 2), sites[7])
    found = await overviews(store, sites, NOW, {"site09.example": {"google": "revoked"}})
    assert [each.site for each in found] == sites
    assert [each.week for each in found if each.week] == [6]
    assert [each.site.host for each in found if any(item.kind == "engine" for item in each.items)] == ["site09.example"]


@pytest.mark.parametrize(
    ("fetched", "is_told"),
    [
        (Fetched(1, 1, 1, "revoked", 1), True),
        (Fetched(1, int(NOW) - DAY, 1, "server", 5), False),
        (Fetched(1, int(NOW) - 4 * DAY, 1, "server", 50), True),
        (Fetched(1, None, 1, "quota", 2), False),
        (Fetched(1, None, 1, "quota", 20), True),
    ],
    ids=["needs the owner", "may pass", "has not passed", "new", "never worked"],
)
def test_a_trouble_that_may_pass_is_waited_for(fetched: Fetched, is_told: bool) -> None:
    told = {"example.se": {"google": fetched.trouble}} if is_told else {}
    assert lasting_troubles([("example.se", "google", fetched)], NOW) == told
