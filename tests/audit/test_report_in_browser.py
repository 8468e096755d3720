"""The report in a browser: readable for everyone, on a phone and in the dark, and without a word to the network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from audit.browser import browser, find_browser
from audit.finding import Language
from audit.report import as_html
from tests.audit.test_report import BAD, LANGUAGES, report

SCREENS: Final = {"phone": (375, 667), "computer": (1280, 800)}


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with browser(find_browser()) as running:
        yield running


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
def test_everyone_can_read_it(
    running: Browser, tmp_path: Path, language: Language, scheme: str, size: tuple[int, int]
) -> None:
    file = tmp_path / "report.html"
    file.write_text(as_html(report(BAD, language)), encoding="utf-8")
    options = {"color_scheme": scheme, "viewport": {"width": size[0], "height": size[1]}}
    page: Page = running.new_page(**options)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    # A table is wider than a phone, and scrolls within itself.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert asked == [file.as_uri()]
    page.close()
