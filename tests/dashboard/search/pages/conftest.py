"""An owner at the page for search figures, with the stand-in in the engines' place."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from dashboard.app import create
from dashboard.search.rooms import SearchRooms
from store.accounts import Accounts
from store.notes import Notes
from store.sqlite import SQLiteCounts
from store.tokens import Tokens
from tests.dashboard.conftest import Installed
from tests.dashboard.search.engines.standin import StandIn
from tests.dashboard.search.pages.owner import BASE, DOMAIN
from tests.dashboard.seed import HOST, NOW


@pytest.fixture
async def visitor(
    store: SQLiteCounts, accounts: Accounts, tokens: Tokens, installed: Installed, search: SearchRooms, notes: Notes
) -> AsyncIterator[httpx.AsyncClient]:
    """At the address that the operator registered at Google."""
    routes = create(store, accounts, tokens, installed, search, notes, secure_cookies=True, clock=lambda: NOW)
    app = Starlette(routes=routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        yield client


@pytest.fixture(autouse=True)
def _theirs(standin: StandIn) -> None:
    """What the engines know of the site."""
    standin.properties = {DOMAIN: "SITE_OWNER"}
    standin.bing_sites = {f"https://{HOST}/": True}
