"""The pieces of JavaScript that look at a page, and the words that they know."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

_FOLDER = files("audit") / "probes"

_PIECES: Final = ("sight", "controls", "layer", "page", "reopen")

_GIVEN: Final = (
    "look", "isIn", "content", "focused", "reachable", "links", "arrival", "shifts", "login", "scripts", "widths",
    "ways", "describeWay", "formButtons", "shown",
)  # fmt: skip


@cache
def probe(name: str) -> str:
    """One that stands alone: an expression, mostly a function."""
    return (_FOLDER / f"{name}.js").read_text(encoding="utf-8")


@cache
def library() -> str:
    """What finds and describes layers and controls: a function that gives an object with all of it."""
    pieces = "\n".join(probe(name) for name in _PIECES)
    return f"() => {{ const words = {json.dumps(_words())};\n{pieces}\nreturn {{{', '.join(_GIVEN)}}}; }}"


def _words() -> Any:
    return json.loads((_FOLDER / "words.json").read_text(encoding="utf-8"))
