"""What goes with a site that is removed."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from store.notes import Notes
from tests.dashboard.terminal import CLINIC, FIVE, SHOP, Terminal

pytestmark = pytest.mark.quick

DAY = date(2026, 11, 20)


async def write(data: Path, host: str, text: str) -> None:
    notes = await Notes.open(data / "accounts.db")
    await notes.add(host, DAY, DAY, text)
    await notes.close()


async def written(data: Path, host: str) -> list[str]:
    notes = await Notes.open(data / "accounts.db")
    found = [note.text for note in await notes.every(host)]
    await notes.close()
    return found


@pytest.mark.parametrize(
    ("secure", "address"), [("1", "https://stats.klinik.example"), ("0", "http://stats.klinik.example:8000")]
)
def test_what_is_to_be_embedded_is_reached_as_the_dashboard_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secure: str, address: str
) -> None:
    monkeypatch.setenv("RAKNEVERK_SECURE", secure)
    terminal = Terminal(tmp_path)
    done = terminal("site", "add", CLINIC, "--policy", terminal.file(FIVE))
    assert f'src="{address}/s/{CLINIC}.js"' in done.out
    assert f'href="{address}/cookies/{CLINIC}"' in done.out


def test_the_notes_on_its_days_go_and_leave_nothing_in_the_file(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add()
    asyncio.run(write(terminal.data, CLINIC, "the clinic's newsletter"))
    asyncio.run(write(terminal.data, SHOP, "the shop's sale"))
    assert terminal("site", "remove", CLINIC).status == 0
    assert asyncio.run(written(terminal.data, CLINIC)) == []
    assert asyncio.run(written(terminal.data, SHOP)) == ["the shop's sale"]
    left = b"".join(path.read_bytes() for path in terminal.data.glob("accounts.db*"))
    assert b"the clinic's newsletter" not in left
