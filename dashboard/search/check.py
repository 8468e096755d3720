"""Whether the stored figures of search engines can be what an engine told: part of `rakneverk check`."""

from collections.abc import Callable
from contextlib import aclosing
from typing import Final

from dashboard.search.engines.source import basis
from dashboard.search.figures import OTHER, beyond_total, holds_month, is_month, range_of
from policy.statistics import IMPORTED
from store.search import Held, SearchKey, SearchStore, Slice, Told, kinds


async def check_figures(store: SearchStore, site: str, threshold: int = 0) -> str | None:
    """The first law that a site's figures break, and where; None when all hold. `threshold` is the lowest that the
    site's policies have set.

    No law: that clicks are among the impressions, for engines count them at different moments; that pages make the
    total, for two pages in one answer are two impressions of pages and one of the site; that Bing's terms stay within
    its total, which it tells by day while it tells of terms by week; that any terms do where a file was read, which can
    be older than another.
    """
    before = set(await store.held(site))
    found: dict[Slice, Held] = {}
    async with aclosing(store.dump(site)) as dumped:
        async for told in dumped:
            for law in _LAWS:
                if breach := law(told, threshold):
                    return f"{breach}: {_where(told[0])}"
            slice, final, figures, fetched = told
            found[slice] = Held(slice, final, *kinds(figures), fetched)
    for held in before.intersection(await store.held(site)):  # what is replaced meanwhile proves nothing
        if found.get(held.slice) != held:
            return f"what is listed of a slice is what it holds: {_where(held.slice)}"
    return None


def _is_imported(told: Told, _: int) -> str | None:
    return None if told[0].basis.startswith(IMPORTED) else "search figures are imported, and their basis says so"


def _days_are_in_order(told: Told, _: int) -> str | None:
    return None if told[0].start < told[0].end else "a slice begins before it ends"


def _is_a_count(told: Told, _: int) -> str | None:
    for key, figures in told[2].items():
        if min(figures) < 0 or (figures.places and not figures.impressions):
            return f"figures are counts, and what was never shown has no position: {_key(key)} has {tuple(figures)}"
    return None


def _terms_are_within_the_total(told: Told, _: int) -> str | None:
    """Google counts terms as it counts the total, by property, and withholds the rare ones."""
    slice, final, figures, fetched = told
    if slice.basis != basis("google") or not final or not fetched:
        return None
    beyond = beyond_total(figures)
    return f"Google's terms have no more clicks than its total: {beyond[0]} of {beyond[1]}" if beyond else None


def _pairs_are_shared(told: Told, threshold: int) -> str | None:
    for key, figures in told[2].items():
        if key.term and key.page not in {"", OTHER} and figures.clicks < threshold:
            return f"a term is told with its page from {threshold} clicks on: {_key(key)} has {figures.clicks}"
    return None


def _pages_are_of_months(told: Told, _: int) -> str | None:
    days = range_of(told[0])
    for key in told[2]:
        if key.page and not (is_month(days) if key.term else holds_month(days)):
            return f"pages are told of a month or more, and with a term of just a month: {_key(key)}"
    return None


def _terms_of_bing_are_shared(told: Told, threshold: int) -> str | None:
    if told[0].basis != basis("bing"):
        return None
    for key, figures in told[2].items():
        if key.term and not key.page and figures.impressions < threshold:
            return f"a term of Bing's is told from {threshold} impressions on: {_key(key)} has {figures.impressions}"
    return None


_LAWS: Final[tuple[Callable[[Told, int], str | None], ...]] = (
    _is_imported,
    _days_are_in_order,
    _is_a_count,
    _terms_are_within_the_total,
    _pairs_are_shared,
    _pages_are_of_months,
    _terms_of_bing_are_shared,
)


def _key(key: SearchKey) -> str:
    return " ".join(f"{name}={text!r}" for name, text in key._asdict().items() if text) or "the total"


def _where(slice: Slice) -> str:
    return " ".join(f"{name}={text}" for name, text in slice._asdict().items())
