"""The daily fetch: when what is asked, what becomes of the answers, and of failures of each class."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from collector.imported import Imported
from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import Answer, Clean, SourceFailure, Told
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import Vault
from dashboard.search.fetching.job import Fetching, FetchJob
from dashboard.search.fetching.keeping import keep
from dashboard.search.fetching.schedule import tomorrow
from policy.site import Site, Sites
from store.access import Fetched
from store.search import SearchKey, Slice
from tests.dashboard.search.engines.searches import TERMS
from tests.dashboard.search.engines.standin import StandIn
from tests.dashboard.search.fetching.fetches import (
    CLINIC,
    DAY,
    HOUR,
    MINUTE,
    SHOP,
    TODAY,
    Installation,
    document,
    installation,
    site,
    until,
)
from tests.policy.documents import changed

pytestmark = pytest.mark.anyio


LATER: Final = {
    "without search terms": document(version=2, terms=False),
    "without the engine": changed('engine = "google"', 'engine = "bing"', document(version=2)),
}
"""Policies under which Google may not be asked any more."""


@pytest.fixture
async def there(tmp_path: Path, standin: StandIn, vault: Vault, sources: NetSources) -> AsyncIterator[Installation]:
    async with installation(tmp_path / "data", standin, vault, sources) as there:
        yield there


async def test_terms_are_kept_as_the_policy_lets_them_and_what_is_withheld_stands_in_the_total(
    there: Installation,
) -> None:
    await there.connect()
    await there.turn()
    day = [each.slice for each in await there.rooms.figures.held(CLINIC) if each.slice.start == "2026-11-17"]
    figures = await there.rooms.figures.top(day)
    assert {key.term for key in figures} == {*TERMS, ""}
    assert {key.page for key in figures} == {""}, "pages are told of by the month"
    of_terms = sum(found.clicks for key, found in figures.items() if key.term)
    assert 0 < of_terms < figures[SearchKey()].clicks


async def test_nothing_is_asked_for_that_the_policy_would_not_keep(there: Installation) -> None:
    await there.connect()
    await there.connect(engine="bing")
    await there.complete()
    since = date(2026, 10, 23)
    assert min(each.slice.start for each in await there.rooms.figures.held(CLINIC)) == str(since)
    assert min(asked.body["startDate"] for asked in there.standin.asked if "startDate" in asked.body) == str(since)


async def test_what_failed_stands_last_so_that_it_holds_up_nothing_else(there: Installation) -> None:
    await there.connect()
    there.standin.fail("500")
    await there.turn()
    assert await there.days() == []
    there.standin.asked.clear()
    await there.turn(5 * MINUTE)
    assert there.standin.asked[0].body["startDate"] == "2026-11-21"
    await there.turn(MINUTE)
    queries = [each.body for each in there.standin.asked if each.body["dimensions"] == ["DATE"]]
    assert queries[-1]["startDate"] == "2026-11-22"
    assert len(await there.days()) == 31


async def test_until_it_is_due_nothing_is_asked(there: Installation) -> None:
    await there.connect()
    await there.complete()
    there.standin.asked.clear()
    due = (await there.fetched()).due
    there.standin.now = due - 1
    await there.turn()
    assert there.standin.asked == []
    await there.turn(1)
    assert there.standin.asked != []


async def test_a_clock_that_was_ahead_loses_no_days(there: Installation) -> None:
    await there.connect()
    ahead = 200 * DAY
    today, there.standin.now = there.standin.now, there.standin.now + ahead
    await there.turn()
    there.standin.now = today
    later = Slice(CLINIC, "imported:google", "2027-06-01", "2027-06-02")
    await there.rooms.figures.replace(later, True, {})
    await there.rooms.figures.merge(later._replace(basis="imported:bing"), True, {})
    there.restart()
    await there.turn()
    held = [each.slice for each in await there.rooms.figures.held(CLINIC) if each.slice.start > "2026-11-24"]
    assert held == [later._replace(basis="imported:bing")], "the other engine's are its own affair"


@pytest.mark.parametrize("figures", [Told("kbt", "", 1, 2**53 + 1, 0.001), Told("kbt", "", 1, 2**50, 9.0)])
async def test_more_than_a_store_can_add_up_is_not_kept(there: Installation, figures: Told) -> None:
    answer = Answer(Range(date(2026, 11, 9), date(2026, 11, 9)), True, [figures])
    with pytest.raises(SourceFailure, match="unreadable"):
        await keep(there.rooms.figures, CLINIC, "google", answer, Imported(site()))
    assert await there.held() == {}


async def test_a_slow_site_holds_up_no_other_and_is_asked_once(there: Installation) -> None:
    there.sites = [site(), site(host=SHOP)]
    there.fetching = Fetching(there.rooms, lambda: Sites(there.sites), part=0.5)
    await there.connect()
    there.standin.fail("slow")
    await there.turn()
    assert await there.rooms.access.fetched(CLINIC, "google") is None
    await there.connect(SHOP)
    for _ in range(40):
        await there.turn()
        if len(await there.days(SHOP)) == 31:
            break
    assert len(await there.days(SHOP)) == 31
    assert len([each for each in there.standin.asked if CLINIC in each.path]) == 1
    await there.fetching.close()
    await there.turn()
    assert len([each for each in there.standin.asked if CLINIC in each.path]) > 1, "it is asked again"
    await there.fetching.close()


async def test_who_has_had_a_turns_time_begins_with_nothing_new(there: Installation) -> None:
    there.fetching = Fetching(there.rooms, lambda: Sites(there.sites), part=0)
    await there.connect()
    await there.turn()
    found = None
    while found is None:
        found = await there.rooms.access.fetched(CLINIC, "google")
    assert len(await there.days()) == 1
    assert (found.complete, found.due) == (None, there.standin.now), "and goes on in the next"


async def test_what_takes_too_long_is_given_up_and_tried_again_later(there: Installation) -> None:
    there.fetching = Fetching(there.rooms, lambda: Sites(there.sites), longest=0.2)
    await there.connect()
    there.standin.fail("slow")
    await there.turn()
    found = await there.fetched()
    assert (found.trouble, found.due) == ("unanswered", there.standin.now + 5 * MINUTE)


async def test_a_clock_that_went_wrong_is_not_waited_for(there: Installation) -> None:
    await there.connect()
    ahead = int(there.standin.now) + 900 * DAY
    await there.rooms.access.note(CLINIC, "google", Fetched(ahead, ahead, ahead + DAY))
    await there.turn()
    assert (await there.fetched()).tried == there.standin.now


@pytest.mark.parametrize(
    ("failure", "trouble", "pauses"),
    [
        ("500", "server", [5 * MINUTE, 10 * MINUTE, 20 * MINUTE]),
        ("503", "server", [MINUTE, MINUTE, MINUTE]),  # it asks for 30 seconds
        ("cut", "unanswered", [5 * MINUTE, 10 * MINUTE, 20 * MINUTE]),
        ("rateLimitExceeded", "throttled", [MINUTE, 2 * MINUTE, 4 * MINUTE]),
        ("429", "throttled", [2 * MINUTE, 2 * MINUTE, 2 * MINUTE]),  # which is what it asks for
        ("html", "unreadable", [6 * HOUR, 6 * HOUR]),
        ("quotaExceeded", "quota", [20 * HOUR, DAY]),  # until midnight in California
    ],
)
async def test_what_passes_is_tried_again_by_its_class(
    there: Installation, failure: str, trouble: str, pauses: list[int]
) -> None:
    await there.connect()
    for tries, pause in enumerate(pauses, 1):
        there.standin.fail(failure)
        await there.turn()
        found = await there.fetched()
        now = there.standin.now
        assert (found.trouble, found.tries, found.due - now, found.complete) == (trouble, tries, pause, None)
        there.standin.asked.clear()
        await there.turn(pause - 1)
        assert there.standin.asked == []
        there.standin.now += 1
    await there.turn()
    assert (await there.fetched())[3:] == ("", 0, "")


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [("forbidden", "forbidden"), ("404", "property"), ("token invalid_grant", "revoked")],
)
async def test_what_only_the_owner_can_mend_is_tried_once_a_day(
    there: Installation, failure: str, trouble: str
) -> None:
    await there.connect()
    there.standin.fail(failure)
    await there.turn()
    found = await there.fetched()
    assert (found.trouble, found.due) == (trouble, tomorrow(CLINIC, there.standin.now))
    await there.connect()
    await there.turn(MINUTE)
    assert (await there.fetched()).trouble == "", "once it is connected anew it is tried at once"


async def test_what_was_answered_before_a_failure_is_kept(there: Installation) -> None:
    await there.connect()
    await there.turn()
    complete = await there.days()
    there.standin.fail("quotaExceeded")
    await there.turn(MINUTE)
    assert await there.days() == complete
    assert len(complete) == 20


async def test_the_failure_of_one_site_is_no_others(there: Installation) -> None:
    there.sites = [site(), site(host=SHOP)]
    await there.connect(secret="1//0-a-token-that-never-held")
    await there.connect(SHOP)
    await there.turn()
    assert (await there.fetched()).trouble == "revoked"
    assert (await there.fetched(SHOP)).trouble == ""
    assert len(await there.days(SHOP)) == 20


async def test_a_fault_of_ours_stops_nothing_and_is_told_without_what_it_quotes(
    there: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    def clean(of: Site) -> Clean:
        if of.host == CLINIC:
            raise ValueError("no place for 'kbt stockholm'")
        return Imported(of)

    there.sites = [site(), site(host=SHOP)]
    there.rooms = there.rooms._replace(clean=clean)
    there.restart()
    await there.connect()
    await there.connect(SHOP)
    await there.turn()
    found = await there.fetched()
    assert (found.trouble, found.detail, found.due) == ("unreadable", "", there.standin.now + 6 * HOUR)
    assert len(await there.days(SHOP)) == 20
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == [
        f"what google tells of {CLINIC} was not fetched and will be asked again: ValueError"
    ]


async def test_what_cannot_even_be_read_stops_nothing_either(
    there: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    def sites() -> Sites:
        raise OSError("kbt stockholm")

    await there.connect()
    await Fetching(there.rooms, sites).turn(there.standin.now)
    await there.rooms.access.close()
    await there.turn()
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == [
        f"what google tells of {CLINIC} was not fetched and will be asked again: OSError",
        "what to ask search engines for could not be read: ValueError",
    ]


async def test_each_engine_of_a_site_has_its_own_state(there: Installation) -> None:
    await there.connect(secret="1//0-a-token-that-never-held")
    await there.connect(engine="bing")
    await there.turn()
    assert (await there.fetched()).trouble == "revoked"
    bing = await there.fetched(engine="bing")
    assert (bing.trouble, bing.complete) == ("", there.standin.now)
    assert {each.slice.basis for each in await there.rooms.figures.held(CLINIC)} == {"imported:bing"}


async def test_without_a_property_nothing_is_asked(there: Installation) -> None:
    access = await there.connect(named="")
    await there.turn()
    assert there.standin.asked == []
    assert await there.rooms.access.every() == [access]
    assert await there.rooms.access.fetched(CLINIC, "google") is None


@pytest.mark.parametrize("how", ["removed", *LATER])
async def test_what_a_site_has_no_more_use_for_is_deleted_and_ended_at_the_engine(
    there: Installation, how: str
) -> None:
    await there.connect()
    if how == "removed":
        there.sites = [site(removed=True)]
    else:
        there.sites = [site(document(), LATER[how])]
    await there.turn()
    assert there.standin.asked == []
    assert await there.rooms.access.every() == []
    assert there.standin.authority.refresh_tokens == set()


async def test_a_consent_that_another_site_may_live_by_is_not_ended(there: Installation) -> None:
    there.sites = [site(removed=True), site(host=SHOP)]
    await there.connect()
    shops = await there.connect(SHOP)
    await there.turn()
    assert await there.rooms.access.every() == [shops]
    assert len(there.standin.authority.refresh_tokens) == 2


@pytest.mark.parametrize("why", ["the engine is down", "the key is gone"])
async def test_an_access_is_deleted_also_where_the_engine_cannot_be_told(
    there: Installation, tmp_path: Path, why: str
) -> None:
    await there.connect()
    there.sites = [site(removed=True)]
    if why == "the engine is down":
        there.standin.fail("revoke 500")
    else:
        (tmp_path / "keys" / "search.key").unlink()
    await there.turn()
    assert await there.rooms.access.every() == []


async def test_of_a_site_that_is_not_known_nothing_is_asked_and_nothing_deleted(there: Installation) -> None:
    access = await there.connect()
    there.sites = []
    await there.turn()
    assert there.standin.asked == []
    assert await there.rooms.access.every() == [access]


async def test_after_a_restore_without_the_keys_the_owner_is_told_to_connect_again(
    there: Installation, tmp_path: Path
) -> None:
    await there.connect()
    (tmp_path / "keys" / "search.key").unlink()
    await there.turn()
    found = await there.fetched()
    assert (found.trouble, found.due) == ("revoked", tomorrow(CLINIC, there.standin.now))
    assert there.standin.asked == []


async def test_who_connects_anew_amid_a_turn_is_not_told_of_the_access_before(there: Installation) -> None:
    await there.connect()
    turn = asyncio.create_task(there.turn())
    await until(lambda: bool(there.standin.asked))
    await there.connect()
    await turn
    assert await there.rooms.access.fetched(CLINIC, "google") is None
    assert len({each.body["startDate"] for each in there.standin.asked}) == 1, "and no more is asked with that"


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
async def test_a_policy_that_changes_amid_a_turn_holds_from_the_next_question_on(
    there: Installation, later: str
) -> None:
    await there.connect()
    turn = asyncio.create_task(there.turn())
    await until(lambda: bool(there.standin.asked))
    there.sites = [site(document(), later)]
    await turn
    assert len({each.body["startDate"] for each in there.standin.asked}) == 1


async def test_of_two_processes_one_asks_and_the_other_takes_over(there: Installation) -> None:
    await there.connect()
    looked: list[str] = []

    def job(name: str) -> FetchJob:
        def clock() -> float:
            looked.append(name)
            return there.standin.now

        return FetchJob(there.data, there.fetching, clock)

    first, second = job("first"), job("second")
    await until(lambda: len(there.standin.asked) > 9)
    await second.close()
    await first.close()
    assert looked == ["first"]
    third = job("third")
    await until(lambda: len(looked) > 1)
    await third.close()
    assert looked == ["first", "third"]


def test_the_stand_ins_day_is_the_one_that_these_tests_speak_of(standin: StandIn) -> None:
    assert standin.today == TODAY == datetime.fromtimestamp(standin.now, UTC).date()
