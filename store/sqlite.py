"""Counts in one SQLite file, by `aiosqlite`."""

import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple, Self, TypeVar, cast

import aiosqlite

from store import sums
from store.answers import Answer, Answers
from store.counts import Batch, Counter, Counters, Key, KnownNumber, Point, Ranked, Row, TypedText, counters_of, ranked
from store.database import Database
from store.periods import Grain, number, period
from store.sums import Summed, WrongSum

_T = TypeVar("_T")

_COUNTERS: Final = ", ".join(Counters._fields)
_SUMS: Final = ", ".join(f"SUM({name})" for name in Counters._fields)

_ADD: Final = f"""
    INSERT INTO counts
    (site, basis, grain, period, dimension, value, dimension2, value2, {_COUNTERS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET {", ".join(f"{name} = {name} + excluded.{name}" for name in Counters._fields)}
"""  # noqa: S608 - column names of ours

_NAME: Final = """
    INSERT OR IGNORE INTO names
    SELECT site, dimension, period, value, :text FROM counts
    WHERE site = :site AND dimension = :dimension AND dimension2 = 0 AND grain = :grain AND period = :period
      AND value = :value
    GROUP BY site, dimension, period, value
    HAVING SUM(CASE :counter WHEN 'entries' THEN entries ELSE firsts END) - :later >= :threshold
"""

_SERIES: Final = f"""
    SELECT period, {_SUMS} FROM counts
    WHERE site = ? AND dimension = 0 AND dimension2 = 0 AND basis = ? AND grain = ? AND period >= ? AND period < ?
    GROUP BY period ORDER BY period
"""  # noqa: S608

_TOP: Final = f"""
    SELECT text, NULL, {_COUNTERS} FROM ({{}}) CROSS JOIN texts ON id = value ORDER BY 3 DESC, 1
"""  # noqa: S608

_TOP_NAMED: Final = f"""
    SELECT MIN(text), name, {_SUMS} FROM counts JOIN texts ON id = value
    LEFT JOIN names USING (site, dimension, period, value)
    WHERE site = ? AND dimension = ? AND dimension2 = 0 AND basis = ? AND grain = ? AND period >= ? AND period < ?
    GROUP BY COALESCE(name, text) ORDER BY 3 DESC, 1
"""  # noqa: S608

# Texts are looked up of what is among the first, and of what is as high as the last of them.
_FIRST: Final = """
    WITH found AS MATERIALIZED ({read}),
    ranked AS NOT MATERIALIZED (SELECT * FROM found WHERE value NOT IN ({beside})),
    last AS (SELECT {by} FROM ranked ORDER BY {highest} LIMIT 1 OFFSET {most} - 1)
    SELECT NULL, COUNT(*), {totals} FROM ranked
    UNION ALL
    SELECT * FROM (
        SELECT text, NULL, {by} FROM ranked CROSS JOIN texts ON id = value
        WHERE ({by}) >= (SELECT * FROM last) OR NOT EXISTS (SELECT 1 FROM last)
        ORDER BY {highest}, text LIMIT {most})
    UNION ALL
    SELECT text, NULL, {by} FROM found CROSS JOIN texts ON id = value WHERE value IN ({beside})
"""

_DRILL: Final = f"""
    SELECT text, NULL, {_SUMS} FROM (
        SELECT value AS shown, * FROM counts
        WHERE site = :site AND dimension = :dimension AND dimension2 = :by AND basis = :basis AND grain = :grain
          AND period >= :start AND period < :end AND value2 = :value
        UNION ALL
        SELECT value2 AS shown, * FROM counts
        WHERE site = :site AND dimension = :by AND dimension2 = :dimension AND basis = :basis AND grain = :grain
          AND period >= :start AND period < :end AND value = :value
    ) JOIN texts ON id = shown GROUP BY text ORDER BY 3 DESC, 1
"""  # noqa: S608

_DUMP: Final = f"""
    SELECT basis.text, grain, period, one.text, v.text, two.text, w.text, {_COUNTERS}, name
    FROM counts LEFT JOIN names USING (site, dimension, period, value)
    JOIN texts AS basis ON basis.id = basis JOIN texts AS one ON one.id = dimension
    JOIN texts AS two ON two.id = dimension2 JOIN texts AS v ON v.id = value JOIN texts AS w ON w.id = value2
    WHERE site = ? ORDER BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608

_TIDY: Final = """
    DELETE FROM texts WHERE id <> 0 AND id NOT IN (
        SELECT site FROM counts UNION SELECT basis FROM counts UNION SELECT dimension FROM counts
        UNION SELECT dimension2 FROM counts UNION SELECT value FROM counts UNION SELECT value2 FROM counts)
