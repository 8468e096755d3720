"""What owners have given for search engines: one for each site and engine, and how its last asking went."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.access import Access, Fetched, SearchAccess
from store.accounts import Accounts

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

GOOGLE = Access("kbt.example", "google", "oauth", "", b"sealed \x00\xff")
BING = Access("kbt.example", "bing", "key", "https://kbt.example/", b"sealed too")
OTHER = Access("butik.example", "google", "service-account", "sc-domain:butik.example", b"another")
WENT_WELL = Fetched(1_790_000_000, 1_790_000_000, 1_790_080_000)


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[SearchAccess]:
    given = await SearchAccess.open(tmp_path / "accounts.db")
    for access in (GOOGLE, BING, OTHER):
        await given.put(access)
    yield given
    await given.close()


async def test_what_was_given_is_found_by_site_and_engine(given: SearchAccess) -> None:
    assert await given.get("kbt.example", "google") == GOOGLE
    assert await given.get("kbt.example", "bing") == BING
    assert await given.get("butik.example", "bing") is None


async def test_every_access_has_its_turn(given: SearchAccess) -> None:
    assert await given.every() == [OTHER, BING, GOOGLE]


async def test_a_property_is_chosen_for_one_site_and_engine(given: SearchAccess) -> None:
    await given.choose("kbt.example", "google", "sc-domain:kbt.example")
    assert await given.every() == [OTHER, BING, GOOGLE._replace(property="sc-domain:kbt.example")]


async def test_nothing_is_fetched_before_the_first_try(given: SearchAccess) -> None:
    assert await given.fetched("kbt.example", "google") is None
    assert await given.fetched("nowhere.example", "google") is None


@pytest.mark.parametrize(
    "fetched", [WENT_WELL, Fetched(1_790_000_000, None, 1_790_000_300, "server", 3, "Internal Error")]
)
async def test_how_it_went_is_kept(given: SearchAccess, fetched: Fetched) -> None:
    await given.note("kbt.example", "google", fetched)
    assert await given.fetched("kbt.example", "google") == fetched
    assert await given.fetched("kbt.example", "bing") is None
    assert await given.get("kbt.example", "google") == GOOGLE


async def test_whose_last_asking_failed_is_known_at_once(given: SearchAccess) -> None:
    failed = Fetched(1_790_000_000, 1_789_000_000, 1_790_000_300, "forbidden", 3, "No")
    await given.note("kbt.example", "google", WENT_WELL)
    await given.note("kbt.example", "bing", failed)
    assert await given.failing() == [("kbt.example", "bing", failed)]
    await given.note("kbt.example", "bing", WENT_WELL)
    assert await given.failing() == []


async def test_what_is_given_anew_takes_the_old_ones_place_and_forgets_how_it_went(given: SearchAccess) -> None:
    await given.note("kbt.example", "google", WENT_WELL)
    renewed = GOOGLE._replace(form="service-account", secret=b"new")
    await given.put(renewed)
    assert await given.get("kbt.example", "google") == renewed
    assert await given.fetched("kbt.example", "google") is None


async def test_another_property_has_not_been_fetched(given: SearchAccess) -> None:
    await given.note("kbt.example", "google", WENT_WELL)
    await given.note("kbt.example", "bing", WENT_WELL)
    await given.choose("kbt.example", "google", "https://kbt.example/")
    assert await given.fetched("kbt.example", "google") is None
    assert await given.fetched("kbt.example", "bing") == WENT_WELL


async def test_what_is_removed_is_gone_and_a_late_note_brings_nothing_back(given: SearchAccess) -> None:
    await given.remove("kbt.example", "google")
    await given.note("kbt.example", "google", WENT_WELL)
    assert await given.every() == [OTHER, BING]
    assert await given.fetched("kbt.example", "google") is None


async def test_nothing_of_a_removed_secret_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "accounts.db"
    given = await SearchAccess.open(path)
    await given.put(GOOGLE._replace(secret=b"SEALED-AND-REMOVED" * 20))
    await given.remove("kbt.example", "google")
    await given.close()
    assert b"SEALED-AND-REMOVED" not in path.read_bytes()


async def test_it_lies_in_the_file_of_accounts_as_it_is_in_use(given: SearchAccess, tmp_path: Path) -> None:
    accounts = await Accounts.open(tmp_path / "accounts.db")
    await accounts.add_user("owner@kbt.example", "correct horse battery", "owner", "kbt.example")
    await accounts.close()
    assert await given.get("kbt.example", "google") == GOOGLE


def test_an_access_says_nothing_of_its_secret() -> None:
    assert "sealed" not in repr(GOOGLE)
    assert "sealed" not in f"{GOOGLE}"
    assert "kbt.example" in repr(GOOGLE)


async def test_of_which_property_figures_were_fetched_is_known_after_the_access(given: SearchAccess) -> None:
    assert await given.fetched_of("kbt.example", "google") == ""
    await given.note_fetched_of("kbt.example", "google", "sc-domain:kbt.example")
    await given.note_fetched_of("butik.example", "google", "https://butik.example/")
    await given.note_fetched_of("kbt.example", "google", "https://kbt.example/")
    await given.remove("kbt.example", "google")
    assert await given.fetched_of("kbt.example", "google") == "https://kbt.example/"
    assert await given.fetched_of("kbt.example", "bing") == ""
    await given.forget_fetched_of("kbt.example")
    assert await given.fetched_of("kbt.example", "google") == ""
    assert await given.fetched_of("butik.example", "google") == "https://butik.example/"
