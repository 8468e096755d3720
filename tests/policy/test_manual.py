"""The page about the policy document names every key of its schema: what it is, its default, when it asks again."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pytest
from msgspec import inspect

from policy.check import read
from policy.document import Policy
from policy.phrases import ENGLISH
from policy.schema import Words
from tests.policy.documents import DOCUMENT, changed

pytestmark = pytest.mark.quick

PAGE: Final = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
ASKED_AGAIN: Final = {
    None: "no",
    "changed": "when changed",
    "consented": "when changed, if it waits for a yes",
    "added": "when more are named",
    "longer": "when longer",
    "lower": "when lower",
    "false": "when no longer true",
    "finer": "when more is counted, or opened to services",
}


class Key(NamedTuple):
    """A key of the document, dotted; "NAME" stands for one that the owner chooses."""

    name: str
    hint: str
    default: str
    asked_again: str

    @property
    def is_phrase(self) -> bool:
        """The template of a language shows it."""
        return self.name.startswith("language.") and self.name.split(".")[1] in ENGLISH.__struct_fields__

    @property
    def row(self) -> str:
        return f"| `{self.name}` | {self.hint} | {self.default} | {self.asked_again} |"


def keys(kind: Any, prefix: str = "", whole: str | None = None) -> Iterator[Key]:
    """`whole` says when a list of such tables is material."""
    for row in kind.fields:
        inherits = whole == "finer" or (whole == "added" and row.encode_name == "name")
        yield from _keys(row, f"{prefix}{row.encode_name}", whole if inherits else None)


def _keys(row: inspect.Field, name: str, material: str | None) -> Iterator[Key]:
    kind: Any = row.type
    hint = ""
    if isinstance(kind, inspect.Metadata):
        hint = (kind.extra_json_schema or {}).get("description", "")
        material = material or (kind.extra or {}).get("material")
        kind = kind.type
    kind = next((each for each in getattr(kind, "types", ()) if isinstance(each, inspect.StructType)), kind)
    item = getattr(kind, "item_type", None) or getattr(kind, "value_type", None)
    below = getattr(item, "type", item)
    if isinstance(kind, inspect.DictType):
        name += ".NAME"
    if isinstance(below, inspect.StructType) and below.cls is not Words:
        yield from keys(below, name + ".", material)
    elif isinstance(kind, inspect.StructType) and kind.cls is not Words:
        yield from keys(kind, name + ".")
    else:
        yield Key(name, hint, _default(row), ASKED_AGAIN[material])


def _default(row: inspect.Field) -> str:
    if row.required:
        return "required"
    return "" if row.default in (msgspec.NODEFAULT, None) else f"`{msgspec.json.encode(row.default).decode()}`"


KEYS: Final = [key for key in keys(inspect.type_info(Policy)) if not key.is_phrase]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: str(key.name))
def test_every_key_stands_there_as_the_schema_has_it(key: Key) -> None:
    assert key.row in PAGE.splitlines()


def test_no_key_stands_there_that_the_schema_does_not_have() -> None:
    named = re.findall(r"^\| `([a-z_]+(?:\.\w+)*)` \|", PAGE, re.MULTILINE)
    assert sorted(named) == sorted(key.name for key in KEYS)


def examples() -> list[str]:
    return [part.partition("\n```")[0] for part in PAGE.split("```toml\n")[1:]]


def test_the_examples_make_a_sound_document() -> None:
    statistics, services, language = examples()
    start, end = DOCUMENT.index("[[service]]"), DOCUMENT.index('[[cookie]]\nname = "rv_visit"')
    document = DOCUMENT[:start] + DOCUMENT[end:]
    document = changed('[statistics]\nvisits = {}\nsearch_terms = { parameters = ["s"] }', statistics, document)
    policy = read(changed("[[section]]", f"{services}\n\n{language}\n\n[[section]]", document))
    assert list(policy.statistics) == ["pages", "search_terms", "search_outcomes"]
    assert [row.name for row in policy.service] == ["video"]
    assert [row.code for row in policy.language] == ["fi"]


def test_the_template_of_a_language_has_every_phrase_in_english_to_translate_from() -> None:
    [language] = tomllib.loads(examples()[2])["language"]
    written = {key: value for key, value in language.items() if key in ENGLISH.__struct_fields__}
    assert written == msgspec.to_builtins(ENGLISH)
