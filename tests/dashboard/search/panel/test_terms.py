"""The list of terms: each origin by itself, what has no name, and nothing that the policy does not name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import httpx
import pytest

from dashboard.numbers.ranges import Range
from dashboard.search.panel.listing import search_terms
from dashboard.search.panel.terms import CountedSource, Days, EngineSource, Line, SearchTerms, Withheld
from policy.dimensions import NONE
from policy.site import Site
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.dashboard.conftest import Installed
from tests.dashboard.search.panel.told import OCTOBER, day, tell
from tests.dashboard.seed import FIVE, HOST, TODAY, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

OUTCOMES = site(statistics=(*FIVE, "search_outcomes"))
WEEK = Range(date(2026, 10, 5), date(2026, 10, 11))
NOVEMBER = Range(date(2026, 11, 1), date(2026, 11, 22))


class Listing:
    """Of all that was counted and told."""

    def __init__(self, counts: SQLiteCounts, figures: SQLiteSearch) -> None:
        self._counts, self._figures = counts, figures

    async def __call__(self, days: Range = OCTOBER, of: Site | None = None, page: str | None = None) -> SearchTerms:
        return await search_terms(self._counts, self._figures, of or site(), days, TODAY, page)


@pytest.fixture
def listing(store: SQLiteCounts, figures: SQLiteSearch) -> Listing:
    return Listing(store, figures)


def _brief(told: SearchTerms) -> dict[str, list[tuple[str, int]]]:
    """Clicks of engines and visits of ours, by term and origin."""
    return {row.term: [(line.origin, line.clicks or line.counted) for line in row.lines] for row in told.rows}


def _line(told: SearchTerms, term: str, origin: str) -> Line:
    [line] = [line for row in told.rows if row.term == term for line in row.lines if line.origin == origin]
    return line


def _engine(told: SearchTerms, engine: str = "google") -> EngineSource:
    [source] = [each for each in told.sources if isinstance(each, EngineSource) and each.origin == engine]
    return source


def _days(days: Iterable[Days]) -> list[str]:
    """Of the month."""
    return [f"{each.range.start.day}–{each.range.end.day}" for each in days]


def _rare(told: SearchTerms) -> dict[str, int]:
    return {each.dimension: each.rare for each in told.sources if isinstance(each, CountedSource)}


def _searches(term: str, number: int, start: str = "/", result: str = "found") -> list[Visit]:
    return [Visit("2026-10-07", ["/sok"], searches=(term,), searched_from=start, result=result)] * number


async def test_a_term_is_one_row_with_each_origin_by_itself(
    listing: Listing, figures: SQLiteSearch, count: Counting
) -> None:
    await tell(figures, OCTOBER, {"kbt": (30, 400, 3.25)})
    await tell(figures, OCTOBER, {"kbt": (2, 50, 7)}, "bing")
    await count([google("2026-10-05", term="kbt")] * 5, OUTCOMES)
    await count([Visit("2026-10-05", ["/"], "campaign", "brev", search_term="kbt")] * 4, OUTCOMES)
    await count(_searches("kbt", 6), OUTCOMES)
    told = await listing(of=OUTCOMES)
    assert _brief(told) == {"kbt": [("google", 30), ("bing", 2), ("search", 5), ("campaign", 4), ("site", 6)]}
    [row] = told.rows
    assert [(line.basis, line.engine, line.position) for line in row.lines] == [
        ("imported:google", None, 3.25), ("imported:bing", None, 7.0), ("consented", "Google", None),
        ("consented", None, None), ("consented", None, None),
    ]  # fmt: skip
    assert (row.lines[0].visits, row.lines[0].pageviews, row.lines[2].clicks) == (None, None, None)


async def test_the_most_clicks_of_any_one_engine_come_first_then_visits_then_impressions(
    listing: Listing, figures: SQLiteSearch, count: Counting
) -> None:
    await tell(figures, OCTOBER, {"a": (10, 20, 1), "b": (6, 20, 1), "c": (0, 900, 1), "d": (0, 800, 1)})
    await tell(figures, OCTOBER, {"b": (6, 20, 1)}, "bing")
    await count([google("2026-10-05", term="e")] * 99 + [google("2026-10-05", term="d")] * 5)
    assert [row.term for row in (await listing()).rows] == ["a", "b", "e", "d", "c"]


async def test_what_is_rare_among_visits_stays_so_though_an_engine_names_it(
    listing: Listing, figures: SQLiteSearch, count: Counting
) -> None:
    await tell(figures, OCTOBER, {"udda": (1, 4, 9)})
    await count([google("2026-10-05", term="udda")] * 2)
    told = await listing()
    assert _brief(told) == {"udda": [("google", 1)]}
    assert _rare(told) == {"search_term": 2, "site_search": 0}


@pytest.mark.parametrize("rest", [1, 2])
async def test_what_is_left_of_a_named_term_is_never_below_the_threshold(
    listing: Listing, count: Counting, rest: int
) -> None:
    await count([google("2026-10-05", term="kbt")] * 5)
    await count([Visit("2026-10-05", ["/"], "search", "Bing", "Bing", "kbt")] * rest)
    assert _brief(await listing()) == {"kbt": [("search-or-campaign", 5 + rest)]}


async def test_nor_when_ranges_are_held_against_each_other(listing: Listing, count: Counting) -> None:
    await count([google("2026-07-05", term="kbt"), google("2026-10-05", term="kbt")] * 5)
    await count([Visit("2026-10-05", ["/"], "search", "Bing", "Bing", "kbt")] * 2)
    assert _brief(await listing()) == {"kbt": [("search-or-campaign", 7)]}
    both = Range(date(2026, 7, 1), date(2026, 10, 31))
    assert _brief(await listing(both)) == {"kbt": [("search", 5), ("search-or-campaign", 7)]}


async def test_a_term_whose_engine_is_not_asked_for_has_an_origin_that_says_so(
    listing: Listing, count: Counting
) -> None:
    there = site(statistics=("search_terms", "visits"))
    await count([google("2026-10-05", term="kbt")] * 5, there)
    assert _brief(await listing(of=there)) == {"kbt": [("search-or-campaign", 5)]}


async def test_without_visits_in_the_policy_page_views_are_told(listing: Listing, count: Counting) -> None:
    there = site(statistics=("search_terms", "search_engines"))
    await count([google("2026-10-05", "/", "/a", term="kbt")] * 5, there)
    line = _line(await listing(of=there), "kbt", "search")
    assert (line.visits, line.pageviews, line.counted) == (None, 10, 10)


async def test_what_an_engine_withholds_is_the_total_without_the_terms(listing: Listing, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {"": (100, 900, 5), "kbt": (60, 400, 3), ("kbt", "/"): (60, 400, 3)})
    assert _engine(await listing()).withheld == Withheld(40, 500)


async def test_it_is_unknown_without_a_total_of_the_same_days(listing: Listing, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {"kbt": (60, 400, 3)})
    await tell(figures, day("2026-10-01"), {"": (100, 900, 5)})
    assert _engine(await listing()).withheld is None


async def test_and_where_the_terms_have_more_than_the_total(listing: Listing, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {"": (50, 900, 5), "kbt": (60, 400, 3)})
    assert _engine(await listing()).withheld is None


async def test_totals_by_the_day_do_for_terms_by_the_week(listing: Listing, figures: SQLiteSearch) -> None:
    week = Range(date(2026, 10, 3), date(2026, 10, 9))
    await tell(figures, week, {"kbt": (10, 70, 3)}, "bing")
    for number in range(1, 15):
        await tell(figures, day(f"2026-10-{number:02}"), {"": (2, 20, 0)}, "bing")
    assert _engine(await listing(), "bing").withheld == Withheld(4, 70)


async def test_pages_that_terms_led_to_are_of_their_own_days(listing: Listing, figures: SQLiteSearch) -> None:
    await tell(figures, day("2026-10-07"), {"kbt": (9, 70, 3)})
    await tell(figures, OCTOBER, {("kbt", "(other)"): (90, 90, 3), ("kbt", "/b"): (5, 9, 1), ("kbt", "/a"): (8, 10, 2)})
    told = await listing(Range(date(2026, 10, 1), date(2026, 10, 16)))
    assert [page.page for page in _line(told, "kbt", "google").pages] == ["/a", "/b", "(other)"]
    assert (_days(_engine(told).days), _days(_engine(told).pages_days)) == (["7–7"], ["1–31"])
    told = await listing(WEEK)
    assert _line(told, "kbt", "google").pages == (), "they are the month's, and not the week's"


async def test_what_lies_mostly_elsewhere_is_not_told_as_the_ranges(listing: Listing, figures: SQLiteSearch) -> None:
    """Neither of a week in the month, nor of what of two months is in the range."""
    await tell(figures, OCTOBER, {"": (150, 900, 5), "kbt": (120, 400, 3), ("kbt", "/a"): (8, 10, 2)})
    for days in (WEEK, Range(date(2026, 10, 17), date(2026, 11, 13))):
        told = await listing(days)
        assert told.rows == ()
        source = _engine(told)
        assert (source.days, source.pages_days, source.withheld) == ((), (), None)
        assert _days(source.kept) == ["1–31"]
    told = await listing(Range(date(2026, 10, 16), date(2026, 11, 12)))
    assert (_days(_engine(told).days), _engine(told).kept, _brief(told)) == (["1–31"], (), {"kbt": [("google", 120)]})


async def test_of_the_running_month_the_days_until_today_are_told(listing: Listing, figures: SQLiteSearch) -> None:
    november = Range(date(2026, 11, 1), date(2026, 11, 30))
    await tell(figures, november, {"kbt": (9, 70, 3), ("kbt", "/a"): (8, 10, 2)}, final=False)
    source = _engine(await listing(november))
    assert (_days(source.days), _days(source.pages_days)) == (["1–22"], ["1–22"])
    assert _days(_engine(await listing(Range(date(2026, 11, 12), TODAY))).days) == ["1–22"], "it is 11 of 22 days"
    assert _days(_engine(await listing(Range(date(2026, 11, 13), TODAY))).kept) == ["1–22"]


async def test_of_a_page_what_engines_tell_of_it_alone(listing: Listing, figures: SQLiteSearch) -> None:
    told = await listing(page="/a")
    assert (told.of_page, told.reason) == ((), "no-figures")
    await tell(figures, OCTOBER, {"kbt": (60, 400, 3), ("", "/a"): (70, 500, 2.5), ("", "/b"): (5, 5, 5)})
    await tell(figures, day("2026-10-07"), {("", "/b"): (5, 5, 5)}, "bing")
    told = await listing(page="/a")
    [google_, bing] = told.of_page
    assert (google_.origin, google_.clicks, google_.impressions, google_.position) == ("google", 70, 500, 2.5)
    assert _days(google_.days) == ["1–31"]
    assert (bing.origin, bing.clicks, bing.impressions, bing.position, _days(bing.days)) == (
        "bing", None, None, None, ["7–7"],
    ), "it does not name the page, which is not zero"  # fmt: skip
    assert (told.rows, told.sources, told.reason) == ((), (), "no-pairs")
    [google_, bing] = (await listing(WEEK, page="/a")).of_page
    assert (google_.clicks, google_.days, _days(google_.kept)) == (None, (), ["1–31"])
    assert (await listing()).of_page == ()
    assert (await listing(of=site(statistics=("search_terms",)), page="/a")).of_page == ()
    await tell(figures, OCTOBER, {("kbt", "/a"): (60, 400, 3)})
    assert (await listing(page="/a")).reason is None


async def test_of_a_page_the_terms_that_led_to_it(listing: Listing, figures: SQLiteSearch, count: Counting) -> None:
    await tell(figures, OCTOBER, {("kbt", "/a"): (8, 10, 2), ("kbt", "/b"): (5, 9, 1), ("oro", "/b"): (6, 9, 1)})
    await count([google("2026-10-05", "/a", term="udda")] * 5)
    assert _brief(await listing(page="/a")) == {"kbt": [("google", 8)]}
    assert _brief(await listing(page="/none")) == {}


async def test_pages_are_not_told_where_the_policy_does_not_name_them(listing: Listing, figures: SQLiteSearch) -> None:
    there = site(statistics=("search_terms",))
    await tell(figures, OCTOBER, {"kbt": (9, 70, 3), ("kbt", "/a"): (8, 10, 2), ("", "/a"): (8, 10, 2)})
    assert _line(await listing(of=there), "kbt", "google").pages == ()
    assert (await listing(of=there, page="/a")).rows == ()


async def test_nothing_at_all_where_it_does_not_name_search_terms(listing: Listing, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {"kbt": (9, 70, 3)})
    told = await listing(of=site(statistics=("pages", "search_engines")))
    assert (told.rows, told.sources) == ((), ())


async def test_searches_on_the_site_say_where_from_and_what_they_found(listing: Listing, count: Counting) -> None:
    await count(_searches("presentkort", 4, "/kurser", "nothing") + _searches("presentkort", 5, "/"), OUTCOMES)
    await count(_searches("presentkort", 9, NONE), OUTCOMES)
    line = _line(await listing(of=OUTCOMES), "presentkort", "site")
    assert (line.visits, line.found_nothing, line.nothing, line.searched_from) == (18, True, 4, ("/", "/kurser"))


async def test_nothing_of_it_is_told_where_it_would_tell_of_a_rare_find(listing: Listing, count: Counting) -> None:
    """That some of eight found nothing means six at least, that some of them came from a page likewise."""
    await count(_searches("presentkort", 6, "/kurser", "nothing") + _searches("presentkort", 2, "/priser"), OUTCOMES)
    line = _line(await listing(of=OUTCOMES), "presentkort", "site")
    assert (line.visits, line.found_nothing, line.nothing, line.searched_from) == (8, False, None, ())


async def test_nor_how_often_where_it_would_be_of_some_of_the_windows_alone(listing: Listing, count: Counting) -> None:
    await count(_searches("presentkort", 4, result="nothing") + _searches("presentkort", 5), OUTCOMES)
    earlier = [each._replace(day="2026-07-07") for each in _searches("presentkort", 6, result="nothing")]
    await count([*earlier, *(each._replace(result="found") for each in earlier[:2])], OUTCOMES)
    line = _line(await listing(Range(date(2026, 7, 1), OCTOBER.end), OUTCOMES), "presentkort", "site")
    assert (line.visits, line.found_nothing, line.nothing) == (17, True, None)


async def test_outcomes_are_told_only_where_the_policy_names_them(listing: Listing, count: Counting) -> None:
    await count(_searches("presentkort", 6, "/kurser", "nothing"), OUTCOMES)
    line = _line(await listing(of=site()), "presentkort", "site")
    assert (line.visits, line.found_nothing, line.nothing, line.searched_from) == (6, False, None, ())


# The API

SEARCH = f"/api/v1/sites/{HOST}/search"
DAYS = {"from": "2026-10-01", "to": "2026-10-31"}


async def test_the_api_answers_with_the_same(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {"": (100, 900, 5), "kbt": (60, 400, 3.5), ("kbt", "/"): (60, 400, 3.5)}, final=False)
    told = (await owner.get(SEARCH, params=DAYS)).json()
    page = {"page": "/", "clicks": 60, "impressions": 400, "position": 3.5}
    unknown: dict[str, Any] = {"engine": None, "visits": None, "pageviews": None, "nothing": None}
    line = {
        "origin": "google", "basis": "imported:google", "clicks": 60, "impressions": 400, "position": 3.5,
        "pages": [page], "searched_from": [], "found_nothing": False, **unknown,
    }  # fmt: skip
    counted = {
        "kind": "counted", "basis": "consented", "days": {"from": "2026-10-01", "to": "2026-12-31"},
        "window": "quarter", "threshold": 3, "rare": 0,
    }  # fmt: skip
    assert told == {
        "site": HOST, "page": None, "of_page": [], "reason": None, **DAYS, "rows": [{"term": "kbt", "lines": [line]}],
        "sources": [
            {
                "kind": "engine", "origin": "google", "basis": "imported:google", "days": [DAYS], "kept": [],
                "pages_days": [DAYS], "withheld": {"clicks": 40, "impressions": 500}, "is_final": False,
            },
            {"dimension": "search_term", **counted},
            {"dimension": "site_search", **counted},
        ],
    }  # fmt: skip


async def test_the_api_takes_a_page_and_no_other_filter(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {("kbt", "/a"): (60, 400, 3.5), ("oro", "/b"): (60, 400, 3.5)})
    await tell(figures, OCTOBER, {("", "/a"): (9, 90, 2.5)}, "bing")
    told = (await owner.get(SEARCH, params=DAYS | {"filter": "page=/a"})).json()
    assert (told["page"], told["reason"], [row["term"] for row in told["rows"]]) == ("/a", None, ["kbt"])
    assert told["of_page"] == [
        {
            "origin": "bing", "basis": "imported:bing", "days": [DAYS], "kept": [], "clicks": 9, "impressions": 90,
            "position": 2.5,
        }
    ]  # fmt: skip
    refused = await owner.get(SEARCH, params=DAYS | {"filter": "referrer=Google"})
    assert (refused.status_code, refused.json()["known"]) == (400, ["page"])


async def test_the_api_refuses_where_the_policy_names_no_search_terms(
    owner: httpx.AsyncClient, installed: Installed
) -> None:
    installed.sites = [site(statistics=("pages",))]
    refused = await owner.get(SEARCH, params=DAYS)
    assert (refused.status_code, refused.json()["known"]) == (400, ["page"])
    assert (await owner.get("/api/v1/sites/other.example/search")).status_code == 404
