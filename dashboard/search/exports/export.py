"""A file that Google's or Bing's export button made: of which site and days it is, and what it tells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from dashboard.numbers.ranges import LONGEST, Range
from dashboard.search.engines.source import Engine, Told
from dashboard.search.exports.columns import EXAMPLE, NAMES, Columns, Kind, Row, Table, read_table, unclear
from dashboard.search.exports.days import days_of, range_in
from dashboard.search.exports.filters import days_of_filters, is_filters, require_whole
from dashboard.search.exports.remarks import BadExport, Remark, remark
from dashboard.search.exports.sheets import Sheet, read_sheets, stem

MOST_ROWS: Final = 1_000
"""Of a table that an engine exports."""

_HOST: Final = r"(?P<host>(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*?[a-z0-9])"
_GOOGLE: Final = re.compile(
    rf"(?:(?P<scheme>https?)___)?{_HOST}(?P<path>_[^-]*)?-(?P<report>.+)", re.IGNORECASE | re.DOTALL
)
_DAY: Final = re.compile(r"-\d{4}-\d{2}-\d{2}(?: ?\(\d+\))?\Z")
_BING: Final = re.compile(rf"(?:https?___)?{_HOST}_+(?:[a-z]+Report|SearchPerformance[a-z]*)_.*", re.IGNORECASE)
_OTHER_REPORT: Final = re.compile(r"Performance-on-(?!Search\Z)(.+)", re.IGNORECASE)


class Export(NamedTuple):
    """`host` is the property's, as far as the file's name tells it, else ""; `is_domain` if it holds all hosts under
    it. `days` are the engine's own, midnight to midnight in California."""

    engine: Engine
    host: str
    is_domain: bool
    days: Range
    rows: Sequence[Told]
    remarks: Sequence[Remark]


class Named(NamedTuple):
    """What a file's name tells."""

    engine: Engine | None = None
    host: str = ""
    is_domain: bool = False


def read_export(
    name: str,
    data: bytes,
    columns: Columns | None = None,
    days: Range | None = None,
    engine: Engine | None = None,
) -> Export:
    """Of the file by that name; `columns`, `days` and `engine` where its owner says them. Raises `BadExport`."""
    named = read_name(name)
    sheets = [sheet for sheet in read_sheets(name, data) if sheet.rows]
    filters = [sheet for sheet in sheets if is_filters(sheet)] if len(sheets) > 1 else []
    for sheet in filters:
        require_whole(sheet)
    tables = _tables([sheet for sheet in sheets if sheet not in filters], columns)
    found = named.engine or next((table.engine for table in tables if table.engine), None)
    if engine and found and engine != found:
        raise BadExport("engine", found=NAMES[found], asked=NAMES[engine])
    by_kind = _by_kind(tables)
    chosen_engine = engine or found or "google"
    for table in by_kind.values():
        _require_possible(table, chosen_engine)
    rows = tuple(_told(by_kind))
    if not rows:
        raise BadExport("no-rows")
    told = _known_days(by_kind, filters)
    if days and days.end < days.start:
        raise BadExport("backwards", start=days.start, end=days.end)
    if days and told and days != told:
        raise BadExport("other-days", start=told.start, end=told.end)
    chosen = days or told
    if chosen is None or chosen.days > LONGEST:
        raise BadExport("no-days")
    remarks = tuple(dict.fromkeys(_remarks(tables, by_kind)))
    return Export(chosen_engine, named.host, named.is_domain, chosen, rows, remarks)


def read_name(name: str) -> Named:
    """Raises `BadExport` of what is named as a part of a site or another search than the web's."""
    text = stem(name)
    if found := _BING.fullmatch(text):
        return Named("bing", found["host"].lower())
    bare = _DAY.sub("", text)
    found = _GOOGLE.fullmatch(bare)
    if found is None or bare == text:
        return Named()
    if found["path"] and found["path"].strip("_"):
        raise BadExport("part", name=f"{found['host']}{found['path'].replace('_', '/')}")
    if other := _OTHER_REPORT.fullmatch(found["report"]):
        raise BadExport("search-type", value=other[1])
    return Named("google", found["host"].lower(), not found["scheme"])


def _tables(sheets: Sequence[Sheet], columns: Columns | None) -> list[Table]:
    if columns and len(sheets) > 1:
        raise BadExport("mapping-sheets")
    tables = [table for sheet in sheets if (table := read_table(sheet, columns))]
    if not tables:
        raise unclear(sheets[0].name if sheets else "", sheets[0].rows[0] if sheets else ())
    if all(table.kind == "other" for table in tables):
        raise BadExport("nothing")
    return _terms_known(tables)


