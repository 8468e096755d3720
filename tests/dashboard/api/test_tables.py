"""Answers as CSV: asked for by `format` or by Accept, read back whole, and no formula whoever wrote it."""

import csv
import io

import httpx
import pytest

from tests.dashboard.api.problem import problem
from tests.dashboard.api.served import HOSTILE
from tests.dashboard.seed import HOST, Counting, Visit, google

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = f"/api/v1/sites/{HOST}"


def rows(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.text.endswith("\r\n")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8"), newline="")))


async def test_a_panel_by_format_and_by_accept(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", "/", "/å"), Visit("2026-11-21")])
    asked = {"dimension": "page", "period": "28d"}
    found = await owner.get(f"{SITE}/stats", params=asked | {"format": "csv"})
    assert rows(found) == [["page", "pageviews", "visits", "visitors"], ["/", "2", "2", ""], ["/å", "1", "1", ""]]
    assert found.headers["content-disposition"] == (f'attachment; filename="{HOST}-page-2026-10-26-2026-11-22.csv"')
    accepted = await owner.get(f"{SITE}/stats", params=asked, headers={"Accept": "text/csv, */*;q=0.1"})
    assert accepted.content == found.content
    assert (await owner.get(f"{SITE}/stats", params=asked | {"format": "json"}, headers={"Accept": "text/csv"})).json()


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/*", "application/json"),
        ("text/*", "text/csv; charset=utf-8; header=present"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv; charset=utf-8; header=present"),
        ("text/csv;q=0.4, application/json;q=0.5", "application/json"),
        ("text/csv;q=x, application/json;q=0", "text/csv; charset=utf-8; header=present"),
    ],
)
async def test_the_form_that_is_wanted_most(owner: httpx.AsyncClient, accept: str, media: str) -> None:
    answer = await owner.get(f"{SITE}/stats", headers={"Accept": accept})
    assert answer.headers["content-type"] == media


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*", ";;,"])
async def test_a_form_that_is_not_to_be_had(owner: httpx.AsyncClient, accept: str) -> None:
    found = problem(await owner.get(f"{SITE}/stats", headers={"Accept": accept}), 406)
    assert found["known"] == ["application/json", "text/csv"]
    assert problem(await owner.get("/api/v1/sites", headers={"Accept": "text/csv"}), 406)["known"] == [
        "application/json"
    ]


async def test_hostile_values_are_read_back_and_are_no_formulas(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-11-20", ["/"], "website", text) for text in HOSTILE])
    answer = await owner.get(f"{SITE}/stats", params={"dimension": "referrer", "format": "csv"})
    values = {row[0] for row in rows(answer)[1:]}
    assert values == {f"'{text}" if text[0] in "=@" else text for text in HOSTILE}


async def test_total_series_panel_and_search_terms(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", term="kbt") for _ in range(4)])
    total = rows(await owner.get(f"{SITE}/stats", params={"format": "csv"}))
    assert total == [["total", "pageviews", "visits", "visitors"], ["total", "4", "4", ""]]
    series = rows(await owner.get(f"{SITE}/series", params={"period": "7d", "format": "csv"}))
    assert series[0] == ["start", "pageviews", "visits", "visitors", "complete"]
    assert series[1] == ["2026-11-20", "4", "4", "", "true"], "the first day that was counted"
    panel = rows(await owner.get(f"{SITE}/panels/search_engine", params={"format": "csv"}))
    assert panel[1] == ["Google", "4", "4", ""]
    terms = rows(await owner.get(f"{SITE}/search", params={"format": "csv"}))
    assert terms == [
        ["term", "origin", "basis", "engine", "clicks", "impressions", "position", "visits", "pageviews"],
        ["kbt", "search", "consented", "Google", "", "", "", "4", "4"],
    ]
