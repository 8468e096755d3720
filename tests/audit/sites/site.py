"""One website: the files of the good one, with places in them changed."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

GOOD: Final = Path(__file__).with_name("good")

File = Literal[
    "page.html", "kakor.html", "first.html", "settings.html", "again.html", "site.css", "banner.js", "cookies.toml",
    "policy.toml",
]  # fmt: skip


class Edit(NamedTuple):
    """`old` stands once in the file; "" is its end."""

    file: File
    old: str
    new: str


@dataclass(frozen=True)
class Site:
    """`pages` are those that its site map names."""

    edits: Sequence[Edit] = ()
    pages: Sequence[str] = ("/",)

    @cached_property
    def files(self) -> dict[str, str]:
        files = {path.name: path.read_text(encoding="utf-8") for path in GOOD.iterdir()}
        for edit in self.edits:
            text = files[edit.file]
            if edit.old:
                assert text.count(edit.old) == 1, f"{edit.old!r} stands {text.count(edit.old)} times in {edit.file}"
                files[edit.file] = text.replace(edit.old, edit.new)
            else:
                files[edit.file] = text + edit.new
        return files

    @cached_property
    def cookies(self) -> dict[str, list[str]]:
        return tomllib.loads(self.files["cookies.toml"])
