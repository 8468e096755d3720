"""The table of filters in Search Console's exports: of what the file tells, which must be all of it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dashboard.numbers.ranges import Range
from dashboard.search.exports.days import range_in
from dashboard.search.exports.headings import meaning, plain
from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.sheets import Sheet

_LONGEST: Final = 200  # characters of a value
_MOST: Final = 40  # rows; an export has two, and one more for each filter

_TYPE: Final = re.compile(
    "search type|söktyp|suchtyp|type de recherche|tipo de búsqueda|tipo di ricerca|tipo de pesquisa|zoektype|"
    "type zoekopdracht|søgetype|søketype|hakutyyppi|typ wyszukiwania|typ vyhledávání|тип поиска|arama türü|検索タイプ|"
    "검색 유형|搜索类型|搜尋類型"
)
_WEB: Final = frozenset(
    {
        "web",
        "webb",
        "webben",
        "internet",
        "веб",
        "网页",
        "網頁",
        "网络",
        "ウェブ",
        "웹",
        "verkko",
        "ağ",
        "ιστός",
        "web search",
    }
)


class Filter(NamedTuple):
    name: str
    value: str


def is_filters(sheet: Sheet) -> bool:
    """Whether it is a table of names and values, and not of figures."""
    return 1 < len(sheet.rows) <= _MOST and all(_width(row) <= 2 for row in sheet.rows)


def require_whole(sheet: Sheet) -> None:
    """Raises `BadExport` where the file tells of a part, or of another search than the web's."""
    has_type = has_days = False
    for each in _filters(sheet):
        if not has_type and (_TYPE.search(plain(each.name)) or plain(each.value) in _WEB):
            has_type = True
            if plain(each.value) not in _WEB:
                raise BadExport("search-type", value=each.value)
        elif _is_days(each) or (not has_days and has_type and _may_be_days(each)):
            has_days = True
        else:
            raise BadExport("filtered", filter=each.name, value=each.value)
    if not has_type:
        raise BadExport("no-search-type")


def days_of_filters(sheet: Sheet) -> Range | None:
    """None too where a comparison names two periods."""
    found = {days for each in _filters(sheet) if _is_days(each) and (days := range_in(each.value))}
    return found.pop() if len(found) == 1 else None


def _is_days(each: Filter) -> bool:
    return meaning(each.name) == "date" or range_in(each.value) is not None


def _may_be_days(each: Filter) -> bool:
    """In a language that is not known the days stand right after the search type: "the last 3 months"."""
    return meaning(each.name) is None and re.search(r"\d", each.value) is not None


def _filters(sheet: Sheet) -> Iterator[Filter]:
    """Without the heading, which Google writes in every language."""
    for row in sheet.rows[1:]:
        yield Filter(row[0].strip()[:_LONGEST], row[1].strip()[:_LONGEST] if len(row) > 1 else "")


def _width(row: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)
