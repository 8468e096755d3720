"""The cells of an XLSX workbook as text. What would take more memory than it shows is refused before it is read."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from xml.parsers import expat

from dashboard.search.exports.remarks import BadExport

_REFERENCE: Final = re.compile(r"([A-Za-z]{0,3})([0-9]{1,7})")
_DECIMALS: Final = 4  # one more than a group of thousands has, so that no number can be taken for one

Cell = int | float | str | bool | time | date | datetime | timedelta


def cells_of(members: Mapping[str, bytes], rows: int, columns: int) -> Iterator[tuple[str, list[list[str]]]]:
    """The name and the rows of each sheet of a workbook that has these files. Raises `BadExport`."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - the collector's process holds the command, not this

    texts = {name: content for name, content in members.items() if name.endswith((".xml", ".rels"))}
    for name, content in texts.items():
        _require_room(name, content, rows, columns)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_packed(texts)))
        for name in workbook.sheet_names:
            found = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [[text_of(cell) for cell in row] for row in found]
    except BadExport:
        raise
    except Exception:
        raise BadExport("truncated") from None
    except BaseException as error:  # a panic in the library, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise BadExport("truncated") from None


def _packed(texts: Mapping[str, bytes]) -> bytes:
    """Anew, so that the library sees what was looked at and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in texts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _require_room(name: str, content: bytes, rows: int, columns: int) -> None:
    """Two cells far apart make a sheet of millions of empty ones."""

    def start(tag: str, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        if tag.rpartition(":")[2] in {"c", "row"} and (
            (found and (int(found[2]) > rows or _number(found[1]) > columns)) or (not found and "r" in attributes)
        ):
            raise BadExport("too-large", what=f"{name}, {attributes['r'][:20]}")

    def no_entities(*_: object) -> None:
        raise BadExport("truncated")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = no_entities
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise BadExport("truncated") from None


def _number(letters: str) -> int:
    """Of a column by its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def text_of(cell: Cell) -> str:
    """Days as ISO dates; numbers with a point and more decimals than a group of thousands has digits, or none."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float | int):
        return _decimal(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _decimal(number: float) -> str:
    if number.is_integer():
        return str(int(number))
    text = f"{number:.10f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(_DECIMALS, '0')}"
