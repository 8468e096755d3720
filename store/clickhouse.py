"""Counts in ClickHouse, by `clickhouse-connect`.

An add is one insert of one block into one partition, which ClickHouse writes whole or not at all. The block holds,
beside the counts and the names, a mark of the batch: a batch is counted exactly when its mark can be read. `add` asks
for it first. What the question cannot see, two senders of one batch at once or an insert that is still under way when
its answer was lost, the deduplication token settles, over the last 100,000 inserts.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from functools import partial
from importlib.resources import files
from itertools import islice
from typing import Any, Final, NamedTuple, Self, TypeVar
from uuid import uuid4

import msgspec
from clickhouse_connect.driver.client import Client

from store.clickhouse_engine import ClickHouse
from store.counts import Batch, Counter, Counters, Key, Point, Ranked, Row, counters_of, ranked
from store.periods import Grain, number, period

_T = TypeVar("_T")

_SCHEMA: Final = (files("store") / "clickhouse.sql").read_text(encoding="utf-8")

_COLUMNS: Final = (
    "month", "site", "basis", "grain", "period", "dimension", "value", "dimension2", "value2",
    *Counters._fields, "name",
)  # fmt: skip

_MARK: Final = "batch"
"""The dimension, of no site, whose values are the batches counted."""

_SUMS: Final = ", ".join(f"sum({name})" for name in Counters._fields)

_MARKED: Final = """
    SELECT count() FROM counts WHERE month = {month:UInt32} AND site = '' AND dimension = {mark:String}
    AND dimension2 = '' AND basis = '' AND grain = 0 AND period = 0 AND value = {id:String}
"""

_TYPED: Final = """
    SELECT site, dimension, grain, period, value, sum(entries), sum(firsts) FROM counts
    WHERE dimension2 = '' AND (site, dimension, grain, period, value)
        IN {cells:Array(Tuple(String, String, UInt8, Int32, String))}
    GROUP BY site, dimension, grain, period, value
"""

_RANGE: Final = "grain = {grain:UInt8} AND period >= {start:Int32} AND period < {end:Int32}"

_SERIES: Final = f"""
    SELECT period, {_SUMS} FROM counts
    WHERE site = {{site:String}} AND dimension = '' AND dimension2 = '' AND basis = {{basis:String}} AND {_RANGE}
    GROUP BY period ORDER BY period
"""  # noqa: S608 - column names of ours

# In a tuple the missing name of the least value counts as one, and is not passed over.
_TOP: Final = f"""
    SELECT min(value), tupleElement(argMin(tuple(text), value), 1), {_SUMS}
    FROM counts LEFT JOIN (
        SELECT period, value, max(name) AS text FROM counts
        WHERE site = {{site:String}} AND dimension = {{dimension:String}} AND dimension2 = '' AND {_RANGE}
          AND name IS NOT NULL
        GROUP BY period, value
    ) AS named USING (period, value)
    WHERE site = {{site:String}} AND dimension = {{dimension:String}} AND dimension2 = '' AND basis = {{basis:String}}
      AND {_RANGE}
    GROUP BY coalesce(text, value) ORDER BY 3 DESC, 1
"""  # noqa: S608

# Values `beside` are in no ranking but each one's own.
_FIRST: Final = f"""
    SELECT value, {{sums}}, count() OVER every, {{totals}} FROM (
        SELECT value, has({{{{beside:Array(String)}}}}, value) AS apart, {{summed}} FROM counts
        WHERE site = {{{{site:String}}}} AND dimension = {{{{dimension:String}}}} AND dimension2 = ''
          AND basis = {{{{basis:String}}}} AND {_RANGE.replace("{", "{{").replace("}", "}}")}
        GROUP BY value)
    WINDOW every AS (PARTITION BY apart)
    ORDER BY {{highest}}, value LIMIT {{most}} BY apart, if(apart, value, '')
"""  # noqa: S608

_DRILL: Final = f"""
    SELECT if(dimension = {{dimension:String}}, value, value2) AS shown, NULL, {_SUMS} FROM counts
    WHERE site = {{site:String}} AND basis = {{basis:String}} AND {_RANGE} AND (
        dimension = {{dimension:String}} AND dimension2 = {{by:String}} AND value2 = {{value:String}}
        OR dimension = {{by:String}} AND dimension2 = {{dimension:String}} AND value = {{value:String}})
    GROUP BY shown ORDER BY 3 DESC, 1
