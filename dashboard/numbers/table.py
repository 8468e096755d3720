"""Answers as tables of text, separated by commas: safe to open in a spreadsheet, whoever wrote what stands in them."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from dashboard.numbers.stats import Stats

Cell = str | int | float | bool | None

_RUN: Final = re.compile(r"^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[\"\s]*[=+\-@＝＋－＠])")
"""Where a spreadsheet begins to read a formula (OWASP's page on CSV injection lists the signs): in a cell, and in what
one that separates by semicolons or tabs, and so reads no quotes, takes for a cell."""


class Table(NamedTuple):
    """Rows below a header."""

    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def table_of(found: Stats) -> Table:
    """Of the values of a dimension; of the total where none was asked for."""
    columns = (found.dimension or "total", "pageviews", "visits", "visitors")
    if found.dimension is None:
        return Table(columns, [("total", found.total.pageviews, found.total.visits, found.total.visitors)])
    return Table(columns, [(row.value, row.pageviews, row.visits, row.visitors) for row in found.rows])


def separated(table: Table, delimiter: str = ",", end: str = "\r\n") -> str:
    """By commas and line ends as RFC 4180 has them, if nothing else is asked for; nothing where there is no number."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _written(cell: Cell) -> Cell:
    """No formula: spreadsheets run what begins like one, and visitors write it. Yes and no are written as in JSON."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return _RUN.sub("'", cell) if isinstance(cell, str) else cell
