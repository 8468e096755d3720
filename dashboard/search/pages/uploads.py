"""A file that an owner uploads, and what the page must ask where the file does not tell: its columns, its days."""

import asyncio
import base64
import binascii
import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from dashboard.locale.language import Language, visible
from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import ENGINES, Engine
from dashboard.search.exports.columns import read_columns
from dashboard.search.exports.export import Export, read_export, read_name
from dashboard.search.exports.headings import MEANINGS, meaning
from dashboard.search.exports.importing import Import, import_export
from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.sheets import LONGEST_NAME, Sheet, read_sheets
from dashboard.search.pages.forms import File, Form
from dashboard.search.rooms import SearchRooms
from policy.site import Site

_ROWS: Final = 6  # of a table that are shown, its heading among them
_CELL: Final = 80  # characters
_WIDEST: Final = 40  # columns

_COLUMNS: Final = frozenset(
    {"columns", "which-table", "mapping", "mapping-width", "number", "ratio", "two-ways", "swapped", "swapped-in-all"}
)
"""What the owner can mend by saying what the columns are."""

_DAYS: Final = frozenset({"no-days", "other-days", "future", "not-kept", "backwards"})
"""What the owner can mend by giving other days, once days were given."""

_ON_PAPER: Final = frozenset(
    {"columns", "which-table", "mapping", "ratio", "swapped", "swapped-in-all", "no-days", "no-provider"}
)
"""What is said on the page in other words than on the command line."""


class Said(NamedTuple):
    """What the owner has said of the file, as it was filled in: what each column is, its days, its engine."""

    columns: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    engine: str = ""

    @property
    def has_days(self) -> bool:
        return bool(self.first or self.last)


class Column(NamedTuple):
    """With the cells of the first rows; `chosen` of the meanings, "" for none."""

    heading: str
    cells: tuple[str, ...]
    chosen: str


class Question(NamedTuple):
    """What the page asks; the file travels with it. No columns where only the days are in question."""

    problem: str
    name: str
    content: str
    columns: Sequence[Column]
    is_one_of_many: bool
    said: Said
    asks_engine: bool


class BadDays(Exception):
    """A day that was given is none."""

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(f"{given!r} is not a day")


def given(form: Form) -> tuple[File | None, Said]:
    """The file that was chosen, or that the page carried along, and what was said of it."""
    fields = form.fields
    numbers = [number for number in range(_WIDEST) if f"column{number}" in fields]
    columns = tuple(fields[f"column{number}"] for number in numbers)
    said = Said(columns, fields.get("first", "").strip(), fields.get("last", "").strip(), fields.get("from", ""))
    file = form.files.get("file")
    if file and (file.content or file.name):
        return file._replace(name=file.name[:LONGEST_NAME]), said
    try:
        content = base64.b64decode(fields.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        return None, said
    return (File(fields.get("name", "")[:LONGEST_NAME], content) if content else None), said


async def bring_in(rooms: SearchRooms, site: Site, file: File, said: Said, today: date) -> Import:
    """Raises `BadExport` or `BadDays`; nothing is changed then."""
    export = await asyncio.to_thread(_read, file, said)
    return await import_export(rooms.figures, rooms.clean(site), site, export, today)


def question(file: File, said: Said, problem: BadExport | BadDays, language: Language) -> Question | str:
    """What to ask where the owner can help; the sentence that says what is wrong where another file is needed."""
    if isinstance(problem, BadDays):
        return _question(file, said, language("range_date", given=visible(problem.given)), _asked_before(file, said))
    key, text = problem.remark.key, _sentence(problem, language)
    if key not in _COLUMNS and not (key == "no-days" or (key in _DAYS and said.has_days)):
        return text
    if key not in _COLUMNS:
        return _question(file, said, text, _asked_before(file, said))
    sheets = [sheet for sheet in read_sheets(*file) if sheet.rows]
    wanted = dict(problem.remark.filled).get("sheet")
    sheet = sheets[0] if len(sheets) == 1 else next((each for each in sheets if each.name == wanted), None)
    if sheet is None or len(max(sheet.rows, key=len)) > _WIDEST:
        return visible(problem.remark.said(language))
    if len(sheets) > 1:
        file = File(f"{file.name.rpartition('.')[0] or file.name}.csv", _as_csv(sheet))
    return _question(file, said, text, _columns(sheet, said), is_one_of_many=len(sheets) > 1)


def _read(file: File, said: Said) -> Export:
    columns = read_columns(",".join(each or "-" for each in said.columns)) if said.columns else None
    days = Range(_day(said.first), _day(said.last)) if said.has_days else None
    engine: Engine | None = next((each for each in ENGINES if each == said.engine), None)
    try:
        return read_export(file.name, file.content, columns, days, engine)
    except BadExport as bad:
        if bad.remark.key != "engine" or engine is None:
            raise
        return read_export(file.name, file.content, columns, days)  # the file knows better


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDays(text) from None


def _question(
    file: File, said: Said, problem: str, columns: Sequence[Column], *, is_one_of_many: bool = False
) -> Question:
    content = base64.b64encode(file.content).decode()
    return Question(problem, file.name, content, columns, is_one_of_many, said, _asks_engine(file))


def _asked_before(file: File, said: Said) -> Sequence[Column]:
    """The columns again, where the owner has said what they are."""
    try:
        sheets = [sheet for sheet in read_sheets(*file) if sheet.rows] if said.columns else []
    except BadExport:
        return ()
    return _columns(sheets[0], said) if len(sheets) == 1 else ()


def _asks_engine(file: File) -> bool:
    try:
        return read_name(file.name).engine is None
    except BadExport:
        return True


def _sentence(bad: BadExport, language: Language) -> str:
    key = bad.remark.key
    if key not in _ON_PAPER:
        return visible(bad.remark.said(language))
    filled = {name: visible(value) for name, value in bad.remark.filled}
    return language(f"map_{key.replace('-', '_')}", **filled)


def _columns(sheet: Sheet, said: Said) -> list[Column]:
    width = len(max(sheet.rows, key=len))
    rows = [[*row, *[""] * (width - len(row))] for row in sheet.rows[:_ROWS]]
    found = []
    for at, cells in enumerate(zip(*rows, strict=True)):
        guess = meaning(cells[0])
        chosen = said.columns[at] if at < len(said.columns) else guess if guess in MEANINGS else ""
        head, *rest = (visible(cell if len(cell) <= _CELL else f"{cell[:_CELL]}…") for cell in cells)
        found.append(Column(head, tuple(rest), str(chosen)))
    return found


def _as_csv(sheet: Sheet) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(sheet.rows)
    return text.getvalue().encode()
