"""Search engines' own figures in ClickHouse: each kind of a slice's in a row with versions, of which the newest counts.

A version is above all that the database and this store have seen of the slice: an insert that comes late, its answer
long given up, does not undo what came after it, and one that comes twice is the same rows twice. Of two writers at the
same moment, of each kind that both write that counts which is inserted last; what only one writes stays.
"""

from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from importlib.resources import files
from itertools import islice
from typing import Any, Final, Self

import msgspec
from clickhouse_connect.driver.client import Client

from store.clickhouse_engine import ClickHouse
from store.periods import Grain, number
from store.search import Figures, Held, Kind, SearchKey, Slice, Told, kind

_SCHEMA: Final = (files("store") / "clickhouse_search.sql").read_text(encoding="utf-8")

_COLUMNS: Final = (
    "site", "basis", "start", "end", "kind", "version", "final", "fetched", "is_filled",
    "figures.term", "figures.page", "figures.clicks", "figures.impressions", "figures.places",
)  # fmt: skip

_VERSION: Final = """
    SELECT max(version) FROM search
    WHERE site = {site:String} AND basis = {basis:String} AND start = {start:Int32} AND `end` = {end:Int32}
"""

_HELD: Final = """
    SELECT basis, start, `end`, anyIf(`final`, kind = ''), anyIf(is_filled, kind = 'total'),
        anyIf(is_filled, kind = 'terms'), anyIf(is_filled, kind = 'pages'), anyIf(is_filled, kind = 'pairs'),
        anyIf(fetched, kind = '')
    FROM search FINAL WHERE site = {site:String} GROUP BY basis, start, `end` ORDER BY basis, start, `end`
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
    SELECT basis, start, `end`, anyIf(`final`, kind = ''), arrayFlatten(groupArray(arrayZip(
        arrayZip(figures.term, figures.page), arrayZip(figures.clicks, figures.impressions, figures.places)))),
        anyIf(fetched, kind = '')
    FROM search FINAL WHERE site = {site:String} GROUP BY basis, start, `end` ORDER BY basis, start, `end`
"""

_GOES: Final = """
    site = {site:String} AND (
        start < {before:Int32} AND start >= {since:Int32} AND basis = coalesce({basis:Nullable(String)}, basis)
        AND (NOT {fetched:Bool} OR (basis, start, `end`) IN (
            SELECT basis, start, `end` FROM search WHERE site = {site:String} AND kind = ''
            GROUP BY basis, start, `end` HAVING argMax(fetched, version)))
        OR (basis, start, `end`, kind, version) NOT IN (
            SELECT basis, start, `end`, kind, max(version) FROM search WHERE site = {site:String}
            GROUP BY basis, start, `end`, kind))
"""

_DUMPED: Final = msgspec.json.Decoder(tuple[str, int, int, bool, list[tuple[SearchKey, Figures]], bool])

_KINDS: Final = {(False, False): "total", (True, False): "terms", (False, True): "pages", (True, True): "pairs"}
"""Their names, by whether they are of a term and of a page."""

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

    async def replace(
        self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures], fetched: bool = True
    ) -> None:
        """When it raises because an answer did not come, the figures may yet come to be stored: send them again."""
        await self._engine.run(self._put, slice, (final, fetched), dict(figures), set(_KINDS))

    async def merge(
        self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures], told: Collection[Kind] = ()
    ) -> None:
        """What is said of an answer that did not come to `replace` holds here too."""
        await self._engine.run(self._put, slice, (final, False), dict(figures), {*told, *map(kind, figures)})

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

    async def forget(
        self, site: str, before: str, basis: str | None = None, since: str = "0001-01-01", *, fetched: bool = False
    ) -> None:
        days = {"before": number(Grain.DAY, before), "since": number(Grain.DAY, since)}
        where = {"site": site, "basis": basis, "fetched": fetched, **days}
        await self._engine.run(self._forget, where)

    async def dump(self, site: str) -> AsyncGenerator[Told, None]:
        """As of one moment."""
        with await self._engine.run(self._engine.fetch, _DUMP, {"site": site}) as rows:
            while lines := await self._engine.run(lambda: list(islice(rows, _CHUNK))):
                for line in lines:
                    basis, start, end, final, figures, fetched = _DUMPED.decode(line)
                    yield Slice.numbered(site, basis, start, end), final, dict(figures), fetched

    async def close(self) -> None:
        await self._engine.close()

    def _put(
        self, slice: Slice, flags: tuple[bool, bool], figures: Mapping[SearchKey, Figures], kinds: Iterable[Kind]
    ) -> None:
        """Figures of these kinds, in the place of what is held of them."""
        start, end = slice.numbers
        ((newest,),) = self._engine.query(_VERSION, {**slice._asdict(), "start": start, "end": end})
        self._version = max(self._version, newest) + 1
        rows = [("", *self._versioned(flags, {}))]
        for each in kinds:
            some = {key: found for key, found in figures.items() if kind(key) == each}
            rows.append((_KINDS[each], *self._versioned(flags, some)))
        self._engine.insert("search", _COLUMNS, [(slice.site, slice.basis, start, end, *row) for row in rows])

    def _versioned(self, flags: tuple[bool, bool], figures: Mapping[SearchKey, Figures]) -> tuple[object, ...]:
        keys = zip(*figures, strict=True) if figures else ((), ())
        counts = zip(*figures.values(), strict=True) if figures else ((), (), ())
        return (self._version, *flags, bool(figures), *keys, *counts)

    def _forget(self, where: dict[str, Any]) -> None:
        """ClickHouse writes parts of the table anew without the rows, and removes the old files minutes later."""
        ((some,),) = self._engine.query(f"SELECT count() > 0 FROM search WHERE {_GOES}", where)  # noqa: S608
        if some:
            self._engine.command(f"ALTER TABLE search DELETE WHERE {_GOES}", where, mutations_sync=2)
