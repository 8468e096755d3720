"""What goes with a site that is removed."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from store.notes import Notes
from tests.dashboard.terminal import CLINIC, SHOP, Terminal

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
