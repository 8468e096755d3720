"""Logging in, out, and what is shown to whom."""

import re

import httpx
import pytest

from dashboard.pages.assets import load_assets
from store.accounts import Accounts
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import EMAIL, HOST, PASSWORD, site

pytestmark = pytest.mark.anyio


async def _token(browser: httpx.AsyncClient) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', (await browser.get("/login")).text)
    assert found
    return found[1]


async def _log_in(browser: httpx.AsyncClient, **changed: str) -> httpx.Response:
    fields = {"email": EMAIL, "password": PASSWORD, "form_token": await _token(browser), **changed}
    return await browser.post("/login", data=fields)


@pytest.mark.parametrize("path", ["/sites", f"/sites/{HOST}", f"/sites/{HOST}/panels/page", "/sites/nothing.example"])
async def test_a_page_asks_for_a_login_and_leads_back(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.get(f"{path}?period=7d")
    assert answer.status_code == 303
    form = await visitor.get(answer.headers["location"])
    assert f'name="next" value="{path}?period=7d"' in form.text
    back = await _log_in(visitor, next=f"{path}?period=7d")
    assert back.headers["location"] == f"{path}?period=7d"


@pytest.mark.parametrize(
    "following",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/sites/\\..", "/sites/\r\nX: y", "javascript:1", "",
     "/sitesx"],
)  # fmt: skip
async def test_a_login_leads_nowhere_else(visitor: httpx.AsyncClient, following: str) -> None:
    assert (await _log_in(visitor, next=following)).headers["location"] == "/sites"


async def test_the_session_cookie_is_for_this_host_over_https_and_no_script(visitor: httpx.AsyncClient) -> None:
    cookie = (await _log_in(visitor)).headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    for attribute in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=1209600"):
        assert attribute in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "fel lösenord här"), ("nobody@example.se", PASSWORD)])
async def test_a_wrong_login_says_the_same_of_both(visitor: httpx.AsyncClient, email: str, password: str) -> None:
    answer = await _log_in(visitor, email=email, password=password)
    assert answer.status_code == 403
    assert "E-postadressen eller lösenordet stämmer inte." in answer.text
    assert "__Host-session" not in visitor.cookies
    assert password not in answer.text


@pytest.mark.parametrize("token", ["", "invented", "å"])
async def test_a_form_from_elsewhere_is_refused(visitor: httpx.AsyncClient, token: str) -> None:
    answer = await _log_in(visitor, form_token=token)
    assert answer.status_code == 403
    assert "för gammalt" in answer.text
    assert "__Host-session" not in visitor.cookies


async def test_a_form_without_its_cookie_is_refused(visitor: httpx.AsyncClient) -> None:
    token = await _token(visitor)
    visitor.cookies.clear()
    fields = {"email": EMAIL, "password": PASSWORD, "form_token": token}
    assert (await visitor.post("/login", data=fields)).status_code == 403


async def test_a_huge_form_is_refused(visitor: httpx.AsyncClient) -> None:
    assert (await _log_in(visitor, password="x" * 20_000)).status_code == 403


async def test_the_address_stands_again_as_text_after_a_mistake(visitor: httpx.AsyncClient) -> None:
    answer = await _log_in(visitor, email='"><script>alert(1)</script>')
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_logging_out_ends_the_session(owner: httpx.AsyncClient, accounts: Accounts) -> None:
    page = await owner.get("/sites")
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert token
    session = owner.cookies["__Host-session"]
    answer = await owner.post("/logout", data={"form_token": token[1]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    owner.cookies.set("__Host-session", session, domain="stats.example.se")
    assert (await owner.get("/sites")).status_code == 303


async def test_another_site_cannot_log_anyone_out(owner: httpx.AsyncClient) -> None:
    assert (await owner.post("/logout", data={"form_token": "invented"})).status_code == 403
    assert (await owner.get("/sites")).status_code == 200


async def test_who_is_logged_in_sees_no_login_form(owner: httpx.AsyncClient) -> None:
    assert (await owner.get("/login")).headers["location"] == "/sites"


async def test_the_front_page_leads_to_the_sites(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/")).headers["location"] == "/sites"


async def test_only_granted_sites_are_seen(owner: httpx.AsyncClient) -> None:
    page = await owner.get("/sites")
    assert HOST in page.text
    assert "other.example" not in page.text


async def test_a_site_of_others_looks_like_one_that_does_not_exist(owner: httpx.AsyncClient) -> None:
    others, none = await owner.get("/sites/other.example"), await owner.get("/sites/nothing.example")
    assert others.status_code == none.status_code == 404
    assert others.text == none.text


async def test_a_granted_site_that_is_removed_is_gone(owner: httpx.AsyncClient, installed: Installed) -> None:
    installed.sites = [site("other.example")]
    assert (await owner.get(f"/sites/{HOST}")).status_code == 404
    assert "inte fått tillgång" in (await owner.get("/sites")).text


@pytest.mark.parametrize("path", ["/login", "/sites", f"/sites/{HOST}", "/sites/nothing.example", "/api/v1/sites"])
async def test_security_headers(owner: httpx.AsyncClient, path: str) -> None:
    if path == "/login":
        owner.cookies.delete("__Host-session")
    headers = (await owner.get(path)).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


async def test_assets_are_kept_for_good_under_a_name_of_their_content(visitor: httpx.AsyncClient) -> None:
    for asset in load_assets().values():
        answer = await visitor.get(asset.url)
        assert answer.content == asset.content
        assert "immutable" in answer.headers["cache-control"]
        assert re.search(r"-[0-9a-f]{16}\.(css|js|svg)$", asset.url)


async def test_the_other_language_is_a_link_that_is_remembered(owner: httpx.AsyncClient) -> None:
    swedish = await owner.get(f"/sites/{HOST}?period=7d", headers={"Accept-Language": "sv"})
    assert '<html lang="sv">' in swedish.text
    assert 'href="?period=7d&amp;lang=en"' in swedish.text
    english = await owner.get(f"/sites/{HOST}?period=7d&lang=en", headers={"Accept-Language": "sv"})
    assert '<html lang="en">' in english.text
    again = await owner.get("/sites", headers={"Accept-Language": "sv"})
    assert '<html lang="en">' in again.text
