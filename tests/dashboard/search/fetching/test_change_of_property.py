"""What fetches forgets what was fetched of another property, also what came in after that one was left."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.search.engines import connecting
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import Vault
from store.search import Figures, SearchKey, Slice
from tests.dashboard.search.engines.standin import StandIn
from tests.dashboard.search.fetching.fetches import CLINIC, MINUTE, TODAY, Installation, installation, until

pytestmark = pytest.mark.anyio

DOMAIN, PREFIX = f"sc-domain:{CLINIC}", f"https://{CLINIC}/"
DAY = TODAY - timedelta(10)


@pytest.fixture
async def there(tmp_path: Path, standin: StandIn, vault: Vault, sources: NetSources) -> AsyncIterator[Installation]:
    async with installation(tmp_path / "data", standin, vault, sources) as found:
        yield found


async def choose(there: Installation, name: str) -> None:
    there.standin.properties[name] = "SITE_OWNER"
    access = await there.rooms.access.get(CLINIC, "google")
    assert access
    await connecting.choose(there.rooms, there.sites[0], "google", access, name)


async def test_another_property_is_fetched_in_the_place_of_the_one_before(there: Installation) -> None:
    await there.connect(named=PREFIX)
    there.standin.properties[PREFIX] = "SITE_OWNER"
    await there.complete()
    before = await there.total(DAY)
    of_file = Slice(CLINIC, "imported:google", "2026-11-01", "2026-11-03")
    await there.rooms.figures.replace(of_file, True, {SearchKey(): Figures(7, 70)}, fetched=False)
    await choose(there, DOMAIN)
    assert [each.slice for each in await there.rooms.figures.held(CLINIC)] == [of_file]
    await there.complete()
    after = await there.total(DAY)
    assert before != after
    assert len(await there.days()) > 20
    assert of_file in [each.slice for each in await there.rooms.figures.held(CLINIC)]


async def test_what_is_answered_of_the_property_before_after_all_goes_too(there: Installation) -> None:
    await there.connect(named=PREFIX)
    there.standin.properties[PREFIX] = "SITE_OWNER"
    turn = asyncio.create_task(there.turn())
    await until(lambda: len(there.standin.asked) >= 4)
    await choose(there, DOMAIN)
    late = Slice(CLINIC, "imported:google", "2026-08-01", "2026-08-02")  # as of an answer that was under way
    await there.rooms.figures.replace(late, True, {SearchKey(): Figures(1, 1)})
    await turn
    await there.turn(MINUTE)
    assert late not in [each.slice for each in await there.rooms.figures.held(CLINIC)]
    assert await there.rooms.access.fetched_of(CLINIC, "google") == DOMAIN


async def test_after_a_stop_nothing_of_the_same_property_is_forgotten(there: Installation) -> None:
    await there.connect()
    await there.turn()
    before = await there.held()
    there.restart()
    await there.turn(MINUTE)
    assert before.items() <= (await there.held()).items()
