"""What one entry raises: every cell that the registry asks for, so that all sums are equal."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from collector.hits import Blocked, Choice, Counted, Entry, First, Hit, Ignored
from collector.keys import TypedKeys
from collector.tally import Tally
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS, TOGETHER, WINDOW_PAIRS, Dimension
from policy.site import Sites, site_of
from policy.statistics import ADDRESS, CONSENTED, SERVICE, STATISTICS
from store.counts import Counters, Key, TypedText
from store.periods import Grain
from tests.collector.conftest import HOST, TODAY, document, other_site, site

pytestmark = pytest.mark.quick

HOUR = (date(2026, 11, 22).toordinal() - date(1970, 1, 1).toordinal()) * 24 + 12
TOTAL = Key(HOST, CONSENTED, Grain.DAY, TODAY)
READ = Hit(
    "/om", "search", "Google", "Google", "kbt", "pris", NONE, "Firefox", "Linux", "computer", "/", "nothing", NONE,
    NONE, NONE, "small", "sv", "SE",
)  # fmt: skip
ALL_VALUED = [row for row in DIMENSIONS.values() if row.counts == "valued"]
TYPED_PAIRS = {name for name, (one, _) in WINDOW_PAIRS.items() if DIMENSIONS[one].values == "typed"}
TEXTS = {"kbt", f"kbt{TOGETHER}Google", "pris", f"pris{TOGETHER}/", f"pris{TOGETHER}nothing"}
ALL: tuple[First, ...] = ("visit", "page", "search", "day", "week", "month")


@pytest.fixture
def keys(tmp_path: Path) -> TypedKeys:
    return TypedKeys(tmp_path / "keys")


def hit(page: Hit = READ, first: tuple[First, ...] = ALL, day: str = TODAY, host: str = HOST) -> Counted:
    return Counted(host, day, HOUR, b"number", first, page)


def tally(keys: TypedKeys, *entries: Entry, sites: Sites | None = None) -> Tally:
    tallied = Tally(keys, Sites([site()]) if sites is None else sites)
    for entry in entries:
        tallied.add(entry)
    return tallied


def in_the_open(tallied: Tally) -> dict[tuple[str, str, str, str], Counters]:
    """The counts by dimension and value: of what is counted by the window, by the pair and its two values."""
    found = {}
    for key, by in tallied.counts.items():
        text = tallied.typed[key].text if key in tallied.typed else key.value
        if key.dimension in WINDOW_PAIRS:
            (one, two), (value, _, value2) = WINDOW_PAIRS[key.dimension], text.partition(TOGETHER)
            assert key.grain is Grain.WINDOW
            found[one, value, two, value2] = by
        else:
            found[key.dimension, text, key.dimension2, key.value2] = by
    return found


def test_a_hit_raises_its_totals_a_single_for_each_dimension_and_its_pairs(keys: TypedKeys) -> None:
    counts = tally(keys, hit()).counts
    assert counts[TOTAL] == Counters(1, 1, 1, 1, 1, 1)
    assert counts[Key(HOST, CONSENTED, Grain.HOUR, f"{TODAY} {TODAY}T12")] == Counters(1, 1, 1, 1, 1, 1)
    of_all = {name for name, row in DIMENSIONS.items() if row.counts == "all"}
    pairs = [pair for pair in PAIRS if pair[0] in of_all]
    assert len(counts) == 2 + len(of_all) + len(pairs) + len(TYPED_PAIRS)
    for name in of_all:
        if DIMENSIONS[name].values != "typed":
            assert TOTAL._replace(dimension=name, value=getattr(READ, name)) in counts
    for one, two in pairs:
        key = TOTAL._replace(dimension=one, value=getattr(READ, one), dimension2=two, value2=getattr(READ, two))
        assert counts[key].pageviews == 1


@pytest.mark.parametrize("row", ALL_VALUED, ids=lambda row: row.name)
def test_what_counts_only_where_it_has_a_value_raises_itself_and_its_pairs(keys: TypedKeys, row: Dimension) -> None:
    with_value = msgspec.structs.replace(READ, **{row.name: "x"})
    more = {cell: by for cell, by in in_the_open(tally(keys, hit(with_value))).items() if cell[0] == row.name}
    assert more.keys() == {
        (row.name, "x", "", ""), *((row.name, "x", other, getattr(READ, other)) for other in row.pairs)
    }  # fmt: skip
    expected = {"event": Counters(1, firsts=1), "measurement": Counters(1)}.get(row.belongs, Counters(1, 1, 1, 1, 1, 1))
    assert set(more.values()) == {expected}
    assert not [cell for cell in in_the_open(tally(keys, hit())) if cell[0] == row.name]


def test_an_act_raises_what_happened_with_its_pairs_and_nothing_else(keys: TypedKeys) -> None:
    clicked = Hit("/om", "search", "Google", "Google", campaign=NONE, contact="telephone", screen="small")
    one, again = (Counted(HOST, TODAY, HOUR, b"1", each, clicked, ("phone",), view=False) for each in (("event",), ()))
    tallied = tally(keys, one, again)
    pairs = [("page", "/om"), ("medium", "search"), ("referrer", "Google"), ("search_engine", "Google"),
             ("campaign", NONE)]  # fmt: skip
    assert in_the_open(tallied) == {
        **{("contact", "telephone", *pair): Counters(2, firsts=1) for pair in [("", ""), *pairs]},
        ("scrubbed", "phone", "", ""): Counters(2),
    }
    by_day = {(key.period, key.value) for key in tallied.counts if key.grain is Grain.DAY}
    assert by_day == {(TODAY, "telephone"), (TODAY, "phone")}


@pytest.mark.parametrize("name", sorted(WINDOW_PAIRS.keys() - TYPED_PAIRS))
def test_what_was_done_lies_beside_page_and_source_by_a_digest_in_its_window_alone(keys: TypedKeys, name: str) -> None:
    one, two = WINDOW_PAIRS[name]
    tallied = tally(keys, Counted(HOST, TODAY, HOUR, b"1", ("event",), Hit(**{one: "x", two: "y"}), view=False))
    (key,) = (key for key in tallied.counts if key.dimension == name)
    assert (key.grain, key.period, len(key.value)) == (Grain.WINDOW, "2026-10-01", 32)
    assert tallied.typed[key] == TypedText(f"x{TOGETHER}y", "firsts", later=1, threshold=3)
    assert not [key for key in tallied.counts if key.dimension2 or "y" in (key.value, key.value2)]


def test_an_order_is_first_where_its_page_is(keys: TypedKeys) -> None:
    bought = hit(Hit("/tack", contact="order"), ("page",))
    counts = tally(keys, bought, hit(Hit("/tack", contact="order"), ())).counts
    assert counts[TOTAL._replace(dimension="contact", value="order")] == Counters(2, firsts=1)
    assert counts[TOTAL].pageviews == 2


def test_what_a_page_view_is_the_first_of_is_counted_beside_it(keys: TypedKeys) -> None:
    counts = tally(keys, hit(first=("visit", "page")), hit(first=("page",)), hit(first=())).counts
    assert counts[TOTAL] == Counters(pageviews=3, entries=1, firsts=2)


def test_of_typed_text_only_a_digest_in_its_window_is_counted(keys: TypedKeys) -> None:
    tallied = tally(keys, hit())
    typed = {key: counters for key, counters in tallied.counts.items() if key.grain is Grain.WINDOW}
    assert {key.dimension for key in typed} == {"search_term", "site_search", *TYPED_PAIRS}
    assert {key.period for key in typed} == {"2026-10-01"}
    assert {len(key.value) for key in typed} == {32}
    assert not {"kbt", "pris"} & {text for key in tallied.counts for text in (key.value, key.value2)}
    assert {text.text for text in tallied.typed.values()} == TEXTS


def test_of_a_typed_pair_a_digest_of_both_texts_is_counted_and_where_nothing_was_typed_the_other_side(
    keys: TypedKeys,
) -> None:
    def told(hit: Counted) -> set[str]:
        """The pair as it is counted, in the open."""
        tallied = tally(keys, hit)
        texts = {key: tallied.typed[key].text if key in tallied.typed else key.value for key in tallied.counts}
        return {text for key, text in texts.items() if key.dimension == "search_term+search_engine"}

    def searched(term: str, engine: str) -> set[str]:
        return {text.replace(TOGETHER, " + ") for text in told(hit(Hit(search_term=term, search_engine=engine)))}

    assert searched("kbt", "Google") == {"kbt + Google"}
    assert searched("kbt", NONE) == {"kbt + (none)"}
    assert searched(NONE, "Google") == {"(none) + Google"}
    assert searched(NOT_ASKED, "Google") == {"(not asked) + Google"}
    assert searched("kbt", NOT_ASKED) == {"(not asked) + (not asked)"}, "without the engine it is no pair"


def test_a_pair_has_a_digest_of_its_own(keys: TypedKeys) -> None:
    """Else the text's digest in the single would tell which pairs it is in."""
    joined = f"kbt{TOGETHER}Google"
    counts = tally(keys, hit(), hit(Hit(search_term=joined, site_search=joined))).counts
    values = [key.value for key in counts if key.grain is Grain.WINDOW and len(key.value) == 32]
    assert len(values) == len(set(values)) == 7


