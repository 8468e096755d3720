"""Goals for programs: the numbers of the page."""

from datetime import date

import httpx
import pytest

from policy.site import Site
from tests.dashboard.acting import act, acting_site, visits
from tests.dashboard.api.problem import problem
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, Counting

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

GOALS = f"/api/v1/sites/{HOST}/goals"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-22"}
SITE = acting_site("contact_clicks", "events")


@pytest.fixture
async def asking(owner: httpx.AsyncClient, count: Counting, installed: Installed) -> httpx.AsyncClient:
    installed.sites = [SITE]
    told = [*visits(40, source="search"), *[act(source="search", event="course")] * 6, act(contact="mail")]
    await count(told, SITE)
    return owner


async def test_each_goal_with_its_titles_and_whether_it_has_a_rate(asking: httpx.AsyncClient) -> None:
    answer = (await asking.get(GOALS, params=NOVEMBER)).json()
    assert (answer["from"], answer["to"], answer["filter"], answer["sources"]) == (*NOVEMBER.values(), None, [])
    assert answer["covers"] == NOVEMBER
    assert answer["goals"][:2] == [
        {"dimension": "event", "value": "course", "title": {"sv": "Anmäld till kurs", "en": "Signed up for a course"},
         "times": 6, "visits": 6, "of": 40, "rated": True, "since": None},
        {"dimension": "contact", "value": "mail", "title": {"sv": "Klick för att mejla", "en": "Clicks to mail"},
         "times": 1, "visits": 1, "of": 40, "rated": False, "since": None},
    ]  # fmt: skip


async def test_a_chosen_goal_has_its_sources(asking: httpx.AsyncClient) -> None:
    answer = (await asking.get(GOALS, params=NOVEMBER | {"filter": "event=course"})).json()
    assert [goal["value"] for goal in answer["goals"]] == ["course"]
    assert answer["covers"] == {"from": "2026-10-01", "to": "2026-12-31"}, "the quarter, which its sources are of"
    assert answer["sources"][0] == {
        "dimension": "medium", "value": "search", "times": 6, "visits": 6, "of": 40, "rated": True,
    }  # fmt: skip


async def test_a_goal_that_was_named_later_says_since_when(
    owner: httpx.AsyncClient, count: Counting, installed: Installed
) -> None:
    without, named = acting_site("flow"), acting_site("events")
    published = {1: without.history[1], 2: named.history[1]._replace(day=date(2026, 11, 20))}
    installed.sites = [Site(HOST, "Europe/Stockholm", published)]
    await count([*visits(40), *[act(event="course")] * 6], SITE)
    [goal] = (await owner.get(GOALS, params=NOVEMBER)).json()["goals"]
    assert (goal["since"], goal["of"], goal["rated"]) == ("2026-11-20", 0, False)


async def test_they_are_to_be_had_as_a_table(asking: httpx.AsyncClient) -> None:
    answer = await asking.get(GOALS, params=NOVEMBER | {"format": "csv"})
    assert answer.headers["content-disposition"].endswith(f'"{HOST}-goals-2026-11-01-2026-11-22.csv"')
    assert answer.text.splitlines()[:2] == ["dimension,value,times,visits,of,rated", "event,course,6,6,40,true"]


async def test_what_is_not_counted_with_goals_is_refused(asking: httpx.AsyncClient, installed: Installed) -> None:
    installed.sites = [acting_site("contact_clicks", "engaged_time")]
    refused = problem(await asking.get(GOALS, params=NOVEMBER | {"filter": "engaged=0-9"}), 400)
    assert refused["type"].endswith("/not-counted-together")
    assert refused["parameter"] == "filter"
    installed.sites = [acting_site("flow")]
    assert problem(await asking.get(GOALS), 400)["type"].endswith("/not-permitted")
