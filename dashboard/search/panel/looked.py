"""What of the list of terms is looked for, and which of them come first."""

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest
from typing import Final, NamedTuple

from dashboard.search.panel.terms import Term, by_origin
from policy.spelling import folded

LEAF: Final = 100
"""Terms on each page of the whole list."""


class Looked(NamedTuple):
    """Terms that hold a text, of one origin, on one of the list's leaves."""

    find: str = ""
    origin: str = ""
    leaf: int = 1


def found_in(rows: Sequence[Term], looked: Looked) -> list[Term]:
    """Whatever the case and the spaces are. Of one origin in the order of its own numbers."""
    wanted = folded(looked.find).casefold()
    found = [row for row in rows if wanted in row.term.casefold()] if wanted else list(rows)
    if not looked.origin:
        return found
    return _in_order_of(found, looked.origin)


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
