"""Tokens: what they are good for, what is kept of them, and everything that ends them."""

import hashlib
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.accounts import Accounts, User
from store.tokens import LONGEST_LIFE, MOST, SCOPES, BadToken, Holder, Scope, Tokens, day_of
from tests.empty import empty_accounts

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

NOW = 1_795_000_000.0
DAY = 86_400
TODAY = day_of(NOW)
LATER = TODAY + timedelta(days=30)
OWNER, VIEWER, PASSWORD = "agare@example.se", "tittare@example.se", "tolv tecken eller fler"
SITES = frozenset({"a.example", "b.example"})


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    return await empty_accounts(tmp_path / "accounts.db")


@pytest.fixture
async def accounts(path: Path) -> AsyncIterator[Accounts]:
    accounts = await Accounts.open(path)
    for site in SITES:
        await accounts.add_user(OWNER, PASSWORD, "owner", site)
    yield accounts
    await accounts.close()


@pytest.fixture
async def tokens(path: Path, accounts: Accounts) -> AsyncIterator[Tokens]:
    tokens = await Tokens.open(path)
    yield tokens
    await tokens.close()


async def made(tokens: Tokens, *sites: str, scopes: tuple[Scope, ...] = SCOPES, expires: date = LATER) -> str:
    return await tokens.add(OWNER, "Rapport", scopes, sites or SITES, expires, NOW)


async def test_it_asks_in_its_users_place_for_its_own_sites(tokens: Tokens) -> None:
    token = await made(tokens, "a.example", scopes=("stats:read",))
    assert await tokens.holder(token, NOW) == Holder(
        User(OWNER, "owner", frozenset({"a.example"})), frozenset({"stats:read"})
    )


async def test_it_is_256_random_bits_of_which_only_the_digest_is_kept(tokens: Tokens, path: Path) -> None:
    token, other = await made(tokens), await made(tokens)
    assert token != other
    assert token.startswith("rv_")
    assert len(token) == 3 + 43
    kept = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert token.encode() not in kept
    assert token.removeprefix("rv_").encode() not in kept
    assert hashlib.sha256(token.encode()).digest() in kept


@pytest.mark.parametrize("token", ["", "rv_", "rv_" + "a" * 43, "\0", "\ud800", "å" * 10_000])
async def test_what_is_no_token_has_no_holder(tokens: Tokens, token: str) -> None:
    await made(tokens)
    assert await tokens.holder(token, NOW) is None


async def test_its_last_day_is_a_day_on_which_it_works(tokens: Tokens) -> None:
    token = await made(tokens, expires=TODAY + timedelta(days=1))
    midnight = (NOW // DAY + 2) * DAY
    assert await tokens.holder(token, midnight - 1)
    assert await tokens.holder(token, midnight) is None
    assert await tokens.of(OWNER, midnight) == []
    assert len(await tokens.every(midnight - 1)) == 1


async def test_of_its_use_the_day_is_kept(tokens: Tokens) -> None:
    token = await made(tokens, scopes=("notes:write", "stats:read"))
    [before] = await tokens.of(OWNER, NOW)
    assert before == (
        before.number, OWNER, "Rapport", ("stats:read", "notes:write"), ("a.example", "b.example"), TODAY, None, LATER,
    )  # fmt: skip
    await tokens.holder(token, NOW + 3 * DAY)
    [after] = await tokens.of(OWNER, NOW)
    assert after.used == TODAY + timedelta(days=3)


async def test_it_ends_when_it_is_ended(tokens: Tokens) -> None:
    token, other = await made(tokens), await made(tokens)
    first, second = await tokens.of(OWNER, NOW)
    assert not await tokens.remove(first.number, VIEWER)
    assert await tokens.remove(first.number, OWNER)
    assert not await tokens.remove(first.number)
    assert await tokens.holder(token, NOW) is None
    assert await tokens.holder(other, NOW)
    assert await tokens.remove(second.number)


async def test_it_ends_with_its_user(tokens: Tokens, accounts: Accounts) -> None:
    token = await made(tokens)
    assert await accounts.remove_user(OWNER)
    assert await tokens.holder(token, NOW) is None
    assert await tokens.every(NOW) == []


async def test_it_loses_a_site_with_its_user_and_does_not_get_it_back(tokens: Tokens, accounts: Accounts) -> None:
    both, one = await made(tokens), await made(tokens, "a.example")
    assert await accounts.withdraw(OWNER, "a.example")
    holder = await tokens.holder(both, NOW)
    assert holder
    assert holder.user.sites == {"b.example"}
    assert await tokens.holder(one, NOW) is None
    await accounts.add_user(OWNER, PASSWORD, "owner", "a.example")
    assert await tokens.holder(one, NOW) is None
    assert [token.sites for token in await tokens.of(OWNER, NOW)] == [("b.example",)]
    await accounts.revoke("b.example")
    assert await tokens.holder(both, NOW) is None


async def test_it_never_has_more_than_its_user(tokens: Tokens, accounts: Accounts) -> None:
    await accounts.add_user(VIEWER, PASSWORD, "viewer", "a.example")
    for email, scopes, sites, reason in (
        (OWNER, SCOPES, ["c.example"], "sites"),
        (OWNER, SCOPES, ["a.example", "c.example"], "sites"),
        (OWNER, SCOPES, [], "sites"),
        (OWNER, [], SITES, "scopes"),
        (VIEWER, ["stats:read"], ["b.example"], "sites"),
        (VIEWER, SCOPES, ["a.example"], "role"),
        ("nobody@example.se", SCOPES, ["a.example"], "user"),
    ):
        with pytest.raises(BadToken) as caught:
            await tokens.add(email, "Rapport", scopes, sites, LATER, NOW)  # type: ignore[arg-type]
        assert caught.value.reason == reason
    assert await tokens.every(NOW) == []


@pytest.mark.parametrize("name", ["", " \n\t", "x" * 81])
async def test_it_needs_a_name(tokens: Tokens, name: str) -> None:
    with pytest.raises(BadToken, match="name"):
        await tokens.add(OWNER, name, SCOPES, SITES, LATER, NOW)


@pytest.mark.parametrize("days", [-1, 0, LONGEST_LIFE + 1])
async def test_it_does_not_work_for_ever(tokens: Tokens, days: int) -> None:
    with pytest.raises(BadToken, match="works for"):
        await made(tokens, expires=TODAY + timedelta(days=days))


async def test_there_are_not_too_many_and_the_ended_make_room(tokens: Tokens) -> None:
    for _ in range(MOST):
        await made(tokens, expires=TODAY + timedelta(days=1))
    with pytest.raises(BadToken, match="at most"):
        await made(tokens)
    await tokens.add(OWNER, "Ny", SCOPES, SITES, LATER + timedelta(days=9), NOW + 9 * DAY)
    assert [token.name for token in await tokens.every(NOW + 9 * DAY)] == ["Ny"]
