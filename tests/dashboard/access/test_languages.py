"""Each page in each language, without a word of the other; and no word in a template."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Final

import httpx
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import StorageState

from tests.dashboard.access.pages import FAULTS, PAGES
from tests.dashboard.pages.test_in_browser import CHROMIUM

LONG: Final = 14
"""Characters of a text that no other language has by chance."""

NAMES: Final = {"Räkneverk", "CSV", "JSON"}
_MARKUP: Final = re.compile(r"{%.*?%}|{#.*?#}|<!--.*?-->|<code>.*?</code>", re.DOTALL)
_TEXT: Final = re.compile(r"[^\W\d_]{2,}")
_SAID: Final = re.compile(r'(?:title|alt|aria-label|placeholder|aria-description)="([^"]*)"')


def texts(language: str) -> dict[str, str]:
    """What stands between a text's places to fill in, by the longest."""
    with (files("dashboard") / "locale" / f"{language}.po").open("rb") as file:
        catalog = read_po(file)
    found = {}
    for message in catalog:
        for text in [message.string] if isinstance(message.string, str) else message.string or ():
            part = max(re.split(r"\{\w*\}", text), key=len).strip()
            if message.id and len(part) >= LONG and "<" not in part and "&" not in part:
                found[f"{message.context or ''} {message.id}"] = part
    return found


def shown(html: str) -> str:
    """The page's own words: not what its visitors and its owner have written."""
    html = re.sub(r"<bdi>.*?</bdi>|<[a-z]+ [^>]*lang=.*?</a>|<code>.*?</code>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.replace("&#39;", "'").replace("&#34;", '"'))


@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")
@pytest.mark.parametrize(("language", "other"), [("sv", "en"), ("en", "sv")])
def test_no_page_has_a_sentence_of_another_language(
    address: str, owner: StorageState, language: str, other: str
) -> None:
    own = " ".join(texts(language).values())
    foreign = {name: text for name, text in texts(other).items() if text not in own}
    cookies = {each["name"]: each["value"] for each in owner["cookies"] if each["name"] == "session"}
    headers = {"Accept-Language": language, "Accept": "text/html"}
    with httpx.Client(base_url=address, cookies=cookies, headers=headers) as client:
        for path in (*PAGES, *FAULTS):
            html = client.get(path).text
            page = shown(html)
            assert f'<html lang="{language}">' in html, path
            assert {name: text for name, text in foreign.items() if text in page} == {}, path


@pytest.mark.quick
def test_no_template_has_words_of_its_own() -> None:
    found = []
    for template in (files("dashboard") / "templates").iterdir():
        if template.is_file():
            text = re.sub(r"{{.*?}}", " ", _MARKUP.sub(" ", template.read_text(encoding="utf-8")), flags=re.DOTALL)
            words = _SAID.findall(text) + re.sub(r"<[^>]*>|&\w+;", " ", text).split("\n")
            found += [(template.name, word) for line in words for word in _TEXT.findall(line) if word not in NAMES]
    assert found == []
