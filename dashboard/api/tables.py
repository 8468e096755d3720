"""Answers that are lists, as tables to be read by a spreadsheet."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from dashboard.api.answers import ComparedStats, FlowAnswer, GoalsAnswer, PanelAnswer, PointEntry, SeriesAnswer
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


def _goals(answer: GoalsAnswer) -> Table:
    """With a filter by a goal its sources, which has one row otherwise."""
    rows = [(*msgspec.structs.astuple(row)[:2], row.times, row.visits, row.of, row.rated)
            for row in answer.sources or answer.goals]  # fmt: skip
    return Table(("dimension", "value", "times", "visits", "of", "rated"), rows)


def _flow(answer: FlowAnswer) -> Table:
    return Table(("from", "to", "visits", "times"), [msgspec.structs.astuple(step) for step in answer.steps])


def _terms(answer: SearchTerms) -> Table:
    """A row for each term and origin."""
    return Table(("term", *_LINE), [(row.term, *_cells(line)) for row in answer.rows for line in row.lines])


def _cells(line: Line) -> tuple[Cell, ...]:
    return tuple(getattr(line, name) for name in _LINE)


TABLES: Final[Mapping[type[msgspec.Struct], Callable[[Any], Table]]] = {
    ComparedStats: table_of,
    PanelAnswer: _panel,
    SeriesAnswer: _series,
    GoalsAnswer: _goals,
    FlowAnswer: _flow,
    SearchTerms: _terms,
}
"""The answers that can be had so."""


_NAMES: Final[Mapping[type[msgspec.Struct], str]] = {
    SearchTerms: "search-terms",
    GoalsAnswer: "goals",
    FlowAnswer: "flow",
}


def file_name(answer: Any) -> str:
    """What a browser calls the file: the site, what it is of, and the days."""
    dimension = getattr(answer, "dimension", None)
    name = getattr(dimension, "name", dimension) or _NAMES.get(type(answer), "visits")
    return f"{answer.site}-{name}-{answer.start}-{answer.end}.csv"
