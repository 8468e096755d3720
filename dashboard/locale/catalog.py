"""The texts of the owner's side: gettext catalogs, one file for each language, named by its code."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from policy.dimensions import DIMENSIONS
from policy.values import VALUES

FIRST: Final = ("sv", "en")
"""What the service was written in. What a further language lacks is said in the last of them."""

OURS: Final[Traversable] = files("dashboard") / "locale"


def codes(folder: Traversable) -> tuple[str, ...]:
    """Of all languages that have a file."""
    found = {entry.name.removesuffix(".po") for entry in folder.iterdir() if entry.name.endswith(".po")}
    return (*FIRST, *sorted(found.difference(FIRST)))


def read(folder: Traversable, code: str) -> Catalog:
    """The file's texts, with what the registry of dimensions says in the language itself."""
    with (folder / f"{code}.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    for name, row in DIMENSIONS.items():
        if code in row.title:
            catalog.add(name, row.title[code], context="dimension")
    for (name, value), words in VALUES.items():
        if said := {str(language): text for language, text in words.items()}.get(code):
            catalog.add(value, said, context=name)
    return catalog


def translations(catalog: Catalog) -> Translations:
    """Answers by message and context; the message itself where the catalog has none."""
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def key_of(message: Message) -> tuple[str, str]:
    """Its context, "" where it has none, and what it stands under."""
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]
