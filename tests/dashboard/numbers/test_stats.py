"""What is counted, by the rules of counting."""

from datetime import date

import msgspec
import pytest

from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import (
    BadFilter,
    Filter,
    NotPaired,
    NotPermitted,
    Refused,
    Stats,
    StatsRow,
    Total,
    UnknownDimension,
    covered,
    read_filter,
    stats,
    visitors_counter,
)
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, RARE, WINDOW_PAIRS
from store.periods import Grain
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import FIVE, Counting, Visit, answers, google, ignored, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 22)
SITE = site()
VISITORS = site(statistics=(*FIVE, "visitors", "browsers"))


def _values(found: Stats) -> dict[str, tuple[int, int | None]]:
    return {row.value: (row.pageviews, row.visits) for row in found.rows}


async def test_totals_count_page_views_and_visits(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit("2026-11-01", ["/", "/a", "/"]), Visit("2026-11-22"), Visit("2026-11-23"), Visit("2026-10-31")])
    found = await stats(store, SITE, FIRST, LAST, None)
    assert found.total == Total(pageviews=4, visits=2, visitors=None)
    assert found.rows == ()


async def test_the_json_is_that_of_the_interface(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-01", "/", "/a")])
    found = await stats(store, SITE, FIRST, LAST, "referrer")
    assert msgspec.json.decode(msgspec.json.encode(found)) == {
        "site": "example.se", "from": "2026-11-01", "to": "2026-11-22", "dimension": "referrer",
        "rows": [{"value": "Google", "pageviews": 2, "visits": 1, "visitors": None}],
        "total": {"pageviews": 2, "visits": 1, "visitors": None},
    }  # fmt: skip


async def test_the_services_own_counts_are_to_be_had_by_name(store: SQLiteCounts, count: Counting) -> None:
    await count(answers("2026-11-01", yes=3, no=2))
    await count(ignored("2026-11-02", "bot", 4))
    choices = await stats(store, SITE, FIRST, LAST, "choice")
    assert (choices.rows, choices.total) == (
        (StatsRow("yes", 3, None, None), StatsRow("no", 2, None, None)),
        Total(5, None, None),
    )
    assert (await stats(store, SITE, FIRST, LAST, "ignored")).rows == (StatsRow("bot", 4, None, None),)


async def test_a_page_is_visited_once_by_a_visit_that_reads_it_twice(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit("2026-11-01", ["/", "/a", "/"]), Visit("2026-11-02", ["/a"])])
    assert _values(await stats(store, SITE, FIRST, LAST, "page")) == {"/": (2, 1), "/a": (2, 2)}