def test_a_search_on_the_site_is_counted_by_its_own_first_in_the_visit(keys: TypedKeys) -> None:
    tallied = tally(keys, hit(first=("page",)), hit(first=("page",)), hit(first=("search",)))
    for name in ("site_search", "site_search+search_page", "search_page", "search_result"):
        (search,) = (counters for key, counters in tallied.counts.items() if key.dimension == name)
        assert (search.pageviews, search.firsts) == (3, 1)


@pytest.mark.parametrize("text", [NONE, NOT_ASKED])
def test_where_nothing_was_typed_nothing_is_hidden(keys: TypedKeys, text: str) -> None:
    tallied = tally(keys, hit(Hit(search_term=text, site_search=text)))
    assert tallied.typed == {}
    assert {key.value for key in tallied.counts if key.grain is Grain.WINDOW} == {text, f"{text}{TOGETHER}{NOT_ASKED}"}


def test_a_text_is_offered_under_the_policys_threshold_with_the_visits_of_its_last_page_view(keys: TypedKeys) -> None:
    five = Sites([site(document(STATISTICS, 1, ("visits = 3", "visits = 5")))])
    tallied = tally(keys, hit(), hit(first=()), sites=five)
    assert set(tallied.typed.values()) == {
        TypedText(text, "entries" if text.startswith("kbt") else "firsts", later=0, threshold=5) for text in TEXTS
    }
    assert {text.later for text in tally(keys, hit(first=()), hit(), sites=five).typed.values()} == {1}


