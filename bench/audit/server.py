"""The peers' pages on loopback, each under a name of its own, and the company whose film they show."""

import mimetypes
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Host, Route
from starlette.types import ASGIApp

from bench.audit.peer import PAGES, Peer
from bench.loopback import Loopback

FILM: Final = "filmrutan.localhost"

_FRAME: Final = '<!doctype html><html lang="sv"><title>Film</title><p>Här går filmen.</p></html>'
_TAG: Final = """{
  const src = new URL('film', document.currentScript.src);
  document.querySelector('#film').append(Object.assign(document.createElement('iframe'), { title: 'Film', src }));
}"""
# Browsers count *.localhost as trustworthy, so that Secure works here without TLS.
_COOKIE: Final = "viewer=1; Max-Age=2592000; Path=/; Secure; SameSite=None"


class Server:
    """Serves in a thread while it is entered."""

    def __init__(self, peers: Sequence[Peer]) -> None:
        self._loopback = Loopback()
        film = Starlette(routes=[Route("/film", _film), Route("/tag.js", _tag)])
        app = Starlette(routes=[Host(FILM, film), *(Host(peer.host, self._site(peer)) for peer in peers)])
        self._application = app

    def __enter__(self) -> Self:
        self._loopback.serve(self._application)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loopback.stop()

    def url(self, host: str) -> str:
        return f"http://{host}:{self._loopback.port}"

    def _site(self, peer: Peer) -> ASGIApp:
        files = dict(peer.files()) | {"page.css": (PAGES / "page.css").read_bytes()}
        files["integritet"] = files[""]

        async def file(request: Request) -> Response:
            path = request.path_params["path"]
            if path not in files:
                return Response(status_code=404)
            content = files[path]
            if not path.startswith("files/"):
                content = content.replace(b"__FILM__", self.url(FILM).encode())
            return Response(content, media_type=mimetypes.guess_type(path)[0] or "text/html")

        return Starlette(routes=[Route("/{path:path}", file)])


async def _film(_: Request) -> Response:
    return HTMLResponse(_FRAME, headers={"Set-Cookie": _COOKIE})


async def _tag(_: Request) -> Response:
    return Response(_TAG, media_type="text/javascript")
