"""From rows to figures: cleaned, merged, pairs under the threshold folded away, and no row counted that is not kept."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.imported import Imported
from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import Engine, Told
from dashboard.search.figures import OTHER, Kept, figures_of
from policy.site import Site, site_of
from store.search import Figures, SearchKey
from tests.dashboard.seed import HOST, site
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

CLEAN = Imported(site())
LOWERED = date(2026, 11, 20)


def clinic_document(visits: int = 3, version: int = 1) -> str:
    text = changed("visits = {}", "visits = {}\npages = {}")
    text = changed("version = 1", f"version = {version}", text)
    text = changed('path = "/behandlingar/"\ncount = "section"', 'path = "/boka"\ncount = "nothing"', text)
    return changed("visits = 3\nwindow", f"visits = {visits}\nwindow", text)


def clinic(*documents: str) -> Site:
    """The first from the year's beginning on, the second from a day in November."""
    return site_of("klinik.example", "Europe/Stockholm", zip((date(2026, 1, 1), LOWERED), documents, strict=False))


HOME = f"https://{HOST}/"


OCTOBER = Range(date(2026, 10, 1), date(2026, 10, 31))


def kept(rows: Iterable[Told], clean: Imported = CLEAN, engine: Engine = "google", days: Range = OCTOBER) -> Kept:
    return figures_of(rows, clean, engine, days)


def figures(
    *rows: Told, clean: Imported = CLEAN, engine: Engine = "google", days: Range = OCTOBER
) -> dict[SearchKey, Figures]:
    return dict(kept(rows, clean, engine, days).figures)


def test_a_total_terms_and_pages_are_kept_under_their_names() -> None:
    assert figures(Told("", "", 9, 90, 4.5), Told("KBT", "", 2, 20, 1.0), Told("", f"{HOME}om", 1, 10, 2.345)) == {
        SearchKey(): Figures(9, 90, 405_000),
        SearchKey("kbt"): Figures(2, 20, 20_000),
        SearchKey("", "/om"): Figures(1, 10, 23_450),
    }


def test_rows_that_are_the_same_when_cleaned_are_merged() -> None:
    rows = [Told("ring anna@example.se", "", 1, 10, 2.0), Told("Ring ida@example.se", "", 2, 30, 4.0)]
    [(key, found)] = figures(*rows).items()
    assert "example.se" not in key.term
    assert (found, found.position) == (Figures(3, 40, 140_000), 3.5)


def test_pairs_under_the_threshold_fold_into_the_terms_other_page() -> None:
    told = figures(
        Told("kbt", HOME, 3, 30, 1.0),
        Told("kbt", f"{HOME}a", 2, 20, 2.0), Told("kbt", f"{HOME}b", 1, 5, 3.0),
        Told("oro", f"{HOME}a", 2, 2, 1.0), Told("oro", f"{HOME}a?x=1", 1, 1, 1.0),
        Told("kbt", "", 1, 1, 1.0), Told("", f"{HOME}a", 1, 1, 1.0),
    )  # fmt: skip
    assert told == {
        SearchKey("kbt", "/"): Figures(3, 30, 30_000),
        SearchKey("kbt", OTHER): Figures(3, 25, 55_000),
        SearchKey("oro", "/a"): Figures(3, 3, 3_000),
        SearchKey("kbt"): Figures(1, 1, 1_000),
        SearchKey("", "/a"): Figures(1, 1, 1_000),
    }


def test_pages_of_another_site_are_counted_and_have_no_name() -> None:
    found = kept([Told("kbt", "https://annan.example/", 9, 9, 1.0), Told("", "https://annan.example/", 8, 8, 1.0)])
    assert found == ({SearchKey("kbt", OTHER): Figures(9, 9, 9_000), SearchKey("", OTHER): Figures(8, 8, 8_000)}, 2, 0)


