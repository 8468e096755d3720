"""From rows to figures: cleaned, merged, pairs under the threshold folded away, and no row counted that is not kept."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.imported import Imported
from dashboard.search.engines.source import Told
from dashboard.search.figures import OTHER, figures_of
from store.search import Figures, SearchKey
from tests.dashboard.seed import HOST, site

pytestmark = pytest.mark.quick

CLEAN = Imported(site())
HOME = f"https://{HOST}/"


def figures(*rows: Told, clean: Imported = CLEAN) -> dict[SearchKey, Figures]:
    return dict(figures_of(rows, clean).figures)


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


def test_rows_of_pages_of_another_site_are_left_out_and_counted() -> None:
    found = figures_of(
        [Told("kbt", "https://annan.example/", 9, 9, 1.0), Told("", "https://annan.example/", 9, 9, 1.0)], CLEAN
    )
    assert found == ({}, 2)


def test_pages_are_left_out_where_the_policy_does_not_name_them_and_another_sites_are_still_seen() -> None:
    clean = Imported(site(statistics=("visits", "search_terms")))
    rows = [Told("", HOME, 1, 1, 1.0), Told("kbt", HOME, 5, 5, 1.0), Told("", "https://annan.example/", 1, 1, 1.0),
            Told("kbt", "", 5, 5, 1.0)]  # fmt: skip
    assert figures_of(rows, clean) == ({SearchKey("kbt"): Figures(5, 5, 5_000)}, 1)


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
def test_nothing_is_lost_but_the_rows_of_other_sites_and_no_small_pair_is_named(rows: Sequence[Told]) -> None:
    found = figures_of(rows, CLEAN)
    own = [row for row in rows if "annan" not in row.page]
    assert found.foreign == len(rows) - len(own)
    for has_term, has_page in ((False, False), (True, False), (False, True), (True, True)):
        told = [row for row in own if (bool(row.term), bool(row.page)) == (has_term, has_page)]
        kept = [each for key, each in found.figures.items() if (bool(key.term), bool(key.page)) == (has_term, has_page)]
        assert sum(row.clicks for row in told) == sum(each.clicks for each in kept)
        assert sum(row.impressions for row in told) == sum(each.impressions for each in kept)
    assert all(each.clicks >= 3 for key, each in found.figures.items() if key.term and key.page not in {"", OTHER})
