"""The stand-in is as strict as the engines: what they would refuse proves nothing by passing here."""

import json
from collections.abc import Mapping
from typing import Any, Final

import httpx
import pytest

from tests.dashboard.search.engines.authority import CLIENT, CLIENT_SECRET
from tests.dashboard.search.engines.discovery import discovery
from tests.dashboard.search.engines.standin import StandIn

pytestmark = pytest.mark.anyio

QUERY: Final = "/webmasters/v3/sites/sc-domain%3Akbt-verkstan.se/searchAnalytics/query"
DAY: Final = {"startDate": "2026-11-10", "endDate": "2026-11-10"}


async def post(standin: StandIn, path: str, body: Mapping[str, Any]) -> httpx.Response:
    """With a token that holds."""
    standin.authority.access_tokens.add("ya29.made-up")
    headers = {"Authorization": "Bearer ya29.made-up"}
    async with httpx.AsyncClient(base_url=standin.base, headers=headers) as client:
        return await client.post(path, content=json.dumps(body))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"dimension": ["QUERY"]}, 'Unknown name "dimension": Cannot find field.'),
        ({"dimensions": ["TERM"]}, "Invalid value at 'dimensions[0]'"),
        ({"dimensions": "QUERY"}, "Invalid value at 'dimensions' (array)"),
        ({"dataState": "FRESH"}, "Invalid value at 'dataState'"),
        ({"type": "ALL"}, "Invalid value at 'type'"),
        ({"startRow": "0"}, "Invalid value at 'startRow' (int32)"),
        ({"rowLimit": 25_001}, "must be 1 to 25000"),
        ({"rowLimit": 0}, "must be 1 to 25000"),
    ],
)
async def test_a_request_that_the_description_does_not_know_is_refused(
    standin: StandIn, wrong: dict[str, Any], message: str
) -> None:
    answer = await post(standin, QUERY, DAY | wrong)
    assert answer.status_code == 400
    assert message in answer.json()["error"]["message"]


async def test_only_described_paths_and_methods_are_there(standin: StandIn) -> None:
    assert (await post(standin, QUERY, DAY)).status_code == 200
    assert (await post(standin, QUERY.replace("%3A", ":"), DAY)).status_code == 200
    assert (await post(standin, "/webmasters/v3/sites", {})).status_code == 404
    assert (await post(standin, "/webmasters/v3/sites/https://a.se//searchAnalytics/query", DAY)).status_code == 404


async def test_nobody_reads_without_a_token(standin: StandIn) -> None:
    async with httpx.AsyncClient(base_url=standin.base) as client:
        answer = await client.get("/webmasters/v3/sites", headers={"Authorization": "Bearer ya29.invented"})
    assert answer.status_code == 401


async def test_only_google_says_what_is_incomplete_when_it_is_asked_by_day(standin: StandIn) -> None:
    fresh = {"startDate": "2026-11-22", "endDate": "2026-11-22", "dataState": "ALL"}
    by_day = await post(standin, QUERY, fresh | {"dimensions": ["DATE"]})
    assert by_day.json()["metadata"] == {"firstIncompleteDate": "2026-11-22"}
    assert "metadata" not in (await post(standin, QUERY, fresh)).json()


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "refresh_token", "client_id": CLIENT, "client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "refresh_token", "refresh_token": "1//0wrong"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "4/0wrong", "code_verifier": "x"}, "invalid_grant"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "e30.e30.e30"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
async def test_tokens_are_given_for_nothing_but_what_proves_itself(
    standin: StandIn, form: dict[str, str], error: str
) -> None:
    known = {"client_id": CLIENT, "client_secret": CLIENT_SECRET}
    async with httpx.AsyncClient(base_url=standin.base) as client:
        answer = await client.post("/token", data=known | form)
    assert answer.json()["error"] == error
    assert standin.authority.access_tokens == set()


def test_the_description_is_googles() -> None:
    method = discovery().method("POST", QUERY)
    assert method is not None
    assert method.id == "webmasters.searchanalytics.query"
    assert method.parameters == {"siteUrl": "sc-domain:kbt-verkstan.se"}
