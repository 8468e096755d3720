"""The API: the same numbers as the pages, and errors as problem documents."""

import httpx
import pytest

from tests.dashboard.api.problem import problem
from tests.dashboard.seed import FIVE, HOST, Counting, Visit, answers, blocked, google, ignored, parts

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

STATS = f"/api/v1/sites/{HOST}/stats"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-22"}


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
        "covers": NOVEMBER,
    }  # fmt: skip
    typed = (await owner.get(STATS, params=NOVEMBER | {"dimension": "search_term"})).json()
    assert typed["covers"] == {"from": "2026-10-01", "to": "2026-12-31"}, "the quarter, which its rows are of"


async def test_stats_through_a_filter(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-01", "/", "/a"), Visit("2026-11-02")])
    answer = await owner.get(STATS, params=NOVEMBER | {"dimension": "page", "filter": "referrer=Google"})
    assert [row["value"] for row in answer.json()["rows"]] == ["/", "/a"]
    assert answer.json()["total"] == {"pageviews": 2, "visits": 1, "visitors": None}


async def test_without_a_range_it_is_the_last_28_days(owner: httpx.AsyncClient) -> None:
    answer = (await owner.get(STATS)).json()
    assert (answer["from"], answer["to"], answer["dimension"]) == ("2026-10-26", "2026-11-22", None)


async def test_a_site_of_others_looks_like_one_that_does_not_exist(owner: httpx.AsyncClient) -> None:
    others = await owner.get("/api/v1/sites/other.example/stats")
    none = await owner.get("/api/v1/sites/nothing.example/stats")
    assert problem(others, 404) == problem(none, 404)


@pytest.mark.parametrize(
    ("query", "kind", "parameter", "known"),
    [
        ({"dimension": "shoe_size"}, "unknown-dimension", "dimension", "search_term"),
        ({"dimension": "browser"}, "not-permitted", "dimension", "search_term"),
        ({"filter": "referrer"}, "bad-filter", "filter", "referrer"),
        ({"filter": "shoe_size=43"}, "unknown-dimension", "filter", "referrer"),
        ({"filter": "browser=Firefox"}, "not-permitted", "filter", "referrer"),
        ({"filter": "referrer=Google", "dimension": "search_term"}, "not-counted-together", "dimension", "page"),
        ({"to": "2026-10-01"}, "bad-range", "from", "28d"),
        ({"to": "2199-12-31"}, "bad-range", "from", "28d"),
        ({"dimention": "page"}, "bad-parameter", "dimention", "dimension"),
        ({"period": "28d"}, "bad-range", "period", "28d"),
        ({"compare": "decade"}, "bad-parameter", "compare", "year"),
        ({"format": "xml"}, "bad-parameter", "format", "csv"),
        ({"filter": "scrubbed=email"}, "not-counted-together", "filter", "page"),
        (
            {"filter": "scrubbed=email", "dimension": "page", "compare": "year"},
            "not-counted-together",
            "filter",
            "page",
        ),
        ({"filter": "page=/", "dimension": "ignored"}, "not-counted-together", "dimension", "medium"),
    ],
)
async def test_what_cannot_be_answered_says_what_is_wrong_and_what_is_known(
    owner: httpx.AsyncClient, query: dict[str, str], kind: str, parameter: str, known: str
) -> None:
    found = problem(await owner.get(STATS, params=NOVEMBER | query), 400)
    assert (found["type"], found["parameter"]) == (f"/api/v1/problems/{kind}", parameter)
    assert known in found["known"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("period=fortnight", "period"), ("period=", "period"), ("from=2026-11-01", "from"), ("to=2026-11-01", "from"),
        ("from=2026-02-31&to=2026-03-01", "from"), ("from=2026-1-1&to=2026-03-01", "from"), ("from=&to=", "from"),
        ("from=1999-12-31&to=2000-01-01", "from"), ("compare=decade", "compare"), ("format=xml", "format"),
        ("from=2026-11-01&from=2026-11-02&to=2026-11-03", "from"), ("filter=", "filter"), ("lang=sv", "lang"),
        ("filter=" + "x" * 4_001, "filter"),
    ],
)  # fmt: skip
async def test_parameters_that_cannot_be_read_are_named(owner: httpx.AsyncClient, query: str, parameter: str) -> None:
    assert problem(await owner.get(f"{STATS}?{query}"), 400)["parameter"] == parameter


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
async def test_nothing_of_the_numbers_can_be_changed(owner: httpx.AsyncClient, method: str) -> None:
    for path in ("/api/v1/sites", STATS, "/api/v1/openapi.json"):
        answer = await owner.request(method, path)
        problem(answer, 405)
        assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v2/sites", "/api/v1/sites/", f"{STATS}/x"])
