"""`rakneverk token`: what programs ask by, in a user's place."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from dashboard.commands.data import Arguments, Failure, say
from dashboard.settings import Settings
from store.tokens import BadToken, Token, Tokens, day_of


def token_add(settings: Settings, given: Arguments) -> int:
    now = time.time()
    expires = day_of(now) + timedelta(days=given.days)

    async def add() -> str:
        async with _tokens(settings) as tokens:
            return await tokens.add(given.email, given.name, given.scope, given.site, expires, now)

    try:
        token = asyncio.run(add())
    except BadToken as error:
        raise Failure(f"{error} Nothing was changed.") from None
    say(f"It may {', '.join(given.scope)} of {', '.join(given.site)} until {expires}, and is shown this once:")
    say(token)
    return 0


def token_list(settings: Settings, _: Arguments) -> int:
    async def every() -> list[Token]:
        async with _tokens(settings) as tokens:
            return [*await tokens.every(time.time())]

    for each in asyncio.run(every()):
        used = f"last used {each.used}" if each.used else "never used"
        does = f"{', '.join(each.scopes)}\t{', '.join(each.sites)}"
        say(f"{each.number}\t{each.email}\t{each.name}\t{does}\tmade {each.made}\t{used}\tuntil {each.expires}")
    return 0


def token_remove(settings: Settings, given: Arguments) -> int:
    async def remove() -> bool:
        async with _tokens(settings) as tokens:
            return await tokens.remove(given.number)

    if not asyncio.run(remove()):
        raise Failure(f"There is no token {given.number}; rakneverk token list shows those there are.")
    say(f"Token {given.number} has ended.")
    return 0


@asynccontextmanager
async def _tokens(settings: Settings) -> AsyncIterator[Tokens]:
    tokens = await Tokens.open(settings.data / "accounts.db")
    try:
        yield tokens
    finally:
        await tokens.close()
