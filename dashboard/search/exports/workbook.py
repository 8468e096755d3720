"""The cells of an XLSX workbook as text, read in a process of its own.

A workbook of some kilobytes can make a library take gigabytes: by cells far apart, a text that ten thousand cells point
at, a number of strings that it says it has. Where that memory is refused, the library ends its whole process.
"""

import io
import resource
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import msgspec

from dashboard.search.exports.remarks import BadExport
from dashboard.search.exports.room import COLUMNS, ROWS, Room

_MEMORY: Final = 500_000_000  # bytes of addresses, of which Python has a fifth before it starts
_SHEETS: Final = 40
_WORK: Final = 10  # seconds of a processor
_PATIENCE: Final = 60  # seconds by the clock
_DECIMALS: Final = 4  # one more than a group of thousands has, so that no number can be taken for one

_ROOT: Final = Path(__file__).parents[3]
_ONE_AT_A_TIME: Final = threading.Lock()  # so that many files need no more memory than one

Cell = int | float | str | bool | time | date | datetime | timedelta
Rows = Sequence[Sequence[str]]


class _Answer(msgspec.Struct):
    """Either the tables by name, or the key of what is wrong and what fills it."""

    tables: list[tuple[str, Rows]] = []
    bad: str = ""
    filled: dict[str, str] = {}


def cells_of(members: Mapping[str, bytes]) -> list[tuple[str, Rows]]:
    """The name of each sheet of a workbook that has these files, and its rows but those that are blank. Raises
    `BadExport`."""
    with _ONE_AT_A_TIME:
        answer = _answer(_packed(members))
    if answer.bad:
        raise BadExport(answer.bad, **answer.filled)
    return answer.tables


def _packed(members: Mapping[str, bytes]) -> bytes:
    """Anew, so that the library sees what was looked at and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            if name.endswith((".xml", ".rels")):
                archive.writestr(name, content)
    return out.getvalue()


def _answer(data: bytes) -> _Answer:
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603 - this program, and nothing of the file's on its command line
            command, input=data, capture_output=True, cwd=_ROOT, timeout=_PATIENCE, check=True
        )
    except subprocess.SubprocessError:
        raise BadExport("too-large", what=f"> {_MEMORY:,} B, > {_WORK} s") from None
    return msgspec.json.decode(done.stdout, type=_Answer)


def main() -> None:
    """Answers a workbook on standard input."""
    _limit(resource.RLIMIT_CORE, 0)  # what is in memory is the site's
    _limit(resource.RLIMIT_CPU, _WORK)
    _limit(resource.RLIMIT_AS, _MEMORY)
    try:
        answer = _Answer(tables=list(tables_of(sys.stdin.buffer.read())))
    except BadExport as bad:
        answer = _Answer(bad=bad.remark.key, filled=dict(bad.remark.filled))
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def _limit(what: int, most: int) -> None:
    """Or less, where less is set already."""
    set_already = resource.getrlimit(what)[1]
    if set_already == resource.RLIM_INFINITY or set_already > most:
        resource.setrlimit(what, (most, most))


def tables_of(data: bytes) -> Iterator[tuple[str, Rows]]:
    """Those of a workbook that is trusted to leave the process alive. Raises `BadExport`."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - the process that serves pages has no need of it

    room = Room()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(workbook.sheet_names) > _SHEETS:
            raise BadExport("too-large", what=f"{len(workbook.sheet_names):,} ×")
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height > ROWS or sheet.total_width > COLUMNS:
                raise BadExport("too-large", what=f"{name}, {sheet.total_height:,} × {sheet.total_width:,}")
            found = sheet.to_python(skip_empty_area=False)
            yield name, room.filled(name, ([text_of(cell) for cell in row] for row in found))
    except (BadExport, MemoryError):
        raise
    except Exception:
        raise BadExport("truncated") from None
    except BaseException as error:  # a panic in the library, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise BadExport("truncated") from None


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


if __name__ == "__main__":
    main()
