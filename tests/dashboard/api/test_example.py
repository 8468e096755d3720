"""The example of the documents, run as it stands against a real server."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.loopback import Loopback
from tests.dashboard.api.served import Filled, application, fill
from tests.dashboard.seed import HOST

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "statistics.py"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return fill(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="module")
def server(filled: Filled) -> Iterator[str]:
    loopback = Loopback()
    loopback.serve(application(filled.data), lifespan=True)
    yield f"http://127.0.0.1:{loopback.port}"
    loopback.stop()


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
    assert len(lines) == 15


def test_it_says_what_is_wrong(server: str, tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("rv_another")
    done = run(server, HOST, str(tmp_path / "token.txt"))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "There is no such token, or it has ended.\n")
    assert run().returncode == 2


def test_it_stands_in_the_page() -> None:
    page = (EXAMPLE.parents[1] / "api.md").read_text(encoding="utf-8")
    assert "(examples/statistics.py)" in page
