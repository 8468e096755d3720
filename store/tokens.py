"""Tokens by which programs ask in a user's place: what each may do, of which sites, and until when."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Final, Literal, NamedTuple, get_args

from store.accounts import Role, User
from store.accounts_file import InAccounts
from store.connection import transaction

Scope = Literal["sites:read", "stats:read", "notes:write"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

PREFIX: Final = "rv_"
"""How a token begins, so that it is recognised where it should not lie."""

LONGEST_NAME: Final = 80
"""Characters."""

MOST: Final = 50
"""Tokens of one user."""

LONGEST_LIFE: Final = 3_660
"""Days."""


class Token(NamedTuple):
    """`number` names it for good; `used` is the day of its last use, `expires` the last on which it works (UTC)."""

    number: int
    email: str
    name: str
    scopes: tuple[Scope, ...]
    sites: tuple[str, ...]
    made: date
    used: date | None
    expires: date


class Holder(NamedTuple):
    """Who asks by a token: its user, with the token's sites alone."""

    user: User
    scopes: frozenset[Scope]


Why = Literal["name", "scopes", "sites", "role", "expires", "many", "user"]


class BadToken(ValueError):
    """A token cannot be made as asked; `reason` says why, and `sites` are those that its user may not see."""

    def __init__(self, reason: Why, sites: Collection[str] = ()) -> None:
        self.reason = reason
        super().__init__(_REASONS[reason] + (f" It may not see {', '.join(sorted(sites))}." if sites else ""))


_REASONS: Final[dict[Why, str]] = {
    "name": f"A token needs a name of at most {LONGEST_NAME} characters, that says what it is for.",
    "scopes": f"A token needs at least one scope, of {', '.join(SCOPES)}.",
    "sites": "A token needs at least one site, of those that its user may see.",
    "role": "Only an owner's token may write.",
    "expires": f"A token works for at least a day and at most {LONGEST_LIFE}.",
    "many": f"A user has at most {MOST} tokens: end one that is no longer used.",
    "user": "There is no such user.",
}

_COLUMNS: Final = "number, email, name, scopes, made, used, expires"


class Tokens(InAccounts):
    """In the SQLite file of accounts."""

    async def add(
        self, email: str, name: str, scopes: Collection[Scope], sites: Collection[str], expires: date, now: float
    ) -> str:
        """The token, which is told this once: only its digest is kept. Raises `BadToken`."""
        name, today = " ".join(name.split()), day_of(now)
        if not 0 < len(name) <= LONGEST_NAME:
            raise BadToken("name")
        if not scopes or not set(scopes) <= set(SCOPES):
            raise BadToken("scopes")
        if not 0 < (expires - today).days <= LONGEST_LIFE:
            raise BadToken("expires")
        token = PREFIX + secrets.token_urlsafe(32)
        ordered = " ".join(scope for scope in SCOPES if scope in scopes)
        async with self._writing, transaction(self._connection):
            await self._sweep(today)
            user = await self._user(email.strip().lower(), scopes)
            added = await self._connection.execute(
                "INSERT INTO tokens (user, digest, name, scopes, made, expires) VALUES (?, ?, ?, ?, ?, ?)",
                (user, _digest(token), name, ordered, today.isoformat(), expires.isoformat()),
            )
            await self._grant(added.lastrowid, user, frozenset(sites))
        return token

    async def of(self, email: str, now: float) -> Sequence[Token]:
        """A user's, the oldest first; those that have ended are not among them."""
        return await self._read("email = ? AND expires >= ?", (email.strip().lower(), day_of(now).isoformat()))

    async def every(self, now: float) -> Sequence[Token]:
        return await self._read("expires >= ?", (day_of(now).isoformat(),))

    async def remove(self, number: int, email: str | None = None) -> bool:
        """Ends a token at once; False where there is none, or none of that user."""
        async with self._writing, transaction(self._connection):
            removed = await self._connection.execute(
                "DELETE FROM tokens WHERE number = ? AND (? IS NULL OR user = (SELECT id FROM users WHERE email = ?))",
                (number, email, email),
            )
        return removed.rowcount > 0

    async def holder(self, token: str, now: float) -> Holder | None:
        """Who asks; None once it has ended. It is found by its digest, so how long that takes says nothing of it."""
        today, digest = day_of(now).isoformat(), _digest(token)
        rows = await self._connection.execute_fetchall(
            "SELECT number, email, role, scopes, used, site FROM tokens JOIN users ON users.id = tokens.user "
            "JOIN token_sites ON token = number WHERE digest = ? AND expires >= ?",
            (digest, today),
        )
        found = [*rows]
        if not found:
            return None
        number, email, role, scopes, used, _ = found[0]
        if used != today:
            await self._use(number, today)
        return Holder(User(email, role, frozenset(row[5] for row in found)), frozenset(scopes.split()))

    async def _read(self, where: str, values: tuple[object, ...]) -> list[Token]:
        rows = await self._connection.execute_fetchall(
            f"SELECT {_COLUMNS}, site FROM tokens JOIN users ON users.id = tokens.user "  # noqa: S608
            f"JOIN token_sites ON token = number WHERE {where} ORDER BY number, site",
            values,
        )
        sites: dict[tuple[object, ...], list[str]] = {}
        for *row, site in rows:
            sites.setdefault(tuple(row), []).append(site)
        return [_token(row, tuple(its)) for row, its in sites.items()]

    async def _user(self, email: str, scopes: Collection[Scope]) -> int:
        rows = await self._connection.execute_fetchall(
            "SELECT id, role, (SELECT COUNT(*) FROM tokens WHERE user = id) FROM users WHERE email = ?", (email,)
        )
        known: tuple[int, Role, int] | None = next(((row[0], row[1], row[2]) for row in rows), None)
        if known is None:
            raise BadToken("user")
        user, role, tokens = known
        if role != "owner" and "notes:write" in scopes:
            raise BadToken("role")
        if tokens >= MOST:
            raise BadToken("many")
        return user

    async def _grant(self, token: int | None, user: int, sites: Collection[str]) -> None:
        rows = await self._connection.execute_fetchall("SELECT site FROM grants WHERE user = ?", (user,))
        unseen = set(sites) - {site for (site,) in rows}
        if not sites or unseen:
            raise BadToken("sites", unseen)
        await self._connection.executemany(
            "INSERT INTO token_sites VALUES (?, ?, ?)", [(token, user, site) for site in sites]
        )

    async def _use(self, number: int, today: str) -> None:
        async with self._writing, transaction(self._connection):
            await self._connection.execute("UPDATE tokens SET used = ? WHERE number = ?", (today, number))

    async def _sweep(self, today: date) -> None:
        """What has ended: by its day, or because its user may see none of its sites any more."""
        await self._connection.execute(
            "DELETE FROM tokens WHERE expires < ? OR number NOT IN (SELECT token FROM token_sites)",
            (today.isoformat(),),
        )


def day_of(now: float) -> date:
    """UTC's, at a time in seconds since 1970."""
    return datetime.fromtimestamp(now, UTC).date()


def _token(row: Sequence[object], sites: tuple[str, ...]) -> Token:
    number, email, name, scopes, made, used, expires = row
    return Token(
        int(str(number)), str(email), str(name), tuple(each for each in SCOPES if each in str(scopes).split()), sites,
        date.fromisoformat(str(made)), date.fromisoformat(str(used)) if used else None,
        date.fromisoformat(str(expires)),
    )  # fmt: skip


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
