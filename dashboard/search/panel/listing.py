"""The terms of all origins in one list: search engines' own figures, and what was counted after a yes."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, NamedTuple

import msgspec

from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import permitted
from dashboard.numbers.typed import Sides, whole_windows
from dashboard.search.figures import OTHER, range_of
from dashboard.search.panel.consented import Terms, parted, sides_of, terms_of
from dashboard.search.panel.spans import Told, around, beside, covering, days_of
from dashboard.search.panel.terms import (
    CAMPAIGN,
    ON_SITE,
    SEARCH,
    UNDIVIDED,
    CountedSource,
    Days,
    EngineSource,
    LedTo,
    Line,
    OfPage,
    Reason,
    SearchTerms,
    Term,
    Withheld,
    by_origin,
)
from policy.dimensions import NONE, NOT_ASKED
from policy.site import Site
from policy.statistics import CONSENTED, IMPORTED
from store.counts import Counters, CountStore, total_of
from store.search import Figures, Held, SearchKey, SearchStore, Slice

STATISTIC: Final = "search_terms"
"""Without which there are no terms to show, from whomever."""

SHORTEST: Final = 7
"""Days of a range of which engines' terms are told. Those of a day with few visits, beside what was counted of the same
day, would tell what one of them searched for."""

_Lines = dict[str, list[Line]]


class _Asked(NamedTuple):
    """`today` is the last day that anything can be told of."""

    site: Site
    days: Range
    today: date
    page: str | None

    @property
    def names_pages(self) -> bool:
        return "pages" in self.site.policy.statistics

    def covering(self, held: Collection[Held], of: Told) -> list[Slice]:
        return covering(held, self.days, of, self.today)

    def told(self, slices: Collection[Slice]) -> tuple[Days, ...]:
        return tuple(Days.of(each) for each in days_of(slices, self.today))

    def kept(self, held: Collection[Held], of: Told) -> tuple[Days, ...]:
        return tuple(Days.of(range_of(each, self.today)) for each in around(held, self.days, of, self.today))


async def search_terms(
    counts: CountStore, figures: SearchStore, site: Site, days: Range, today: date, page: str | None = None
) -> SearchTerms:
    """The most clicks first, then the most visits. With a page the terms that led to it, which engines alone tell.
    Nothing where the policy does not name search terms. `today` is the site's."""
    lines: _Lines = {}
    sources: list[EngineSource | CountedSource] = []
    of_page: list[OfPage] = []
    held: Collection[Held] = ()
    asked = _Asked(site, days, today, page)
    if STATISTIC in site.policy.statistics:
        told = [(each, each.slice.basis.removeprefix(IMPORTED)) for each in await figures.held(site.host)]
        held = [each for each, engine in told if site.policy.may_tell(engine)]
        bases = {each.slice.basis for each in held if days.days >= SHORTEST}
        for basis in sorted(bases, key=lambda each: by_origin(each.removeprefix(IMPORTED))):
            of_engine = [each for each in held if each.slice.basis == basis]
            sources += await _engine(figures, asked, basis, of_engine, lines)
            of_page += await _of_page(figures, asked, basis, of_engine)
        if page is None:
            windows = whole_windows(site, *days)
            sources.append(await _searched(counts, site, windows, lines))
            sources.append(await _searched_on_site(counts, site, windows, lines))
    rows = sorted((Term(term, tuple(each)) for term, each in lines.items()), key=lambda row: row.rank)
    return SearchTerms(
        site.host, days.start.isoformat(), days.end.isoformat(), page, tuple(of_page), _reason(held, asked),
        tuple(rows), tuple(sources),
    )  # fmt: skip


def _reason(held: Collection[Held], asked: _Asked) -> Reason | None:
    if held and asked.days.days < SHORTEST:
        return "too-short"
    if asked.page is None or any(each.pairs for each in held):
        return None
    return "no-pairs" if held else "no-figures"


async def _of_page(store: SearchStore, asked: _Asked, basis: str, held: Collection[Held]) -> list[OfPage]:
    if asked.page is None or not asked.names_pages:
        return []
    slices, kept = asked.covering(held, "pages"), asked.kept(held, "pages")
    found = OfPage(basis.removeprefix(IMPORTED), basis, asked.told(slices), kept)
    if not slices:
        return [found] if kept else []
    told = (await store.top(slices)).get(SearchKey(page=asked.page))
    if told is None:
        return [found]
    return [msgspec.structs.replace(found, clicks=told.clicks, impressions=told.impressions, position=_position(told))]


async def _engine(
    store: SearchStore, asked: _Asked, basis: str, held: Collection[Held], lines: _Lines
) -> list[EngineSource]:
    page = asked.page
    if page is not None and not asked.names_pages:
        return []
    of: Told = "terms" if page is None else "pairs"
    slices, kept = asked.covering(held, of), asked.kept(held, of)
    if not slices and not kept:
        return []
    paired = asked.covering(held, "pairs") if slices and asked.names_pages else []
    told = await store.top(slices)
    pairs = told if paired == slices else await store.top(paired) if paired else {}
    withheld = None
    if page is None and slices:
        withheld = await _withheld(store, told, beside(held, slices, "total"), slices)
        _add_terms(told, _led_to(pairs), basis, lines)
    else:
        _add_terms({SearchKey(key.term): each for key, each in told.items() if key.page == page}, {}, basis, lines)
    final = {each.slice for each in held if each.final}
    return [
        EngineSource(
            basis.removeprefix(IMPORTED),
            basis,
            asked.told(slices),
            kept,
            asked.told(paired),
            withheld,
            final.issuperset(slices),
        )
    ]


