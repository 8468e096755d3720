"""Which column of a table is what: by its heading, by its place, or as its owner says; and the figures in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from dashboard.search.engines.source import Engine
from dashboard.search.exports.days import are_dates, last_in
from dashboard.search.exports.headings import (
    MEANINGS,
    Heading,
    Meaning,
    is_difference,
    is_previous,
    label,
    meaning,
    plain,
)
from dashboard.search.exports.numerals import (
    MARKS,
    NOTHING,
    Mark,
    Numeral,
    count_of,
    first_unread,
    is_ratio,
    readings,
    thousands,
)
from dashboard.search.exports.remarks import BadExport, Remark, remark
from dashboard.search.exports.sheets import Sheet

NAMES: Final[Mapping[Engine, str]] = {"google": "Google Search Console", "bing": "Bing Webmaster Tools"}
EXAMPLE: Final = "term,clicks,impressions,ctr,position"

_ORDERS: Final[Mapping[Engine, tuple[Meaning, ...]]] = {
    "google": ("clicks", "impressions", "ctr", "position"),
    "bing": ("impressions", "clicks", "ctr", "position"),
}
"""What stands after the first column, in whatever language."""

_KEYS: Final[frozenset[Heading]] = frozenset({"term", "page", "date"})
_METRICS: Final[tuple[Meaning, ...]] = ("clicks", "impressions", "ctr", "position")
_SHOWN: Final = 200  # characters of headings in a message

Kind = Literal["terms", "pages", "pairs", "days", "other", "unknown"]
Places = Mapping[Meaning, int]


class Columns(NamedTuple):
    """What each column is, in order; None for one that is not read."""

    meanings: tuple[Meaning | None, ...]


class Row(NamedTuple):
    """`position` is 0 where none is told."""

    term: str
    page: str
    day: str
    clicks: int
    impressions: int
    position: float


class Table(NamedTuple):
    """`engine` where its columns tell; `period` is what a comparison calls the one that was read."""

    name: str
    kind: Kind
    rows: Sequence[Row]
    engine: Engine | None = None
    period: str = ""
    remarks: tuple[Remark, ...] = ()


def read_columns(text: str) -> Columns:
    """Of "term,clicks,-,impressions". Raises `BadExport`."""
    names = [name.strip().lower() for name in text.split(",")]
    known: dict[str, Meaning] = {each: each for each in MEANINGS}
    meanings = tuple(known.get(name) for name in names)
    told = [each for each in meanings if each]
    if any(name not in known and name not in {"-", ""} for name in names) or not _is_whole(told):
        raise BadExport("mapping", given=repr(text[:_SHOWN]))
    return Columns(meanings)


def _is_whole(told: Sequence[Heading]) -> bool:
    return bool({"clicks", "impressions"} <= set(told) and _KEYS & set(told) and len(set(told)) == len(told))


def read_table(sheet: Sheet, columns: Columns | None) -> Table | None:
    """None for a sheet that holds no figures. Raises `BadExport`."""
    if columns is not None:
        return _mapped(sheet, columns)
    at = next((at for at, row in enumerate(sheet.rows[:10]) if sum(bool(cell.strip()) for cell in row) > 2), None)
    if at is None:
        return None
    heads, body = sheet.rows[at], sheet.rows[at + 1 :]
    meanings = [meaning(head) for head in heads]
    if "other" in meanings:
        return Table(sheet.name, "other", ())
    _require_width(sheet.name, len(heads), body, at + 2)
    places, period = _by_name(sheet.name, heads, meanings)
    if {"clicks", "impressions"} <= places.keys():
        return _named(Sheet(sheet.name, body), heads, places, period)
    return _by_order(Sheet(sheet.name, body), heads)


def _require_width(name: str, width: int, rows: Sequence[Sequence[str]], first: int) -> None:
    for number, row in enumerate(rows, first):
        if len(row) != width:
            raise BadExport("row-width", row=number, sheet=name, found=len(row), expected=width)


def _mapped(sheet: Sheet, columns: Columns) -> Table:
    places = {each: at for at, each in enumerate(columns.meanings) if each}
    rows = sheet.rows
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns.meanings):
            raise BadExport("mapping-width", sheet=sheet.name, found=len(row), given=len(columns.meanings), row=number)
    first = rows[0][places["clicks"]]
    has_heading = first.strip() in NOTHING or count_of(first) is None
    heads = rows[0] if has_heading else [each or "-" for each in columns.meanings]
    found = _rows(Sheet(sheet.name, rows[1:] if has_heading else rows), heads, places)
    return Table(sheet.name, _kind(places), found, remarks=_positions(sheet.name, places))


def _by_name(name: str, heads: Sequence[str], meanings: Sequence[Heading | None]) -> tuple[dict[Meaning, int], str]:
    """The place of each column that its heading tells, and the period of a comparison."""
    found: dict[Meaning, list[int]] = {}
    for at, each in enumerate(meanings):
        if each and each != "other" and not is_difference(heads[at]):
            found.setdefault(each, []).append(at)
    metrics = {each: found[each] for each in _METRICS if each in found}
    labels = list(dict.fromkeys(label(heads[at], each) for each, places in metrics.items() for at in places))
    if all(len(places) == 1 for places in metrics.values()) or len(labels) != 2:
        return {each: places[0] for each, places in found.items() if len(places) == 1}, ""
    period = _present(name, labels)
    chosen = {each: [at for at in places if label(heads[at], each) == period] for each, places in metrics.items()}
    singles = (found | chosen).items()
    return {each: places[0] for each, places in singles if len(places) == 1}, period


def _present(name: str, labels: Sequence[str]) -> str:
    """Which of two periods is the newer."""
    one, other = labels
    ends, other_ends = last_in(one), last_in(other)
    if ends and other_ends:
        if min(ends) > max(other_ends):
            return one
        if min(other_ends) > max(ends):
            return other
    elif is_previous(one) != is_previous(other):
        return other if is_previous(one) else one
    raise BadExport("comparison-unclear", sheet=name, labels=" / ".join(labels)[:_SHOWN])


def _named(body: Sheet, heads: Sequence[str], places: Places, period: str) -> Table:
    engine = _engine(heads, places)
    if not _KEYS & places.keys():
        if 0 in places.values():
            raise unclear(body.name, heads)
        return _keyed(body, heads, places, engine, period)
    rows = _rows(body, heads, places)
    return Table(body.name, _kind(places), rows, engine, period, _positions(body.name, places))


def _keyed(body: Sheet, heads: Sequence[str], places: Places, engine: Engine | None, period: str = "") -> Table:
    """What the first column is, its cells tell."""
    kind, key = _kind_of_cells([row[0] for row in body.rows])
    rows = _rows(body, heads, {**places, key: 0})
    return Table(body.name, kind, rows, engine, period, _positions(body.name, places))


def _positions(name: str, places: Places) -> tuple[Remark, ...]:
    return () if "position" in places else (remark("no-position", sheet=name),)


def _engine(heads: Sequence[str], places: Places) -> Engine | None:
    if places["impressions"] < places["clicks"] or any(plain(head).startswith("avg") for head in heads):
        return "bing"
    return None


def _kind(places: Places) -> Kind:
    if "term" in places:
        return "pairs" if "page" in places else "terms"
    return "pages" if "page" in places else "days"


def _kind_of_cells(cells: Sequence[str]) -> tuple[Kind, Meaning]:
    if cells and all(cell.strip().lower().startswith(("http://", "https://")) for cell in cells):
        return "pages", "page"
    return ("days", "date") if are_dates(cells) else ("unknown", "term")


def unclear(name: str, heads: Sequence[str]) -> BadExport:
    return BadExport("columns", sheet=name, headings=", ".join(heads)[:_SHOWN], example=EXAMPLE)


def _by_order(body: Sheet, heads: Sequence[str]) -> Table:
    """Five columns stand in one of two orders, and clicks, impressions and CTR tell in which."""
    if len(heads) != 5 or count_of(heads[1]) is not None:
        raise unclear(body.name, heads)
    found: dict[Engine, Table] = {}
    for engine, order in _ORDERS.items():
        places: dict[Meaning, int] = {each: at for at, each in enumerate(order, 1)}
        if any(known in MEANINGS and places.get(known, 0) != at for at, known in enumerate(map(meaning, heads))):
            continue
        try:
            found[engine] = _keyed(body, heads, places, None)
        except BadExport as bad:
            if bad.remark.key in {"hours", "two-ways"}:
                raise
    engines = list(found)
    if not engines or len({tuple(table.rows) for table in found.values()}) > 1:
        raise unclear(body.name, heads)
    table = found[engines[0]]
    engine_told = engines[0] if len(engines) == 1 and body.rows else None
    said = remark("by-order", sheet=body.name, engine=NAMES[engines[0]])
    return table._replace(engine=engine_told, remarks=(*table.remarks, said))


def _rows(body: Sheet, heads: Sequence[str], places: Places) -> list[Row]:
    counts = {each: _counts(body, heads, places[each]) for each in ("clicks", "impressions")}
    marks = _checked(body, heads, places, counts["clicks"], counts["impressions"])
    positions = _positions_of(body, heads, places, marks)
    told = zip(body.rows, counts["clicks"], counts["impressions"], positions, strict=True)
    cell = _Cells(places)
    return [
        Row(cell(row, "term"), cell(row, "page"), cell(row, "date"), clicks, impressions, position)
        for row, clicks, impressions, position in told
    ]


class _Cells:
    def __init__(self, places: Places) -> None:
        self._places = places

    def __call__(self, row: Sequence[str], of: Meaning) -> str:
        return row[self._places[of]].strip() if of in self._places else ""


def _counts(body: Sheet, heads: Sequence[str], at: int) -> list[int]:
    cells = [row[at] for row in body.rows]
    if {".", ","} <= thousands(cells):
        raise BadExport("two-ways", heading=heads[at], sheet=body.name, text=_some(cells, (",", ".")))
    counts = []
    for number, cell in enumerate(cells, 2):
        count = count_of(cell)
        if count is None:
            raise BadExport("number", heading=heads[at], sheet=body.name, text=repr(cell[:40]), row=number)
        counts.append(count)
    return counts


def _some(cells: Iterable[str], marks: Sequence[str]) -> str:
    return next((cell.strip()[:40] for cell in cells if any(mark in cell for mark in marks)), "")


def _checked(
    body: Sheet, heads: Sequence[str], places: Places, clicks: Sequence[int], impressions: Sequence[int]
) -> set[Mark]:
    """The marks for decimals that the table can have, by its CTR and by what parts its thousands."""
    parted = thousands([row[places[each]] for row in body.rows for each in ("clicks", "impressions")])
    marks = {mark for mark in MARKS if mark not in parted}
    if "ctr" not in places:
        return marks
    at = places["ctr"]
    found = readings([row[at] for row in body.rows])
    if not found:
        raise _no_number(body, heads, at)
    wrong = {mark: _first_wrong(column, clicks, impressions) for mark, column in found.items()}
    fitting = {mark for mark, row in wrong.items() if row is None}
    if not fitting:
        raise BadExport("ratio", row=min(row for row in wrong.values() if row), sheet=body.name, example=EXAMPLE)
    return fitting & marks or fitting


def _first_wrong(column: Sequence[Numeral | None], clicks: Sequence[int], impressions: Sequence[int]) -> int | None:
    told = enumerate(zip(column, clicks, impressions, strict=True), 2)
    return next((row for row, (ratio, some, all_) in told if ratio and not is_ratio(some, all_, ratio)), None)


def _no_number(body: Sheet, heads: Sequence[str], at: int) -> BadExport:
    """Names the first cell after which the column has no reading any more."""
    cells = [row[at] for row in body.rows]
    number = max(first_unread(cells, mark) for mark in MARKS)
    return BadExport("number", heading=heads[at], sheet=body.name, text=repr(cells[number][:40]), row=number + 2)


def _positions_of(body: Sheet, heads: Sequence[str], places: Places, marks: set[Mark]) -> list[float]:
    if "position" not in places:
        return [0.0] * len(body.rows)
    at = places["position"]
    cells = [row[at] for row in body.rows]
    found = readings(cells)
    if not found:
        raise _no_number(body, heads, at)
    columns = [[float(each.value) if each else 0.0 for each in column] for column in found.values()]
    if len(columns) == 2 and columns[0] != columns[1]:
        fitting = [column for mark, column in zip(found, columns, strict=True) if mark in marks]
        if len(fitting) != 1:
            raise BadExport("two-ways", heading=heads[at], sheet=body.name, text=_some(cells, MARKS))
        return fitting[0]
    return columns[0]
