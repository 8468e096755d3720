"""Users, grants and sessions."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.accounts import LONGEST_PAUSE, LONGEST_SESSION, Accounts, OtherRole, User, WeakPassword

pytestmark = pytest.mark.anyio

NOW = 1_795_000_000.0
DAY = 86_400
EMAIL, PASSWORD = "agare@example.se", "tolv tecken eller fler"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "accounts.db"


@pytest.fixture
async def accounts(path: Path) -> AsyncIterator[Accounts]:
    accounts = await Accounts.open(path)
    await accounts.add_user(EMAIL, PASSWORD, "owner", "example.se")
    yield accounts
    await accounts.close()


async def _token(accounts: Accounts, now: float = NOW) -> str:
    token = await accounts.login(EMAIL, PASSWORD, now)
    assert token is not None
    return token


async def test_a_login_opens_a_session(accounts: Accounts) -> None:
    token = await _token(accounts)
    assert await accounts.session(token, NOW) == User(EMAIL, "owner", frozenset({"example.se"}))


async def test_an_address_is_the_same_in_capitals_and_with_spaces_around(accounts: Accounts) -> None:
    assert await accounts.login(f" {EMAIL.upper()} ", PASSWORD, NOW)


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "tolv tecken eller fel"), ("nobody@example.se", PASSWORD), ("", ""), ("\0", "\0")]
)
async def test_a_wrong_address_or_password_opens_none(accounts: Accounts, email: str, password: str) -> None:
    assert await accounts.login(email, password, NOW) is None


async def test_an_unknown_user_costs_a_password_check_too(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    agrees = accounts._agrees

    def note(hashed: str, password: str) -> bool:
        checked.append(hashed)
        return agrees(hashed, password)

    monkeypatch.setattr(accounts, "_agrees", note)
    await accounts.login("nobody@example.se", PASSWORD, NOW)
    await accounts.login(EMAIL, "another password", NOW)
    parameters = {each.rpartition("$")[0].rpartition("$")[0] for each in checked}
    assert len(checked) == 2
    assert len(parameters) == 1, "both hashes cost the same"


async def test_a_short_password_is_refused(accounts: Accounts) -> None:
    with pytest.raises(WeakPassword, match="at least 12"):
        await accounts.add_user("ny@example.se", "elva tecken", "viewer", "example.se")
    assert await accounts.login("ny@example.se", "elva tecken", NOW) is None


async def test_adding_a_user_again_grants_one_more_site_and_keeps_the_password(accounts: Accounts) -> None:
    assert not await accounts.add_user(EMAIL, "", "owner", "butik.example")
    user = await accounts.session(await _token(accounts), NOW)
    assert user is not None
    assert user.sites == {"example.se", "butik.example"}


async def test_a_grant_does_not_change_the_role(accounts: Accounts) -> None:
    with pytest.raises(OtherRole, match='role "owner"'):
        await accounts.add_user(EMAIL, PASSWORD, "viewer", "butik.example")


async def test_a_session_ends_after_three_days_unused(accounts: Accounts) -> None:
    token = await _token(accounts)
    assert await accounts.session(token, NOW + LONGEST_PAUSE - 1)
    assert await accounts.session(token, NOW + 2 * LONGEST_PAUSE - 2), "the look in between counts as use"
    assert await accounts.session(token, NOW + 3 * LONGEST_PAUSE) is None


async def test_a_session_ends_after_a_fortnight_of_use(accounts: Accounts) -> None:
    token = await _token(accounts)
    for day in range(14):
        assert await accounts.session(token, NOW + day * DAY)
    assert await accounts.session(token, NOW + LONGEST_SESSION) is None


async def test_logging_out_ends_that_session_alone(accounts: Accounts) -> None:
    here, there = await _token(accounts), await _token(accounts)
    await accounts.logout(here)
    assert await accounts.session(here, NOW) is None
    assert await accounts.session(there, NOW)


async def test_an_invented_token_is_nobody(accounts: Accounts) -> None:
    assert await accounts.session("invented", NOW) is None
    assert await accounts.session("å" * 5_000, NOW) is None


async def test_neither_password_nor_token_is_on_disk(accounts: Accounts, path: Path) -> None:
    token = await _token(accounts)
    written = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert PASSWORD.encode() not in written
    assert token.encode() not in written
    assert EMAIL.encode() in written


async def test_accounts_outlive_a_restart(accounts: Accounts, path: Path) -> None:
    token = await _token(accounts)
    again = await Accounts.open(path)
    assert await again.session(token, NOW)
    await again.close()


async def test_a_site_that_is_taken_away_is_seen_by_nobody(accounts: Accounts) -> None:
    await accounts.add_user("ny@exempel.se", "ett langt losenord", "owner", "klinik.example")
    token = await accounts.login("ny@exempel.se", "ett langt losenord", 0)
    assert token
    await accounts.revoke("klinik.example")
    user = await accounts.session(token, 1)
    assert user
    assert user.sites == frozenset()


async def test_users_are_listed_with_what_they_may_see(accounts: Accounts) -> None:
    await accounts.add_user("annan@example.se", PASSWORD, "viewer", "b.example")
    await accounts.add_user("annan@example.se", "", "viewer", "a.example")
    await accounts.revoke("example.se")
    assert [*await accounts.users()] == [
        User(EMAIL, "owner", frozenset()),
        User("annan@example.se", "viewer", frozenset({"a.example", "b.example"})),
    ]


async def test_whoever_is_removed_is_logged_out(accounts: Accounts) -> None:
    token = await _token(accounts)
    assert await accounts.remove_user(EMAIL.upper())
    assert await accounts.session(token, NOW) is None
    assert not await accounts.remove_user(EMAIL)


async def test_a_site_can_be_taken_from_one_user(accounts: Accounts) -> None:
    await accounts.add_user("annan@example.se", PASSWORD, "viewer", "example.se")
    assert await accounts.withdraw("annan@example.se", "example.se")
    assert not await accounts.withdraw("annan@example.se", "example.se")
    user = await accounts.session(await _token(accounts), NOW)
    assert user
    assert user.sites == {"example.se"}


async def test_a_new_password_ends_every_session(accounts: Accounts) -> None:
    token = await _token(accounts)
    with pytest.raises(WeakPassword):
        await accounts.set_password(EMAIL, "kort")
    assert await accounts.session(token, NOW)
    assert await accounts.set_password(EMAIL, "ett annat lösenord")
    assert await accounts.session(token, NOW) is None
    assert await accounts.login(EMAIL, PASSWORD, NOW) is None
    assert await accounts.login(EMAIL, "ett annat lösenord", NOW)
    assert not await accounts.set_password("nobody@example.se", PASSWORD)


async def test_sessions_elsewhere_are_counted_and_ended(accounts: Accounts) -> None:
    await accounts.add_user("annan@example.se", PASSWORD, "viewer", "example.se")
    theirs = await accounts.login("annan@example.se", PASSWORD, NOW)
    here, there = await _token(accounts), await _token(accounts)
    assert theirs
    assert await accounts.others(here, NOW) == 1
    assert await accounts.others(here, NOW + LONGEST_SESSION) == 0
    await accounts.end_others(here)
    assert await accounts.others(here, NOW) == 0
    assert await accounts.session(there, NOW) is None
    assert await accounts.session(here, NOW)
    assert await accounts.session(theirs, NOW)
    await accounts.end_others("no session")
    assert await accounts.session(theirs, NOW)