def _terms_known(tables: Sequence[Table]) -> list[Table]:
    """With each table whose first column has an unknown heading known as terms or as something else. Both engines write
    terms in small letters, and Google the names of countries and devices with a capital; besides, it has the terms
    right before the pages, which alone tells them in scripts without capitals."""
    unknown = [table for table in tables if table.kind == "unknown" and table.rows]
    small = [table for table in unknown if not any(_has_capital(row.term) for row in table.rows)]
    known = [table for table in tables if table.kind == "terms"]
    if small and not known:
        known = _before_pages(tables)
        if not known:
            known = [table for table in small if any(_has_small(row.term) for row in table.rows)]
        if len(known) != 1 or known[0] not in small:
            raise BadExport("which-table", sheet=small[0].name, example=EXAMPLE)
    if unknown and not known and len(tables) == 1:
        raise BadExport("which-table", sheet=unknown[0].name, example=EXAMPLE)
    return [_settled(table, table in known) for table in tables]


def _before_pages(tables: Sequence[Table]) -> list[Table]:
    """The one before the pages; none where there are no pages."""
    places = [at for at, table in enumerate(tables) if table.kind == "pages"]
    return list(tables[max(places[0] - 1, 0) : places[0]]) if len(places) == 1 else []


def _settled(table: Table, is_terms: bool) -> Table:
    if table.kind != "unknown":
        return table
    return table._replace(kind="terms") if is_terms else Table(table.name, "other", ())


def _has_capital(text: str) -> bool:
    return text != text.lower()


def _has_small(text: str) -> bool:
    return text != text.upper()


def _by_kind(tables: Iterable[Table]) -> dict[Kind, Table]:
    found: dict[Kind, Table] = {}
    for table in tables:
        if table.kind in found and table.kind != "other":
            raise BadExport("twice", sheet=table.name, other=found[table.kind].name)
        found[table.kind] = table
    found.pop("other", None)
    return found


def _is_compared(by_kind: dict[Kind, Table]) -> bool:
    return any(table.period for table in by_kind.values())


def _require_possible(table: Table, engine: Engine) -> None:
    """Google never tells of more clicks than impressions. Bing counts the two at different moments, so that a single
    row of its may have more, but not a whole table."""
    if engine == "google":
        bad = next((row for row in table.rows if row.clicks > row.impressions), None)
        if bad:
            told = {"name": repr(bad.term or bad.page or bad.day), "clicks": bad.clicks, "impressions": bad.impressions}
            raise BadExport("swapped", sheet=table.name, example=EXAMPLE, **told)
    clicks, impressions = sum(row.clicks for row in table.rows), sum(row.impressions for row in table.rows)
    if clicks > impressions:
        raise BadExport("swapped-in-all", sheet=table.name, clicks=clicks, impressions=impressions, example=EXAMPLE)


def _known_days(by_kind: dict[Kind, Table], filters: Sequence[Sheet]) -> Range | None:
    if _is_compared(by_kind):
        return next((days for table in by_kind.values() if (days := range_in(table.period))), None)
    chart = by_kind.get("days")
    if chart and (days := days_of([row.day for row in chart.rows])):
        return days
    return next((days for sheet in filters if (days := days_of_filters(sheet))), None)


def _told(by_kind: dict[Kind, Table]) -> Iterator[Told]:
    chart = by_kind.get("days")
    if chart and chart.rows and not _is_compared(by_kind):
        yield _total(chart)
    for kind in ("terms", "pages", "pairs"):
        for row in by_kind[kind].rows if kind in by_kind else ():
            if _has_key(row, kind):
                yield Told(row.term, row.page, row.clicks, row.impressions, row.position)


def _has_key(row: Row, kind: Kind) -> bool:
    """Whether it tells of a term, a page or both, as its table does; without them it would be taken for the total."""
    return bool(row.term) == (kind != "pages") and bool(row.page) == (kind != "terms")


def _total(chart: Table) -> Told:
    clicks, impressions = sum(row.clicks for row in chart.rows), sum(row.impressions for row in chart.rows)
    places = sum(row.position * row.impressions for row in chart.rows)
    return Told("", "", clicks, impressions, places / impressions if impressions else 0.0)


def _remarks(tables: Sequence[Table], by_kind: dict[Kind, Table]) -> Iterator[Remark]:
    for table in by_kind.values():
        yield from table.remarks
        if table.period:
            yield remark("compared", label=table.period)
        if nameless := sum(table.kind != "days" and not _has_key(row, table.kind) for row in table.rows):
            yield remark("nameless", sheet=table.name, rows=nameless)
        if len(table.rows) == MOST_ROWS and table.kind != "days":
            yield remark("cut", sheet=table.name)
    if "days" in by_kind and _is_compared(by_kind):
        yield remark("compared-chart")
    if left := [table.name for table in tables if table.kind == "other"]:
        yield remark("left-out", sheet=", ".join(left))
