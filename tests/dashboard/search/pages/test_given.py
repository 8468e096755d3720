"""What is given for an engine and cannot be used or kept: said, with what to do, and never an error of the server."""

from pathlib import Path

import httpx
import pytest

from dashboard.search.rooms import SearchRooms
from tests.dashboard.search.engines.standin import BING_KEY, StandIn
from tests.dashboard.search.pages.owner import PAGE, connected, said, send

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("secret", ['{"x":' + "[" * 200_000, "[" * 200_000])
async def test_brackets_in_brackets_are_no_service_account(
    owner: httpx.AsyncClient, search: SearchRooms, secret: str
) -> None:
    answer = await send(owner, "account", secret=secret)
    assert answer.status_code == 400
    assert "Det där är inte nyckeln till ett tjänstekonto." in said(answer.text)
    assert await search.access.every() == []


async def test_what_is_stored_as_a_service_account_may_be_anything(
    owner: httpx.AsyncClient, search: SearchRooms
) -> None:
    await connected(search, secret='{"x":' + "[" * 200_000, form="service-account")
    assert (await owner.get(PAGE)).status_code == 200


@pytest.mark.parametrize("action", ["bing", "account", "google"])
async def test_a_damaged_key_file_is_said_to_the_owner_and_to_the_operator(
    owner: httpx.AsyncClient,
    search: SearchRooms,
    standin: StandIn,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    action: str,
) -> None:
    (tmp_path / "keys").mkdir(exist_ok=True)
    (tmp_path / "keys" / "search.key").write_bytes(b"damaged")
    secret = {"bing": BING_KEY, "account": standin.authority.account_file()}.get(action, "")
    answer = await send(owner, action, secret=secret)
    assert answer.status_code == 503
    assert "nyckelfilen på servern är skadad. Be den som driver Räkneverk att läsa loggen" in said(answer.text)
    assert "search.key is damaged. Delete it: another is made" in caplog.text
    assert standin.asked == [], "before it is told to anyone"
    assert await search.access.every() == []
