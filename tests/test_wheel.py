"""What is installed from the wheel works without the source tree: the command, the data it reads, and the service."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Final

import httpx
import pytest

ROOT: Final = Path(__file__).parents[1]
PATIENCE: Final = 60.0
"""Seconds until something that should be true by now counts as false."""

NOT_COPIED: Final = shutil.ignore_patterns(".*", "tests", "build", "node_modules", "*.egg-info", "__pycache__")

READS: Final = """
import importlib.metadata, sys
from importlib.resources import files
import audit, collector, dashboard, demo, policy, static, store
from audit.known import load_known
from audit.report import HERE as REPORT
from collector.lists import load_lists
from collector.robots import load_robots
from dashboard.pages.assets import load_assets
from demo.sites import pages
from policy.check import read

for package in (audit, collector, dashboard, demo, policy, static, store):
    assert package.__file__.startswith(sys.prefix), package.__file__
assert "__POLICY__" in (files("static") / "script.min.js").read_text()
assert "__POLICY__" in (files("static") / "services.min.js").read_text()
assert "{" in (files("static") / "banner.min.css").read_text()
assert (files("dashboard") / "templates" / "csp" / "nginx.conf").is_file()
read((files("policy") / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8"))
assert "CREATE TABLE" in (files("store") / "migrations" / "counts" / "0001.sql").read_text()
assert "CREATE TABLE" in (files("store") / "migrations" / "accounts" / "0001.sql").read_text()
assert (files("store") / "clickhouse.sql").is_file()
assert load_lists()
assert load_robots().knows("curl/8.16.0")
assert load_known().find("_ga", "")
assert (REPORT / "templates" / "report.html").is_file()
assert list((REPORT / "probes").glob("*.js"))
assert load_assets()
assert pages("kbt-verkstan.se") and pages("kbtverkstanbutik.se")
licences = [str(path) for path in importlib.metadata.files("rakneverk") if "licenses" in str(path)]
print(len(licences))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without a network, from a copy: building leaves traces in the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "tree", ignore=NOT_COPIED)
    _pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, folder / "tree")
    (built,) = folder.glob("rakneverk-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel, which finds everyone else's packages where these tests do."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    binaries = folder / "bin"
    _pip("--python", binaries / "python", "install", "--no-deps", "--no-index", wheel)
    (site_packages,) = (folder / "lib").glob("python*/site-packages")
    (site_packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return binaries


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory to work in, and no path that leads to the tree."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return tmp_path


def _pip(*arguments: str | Path) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    command = [sys.executable, "-m", "pip", *quiet, *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def _run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_runs(installed: Path, empty: Path) -> None:
    told = _run(installed / "rakneverk", "--help")
    for command in ("serve", "demo", "site", "policy", "user", "explain", "stats", "check", "audit"):
        assert f"\n    {command} " in told
    assert not list(empty.iterdir())


def test_what_it_reads_is_in_the_wheel(installed: Path, empty: Path) -> None:
    assert empty
    licences = int(_run(installed / "python", "-c", READS))
    assert licences >= 3, "the terms of code and data are shipped with them"


def test_nothing_else_is_in_the_wheel(installed: Path) -> None:
    (site_packages,) = (installed.parent / "lib").glob("python*/site-packages")
    folders = {path.name for path in site_packages.iterdir() if path.is_dir() and "-" not in path.name}
    assert folders == {"audit", "collector", "dashboard", "demo", "policy", "static", "store"}


def test_it_serves(installed: Path, empty: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [installed / "rakneverk", "serve", "--port", str(port)]
    with subprocess.Popen(
        list(map(str, command)), env={**os.environ, "RAKNEVERK_DATA": str(empty / "data")}
    ) as service:
        try:
            # Connecting is tried again, ever more slowly, while the service starts.
            with httpx.Client(transport=httpx.HTTPTransport(retries=7), timeout=PATIENCE) as client:
                assert client.get(f"http://127.0.0.1:{port}/health").json() == {"status": "ok"}
                assert "Räkneverk" in client.get(f"http://127.0.0.1:{port}/login").text
        finally:
            service.terminate()
            assert service.wait(PATIENCE) == 0
