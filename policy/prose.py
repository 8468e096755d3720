"""An owner's plain text as paragraphs and lists."""

from typing import Literal, NamedTuple


class Block(NamedTuple):
    """A paragraph of one text, or the items of a list."""

    kind: Literal["paragraph", "list"]
    texts: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """An empty line ends a paragraph, a line that begins with "- " begins an item of a list."""
    found: list[Block] = []
    joins = False
    for line in map(str.strip, text.splitlines()):
        kind: Literal["paragraph", "list"] = "list" if line.startswith("- ") else "paragraph"
        content = line.removeprefix("- ").strip()
        if kind == "list" and found and found[-1].kind == "list":
            found[-1] = Block("list", (*found[-1].texts, content))
        elif kind == "paragraph" and joins and line:
            *most, last = found[-1].texts
            found[-1] = Block(found[-1].kind, (*most, f"{last} {line}"))
        elif line:
            found.append(Block(kind, (content,)))
        joins = bool(line)
    return found
