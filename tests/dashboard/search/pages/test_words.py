"""The words of the pages about search figures."""

import re
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from dashboard.language import LANGUAGES, SAID
from dashboard.search.engines.source import ENGINES, Trouble
from dashboard.search.exports.headings import MEANINGS
from dashboard.search.pages.standing import State
from dashboard.search.pages.words import SEARCH_WORDS
from dashboard.words import WORDS
from store.access import Form

pytestmark = pytest.mark.quick

MADE = (
    {f"trouble_{each}" for each in get_args(Trouble)}
    | {f"remedy_{each}" for each in get_args(Trouble)}
    | {f"state_{each}" for each in get_args(State)}
    | {f"form_{each}" for each in get_args(Form)}
    | {f"engine_{each}" for each in ENGINES}
    | {f"meaning_{each}" for each in MEANINGS}
    | {f"file_{each}_{step}" for each in ENGINES for step in (1, 2, 3, 4)}
    | {f"file_{each}" for each in ENGINES}
    | {f"map_{each}" for each in ("columns", "which_table", "mapping", "ratio", "no_days")}
    | {f"works{each}" for each in ("", "_not", "_maybe", "_used", "_spare")}
)
"""Keys that the code puts together."""


def test_no_key_stands_in_two_dictionaries() -> None:
    assert SEARCH_WORDS.keys() & WORDS.keys() == set()
    assert all(SAID[key] is words for key, words in (SEARCH_WORDS | WORDS).items())


def test_every_key_that_is_put_together_is_there() -> None:
    assert SEARCH_WORDS.keys() >= MADE


def test_both_languages_fill_in_the_same() -> None:
    for key, words in SEARCH_WORDS.items():
        assert words.sv, key
        assert words.en, key
        assert set(re.findall(r"\{\w+\}", words.sv)) == set(re.findall(r"\{\w+\}", words.en)), key


def test_every_word_is_used() -> None:
    folder = Path(str(files("dashboard")))
    sources = [*folder.rglob("*.py"), *folder.glob("templates/*.html")]
    text = "".join(path.read_text() for path in sources if path.name != "words.py")
    named = {key for key in SEARCH_WORDS if f"'{key}'" in text or f'"{key}"' in text}
    done = {key for key in SEARCH_WORDS if key.startswith("done_") and key[5:].replace("_", "-") in text}
    assert SEARCH_WORDS.keys() - named - done - MADE == set()


def test_no_claims_that_the_product_cannot_keep() -> None:
    text = " ".join(f"{words.sv} {words.en}" for words in SEARCH_WORDS.values()).lower()
    for claim in ("anonym", "inga personuppgifter", "gdpr", "compliant"):
        assert claim not in text


def test_english_is_spoken_where_it_is_asked_for() -> None:
    assert LANGUAGES["en"]("state_off") == "Not connected"
