"""The policy for a page of the owner's: the same text, with nothing that could get in the page's way."""

import json
import re
from html import escape
from typing import Any, Final

import pytest

from collector.pages.policy_fragment import fragment, fragment_script
from collector.pages.policy_record import record_text
from policy.words import Language
from tests.collector.answers import assert_refused
from tests.collector.conftest import HOST, Visitors
from tests.collector.pages.test_policy_page import HOSTILE, LANGUAGES, Page, one, three_versions
from tests.policy.documents import changed

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

HEADINGS: Final = re.compile(r"<h([1-6])>")


def html_of(node: Any) -> str:
    """What the script would build, as HTML."""
    if isinstance(node, str):
        return escape(node)
    name, attributes, *children = node
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(map(html_of, children))}</{name}>"


def tree(script: str) -> Any:
    return json.loads(script.rpartition("})(")[2].rstrip().removesuffix(");"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_the_page_says(language: Language) -> None:
    site = three_versions()
    text = Page(fragment(site, language, 2)).text
    for said in ("Version 3", site.policy.section[0].sv if language == "sv" else site.policy.section[0].en, "imy.se"):
        assert said in text
    assert "Vi är en klinik." not in text


def test_nothing_in_it_meets_what_the_page_has() -> None:
    html = Page(fragment(three_versions(), "sv", 2))
    assert html.values("id") == html.values("aria-labelledby") == html.values("style") == []
    assert html.values("class") == ["rakneverk-policy"]
    assert html.values("href") == ["mailto:kansliet@klinik.example"]
    assert not {"script", "style", "link", "h1", "main", "header", "footer", "nav"} & set(html.tags)


@pytest.mark.parametrize("level", [1, 2, 5])
def test_headings_begin_where_the_page_wants_them(level: int) -> None:
    found = list(map(int, HEADINGS.findall(fragment(three_versions(), "sv", level))))
    assert set(found) == {level, level + 1}
    assert found[0] == level


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_makes_the_same(language: Language) -> None:
    site = one(changed('"Vi är en klinik."', json.dumps(HOSTILE)))
    script = fragment_script(site, language, 3)
    assert "<" not in script.rpartition("})(")[2]
    built, asked = Page(html_of(tree(script))), Page(fragment(site, language, 3))
    assert (built.text, built.tags, built.attributes) == (asked.text, asked.tags, asked.attributes)


def test_it_is_made_once_for_a_site_as_it_is() -> None:
    site = three_versions()
    assert fragment_script(site, "sv", 3) is fragment_script(site, "sv", 3)
    assert record_text(site, 1) is record_text(site, 1)
    assert len({fragment_script(site, language, level) for language in LANGUAGES for level in (2, 3)}) == 4
    assert len({record_text(site, 1), record_text(site, 2), record_text(three_versions(), 1)}) == 2


async def test_any_page_may_fetch_it(collector: Visitors) -> None:
    for path, kind in (("fragment", "text/html"), ("fragment.js", "text/javascript")):
        answer = await collector.browser.get(f"/policy/{HOST}/{path}", headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "max-age=300"
        assert "Set-Cookie" not in answer.headers
        assert "Personuppgiftsansvarig" in answer.text  # the page's language, not the browser's
        english = await collector.browser.get(f"/policy/{HOST}/{path}?lang=en&level=3")
        assert "Controller" in english.text


@pytest.mark.parametrize("query", ["level=0", "level=6", "level=", "level=2x", "level=-1"])
async def test_a_level_that_no_heading_has_is_refused(collector: Visitors, query: str) -> None:
    for path in ("fragment", "fragment.js"):
        assert_refused(await collector.browser.get(f"/policy/{HOST}/{path}?{query}"), 400)


@pytest.mark.parametrize("asked", ["de", "", "SV", "sv-SE"])
async def test_a_language_that_it_is_not_in_is_refused_with_those_that_it_is_in(
    collector: Visitors, asked: str
) -> None:
    for path in ("fragment", "fragment.js"):
        answer = await collector.browser.get(f"/policy/{HOST}/{path}?lang={asked}")
        assert_refused(answer, 400, "sv and en")


async def test_the_fragment_of_an_unknown_site_is_refused(collector: Visitors) -> None:
    assert_refused(await collector.browser.get("/policy/other.example/fragment"), 404)