"""

_ORPHANS: Final = f"""
    DELETE FROM names WHERE site = ? AND NOT EXISTS (
        SELECT 1 FROM counts AS c WHERE c.site = names.site AND c.dimension = names.dimension AND c.dimension2 = 0
        AND c.grain = {Grain.WINDOW} AND c.period = names.period AND c.value = names.value)
"""  # noqa: S608

# Steps from one to the next in the order of the key, and never over the rows of one.
_SITES: Final = """
    WITH RECURSIVE sites(site) AS (
        SELECT MIN(site) FROM counts
        UNION ALL
        SELECT (SELECT MIN(counts.site) FROM counts WHERE counts.site > sites.site) FROM sites WHERE site IS NOT NULL)
    SELECT text FROM sites JOIN texts ON id = site ORDER BY text
"""

SLOT: Final = 600
"""Seconds: how finely the file remembers when a hit number came."""

_NUMBERS: Final = 2**31 - 1
"""Texts are numbered from 1 to here: four bytes in a row."""

KEPT: Final = 5
"""Slots that a number is kept for after its own: 50 to 60 minutes, more than the 45 for which a hit may be late."""


class SQLiteCounts:
    """Counts in a file that is opened by whoever composes; `open` is for those who want this store alone."""

    def __init__(self, database: Database) -> None:
        self._database, self._writer, self._reader = database, database.writer, database.reader
        self._answers = Answers()

    @classmethod
    async def open(cls, path: Path) -> Self:
        return cls(await Database.open(path))

    async def add(self, batch: Batch) -> bool:
        """Raises `KnownNumber` when the batch counts a hit whose number the file remembers."""
        async with self._database.transaction():
            new = await self._writer.execute("INSERT OR IGNORE INTO batches VALUES (?)", (batch.id,))
            if not new.rowcount:
                return False
            await self._note(batch.numbers, batch.at // SLOT)
            ids = await self._number_texts(batch.counts)
            rows = list(_numbered(batch.counts, ids))
            await self._writer.executemany(_ADD, rows)
            await sums.add(self._writer, rows)
            await self._name(batch.typed, ids)
        return True

    async def known(self, numbers: Iterable[bytes]) -> set[bytes]:
        """Those of the hit numbers that have been counted within the hour."""
        found: set[bytes] = set()
        for some in _chunks(numbers):
            marks = ",".join("?" * len(some))
            rows = await self._reader.execute_fetchall(f"SELECT number FROM numbers WHERE number IN ({marks})", some)  # noqa: S608
            found.update(row[0] for row in rows)
        return found

    async def forget_numbers(self, now: float) -> None:
        """Forgets the hit numbers of an hour ago."""
        async with self._database.transaction():
            await self._writer.execute("DELETE FROM numbers WHERE slot < ?", (int(now) // SLOT - KEPT,))

    async def empty_log(self) -> None:
        """Empties the write-ahead log, in which else every page view would stand that the file has long forgotten."""
        await self._database.empty_log()

    async def batches(self) -> Sequence[str]:
        """The ids of the batches that are remembered."""
        return [row[0] for row in await self._writer.execute_fetchall("SELECT id FROM batches")]

    async def forget_batches(self, ids: Iterable[str]) -> None:
        """Forgets batches that cannot come again."""
        async with self._database.transaction():
            await self._writer.executemany("DELETE FROM batches WHERE id = ?", [(each,) for each in ids])

    async def series(self, site: str, basis: str, grain: Grain, start: str, end: str) -> Sequence[Point]:
        async def read(ids: Mapping[str, int], _: Summed | None) -> list[Point]:
            where = (ids.get(site), ids.get(basis), grain, number(grain, start), number(grain, end))
            rows = await self._reader.execute_fetchall(_SERIES, where)
            return [Point(period(grain, row[0]), Counters(*row[1:])) for row in rows]

        return await self._answer(_Asked("series", site, grain, (basis,), start, end), read)

    async def top(self, site: str, basis: str, grain: Grain, dimension: str, start: str, end: str) -> Sequence[Row]:
        """Of days, read from the sums of spans as far as there are."""

        async def read(ids: Mapping[str, int], known: Summed | None) -> list[Row]:
            of = (ids.get(site), ids.get(dimension), ids.get(basis))
            days = number(grain, start), number(grain, end)
            if grain is not Grain.DAY:
                return _rows(await self._reader.execute_fetchall(_TOP_NAMED, (*of, grain, *days)))
            query, parameters = sums.read(of, *days, known)
            return _rows(await self._reader.execute_fetchall(_TOP.format(query), parameters))

        return await self._answer(_Asked("top", site, grain, (basis, dimension), start, end), read)

    async def first(
        self,
        site: str,
        basis: str,
        dimension: str,
        start: str,
        end: str,
        by: Sequence[Counter],
        most: int,
        beside: Collection[str] = (),
    ) -> Ranked:
        """Read as `top` reads them, and ranked by the engine."""

        async def read(ids: Mapping[str, int], known: Summed | None) -> list[Row | _Every]:
            of = (ids.get(site), ids.get(dimension), ids.get(basis))
            days = number(Grain.DAY, start), number(Grain.DAY, end)
            summed = list(dict.fromkeys((*by, "pageviews")))  # without which no value is there
            query, parameters = sums.read(of, *days, known, summed)
            ranking = _FIRST.format(
                read=query, beside=",".join(str(ids[value]) for value in beside if value in ids), most=most,
                by=", ".join(by), highest=", ".join(f"{name} DESC" for name in by),
                totals=", ".join(f"COALESCE(SUM({name}), 0)" for name in by),
            )  # fmt: skip
            every, *rows = await self._reader.execute_fetchall(ranking, parameters)
            first = [Row(row[0], None, counters_of(by, row[2:])) for row in rows]
            return [_Every(every[1], counters_of(by, every[2:])), *first]

        names = (basis, dimension, *sorted(beside))
        asked = _Asked("first", site, Grain.DAY, names, start, end, (*by, most))
        found = await self._answer(asked, read)
        (every,) = (each for each in found if isinstance(each, _Every))
        return ranked((each for each in found if isinstance(each, Row)), by, beside, *every)

    async def drill(
        self, site: str, basis: str, dimension: str, by: tuple[str, str], start: str, end: str
    ) -> Sequence[Row]:
        async def read(ids: Mapping[str, int], _: Summed | None) -> list[Row]:
            where = {
                "site": ids.get(site), "basis": ids.get(basis), "dimension": ids.get(dimension), "grain": Grain.DAY,
                "by": ids.get(by[0]), "value": ids.get(by[1]), "start": number(Grain.DAY, start),
                "end": number(Grain.DAY, end),
            }  # fmt: skip
            return _rows(await self._reader.execute_fetchall(_DRILL, where))

        return await self._answer(_Asked("drill", site, Grain.DAY, (basis, dimension, *by), start, end), read)

    async def forget(self, site: str, grain: Grain, before: str, dimensions: Iterable[str] | None = None) -> None:
        names = None if dimensions is None else tuple(dimensions)
        ids = await self._ids(self._writer, (site, *(names or ())))
        if site not in ids:
            return
        where = "site = ? AND grain = ? AND period < ?"
        these: list[int] = [ids[site], grain, number(grain, before)]
        if names is not None:
            marks = ",".join(str(ids[name]) for name in names if name in ids)
            where += f" AND (dimension IN ({marks}) OR (dimension2 <> 0 AND dimension2 IN ({marks})))"
        async with self._database.transaction():
            deleted = await self._writer.execute(f"DELETE FROM counts WHERE {where}", these)  # noqa: S608
            if deleted.rowcount:
                of = None if names is None else [ids[name] for name in names if name in ids]
                await sums.forget(self._writer, ids[site], grain, number(grain, before), of)
                await self._writer.execute(_ORPHANS, (ids[site],))
                await self._writer.execute(_TIDY)
        self._answers.clear()
        await self.empty_log()

    async def dump(self, site: str) -> AsyncIterator[tuple[Key, Counters, str | None]]:
        ids = await self._ids(self._reader, (site,))
        async with self._reader.execute(_DUMP, (ids.get(site),)) as rows:
            async for basis, grain, day, one, value, two, value2, *counters, name in rows:
                key = Key(site, basis, Grain(grain), period(Grain(grain), day), one, value, two, value2)
                yield key, Counters(*counters), name if one and grain == Grain.WINDOW else None

    async def load(self, rows: Iterable[tuple[Key, Counters, str | None]]) -> None:
        rows = list(rows)
        counts = {key: counters for key, counters, _ in rows}
        typed = {key: TypedText(name, "firsts", later=0, threshold=0) for key, _, name in rows if name is not None}
        async with self._database.transaction():
            ids = await self._number_texts(counts)
            numbered = list(_numbered(counts, ids))
            await self._writer.executemany(_ADD, numbered)
            await sums.add(self._writer, numbered)
            await self._name(typed, ids)

    async def sites(self) -> Sequence[str]:
        rows = await self._reader.execute_fetchall(_SITES)
        return [row[0] for row in rows]

    async def wrong_sums(self) -> Sequence[WrongSum]:
        """The spans of days whose sums, which only this engine keeps, are not those of their days."""
        return await sums.wrong(self._reader)

    async def close(self) -> None:
        """Closes the file, also for the search figures in it."""
        await self._database.close()

    async def _answer(
        self, asked: "_Asked", read: Callable[[Mapping[str, int], Summed | None], Awaitable[list[_T]]]
    ) -> Sequence[_T]:
        """What is kept, while it holds, else what is read. The version comes before all, and the state before the
        rows: what is written in between makes them look older than they are."""
        ((version,),) = await self._reader.execute_fetchall("PRAGMA data_version")
        kept = self._answers.find(asked, version)
        if kept and kept.version == version:
            return [*cast(Sequence[_T], kept.rows)]
        ids = await self._ids(self._reader, (asked.site, *asked.names))
        known = await sums.summed(self._reader, ids.get(asked.site))
        closed = asked.grain is Grain.DAY and known and number(Grain.DAY, asked.end) <= known.newest
        state = known.state if known and closed else None
        if kept and kept.state == state is not None:
            rows = cast(Sequence[_T], kept.rows)
        else:
            rows = await read(ids, known)
        self._answers.keep(asked, Answer(rows, version, state))
        return [*rows]

    async def _note(self, numbers: frozenset[bytes], slot: int) -> None:
        try:
            await self._writer.executemany("INSERT INTO numbers VALUES (?, ?)", [(each, slot) for each in numbers])
        except sqlite3.IntegrityError:
            raise KnownNumber from None

    async def _name(self, typed: Mapping[Key, TypedText], ids: Mapping[str, int]) -> None:
        rows = [
            {
                "site": ids[key.site], "dimension": ids[key.dimension], "grain": key.grain, "value": ids[key.value],
                "period": number(key.grain, key.period), "text": text.text, "counter": text.counter,
                "later": text.later, "threshold": text.threshold,
            }
            for key, text in typed.items()
        ]  # fmt: skip
        await self._writer.executemany(_NAME, rows)

    async def _number_texts(self, counts: Iterable[Key]) -> dict[str, int]:
        """Numbers are drawn at random: in the order of arrival they would tell what came together."""
        texts = {text for key in counts for text in (*key[:2], *key[4:])}
        ids = await self._ids(self._writer, texts)
        while unnumbered := texts - ids.keys():
            drawn = [(secrets.randbelow(_NUMBERS) + 1, text) for text in unnumbered]
            await self._writer.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", drawn)
            ids |= await self._ids(self._writer, unnumbered)
        return ids

    @staticmethod
    async def _ids(connection: aiosqlite.Connection, texts: Iterable[str]) -> dict[str, int]:
        """The numbers of the texts that have one; a text without one stands in no row."""
        ids: dict[str, int] = {}
        for some in _chunks(set(texts)):
            marks = ",".join("?" * len(some))
            rows = await connection.execute_fetchall(f"SELECT text, id FROM texts WHERE text IN ({marks})", some)  # noqa: S608
            ids.update((row[0], row[1]) for row in rows)
        return ids


class _Asked(NamedTuple):
    """A question; the names are those whose numbers its answer is read by; `rank` tells which part of it."""

    verb: str
    site: str
    grain: Grain
    names: tuple[str, ...]
    start: str
    end: str
    rank: tuple[str | int, ...] = ()


class _Every(NamedTuple):
    """How many values there are, and their sum."""

    length: int
    counters: Counters


def _rows(rows: Iterable[Any]) -> list[Row]:
    """There may be many thousand: the classes' own constructors take twice as long."""
    new = tuple.__new__
    return [new(Row, (row[0], row[1], new(Counters, row[2:]))) for row in rows]


def _numbered(counts: Mapping[Key, Counters], ids: Mapping[str, int]) -> Iterator[tuple[int, ...]]:
    for (site, basis, grain, day, one, value, two, value2), counters in counts.items():
        numbers = (ids[site], ids[basis], grain, number(grain, day), ids[one], ids[value], ids[two], ids[value2])
        yield (*numbers, *counters)


def _chunks(items: Iterable[_T], size: int = 500) -> Iterator[tuple[_T, ...]]:
    """As many as one statement takes as parameters on every SQLite."""
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some
