"""Addresses that there are not, and methods that one does not take: pages for people, nothing for others to parse."""

import httpx
import pytest

from tests.dashboard.seed import HOST

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    "path", ["/nothing", "/sites/", f"/sites/{HOST}/nothing/here", "/%00", "/x" * 900, "/assets/x.css"]
)
async def test_a_person_is_told_in_a_page_and_led_back(owner: httpx.AsyncClient, path: str) -> None:
    answer = await owner.get(path, headers=PERSON)
    assert answer.status_code == 404
    assert "Det finns ingen sida med den adressen." in answer.text
    assert 'href="/sites"' in answer.text
    assert "Logga ut" in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/sites/", "/login/", "/tokens/x", "/assets/x.css"])
async def test_whoever_is_not_logged_in_is_told_no_more(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.get(path, headers=PERSON)
    assert answer.status_code == 404
    assert "Det finns ingen sida med den adressen." in answer.text
    assert "Logga ut" not in answer.text


@pytest.mark.parametrize("path", ["/nothing", "/cookies/x/y", "/s/x.txt", "/policy/", "/kakor/"])
async def test_a_websites_visitor_gets_no_page_of_ours_and_no_cookie(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.get(path, headers=PERSON)
    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("method", "path", "allowed"), [
    ("GET", "/logout", "POST"), ("POST", "/sites", "GET, HEAD"), ("DELETE", "/login", "GET, HEAD, POST"),
])  # fmt: skip
async def test_a_method_that_an_address_does_not_take(
    owner: httpx.AsyncClient, method: str, path: str, allowed: str
) -> None:
    answer = await owner.request(method, path, headers=PERSON)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert "går inte att använda på det sättet" in answer.text
    bare = await owner.request(method, path)
    assert (bare.status_code, bare.headers["allow"]) == (405, allowed)
    assert "<html" not in bare.text


async def test_below_the_api_a_person_gets_a_document_too(owner: httpx.AsyncClient) -> None:
    answer = await owner.get("/api/v1/nothing", headers=PERSON)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
