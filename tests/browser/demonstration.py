"""The real service with the demonstration's two sites, behind a proxy that says whom it forwards for, in a process of
its own over a data directory."""

import asyncio
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Final, Self

import httpx
import uvicorn
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from dashboard.commands.demonstration import application, install_sites
from dashboard.serve import run
from dashboard.settings import read_settings

PATIENCE: Final = 20.0
"""Seconds until something that should be true by now counts as false."""


ADDRESS: Final = "203.0.113.77"
"""Whom the proxy forwards for: every visitor."""


def serve(data: Path, port: int) -> None:
    asyncio.run(install_sites(data, date(2026, 1, 1)))
    settings = read_settings({}, data=data, secure=False, fold_seconds=0.2, hit_limit=0)
    inner = free_port()
    proxy = uvicorn.Server(uvicorn.Config(Proxy(inner), port=port, log_level="warning", lifespan="off"))
    answering = Thread(target=proxy.run, daemon=True)
    answering.start()
    run(partial(application, settings, port), settings, "127.0.0.1", inner, workers=1)
    proxy.should_exit = True
    answering.join()  # at the interpreter's end its loop would run on in what is gone


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Proxy:
    """A reverse proxy on the same machine, such as an owner has in front of the service."""

    def __init__(self, port: int) -> None:
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        headers = [*request.headers.raw, (b"x-forwarded-for", ADDRESS.encode())]
        url = scope["raw_path"].decode() + (f"?{request.url.query}" if request.url.query else "")
        answer = await self._client.request(request.method, url, headers=headers, content=await request.body())
        await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.headers.raw})
        await send({"type": "http.response.body", "body": answer.content})


class Demonstration:
    """Answers once it is entered; ended, with everything folded, when it is left."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.browser.demonstration", str(self.data), str(self.port)]
        self._process = subprocess.Popen(command)
        deadline = monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the service ended before it answered"
            assert monotonic() < deadline, "the service does not answer"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        assert self._process.wait(PATIENCE) in {0, -15}

    def _answers(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1) as answer:
            return bool(answer.status == 200)
        return False


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
