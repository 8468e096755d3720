"""Steps for programs: the commonest, those around a page, and what they cannot be asked by."""

import httpx
import pytest

from tests.dashboard.acting import acting_site, visits
from tests.dashboard.api.problem import problem
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, Counting

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

FLOW = f"/api/v1/sites/{HOST}/flow"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-22"}
SITE = acting_site("flow", "entry_pages")


@pytest.fixture
async def asking(owner: httpx.AsyncClient, count: Counting, installed: Installed) -> httpx.AsyncClient:
    installed.sites = [SITE]
    await count([*visits(3, "/", "/priser", "/boka"), *visits(2, "/", "/priser"), *visits(1, "/priser")], SITE)
    return owner


async def test_the_commonest_come_first(asking: httpx.AsyncClient) -> None:
    answer = (await asking.get(FLOW, params=NOVEMBER)).json()
    assert answer == {
        "site": HOST, **NOVEMBER, "filter": None, "visits": None, "began": None,
        "steps": [
            {"from": "/", "to": "/priser", "visits": 5, "times": 5},
            {"from": "/priser", "to": "/boka", "visits": 3, "times": 3},
        ],
    }  # fmt: skip


async def test_around_a_page_stand_the_steps_to_it_and_from_it(asking: httpx.AsyncClient) -> None:
    answer = (await asking.get(FLOW, params=NOVEMBER | {"filter": "page=/priser"})).json()
    assert (answer["filter"], answer["visits"], answer["began"]) == ("page=/priser", 6, 1)
    assert [(step["from"], step["to"], step["visits"]) for step in answer["steps"]] == [
        ("/", "/priser", 5), ("/priser", "/boka", 3),
    ]  # fmt: skip


async def test_they_are_to_be_had_as_a_table(asking: httpx.AsyncClient) -> None:
    answer = await asking.get(FLOW, params=NOVEMBER | {"format": "csv"})
    assert answer.headers["content-disposition"].endswith(f'"{HOST}-flow-2026-11-01-2026-11-22.csv"')
    assert answer.text.splitlines()[:2] == ["from,to,visits,times", "/,/priser,5,5"]


async def test_what_steps_are_not_counted_with_is_refused(asking: httpx.AsyncClient, installed: Installed) -> None:
    refused = problem(await asking.get(FLOW, params={"filter": "medium=direct"}), 400)
    assert (refused["type"].rpartition("/")[2], refused["parameter"]) == ("not-counted-together", "filter")
    assert refused["known"] == ["page"]
    installed.sites = [acting_site("entry_pages")]
    assert problem(await asking.get(FLOW), 400)["type"].endswith("/not-permitted")