def test_what_led_to_pages_that_are_not_counted_cannot_be_told_from_what_led_to_others() -> None:
    clean = Imported(clinic(clinic_document()))
    book, panic, about = (f"https://klinik.example/{path}" for path in ("boka", "panik", "om"))
    told = figures(
        Told("kbt", panic, 6, 40, 1.0), Told("kbt", book, 4, 9, 1.0), Told("kbt", about, 5, 30, 1.0),
        Told("oro", panic, 6, 40, 1.0), Told("oro", book, 4, 9, 1.0), Told("oro", about, 1, 30, 1.0),
        Told("", panic, 12, 80, 1.0), Told("", book, 8, 18, 1.0), Told("", about, 6, 60, 1.0),
        clean=clean,
    )  # fmt: skip
    assert told == {
        SearchKey("kbt", "/panik"): Figures(6, 40, 40_000),
        SearchKey("kbt", OTHER): Figures(9, 39, 39_000),
        SearchKey("oro", "/panik"): Figures(6, 40, 40_000),
        SearchKey("oro", OTHER): Figures(5, 39, 39_000),
        SearchKey("", "/panik"): Figures(12, 80, 80_000),
        SearchKey("", OTHER): Figures(14, 78, 78_000),
    }


def test_terms_of_bings_that_were_shown_to_few_are_left_to_the_total() -> None:
    rows = [
        Told("", "", 9, 90, 1.0), Told("kbt", "", 0, 3, 1.0), Told("anna", "", 2, 2, 1.0),
        Told("Ida", "", 1, 2, 1.0), Told("ida", "", 0, 1, 1.0),
    ]  # fmt: skip
    assert {key.term for key in figures(*rows, engine="bing")} == {"", "kbt", "ida"}
    assert {key.term for key in figures(*rows)} == {"", "kbt", "anna", "ida"}


def test_the_threshold_is_the_one_that_was_promised_for_the_days() -> None:
    clean = Imported(clinic(clinic_document(visits=10), clinic_document(visits=3, version=2)))
    row = Told("kbt", "https://klinik.example/", 5, 50, 1.0)
    november = Range(date(2026, 11, 1), date(2026, 11, 30))
    december = Range(date(2026, 12, 1), date(2026, 12, 31))
    assert [*figures(row, clean=clean, days=november)] == [SearchKey("kbt", OTHER)]
    assert [*figures(row, clean=clean, days=december)] == [SearchKey("kbt", "/")]


def test_no_page_is_kept_of_a_day_or_a_week() -> None:
    rows = [
        Told("", "", 1, 1, 1.0),
        Told("kbt", "", 1, 1, 1.0),
        Told("", HOME, 1, 1, 1.0),
        Told("kbt", HOME, 5, 5, 1.0),
    ]
    for end in (1, 7, 30):
        found = figures(*rows, days=Range(date(2026, 10, 1), date(2026, 10, end)))
        assert set(found) == {SearchKey(), SearchKey("kbt")}


def test_pages_are_left_out_where_the_policy_does_not_name_them_and_another_sites_are_still_seen() -> None:
    clean = Imported(site(statistics=("visits", "search_terms")))
    rows = [Told("", HOME, 1, 1, 1.0), Told("kbt", HOME, 5, 5, 1.0), Told("", "https://annan.example/", 1, 1, 1.0),
            Told("kbt", "", 5, 5, 1.0)]  # fmt: skip
    assert kept(rows, clean) == ({SearchKey("kbt"): Figures(5, 5, 5_000)}, 1, 2)


ROWS = st.lists(
    st.builds(
        Told,
        st.sampled_from(["", "kbt", "KBT", "oro"]),
        st.sampled_from(["", HOME, f"{HOME}a", "https://annan.example/"]),
        st.integers(0, 5),
        st.integers(0, 50),
        st.floats(1, 100),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(ROWS)
def test_nothing_is_lost_and_no_small_pair_is_named(rows: Sequence[Told]) -> None:
    found = kept(rows)
    own = [row for row in rows if "annan" not in row.page]
    assert found.foreign == len(rows) - len(own)
    for has_term, has_page in ((False, False), (True, False), (False, True), (True, True)):
        told = [row for row in rows if (bool(row.term), bool(row.page)) == (has_term, has_page)]
        left = [each for key, each in found.figures.items() if (bool(key.term), bool(key.page)) == (has_term, has_page)]
        assert sum(row.clicks for row in told) == sum(each.clicks for each in left)
        assert sum(row.impressions for row in told) == sum(each.impressions for each in left)
    assert all(each.clicks >= 3 for key, each in found.figures.items() if key.term and key.page not in {"", OTHER})
