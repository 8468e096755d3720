"""The digest of what visitors' pages are made of, by which a ledger tells that their fixed words have changed."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

SENTENCES: Final = (
    "changelog", "companies", "countries", "dimensions", "keys", "ledger", "own_visits", "phrases", "readings",
    "receipt", "rights", "searches", "statistics", "trial", "values", "versions", "words",
)  # fmt: skip
"""The modules of `policy` that hold words for visitors."""

_LAYOUT: Final = ("assets", "templates")


@cache
def pages_digest() -> str:
    """SHA-256 in hexadecimal digits, of what `sha256sum` would print of each file, in the order of their paths."""
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {path}\n" for path, file in sorted(_made_of().items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _made_of() -> dict[str, Traversable]:
    """By their paths in the program."""
    found = {f"policy/{name}.py": files("policy") / f"{name}.py" for name in SENTENCES}
    for folder in _LAYOUT:
        found |= dict(_below(files("collector.pages") / folder, f"collector/pages/{folder}"))
    return found


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        name = f"{path}/{each.name}"
        if each.is_dir():
            yield from _below(each, name)
        elif each.is_file():
            yield name, each
