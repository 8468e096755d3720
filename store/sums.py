"""Sums of spans of days beside the counts of the SQLite file, each in every transaction what its days add up to."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import aiosqlite
import msgspec

from store.counts import Counters
from store.periods import Grain, period
from store.spans import MADE_OF, Length, Span, Term, cut_by, ended, ending, holding, last_begun, terms

_COLUMNS: Final = ", ".join(Counters._fields)
_ADDED_UP: Final = ", ".join(f"SUM({name}) AS {name}" for name in Counters._fields)

_ADD: Final = f"""
    INSERT INTO sums (site, dimension, basis, length, "end", value, {_COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET {", ".join(f"{name} = {name} + excluded.{name}" for name in Counters._fields)}
"""  # noqa: S608 - column names of ours

_DAYS: Final = f"""
    counts WHERE site = ? AND dimension = ? AND dimension2 = 0 AND basis = ? AND grain = {Grain.DAY}
      AND period >= ? AND period < ?
"""

# A span's end is excluded: of those in a row the first ends after the day on which they begin.
_SPANS: Final = 'sums WHERE site = ? AND dimension = ? AND basis = ? AND "end" > ? AND "end" <= ? AND length = '

_SUM: Final = f"INSERT INTO sums SELECT ?, ?, ?, ?, ?, value, {_ADDED_UP} FROM {{}} GROUP BY value"  # noqa: S608

# Steps from one to the next in the order of the key, and never over the rows of one.
_SERIES: Final = f"""
    WITH RECURSIVE
    dimensions(dimension) AS (
        SELECT MIN(dimension) FROM counts WHERE site = :site AND dimension > 0
        UNION ALL
        SELECT (SELECT MIN(counts.dimension) FROM counts
                WHERE site = :site AND counts.dimension > dimensions.dimension)
        FROM dimensions WHERE dimension IS NOT NULL),
    series(dimension, basis) AS (
        SELECT dimension, (SELECT MIN(basis) FROM counts
                WHERE site = :site AND counts.dimension = dimensions.dimension AND dimension2 = 0)
        FROM dimensions
        UNION ALL
        SELECT dimension, (SELECT MIN(counts.basis) FROM counts
                WHERE site = :site AND counts.dimension = series.dimension AND dimension2 = 0
                  AND counts.basis > series.basis)
        FROM series WHERE basis IS NOT NULL)
    SELECT dimension, basis, (SELECT MIN(period) FROM counts
            WHERE site = :site AND counts.dimension = series.dimension AND dimension2 = 0
              AND counts.basis = series.basis AND grain = {Grain.DAY}) AS oldest
    FROM series WHERE basis IS NOT NULL AND oldest IS NOT NULL
"""  # noqa: S608

_WRONG: Final = f"""
    WITH spans(length, start, "end") AS (
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:spans)),
    days AS (
        SELECT length, "end", value, {_ADDED_UP} FROM spans CROSS JOIN counts
        WHERE site = :site AND dimension = :dimension AND dimension2 = 0 AND basis = :basis AND grain = {Grain.DAY}
          AND period >= start AND period < "end"
        GROUP BY 1, 2, 3),
    kept AS (
        SELECT length, "end", value, {_COLUMNS} FROM sums
        WHERE site = :site AND dimension = :dimension AND basis = :basis)
    SELECT DISTINCT length, "end" FROM (
        SELECT * FROM (SELECT * FROM days EXCEPT SELECT * FROM kept)
        UNION ALL
        SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM days))
    ORDER BY 1, 2
