"""What cannot be audited: a sentence that says why, exit status 3, and nothing written."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.audit.sites.server import CLINIC, OTHER, Server
from tests.audit.sites.site import Site
from tests.audit.sites.unfit import self_certified
from tests.dashboard.terminal import Done, Terminal

UNFIT: Final = {
    "/runt/1": "redirects for ever",
    "/bort": OTHER,
    "/inloggning": "login",
    "/stangt": "login",
    "/blankett.pdf": "not a page",
    "/trasig": "500",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def refused(terminal: Terminal, out: Path, url: str, *options: str) -> str:
    """What is said, when it ends as it should."""
    policy = terminal.file(Site().files["policy.toml"])
    done: Done = terminal("audit", url, "--policy", policy, "--out", str(out), *options)
    assert done.status == 3, done.err
    assert not done.out
    assert not out.exists(), "something was written"
    return done.err.splitlines()[-1]


@pytest.mark.parametrize(("path", "why"), UNFIT.items(), ids=UNFIT)
def test_an_address_that_is_no_website(terminal: Terminal, tmp_path: Path, server: Server, path: str, why: str) -> None:
    said = refused(terminal, tmp_path / "out", server.url(path))
    assert said.startswith("rakneverk: ")
    assert server.url(path) in said
    assert why in said


def test_a_website_that_does_not_answer(terminal: Terminal, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = refused(terminal, tmp_path / "out", f"http://{CLINIC}:{port}/")
    assert "does not answer" in said


def test_a_certificate_that_nobody_signed(terminal: Terminal, tmp_path: Path) -> None:
    with self_certified(CLINIC, tmp_path) as url:
        assert "certificate" in refused(terminal, tmp_path / "out", url)


def test_somebody_elses_website(terminal: Terminal, tmp_path: Path, server: Server) -> None:
    assert "--any-host" in refused(terminal, tmp_path / "out", server.url(host=OTHER))


@pytest.mark.parametrize("address", ["klinik", "ftp://klinik.localhost/", "http://"])
def test_what_is_no_address(terminal: Terminal, tmp_path: Path, address: str) -> None:
    assert address in refused(terminal, tmp_path / "out", address)


def test_no_browser_where_it_is_said_to_be(terminal: Terminal, tmp_path: Path, server: Server) -> None:
    said = refused(terminal, tmp_path / "out", server.url(), "--browser", str(tmp_path / "chromium"))
    assert "Install Chromium" in said