def _add_terms(
    told: Mapping[SearchKey, Figures],
    pages: Mapping[str, tuple[LedTo, ...]],
    basis: str,
    lines: _Lines,
) -> None:
    origin = basis.removeprefix(IMPORTED)
    for key, each in told.items():
        if key.term and not key.page:
            line = Line(
                origin, basis, clicks=each.clicks, impressions=each.impressions, position=_position(each),
                pages=pages.get(key.term, ()),
            )  # fmt: skip
            lines.setdefault(key.term, []).append(line)


def _led_to(pairs: Mapping[SearchKey, Figures]) -> dict[str, tuple[LedTo, ...]]:
    """The most clicks first; what has no name last."""
    found: dict[str, list[LedTo]] = {}
    for key, each in pairs.items():
        if key.term and key.page:
            page = LedTo(key.page, each.clicks, each.impressions, _position(each))
            found.setdefault(key.term, []).append(page)
    return {
        term: tuple(sorted(pages, key=lambda each: (each.page == OTHER, -each.clicks, -each.impressions, each.page)))
        for term, pages in found.items()
    }


async def _withheld(
    store: SearchStore,
    told: Mapping[SearchKey, Figures],
    totals: list[Slice] | None,
    slices: list[Slice],
) -> Withheld | None:
    """None also where the terms are told to have had more than the total: then the two are not of one kind."""
    if totals is None:
        return None
    whole = (told if totals == slices else await store.top(totals)).get(SearchKey(), Figures())
    named = [each for key, each in told.items() if key.term and not key.page]
    clicks = whole.clicks - sum(each.clicks for each in named)
    impressions = whole.impressions - sum(each.impressions for each in named)
    return Withheld(clicks, impressions) if clicks >= 0 and impressions >= 0 else None


async def _searched(store: CountStore, site: Site, days: Range, lines: _Lines) -> CountedSource:
    """What search engines or campaigns' links sent along. An engine that is "(none)" is a campaign's: a term comes of
    nothing else."""
    terms = await terms_of(store, site, days, "search_term")
    sides = await _sides_of(store, site, terms, "search_engine")
    for term, each in parted(terms, sides, site).items():
        found = lines.setdefault(term, [])
        for engine, counters in sorted(each.by.items(), key=lambda item: (item[0] == NONE, -item[1].entries, item[0])):
            of_campaign = engine == NONE
            name = None if of_campaign else engine
            found.append(_line(site, terms, counters, CAMPAIGN if of_campaign else SEARCH, name))
        if any(each.rest):
            found.append(_line(site, terms, each.rest, UNDIVIDED))
    return _source(site, terms)


async def _searched_on_site(store: CountStore, site: Site, days: Range, lines: _Lines) -> CountedSource:
    terms = await terms_of(store, site, days, "site_search")
    pages = parted(terms, await _sides_of(store, site, terms, "search_page"), site)
    outcomes = parted(terms, await _sides_of(store, site, terms, "search_result"), site)
    for term, each in outcomes.items():
        nothing = each.by.get("nothing")
        is_told = nothing is not None and not any(each.rest)
        line = _line(site, terms, total_of([each.rest, *each.by.values()]), ON_SITE)
        lines.setdefault(term, []).append(
            msgspec.structs.replace(
                line,
                searched_from=tuple(page for page in pages[term].ranked if page not in {NONE, NOT_ASKED}),
                found_nothing=nothing is not None,
                nothing=_number(site, terms, nothing) if nothing and is_told else None,
            )
        )
    return _source(site, terms)


async def _sides_of(store: CountStore, site: Site, terms: Terms, other: str) -> tuple[Sides, ...]:
    """Nothing where the policy does not name the other dimension."""
    if other not in {row.name for row in permitted(site)}:
        return tuple({} for _ in terms.windows)
    return await sides_of(store, site, terms, other)


def _line(site: Site, terms: Terms, counters: Counters, origin: str, engine: str | None = None) -> Line:
    visits = terms.visits(counters) if "visits" in site.policy.statistics else None
    return Line(origin, CONSENTED, engine, visits=visits, pageviews=counters.pageviews)


def _number(site: Site, terms: Terms, counters: Counters) -> int:
    return terms.visits(counters) if "visits" in site.policy.statistics else counters.pageviews


def _source(site: Site, terms: Terms) -> CountedSource:
    threshold, window = site.threshold_since(terms.days.start), site.policy.threshold.window
    rare = _number(site, terms, terms.rare)
    return CountedSource(terms.dimension, CONSENTED, Days.of(terms.days), window, threshold, rare)


def _position(figures: Figures) -> float | None:
    return None if figures.position is None else round(figures.position, 2)
