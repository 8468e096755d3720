"""The protocol of a store of search engines' own figures: told of a span of days at once, replaced and never added."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, Self

from store.periods import Grain, number, period


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
        """The mean position; 1.0 is the first. None where nothing was shown."""
        return self.places / self.impressions / 1000 if self.impressions else None


class Held(NamedTuple):
    """A slice that is stored, whether the engine will still change it, and of what it has figures: of the total, of
    terms, of pages, of both together."""

    slice: Slice
    final: bool
    total: bool
    terms: bool
    pages: bool
    pairs: bool


def kinds(figures: Iterable[SearchKey]) -> tuple[bool, bool, bool, bool]:
    """Of what there are figures, in the order of `Held`."""
    found = {(bool(term), bool(page)) for term, page in figures}
    total, terms, pages, pairs = ((term, page) in found for page in (False, True) for term in (False, True))
    return total, terms, pages, pairs


class SearchStore(Protocol):
    """Where the figures are kept. Slices may overlap: whoever reads names those that are to be added up."""

    async def replace(self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures]) -> None:
        """Puts these figures in the place of all that the slice held, whole or not at all."""

    async def sites(self) -> Sequence[str]:
        """The sites of which a slice is stored, in order."""

    async def held(self, site: str) -> Sequence[Held]:
        """The slices of a site, ordered by basis, start and end."""

    async def top(self, slices: Collection[Slice]) -> Mapping[SearchKey, Figures]:
        """The figures of the named slices added up, by key; of those that are stored."""

    async def forget(self, site: str, before: str, basis: str | None = None) -> None:
        """Deletes the slices that begin before a day; of all bases or of the one named."""

    def dump(self, site: str) -> AsyncIterator[tuple[Slice, bool, Mapping[SearchKey, Figures]]]:
        """Each slice of a site as `replace` takes it, in order."""

    async def close(self) -> None: ...
