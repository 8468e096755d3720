"""The engines' stand-in, and clients that ask it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.loopback import Loopback
from dashboard.search.engines.oauth import GoogleClient
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import Vault
from tests.dashboard.search.engines.standin import StandIn

ENGINES_NOW: Final = datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp()
"""Four in the morning of the 23rd in Pacific time."""


class Address:
    """Where the stand-in of the test that runs is reached; one server for all, for it takes a while to stop one."""

    def __init__(self) -> None:
        self._loopback = Loopback()
        self.base = f"http://127.0.0.1:{self._loopback.port}"
        self.answering: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.answering is not None, "a request outside of a test"
        await self.answering(scope, receive, send)

    def start(self) -> None:
        self._loopback.serve(self)

    def stop(self) -> None:
        self._loopback.stop()


@pytest.fixture(scope="session")
def account_key() -> RSAPrivateKey:
    return generate_private_key(65_537, 2_048)


@pytest.fixture(scope="session")
def engines_address() -> Iterator[Address]:
    address = Address()
    address.start()
    yield address
    address.stop()


@pytest.fixture
def standin(engines_address: Address, account_key: RSAPrivateKey) -> Iterator[StandIn]:
    standin = StandIn(engines_address.base, account_key, ENGINES_NOW)
    engines_address.answering = standin.application()
    yield standin
    engines_address.answering = None


@pytest.fixture
def client(standin: StandIn, tmp_path: Path) -> GoogleClient:
    """The operator's, read from its file."""
    path = tmp_path / "client.json"
    path.write_text(standin.authority.client_file())
    return GoogleClient.read(path)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "keys" / "search.key")


@pytest.fixture
async def sources(standin: StandIn, client: GoogleClient) -> AsyncIterator[NetSources]:
    """With the stand-in's clock."""
    sources = NetSources(client, standin.endpoints, clock=lambda: standin.now)
    yield sources
    await sources.close()
