"""The page of tokens and sessions: made by owners, shown once, and by forms of ours alone."""

import re
from datetime import date

import httpx
import pytest

from store.accounts import Accounts
from store.tokens import Tokens
from tests.dashboard.seed import EMAIL, HOST, NOW, PASSWORD

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

ASKED = {"action": "make", "name": "Månadsrapport", "scope stats:read": "on", f"site {HOST}": "on", "days": "90"}


async def _submit(owner: httpx.AsyncClient, **fields: str) -> httpx.Response:
    page = await owner.get("/tokens")
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert token
    return await owner.post("/tokens", data={"form_token": token[1], **fields})


async def test_a_token_is_shown_once_and_works(owner: httpx.AsyncClient, tokens: Tokens) -> None:
    made = await _submit(owner, **ASKED)
    assert made.status_code == 200
    [token] = re.findall(r"rv_[\w-]{43}", made.text)
    holder = await tokens.holder(token, NOW)
    assert holder
    assert holder.scopes == {"stats:read"}
    assert holder.user.sites == {HOST}
    again = await owner.get("/tokens")
    assert token not in again.text
    for said in ("Månadsrapport", "läsa statistik och anteckningar", "22 november 2026", "20 februari 2027"):
        assert said in again.text
    assert again.headers["cache-control"] == "no-store"


async def test_it_is_ended_on_the_page(owner: httpx.AsyncClient, tokens: Tokens) -> None:
    await _submit(owner, **ASKED)
    [token] = await tokens.of(EMAIL, NOW)
    answer = await _submit(owner, action="end", number=str(token.number))
    assert answer.headers["location"] == "/tokens?done=ended"
    assert "Nyckeln är avslutad." in (await owner.get("/tokens?done=ended")).text
    assert await tokens.of(EMAIL, NOW) == []


async def test_nobody_ends_anothers(owner: httpx.AsyncClient, accounts: Accounts, tokens: Tokens) -> None:
    await accounts.add_user("annan@example.se", PASSWORD, "owner", HOST)
    await _submit(owner, **ASKED)
    [mine] = await tokens.of(EMAIL, NOW)
    session = await accounts.login("annan@example.se", PASSWORD, NOW)
    assert session
    owner.cookies.set("__Host-session", session, owner.base_url.host)
    assert "Du har inga åtkomstnycklar." in (await owner.get("/tokens")).text
    await _submit(owner, action="end", number=str(mine.number))
    assert len(await tokens.of(EMAIL, NOW)) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "behöver ett namn"),
        ({"name": "x" * 81}, "behöver ett namn"),
        ({"scope stats:read": None}, "Välj vad nyckeln får göra."),
        ({f"site {HOST}": None}, "Välj minst en webbplats."),
        ({f"site {HOST}": None, "site other.example": "on"}, "Välj minst en webbplats."),
        ({"days": "3650"}, "Välj hur länge nyckeln gäller."),
        ({"days": "0"}, "Välj hur länge nyckeln gäller."),
    ],
)
async def test_what_is_missing_is_said_and_the_rest_kept(
    owner: httpx.AsyncClient, tokens: Tokens, changed: dict[str, str | None], said: str
) -> None:
    fields = {name: value for name, value in (ASKED | changed).items() if value is not None}
    answer = await _submit(owner, **fields)
    assert answer.status_code == 400
    assert said in answer.text
    assert f'value="{fields["name"]}"' in answer.text
    assert await tokens.of(EMAIL, NOW) == []


@pytest.mark.parametrize("fields", [{"form_token": ""}, {"form_token": "x"}, {"form_token": "x" * 20_000}])
async def test_a_form_from_elsewhere_makes_nothing(
    owner: httpx.AsyncClient, tokens: Tokens, fields: dict[str, str]
) -> None:
    answer = await _submit(owner, **ASKED, **fields)
    assert answer.status_code == 403
    assert await tokens.of(EMAIL, NOW) == []


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 400, "١"])
async def test_a_number_that_is_none_ends_nothing(owner: httpx.AsyncClient, number: str) -> None:
    assert (await _submit(owner, action="end", number=number)).status_code == 303
    assert (await _submit(owner, action="unheard-of")).status_code == 400


async def test_hostile_names_are_text(owner: httpx.AsyncClient) -> None:
    await _submit(owner, **(ASKED | {"name": "<script>\u202egpj"}))
    page = (await owner.get("/tokens")).text
    assert "<script>" not in page.partition("<main")[2]
    assert "&lt;script&gt;[U+202E]gpj" in page


VIEWER = "tittare@example.se"


@pytest.fixture
async def viewer(visitor: httpx.AsyncClient, accounts: Accounts) -> httpx.AsyncClient:
    await accounts.add_user(VIEWER, PASSWORD, "viewer", HOST)
    session = await accounts.login(VIEWER, PASSWORD, NOW)
    assert session
    visitor.cookies.set("__Host-session", session, visitor.base_url.host)
    return visitor


async def test_viewers_make_none(viewer: httpx.AsyncClient, tokens: Tokens) -> None:
    page = await viewer.get("/tokens")
    assert (page.status_code, 'value="make"' in page.text) == (200, False)
    answer = await _submit(viewer, **ASKED)
    assert answer.status_code == 403
    assert "Det här är bara för den som äger en webbplats." in answer.text
    assert await tokens.of(VIEWER, NOW) == []


async def test_viewers_end_those_that_they_were_given(viewer: httpx.AsyncClient, tokens: Tokens) -> None:
    await tokens.add(VIEWER, "Årsrapport", ["stats:read"], [HOST], date(2026, 12, 31), NOW)
    [given] = await tokens.of(VIEWER, NOW)
    page = (await viewer.get("/sites", follow_redirects=True)).text
    assert 'href="/tokens"' in page
    assert "Årsrapport" in (await viewer.get("/tokens")).text
    await _submit(viewer, action="end", number=str(given.number))
    assert await tokens.of(VIEWER, NOW) == []


async def test_viewers_end_their_sessions_elsewhere(viewer: httpx.AsyncClient, accounts: Accounts) -> None:
    other = await accounts.login(VIEWER, PASSWORD, NOW)
    assert other
    assert (await _submit(viewer, action="others")).headers["location"] == "/tokens?done=others"
    assert await accounts.session(other, NOW) is None


async def test_a_site_is_ticked_beforehand_only_where_there_is_no_other(
    owner: httpx.AsyncClient, accounts: Accounts
) -> None:
    ticked = f'name="site {HOST}" checked'
    assert ticked in (await owner.get("/tokens")).text
    await accounts.add_user(EMAIL, "", "owner", "other.example")
    page = (await owner.get("/tokens")).text
    assert 'name="site other.example">' in page
    assert ticked not in page


async def test_without_a_session_it_leads_to_the_login_and_back(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/tokens")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Ftokens")


async def test_sessions_elsewhere_are_ended(owner: httpx.AsyncClient, accounts: Accounts) -> None:
    assert "Du är inloggad bara här." in (await owner.get("/tokens")).text
    other = await accounts.login(EMAIL, PASSWORD, NOW)
    assert other
    assert "Du är inloggad på 1 ställe till." in (await owner.get("/tokens")).text
    answer = await _submit(owner, action="others")
    assert answer.headers["location"] == "/tokens?done=others"
    assert await accounts.session(other, NOW) is None
    assert "Du är inloggad bara här." in (await owner.get("/tokens?done=others")).text
