"""Who may ask: by a token with its scopes and sites, by a session's cookie, and what neither may."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from store.accounts import Accounts
from store.tokens import SCOPES, Scope, Tokens
from tests.dashboard.api.problem import problem
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import EMAIL, HOST, NOW, TODAY, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

STATS = f"/api/v1/sites/{HOST}/stats"
NOTES = f"/api/v1/sites/{HOST}/notes"
NOTE = {"day": "2026-11-20", "text": "Nyhetsbrev skickat"}


async def bearer(tokens: Tokens, *scopes: Scope) -> dict[str, str]:
    token = await tokens.add(EMAIL, "Rapport", scopes or SCOPES, [HOST], TODAY + timedelta(days=30), NOW)
    return {"Authorization": f"Bearer {token}"}


async def test_without_a_proof_nothing_is_told(visitor: httpx.AsyncClient) -> None:
    for path in ("/api/v1/sites", STATS, "/api/v1/sites/nothing.example/stats"):
        answer = await visitor.get(path)
        problem(answer, 401)
        assert answer.headers["www-authenticate"] == 'Bearer realm="rakneverk"'


@pytest.mark.parametrize("given", ["Bearer", "Bearer x", "Basic cnY6eA==", "Bearer rv_" + "å" * 43, "", "Bearer a b"])
async def test_a_proof_that_is_none_is_refused_whatever_the_cookie_says(owner: httpx.AsyncClient, given: str) -> None:
    answer = await owner.get(STATS, headers=[(b"Authorization", given.encode())])
    problem(answer, 401)
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


async def test_a_token_reads(visitor: httpx.AsyncClient, tokens: Tokens) -> None:
    proof = await bearer(tokens)
    assert [site["host"] for site in (await visitor.get("/api/v1/sites", headers=proof)).json()["sites"]] == [HOST]
    lower = {"authorization": proof["Authorization"].replace("Bearer", "bearer")}
    assert (await visitor.get(STATS, headers=lower)).status_code == 200
    assert "set-cookie" not in (await visitor.get(STATS, headers=proof)).headers


@pytest.mark.parametrize(
    ("scope", "method", "path", "missing"),
    [
        ("sites:read", "GET", STATS, "stats:read"),
        ("stats:read", "GET", "/api/v1/sites", "sites:read"),
        ("stats:read", "POST", NOTES, "notes:write"),
        ("notes:write", "GET", NOTES, "stats:read"),
    ],
)
async def test_a_missing_scope_is_named(
    visitor: httpx.AsyncClient, tokens: Tokens, scope: Scope, method: str, path: str, missing: str
) -> None:
    answer = await visitor.request(method, path, headers=await bearer(tokens, scope))
    assert problem(answer, 403)["scope"] == missing
    assert f'scope="{missing}"' in answer.headers["www-authenticate"]


async def test_a_token_sees_no_more_sites_than_it_was_granted(
    visitor: httpx.AsyncClient, accounts: Accounts, tokens: Tokens, installed: Installed
) -> None:
    await accounts.add_user(EMAIL, "", "owner", "other.example")
    proof = await bearer(tokens)
    assert (await visitor.get("/api/v1/sites/other.example/stats", headers=proof)).status_code == 404
    assert len((await visitor.get("/api/v1/sites", headers=proof)).json()["sites"]) == 1


async def test_it_ends_at_once_with_its_owner_or_the_owners_site(
    visitor: httpx.AsyncClient, accounts: Accounts, tokens: Tokens
) -> None:
    proof = await bearer(tokens)
    await accounts.revoke(HOST)
    assert (await visitor.get(STATS, headers=proof)).status_code == 401
    await accounts.add_user(EMAIL, "", "owner", HOST)
    assert (await visitor.get(STATS, headers=proof)).status_code == 401, "the grant of another time gives nothing back"
    again = await bearer(tokens)
    assert (await visitor.get(STATS, headers=again)).status_code == 200
    await accounts.remove_user(EMAIL)
    assert (await visitor.get(STATS, headers=again)).status_code == 401


async def test_a_removed_site_is_not_there_for_a_token(
    visitor: httpx.AsyncClient, tokens: Tokens, installed: Installed
) -> None:
    proof = await bearer(tokens)
    installed.sites = [site("other.example")]
    assert (await visitor.get(STATS, headers=proof)).status_code == 404


async def test_notes_are_written_changed_and_removed_by_token(visitor: httpx.AsyncClient, tokens: Tokens) -> None:
    proof = await bearer(tokens)
    made = await visitor.post(NOTES, json=NOTE, headers=proof)
    assert made.status_code == 201
    number = made.json()["number"]
    assert made.json() == {"number": number, "day": "2026-11-20", "until": "2026-11-20", "text": "Nyhetsbrev skickat"}
    changed = await visitor.put(f"{NOTES}/{number}", json=NOTE | {"until": "2026-11-21"}, headers=proof)
    assert changed.json()["until"] == "2026-11-21"
    assert (await visitor.get(NOTES, headers=proof)).json()["notes"] == [changed.json()]
    assert (await visitor.get(NOTES, headers=proof, params={"period": "today"})).json()["notes"] == []
    gone = await visitor.delete(f"{NOTES}/{number}", headers=proof)
    assert (gone.status_code, gone.content) == (204, b"")
    for method in ("GET", "PUT", "DELETE"):
        answer = await visitor.request(
            method, f"{NOTES}/{number}", headers=proof, json=NOTE if method == "PUT" else None
        )
        problem(answer, 404)


@pytest.mark.parametrize(
    ("body", "media", "status", "parameter"),
    [
        (b"{}", "application/json", 400, None),
        (b"[", "application/json", 400, None),
        (b"\xff", "application/json", 400, None),
        (b'{"day": "igar", "text": "x"}', "application/json", 400, "day"),
        (b'{"day": "2026-11-20", "text": ""}', "application/json", 400, "text"),
        (b'{"day": "2026-11-20", "text": "x", "site": "other.example"}', "application/json", 400, None),
        (b'{"day": "2026-11-20", "text": "  "}', "application/json", 422, None),
        (b'{"day": "2026-11-20", "text": "x", "until": "2026-11-19"}', "application/json", 422, None),
        (b'{"day": "1999-11-20", "text": "x"}', "application/json", 422, None),
        (b'{"day": "2026-01-01", "text": "x", "until": "2027-01-02"}', "application/json", 422, None),
        (b'{"day": "2026-11-20", "text": "Anna, 070-123 45 67"}', "application/json", 422, None),
        (b'{"day": "2026-11-20", "text": "x"}', "text/plain", 415, None),
        (b"x" * 10_001, "application/json", 413, None),
    ],
)
async def test_a_note_that_cannot_be_kept(
    visitor: httpx.AsyncClient, tokens: Tokens, body: bytes, media: str, status: int, parameter: str | None
) -> None:
    headers = {**await bearer(tokens), "Content-Type": media}
    found = problem(await visitor.post(NOTES, content=body, headers=headers), status)
    assert found.get("parameter") == parameter
    assert (await visitor.get(NOTES, headers=headers)).json()["notes"] == []


async def test_what_leads_to_a_person_is_in_no_note(visitor: httpx.AsyncClient, tokens: Tokens) -> None:
    proof = await bearer(tokens)
    number = (await visitor.post(NOTES, json=NOTE, headers=proof)).json()["number"]
    bad = NOTE | {"text": "Mejl till anna@example.se"}
    found = problem(await visitor.put(f"{NOTES}/{number}", json=bad, headers=proof), 422)
    assert found["type"].endswith("/bad-note")
    assert found["detail"].endswith("this has: email.")
    assert (await visitor.get(f"{NOTES}/{number}", headers=proof)).json()["text"] == NOTE["text"]


async def test_what_has_a_body_has_no_query(visitor: httpx.AsyncClient, tokens: Tokens) -> None:
    proof = await bearer(tokens)
    number = (await visitor.post(NOTES, json=NOTE, headers=proof)).json()["number"]
    for method, path in (("POST", NOTES), ("PUT", f"{NOTES}/{number}"), ("DELETE", f"{NOTES}/{number}")):
        body = None if method == "DELETE" else NOTE | {"text": "Annat"}
        answer = await visitor.request(method, path, headers=proof, params={"filter": "1"}, json=body)
        assert problem(answer, 400)["parameter"] == "filter"
    assert [note["text"] for note in (await visitor.get(NOTES, headers=proof)).json()["notes"]] == [NOTE["text"]]


async def test_a_failure_of_ours_is_told_as_one(
    visitor: httpx.AsyncClient, tokens: Tokens, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    proof = await bearer(tokens)
    with closing(sqlite3.connect(tmp_path / "accounts.db")) as file:
        file.execute("DROP TABLE notes")
    answer = await visitor.get(NOTES, headers=proof)
    assert problem(answer, 500)["type"].endswith("/failed")
    assert "notes" not in answer.text, "what failed is for the log alone"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no such table" in caplog.text
    assert (await visitor.get(STATS, headers=proof)).status_code == 200


async def test_whatever_is_answered_is_to_be_asked_by_https_alone(owner: httpx.AsyncClient) -> None:
    page = await owner.get("/sites", follow_redirects=True)
    asset = re.search(r'href="(/[^"]+\.css)"', page.text)
    assert asset
    for path, status in (
        ("/", 303), ("/sites", 200), (f"/sites/{HOST}", 200), ("/nothing", 404), (asset[1], 200), (STATS, 200),
        (f"{STATS}?x=1", 400), ("/api/v1/openapi.json", 200), ("/api/v1/nothing", 404), ("/sites/nothing", 404),
    ):  # fmt: skip
        answer = await owner.get(path, headers={"Accept": "text/html, */*"})
        assert (answer.status_code, answer.headers["strict-transport-security"]) == (status, "max-age=31536000"), path
    left = await owner.post("/login", data={"email": EMAIL})
    assert left.headers["strict-transport-security"] == "max-age=31536000"


async def test_a_cookie_writes_only_with_the_forms_token(owner: httpx.AsyncClient) -> None:
    assert problem(await owner.post(NOTES, json=NOTE), 403)["type"].endswith("/stale-form")
    page = await owner.get("/login", follow_redirects=True)
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert token
    headers = {"Rakneverk-Form-Token": token[1]}
    assert (await owner.post(NOTES, json=NOTE, headers=headers)).status_code == 201
    elsewhere = headers | {"Sec-Fetch-Site": "cross-site"}
    problem(await owner.post(NOTES, json=NOTE, headers=elsewhere), 403)
    problem(await owner.post(NOTES, json=NOTE, headers={"Rakneverk-Form-Token": "x"}), 403)


async def test_viewers_read_and_write_nothing(visitor: httpx.AsyncClient, accounts: Accounts, tokens: Tokens) -> None:
    await accounts.add_user("tittare@example.se", "ett långt lösenord", "viewer", HOST)
    until = TODAY + timedelta(days=30)
    token = await tokens.add("tittare@example.se", "Läser", ["stats:read"], [HOST], until, NOW)
    assert (await visitor.get(STATS, headers={"Authorization": f"Bearer {token}"})).status_code == 200
    session = await accounts.login("tittare@example.se", "ett långt lösenord", NOW)
    assert session
    visitor.cookies.set("__Host-session", session, visitor.base_url.host)
    assert (await visitor.get(STATS)).status_code == 200
    page = await visitor.get("/sites")
    form = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert form
    answer = await visitor.post(NOTES, json=NOTE, headers={"Rakneverk-Form-Token": form[1]})
    assert problem(answer, 403)["type"].endswith("/owners-only")
