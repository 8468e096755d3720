"""What is written to a terminal."""

import sys

_SHOWN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Without what a terminal obeys; line feeds stay."""
    return "".join(each if each.isprintable() or each == "\n" else _SHOWN for each in text)


def line(text: str) -> str:
    """The same on one line."""
    return printable(text).replace("\n", _SHOWN)


def warn(text: str) -> None:
    """Tells what is wrong in one line, where the command goes on."""
    print(f"rakneverk: {line(text)}", file=sys.stderr)
