"""The peers' pages on loopback, each under a name of its own, and the company whose film they show."""

import mimetypes
import socket
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Host, Route
from starlette.types import ASGIApp

from bench.audit.peer import PAGES, Peer

FILM: Final = "filmrutan.localhost"

_PATIENCE: Final = 10
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
        # Bound and listening before the thread starts: an early request waits in the backlog.
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        film = Starlette(routes=[Route("/film", _film), Route("/tag.js", _tag)])
        app = Starlette(routes=[Host(FILM, film), *(Host(peer.host, self._site(peer)) for peer in peers)])
        config = uvicorn.Config(app, loop="asyncio", http="h11", ws="none", lifespan="off", log_level="error",
                                timeout_graceful_shutdown=1)  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()

    def url(self, host: str) -> str:
        return f"http://{host}:{self._socket.getsockname()[1]}"

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
