"""What the pages, the job and the commands about search figures share."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from dashboard.search.engines.oauth import Consent
from dashboard.search.engines.source import Clean, Engine, Source
from dashboard.search.engines.vault import Vault
from policy.site import Site
from store.access import Form, SearchAccess
from store.search import SearchStore


class Sources(Protocol):
    """Opens an engine with what was given for it."""

    def open(self, engine: Engine, form: Form, secret: str) -> Source:
        """Raises `SourceFailure` where the secret cannot be used as one of that form."""

    def consent(self, vault: Vault) -> Consent | None:
        """The way for an owner to connect Google, where the operator has registered a client."""

    async def end(self, engine: Engine, form: Form, secret: str) -> None:
        """Tells the engine that the access is used no more, where it can be told. Raises `SourceFailure`."""


class SearchRooms(NamedTuple):
    """`clean` gives what may be kept under the policy of a site that is in force."""

    figures: SearchStore
    access: SearchAccess
    vault: Vault
    sources: Sources
    clean: Callable[[Site], Clean]
