"""From an engine's rows to the figures that are kept: cleaned, merged, and what tells too much folded away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import MOST, Clean, Engine, Told, basis
from policy.calendar import first_of_month
from store.search import Figures, Held, SearchKey, SearchStore, Slice

OTHER: Final = "(other)"
"""The page of what has no name among pages: the pairs of a term that have fewer clicks than the threshold, and what led
to pages that are not counted or are of another host."""


class Kept(NamedTuple):
    """`foreign` are the rows that tell of a page of another site, `uncounted` those of one that is not counted."""

    figures: Mapping[SearchKey, Figures]
    foreign: int
    uncounted: int


async def held_by(figures: SearchStore, host: str, engine: Engine) -> list[Held]:
    """What is held of one engine's figures."""
    return [each for each in await figures.held(host) if each.slice.basis == basis(engine)]


def figures_of(rows: Iterable[Told], clean: Clean, engine: Engine, days: Range) -> Kept:
    """What of the rows that an engine tells of some days may be kept."""
    told: dict[SearchKey, Figures] = {}
    nameless: dict[str, Figures] = {}
    foreign = uncounted = 0
    for row in rows:
        path = clean.page(row.page) if row.page else ""
        foreign += path is None
        uncounted += path == "" != row.page
        if row.page and not (clean.names_pages and (is_month(days) if row.term else holds_month(days))):
            continue
        term = clean.term(row.term) if row.term else ""
        if path or not row.page:
            _add(told, SearchKey(term, path or ""), _figures(row))
        else:
            nameless[term] = nameless.get(term, Figures()).plus(_figures(row))
    threshold = clean.threshold(days.start)
    figures = _folded(told, nameless, threshold)
    return Kept(_shared(figures, threshold) if engine == "bing" else figures, foreign, uncounted)


def too_many(figures: Mapping[SearchKey, Figures]) -> bool:
    return any(max(each) > MOST for each in figures.values())


def beyond_total(figures: Mapping[SearchKey, Figures]) -> tuple[int, int] | None:
    """The clicks of the terms and those of the total, where they are more."""
    total = figures.get(SearchKey())
    clicks = sum(found.clicks for key, found in figures.items() if key.term and not key.page)
    return (clicks, total.clicks) if total and clicks > total.clicks else None


def range_of(told: Slice, today: date = date.max) -> Range:
    """The days that a slice tells of, `today` the last."""
    last = date.fromisoformat(told.end) - timedelta(days=1)
    return Range(date.fromisoformat(told.start), min(last, today))


def holds_month(days: Range) -> bool:
    """Whether a whole calendar month is among them. Pages of less are not kept: beside the terms of a day or a week
    they tell which term led to which."""
    first = days.start if days.start.day == 1 else first_of_month(days.start, 1)
    return first_of_month(first, 1) <= days.after


def is_month(days: Range) -> bool:
    """Whether they are a calendar month. Pairs of anything else are not kept: periods that overlap tell, by what one
    has more than the other, of fewer clicks than the threshold."""
    return days.start.day == 1 and days.after == first_of_month(days.start, 1)


def _figures(row: Told) -> Figures:
    return Figures(row.clicks, row.impressions, round(row.position * 1000) * row.impressions)


def _folded(
    told: Mapping[SearchKey, Figures], nameless: Mapping[str, Figures], threshold: int
) -> dict[SearchKey, Figures]:
    """The small pairs of each term, and what has no name, as one. Where that would be of the nameless pages alone, the
    smallest pair or page joins them: else whoever knows the term's other pages could tell what led to those."""
    of_terms: defaultdict[str, set[SearchKey]] = defaultdict(set)
    for key in told:
        if key.page:
            of_terms[key.term].add(key)
    small: set[SearchKey] = set()
    for term, pairs in of_terms.items():
        few = {key for key in pairs if term and told[key].clicks < threshold}
        if term in nameless and pairs > few and not any(told[key].clicks for key in few):
            few.add(min(pairs - few, key=lambda key: (not told[key].clicks, told[key], key)))
        small |= few
    figures: dict[SearchKey, Figures] = {}
    for key, found in told.items():
        _add(figures, SearchKey(key.term, OTHER) if key in small else key, found)
    for term, found in nameless.items():
        _add(figures, SearchKey(term, OTHER), found)
    return figures


def _shared(figures: Mapping[SearchKey, Figures], threshold: int) -> dict[SearchKey, Figures]:
    """Without the terms that were shown fewer times than the threshold. Bing does not say which it leaves out."""
    shown: defaultdict[str, defaultdict[bool, int]] = defaultdict(lambda: defaultdict(int))
    for key, found in figures.items():
        shown[key.term][bool(key.page)] += found.impressions
    return {key: found for key, found in figures.items() if not key.term or max(shown[key.term].values()) >= threshold}


def _add(figures: dict[SearchKey, Figures], key: SearchKey, more: Figures) -> None:
    found = figures.get(key)
    figures[key] = more if found is None else found.plus(more)
