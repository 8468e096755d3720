"""Files as tables: every form that an export has comes back the same, and every broken one is refused."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Final, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.search.exports.export import read_export, read_name
from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.room import LARGEST
from dashboard.search.exports.sheets import read_sheets
from dashboard.search.exports.workbook import tables_of
from tests.dashboard.search.exports.made import ENGLISH, QUERIES, Table, archive, text, workbook, zipped

CONTROL: Final[tuple[Literal["C"], ...]] = ("C",)
SURROGATES: Final[tuple[Literal["Cs"], ...]] = ("Cs",)
BOMB: Final = b"0" * (LARGEST + 1)
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
    sheets = read_sheets("x", archive({"folder/Top.csv": text(table)}))
    assert [(sheet.name, [list(row) for row in sheet.rows]) for sheet in sheets] == [("Top", table)]
    assert [(name, [list(row) for row in rows]) for name, rows in tables_of(workbook({"Top": table}))] == [
        ("Top", table)
    ]


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


REFUSED: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "nothing": (lambda: b"", "empty-file"),
    "too large": (lambda: b"a" * (LARGEST + 1), "too-large"),
    "an empty archive": (lambda: archive({}), "no-tables"),
    "an archive of other things": (lambda: archive({"read.me": "x"}), "no-tables"),
    "an empty table": (lambda: archive({"Queries.csv": "\n,\n"}), "no-tables"),
    "encrypted": (_encrypted, "encrypted"),
    "an archive in an archive": (lambda: archive({"a.zip": zipped()}), "nested"),
    "an archive called a table": (lambda: archive({"a.csv": zipped()}), "nested"),
    "a path upwards": (lambda: archive({"../a.csv": "a,b,c"}), "paths"),
    "a path from the root": (lambda: archive({"/a.csv": "a,b,c"}), "paths"),
    "a path on Windows": (lambda: archive({"..\\a.csv": "a,b,c"}), "paths"),
    "a path with a drive": (lambda: archive({"C:/a.csv": "a,b,c"}), "paths"),
    "a bomb": (lambda: archive({"Queries.csv": BOMB}), "too-large"),
    "a bomb packed in another way": (
        lambda: archive({"Queries.csv": BOMB}, zipfile.ZIP_LZMA),
        "too-large",
    ),
    "what is packed in another way": (lambda: archive({"Queries.csv": text(QUERIES)}, zipfile.ZIP_LZMA), "packing"),
    "a bomb of many small ones": (lambda: _reused(b"0" * 2_000_000, 100), "too-large"),
    "a bomb that says it is none": (lambda: _lying(BOMB), "truncated"),
    "too many files": (lambda: archive({f"{at}.csv": "" for at in range(201)}), "too-large"),
    "too many rows": (lambda: b"a,b,c\n" * 100_001, "too-large"),
    "too many columns": (lambda: b"a," * 61, "too-large"),
    "too many rows in all": (lambda: archive({f"{at}.csv": "a,b\n" * 51_000 for at in range(2)}), "too-large"),
    "too many cells": (lambda: b"a," * 20 + b"a\n" + (b"," * 20 + b"\n") * 50_000, "too-large"),
    "too many blank rows": (lambda: b",\n" * 100_001, "too-large"),
    "a line that never ends": (lambda: b"a" * 140_000, "quotes"),
    "a long cell": (lambda: b"a,b,c\n" + b"a" * 5_001 + b",1,2\n", "too-large"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-workbook"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x81\x8d", "not-text"),
    "a gzip": (lambda: b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x4b", "not-text"),
}


@pytest.mark.parametrize(("data", "key"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_an_export_is_refused(data: Callable[[], bytes], key: str) -> None:
    assert refusal(data()) == key


def test_what_is_too_large_is_told_by_its_rows_and_columns() -> None:
    with pytest.raises(BadExport, match=r"too large: big\.csv, 100,001 × 5\."):
        read_sheets("C:\\big.csv", b"a,b,c,d,e\n" * 100_001)


@pytest.mark.parametrize("bomb", ["a bomb", "a bomb that says it is none"])
def test_a_bomb_takes_no_memory(bomb: str) -> None:
    data = REFUSED[bomb][0]()
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


@cache
def _sound() -> list[bytes]:
    """An export in every packing."""
    packings = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    packed = [archive({"Queries.csv": text(QUERIES)}, packing) for packing in packings]
    return [zipped(), workbook(ENGLISH), text(QUERIES).encode(), *packed]


@settings(deadline=None)
@given(st.data())
def test_arbitrary_damage_to_an_export_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(_sound())))
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


@pytest.mark.parametrize(
    "name", ["a.aaa" + "-1111-11" * 50_000, "a.aa" + "-a" * 50_000 + "\n-2026-01-01", "a." * 50_000]
)
def test_a_name_that_no_disk_takes_is_read_at_once(name: str) -> None:
    assert read_name(name) == (None, "", False)
