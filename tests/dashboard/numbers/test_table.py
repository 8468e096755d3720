"""Tables of text: whatever stands in a cell is read back, and no spreadsheet runs it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.numbers.table import Table, separated

pytestmark = pytest.mark.quick


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.sampled_from([",", "\t"]))
def test_a_value_is_read_back(value: str, delimiter: str) -> None:
    [_, [found, number]] = read(separated(Table(("value", "visits"), [(value, 1)]), delimiter), delimiter)
    assert (found.replace("'", ""), number) == (value.replace("'", ""), "1")


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_is_text(start: str) -> None:
    [_, [found]] = read(separated(Table(("value",), [(start + "1+1",)])))
    assert found == "'" + start + "1+1"


@pytest.mark.parametrize(
    "value", ["b;=1+1;c", 'b;"=1+1";c', "b; =1+1;c", "b\t+1", "a,=1;@SUM(A1)", "a\n=1+1", "a\r=1+1"]
)
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_nor_does_one_that_separates_otherwise_find_a_formula(value: str, delimiter: str) -> None:
    """As Swedish Excel reads a file that is opened by a double click."""
    text = separated(Table(("name", "value", "visits"), [("x", value, 1), (value, "x", 1)]))
    cells = [cell for line in text.splitlines() for cell in line.split(delimiter)]
    assert [cell for cell in cells if cell.lstrip(' "')[:1] in {*"=+-@"}] == []


def test_rows_end_as_the_format_says_and_nothing_is_an_empty_cell() -> None:
    assert separated(Table(("a", "b"), [(None, -5), ("å, ä", True)])) == 'a,b\r\n,-5\r\n"å, ä",true\r\n'
