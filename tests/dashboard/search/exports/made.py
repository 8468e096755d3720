"""Files as the export buttons of Search Console and Bing make them, and as they should not be."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

Table = Sequence[Sequence[str]]
"""Rows of text, the first of them the headings."""

FILTERS: Final = [["Filter", "Value"], ["Search type", "Web"], ["Date", "Last 3 months"]]
CHART: Final = [
    ["Date", "Clicks", "Impressions", "CTR", "Position"],
    ["2026-09-01", "1", "10", "10%", "4.5"],
    ["2026-09-02", "", "", "", ""],
    ["2026-09-03", "2", "1,010", "0.2%", "7.14"],
]
QUERIES: Final = [
    ["Top queries", "Clicks", "Impressions", "CTR", "Position"],
    ["kbt", "2", "1,000", "0.2%", "3.5"],
    ["oro på natten", "0", "5", "0%", "9.25"],
]
PAGES: Final = [
    ["Top pages", "Clicks", "Impressions", "CTR", "Position"],
    ["https://klinik.example/", "2", "1,010", "0.2%", "7.1"],
    ["https://www.klinik.example/om-oss", "1", "10", "10%", "2"],
]
COUNTRIES: Final = [["Country", "Clicks", "Impressions", "CTR", "Position"], ["Sweden", "3", "1,020", "0.29%", "7"]]
DEVICES: Final = [["Device", "Clicks", "Impressions", "CTR", "Position"], ["Desktop", "3", "1,020", "0.29%", "7"]]

ENGLISH: Final[Mapping[str, Table]] = {
    "Chart": CHART, "Queries": QUERIES, "Pages": PAGES, "Countries": COUNTRIES, "Devices": DEVICES, "Filters": FILTERS,
}  # fmt: skip
NAME: Final = "klinik.example-Performance-on-Search-2026-09-05"

BING: Final = [
    ["Keyword", "Impressions", "Clicks", "CTR", "Avg. Position"],
    ["kbt", "65", "2", "3.08%", "5.9"],
    ["oro", "1", "2", "200%", "4"],
]
BING_NAME: Final = "klinik.example_KeywordReport_9_5_2026"


def text(table: Table, delimiter: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    return out.getvalue()


def archive(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def zipped(tables: Mapping[str, Table] = ENGLISH, **changes: Table) -> bytes:
    return archive({f"{name}.csv": text(table) for name, table in (tables | changes).items()})  # type: ignore[operator]


_TYPES: Final = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(tables: Mapping[str, Sequence[Sequence[str | float]]] = ENGLISH) -> bytes:
    """XLSX with texts as texts and numbers as numbers."""
    names = list(tables)
    sheets = "".join(f'<sheet name="{escape(name)}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names, 1))
    targets = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{targets}</Relationships>',
    }
    for at, table in enumerate(tables.values(), 1):
        members[f"xl/worksheets/sheet{at}.xml"] = worksheet(table)
    return archive(members)


def worksheet(table: Sequence[Sequence[str | float]]) -> str:
    rows = "".join(
        f'<row r="{at}">'
        + "".join(_cell(f"{chr(65 + column)}{at}", value) for column, value in enumerate(row))
        + "</row>"
        for at, row in enumerate(table, 1)
    )
    return f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(at: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{at}"><v>{value!r}</v></c>'
