"""What the tables of a policy document are built of: keys with hints, and what of them is material."""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

Material = Literal["changed", "consented", "added", "longer", "lower", "false", "finer"]
"""When a difference in a field voids earlier consent: always; always in a row that waits for a yes; when an item is
added to a list, or one of its items has changed materially (what is taken away asks for nothing new); when a number or
a time rises; when it falls; when what was true no longer is; when pages below some path are counted in more detail than
before or, in a document with services, are no longer closed to them."""

# Patterns end in \Z: a dollar sign would let a line feed in behind the value.
_NAME: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"


def field(hint: str, material: Material | None = None, *, fix: str = "", **limits: Any) -> Meta:
    """`hint` completes "… should be" in the message that refuses a bad value; `fix` says what to do about one."""
    return Meta(description=hint, extra={"material": material, "fix": fix}, **limits)


Text = Annotated[str, field("a text that is not empty", min_length=1)]
Phrase = Annotated[str, field("a text with at least one letter or digit", pattern=r"[^\W_]", max_length=1000)]
Label = Annotated[str, field("a text of 1 to 40 characters with at least one letter", pattern=r"[^\W\d_]",
                             max_length=40)]  # fmt: skip
Host = Annotated[
    str,
    field('a host name in lower case without scheme, port or path, such as "example.se"',
          pattern=rf"^(?=.{{1,253}}\Z){_NAME}\Z"),
]  # fmt: skip
Hosts = Annotated[
    str,
    field('a host name such as "player.example", or "*.cdn.example" for all below it',
          pattern=rf"^(?=.{{1,253}}\Z)(\*\.)?{_NAME}\Z"),
]  # fmt: skip
Domain = Annotated[
    str,
    field('a host name such as "video.example", or "" for the site\'s own', pattern=rf"^\Z|^(?=.{{1,253}}\Z){_NAME}\Z"),
]
Beginning = Annotated[
    str,
    field('the beginning of an address, such as "https://boka.example/kliniken/"',
          pattern=rf"^https://(?=[^/]{{1,253}}/){_NAME}/[^?#\s\\\x00-\x1f\x7f]*\Z"),
]  # fmt: skip
PagePath = Annotated[
    str, field('the path of a page, such as "/tack/"', pattern=r"^/[^?#\s\\/\x00-\x1f\x7f][^?#\s\\\x00-\x1f\x7f]*\Z")
]
Country = Annotated[str, field('a country by its two letters, such as "SE"', pattern=r"^[A-Z]{2}\Z")]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the document: a key that is not in the schema is an error, never ignored."""


class Words(Table, frozen=True, kw_only=True):
    """The same text in both of the languages that every document is written in."""

    sv: Text
    en: Text

    def in_(self, language: str) -> str:
        text: str = getattr(self, language)
        return text
