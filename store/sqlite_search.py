"""Search engines' own figures in the SQLite file of the counts."""

from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import aiosqlite
import msgspec

from store.database import Database
from store.periods import Grain, number
from store.search import Figures, Held, Kind, SearchKey, Slice, Told, kinds, merged

_SLICE: Final = """
    INSERT INTO search_slices (site, basis, start, "end", final, total, terms, pages, pairs, fetched)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET final = excluded.final, total = excluded.total, terms = excluded.terms,
        pages = excluded.pages, pairs = excluded.pairs, fetched = excluded.fetched
    RETURNING id
"""

_FIGURES: Final = "INSERT INTO search_figures SELECT ?, id, ?, ?, ? FROM search_keys WHERE term = ? AND page = ?"

_UNUSED: Final = """
    DELETE FROM search_keys WHERE id = ? AND NOT EXISTS (SELECT 1 FROM search_figures WHERE key = search_keys.id)
"""

_HELD: Final = """
    SELECT basis, start, "end", final, total, terms, pages, pairs, fetched FROM search_slices WHERE site = ?
    ORDER BY basis, start, "end"
"""

_IDS: Final = 'SELECT start, "end", id FROM search_slices WHERE site = ? AND basis = ?'

_OF_SLICE: Final = """
    SELECT term, page, clicks, impressions, places FROM search_slices AS told
    JOIN search_figures ON slice = told.id JOIN search_keys ON search_keys.id = key
    WHERE site = ? AND basis = ? AND start = ? AND "end" = ?
"""

_TOP: Final = """
    SELECT term, page, clicks, impressions, places FROM (
        SELECT key, SUM(clicks) AS clicks, SUM(impressions) AS impressions, SUM(places) AS places FROM search_figures
        WHERE slice IN (SELECT value FROM json_each(?)) GROUP BY key
    ) CROSS JOIN search_keys ON id = key
"""

_DUMP: Final = """
    SELECT basis, start, "end", final, fetched, term, page, clicks, impressions, places
    FROM search_slices AS told LEFT JOIN search_figures ON slice = told.id LEFT JOIN search_keys ON search_keys.id = key
    WHERE site = ? ORDER BY basis, start, "end"
"""


class SQLiteSearch:
    """Figures in a file that is opened by whoever composes; `open` is for those who want this store alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    async def open(cls, path: Path) -> Self:
        return cls(await Database.open(path))

    async def replace(
        self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures], fetched: bool = True
    ) -> None:
        async with self._database.transaction() as writer:
            gone = await _put(writer, slice, (final, *kinds(figures), fetched), figures)
        if gone:
            await self._database.empty_log()

    async def merge(
        self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures], told: Collection[Kind] = ()
    ) -> None:
        async with self._database.transaction() as writer:
            rows = await writer.execute_fetchall(_OF_SLICE, (slice.site, slice.basis, *slice.numbers))
            whole = merged({SearchKey(term, page): Figures(*found) for term, page, *found in rows}, figures, told)
            gone = await _put(writer, slice, (final, *kinds(whole), False), whole)
        if gone:
            await self._database.empty_log()

    async def sites(self) -> Sequence[str]:
        rows = await self._database.reader.execute_fetchall("SELECT DISTINCT site FROM search_slices ORDER BY site")
        return [row[0] for row in rows]

    async def held(self, site: str) -> Sequence[Held]:
        rows = await self._database.reader.execute_fetchall(_HELD, (site,))
        return [Held(Slice.numbered(site, *row[:3]), *map(bool, row[3:])) for row in rows]

    async def top(self, slices: Collection[Slice]) -> Mapping[SearchKey, Figures]:
        reader = self._database.reader
        ids: list[int] = []
        for site, basis in {(slice.site, slice.basis) for slice in slices}:
            wanted = {slice.numbers for slice in slices if (slice.site, slice.basis) == (site, basis)}
            rows = await reader.execute_fetchall(_IDS, (site, basis))
            ids += [id for start, end, id in rows if (start, end) in wanted]
        found = await reader.execute_fetchall(_TOP, (_json(ids),))
        return {SearchKey(term, page): Figures(*figures) for term, page, *figures in found}

    async def forget(
        self, site: str, before: str, basis: str | None = None, since: str = "0001-01-01", *, fetched: bool = False
    ) -> None:
        where = "site = ? AND start < ? AND basis = COALESCE(?, basis) AND start >= ? AND fetched >= ?"
        these = (site, number(Grain.DAY, before), basis, number(Grain.DAY, since), fetched)
        async with self._database.transaction() as writer:
            rows = await writer.execute_fetchall(f"SELECT id FROM search_slices WHERE {where}", these)  # noqa: S608
            ids = [row[0] for row in rows]
            gone = await _empty(writer, ids)
            await writer.executemany(_UNUSED, gone)
            await writer.executemany("DELETE FROM search_slices WHERE id = ?", [(id,) for id in ids])
        if ids:
            await self._database.empty_log()

    async def dump(self, site: str) -> AsyncGenerator[Told, None]:
        async with self._database.reader.execute(_DUMP, (site,)) as rows:
            current: tuple[Slice, bool, bool] | None = None
            figures: dict[SearchKey, Figures] = {}
            async for basis, start, end, final, fetched, term, page, *found in rows:
                slice = Slice.numbered(site, basis, start, end)
                if current and current[0] != slice:
                    yield current[0], current[1], figures, current[2]
                    figures = {}
                current = slice, bool(final), bool(fetched)
                if term is not None:
                    figures[SearchKey(term, page)] = Figures(*found)
            if current:
                yield current[0], current[1], figures, current[2]

    async def close(self) -> None:
        """Closes the file, also for the counts in it."""
        await self._database.close()


async def _put(
    writer: aiosqlite.Connection, slice: Slice, flags: tuple[bool, ...], figures: Mapping[SearchKey, Figures]
) -> list[tuple[int]]:
    """In the place of all that the slice held; returns the keys that it had."""
    ((id,),) = await writer.execute_fetchall(_SLICE, (slice.site, slice.basis, *slice.numbers, *flags))
    gone = await _empty(writer, [id])
    await writer.executemany("INSERT OR IGNORE INTO search_keys (term, page) VALUES (?, ?)", figures)
    await writer.executemany(_FIGURES, ((id, *found, *key) for key, found in figures.items()))
    await writer.executemany(_UNUSED, gone)
    return gone


async def _empty(writer: aiosqlite.Connection, slices: Sequence[int]) -> list[tuple[int]]:
    """Takes the figures from slices; returns the keys, which may now be unused."""
    where = "FROM search_figures WHERE slice IN (SELECT value FROM json_each(?))"
    rows = await writer.execute_fetchall(f"SELECT DISTINCT key {where}", (_json(slices),))
    await writer.execute(f"DELETE {where}", (_json(slices),))
    return [(row[0],) for row in rows]


def _json(ids: Iterable[int]) -> str:
    return msgspec.json.encode(list(ids)).decode()
