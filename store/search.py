"""The protocol of a store of search engines' own figures: told of a span of days at once, replaced and never added."""

from collections.abc import AsyncGenerator, Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol, Self

from store.periods import Grain, number, period

AFTER_ALL: Final = "9999-12-31"
"""A day before which every slice begins: what is forgotten before it is all."""


class Slice(NamedTuple):
    """What an engine told of a site for the days from `start` on, `end` excluded, as ISO dates; `basis` as
    "imported:google"."""

    site: str
    basis: str
    start: str
    end: str

    @classmethod
    def numbered(cls, site: str, basis: str, start: int, end: int) -> Self:
        """From its days as stores keep them."""
        return cls(site, basis, period(Grain.DAY, start), period(Grain.DAY, end))

    @property
    def numbers(self) -> tuple[int, int]:
        """Its days as stores keep them; ValueError for what is no day."""
        return number(Grain.DAY, self.start), number(Grain.DAY, self.end)


class SearchKey(NamedTuple):
    """A term, a page, a term with a page that it led to, or neither: the total, which also holds what the engine
    withholds of the others."""

    term: str = ""
    page: str = ""


class Figures(NamedTuple):
    """`places` are the positions of all impressions in thousandths, added up."""

    clicks: int = 0
    impressions: int = 0
    places: int = 0

    def plus(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def position(self) -> float | None:
        """The mean position; 1.0 is the first. None where nothing was shown, or the engine tells of none."""
        return self.places / self.impressions / 1000 if self.impressions and self.places else None


class Held(NamedTuple):
    """A slice that is stored, whether it will change no more, of what it has figures (of the total, of terms, of pages,
    of both together), and whether all of it was fetched from the engine, and nothing read from a file."""

    slice: Slice
    final: bool
    total: bool
    terms: bool
    pages: bool
    pairs: bool
    fetched: bool = True


Told = tuple[Slice, bool, Mapping[SearchKey, Figures], bool]
"""A slice, whether it is final, its figures, and whether it was fetched."""


Kind = tuple[bool, bool]
"""Whether figures are of a term, and whether of a page."""


def kind(key: SearchKey) -> Kind:
    return bool(key.term), bool(key.page)


def merged(
    held: Mapping[SearchKey, Figures], figures: Mapping[SearchKey, Figures], told: Collection[Kind] = ()
) -> dict[SearchKey, Figures]:
    """What `SearchStore.merge` makes of what is held."""
    gone = {*told, *map(kind, figures)}
    return {key: found for key, found in held.items() if kind(key) not in gone} | dict(figures)


def kinds(figures: Iterable[SearchKey]) -> tuple[bool, bool, bool, bool]:
    """Of what there are figures, in the order of `Held`."""
    found = {kind(key) for key in figures}
    total, terms, pages, pairs = ((term, page) in found for page in (False, True) for term in (False, True))
    return total, terms, pages, pairs


class SearchStore(Protocol):
    """Where the figures are kept. Slices may overlap: whoever reads names those that are to be added up."""

    async def replace(
        self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures], fetched: bool = True
    ) -> None:
        """Puts these figures in the place of all that the slice held, whole or not at all."""

    async def merge(
        self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures], told: Collection[Kind] = ()
    ) -> None:
        """Puts these figures in the place of what the slice held of the same kinds, and of those that are `told` also
        where nothing is left of them. Whole or not at all; of two at once with other kinds neither is lost. The slice
        counts as read from a file."""

    async def sites(self) -> Sequence[str]:
        """The sites of which a slice is stored, in order."""

    async def held(self, site: str) -> Sequence[Held]:
        """The slices of a site, ordered by basis, start and end."""

    async def top(self, slices: Collection[Slice]) -> Mapping[SearchKey, Figures]:
        """The figures of the named slices added up, by key; of those that are stored."""

    async def forget(
        self, site: str, before: str, basis: str | None = None, since: str = "0001-01-01", *, fetched: bool = False
    ) -> None:
        """Deletes the slices that begin before a day, and on `since` or later; of all bases or of the one named. With
        `fetched` those stay that were read from a file."""

    def dump(self, site: str) -> AsyncGenerator[Told, None]:
        """Each slice of a site as `replace` takes it, in order."""

    async def close(self) -> None: ...
