"""The owner's side in a process: it asks the engines in the background, and the collector's side does without it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
import pytest
from starlette.applications import Starlette

from dashboard.owner import google_client
from dashboard.search.engines.vault import FILE, Vault
from dashboard.serve import create
from dashboard.settings import BadSetting, read_settings
from store.access import Access, Fetched, Form, SearchAccess
from tests.dashboard.terminal import CLINIC, SHOP, Terminal

HEAVY: Final = {"httpx", "google.auth", "google.oauth2", "python_calamine"}

SERVE: Final = """
import asyncio, sys
from pathlib import Path
import dashboard.cli
from dashboard.serve import create
from dashboard.settings import read_settings

async def start():
    app = create(read_settings(data=Path(sys.argv[1])), sys.argv[2])
    async with app.router.lifespan_context(app):
        print(*sys.modules)

asyncio.run(start())
"""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def imported(side: str, data: Path) -> set[str]:
    """All that a process of the side has imported when it serves, of what is heavy."""
    # A collector has no use for the file of the owner's side, and reads it not.
    environment = os.environ | ({"RAKNEVERK_GOOGLE_CLIENT": "/nowhere/client.json"} if side == "collector" else {})
    command = [sys.executable, "-W", "error", "-c", SERVE, str(data), side]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return HEAVY & set(done.stdout.split())


def test_the_collector_alone_imports_nothing_of_what_asks_engines(tmp_path: Path) -> None:
    assert imported("collector", tmp_path) == set()
    assert {"httpx", "google.auth"} <= imported("dashboard", tmp_path)


async def give(data: Path, host: str, engine: str, form: Form, secret: bytes) -> None:
    access = await SearchAccess.open(data / "accounts.db")
    await access.put(Access(host, engine, form, f"https://{host}/", secret))
    await access.note_fetched_of(host, engine, f"https://{host}/fetched-of")
    await access.close()


async def given(data: Path) -> list[tuple[str, str]]:
    access = await SearchAccess.open(data / "accounts.db")
    found = [(each.site, each.engine) for each in await access.every()]
    await access.close()
    return found


@pytest.mark.quick
def test_whoever_removes_a_site_deletes_what_opens_its_engines(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add()
    asyncio.run(give(terminal.data, CLINIC, "google", "oauth", b"sealed for google"))
    asyncio.run(give(terminal.data, CLINIC, "bing", "key", b"sealed for bing"))
    asyncio.run(give(terminal.data, SHOP, "bing", "key", b"the shop's"))
    done = terminal("site", "remove", CLINIC)
    assert done.status == 0
    assert "https://myaccount.google.com/connections" in done.out
    assert asyncio.run(given(terminal.data)) == [(SHOP, "bing")]
    left = b"".join(path.read_bytes() for path in terminal.data.glob("accounts.db*"))
    assert b"sealed for" not in left
    assert f"https://{CLINIC}/fetched-of".encode() not in left
    assert f"https://{SHOP}/fetched-of".encode() in left


@pytest.mark.quick
def test_of_a_site_without_engines_nothing_is_said_of_them(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add()
    assert "engines" not in terminal("site", "remove", CLINIC).out


@pytest.mark.quick
@pytest.mark.parametrize("side", ["both", "dashboard"])
@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot be read"), ('{"installed": {}}', "not the file of an OAuth client"), ("{", "not the file")],
)
def test_a_client_that_cannot_be_used_refuses_the_start_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, side: str, content: str | None, why: str
) -> None:
    file = tmp_path / "client.json"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("RAKNEVERK_GOOGLE_CLIENT", str(file))
    done = Terminal(tmp_path)("serve", side)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"rakneverk: RAKNEVERK_GOOGLE_CLIENT: {file} ")
    assert why in done.err
    assert done.err.count("\n") == 1
    with pytest.raises(BadSetting):
        google_client(read_settings())


@pytest.mark.quick
def test_without_a_setting_there_is_no_client() -> None:
    assert google_client(read_settings({})) is None


@pytest.mark.quick
@pytest.mark.anyio
async def test_a_process_of_the_owners_side_asks_in_the_background(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add()
    keys = Vault(tmp_path / "elsewhere" / FILE)
    await give(terminal.data, CLINIC, "bing", "key", keys.seal(CLINIC, "bing", "0123456789abcdef"))
    app = create(msgspec.structs.replace(read_settings({}), data=terminal.data), "dashboard")
    assert isinstance(app, Starlette)
    access = await SearchAccess.open(terminal.data / "accounts.db")
    async with app.router.lifespan_context(app):
        found: Fetched | None = None
        while found is None:
            found = await access.fetched(CLINIC, "bing")
    await access.close()
    assert (found.trouble, found.tries) == ("revoked", 1), "as after a restore: the keys are in no backup"
