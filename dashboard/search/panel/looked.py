"""What of the list of terms is looked for, and which of them come first."""

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest
from typing import Final, NamedTuple

from dashboard.numbers.listing import Wanted, by_text, holding, sorted_by
from dashboard.search.panel.terms import Line, Term, by_origin
from policy.statistics import CONSENTED

TERM: Final = "term"
"""The column of the terms themselves, as the list is sorted by it."""


COLUMNS: Final = (TERM, "clicks", "impressions", "position", "visits", "pageviews")


class Looked(NamedTuple):
    """Terms that are wanted of one origin, or of all."""

    wanted: Wanted = Wanted()
    origin: str = ""


def found_in(rows: Sequence[Term], looked: Looked) -> list[Term]:
    """In the order of a column, or else of all, or of the origin's own numbers."""
    found = holding(rows, looked.wanted.find, lambda row: [row.term])
    if looked.origin:
        found = _in_order_of(found, looked.origin)
    sort, order = looked.wanted.sort, looked.wanted.order
    if sort == TERM:
        return sorted_by(found, lambda row: by_text(row.term), order)
    return sorted_by(found, lambda row: _number(row, sort, looked.origin), order) if sort else found


def _number(row: Term, column: str, origin: str) -> float | None:
    """The best that any line tells of it, of the origin alone where one is chosen."""
    lines = [line for line in row.lines if origin in ("", line.origin)]
    told = [number for line in lines if (number := _told(line, column)) is not None]
    if not told:
        return None
    return min(told) if column == "position" else max(told)


def _told(line: Line, column: str) -> float | None:
    match column:
        case "clicks":
            return line.clicks
        case "impressions":
            return line.impressions
        case "position":
            return line.position
        case _:
            return line.counted if line.basis == CONSENTED else None


def _in_order_of(rows: Iterable[Term], origin: str) -> list[Term]:
    ranked = [(line.rank, row.term, row) for row in rows for line in row.lines if line.origin == origin]
    return list(dict.fromkeys(row for *_, row in sorted(ranked, key=lambda each: each[:2])))


def foremost_of(rows: Sequence[Term], most: int) -> list[Term]:
    """Those that stand highest in the order of any origin, in the order of all."""
    if len(rows) <= most:
        return list(rows)
    origins = sorted({line.origin for row in rows for line in row.lines}, key=by_origin)
    places = zip_longest(*(_in_order_of(rows, origin)[:most] for origin in origins))
    chosen = islice(dict.fromkeys(row.term for place in places for row in place if row), most)
    terms = set(chosen)
    return [row for row in rows if row.term in terms]
