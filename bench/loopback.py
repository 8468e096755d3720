"""An application served in a thread on loopback."""

import asyncio
import socket
import threading
from typing import Final, Self

import uvicorn
from starlette.types import ASGIApp

_PATIENCE: Final = 20.0
"""Seconds for what is under way when it stops."""


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Also of connections that a browser opened ahead while this began, and never used."""
        await super().shutdown(sockets)
        for connection in self.server_state.connections.copy():
            connection.transport.abort()
        await asyncio.sleep(0)  # in which they are closed


class Loopback:
    """Its `port`, free or the one that is named, is known before the application is."""

    def __init__(self, port: int = 0) -> None:
        # Bound and listening before the thread starts: an early request waits in the backlog.
        self._socket = socket.create_server(("127.0.0.1", port), backlog=64)
        # Which asyncio does for sockets made for TCP by name alone: else a body waits 40 ms for its head's ACK.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._socket.getsockname()[1]

    def serve(self, application: ASGIApp, *, lifespan: bool = False) -> Self:
        config = uvicorn.Config(
            application, loop="asyncio", http="h11", ws="none", lifespan="on" if lifespan else "off",
            log_level="error", timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()