async def test_a_source_has_the_visits_that_it_began(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-01", "/", "/a", "/b"), Visit("2026-11-02")])
    assert _values(await stats(store, SITE, FIRST, LAST, "medium")) == {"search": (3, 1), "direct": (1, 1)}
    assert _values(await stats(store, SITE, FIRST, LAST, "search_engine")) == {"Google": (3, 1), NONE: (1, 1)}


async def test_a_page_among_a_sources_visits_counts_each_visit_that_saw_it(
    store: SQLiteCounts, count: Counting
) -> None:
    await count([google("2026-11-01", "/", "/a", "/a"), google("2026-11-02", "/a"), Visit("2026-11-02", ["/a"])])
    google_only = Filter("referrer", "Google")
    found = await stats(store, SITE, FIRST, LAST, "page", google_only)
    assert _values(found) == {"/": (1, 1), "/a": (3, 2)}
    assert found.total == Total(4, 2, None), "as many visits as the source has without the pages"


async def test_sources_of_a_page_are_those_of_the_visits_that_saw_it(store: SQLiteCounts, count: Counting) -> None:
    await count([google("2026-11-01", "/", "/a"), Visit("2026-11-02", ["/a"]), Visit("2026-11-02", ["/"])])
    found = await stats(store, SITE, FIRST, LAST, "referrer", Filter("page", "/a"))
    assert _values(found) == {"Google": (1, 1), NONE: (1, 1)}
    assert found.total == Total(2, 2, None)


async def test_rows_are_ordered_by_visits_then_page_views(store: SQLiteCounts, count: Counting) -> None:
    await count([
        Visit("2026-11-01", ["/long"] * 9), Visit("2026-11-01", ["/b"]), Visit("2026-11-01", ["/b"]),
        Visit("2026-11-01", ["/a"]),
    ])  # fmt: skip
    found = await stats(store, SITE, FIRST, LAST, "page")
    assert [row.value for row in found.rows] == ["/b", "/long", "/a"]


async def test_visits_are_told_only_where_the_policy_names_them(store: SQLiteCounts, count: Counting) -> None:
    pages_only = site(statistics=["pages"])
    await count([Visit("2026-11-01", ["/", "/a"])], pages_only)
    found = await stats(store, pages_only, FIRST, LAST, "page")
    assert found.rows == (StatsRow("/", 1, None, None), StatsRow("/a", 1, None, None))
    assert found.total == Total(2, None, None)


async def test_visitors_of_a_day_a_week_and_a_month_are_counted_once(store: SQLiteCounts, count: Counting) -> None:
    await count([
        Visit("2026-11-02"), Visit("2026-11-02", firsts=()), Visit("2026-11-03", firsts=["day"]),
        Visit("2026-11-09", firsts=["day", "week"]),
    ], VISITORS)  # fmt: skip

    async def visitors(start: str, end: str) -> int | None:
        found = await stats(store, VISITORS, date.fromisoformat(start), date.fromisoformat(end), None)
        return found.total.visitors

    assert await visitors("2026-11-02", "2026-11-02") == 1
    assert await visitors("2026-11-02", "2026-11-08") == 1
    assert await visitors("2026-11-01", "2026-11-30") == 1
    assert await visitors("2026-11-02", "2026-11-09") == 3, "over weeks the visitors of each day are added up"


async def test_visitors_of_a_page_are_not_told(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit("2026-11-02", browser="Firefox")], VISITORS)
    assert (await stats(store, VISITORS, FIRST, LAST, "browser")).rows == (StatsRow("Firefox", 1, 1, 1),)
    assert (await stats(store, VISITORS, FIRST, LAST, "page")).rows == (StatsRow("/", 1, 1, None),)


@pytest.mark.parametrize(
    ("start", "end", "counter"),
    [
        ("2026-11-04", "2026-11-04", "daily"),
        ("2026-11-02", "2026-11-08", "weekly"),
        ("2026-11-02", "2026-11-04", "weekly"),
        ("2026-11-03", "2026-11-08", "daily"),
        ("2026-11-02", "2026-11-09", "daily"),
        ("2026-11-01", "2026-11-30", "monthly"),
        ("2026-11-01", "2026-11-22", "monthly"),
        ("2026-11-01", "2026-12-01", "daily"),
        ("2026-11-01", "2027-11-30", "daily"),
    ],
)
async def test_a_visitor_is_counted_once_from_the_start_of_a_week_or_month(start: str, end: str, counter: str) -> None:
    assert visitors_counter(Range(date.fromisoformat(start), date.fromisoformat(end))) == counter


async def test_typed_text_is_told_for_the_windows_that_the_range_touches(store: SQLiteCounts, count: Counting) -> None:
    await count([google(day, term="kbt") for day in ("2026-10-01", "2026-10-02", "2026-10-03", "2026-12-31")])
    one_day = await stats(store, SITE, FIRST, FIRST, "search_term")
    assert _values(one_day) == {"kbt": (4, 4)}
    assert (one_day.start, one_day.end, one_day.total.visits) == ("2026-11-01", "2026-11-01", 0)
    assert _values(await stats(store, SITE, date(2026, 9, 1), date(2026, 9, 30), "search_term")) == {}


@pytest.mark.parametrize(
    ("window", "start", "end", "first", "last"),
    [
        ("quarter", "2026-11-01", "2026-11-22", "2026-10-01", "2026-12-31"),
        ("quarter", "2026-09-30", "2026-10-01", "2026-07-01", "2026-12-31"),
        ("month", "2026-11-05", "2026-11-05", "2026-11-01", "2026-11-30"),
        ("month", "2026-01-31", "2026-02-01", "2026-01-01", "2026-02-28"),
        ("quarter", "2025-12-31", "2026-01-01", "2025-10-01", "2026-03-31"),
    ],
)
async def test_whole_windows(window: str, start: str, end: str, first: str, last: str) -> None:
    found = covered(site(window=window), "search_term", date.fromisoformat(start), date.fromisoformat(end))
    assert found == Range(date.fromisoformat(first), date.fromisoformat(last))


