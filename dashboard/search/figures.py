"""From an engine's rows to the figures that are kept: cleaned, merged, and small pairs folded away."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from dashboard.search.engines.source import Clean, Told
from store.search import Figures, SearchKey

OTHER: Final = "(other)"
"""The page of those pairs of a term that have fewer clicks than the threshold."""


class Kept(NamedTuple):
    """`foreign` are the rows that tell of a page of another site."""

    figures: Mapping[SearchKey, Figures]
    foreign: int


def figures_of(rows: Iterable[Told], clean: Clean) -> Kept:
    """What of the rows may be kept. A row of a page of another site is left out and counted; one of a page that is not
    counted is left out."""
    figures: dict[SearchKey, Figures] = {}
    foreign = 0
    for row in rows:
        path = clean.page(row.page) if row.page else ""
        if path is None:
            foreign += 1
        elif path or not row.page:
            _add(figures, SearchKey(clean.term(row.term) if row.term else "", path), _figures(row))
    return Kept(_folded(figures, clean.threshold), foreign)


def _figures(row: Told) -> Figures:
    return Figures(row.clicks, row.impressions, round(row.position * 1000) * row.impressions)


def _folded(figures: Mapping[SearchKey, Figures], threshold: int) -> dict[SearchKey, Figures]:
    folded: dict[SearchKey, Figures] = {}
    for key, found in figures.items():
        is_small = bool(key.term and key.page) and found.clicks < threshold
        _add(folded, SearchKey(key.term, OTHER) if is_small else key, found)
    return folded


def _add(figures: dict[SearchKey, Figures], key: SearchKey, more: Figures) -> None:
    found = figures.get(key)
    figures[key] = more if found is None else found.plus(more)
