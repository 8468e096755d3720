"""Opens the engines as they are on the net. Nothing is asked before the first question."""

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from dashboard.search.engines.bing import BING, Bing
from dashboard.search.engines.credentials import account_credentials, consent_credentials
from dashboard.search.engines.google import Google
from dashboard.search.engines.oauth import Consent, GoogleClient, GoogleEndpoints, revoke
from dashboard.search.engines.source import Engine, Source, SourceFailure
from dashboard.search.engines.vault import Vault
from dashboard.search.engines.wire import LIMITS, Limits, Wire
from store.access import Form


class Endpoints(NamedTuple):
    """Google's own and Microsoft's."""

    google: GoogleEndpoints = GoogleEndpoints()
    bing: str = BING


ENDPOINTS: Final = Endpoints()


class NetSources:
    """`client` is None where the operator has registered none: then no owner can connect by consent."""

    def __init__(
        self,
        client: GoogleClient | None = None,
        endpoints: Endpoints = ENDPOINTS,
        limits: Limits = LIMITS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client, self._endpoints, self._clock = client, endpoints, clock
        self._wire = Wire(limits, clock)

    def open(self, engine: Engine, form: Form, secret: str) -> Source:
        """Raises `SourceFailure`: "malformed" where the secret cannot be one of that form, "unregistered" where the
        operator has no client to use a consent with."""
        if engine == "bing" and form == "key":
            return Bing(self._wire, self._endpoints.bing, secret, self._clock)
        if engine == "google" and form == "oauth":
            if self._client is None:
                raise SourceFailure("unregistered")
            credentials = consent_credentials(self._endpoints.google, self._client, secret)
        elif engine == "google" and form == "service-account":
            credentials = account_credentials(self._endpoints.google, secret)
        else:
            raise SourceFailure("malformed")
        return Google(self._wire, self._endpoints.google.console, credentials, self._clock)

    def consent(self, vault: Vault) -> Consent | None:
        """The way for an owner to connect Google, where the operator has registered a client."""
        return Consent(self._wire, self._endpoints.google, self._client, vault) if self._client else None

    async def end(self, engine: Engine, form: Form, secret: str) -> None:
        """Tells the engine that the access is used no more, where it can be told: only a consent can. Raises
        `SourceFailure`."""
        if engine == "google" and form == "oauth":
            await revoke(self._wire, self._endpoints.google, secret)

    async def close(self) -> None:
        await self._wire.close()