async def test_rare_text_is_one_row_without_a_name(store: SQLiteCounts, count: Counting) -> None:
    shared = [google(f"2026-11-{day:02}", term="kbt") for day in range(1, 5)]
    rare = [google("2026-11-01", "/", "/a", term="jag heter"), google("2026-11-02", term="bara jag")]
    await count([*shared, *rare, Visit("2026-11-03")])
    found = _values(await stats(store, SITE, FIRST, LAST, "search_term"))
    assert found == {"kbt": (4, 4), RARE: (3, 2), NONE: (1, 1)}


async def test_on_site_searches_count_the_visits_that_made_them(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit(f"2026-11-{day:02}", ["/sok", "/a"], searches=["priser"]) for day in range(1, 5)])
    assert _values(await stats(store, SITE, FIRST, LAST, "site_search")) == {"priser": (4, 4), NONE: (4, 0)}


SHARED = [google(f"2026-11-{day:02}", term="kbt") for day in range(1, 5)]
SEEN_ONCE = [Visit("2026-11-05", ["/"], "search", "Bing", "Bing", "kbt"), google("2026-11-05", term="bara jag")]
SEEN_ELSEWHERE = [Visit("2026-11-06", ["/"], "search", "Yahoo!", "Yahoo!", "kbt")] * 5


async def test_terms_of_an_engine_are_told_where_the_pair_itself_is_shared(
    store: SQLiteCounts, count: Counting
) -> None:
    rare = Visit("2026-11-05", ["/"], "search", "Bing", "Bing", "bara jag")
    await count([*SHARED, *SHARED, rare, google("2026-11-06", term="jag"), google("2026-11-06", "/", "/a")])
    found = await stats(store, SITE, FIRST, FIRST, "search_term", Filter("search_engine", "Google"))
    assert _values(found) == {"kbt": (8, 8), NONE: (2, 1), RARE: (1, 1)}
    assert found.total == Total(2, 2, None), "of the day that was asked for, as without a filter"
    bing = await stats(store, SITE, FIRST, LAST, "search_term", Filter("search_engine", "Bing"))
    assert _values(bing) == {RARE: (1, 1)}


async def test_engines_of_a_term_and_what_is_left_of_it_without_a_name(store: SQLiteCounts, count: Counting) -> None:
    three = [Visit("2026-11-05", ["/"], "search", name, name, "kbt") for name in ("Bing", "Ecosia", "Qwant")]
    await count([*SHARED, *three])
    found = await stats(store, SITE, LAST, LAST, "search_engine", Filter("search_term", "kbt"))
    assert _values(found) == {"Google": (4, 4), RARE: (3, 3)}
    assert found.total == Total(7, 7, None), "of the whole window: a term has no days"


async def test_what_engines_leave_of_a_term_is_nothing_or_enough_visits(store: SQLiteCounts, count: Counting) -> None:
    """Else whoever subtracts has a single visit with its term, and can ask the day's engines which it came from."""

    async def told(dimension: str, name: str, value: str) -> dict[str, tuple[int, int | None]]:
        return _values(await stats(store, SITE, FIRST, LAST, dimension, Filter(name, value)))

    await count([*SHARED, *SEEN_ONCE])
    assert await told("search_engine", "search_term", "kbt") == {RARE: (5, 5)}
    assert await told("search_term", "search_engine", "Google") == {RARE: (5, 5)}
    await count(SEEN_ELSEWHERE)
    assert await told("search_engine", "search_term", "kbt") == {"Yahoo!": (5, 5), RARE: (5, 5)}
    assert await told("search_term", "search_engine", "Google") == {RARE: (5, 5)}, "the smaller is not told"
    assert await told("search_term", "search_engine", "Yahoo!") == {"kbt": (5, 5)}


@pytest.mark.parametrize("term", ["bara jag", "aldrig sökt"])
async def test_a_rare_term_is_answered_as_one_that_nobody_typed(
    store: SQLiteCounts, count: Counting, term: str
) -> None:
    await count([*SHARED, *SEEN_ONCE])
    found = await stats(store, SITE, FIRST, LAST, "search_engine", Filter("search_term", term))
    assert (found.rows, found.total) == ((), Total(0, 0, None))


SEARCHED = site(statistics=(*FIVE, "search_outcomes"))


