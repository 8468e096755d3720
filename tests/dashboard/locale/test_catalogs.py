"""The catalogs: every text said in every language, none unused, none missing."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Final, get_args

import pytest
from babel.messages.catalog import Message

from dashboard.locale.catalog import OURS, codes, key_of, read
from dashboard.locale.language import LANGUAGES, UnknownText, load
from dashboard.numbers.attention import URGENCY
from dashboard.numbers.ranges import PRESETS
from dashboard.pages.attention import LETTERS
from dashboard.search.engines.source import ENGINES, Trouble
from dashboard.search.exports.headings import MEANINGS
from dashboard.search.pages.standing import State
from store.access import Form
from store.notes import Why as WhyNoNote
from store.tokens import SCOPES, Why

pytestmark = pytest.mark.quick

MADE: Final = (
    {f"{what}_{each}" for what in ("trouble", "remedy") for each in (*get_args(Trouble), "sealed", "unchosen")}
    | {f"state_{each}" for each in get_args(State)}
    | {f"form_{each}" for each in get_args(Form)}
    | {f"{what}_{each}" for what in ("engine", "terms_withheld") for each in ENGINES}
    | {f"meaning_{each}" for each in MEANINGS}
    | {f"file_{each}_{step}" for each in ENGINES for step in (1, 2, 3, 4)}
    | {f"file_{each}" for each in ENGINES}
    | {f"works{each}" for each in ("", "_not", "_maybe", "_used", "_spare")}
    | {f"done_{each}_untold" for each in ("disconnected", "gone")}
    | {f"preset_{each}" for each in PRESETS}
    | {f"attention_{each}{end}" for each in URGENCY for end in ("", "_do")}
    | {f"attention_{each}_letter" for each in LETTERS}
    | {f"note_{each}" for each in ("added", "changed", "removed")}
    | {f"note_bad_{each}" for each in get_args(WhyNoNote)}
    | {f"scope_{each.replace(':', '_')}" for each in SCOPES}
    | {f"token_bad_{each}" for each in get_args(Why)}
)
"""Keys that the code puts together of what is known here."""

PUT_TOGETHER: Final = re.compile(r"(?:range|chart|window|change|error|done|map|terms_empty|terms)_(.+)")
"""Others: their ends stand in the code."""


FOLDER: Final = Path(str(files("dashboard")))
TEXT: Final = "".join(
    path.read_text() for path in sorted([*FOLDER.rglob("*.py"), *FOLDER.rglob("*.html"), *FOLDER.rglob("*.txt")])
)

CATALOGS: Final = {code: read(OURS, code) for code in codes(OURS)}
SAID: Final = {key_of(message): message for message in CATALOGS["en"] if message.id}
"""The texts of pages have no context; others have that in which they are said."""


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def is_used(key: str) -> bool:
    made = PUT_TOGETHER.fullmatch(key)
    ends = {made[1], made[1].replace("_", "-")} if made else set()
    return key in MADE or any(f"{quote}{each}{quote}" in TEXT for each in {key, *ends} for quote in "'\"")


def test_every_text_is_used() -> None:
    assert [key for context, key in SAID if context in {"", "remark"} and not is_used(key)] == []


def test_no_text_is_missing() -> None:
    literal = r"""\(\s*['"]([a-z][a-z0-9_-]*)['"]\s*[,)]"""
    named = set(re.findall(rf"\b(?:t|_?language|t\.plural|_?language\.plural){literal}", TEXT))
    named |= {f"terms_{key}" for key in re.findall(rf"\b_say{literal}", TEXT)}
    assert len(named) > 150, "the pattern still finds them"
    known = {key for context, key in SAID if not context}
    assert named - known == set()
    assert MADE - known == set()


@pytest.mark.parametrize("code", CATALOGS)
def test_each_catalog_says_everything(code: str) -> None:
    said = {key_of(message): message for message in CATALOGS[code] if message.id}
    assert said.keys() ^ SAID.keys() == set()
    assert [key for key, message in said.items() if not all(text.strip() for text in forms(message))] == []
    assert [message.id for message in said.values() if message.fuzzy] == []


@pytest.mark.parametrize("code", CATALOGS)
def test_each_catalog_fills_in_the_same(code: str) -> None:
    for message in CATALOGS[code]:
        if message.id:
            filled = {brace for text in forms(SAID[key_of(message)]) for brace in re.findall(r"\{\w+\}", text)}
            assert all(set(re.findall(r"\{\w+\}", text)) <= filled for text in forms(message)), message.id
            assert filled == {brace for text in forms(message) for brace in re.findall(r"\{\w+\}", text)}, message.id


@pytest.mark.parametrize("code", CATALOGS)
def test_no_text_stands_twice_in_a_file(code: str) -> None:
    lines = (FOLDER / "locale" / f"{code}.po").read_text(encoding="utf-8")
    entries = re.findall(r'^(?:msgctxt "(.*)"\n)?msgid "(.+)"$', lines, re.M)
    assert len(entries) == len(set(entries))


def test_a_third_language_is_one_more_file(tmp_path: Path) -> None:
    for code in ("sv", "en"):
        (tmp_path / f"{code}.po").write_bytes((OURS / f"{code}.po").read_bytes())
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        'msgid "logout"\nmsgstr "Abmelden"\nmsgctxt "dimension"\nmsgid "page"\nmsgstr "Seiten"\n'
    )
    german = load(tmp_path)["de"]
    assert german("logout") == "Abmelden"
    assert german.said("dimension", "page") == "Seiten"
    assert german.number(1234567) == "1.234.567"
    assert german("login") == LANGUAGES["en"]("login"), "what it lacks is said in English"


def test_a_text_that_nobody_wrote_is_a_mistake() -> None:
    with pytest.raises(UnknownText):
        LANGUAGES["sv"]("no_such_text")