"""  # noqa: S608

_DUMP: Final = f"""
    SELECT basis, grain, period, dimension, value, dimension2, value2, {_SUMS}, any(text)
    FROM counts LEFT JOIN (
        SELECT dimension, grain, period, value, max(name) AS text FROM counts
        WHERE site = {{site:String}} AND dimension2 = '' AND name IS NOT NULL
        GROUP BY dimension, grain, period, value
    ) AS named USING (dimension, grain, period, value)
    WHERE site = {{site:String}}
    GROUP BY basis, grain, period, dimension, value, dimension2, value2 ORDER BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608

_FORGET: Final = """
    ALTER TABLE counts DELETE WHERE site = {site:String} AND grain = {grain:UInt8} AND period < {before:Int32}
"""

_OF: Final = """
    AND (has({dimensions:Array(String)}, dimension)
         OR dimension2 <> '' AND has({dimensions:Array(String)}, dimension2))
"""

_DUMPED: Final = msgspec.json.Decoder(
    tuple[str, int, int, str, str, str, str, int, int, int, int, int, int, str | None]
)

_CHUNK: Final = 50_000
"""Rows sent in one insert of a load, and read at once of a dump."""


class _Cell(NamedTuple):
    """What the threshold is asked of: the single of a value in a window, over every basis."""

    site: str
    dimension: str
    grain: int
    period: int
    value: str


