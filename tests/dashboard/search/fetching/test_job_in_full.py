"""The daily fetch of all that there is: in several turns, through any stop, and without a word of secrets."""

import logging
from collections.abc import AsyncIterator
from datetime import date
from math import ceil
from pathlib import Path

import pytest

from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import Vault
from dashboard.search.fetching.schedule import tomorrow
from store.access import Fetched
from tests.dashboard.search.engines.authority import CLIENT_SECRET
from tests.dashboard.search.engines.searches import TERMS
from tests.dashboard.search.engines.standin import BING_KEY, StandIn
from tests.dashboard.search.fetching.fetches import (
    CLINIC,
    DAY,
    HOUR,
    MINUTE,
    Installation,
    document,
    every_day,
    installation,
    known,
    site,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def there(tmp_path: Path, standin: StandIn, vault: Vault, sources: NetSources) -> AsyncIterator[Installation]:
    async with installation(tmp_path / "data", standin, vault, sources) as there:
        yield there


async def test_all_that_the_policy_keeps_is_asked_for_in_several_turns(there: Installation) -> None:
    there.sites = [site(document(named=24))]
    await there.connect()
    await there.turn()
    first = await there.fetched()
    assert (first.complete, first.due, first.trouble) == (None, there.standin.now, "")
    assert await there.days() == every_day(date(2026, 11, 3), date(2026, 11, 22)), "the newest are the first"
    turns, before = 1, len(there.standin.asked)
    assert before <= 60
    while (await there.fetched()).complete is None:
        await there.turn(MINUTE)
        turns += 1
        assert len(there.standin.asked) - before <= 60
        before = len(there.standin.asked)
    days = every_day(date(2025, 7, 23), date(2026, 11, 22))
    assert await there.days() == days, "16 months, which is as far as the engines go"
    months = [each.slice.start for each in await there.rooms.figures.held(CLINIC) if each.pairs]
    assert (months[0], months[-1], len(months)) == ("2025-08-01", "2026-10-01", 15)
    assert turns == ceil((len(days) + 15) / 20)
    last = await there.fetched()
    assert last == Fetched(int(there.standin.now), int(there.standin.now), tomorrow(CLINIC, there.standin.now))
    assert (await there.total(date(2026, 2, 1)))[:2] == known(date(2026, 2, 1))[:2]


async def test_a_stop_at_any_point_loses_nothing_and_doubles_nothing(
    there: Installation, tmp_path: Path, vault: Vault, sources: NetSources
) -> None:
    access = await there.connect()
    for requests in range(1, 12):
        await there.stopped_after(requests)
        there.restart()
    await there.complete()
    async with installation(tmp_path / "other", there.standin, vault, sources) as undisturbed:
        await undisturbed.rooms.access.put(access)
        await undisturbed.complete()
        assert await there.held() == await undisturbed.held()
    assert len(await there.days()) == 31


async def test_the_same_twice_counts_once(there: Installation) -> None:
    access = await there.connect()
    await there.complete()
    before = await there.held()
    await there.rooms.access.put(access)
    there.restart()
    await there.complete()
    assert await there.held() == before
    await there.rooms.figures.forget(CLINIC, "2030-01-01")
    await there.rooms.access.put(access)
    there.restart()
    await there.complete()
    assert await there.held() == before


async def test_secrets_are_in_no_log_and_in_no_state(there: Installation, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token = there.standin.authority.refresh_token()
    await there.connect(secret=token)
    await there.connect(engine="bing")
    for failures in ((), ("bing 4",), ("forbidden",), ("500", "500"), ("token invalid_grant",), ("cut", "cut")):
        there.standin.fail(*failures)
        await there.turn(DAY)
    there.standin.authority.refresh_tokens.clear()
    await there.turn(DAY)
    states = [str(await there.fetched(engine=engine)) for engine in ("google", "bing")]
    assert "invalid_grant" in states[0]
    seen = caplog.text + "".join(states)
    assert "HTTP Request: GET" in seen, "the log of every request is on"
    secrets = (token, BING_KEY, CLIENT_SECRET, *there.standin.authority.access_tokens)
    assert [secret for secret in secrets if secret in seen] == []
    said = [each.getMessage() for each in caplog.records if each.name != "aiosqlite"]  # which logs what it stores
    assert [term for term in TERMS if any(term in each for each in said)] == []


async def test_with_another_access_all_is_asked_for_anew(there: Installation) -> None:
    await there.connect()
    await there.complete()
    await there.rooms.figures.forget(CLINIC, "2030-01-01")
    await there.connect()
    await there.complete()
    assert len(await there.days()) == 31


async def test_four_sites_are_asked_for_at_once_and_the_others_after_them(there: Installation) -> None:
    hosts = [f"site-{number}.example" for number in range(5)]
    there.sites = [site(document(host), host=host) for host in hosts]
    for host in hosts:
        await there.connect(host)
    await there.turn()
    asked = [each.path for each in there.standin.asked]
    begun = sorted(next(index for index, path in enumerate(asked) if host in path) for host in hosts)
    assert begun[3] < 20
    assert begun[4] > 60, "when one of those before has had its turn"
    assert [len(await there.days(host)) for host in hosts] == [20] * 5


async def test_the_newest_days_are_replaced_until_they_are_final(there: Installation) -> None:
    await there.connect()
    await there.complete()
    day = date(2026, 11, 22)
    unfinished = await there.total(day)
    assert unfinished.impressions < known(day).impressions
    for _ in range(4):
        there.standin.now = (await there.fetched()).due
        await there.turn()
    assert (await there.total(day))[:2] == known(day)[:2]
    final = {slice.start: final async for slice, final, *_ in there.rooms.figures.dump(CLINIC)}
    assert (final["2026-11-22"], final["2026-11-26"]) == (True, False)
    there.standin.asked.clear()
    there.standin.now = (await there.fetched()).due
    await there.turn()
    assert {each.body["startDate"] for each in there.standin.asked} == {
        "2026-11-25", "2026-11-26", "2026-11-27",
    }, "what is final is not asked for again"  # fmt: skip


async def test_when_all_was_there_last_is_known_until_it_is_again(there: Installation) -> None:
    await there.connect()
    await there.complete()
    complete = there.standin.now
    there.standin.fail("500")
    await there.turn(25 * DAY)
    failed = await there.fetched()
    assert (failed.complete, failed.trouble) == (complete, "server")
    await there.turn(HOUR)
    assert await there.fetched() == Fetched(int(there.standin.now), int(complete), int(there.standin.now))
