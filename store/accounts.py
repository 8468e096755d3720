"""Who may look at the statistics: users with a password, the sites granted to them, and their sessions."""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, Self

import aiosqlite
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from store.accounts_file import InAccounts
from store.connection import transaction

Role = Literal["owner", "viewer"]

LONGEST_SESSION: Final = 14 * 86_400
"""Seconds after which a session ends however much it is used."""

LONGEST_PAUSE: Final = 3 * 86_400
"""Seconds without a look after which it ends."""

SHORTEST_PASSWORD: Final = 12

# argon2id at the least cost that OWASP's Password Storage Cheat Sheet advises, which a small server can bear.
_HASHER: Final = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)

_TOUCH: Final = 300  # seconds: a page with its panels need not write the time of its session again and again

_BESIDE: Final = "digest != ? AND user = (SELECT user FROM sessions WHERE digest = ?)"


class User(NamedTuple):
    """Someone who may look at `sites`, which are hosts."""

    email: str
    role: Role
    sites: frozenset[str]


class AccountError(Exception):
    """An account cannot be made as asked; the message says why."""


class WeakPassword(AccountError):
    """A password must have at least 12 characters."""

    def __init__(self) -> None:
        super().__init__(f"A password must have at least {SHORTEST_PASSWORD} characters.")


class OtherRole(AccountError):
    """The user exists with another role, which a grant does not change."""

    def __init__(self, email: str, role: Role) -> None:
        super().__init__(f'{email} is already a user, with the role "{role}": a user has one role for all sites.')


