"""Tables in the documents, each between marks of its own."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).parents[1] / "docs"


def write(page: Path, mark: str, text: str) -> None:
    """Puts the text where the page has its marks."""
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    assert found, f"{page.name} has no {begin}"
    assert closed, f"{page.name} has no {end}"
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
