"""The words of all pages: each said in both languages, none unused, none missing."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Final, get_args

import pytest

from dashboard.locale.language import LANGUAGES, SAID
from dashboard.locale.words import NO_VALUE, VALUES, WORDS
from dashboard.numbers.ranges import PRESETS
from dashboard.search.engines.source import ENGINES, Trouble
from dashboard.search.exports.headings import MEANINGS
from dashboard.search.pages.standing import State
from dashboard.search.pages.upload_words import UPLOAD_WORDS
from dashboard.search.pages.words import SEARCH_WORDS
from dashboard.search.panel.words import PANEL_WORDS
from store.access import Form

pytestmark = pytest.mark.quick

DICTIONARIES: Final = (WORDS, SEARCH_WORDS, UPLOAD_WORDS, PANEL_WORDS)

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
)
"""Keys that the code puts together of what is known here."""

PUT_TOGETHER: Final = re.compile(r"(?:range|chart|window|change|error|done|map|terms_empty|terms)_(.+)")
"""Others: their ends stand in the code."""

FOLDER: Final = Path(str(files("dashboard")))
TEXT: Final = "".join(
    path.read_text()
    for path in sorted([*FOLDER.rglob("*.py"), *FOLDER.rglob("*.html"), *FOLDER.rglob("*.txt")])
    if not path.name.endswith("words.py")
)


def is_used(key: str) -> bool:
    made = PUT_TOGETHER.fullmatch(key)
    ends = {made[1], made[1].replace("_", "-")} if made else set()
    return key in MADE or any(f"{quote}{each}{quote}" in TEXT for each in {key, *ends} for quote in "'\"")


def test_no_key_stands_in_two_dictionaries() -> None:
    counted = Counter(key for words in DICTIONARIES for key in words)
    assert [key for key, count in counted.items() if count > 1] == []
    assert SAID.keys() == counted.keys()


def test_every_word_is_used() -> None:
    assert [key for key in SAID if not is_used(key)] == []


def test_no_word_is_missing() -> None:
    literal = r"""\(\s*['"]([a-z][a-z0-9_-]*)['"]\s*[,)]"""
    named = set(re.findall(rf"\b(?:t|_?language){literal}", TEXT))
    named |= {f"terms_{key}" for key in re.findall(rf"\b_say{literal}", TEXT)}
    assert len(named) > 150, "the pattern still finds them"
    assert named - SAID.keys() == set()
    assert MADE - SAID.keys() == set()


def test_both_languages_fill_in_the_same() -> None:
    for key, words in [*SAID.items(), *VALUES.items(), *NO_VALUE.items()]:
        assert words.sv.strip(), key
        assert words.en.strip(), key
        assert set(re.findall(r"\{\w+\}", words.sv)) == set(re.findall(r"\{\w+\}", words.en)), key


def test_no_claims_that_the_product_cannot_keep() -> None:
    said = " ".join(f"{words.sv} {words.en}" for words in [*SAID.values(), *VALUES.values()]).lower()
    for claim in ("anonym", "inga personuppgifter", "gdpr", "compliant"):
        assert claim not in said


def test_each_dictionary_is_spoken_in_both_languages() -> None:
    spoken = {LANGUAGES[code](key) for code in ("sv", "en") for key in ("logout", "state_off", "terms_from")}
    assert spoken == {"Logga ut", "Log out", "Inte ansluten", "Not connected", "Källa", "Origin"}
