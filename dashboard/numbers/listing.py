"""A part of a long list: what is found in it, in which order, and which leaf of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from policy.spelling import folded

LEAF: Final = 100
"""Rows on each leaf of a list."""

FIND: Final = 200
"""Characters that may be looked for; no row is found by more."""

Order = Literal["asc", "desc"]
Sortable = str | int | float
Row = TypeVar("Row")


class Wanted(NamedTuple):
    """Rows that hold a text, in the order of a column, on one of the leaves; with no column in the list's own order."""

    find: str = ""
    sort: str = ""
    order: Order = "desc"
    leaf: int = 1

    @property
    def query(self) -> dict[str, str]:
        """What a link to the first leaf of the same rows carries."""
        chosen = {"sort": self.sort, "order": self.order} if self.sort else {}
        return ({"find": self.find} if self.find else {}) | chosen


class Leaf(NamedTuple, Generic[Row]):
    """Rows of one leaf, its number, how many come before it, and how many there are on all leaves."""

    rows: Sequence[Row]
    number: int
    before: int
    found: int

    @property
    def is_last(self) -> bool:
        return self.before + len(self.rows) >= self.found


def wanted(query: Mapping[str, str], columns: Collection[str]) -> Wanted:
    """What `find`, `sort`, `order` and `page` ask for. There is always something to show: a column that the list does
    not have leaves it in its own order, and what is no leaf's number is the first."""
    sort = query.get("sort", "")
    leaf = query.get("page", "")
    return Wanted(
        query.get("find", "").strip()[:FIND],
        sort if sort in columns else "",
        "asc" if query.get("order") == "asc" else "desc",
        int(leaf) if leaf.isascii() and leaf.isdecimal() and len(leaf) < 8 else 1,
    )


def holding(rows: Iterable[Row], find: str, texts: Callable[[Row], Iterable[str]]) -> list[Row]:
    """Those with a text that holds what is looked for, whatever the case and the spaces are."""
    looked_for = folded(find).casefold()
    if not looked_for:
        return list(rows)
    return [row for row in rows if any(looked_for in folded(text).casefold() for text in texts(row))]


def sorted_by(rows: Iterable[Row], key: Callable[[Row], Sortable | None], order: Order) -> list[Row]:
    """Rows that are alike stay in the order they had; those without a value come last."""
    keyed = [(key(row), row) for row in rows]
    some = [(value, row) for value, row in keyed if value is not None]
    some.sort(key=lambda each: each[0], reverse=order == "desc")
    return [*(row for _, row in some), *(row for value, row in keyed if value is None)]


def leaf_of(rows: Sequence[Row], number: int) -> Leaf[Row]:
    """The last leaf where there are fewer."""
    leaves = max(1, -(-len(rows) // LEAF))
    number = min(max(number, 1), leaves)
    before = (number - 1) * LEAF
    return Leaf(rows[before : before + LEAF], number, before, len(rows))


def by_text(text: str) -> str:
    """The place of a text in an alphabet that ends with å, ä and ö."""
    return text.casefold().translate(_LAST)


_LAST: Final = {ord(letter): chr(0xE000 + place) for place, letter in enumerate("åäö")}
"""Behind all other letters, in the Swedish order."""
