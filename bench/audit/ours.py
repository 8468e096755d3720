"""Räkneverk's own: the demonstration's clinic, with a page that has a film, served by a process apart."""

import asyncio
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from dashboard.commands.demonstration import application, install_sites
from dashboard.serve import run
from dashboard.settings import read_settings
from demo.sites import HOSTS

WIRED: Final = (
    "the demonstration's clinic as `rakneverk demo` serves it, from the page with a film; its policy is what it is "
    "compared with."
)

_PATIENCE: Final = 30.0
"""Seconds until the service must answer."""


@contextmanager
def served() -> Iterator[str]:
    """The address of its page."""
    port = _free_port()
    with TemporaryDirectory(prefix="rakneverk-audit-") as data:
        # Started with what stands in this file alone.
        process = subprocess.Popen([sys.executable, "-m", "bench.audit.ours", data, str(port)])  # noqa: S603
        try:
            _await(process, port)
            yield f"http://{HOSTS.clinic}:{port}/andningsovning"
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = monotonic() + _PATIENCE
    while monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
            return
    raise SystemExit("bench.audit: the service does not answer")


def _serve(data: Path, port: int) -> None:
    asyncio.run(install_sites(data, datetime.now(UTC).date()))
    settings = read_settings({}, data=data, secure=False, hit_limit=0)
    run(partial(application, settings, port), settings, "127.0.0.1", port, workers=1)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]))
