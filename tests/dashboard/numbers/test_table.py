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
    assert (found.removeprefix("'"), number) == (value.removeprefix("'"), "1")


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_is_text(start: str) -> None:
    [_, [found]] = read(separated(Table(("value",), [(start + "1+1",)])))
    assert found == "'" + start + "1+1"


def test_rows_end_as_the_format_says_and_nothing_is_an_empty_cell() -> None:
    assert separated(Table(("a", "b"), [(None, -5), ("å, ä", 1.5)])) == 'a,b\r\n,-5\r\n"å, ä",1.5\r\n'
