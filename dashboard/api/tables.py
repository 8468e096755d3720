"""Answers that are lists, as tables to be read by a spreadsheet."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from dashboard.api.answers import ComparedStats, PanelAnswer, PointEntry, SeriesAnswer
from dashboard.numbers.stats import StatsRow
from dashboard.numbers.table import Cell, Table, table_of
from dashboard.search.panel.terms import Line, SearchTerms

MEDIA: Final = "text/csv; charset=utf-8; header=present"

_LINE: Final = ("origin", "basis", "engine", "clicks", "impressions", "position", "visits", "pageviews")


def _panel(answer: PanelAnswer) -> Table:
    columns = (answer.dimension.name, *StatsRow.__struct_fields__[1:])
    return Table(columns, [msgspec.structs.astuple(row) for row in answer.rows])


def _series(answer: SeriesAnswer) -> Table:
    return Table(PointEntry.__struct_fields__, [msgspec.structs.astuple(point) for point in answer.points])


def _terms(answer: SearchTerms) -> Table:
    """A row for each term and origin."""
    return Table(("term", *_LINE), [(row.term, *_cells(line)) for row in answer.rows for line in row.lines])


def _cells(line: Line) -> tuple[Cell, ...]:
    return tuple(getattr(line, name) for name in _LINE)


TABLES: Final[Mapping[type[msgspec.Struct], Callable[[Any], Table]]] = {
    ComparedStats: table_of,
    PanelAnswer: _panel,
    SeriesAnswer: _series,
    SearchTerms: _terms,
}
"""The answers that can be had so."""


def file_name(answer: Any) -> str:
    """What a browser calls the file: the site, what it is of, and the days."""
    dimension = getattr(answer, "dimension", None)
    name = getattr(dimension, "name", dimension) or ("search-terms" if isinstance(answer, SearchTerms) else "visits")
    return f"{answer.site}-{name}-{answer.start}-{answer.end}.csv"
