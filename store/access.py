"""What an owner has given for the search engines to be asked, sealed, and how the last asking went."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from store.accounts_file import InAccounts
from store.connection import transaction

Form = Literal["oauth", "service-account", "key"]


class Access(NamedTuple):
    """One engine's for one site. `secret` is sealed by whoever uses it; `property` is "" until one is chosen."""

    site: str
    engine: str
    form: Form
    property: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Access({self.site!r}, {self.engine!r}, {self.form!r}, {self.property!r})"


class Fetched(NamedTuple):
    """Times in seconds since 1970: of the last try, of the last that brought all that was due, and of the next.
    `trouble` is "" after one that went well; `tries` the failures since; `detail` the engine's own sentence."""

    tried: int
    complete: int | None
    due: int
    trouble: str = ""
    tries: int = 0
    detail: str = ""


class SearchAccess(InAccounts):
    """What was given, in the SQLite file of accounts, one for each site and engine."""

    async def put(self, access: Access) -> None:
        """In the place of what was given before; how that was asked is forgotten."""
        await self._write(
            "INSERT OR REPLACE INTO search_access (site, engine, form, property, secret) VALUES (?, ?, ?, ?, ?)",
            access,
        )

    async def get(self, site: str, engine: str) -> Access | None:
        return next(iter(await self._read("WHERE site = ? AND engine = ?", (site, engine))), None)

    async def every(self) -> Sequence[Access]:
        """Ordered by site and engine."""
        return await self._read("ORDER BY site, engine")

    async def choose(self, site: str, engine: str, property: str) -> None:
        """Whose figures to ask for; how another property was asked is forgotten."""
        await self._write(
            "UPDATE search_access SET property = ?, tried = NULL, complete = NULL, due = NULL, trouble = '', "
            "tries = 0, detail = '' WHERE site = ? AND engine = ?",
            (property, site, engine),
        )

    async def remove(self, site: str, engine: str) -> None:
        await self._write("DELETE FROM search_access WHERE site = ? AND engine = ?", (site, engine))

    async def fetched(self, site: str, engine: str) -> Fetched | None:
        """How the last asking went; None before the first."""
        rows = await self._connection.execute_fetchall(
            "SELECT tried, complete, due, trouble, tries, detail FROM search_access "
            "WHERE site = ? AND engine = ? AND tried IS NOT NULL",
            (site, engine),
        )
        return next((Fetched(*row) for row in rows), None)

    async def failing(self) -> Sequence[tuple[str, str, Fetched]]:
        """Site, engine and how it went, of those whose last asking failed; ordered by site and engine."""
        rows = await self._connection.execute_fetchall(
            "SELECT site, engine, tried, complete, due, trouble, tries, detail FROM search_access "
            "WHERE trouble <> '' ORDER BY site, engine"
        )
        return [(row[0], row[1], Fetched(*row[2:])) for row in rows]

    async def note(self, site: str, engine: str, fetched: Fetched) -> None:
        """Nothing where the access has been removed meanwhile."""
        await self._write(
            "UPDATE search_access SET tried = ?, complete = ?, due = ?, trouble = ?, tries = ?, detail = ? "
            "WHERE site = ? AND engine = ?",
            (*fetched, site, engine),
        )

    async def fetched_of(self, site: str, engine: str) -> str:
        """The property whose figures were asked for last, also where the access is removed; "" where none were."""
        rows = await self._connection.execute_fetchall(
            "SELECT property FROM search_fetched WHERE site = ? AND engine = ?", (site, engine)
        )
        return next((row[0] for row in rows), "")

    async def note_fetched_of(self, site: str, engine: str, property: str) -> None:
        await self._write("INSERT OR REPLACE INTO search_fetched VALUES (?, ?, ?)", (site, engine, property))

    async def forget_fetched_of(self, site: str) -> None:
        """Of a site that is removed."""
        await self._write("DELETE FROM search_fetched WHERE site = ?", (site,))

    async def _read(self, rest: str, values: tuple[str, ...] = ()) -> list[Access]:
        rows = await self._connection.execute_fetchall(
            f"SELECT site, engine, form, property, secret FROM search_access {rest}",  # noqa: S608
            values,
        )
        return [Access(*row) for row in rows]

    async def _write(self, statement: str, values: tuple[object, ...]) -> None:
        async with self._writing, transaction(self._connection):
            await self._connection.execute(statement, values)
