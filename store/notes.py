"""What owners have written on days of their sites: what a chart cannot tell of itself, such as a newsletter sent."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from store.accounts_file import InAccounts
from store.connection import transaction

LONGEST: Final = 200
"""Characters of a note."""

MOST: Final = 1_000
"""Notes of one site."""

MOST_ON_A_DAY: Final = 20
"""Notes of one site that touch the same day."""

LONGEST_TIME: Final = 366
"""Days of a note."""

_FIRST, _LAST, _DAY = date(2000, 1, 1), date(2199, 12, 31), timedelta(days=1)


class Note(NamedTuple):
    """Of the days from `day` to `until`, both included; `number` names it for good."""

    number: int
    site: str
    day: date
    until: date
    text: str


Why = Literal["empty", "long", "backwards", "date", "lasting", "crowded", "many", "personal"]


class BadNote(ValueError):
    """A note cannot be kept as it was written; `kinds` are those of personal data in it."""

    def __init__(self, reason: Why, kinds: Collection[str] = ()) -> None:
        self.reason, self.kinds = reason, tuple(kinds)
        super().__init__(_REASONS[reason].format(kinds=", ".join(kinds)))


_REASONS: Final[dict[Why, str]] = {
    "empty": "A note needs a text.",
    "long": f"A note has at most {LONGEST} characters.",
    "backwards": "A note ends on the day it begins or later.",
    "date": f"A note's days lie between {_FIRST} and {_LAST}.",
    "lasting": f"A note is of at most {LONGEST_TIME} days.",
    "crowded": f"A day has at most {MOST_ON_A_DAY} notes.",
    "many": f"A site has at most {MOST} notes.",
    "personal": "A note has nothing in it that leads to a person; this has: {kinds}.",
}


class Notes(InAccounts):
    """In the SQLite file of accounts."""

    async def add(self, site: str, day: date, until: date, text: str) -> Note:
        """White space counts as one space. Raises `BadNote`."""
        text = _checked(day, until, text)
        async with self._writing, transaction(self._connection):
            await self._require_room(site, day, until)
            added = await self._connection.execute(
                "INSERT INTO notes (site, day, until, text) SELECT ?, ?, ?, ? "
                "WHERE (SELECT COUNT(*) FROM notes WHERE site = ?) < ?",
                (site, day.isoformat(), until.isoformat(), text, site, MOST),
            )
        if not added.rowcount or added.lastrowid is None:
            raise BadNote("many")
        return Note(added.lastrowid, site, day, until, text)

    async def change(self, site: str, number: int, day: date, until: date, text: str) -> bool:
        """False where the site has no such note. Raises `BadNote`."""
        text = _checked(day, until, text)
        async with self._writing, transaction(self._connection):
            await self._require_room(site, day, until, number)
            changed = await self._connection.execute(
                "UPDATE notes SET day = ?, until = ?, text = ? WHERE site = ? AND number = ?",
                (day.isoformat(), until.isoformat(), text, site, number),
            )
        return changed.rowcount > 0

    async def remove(self, site: str, number: int) -> bool:
        """False where the site has no such note."""
        return await self._write("DELETE FROM notes WHERE site = ? AND number = ?", (site, number))

    async def forget(self, site: str) -> None:
        """Of a site that is removed."""
        await self._write("DELETE FROM notes WHERE site = ?", (site,))

    async def get(self, site: str, number: int) -> Note | None:
        return next(iter(await self._read("site = ? AND number = ?", (site, number))), None)

    async def every(self, site: str) -> Sequence[Note]:
        """The newest day first."""
        return (await self._read("site = ?", (site,)))[::-1]

    async def of(self, site: str, start: date, after: date) -> Sequence[Note]:
        """Those that touch the days from `start` to before `after`, in order."""
        return await self._read("site = ? AND day < ? AND until >= ?", (site, after.isoformat(), start.isoformat()))

    async def _require_room(self, site: str, day: date, until: date, besides: int = 0) -> None:
        """On each of the days, whatever the note of that number takes now."""
        others = [note for note in await self.of(site, day, until + _DAY) if note.number != besides]
        begun, ended = [(max(note.day, day), 1) for note in others], [(note.until + _DAY, -1) for note in others]
        if max(accumulate(by for _, by in sorted(begun + ended)), default=0) >= MOST_ON_A_DAY:
            raise BadNote("crowded")

    async def _read(self, where: str, values: tuple[object, ...]) -> list[Note]:
        rows = await self._connection.execute_fetchall(
            f"SELECT number, site, day, until, text FROM notes WHERE {where} ORDER BY day, number",  # noqa: S608
            values,
        )
        return [Note(row[0], row[1], date.fromisoformat(row[2]), date.fromisoformat(row[3]), row[4]) for row in rows]

    async def _write(self, statement: str, values: tuple[object, ...]) -> bool:
        async with self._writing, transaction(self._connection):
            changed = await self._connection.execute(statement, values)
        return changed.rowcount > 0


def impersonal(text: str, personal: Callable[[str], Collection[str]]) -> str:
    """The text as it is kept. Raises `BadNote` where `personal` finds kinds of personal data in it."""
    text = _kept(text)
    if kinds := personal(text):
        raise BadNote("personal", kinds)
    return text


def _kept(text: str) -> str:
    """Half a surrogate pair, which JSON can name, is no text."""
    return " ".join(text.encode(errors="replace").decode().split())


def _checked(day: date, until: date, text: str) -> str:
    """The text as it is kept."""
    text = _kept(text)
    if not text:
        raise BadNote("empty")
    if len(text) > LONGEST:
        raise BadNote("long")
    if until < day:
        raise BadNote("backwards")
    if day < _FIRST or until > _LAST:
        raise BadNote("date")
    if (until - day).days >= LONGEST_TIME:
        raise BadNote("lasting")
    return text
