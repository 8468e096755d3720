"""Workbooks: what they hold is read as it is meant, and one that was made to fill the memory is refused."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.sheets import Sheet, read_sheets
from tests.dashboard.search.exports.made import QUERIES, archive, workbook, worksheet


def test_numbers_of_a_workbook_are_certain() -> None:
    [sheet] = read_sheets("x.xlsx", workbook({"Queries": [["a", 1234.0, 4.5, 12.345, 0.027]]}))
    assert sheet.rows == [["a", "1234", "4.5000", "12.3450", "0.0270"]]


def _far_apart(reference: str, extra: str = "") -> bytes:
    cell = f'<row><c r="A1"><v>1</v></c>{extra}</row><row><c r="{reference}"><v>1</v></c></row>'
    return _replaced(_cells(cell))


def _replaced(sheet: str) -> bytes:
    return _with({"xl/worksheets/sheet1.xml": sheet})


def _with(parts: Mapping[str, str | bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook({"Queries": QUERIES}))) as file:
        members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return archive({**members, **parts})


def _cells(cells: str) -> str:
    return worksheet([]).replace("<sheetData>", f"<sheetData>{cells}")


def _strings(strings: str, attributes: str, cells: str) -> bytes:
    return _with(
        {"xl/sharedStrings.xml": f"<sst {attributes}>{strings}</sst>", "xl/worksheets/sheet1.xml": _cells(cells)}
    )


def _repeated(times: int) -> bytes:
    """A workbook that has one sheet many times."""
    with zipfile.ZipFile(io.BytesIO(workbook({"Queries": QUERIES}))) as file:
        told = file.read("xl/workbook.xml").decode()
    start, end = told.index("<sheet "), told.index("</sheets>")
    sheets = "".join(told[start:end].replace('"Queries"', f'"{at}"') for at in range(times))
    return _with({"xl/workbook.xml": told[:start] + sheets + told[end:]})


def _twice() -> bytes:
    """A workbook with two files of one name, of which the first is a bomb."""
    out = io.BytesIO(_far_apart("A1048576"))
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xl/worksheets/sheet1.xml", worksheet(QUERIES))
    return out.getvalue()


def test_of_two_files_by_one_name_the_one_that_was_looked_at_is_read() -> None:
    assert read_sheets("x.xlsx", _twice()) == [Sheet("Queries", QUERIES)]


def test_cells_that_do_not_say_where_they_are_and_shared_texts_are_read() -> None:
    data = _strings("<si><t>kbt</t></si><si><t>oro</t></si>", "", '<row><c t="s"><v>1</v></c><c><v>2</v></c></row>')
    assert read_sheets("x.xlsx", data) == [Sheet("Queries", [["oro", "2"]])]


REFUSED = {
    "cells millions of rows apart": (_far_apart("A1048576"), "too-large"),
    "cells thousands of columns apart": (_far_apart("XFD2"), "too-large"),
    "a workbook that is no XML": (_replaced("<a"), "truncated"),
    "cells that do not say where they are, in rows as many": (
        _replaced(_cells("<row>" + "<c><v>1</v></c>" * 100_000 + "</row>" + "<row><c><v>1</v></c></row>" * 100_000)),
        "too-large",
    ),
    "a long text in thousands of cells": (
        _strings(f"<si><t>{'a' * 1_000_000}</t></si>", "", '<row><c t="s"><v>0</v></c></row>' * 10_000),
        "too-large",
    ),
    "a workbook that says that it has billions of texts": (
        _strings("<si><t>a</t></si>", 'uniqueCount="10000000000"', '<row><c t="s"><v>0</v></c></row>'),
        "too-large",
    ),
    "a sheet a hundred times": (_repeated(100), "too-large"),
}


@pytest.mark.parametrize(("data", "key"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_an_export_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(BadExport) as caught:
        read_sheets("x.xlsx", data)
    assert caught.value.remark.key == key
