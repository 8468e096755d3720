"""Which figures of engines are shown: of a week or more, and of engines that the policy tells visitors of."""

from datetime import date

import httpx
import pytest

from dashboard.numbers.ranges import Range
from dashboard.search.panel.listing import search_terms
from dashboard.search.panel.terms import EngineSource
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.dashboard.search.panel.told import tell
from tests.dashboard.seed import HOST, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

TODAY = date(2026, 11, 22)
FIRST = date(2026, 10, 7)


def days(number: int) -> Range:
    return Range(FIRST, date.fromordinal(FIRST.toordinal() + number - 1))


async def tell_a_day(figures: SQLiteSearch) -> None:
    for engine in ("google", "bing"):
        await tell(figures, days(1), {"": (1, 9, 2), "sorg": (1, 9, 2)}, engine)


async def test_engines_terms_are_told_of_a_week_and_of_nothing_shorter(
    store: SQLiteCounts, figures: SQLiteSearch
) -> None:
    await tell_a_day(figures)
    for number in (1, 6):
        told = await search_terms(store, figures, site(), days(number), TODAY)
        assert (told.rows, told.reason) == ((), "too-short")
        assert not any(isinstance(each, EngineSource) for each in told.sources)
        assert (await search_terms(store, figures, site(), days(number), TODAY, "/")).of_page == ()
    told = await search_terms(store, figures, site(), days(7), TODAY)
    assert ([row.term for row in told.rows], told.reason) == (["sorg"], None)


async def test_without_figures_no_range_is_too_short(store: SQLiteCounts, figures: SQLiteSearch) -> None:
    assert (await search_terms(store, figures, site(), days(1), TODAY)).reason is None


async def test_the_panel_asks_for_at_least_a_week_with_a_link(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell_a_day(figures)
    for path in (f"/sites/{HOST}", f"/sites/{HOST}/panels/search"):
        page = (await owner.get(path, params={"from": str(FIRST), "to": str(FIRST)})).text
        assert "Sökmotorernas ord visas för minst en vecka" in page
        assert "sorg" not in page
        assert 'href="?period=28d">Visa de senaste 28 dagarna</a>' in page


async def test_an_engine_that_the_policy_does_not_tell_of_is_not_shown(
    store: SQLiteCounts, figures: SQLiteSearch
) -> None:
    await tell_a_day(figures)
    told = await search_terms(store, figures, site(engines=["bing"]), days(7), TODAY)
    assert [line.origin for row in told.rows for line in row.lines] == ["bing"]
    assert (await search_terms(store, figures, site(engines=[]), days(7), TODAY)).rows == ()
