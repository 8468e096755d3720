"""Räkneverk's own banner on the demonstration's clinic, audited by the command: no fault, and nothing counted."""

import json
from pathlib import Path
from typing import Any, Final, NamedTuple

import anyio
import pytest

from store.sqlite import SQLiteCounts
from tests.browser.demonstration import Demonstration
from tests.dashboard.terminal import Done, Terminal

FILM: Final = "http://kbt-verkstan.localhost:{port}/andningsovning"
"""The page with a film of another company's."""


class Run(NamedTuple):
    """What the command said, the report it wrote, and all that the service had counted in the end."""

    done: Done
    report: Any
    counted: list[Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    directory = tmp_path_factory.mktemp("ours")
    terminal = Terminal(directory)
    with Demonstration(terminal.data) as service:
        url, out = FILM.format(port=service.port), directory / "out"
        done = terminal("audit", url, "--pages", "2", "--json", "--out", str(out))
    [file] = out.glob("*.json")
    return Run(done, json.loads(file.read_text("utf-8")), anyio.run(_counted, terminal.data / "counts.db"))


async def _counted(file: Path) -> list[Any]:
    store = await SQLiteCounts.open(file)
    try:
        return [row for site in await store.sites() async for row in store.dump(site)]
    finally:
        await store.close()


def test_no_fault_is_found(run: Run) -> None:
    assert run.done.status == 0, run.done


def test_both_answers_were_given_and_kept(run: Run) -> None:
    kept = {(step["phase"], stored["name"]) for step in run.report["evidence"]["steps"] for stored in step["stored"]}
    assert {("refused", "rv_choice"), ("accepted", "rv_choice"), ("accepted", "rv_receipt")} <= kept


def test_the_film_was_seen_after_the_yes(run: Run) -> None:
    asked = {
        (step["phase"], request["host"])
        for step in run.report["evidence"]["steps"]
        for request in step["requests"]
        if not request["own"]
    }
    assert ("accepted", "video.localhost") in asked


def test_nothing_was_counted(run: Run) -> None:
    """No page view, no answer, and not even that something was left out."""
    assert run.counted == []
