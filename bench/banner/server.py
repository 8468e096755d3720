"""The pages on loopback, each with its banner's files beside it, and a note of what was asked for."""

import gzip
from collections.abc import Iterable
from types import TracebackType
from typing import Final, NamedTuple, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.banner.contestant import HERE, Contestant
from bench.loopback import Loopback
from demo.sites import HOSTS

_TYPES: Final = {"js": "text/javascript", "css": "text/css", "html": "text/html"}


class File(NamedTuple):
    """As it is served: compressed beforehand, as a site's server would have it."""

    media_type: str
    raw: bytes
    compressed: bytes


class Server:
    """Serves in a thread while it is entered. `asked` holds every file that was, and is emptied by whoever counts."""

    def __init__(self, contestants: Iterable[Contestant]) -> None:
        self._files = {path: file for each in contestants for path, file in _files(each)}
        self.asked: list[File] = []
        self.posts = 0
        self._loopback = Loopback()
        app = Starlette(
            routes=[
                Route("/{name}/consent", self._consent, methods=["POST"]),
                Route("/{path:path}", self._file),
            ]
        )
        self._application = app

    def __enter__(self) -> Self:
        self._loopback.serve(self._application)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loopback.stop()

    def url(self, contestant: Contestant) -> str:
        return f"http://{HOSTS.clinic}:{self._loopback.port}/{contestant.name}/"

    async def _file(self, request: Request) -> Response:
        file = self._files.get(request.url.path)
        if file is None:
            return Response(status_code=404)
        self.asked.append(file)
        headers = {"Content-Encoding": "gzip", "Cache-Control": "no-store", "Vary": "Accept-Encoding"}
        return Response(file.compressed, media_type=file.media_type, headers=headers)

    async def _consent(self, request: Request) -> Response:
        """Stands in for the collector, which counts an answer and says nothing."""
        self.posts += 1
        origin = request.headers.get("origin", "*")
        return Response(
            status_code=204,
            headers={"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"},
        )


def _files(contestant: Contestant) -> Iterable[tuple[str, File]]:
    base = f"/{contestant.name}/"
    yield base, _as_served("html", contestant.page.encode())
    yield f"{base}page.css", _as_served("css", (HERE / "page.css").read_bytes())
    for path, content in contestant.files.items():
        yield base + path, _as_served(path.rpartition(".")[2], content)


def _as_served(suffix: str, content: bytes) -> File:
    return File(_TYPES[suffix], content, gzip.compress(content, 9, mtime=0))
