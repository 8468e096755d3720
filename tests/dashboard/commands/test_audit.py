"""The command `audit`, but for the browser: whose websites it takes, what it refuses, what it tells and writes."""

import io
import sys
from pathlib import Path

import pytest

from audit.judge import judge
from audit.report import report_of
from dashboard.commands.audit import Bar, own_hosts, told, write_all
from dashboard.settings import read_settings
from policy.check import read
from tests.audit.by_hand import GOOD, HOST, declaration, more, stored
from tests.audit.by_hand import TEXT as POLICY
from tests.dashboard.terminal import BOTH, CLINIC, SHOP, Terminal

pytestmark = pytest.mark.quick

URL = f"http://{HOST}/"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


class _Screen(io.StringIO):
    """A terminal of its own."""

    def isatty(self) -> bool:
        return True


def test_ones_own_are_the_installed_sites(terminal: Terminal) -> None:
    terminal.add(CLINIC, BOTH)
    terminal.add(SHOP, BOTH)
    assert {CLINIC, SHOP} <= own_hosts(read_settings(data=terminal.data), None)


def test_ones_own_are_the_sites_that_the_policy_governs(terminal: Terminal) -> None:
    assert own_hosts(read_settings(data=terminal.data), read(POLICY)) == {HOST}
    assert not terminal.data.exists(), "an audit needs no data directory, and makes none"


def test_without_either_nothing_is_ones_own(terminal: Terminal) -> None:
    assert own_hosts(read_settings(data=terminal.data), None) == frozenset()


def test_it_says_what_to_install(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "audit.browser", raising=False)
    monkeypatch.setitem(sys.modules, "playwright", None)
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    done = terminal("audit", URL, "--any-host", "--out", str(tmp_path / "out"))
    assert done.status == 3
    assert "pip install 'rakneverk[audit]'" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["https://annan.example/"], "not one of your own hosts"),
        (["ftp://annan.example", "--any-host"], "ftp://annan.example is no address of a website"),
        ([URL, "--any-host", "--out", __file__], "cannot be written to"),
        ([URL, "--any-host", "--propose", f"{__file__}/rows.toml"], "cannot be written to"),
    ],
)
def test_it_refuses_before_a_browser_starts(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, given: list[str], why: str
) -> None:
    monkeypatch.setitem(sys.modules, "playwright", None)
    done = terminal("audit", *given)
    assert (done.status, done.out) == (3, "")
    assert why in done.err


@pytest.mark.parametrize("option", [("--pages", "0"), ("--pages", "501"), ("--language", "de"), ("--nothing",)])
def test_what_it_does_not_understand_is_usage(terminal: Terminal, option: tuple[str, ...]) -> None:
    assert terminal("audit", URL, *option).status == 2


def test_a_policy_that_is_not_sound_is_refused_with_its_problem(terminal: Terminal) -> None:
    file = terminal.file(POLICY.replace("version = 1", "version = 0", 1))
    done = terminal("audit", URL, "--policy", file)
    assert done.status == 3
    assert f"rakneverk: {file}: version: expected a whole number" in done.err


def test_a_policy_that_cannot_be_read_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal("audit", URL, "--policy", str(tmp_path / "none.toml"))
    assert (done.status, done.out) == (3, "")
    assert "none.toml cannot be read: No such file or directory" in done.err
    (tmp_path / "none.toml").write_bytes(b"\xff\xfe")
    done = terminal("audit", URL, "--policy", str(tmp_path / "none.toml"))
    assert (done.status, done.out) == (3, "")
    assert "none.toml is not UTF-8 text; save it as UTF-8." in done.err


def test_the_help_tells_the_exit_statuses(terminal: Terminal) -> None:
    assert "0 no faults, 1 faults found, 2 usage, 3 the website could not be audited" in " ".join(
        terminal("audit", "--help").out.split()
    )


def test_a_terminal_has_a_bar_that_goes_away() -> None:
    screen = _Screen()
    with Bar(screen, "en") as bar:
        bar.told(1, 4, "refused")
        bar.told(4, 4, "end")
    assert "[#######.......................] 1/4 after a no" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_elsewhere_each_part_is_a_line() -> None:
    file = io.StringIO()
    with Bar(file, "sv") as bar:
        for done in range(3):
            bar.told(done, 9, "before")
        bar.told(3, 9, "refused")
    assert file.getvalue() == "0/9 före svar\n3/9 efter ett nej\n"


def test_each_finding_is_one_line_whatever_the_website_calls_things() -> None:
    evidence = more("before", stored("a\nb\x1b[2J"))(GOOD)
    lines = told(report_of(evidence, declaration(), judge(evidence, declaration()), "en"))
    assert lines[0].startswith("L9\tFault\ta\ufffdb\ufffd[2J (cookie) is stored before anyone has answered.")
    assert lines[-1] == f"{HOST}. Of 23 points: 2 with faults, 0 with a warning, 3 not checked, 18 passed."
    assert all(line.replace("\t", "").isprintable() for line in lines)


def test_the_files_are_written_together(tmp_path: Path) -> None:
    files = {tmp_path / "new" / "a.html": "a", tmp_path / "new" / "a.json": "b"}
    write_all(files)
    assert {path.name: path.read_text() for path in (tmp_path / "new").iterdir()} == {"a.html": "a", "a.json": "b"}


def test_or_none_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_all({tmp_path / "a.html": "a", tmp_path / "file" / "a.json": "b"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
