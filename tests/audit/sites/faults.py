"""The faulty websites: the good one, each with one fault, as `faults.toml` tells them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from audit.views import Name
from tests.audit.sites.site import Edit, File, Site

TABLE: Final = Path(__file__).with_name("faults.toml")

_FILM: Final = '<div id="film"></div>\n'
_START: Final = "  if (choice() === 'yes') activate();\n"
_YES: Final = "    localStorage.setItem('rv_visit', '1');\n"
_NO: Final = "    await keep('no');\n  }\n\n  async function accept"
_SECTION: Final = "[[section]]\n"
_PURPOSE: Final = 'purpose.sv = "Minns."\npurpose.en = "Remembers."\n'


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A row of the table."""

    rule: str
    name: str
    css: str = ""
    page: str = ""
    policy: str = ""
    start: str = ""
    after_yes: str = ""
    after_no: str = ""
    edit: Sequence[tuple[File, str, str]] = ()
    without: Sequence[tuple[File, str]] = ()
    names: Sequence[str] = ()
    warns: bool = False
    also: Sequence[str] = ()
    pages: Sequence[str] = ("/",)
    views: Sequence[Name] = ()

    @cached_property
    def site(self) -> Site:
        return Site(tuple(self._edits()), tuple(self.pages))

    def _edits(self) -> Iterator[Edit]:
        yield from (Edit(*each) for each in self.edit)
        yield from (Edit(file, text, "") for file, text in self.without)
        if self.css:
            yield Edit("site.css", "", f"{self.css}\n")
        if self.page:
            yield Edit("page.html", _FILM, f"{_FILM}{self.page}\n")
        if self.policy:
            yield Edit("policy.toml", _SECTION, f"[[cookie]]\n{self.policy}\n{_PURPOSE}\n{_SECTION}")
        if self.start:
            yield Edit("banner.js", _START, f"  {self.start}\n{_START}")
        if self.after_yes:
            yield Edit("banner.js", _YES, f"{_YES}    {self.after_yes}\n")
        if self.after_no:
            yield Edit("banner.js", _NO, _NO.replace("\n", f"\n    {self.after_no}\n", 1))

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"


def _read() -> Iterator[Fault]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    for rule, rows in table.items():
        yield from (Fault(rule=rule, **row) for row in rows)


FAULTS: Final = tuple(_read())
