"""Files as tables: every form that an export has comes back the same, and every broken one is refused."""

import csv
import io
import tracemalloc
import zipfile
from contextlib import suppress
from typing import Final, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.search.exports.export import read_export
from dashboard.search.exports.remarks import REMARKS, BadExport
from dashboard.search.exports.sheets import LARGEST, read_sheets
from tests.dashboard.search.exports.made import ENGLISH, QUERIES, Table, archive, text, workbook, worksheet, zipped

pytestmark = pytest.mark.quick

CONTROL: Final[tuple[Literal["C"], ...]] = ("C",)
SURROGATES: Final[tuple[Literal["Cs"], ...]] = ("Cs",)
WORDS = st.text(st.characters(exclude_categories=CONTROL, include_characters="\n"), min_size=1).filter(str.strip)
TABLES = st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=5).map(
    lambda rows: [["Top", "Clicks", "CTR"], *rows]
)


def refusal(data: bytes, name: str = "x.zip") -> str:
    with pytest.raises(BadExport) as caught:
        read_sheets(name, data)
    return caught.value.remark.key


def plain(data: bytes, name: str = "Queries.csv") -> Table:
    [sheet] = read_sheets(name, data)
    return [list(row) for row in sheet.rows]


@settings(deadline=None)
@given(
    TABLES,
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_comes_back_the_same_however_it_is_written(table: Table, mark: str, end: str, quoting: int) -> None:
    written = text(table, mark, end, quoting)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert plain(written.encode(encoding)) == table


@settings(deadline=None)
@given(TABLES)
def test_a_table_comes_back_the_same_from_an_archive_and_a_workbook(table: Table) -> None:
    for data in (archive({"folder/Top.csv": text(table)}), workbook({"Top": table})):
        assert [(sheet.name, [list(row) for row in sheet.rows]) for sheet in read_sheets("x", data)] == [("Top", table)]


def test_what_windows_wrote_in_the_west_is_read() -> None:
    assert plain(text(QUERIES, ";").encode("cp1252")) == QUERIES


def test_terms_with_a_delimiter_of_another_kind_do_not_part_the_table() -> None:
    table = [QUERIES[0], ["a, b, c, d, e, f, g", "1", "2", "50%", "1,5"]]
    assert plain(text(table, ";").encode()) == table


def test_searches_whose_quotation_marks_bing_left_as_they_are_are_read() -> None:
    lines = '"Keyword","Impressions","Clicks","CTR","Avg. Position"\r\n"6" \u2028kakel","b","65","2","3%","5.9"\r\n'
    assert plain(lines.encode())[1] == ['6" \u2028kakel","b', "65", "2", "3%", "5.9"]


def test_a_line_that_cannot_be_parted_is_named() -> None:
    with pytest.raises(BadExport) as caught:
        read_sheets("Queries.csv", b'"Keyword","Clicks"\n"6" kakel"x,"1"\n')
    assert "Row 2 of Queries" in str(caught.value)


def test_numbers_of_a_workbook_are_certain() -> None:
    [sheet] = read_sheets("x.xlsx", workbook({"Queries": [["a", 1234.0, 4.5, 12.345, 0.027]]}))
    assert sheet.rows == [["a", "1234", "4.5000", "12.3450", "0.0270"]]


def test_the_names_of_an_archive_are_read_as_utf_8_though_it_does_not_say_so() -> None:
    data = bytearray(archive({"Requêtes.csv": "a,b,c\n"}))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at + 1] &= ~0x08
    assert [sheet.name for sheet in read_sheets("x.zip", bytes(data))] == ["Requêtes"]


def test_what_a_computer_puts_beside_is_not_read() -> None:
    data = archive({"Queries.csv": "a,b,c\n", "__MACOSX/._Queries.csv": b"\0\1", ".DS_Store": b"\0", "read.me": "x"})
    assert [sheet.name for sheet in read_sheets("x.zip", data)] == ["Queries"]


@pytest.mark.parametrize("part", [0.02, 0.3, 0.9, 0.99])
def test_a_truncated_file_is_refused(part: float) -> None:
    for data in (zipped(), workbook(ENGLISH)):
        assert refusal(data[: int(len(data) * part)]) == "truncated"


def test_a_damaged_file_is_refused() -> None:
    data = bytearray(archive({"Queries.csv": text(QUERIES)}, zipfile.ZIP_STORED))
    data[data.index(b"kbt")] ^= 1
    assert refusal(bytes(data)) == "truncated"


def _encrypted() -> bytes:
    data = bytearray(zipped())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flags] |= 1
    return bytes(data)


