"""`python -m lists`: puts the newest lists in place of those in `collector/data`, and says what that changes."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lists.renewal import renewal, write
from lists.upstream import GITHUB, ISBOT, ISBOT_FILE, REPOSITORIES, Copy, Unfit, clone, pack

DATA: Final = Path(__file__).parents[1] / "collector" / "data"

SAME, OTHER, REFUSED = 0, 1, 2
"""What the command ends with, as `diff` does."""


def main(arguments: Sequence[str] | None = None, data: Path = DATA) -> int:
    asked = _asked(arguments)
    try:
        with tempfile.TemporaryDirectory() as place:
            found = renewal(data, _copies(asked.base, asked.isbot, Path(place)))
        if not asked.check:
            write(data, found.files)
    except Unfit as why:
        print(f"{_printable(str(why))} Nothing was written.", file=sys.stderr)
        return REFUSED
    for line in found.told:
        print(_printable(line))
    if not found.files:
        print("The lists are the newest.")
        return SAME
    print(f"{'Would be written' if asked.check else 'Written'}: {', '.join(found.files)}.")
    return OTHER


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m lists",
        description="Renews the copied lists in collector/data and says what that changes.",
        epilog="Ends with 0 where the lists are the newest, with 1 where they are others, with 2 where one is refused.",
    )
    parser.add_argument("--check", action="store_true", help="say it, and write nothing")
    parser.add_argument("--base", default=GITHUB, help="address or path with the repositories below it (%(default)s)")
    parser.add_argument("--isbot", default=ISBOT, help="package for npm, or a path to it (%(default)s)")
    return parser.parse_args(arguments)


def _copies(base: str, isbot: str, place: Path) -> list[Copy]:
    copies = [clone(repository, base, place / str(number)) for number, repository in enumerate(REPOSITORIES)]
    if shutil.which("npm") is None:
        print(f"There is no npm here: {ISBOT_FILE} stays as it is.", file=sys.stderr)
        return copies
    return [*copies, pack(isbot, place)]


def _printable(text: str) -> str:
    """Names from elsewhere must not move a terminal's cursor."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


if __name__ == "__main__":
    sys.exit(main())