def test_the_window_is_the_policys(keys: TypedKeys) -> None:
    monthly = Sites([site(document(STATISTICS, 1, ('window = "quarter"', 'window = "month"')))])
    tallied = tally(keys, hit(), sites=monthly)
    assert {key.period for key in tallied.counts if key.grain is Grain.WINDOW} == {"2026-11-01"}


def test_a_site_that_was_removed_since_is_held_to_its_threshold(keys: TypedKeys) -> None:
    strict = document(STATISTICS, 1, ("visits = 3", "visits = 7"))
    removed = site_of(HOST, "Europe/Stockholm", [(date(2026, 1, 1), strict)], removed=True)
    tallied = tally(keys, hit(), sites=Sites([removed]))
    assert tallied.counts[TOTAL].pageviews == 1
    assert {text.threshold for text in tallied.typed.values()} == {7}


def test_where_no_policy_is_known_everything_is_counted_and_nothing_named(keys: TypedKeys) -> None:
    tallied = tally(keys, hit(), sites=Sites([]))
    assert (tallied.counts[TOTAL].pageviews, tallied.typed) == (1, {})


def test_a_day_has_the_window_of_the_policy_of_that_day(keys: TypedKeys) -> None:
    monthly = document(STATISTICS, 2, ('window = "quarter"', 'window = "month"'))
    history = [(date(2026, 1, 1), document()), (date(2026, 10, 1), monthly)]
    changed_since = Sites([site_of(HOST, "Europe/Stockholm", history)])
    tallied = tally(keys, hit(day="2026-09-30"), hit(day="2026-11-22"), sites=changed_since)
    windows = {key.period for key in tallied.counts if key.grain is Grain.WINDOW}
    assert windows == {"2026-07-01", "2026-11-01"}


@pytest.mark.parametrize(("before", "after"), [(5, 2), (2, 5)])
def test_in_a_window_nobody_is_promised_less_than_the_highest_threshold_since_it_began(
    keys: TypedKeys, before: int, after: int
) -> None:
    old = document(STATISTICS, 1, ("visits = 3", f"visits = {before}"))
    new = document(STATISTICS, 2, ("visits = 3", f"visits = {after}"))
    changed = site_of(HOST, "Europe/Stockholm", [(date(2026, 1, 1), old), (date(2026, 10, 20), new)])

    def threshold(day: str) -> set[int]:
        return {text.threshold for text in tally(keys, hit(day=day), sites=Sites([changed])).typed.values()}

    assert threshold("2026-10-19") == threshold("2026-10-20") == threshold("2026-12-31") == {5}
    assert threshold("2027-01-01") == {after}


