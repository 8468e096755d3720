"""Whatever visitors read that the owner has not written is in the digest of the pages."""

import ast
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from collector.pages.digest import SENTENCES, pages_digest

pytestmark = pytest.mark.quick

ROOT: Final = Path(__file__).parents[3]
POLICY: Final = ROOT / "policy"
SWEDISH: Final = re.compile("[åäöÅÄÖ]")


def sentences(path: Path) -> list[str]:
    """The Swedish words of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SWEDISH.search(node.value)
    ]


def test_every_module_with_words_for_visitors_is_in_it() -> None:
    assert {path.stem for path in POLICY.glob("*.py") if sentences(path)} == set(SENTENCES)


def test_it_is_the_sha_256_of_the_files_and_their_names() -> None:
    """As `sha256sum` prints them, so that anyone with the program can make it."""
    layout = [path for name in ("assets", "templates") for path in (ROOT / "collector" / "pages" / name).rglob("*.*")]
    paths = sorted(
        path.relative_to(ROOT).as_posix() for path in (*layout, *(POLICY / f"{each}.py" for each in SENTENCES))
    )
    lines = [f"{sha256((ROOT / path).read_bytes()).hexdigest()}  {path}\n" for path in paths]
    assert len(paths) > 25
    assert pages_digest() == sha256("".join(lines).encode()).hexdigest()
