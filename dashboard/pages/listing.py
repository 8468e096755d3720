"""A list on a page of its own: headings that sort it, a form that finds in it, and the ways to its other leaves."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from dashboard.locale.language import Language, visible
from dashboard.numbers.listing import FIND, Leaf, Order, Wanted

_SORTED: Final[dict[Order, Literal["ascending", "descending"]]] = {"asc": "ascending", "desc": "descending"}


class Column(NamedTuple):
    """A heading; `order` is the one in which it first sorts."""

    name: str
    title: str
    order: Order = "desc"


class Heading(NamedTuple):
    """`link` sorts by the column; `is_sorted` is what `aria-sort` says."""

    name: str
    title: str
    link: str | None = None
    is_sorted: Literal["ascending", "descending"] | None = None


class Turning(NamedTuple):
    """Which rows a leaf shows, and the links to the leaves beside."""

    place: str
    previous: str | None
    next: str | None


class Form(NamedTuple):
    """`kept` is what its other fields carry; `everything` the link that looks for nothing."""

    find: str
    longest: int
    kept: Mapping[str, str]
    everything: str | None


class Lists:
    """Writes what stands around a list. `query` makes a link of what it carries, and keeps the `kept` that all of the
    list's links have in common; a value "" leaves its name out. `own` is the order of a list that nobody sorts, by
    the column that tells it, if one does."""

    def __init__(
        self,
        language: Language,
        wanted: Wanted,
        query: Callable[..., str],
        kept: Mapping[str, str],
        own: tuple[str, Order] | None = None,
    ) -> None:
        self._language, self._wanted, self._query, self._kept, self._own = language, wanted, query, kept, own

    def headings(self, columns: Iterable[Column]) -> tuple[Heading, ...]:
        return tuple(map(self._heading, columns))

    def form(self) -> Form:
        sorting = {name: value for name, value in self._wanted.query.items() if name != "find"}
        everything = self._to(self._wanted._replace(find="")) if self._wanted.find else None
        return Form(self._wanted.find, FIND, {**self._kept, **sorting}, everything)

    def turning(self, leaf: Leaf[Any]) -> Turning | None:
        """None where there is but one leaf."""
        if len(leaf.rows) == leaf.found:
            return None
        number = self._language.number
        last = leaf.before + len(leaf.rows)
        place = self._language("list_place", first=number(leaf.before + 1), last=number(last), all=number(leaf.found))
        previous = self._to(self._wanted._replace(leaf=leaf.number - 1)) if leaf.before else None
        following = None if leaf.is_last else self._to(self._wanted._replace(leaf=leaf.number + 1))
        return Turning(place, previous, following)

    def none_found(self) -> str:
        return self._language("list_find_none", find=visible(self._wanted.find))

    def _heading(self, column: Column) -> Heading:
        sort, order = (self._wanted.sort, self._wanted.order) if self._wanted.sort else self._own or ("", "desc")
        if sort != column.name:
            return Heading(column.name, column.title, self._sorted_by(column.name, column.order))
        other: Order = "asc" if order == "desc" else "desc"
        return Heading(column.name, column.title, self._sorted_by(column.name, other), _SORTED[order])

    def _sorted_by(self, name: str, order: Order) -> str:
        wanted = self._wanted._replace(sort=name, order=order, leaf=1)
        return self._to(wanted._replace(sort="") if self._own == (name, order) else wanted)

    def _to(self, wanted: Wanted) -> str:
        page = {"page": str(wanted.leaf)} if wanted.leaf > 1 else {}
        return self._query(**self._kept, **wanted.query, **page)
