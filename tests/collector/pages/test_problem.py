"""Addresses of the visitors' pages that lead nowhere are answered with a page, in the visitor's language."""

import re
from typing import Any, Final
from urllib.parse import urljoin

import httpx
import pytest

from collector.pages.shell import STYLE
from policy.words import sentences
from tests.collector.conftest import HOST, Visitors, document, site
from tests.collector.pages.cookie_form import EN, SV, says

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

UNNAMED: Final = ("/cookies", "/cookies/", "/kakor", "/kakor/", "/policy", "/policy/")
UNKNOWN: Final = ("/cookies/other.example", "/kakor/other.example", "/policy/other.example?version=1")


async def leads_nowhere(there: Visitors, address: str, language: str) -> httpx.Response:
    """The page, in the language that the browser prefers."""
    answer = await there.browser.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert f'<html lang="{language}">' in answer.text
    return answer


@pytest.mark.parametrize(("language", "words"), [("sv", SV), ("en", EN)])
@pytest.mark.parametrize(
    ("address", "sentence"),
    [*((each, "problem_unnamed") for each in UNNAMED), *((each, "problem_site") for each in UNKNOWN)],
)
async def test_an_address_without_a_site_of_ours_is_answered_with_a_page(
    collector: Visitors, address: str, sentence: str, language: str, words: dict[str, str]
) -> None:
    answer = await leads_nowhere(collector, address, language)
    assert says(answer.text).endswith(f"{words['problem_404']} {words[sentence]}")


@pytest.mark.parametrize("version", ["9", "0", "-1", "1e3", "abc", "", "9" * 30, "<b>"])
@pytest.mark.parametrize(
    ("language", "words", "existing"), [("sv", SV, "1, 2 och 3"), ("en", EN, "1, 2 and 3")], ids=["sv", "en"]
)
async def test_a_version_that_never_was_is_answered_with_those_that_were(
    collector: Visitors, version: str, language: Any, words: dict[str, str], existing: str
) -> None:
    collector.install(site(*(document(version=number) for number in (1, 2, 3))))
    answer = await leads_nowhere(collector, f"/policy/{HOST}?version={version}", language)
    told = words["problem_version"].format(host=HOST, versions=existing)
    assert says(answer.text).endswith(f"{told} {sentences(language)['present']}")
    (way,) = re.findall(r'<a href="([^"]+)"', answer.text)
    in_force = await collector.browser.get(urljoin(str(answer.url), way))
    assert in_force.status_code == 200
    assert f'<html lang="{language}">' in in_force.text


@pytest.mark.parametrize("address", [*UNNAMED, *UNKNOWN, f"/policy/{HOST}?version=9", f"/cookies/{HOST}/receipt.json"])
async def test_such_a_page_has_its_style_and_is_neither_kept_nor_found(collector: Visitors, address: str) -> None:
    answer = await leads_nowhere(collector, address, "sv")
    (style,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
    assert (await collector.browser.get(urljoin(str(answer.url), style))).text == STYLE
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
