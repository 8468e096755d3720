"""The API: the same numbers as the pages, and errors as problem documents."""

from typing import Any

import httpx
import pytest

from tests.dashboard.seed import HOST, Counting, Visit, google

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

STATS = f"/api/v1/sites/{HOST}/stats"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-22"}


def _problem(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


async def test_sites_with_what_is_counted_on_them(owner: httpx.AsyncClient) -> None:
    listed = (await owner.get("/api/v1/sites")).json()["sites"]
    assert [each["host"] for each in listed] == [HOST]
    assert listed[0]["timezone"] == "Europe/Stockholm"
    assert listed[0]["policy"] == 1
    names = [each["name"] for each in listed[0]["dimensions"]]
    assert names == ["page", "medium", "referrer", "search_engine", "search_term", "site_search"]


async def test_stats_by_dimension(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-01", "/", "/a"), Visit("2026-11-23")])
    answer = await owner.get(STATS, params=NOVEMBER | {"dimension": "referrer"})
    assert answer.status_code == 200
    assert answer.json() == {
        "site": HOST, "from": "2026-11-01", "to": "2026-11-22", "dimension": "referrer",
        "rows": [{"value": "Google", "pageviews": 2, "visits": 1, "visitors": None}],
        "total": {"pageviews": 2, "visits": 1, "visitors": None},
    }  # fmt: skip


async def test_stats_through_a_filter(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-01", "/", "/a"), Visit("2026-11-02")])
    answer = await owner.get(STATS, params=NOVEMBER | {"dimension": "page", "filter": "referrer=Google"})
    assert [row["value"] for row in answer.json()["rows"]] == ["/", "/a"]
    assert answer.json()["total"] == {"pageviews": 2, "visits": 1, "visitors": None}


async def test_without_a_range_it_is_the_last_28_days(owner: httpx.AsyncClient) -> None:
    answer = (await owner.get(STATS)).json()
    assert (answer["from"], answer["to"], answer["dimension"]) == ("2026-10-26", "2026-11-22", None)


async def test_without_a_session_nothing_is_told(visitor: httpx.AsyncClient) -> None:
    for path in ("/api/v1/sites", STATS, "/api/v1/sites/nothing.example/stats"):
        answer = await visitor.get(path)
        _problem(answer, 401)
        assert answer.headers["www-authenticate"]


async def test_a_site_of_others_looks_like_one_that_does_not_exist(owner: httpx.AsyncClient) -> None:
    others = await owner.get("/api/v1/sites/other.example/stats")
    none = await owner.get("/api/v1/sites/nothing.example/stats")
    assert _problem(others, 404) == _problem(none, 404)


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ({"dimension": "shoe_size"}, "search_term"),
        ({"dimension": "browser"}, "search_term"),
        ({"filter": "referrer"}, "referrer"),
        ({"filter": "shoe_size=43"}, "referrer"),
        ({"filter": "referrer=Google", "dimension": "search_term"}, "page"),
        ({"period": "fortnight", "from": "", "to": ""}, "28d"),
        ({"from": "2026-02-31"}, "28d"),
        ({"to": "2026-10-01"}, "28d"),
    ],
)
async def test_what_cannot_be_answered_says_what_is_known(
    owner: httpx.AsyncClient, query: dict[str, str], known: str
) -> None:
    assert known in _problem(await owner.get(STATS, params=NOVEMBER | query), 400)["known"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_can_be_changed(owner: httpx.AsyncClient, method: str) -> None:
    for path in ("/api/v1/sites", STATS, f"/sites/{HOST}"):
        assert (await owner.request(method, path)).status_code == 405
