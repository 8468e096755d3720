"""`rakneverk user`: who may look at the statistics."""

import asyncio
import getpass
import re
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dashboard.commands import publish
from dashboard.commands.data import Arguments, Failure, files_of, say
from dashboard.settings import Settings
from store.accounts import Accounts, User


def user_add(settings: Settings, given: Arguments) -> int:
    publish.installed(files_of(settings), given.site)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", given.email):
        raise Failure(f"{given.email!r} is not an e-mail address; nothing was changed.")
    password, made = _password()

    async def add() -> bool:
        async with _accounts(settings) as accounts:
            return await accounts.add_user(given.email, password, given.role, given.site)

    is_new = asyncio.run(add())
    say(f"{given.email} may see {given.site} as {given.role}.")
    if not is_new:
        say("The account was there; its password is as before.")
    elif made:
        say(f"Password: {password}")
    return 0


def user_list(settings: Settings, _: Arguments) -> int:
    async def users() -> list[User]:
        async with _accounts(settings) as accounts:
            return [*await accounts.users()]

    for user in asyncio.run(users()):
        say(f"{user.email}\t{user.role}\t{', '.join(sorted(user.sites)) or 'no site'}")
    return 0


def user_remove(settings: Settings, given: Arguments) -> int:
    async def remove() -> bool:
        async with _accounts(settings) as accounts:
            if given.site:
                return await accounts.withdraw(given.email, given.site)
            return await accounts.remove_user(given.email)

    if not asyncio.run(remove()):
        what = f"{given.email} may not see {given.site}" if given.site else f"There is no user {given.email}"
        raise Failure(f"{what}; rakneverk user list shows who may see what.")
    if given.site:
        say(f"{given.email} may no longer see {given.site}, nor may that account's tokens.")
    else:
        say(f"{given.email} is removed. The account's sessions and tokens have ended.")
    return 0


def user_password(settings: Settings, given: Arguments) -> int:
    password, made = _password()

    async def change() -> bool:
        async with _accounts(settings) as accounts:
            return await accounts.set_password(given.email, password)

    if not asyncio.run(change()):
        raise Failure(f"There is no user {given.email}; rakneverk user list shows those there are.")
    say(f"{given.email} has a new password. The account's sessions have ended; its tokens work as before.")
    if made:
        say(f"Password: {password}")
    return 0


@asynccontextmanager
async def _accounts(settings: Settings) -> AsyncIterator[Accounts]:
    accounts = await Accounts.open(settings.data / "accounts.db")
    try:
        yield accounts
    finally:
        await accounts.close()


def _password() -> tuple[str, bool]:
    """Typed twice at a terminal, or one line of stdin; where that is empty one is made, which the second says."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass("Password (empty: one is made for you): ")
        if password and getpass.getpass("Once more: ") != password:
            raise Failure("The two passwords differ; nothing was changed.")
    return (password, False) if password else (secrets.token_urlsafe(12), True)
