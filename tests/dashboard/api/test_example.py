"""The example of the documents, run as it stands against a real server."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from bench.loopback import Loopback
from tests.dashboard.api.served import Filled, application, fill
from tests.dashboard.seed import HOST

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "month.py"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return fill(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="module")
def server(filled: Filled) -> Iterator[str]:
    loopback = Loopback()
    loopback.serve(application(filled.data), lifespan=True)
    yield f"http://127.0.0.1:{loopback.port}"
    loopback.stop()


class Elsewhere(BaseHTTPRequestHandler):
    """A server that sends whoever asks on to where it is told to, and remembers with what they came."""

    came: ClassVar[list[str | None]] = []
    to: ClassVar[str | None] = None

    def do_GET(self) -> None:
        self.came.append(self.headers["Authorization"])
        self.send_response(307 if self.to else 404)
        if self.to:
            self.send_header("Location", self.to)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def answering(to: str | None = None) -> Iterator[tuple[str, list[str | None]]]:
    came: list[str | None] = []
    with HTTPServer(("127.0.0.1", 0), type("Told", (Elsewhere,), {"came": came, "to": to})) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.shutdown()
        thread.join()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-X", "utf8", str(EXAMPLE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_it_prints_the_month(filled: Filled, server: str, tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text(filled.token + "\n")
    done = run(server, HOST, str(tmp_path / "token.txt"))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"{HOST}, 2026-10-26 to 2026-11-22"
    assert [line.split()[1] for line in lines[1:4]] == ["pageviews", "visits", "visitors"]
    assert lines[4] == "The pages that were read the most:"
    assert lines[5].split() == ["21", "'/'"]
    assert lines[7].split() == ["9", "'/lista'"], "in one visit alone"
    assert len(lines) == 15


def test_it_says_what_is_wrong(server: str, tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("rv_another")
    done = run(server, HOST, str(tmp_path / "token.txt"))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "There is no such token, or it has ended.\n")
    assert run().returncode == 2


def test_the_token_goes_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("rv_secret")
    with answering() as (other, came), answering(to=other) as (service, asked):
        assert run(service, HOST, str(tmp_path / "token.txt")).returncode == 1
    assert (asked, came) == (["Bearer rv_secret"], [None])


@pytest.mark.parametrize("service", ["http://stats.example.se", "http://127.0.0.1.example.se", "stats.example.se", ""])
def test_nor_where_others_can_read_it(service: str, tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("rv_secret")
    done = run(service, HOST, str(tmp_path / "token.txt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("does not begin with https://, so the token is not sent there.\n")


def test_what_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:1"
    missing = run(nobody, HOST, str(tmp_path / "token.txt"))
    (tmp_path / "token.txt").write_text("rv_secret")
    for done in (missing, run(nobody, HOST, str(tmp_path / "token.txt"))):
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_it_stands_in_the_page() -> None:
    page = (EXAMPLE.parents[1] / "api.md").read_text(encoding="utf-8")
    assert "(examples/month.py)" in page