"""  # noqa: S608

Numbered = tuple[int, ...]
"""A row of the table of counts: the eight numbers of its key, then its counters."""

_SITE, _BASIS, _GRAIN, _PERIOD, _DIMENSION, _VALUE, _DIMENSION2 = range(7)
_KEY: Final = 8


class Summed(NamedTuple):
    """Spans that end by the newest day are summed; before it, all is as it was while the state is the same."""

    newest: int
    state: int


class WrongSum(NamedTuple):
    """A span whose sums are not those of its days; the days as ISO dates, `end` excluded."""

    site: str
    dimension: str
    basis: str
    start: str
    end: str


async def summed(connection: aiosqlite.Connection, site: int | None) -> Summed | None:
    """None where nothing is."""
    rows = await connection.execute_fetchall("SELECT newest, state FROM summed WHERE site = ?", (site,))
    return next((Summed(*row) for row in rows), None)


async def add(writer: aiosqlite.Connection, rows: Iterable[Numbered]) -> None:
    """Adds to the sums what has just been added to the counts, and sums the spans that are over with it."""
    by_day = sorted((row for row in rows if row[_GRAIN] == Grain.DAY), key=lambda row: row[_SITE])
    for site, some in groupby(by_day, key=lambda row: row[_SITE]):
        await _add(writer, site, list(some))


async def _add(writer: aiosqlite.Connection, site: int, rows: Sequence[Numbered]) -> None:
    before = await summed(writer, site)
    newest = max(row[_PERIOD] for row in rows)
    if before:
        late = [row for row in rows if row[_PERIOD] < before.newest]
        await writer.executemany(_ADD, _spread(late, before.newest))
        if late or newest > before.newest:
            state = _state() if late else before.state
            await _note(writer, site, Summed(max(newest, before.newest), state))
    else:
        await _note(writer, site, Summed(newest, _state()))
    if before is None or newest > before.newest:
        await _sum_up(writer, site, before.newest if before else None, newest)


def _spread(rows: Iterable[Numbered], newest: int) -> Iterator[Numbered]:
    """Singles that came late, on the spans that hold their day and are over."""
    for row in rows:
        if row[_DIMENSION] and not row[_DIMENSION2]:
            for span in (span for length in MADE_OF for span in holding(length, row[_PERIOD])):
                if span.end <= newest:
                    yield (row[_SITE], row[_DIMENSION], row[_BASIS], span.length, span.end, row[_VALUE], *row[_KEY:])


async def _sum_up(writer: aiosqlite.Connection, site: int, since: int | None, until: int) -> None:
    """The spans that are over only now."""
    if since is not None and not any(ended(since, until)):
        return
    for dimension, basis, oldest in await _series(writer, site):
        for span in ended(oldest if since is None else max(oldest, since), until):
            await _sum(writer, (site, dimension, basis), span)


async def _sum(writer: aiosqlite.Connection, series: tuple[int, int, int], span: Span) -> None:
    """Of days, or of the shorter spans that make it up."""
    values = (*series, span.length, span.end, *series, span.start, span.end)
    await writer.execute(_SUM.format(_source(MADE_OF[span.length])), values)


def _source(length: Length) -> str:
    """To be read of a site, dimension and basis, from a day to another."""
    return _DAYS if length is Length.DAY else f"{_SPANS}{length}"


async def forget(
    writer: aiosqlite.Connection, site: int, grain: Grain, before: int, dimensions: Collection[int] | None
) -> None:
    """Takes from the sums what has just been deleted of a site: of all its dimensions, or of those named."""
    if grain is Grain.DAY and (known := await summed(writer, site)):
        among = "" if dimensions is None else f" AND dimension IN ({','.join(map(str, dimensions))})"
        for length in MADE_OF:
            delete = f'DELETE FROM sums WHERE site = ? AND length = ? AND "end" <= ?{among}'  # noqa: S608
            await writer.execute(delete, (site, length, last_begun(length, before)))
        for dimension, basis, _ in await _series(writer, site):
            if dimensions is None or dimension in dimensions:
                for span in cut_by(before):
                    if span.end <= known.newest:
                        await _sum(writer, (site, dimension, basis), span)
        await _note(writer, site, known._replace(state=_state()))
    await writer.execute("DELETE FROM summed WHERE NOT EXISTS (SELECT 1 FROM counts WHERE counts.site = summed.site)")


def read(
    of: tuple[int | None, ...], start: int, end: int, known: Summed | None, counters: Sequence[str] = Counters._fields
) -> tuple[str, list[int | None]]:
    """The values of a site, dimension and basis with the sums of these counters, as a query and its parameters."""
    if known is None:
        found: tuple[Term, ...] = (Term(1, Length.DAY, start, end),)
    else:
        end = min(end, known.newest + 1)  # no day is newer
        found = terms(start, end, known.newest) if start < end else ()
    columns, less = ", ".join(counters), ", ".join(f"-{name} AS {name}" for name in counters)
    parts, parameters = [], list[int | None]()
    for sign, length, begun, over in found:
        parts.append(f"SELECT value, {columns if sign > 0 else less} FROM {_source(length)}")  # noqa: S608
        parameters += [*of, over - 1 if length is Length.THROUGH else begun, over]
    if [term.sign for term in found] == [1] and _is_one(found[0]):  # each value stands there once
        return parts[0], parameters
    left = " OR ".join(f"SUM({name}) <> 0" for name in counters)
    having = f"HAVING {left}" if any(term.sign < 0 for term in found) else ""
    rows = " UNION ALL ".join(parts) or f"SELECT value, {columns} FROM sums WHERE 0"  # noqa: S608
    added_up = ", ".join(f"SUM({name}) AS {name}" for name in counters)
    return f"SELECT value, {added_up} FROM ({rows}) GROUP BY value {having}", parameters  # noqa: S608


def _is_one(term: Term) -> bool:
    return holding(term.length, term.start)[0].end == term.end or term.length is Length.THROUGH


async def wrong(reader: aiosqlite.Connection) -> list[WrongSum]:
    """The spans of any site whose sums are not those of its days."""
    sites = await reader.execute_fetchall("SELECT DISTINCT site FROM sums UNION SELECT site FROM summed")
    found = []
    for (site,) in sites:
        known = await summed(reader, site)
        of_days = {(row[0], row[1]): row[2] for row in await _series(reader, site)}
        of_sums = await reader.execute_fetchall("SELECT DISTINCT dimension, basis FROM sums WHERE site = ?", (site,))
        for dimension, basis in sorted({*of_days, *((row[0], row[1]) for row in of_sums)}):
            oldest = of_days.get((dimension, basis))
            spans = list(ended(oldest, known.newest)) if known and oldest is not None else []
            asked = {"site": site, "dimension": dimension, "basis": basis}
            asked["spans"] = msgspec.json.encode(spans).decode()
            for length, end in await reader.execute_fetchall(_WRONG, asked):
                found.append(await _named(reader, site, dimension, basis, ending(Length(length), end)))
    return found


async def _named(reader: aiosqlite.Connection, site: int, dimension: int, basis: int, span: Span) -> WrongSum:
    rows = await reader.execute_fetchall("SELECT id, text FROM texts WHERE id IN (?, ?, ?)", (site, dimension, basis))
    texts: dict[int, str] = {row[0]: row[1] for row in rows}
    start, end = (period(Grain.DAY, day) for day in (span.start, span.end))
    return WrongSum(texts.get(site, ""), texts.get(dimension, ""), texts.get(basis, ""), start, end)


async def _series(connection: aiosqlite.Connection, site: int) -> list[tuple[int, int, int]]:
    """Each dimension and basis of which a site has days, with the oldest."""
    return [(row[0], row[1], row[2]) for row in await connection.execute_fetchall(_SERIES, {"site": site})]


async def _note(writer: aiosqlite.Connection, site: int, known: Summed) -> None:
    await writer.execute("INSERT OR REPLACE INTO summed VALUES (?, ?, ?)", (site, *known))


def _state() -> int:
    return secrets.randbelow(2**63)