async def test_on_site_searches_by_where_they_were_made_and_what_they_gave(
    store: SQLiteCounts, count: Counting
) -> None:
    shared = [Visit(f"2026-11-{day:02}", ["/sok", "/sok"], searches=["pris"], searched_from="/") for day in range(1, 5)]
    once = [
        Visit("2026-11-05", ["/sok"], searches=["pris"], searched_from=page, result="nothing")
        for page in ("/om", "/a", "/b")
    ]
    await count([*shared, *once, Visit("2026-11-06")], SEARCHED)

    async def told(dimension: str, name: str, value: str) -> dict[str, tuple[int, int | None]]:
        return _values(await stats(store, SEARCHED, FIRST, LAST, dimension, Filter(name, value)))

    assert await told("site_search", "search_page", "/") == {"pris": (4, 4)}
    assert await told("site_search", "search_result", "nothing") == {RARE: (3, 3)}
    assert await told("search_page", "site_search", "pris") == {"/": (4, 4), RARE: (3, 3)}
    assert await told("search_result", "site_search", "pris") == {"found": (4, 4), RARE: (3, 3)}
    assert _values(await stats(store, SEARCHED, FIRST, LAST, "search_page")) == {
        "/": (4, 4), "/om": (1, 1), "/a": (1, 1), "/b": (1, 1), NONE: (5, 0),
    }, "visits that made a search, as the searches have them"  # fmt: skip


async def test_a_forgotten_window_leaves_no_rest(store: SQLiteCounts, count: Counting) -> None:
    """Days of it may be kept still."""
    await count([google("2026-09-30", term="kbt"), *SHARED])
    await store.forget(SITE.host, Grain.WINDOW, "2026-09-01", [*DIMENSIONS, *WINDOW_PAIRS])
    found = await stats(store, SITE, date(2026, 9, 1), LAST, "search_term", Filter("search_engine", "Google"))
    assert _values(found) == {"kbt": (4, 4)}


def test_what_is_typed_filters_only_what_is_counted_with_it_and_named() -> None:
    assert read_filter(SITE, "search_term=kbt=") == Filter("search_term", "kbt=")
    assert read_filter(SITE, "search_term= KBT  Ko\u0308p ") == Filter("search_term", "kbt köp"), "as it is counted"
    assert read_filter(SITE, "page=/A  B") == Filter("page", "/A  B")
    with pytest.raises(NotPaired, match="counted together with nothing"):
        read_filter(SITE, "site_search=pris")
    with pytest.raises(NotPaired):
        read_filter(site(statistics=["visits", "search_terms"]), "search_term=kbt")


async def test_a_dimension_that_the_policy_does_not_name_is_refused(store: SQLiteCounts) -> None:
    with pytest.raises(NotPermitted, match="does not name 'browsers'") as refused:
        await stats(store, SITE, FIRST, LAST, "browser")
    assert "page" in refused.value.known
    assert "browser" not in refused.value.known


async def test_an_unknown_dimension_is_refused_with_what_is_known(store: SQLiteCounts) -> None:
    with pytest.raises(UnknownDimension, match="Known here: page, medium"):
        await stats(store, SITE, FIRST, LAST, "shoe_size")


async def test_a_pair_that_is_not_kept_is_refused(store: SQLiteCounts) -> None:
    with pytest.raises(NotPaired, match="Known here: page, medium") as refused:
        await stats(store, SITE, FIRST, LAST, "search_engine", Filter("referrer", "Google"))
    assert refused.value.known == ("page", "medium")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("referrer", BadFilter),
        ("", BadFilter),
        ("referrer=", BadFilter),
        ("shoe_size=43", UnknownDimension),
        ("browser=Firefox", NotPermitted),
    ],
)
def test_bad_filters(text: str, error: type[Refused]) -> None:
    with pytest.raises(error):
        read_filter(SITE, text)


def test_a_filters_value_may_hold_anything() -> None:
    assert read_filter(SITE, "page=/a?b=c") == Filter("page", "/a?b=c")


async def test_other_sites_and_bases_are_not_mixed_in(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit("2026-11-01")], site("other.example"))
    assert (await stats(store, SITE, FIRST, LAST, None)).total.pageviews == 0


async def test_what_was_not_asked_for_is_a_row_of_its_own(store: SQLiteCounts, count: Counting) -> None:
    await count([Visit("2026-11-01", medium=NOT_ASKED), Visit("2026-11-01")])
    assert _values(await stats(store, SITE, FIRST, LAST, "medium")) == {NOT_ASKED: (1, 1), "direct": (1, 1)}