class Accounts(InAccounts):
    """Users and sessions in one SQLite file."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        super().__init__(connection)
        self._hashing = asyncio.Lock()  # one at a time, so that a flood of logins takes neither memory nor all cores

    @classmethod
    async def open(cls, path: Path) -> Self:
        opened = await super().open(path)
        await asyncio.to_thread(_nobody)
        return opened

    async def add_user(self, email: str, password: str, role: Role, site: str) -> bool:
        """Adds a user who may look at the site; who exists keeps the password and may look at one more.

        False when the user existed. Raises `WeakPassword` or `OtherRole`.
        """
        email = _canonical(email)
        known = await self._role(email)
        if known is None:
            hashed = await self._hashed(password)
        elif known != role:
            raise OtherRole(email, known)
        async with self._writing, transaction(self._connection):
            if known is None:
                await self._connection.execute(
                    "INSERT INTO users (email, role, password) VALUES (?, ?, ?)", (email, role, hashed)
                )
            await self._connection.execute(
                "INSERT OR IGNORE INTO grants SELECT id, ? FROM users WHERE email = ?", (site, email)
            )
        return known is None

    async def revoke(self, site: str) -> None:
        """Takes the site from all who may look at it, and from their tokens: whoever has it next is another."""
        await self._write("DELETE FROM grants WHERE site = ?", (site,))

    async def users(self) -> Sequence[User]:
        """All of them, by their address."""
        rows = await self._connection.execute_fetchall(
            "SELECT email, role, site FROM users LEFT JOIN grants ON user = users.id ORDER BY email"
        )
        found: dict[tuple[str, Role], set[str]] = {}
        for email, role, site in rows:
            found.setdefault((email, role), set()).update({site} - {None})
        return [User(email, role, frozenset(sites)) for (email, role), sites in found.items()]

    async def remove_user(self, email: str) -> bool:
        """With sessions and tokens, which end at once; False where there is none."""
        return await self._write("DELETE FROM users WHERE email = ?", (_canonical(email),))

    async def withdraw(self, email: str, site: str) -> bool:
        """Takes one site from a user, and from the user's tokens; False where the user could not see it."""
        return await self._write(
            "DELETE FROM grants WHERE site = ? AND user = (SELECT id FROM users WHERE email = ?)",
            (site, _canonical(email)),
        )

    async def set_password(self, email: str, password: str) -> bool:
        """Ends the user's sessions; False where there is no such user. Raises `WeakPassword`."""
        hashed = await self._hashed(password)
        async with self._writing, transaction(self._connection):
            changed = await self._connection.execute(
                "UPDATE users SET password = ? WHERE email = ?", (hashed, _canonical(email))
            )
            await self._connection.execute(
                "DELETE FROM sessions WHERE user = (SELECT id FROM users WHERE email = ?)", (_canonical(email),)
            )
        return changed.rowcount > 0

    async def login(self, email: str, password: str, now: float) -> str | None:
        """A new session's token; None after the same time whether the user or only the password is wrong."""
        rows = await self._connection.execute_fetchall(
            "SELECT id, password FROM users WHERE email = ?", (_canonical(email),)
        )
        user, hashed = next(iter(rows), (None, _nobody()))
        async with self._hashing:
            agrees = await asyncio.to_thread(self._agrees, hashed, password)
        if user is None or not agrees:
            return None
        token = secrets.token_urlsafe(32)
        async with self._writing, transaction(self._connection):
            await self._connection.execute(
                "DELETE FROM sessions WHERE began <= ? OR used <= ?", (now - LONGEST_SESSION, now - LONGEST_PAUSE)
            )
            await self._connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?)", (_digest(token), user, int(now), int(now))
            )
        return token

    async def session(self, token: str, now: float) -> User | None:
        """Whose session it is; None once it has ended."""
        digest = _digest(token)
        rows = await self._connection.execute_fetchall(
            "SELECT users.id, email, role, used FROM sessions JOIN users ON users.id = user "
            "WHERE digest = ? AND began > ? AND used > ?",
            (digest, now - LONGEST_SESSION, now - LONGEST_PAUSE),
        )
        for user, email, role, used in rows:
            if now - used > _TOUCH:
                await self._touch(digest, now)
            grants = await self._connection.execute_fetchall("SELECT site FROM grants WHERE user = ?", (user,))
            return User(email, role, frozenset(site for (site,) in grants))
        return None

    async def logout(self, token: str) -> None:
        async with self._writing, transaction(self._connection):
            await self._connection.execute("DELETE FROM sessions WHERE digest = ?", (_digest(token),))

    async def others(self, token: str, now: float) -> int:
        """How many more sessions the session's user has."""
        rows = await self._connection.execute_fetchall(
            f"SELECT COUNT(*) FROM sessions WHERE {_BESIDE} AND began > ? AND used > ?",  # noqa: S608
            (_digest(token), _digest(token), now - LONGEST_SESSION, now - LONGEST_PAUSE),
        )
        return next(int(count) for (count,) in rows)

    async def end_others(self, token: str) -> None:
        await self._write(f"DELETE FROM sessions WHERE {_BESIDE}", (_digest(token), _digest(token)))  # noqa: S608

    async def _hashed(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise WeakPassword
        async with self._hashing:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def _write(self, statement: str, values: tuple[object, ...]) -> bool:
        """Whether there was something to change."""
        async with self._writing, transaction(self._connection):
            changed = await self._connection.execute(statement, values)
        return changed.rowcount > 0

    async def _role(self, email: str) -> Role | None:
        rows = await self._connection.execute_fetchall("SELECT role FROM users WHERE email = ?", (email,))
        return next((role for (role,) in rows), None)

    async def _touch(self, digest: bytes, now: float) -> None:
        async with self._writing, transaction(self._connection):
            await self._connection.execute("UPDATE sessions SET used = ? WHERE digest = ?", (int(now), digest))

    @staticmethod
    def _agrees(hashed: str, password: str) -> bool:
        try:
            return _HASHER.verify(hashed, password)
        except VerificationError:
            return False


@cache
def _nobody() -> str:
    """The hash that an unknown user's password is checked against: of a password that nobody has."""
    return _HASHER.hash(secrets.token_urlsafe())


def _canonical(email: str) -> str:
    return email.strip().lower()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