async def test_what_is_not_there_is_a_problem_document_too(owner: httpx.AsyncClient, path: str) -> None:
    assert problem(await owner.get(path), 404)["type"] == "/api/v1/problems/not-found"


async def test_each_kind_of_problem_is_explained_at_its_address(visitor: httpx.AsyncClient) -> None:
    kinds = (await visitor.get("/api/v1/problems")).json()["problems"]
    assert len(kinds) > 10
    for kind in kinds:
        assert (await visitor.get(kind["type"])).json() == kind
    assert "bad-range" in problem(await visitor.get("/api/v1/problems/unheard-of"), 404)["known"]


async def test_stats_beside_those_of_the_days_before(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-02", "/", "/a"), google("2026-11-09"), Visit("2026-11-10"), Visit("2026-10-26")])
    asked = {"from": "2026-11-09", "to": "2026-11-15", "dimension": "page"}
    answer = (await owner.get(STATS, params=asked | {"compare": "previous"})).json()
    assert answer["total"]["visits"] == 2
    assert (answer["compared"]["from"], answer["compared"]["to"]) == ("2026-11-02", "2026-11-08")
    assert [row["value"] for row in answer["compared"]["rows"]] == ["/", "/a"]
    assert (await owner.get(STATS, params=asked | {"compare": "year"})).json()["compared"] is None
    assert "compared" not in (await owner.get(STATS, params=asked)).json()


async def test_totals_say_what_is_a_change_and_what_is_chance(owner: httpx.AsyncClient, count: Counting) -> None:
    days = [f"2026-11-{day:02}" for day in range(1, 15)]
    few, many = [Visit(day, hour=hour) for day in days[:7] for hour in range(5)], []
    many = [Visit(day, hour=hour) for day in days[7:] for hour in range(15)]
    await count([*few, *many])
    asked = {"from": "2026-11-08", "to": "2026-11-14"}
    answer = (await owner.get(f"/api/v1/sites/{HOST}/totals", params=asked)).json()
    assert answer["total"] == {"pageviews": 105, "visits": 105, "visitors": None}
    assert answer["compared"]["before"] == {"from": "2026-11-01", "to": "2026-11-07"}
    [visits, _] = answer["compared"]["changes"]
    assert visits == {"metric": "visits", "verdict": "up", "now": 105, "before": 35}
    none = (await owner.get(f"/api/v1/sites/{HOST}/totals", params=asked | {"compare": "none"})).json()
    assert none["compared"] is None


async def test_a_leaf_of_a_panel_that_is_sorted_and_looked_through(owner: httpx.AsyncClient, count: Counting) -> None:
    pages = [f"/sida-{number}" for number in range(230)]
    await count([Visit("2026-11-20", pages), Visit("2026-11-20", ["/sida-7", "/Ö"])])
    panel = f"/api/v1/sites/{HOST}/panels/page"
    first = (await owner.get(panel)).json()
    assert (first["found"], first["page"], first["pages"], len(first["rows"])) == (231, 1, 3, 100)
    assert first["rows"][0] == {"value": "/sida-7", "pageviews": 2, "visits": 2, "visitors": None}
    assert first["dimension"]["name"] == "page"
    last = (await owner.get(panel, params={"page": 99, "sort": "value", "order": "asc"})).json()
    assert (last["page"], len(last["rows"]), last["rows"][-1]["value"]) == (3, 31, "/Ö")
    found = (await owner.get(panel, params={"find": "SIDA-22", "sort": "value", "order": "asc"})).json()
    assert [row["value"] for row in found["rows"]][:2] == ["/sida-22", "/sida-220"]
    assert found["found"] == 11
    assert problem(await owner.get(f"{panel}?sort=shoe_size"), 400)["known"] == [
        "value", "visits", "pageviews", "visitors",
    ]  # fmt: skip
    for query in ("page=0", "page=x", "sort=shoe_size", "order=up", "page=1.5"):
        problem(await owner.get(f"{panel}?{query}"), 400)


@pytest.mark.parametrize("address", ["totals?", "panels/page?", "panels/medium?", "search?", "stats?dimension=medium&"])
async def test_what_was_cut_is_told_of_pages_alone(owner: httpx.AsyncClient, count: Counting, address: str) -> None:
    await count([Visit("2026-11-20", ["/x"], scrubbed=("email",), in_address=("email",))])
    asked = f"/api/v1/sites/{HOST}/{address}filter=scrubbed%3Demail"
    assert problem(await owner.get(asked), 400)["parameter"] in {"filter", "dimension"}
    told = (await owner.get(f"{STATS}?dimension=page&filter=scrubbed%3Demail")).json()
    assert [row["value"] for row in told["rows"]] == ["/x"]


async def test_a_panel_that_the_policy_does_not_name_is_not_there(owner: httpx.AsyncClient) -> None:
    for name in ("browser", "shoe_size", "ignored"):
        problem(await owner.get(f"/api/v1/sites/{HOST}/panels/{name}"), 404)


async def test_series_by_every_step(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-10-25", hour=9), Visit("2026-10-25", hour=23), Visit("2026-11-20", ["/", "/a"])])
    series = f"/api/v1/sites/{HOST}/series"
    hours = (await owner.get(series, params={"from": "2026-10-25", "to": "2026-10-25"})).json()
    assert hours["step"] == "hour"
    assert len(hours["points"]) == 25, "the clocks were set back"
    assert hours["points"][0]["start"] == "2026-10-25T00:00+02:00"
    assert [point["start"] for point in hours["points"] if point["visits"]] == [
        "2026-10-25T09:00+01:00", "2026-10-25T23:00+01:00",
    ]  # fmt: skip
    days = (await owner.get(series, params=NOVEMBER)).json()
    assert (days["step"], len(days["points"]), days["points"][-1]["complete"]) == ("day", 22, False)
    assert days["points"][19] == {
        "start": "2026-11-20", "pageviews": 2, "visits": 1, "visitors": None, "complete": True,
    }  # fmt: skip
    weeks = (await owner.get(series, params=NOVEMBER | {"step": "week"})).json()["points"]
    assert [(week["start"], week["complete"]) for week in weeks] == [
        ("2026-11-01", False), ("2026-11-02", True), ("2026-11-09", True), ("2026-11-16", False),
    ]  # fmt: skip
    months = (await owner.get(series, params={"period": "12m", "step": "month"})).json()["points"]
    assert [month["visits"] for month in months] == [2, 1], "not the months before the first count"
    assert (await owner.get(series, params={"from": "2025-01-01", "to": "2025-06-30"})).json()["points"] == []
    assert problem(await owner.get(series, params={"period": "12m", "step": "hour"}), 400)["parameter"] == "step"


async def test_what_the_service_counts_for_itself(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(
        [*answers("2026-11-20", 3, 5), *parts("2026-11-20", "media+statistics", 2), *ignored("2026-11-20", "bot", 7)]
    )
    await count(
        [
            Visit("2026-11-20", ["/x"], scrubbed=("email",), in_address=("email",)),
            *blocked("2026-11-20", "film", "img-src", 4),
        ]
    )
    found = (await owner.get(f"/api/v1/sites/{HOST}/service")).json()
    assert found["answers"] == {
        "all": 10, "accepting": 5,
        "by_answer": [
            {"value": "no", "count": 5}, {"value": "yes", "count": 3}, {"value": "media+statistics", "count": 2},
        ],
    }  # fmt: skip
    assert found["ignored"] == [{"value": "bot", "count": 7}]
    assert found["scrubbed"] == [{"kind": "email", "count": 1, "pages": ["/x"]}]
    assert [each["count"] for each in found["blocked"]] == [4]


async def test_the_policy_in_force(owner: httpx.AsyncClient) -> None:
    found = (await owner.get(f"/api/v1/sites/{HOST}/policy")).json()
    assert (found["version"], found["since"], found["material_since"]) == (1, "2024-01-01", 1)
    assert [each["name"] for each in found["statistics"]] == list(FIVE)
    assert (found["threshold"], found["window"], found["named_months"], found["total_months"]) == (3, "quarter", 24, 36)


async def test_what_an_owner_should_see_to(owner: httpx.AsyncClient) -> None:
    [item] = (await owner.get(f"/api/v1/sites/{HOST}/attention")).json()["items"]
    assert item["kind"] == "never"
