"""Which commands need a data directory that is one: a mistyped name is refused, and nothing is made there."""

from pathlib import Path

import pytest

from tests.dashboard.terminal import CLINIC, FIVE, Terminal

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize(
    "typed",
    [
        "check", "site list", f"site remove {CLINIC}", f"policy verify {CLINIC}", f"policy show {CLINIC}",
        f"policy diff {CLINIC} FILE", f"policy publish {CLINIC} FILE", f"policy shoot {CLINIC}",
        f"policy csp {CLINIC} --for nginx", "receipt rotate", f"user add a@b.example --site {CLINIC}",
        f"stats {CLINIC} --from 2026-11-01 --to 2026-11-02",
    ],
)  # fmt: skip
def test_a_mistyped_one_is_refused_and_nothing_is_made(tmp_path: Path, typed: str, exists: bool) -> None:
    terminal = Terminal(tmp_path)
    if exists:
        terminal.data.mkdir()
    file = terminal.file(FIVE)
    done = terminal(*(file if each == "FILE" else each for each in typed.split()))
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err == (
        f"rakneverk: {terminal.data} is no data directory: it has neither policies/sites.json nor counts.db. Name it "
        "with --data or RAKNEVERK_DATA, or begin one with: rakneverk site add HOST --policy FILE\n"
    )
    assert terminal.data.exists() == exists
    assert not list(terminal.data.glob("*"))


def test_what_needs_none_makes_none(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    assert terminal("policy", "check", terminal.file(FIVE)).status == 0
    assert terminal("explain", stdin="{}\n").status == 0
    assert terminal("receipt", "verify", terminal.file("{}")).status == 1
    assert not terminal.data.exists()


def test_one_that_was_only_served_from_has_no_sites(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.data.mkdir()
    (terminal.data / "counts.db").touch()
    assert terminal("site", "list") == (0, "", "")


def test_rotating_where_there_is_no_site_makes_no_key(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.data.mkdir()
    (terminal.data / "counts.db").touch()
    assert "There is no site here yet" in terminal("receipt", "rotate").err
    assert [path.name for path in terminal.data.iterdir()] == ["counts.db"]