def _reused(member: bytes, times: int) -> bytes:
    """An archive whose directory names one large member many times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("0.csv", member)
        first = file.infolist()[0]
        file.filelist += [first] * times
    return out.getvalue()


def _lying(content: bytes) -> bytes:
    """An archive whose directory says that its member is small."""
    data = bytearray(archive({"Queries.csv": content}))
    for mark, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + size
        data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def _far_apart(reference: str, extra: str = "") -> bytes:
    cell = f'<row><c r="A1"><v>1</v></c>{extra}</row><row><c r="{reference}"><v>1</v></c></row>'
    sheet = worksheet([]).replace("<sheetData>", f"<sheetData>{cell}")
    return _replaced(sheet)


def _replaced(sheet: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook({"Queries": QUERIES}))) as file:
        members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return archive(members | {"xl/worksheets/sheet1.xml": sheet})


def _twice() -> bytes:
    """A workbook with two files of one name, of which the first is a bomb."""
    out = io.BytesIO(_far_apart("A1048576"))
    with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xl/worksheets/sheet1.xml", worksheet(QUERIES))
    return out.getvalue()


def test_of_two_files_by_one_name_the_one_that_was_looked_at_is_read() -> None:
    assert plain(_twice(), "x.xlsx") == QUERIES


def _elsewhere() -> bytes:
    """A workbook whose sheet lies where none is looked for."""
    with zipfile.ZipFile(io.BytesIO(_far_apart("A1048576"))) as file:
        members = {name: file.read(name) for name in file.namelist()}
    links = str(members["xl/_rels/workbook.xml.rels"], "utf-8").replace("sheet1.xml", "sheet1.dat")
    sheet = members.pop("xl/worksheets/sheet1.xml")
    return archive({**members, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.dat": sheet})


def _entities() -> str:
    return '<!DOCTYPE a [<!ENTITY b "bb">]>' + worksheet(QUERIES)


REFUSED = {
    "nothing": (b"", "empty-file"),
    "too large": (b"a" * (LARGEST + 1), "too-large"),
    "an empty archive": (archive({}), "no-tables"),
    "an archive of other things": (archive({"read.me": "x"}), "no-tables"),
    "an empty table": (archive({"Queries.csv": "\n,\n"}), "no-tables"),
    "encrypted": (_encrypted(), "encrypted"),
    "an archive in an archive": (archive({"a.zip": zipped()}), "nested"),
    "an archive called a table": (archive({"a.csv": zipped()}), "nested"),
    "a path upwards": (archive({"../a.csv": "a,b,c"}), "paths"),
    "a path from the root": (archive({"/a.csv": "a,b,c"}), "paths"),
    "a path on Windows": (archive({"..\\a.csv": "a,b,c"}), "paths"),
    "a path with a drive": (archive({"C:/a.csv": "a,b,c"}), "paths"),
    "a bomb": (archive({"Queries.csv": b"0" * 60_000_000}), "too-large"),
    "a bomb of many small ones": (_reused(b"0" * 2_000_000, 100), "too-large"),
    "a bomb that says it is none": (_lying(b"0" * 60_000_000), "truncated"),
    "too many files": (archive({f"{at}.csv": "" for at in range(201)}), "too-large"),
    "too many rows": (b"a,b,c\n" * 100_001, "too-large"),
    "too many columns": (b"a," * 61, "too-large"),
    "cells millions of rows apart": (_far_apart("A1048576"), "too-large"),
    "cells thousands of columns apart": (_far_apart("XFD2"), "too-large"),
    "a cell that is nowhere": (_far_apart("A0000000099999"), "too-large"),
    "a workbook with a sheet of another kind": (_elsewhere(), "truncated"),
    "a workbook with entities": (_replaced(_entities()), "truncated"),
    "a workbook that is no XML": (_replaced("<a"), "truncated"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x81\x8d", "not-text"),
    "a gzip": (b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x4b", "not-text"),
}


@pytest.mark.parametrize(("data", "key"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_an_export_is_refused(data: bytes, key: str) -> None:
    assert refusal(data) == key


@pytest.mark.parametrize("data", [_lying(b"0" * 60_000_000), archive({"a.csv": b"0" * 60_000_000})])
def test_a_bomb_takes_no_memory(data: bytes) -> None:
    tracemalloc.start()
    try:
        refusal(data)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.zip", "x.xlsx", "", "/", "\0", "a_KeywordReport_1"]))
def test_arbitrary_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    _read_or_refuse(name, data)


@settings(deadline=None)
@given(st.data())
def test_arbitrary_damage_to_an_export_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([zipped(), workbook(ENGLISH), text(QUERIES).encode()])))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    _read_or_refuse("x.zip", bytes(whole))


@settings(deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=SURROGATES)), max_size=7), max_size=6))
def test_arbitrary_tables_are_read_or_refused(table: Table) -> None:
    for data in (archive({"a.csv": text(table), "b.csv": text(QUERIES)}), text(table).encode()):
        _read_or_refuse("x.csv", data)


def _read_or_refuse(name: str, data: bytes) -> None:
    with suppress(BadExport):
        read_export(name, data)


def test_every_remark_fills_the_same_in_both_languages() -> None:
    names = {key: [set(_names(each)) for each in words] for key, words in REMARKS.items()}
    assert {key for key, (sv, en) in names.items() if sv != en} == set()


def _names(said: str) -> list[str]:
    return [part.partition("}")[0] for part in said.split("{")[1:]]