def test_a_threshold_that_is_lowered_on_a_windows_first_day_is_the_next_windows(keys: TypedKeys) -> None:
    """Who came that morning was promised the higher."""
    old = document(STATISTICS, 1, ("visits = 3", "visits = 5"))
    lower = site_of(HOST, "Europe/Stockholm", [(date(2026, 1, 1), old), (date(2026, 10, 1), document(version=2))])
    assert [lower.threshold_since(date(*start)) for start in ((2026, 10, 1), (2027, 1, 1))] == [5, 3]


def test_what_looks_like_a_value_of_ours_is_never_named(keys: TypedKeys) -> None:
    hits = Hit(site_search="(rare)", search_term="(none of these)", search_engine="Google", search_page="/")
    assert tally(keys, hit(hits)).typed == {}


def test_sites_never_mix(keys: TypedKeys) -> None:
    both = Sites([site(), other_site("other.example")])
    tallied = tally(keys, hit(), hit(host="other.example"), sites=both)
    counts = {each: {key for key in tallied.counts if key.site == each} for each in (HOST, "other.example")}
    assert len(counts[HOST]) == len(counts["other.example"])
    assert {key.value for key in counts[HOST] if key.grain is Grain.WINDOW}.isdisjoint(
        key.value for key in counts["other.example"]
    )


def test_values_that_only_glued_together_are_alike_are_told_apart(keys: TypedKeys) -> None:
    counts = tally(keys, hit(Hit(page="/a", medium="bc")), hit(Hit(page="/ab", medium="c"))).counts
    pairs = {(key.value, key.value2) for key in counts if key.dimension2 == "medium"}
    assert pairs == {("/a", "bc"), ("/ab", "c")}


def test_what_the_service_counts_for_itself(keys: TypedKeys) -> None:
    scrubbed = Counted(HOST, TODAY, HOUR, b"1", (), Hit(), ("email", "pnr"))
    tallied = tally(
        keys,
        scrubbed,
        Ignored(HOST, TODAY, b"2", "bot"),
        Ignored(HOST, TODAY, b"3", "bot"),
        Choice(HOST, TODAY, 1, "yes"),
        Choice(HOST, TODAY, 2, "yes"),
        Choice(HOST, TODAY, 2, "no"),
        Choice(HOST, TODAY, 2, "media+statistics"),
        Blocked(HOST, TODAY, "film", "frame-src", 2),
        Blocked(HOST, TODAY, "film", "frame-src", 3),
        Blocked(HOST, TODAY, "(other)", "img-src", 1),
    )
    upkeep = {key[4:]: counters for key, counters in tallied.counts.items() if key.basis == SERVICE}
    assert upkeep == {
        ("scrubbed", "email", "", ""): Counters(1),
        ("scrubbed", "pnr", "", ""): Counters(1),
        ("ignored", "bot", "", ""): Counters(2),
        ("choice", "yes", "", ""): Counters(2),
        ("choice", "no", "", ""): Counters(1),
        ("choice", "yes", "version", "1"): Counters(1),
        ("choice", "yes", "version", "2"): Counters(1),
        ("choice", "no", "version", "2"): Counters(1),
        ("choice", "media+statistics", "", ""): Counters(1),
        ("choice", "media+statistics", "version", "2"): Counters(1),
        ("blocked", "film frame-src", "", ""): Counters(5),
        ("blocked", "(other) img-src", "", ""): Counters(1),
    }
    assert tallied.counts[TOTAL].pageviews == 1, "what is left out is in no total"
    assert tallied.numbers == {b"1", b"2", b"3"}


def test_what_stood_in_the_pages_own_address_is_told_by_page(keys: TypedKeys) -> None:
    cut = Counted(HOST, TODAY, HOUR, b"1", (), Hit("/tack/[email]"), ("email", "phone"), ("email",))
    unread = Counted(HOST, TODAY, HOUR, b"2", (), Hit(), ("email",), ("email",))
    counts = tally(keys, cut, cut, unread).counts
    assert {key[4:]: counters for key, counters in counts.items() if key.basis == SERVICE} == {
        ("scrubbed", "email", "", ""): Counters(3),
        ("scrubbed", "phone", "", ""): Counters(2),
        ("scrubbed", "email", ADDRESS, "/tack/[email]"): Counters(2),
    }


def test_an_hour_belongs_to_its_local_day(keys: TypedKeys) -> None:
    counts = tally(keys, hit(day="2026-11-23")).counts
    assert Key(HOST, CONSENTED, Grain.HOUR, f"2026-11-23 {TODAY}T12") in counts
