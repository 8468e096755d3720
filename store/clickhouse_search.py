"""Search engines' own figures in ClickHouse: each slice one row in versions, of which the newest counts.

A version is above all that the database and this store have seen: an insert that comes late, its answer long given up,
does not undo what came after it, and one that comes twice is the same row twice. Of two writers at the same moment one
row counts, whichever is inserted last.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from importlib.resources import files
from itertools import islice
from typing import Any, Final, Self

import msgspec
from clickhouse_connect.driver.client import Client

from store.clickhouse_engine import ClickHouse
from store.periods import Grain, number
from store.search import Figures, Held, SearchKey, Slice, kinds

_SCHEMA: Final = (files("store") / "clickhouse_search.sql").read_text(encoding="utf-8")

_COLUMNS: Final = (
    "site", "basis", "start", "end", "version", "final", "total", "terms", "pages", "pairs",
    "figures.term", "figures.page", "figures.clicks", "figures.impressions", "figures.places",
)  # fmt: skip

_VERSION: Final = """
    SELECT max(version) FROM search
    WHERE site = {site:String} AND basis = {basis:String} AND start = {start:Int32} AND `end` = {end:Int32}
"""

_HELD: Final = """
    SELECT basis, start, `end`, `final`, total, terms, pages, pairs FROM search FINAL WHERE site = {site:String}
    ORDER BY basis, start, `end`
"""

_TOP: Final = """
    SELECT figures.term, figures.page, sum(figures.clicks), sum(figures.impressions), sum(figures.places) FROM (
        SELECT figures.term, figures.page, figures.clicks, figures.impressions, figures.places FROM search FINAL
        WHERE site = {site:String} AND basis = {basis:String}
          AND (start, `end`) IN {days:Array(Tuple(Int32, Int32))}
    ) ARRAY JOIN figures.term, figures.page, figures.clicks, figures.impressions, figures.places
    GROUP BY figures.term, figures.page
"""

_DUMP: Final = """
    SELECT basis, start, `end`, `final`, arrayZip(
        arrayZip(figures.term, figures.page), arrayZip(figures.clicks, figures.impressions, figures.places))
    FROM search FINAL WHERE site = {site:String} ORDER BY basis, start, `end`
"""

_GOES: Final = """
    site = {site:String} AND (
        start < {before:Int32} AND basis = coalesce({basis:Nullable(String)}, basis)
        OR (basis, start, `end`, version) NOT IN (
            SELECT basis, start, `end`, max(version) FROM search WHERE site = {site:String}
            GROUP BY basis, start, `end`))
"""

_DUMPED: Final = msgspec.json.Decoder(tuple[str, int, int, bool, list[tuple[SearchKey, Figures]]])

_CHUNK: Final = 20
"""Slices read at once of a dump."""


class ClickHouseSearch:
    """What is replaced stays in the database, unread, until parts are merged or something of the site is forgotten."""

    def __init__(self, client: Client) -> None:
        self._engine = ClickHouse(client)
        self._version = 0

    @classmethod
    async def open(cls, client: Client) -> Self:
        """Makes the table in the client's database. The client belongs to the store from now on."""
        store = cls(client)
        await store._engine.run(store._engine.command, _SCHEMA)
        return store

    async def replace(self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures]) -> None:
        """When it raises because an answer did not come, the figures may yet come to be stored: send them again."""
        await self._engine.run(self._replace, slice, final, dict(figures))

    async def sites(self) -> Sequence[str]:
        rows = await self._engine.run(self._engine.query, "SELECT DISTINCT site FROM search ORDER BY site")
        return [row[0] for row in rows]

    async def held(self, site: str) -> Sequence[Held]:
        rows = await self._engine.run(self._engine.query, _HELD, {"site": site})
        return [Held(Slice.numbered(site, *row[:3]), *row[3:]) for row in rows]

    async def top(self, slices: Collection[Slice]) -> Mapping[SearchKey, Figures]:
        sums: dict[SearchKey, Figures] = {}
        for site, basis in {(slice.site, slice.basis) for slice in slices}:
            days = [slice.numbers for slice in slices if (slice.site, slice.basis) == (site, basis)]
            rows = await self._engine.run(self._engine.query, _TOP, {"site": site, "basis": basis, "days": days})
            for term, page, *found in rows:
                key, figures = SearchKey(term, page), Figures(*found)
                sums[key] = sums[key].plus(figures) if key in sums else figures
        return sums

    async def forget(self, site: str, before: str, basis: str | None = None) -> None:
        where = {"site": site, "before": number(Grain.DAY, before), "basis": basis}
        await self._engine.run(self._forget, where)

    async def dump(self, site: str) -> AsyncIterator[tuple[Slice, bool, Mapping[SearchKey, Figures]]]:
        """As of one moment."""
        with await self._engine.run(self._engine.fetch, _DUMP, {"site": site}) as fetched:
            while lines := await self._engine.run(lambda: list(islice(fetched, _CHUNK))):
                for line in lines:
                    basis, start, end, final, figures = _DUMPED.decode(line)
                    yield Slice.numbered(site, basis, start, end), final, dict(figures)

    async def close(self) -> None:
        await self._engine.close()

    def _replace(self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures]) -> None:
        start, end = slice.numbers
        ((newest,),) = self._engine.query(_VERSION, {**slice._asdict(), "start": start, "end": end})
        self._version = max(self._version, newest) + 1
        keys = zip(*figures, strict=True) if figures else ((), ())
        counts = zip(*figures.values(), strict=True) if figures else ((), (), ())
        row = (slice.site, slice.basis, start, end, self._version, final, *kinds(figures), *keys, *counts)
        self._engine.insert("search", _COLUMNS, [row])

    def _forget(self, where: dict[str, Any]) -> None:
        """ClickHouse writes parts of the table anew without the rows, and removes the old files minutes later."""
        ((some,),) = self._engine.query(f"SELECT count() > 0 FROM search WHERE {_GOES}", where)  # noqa: S608
        if some:
            self._engine.command(f"ALTER TABLE search DELETE WHERE {_GOES}", where, mutations_sync=2)
