"""Of what version each copied list is, as the notice beside the lists tells it."""

import re
from typing import Final

from lists.upstream import Copy, Unfit

_STATE: Final = re.compile(r"commit `[0-9a-f]{40}` of \d{4}-\d{2}-\d{2}|version `[^`]+`")


def renewed(notice: str, copy: Copy) -> str:
    """The notice with the copy's version in the row that links to where it comes from."""
    rows = notice.splitlines(keepends=True)
    found = [number for number, row in enumerate(rows) if f"({copy.page})" in row and _STATE.search(row)]
    if len(found) != 1:
        raise Unfit(f"NOTICE.md needs one row with a link to {copy.page} and its version: write it as the others are.")
    [number] = found
    rows[number] = _STATE.sub(lambda _: copy.state, rows[number])
    return "".join(rows)
