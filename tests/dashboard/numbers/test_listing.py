"""Lists: what is found in them, in which order, and which leaf of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.numbers.listing import FIND, LEAF, Wanted, by_text, holding, leaf_of, sorted_by, wanted

pytestmark = pytest.mark.quick

COLUMNS = ("value", "visits")


def find(rows: list[str], text: str) -> list[str]:
    return holding(rows, text, lambda row: [row])


def test_what_an_address_wants_of_a_list() -> None:
    query = {"find": " kbt ", "sort": "visits", "order": "asc", "page": "3"}
    assert wanted(query, COLUMNS) == Wanted("kbt", "visits", "asc", 3)
    assert wanted({}, COLUMNS) == Wanted("", "", "desc", 1)


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "1.5", "9" * 5000, ""])
def test_what_is_no_leaf_is_the_first(page: str) -> None:
    assert leaf_of(range(250), wanted({"page": page}, COLUMNS).leaf).number == 1


@pytest.mark.parametrize("sort", ["clicks", "__class__", "", "Visits"])
def test_a_column_that_is_not_there_leaves_the_lists_own_order(sort: str) -> None:
    assert wanted({"sort": sort, "order": "sideways"}, COLUMNS) == Wanted()


def test_no_more_is_looked_for_than_a_form_holds() -> None:
    assert len(wanted({"find": "x" * 5000}, COLUMNS).find) == FIND


@pytest.mark.parametrize("text", ["ÅNGEST", " ångest  &", "A\u030angest", "ngest"])
def test_case_spaces_and_how_letters_are_put_together_are_nothing_to_finding(text: str) -> None:
    assert find(["ångest & oro", "sorg"], text) == ["ångest & oro"]


@given(st.lists(st.text()), st.text())
def test_every_row_is_found_by_itself_and_none_is_made_up(rows: list[str], text: str) -> None:
    assert set(find(rows, text)) <= set(rows)
    assert all(row in find(rows, row) for row in rows)


def test_letters_stand_in_the_order_of_the_alphabet() -> None:
    assert sorted(["ö", "Ä", "å", "z", "E", "é", "a"], key=by_text) == ["a", "E", "z", "é", "å", "Ä", "ö"]


@given(st.lists(st.tuples(st.integers() | st.none(), st.integers())))
def test_sorting_keeps_the_order_of_what_is_alike_and_puts_what_has_no_value_last(
    rows: list[tuple[int | None, int]],
) -> None:
    up, down = (sorted_by(rows, lambda row: row[0], order) for order in ("asc", "desc"))
    none = [row for row in rows if row[0] is None]
    assert sorted(up, key=str) == sorted(rows, key=str)
    assert up[len(rows) - len(none) :] == down[len(rows) - len(none) :] == none
    numbers = [row[0] for row in down if row[0] is not None]
    assert numbers == sorted(numbers, reverse=True)
    for value in set(numbers):
        assert [row for row in down if row[0] == value] == [row for row in rows if row[0] == value]


@given(st.integers(0, 3 * LEAF), st.integers(-5, 10**7))
def test_leaves_hold_every_row_once_and_there_is_always_one(length: int, number: int) -> None:
    leaf = leaf_of(range(length), number)
    assert leaf.found == length
    assert [*leaf.rows] == [*range(leaf.before, min(leaf.before + LEAF, length))]
    assert leaf.is_last == (leaf.before + LEAF >= length)
    leaves = [leaf_of(range(length), each) for each in range(1, max(1, -(-length // LEAF)) + 1)]
    assert [row for each in leaves for row in each.rows] == [*range(length)]