class ClickHouseCounts:
    """Hit numbers are not kept: a batch comes here from a fold, whose own file has seen to them."""

    def __init__(self, client: Client) -> None:
        self._engine = ClickHouse(client)

    @classmethod
    async def open(cls, client: Client) -> Self:
        """Makes the table in the client's database. The client belongs to the store from now on."""
        store = cls(client)
        await store._engine.run(store._engine.command, _SCHEMA)
        return store

    async def add(self, batch: Batch) -> bool:
        """When it raises because an answer did not come, the batch may yet be counted: send the same again."""
        if batch.numbers:
            raise ValueError("hit numbers belong to the file of the fold")
        return await self._engine.run(self._add, batch)

    async def series(self, site: str, basis: str, grain: Grain, start: str, end: str) -> Sequence[Point]:
        rows = await self._query(_SERIES, {"site": site, "basis": basis, **_range(grain, start, end)})
        return [Point(period(grain, row[0]), Counters(*row[1:])) for row in rows]

    async def top(self, site: str, basis: str, grain: Grain, dimension: str, start: str, end: str) -> Sequence[Row]:
        where = {"site": site, "basis": basis, "dimension": dimension, **_range(grain, start, end)}
        return [Row(row[0], row[1], Counters(*row[2:])) for row in await self._query(_TOP, where)]

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
        where = {
            "site": site, "basis": basis, "dimension": dimension, "beside": [*beside], **_range(Grain.DAY, start, end),
        }  # fmt: skip
        query = _FIRST.format(
            sums=", ".join(f"sum_{name}" for name in by),
            totals=", ".join(f"sum(sum_{name}) OVER every" for name in by),
            summed=", ".join(f"sum({name}) AS sum_{name}" for name in by),
            highest=", ".join(f"sum_{name} DESC" for name in by), most=most,
        )  # fmt: skip
        found = await self._query(query, where)
        after = 1 + len(by)
        rows = [Row(row[0], None, counters_of(by, row[1:after])) for row in found]
        others = [(row[after], counters_of(by, row[after + 1 :])) for row in found if row[0] not in beside]
        return ranked(rows, by, beside, *(others[0] if others else (0, Counters())))

    async def drill(
        self, site: str, basis: str, dimension: str, by: tuple[str, str], start: str, end: str
    ) -> Sequence[Row]:
        where = {
            "site": site, "basis": basis, "dimension": dimension, "by": by[0], "value": by[1],
            **_range(Grain.DAY, start, end),
        }  # fmt: skip
        return [Row(row[0], row[1], Counters(*row[2:])) for row in await self._query(_DRILL, where)]

    async def forget(self, site: str, grain: Grain, before: str, dimensions: Iterable[str] | None = None) -> None:
        """Parts of the table are written anew without the rows; ClickHouse removes the old files minutes later."""
        delete, where = _FORGET, {"site": site, "grain": int(grain), "before": number(grain, before)}
        if dimensions is not None:
            delete, where = delete + _OF, {**where, "dimensions": list(dimensions)}
        await self._engine.run(partial(self._engine.command, delete, where, mutations_sync=2))

    async def dump(self, site: str) -> AsyncIterator[tuple[Key, Counters, str | None]]:
        """As of one moment."""
        with await self._engine.run(self._engine.fetch, _DUMP, {"site": site}) as fetched:
            while lines := await self._engine.run(lambda: list(islice(fetched, _CHUNK))):
                for line in lines:
                    yield _dumped(site, line)

    async def load(self, rows: Iterable[tuple[Key, Counters, str | None]]) -> None:
        """A table beside takes all rows, and gives its months to the table of counts in the end: what is refused, is
        refused whole, and only a server that dies in that moment leaves some of the months."""
        beside = f"load_{uuid4().hex}"
        await self._engine.run(self._engine.command, f"CREATE TABLE {beside} AS counts")
        try:
            for part, some in enumerate(_chunks(rows, _CHUNK)):
                lines = [_line(_month(key.period), key, counters, name) for key, counters, name in some]
                once = {"insert_deduplication_token": f"{beside} {part}"}
                await self._engine.run(partial(self._engine.insert, beside, _COLUMNS, lines, **once))
            await self._engine.run(self._attach, beside)
        finally:
            await self._engine.run(self._engine.command, f"DROP TABLE {beside}")

    async def sites(self) -> Sequence[str]:
        return [row[0] for row in await self._query("SELECT DISTINCT site FROM counts WHERE site <> '' ORDER BY 1", {})]

    async def close(self) -> None:
        await self._engine.close()

    async def _query(self, query: str, parameters: dict[str, Any]) -> Sequence[Sequence[Any]]:
        return await self._engine.run(self._engine.query, query, parameters)

    def _add(self, batch: Batch) -> bool:
        month = _month(batch.month)
        marked = self._engine.query(_MARKED, {"month": month, "mark": _MARK, "id": batch.id})
        if marked[0][0]:
            return False
        names = self._passed(batch)
        lines = [_line(month, key, counters, names.get(key)) for key, counters in batch.counts.items()]
        mark = (month, "", "", 0, 0, _MARK, batch.id, "", "", *Counters(pageviews=1), None)
        self._engine.insert("counts", _COLUMNS, [*lines, mark], insert_deduplication_token=batch.id)
        return True

    def _passed(self, batch: Batch) -> dict[Key, str]:
        """The typed texts whose threshold is passed with this batch, or was before."""
        cells = {key: _cell(key) for key in batch.typed}
        sums = self._counted(cells.values())
        dimensions = {key.dimension for key in batch.typed}
        for key, counters in batch.counts.items():
            if key.dimension in dimensions and not key.dimension2 and (cell := _cell(key)) in sums:
                sums[cell] = sums[cell].plus(counters)
        return {
            key: text.text
            for key, text in batch.typed.items()
            if getattr(sums[cells[key]], text.counter) - text.later >= text.threshold
        }

    def _counted(self, cells: Iterable[_Cell]) -> dict[_Cell, Counters]:
        """What was counted of each before."""
        sums = dict.fromkeys(cells, Counters())
        for some in _chunks(list(sums), 500):  # they travel in the address of the request
            for *cell, entries, firsts in self._engine.query(_TYPED, {"cells": list(some)}):
                sums[_Cell(*cell)] = Counters(entries=entries, firsts=firsts)
        return sums

    def _attach(self, beside: str) -> None:
        months = [row[0] for row in self._engine.query(f"SELECT DISTINCT month FROM {beside}")]  # noqa: S608
        if months:
            parts = ", ".join(f"ATTACH PARTITION {month} FROM {beside}" for month in months)
            self._engine.command(f"ALTER TABLE counts {parts}")


def _month(day: str) -> int:
    """2026-11 and what follows it, as 202611."""
    return int(day[:4] + day[5:7])


def _range(grain: Grain, start: str, end: str) -> dict[str, int]:
    return {"grain": int(grain), "start": number(grain, start), "end": number(grain, end)}


def _cell(key: Key) -> _Cell:
    return _Cell(key.site, key.dimension, key.grain, number(key.grain, key.period), key.value)


def _line(month: int, key: Key, counters: Counters, name: str | None) -> tuple[Any, ...]:
    when = number(key.grain, key.period)
    return (month, *key[:2], int(key.grain), when, *key[4:], *counters, name)


def _dumped(site: str, line: bytes) -> tuple[Key, Counters, str | None]:
    fields = _DUMPED.decode(line)
    grain = Grain(fields[1])
    key = Key(site, fields[0], grain, period(grain, fields[2]), *fields[3:7])
    return key, Counters(*fields[7:13]), fields[13]


def _chunks(items: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some
