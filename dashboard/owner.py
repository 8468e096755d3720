"""The owner's side of a process: what it opens beside the counts, its routes, and the asking of search engines."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from starlette.routing import Route

from collector.imported import Imported
from dashboard.app import create
from dashboard.search.engines.oauth import BadClient, GoogleClient
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.fetching.job import Fetching, FetchJob
from dashboard.search.rooms import SearchRooms
from dashboard.settings import BadSetting, Settings
from policy.site import Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.counts import CountStore
from store.notes import Notes
from store.search import SearchStore
from store.tokens import Tokens


async def owners_side(
    settings: Settings, store: CountStore, figures: SearchStore, sites: Callable[[], Sites], stack: AsyncExitStack
) -> list[Route]:
    """Closed in the order: no more questions to the engines, what carries them, the accounts."""
    data = settings.data
    accounts = await Accounts.open(data / "accounts.db")
    stack.push_async_callback(accounts.close)
    tokens = await Tokens.open(data / "accounts.db")
    stack.push_async_callback(tokens.close)
    notes = await Notes.open(data / "accounts.db")
    stack.push_async_callback(notes.close)
    access = await SearchAccess.open(data / "accounts.db")
    stack.push_async_callback(access.close)
    sources = NetSources(google_client(settings))
    stack.push_async_callback(sources.close)
    rooms = SearchRooms(figures, access, Vault(data / "keys" / FILE), sources, Imported)
    stack.push_async_callback(FetchJob(data, Fetching(rooms, sites)).close)
    return create(store, accounts, tokens, sites, rooms, notes, settings.secure)


def google_client(settings: Settings) -> GoogleClient | None:
    """Of the installation, where it has one. Raises `BadSetting` where its file cannot be used."""
    if not settings.google_client:
        return None
    try:
        return GoogleClient.read(Path(settings.google_client))
    except BadClient as error:
        raise BadSetting(f"RAKNEVERK_GOOGLE_CLIENT: {error}") from None
