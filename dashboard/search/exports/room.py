"""How much of a file's tables is taken into memory: what is more was made to fill it, and is refused as it is read."""

from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.search.exports.remarks import BadExport

LARGEST: Final = 20_000_000
"""Bytes of a file, and of what is packed in it. The largest export that an engine makes has a tenth of it."""

ROWS: Final = 100_000
COLUMNS: Final = 60

_CELLS: Final = 1_000_000
_LONGEST: Final = 5_000  # characters of a cell: no engine tells of a longer term or address
_SHOWN: Final = 40  # characters of it in a message


class Room:
    """For all tables of one file together."""

    def __init__(self) -> None:
        self._rows, self._cells, self._characters = ROWS, _CELLS, LARGEST

    def filled(self, sheet: str, rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
        """Without those that are blank. Raises `BadExport` at the first for which there is no room."""
        found = []
        for number, row in enumerate(rows, 1):
            self._take(sheet, number, row)
            if any(cell.strip() for cell in row):
                found.append(row)
        return found

    def _take(self, sheet: str, number: int, row: Sequence[str]) -> None:
        self._rows -= 1
        self._cells -= len(row)
        self._characters -= sum(map(len, row))
        if len(row) > COLUMNS or min(self._rows, self._cells, self._characters) < 0:
            raise BadExport("too-large", what=f"{sheet}, {number:,} × {len(row):,}")
        if long := next((cell for cell in row if len(cell) > _LONGEST), None):
            raise BadExport("too-large", what=f"{sheet}, {long[:_SHOWN]}…")
