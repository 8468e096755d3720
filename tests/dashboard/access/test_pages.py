"""Every page, light and dark, wide and narrow: what axe finds, what can be read, hit, and named."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.checklist.axe import violations
from tests.dashboard.access.pages import FAULTS, PAGES
from tests.dashboard.pages.test_in_browser import CHROMIUM, CONTRASTS

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

SMALL = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
  .filter(each => each.checkVisibility() && !each.matches('.skip'))
  .filter(each => ![...each.parentElement.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(each => !each.closest('.led'))
  .map(each => [each, (each.closest('label') || each).getBoundingClientRect()])
  .filter(([, {width, height}]) => Math.min(width, height) < 23.99)
  .map(([each, {width, height}]) => `${each.outerHTML.slice(0, 90)} ${width} x ${height}`)"""
"""What is smaller than 24 pixels and stands alone: a link in a sentence may be as high as its line."""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""WCAG 1.4.12."""

CUT = """() => [...document.querySelectorAll('h1, h2, h3, button, label, td, .figure, summary, .sign, .going')]
  .filter(each => each.checkVisibility() && !each.closest('.hidden') && getComputedStyle(each).overflowX !== 'visible')
  .filter(each => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
  .map(each => each.outerHTML.slice(0, 90))"""


def check(page: Page, path: str, width: int) -> None:
    assert violations(page) == (), path
    assert page.evaluate(CONTRASTS) == [], path
    assert page.evaluate(SMALL) == [], path
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "sv"), (320, "dark", "en")])
def test_nothing_is_found_on_any_page(
    browser: Browser, address: str, owner: StorageState, width: int, scheme: str, language: str
) -> None:
    """320 pixels are also what 1280 are at a zoom of 400 %."""
    context = browser.new_context(
        storage_state=owner, viewport={"width": width, "height": 800}, locale=language, reduced_motion="reduce",
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    titles: dict[str, str] = {}
    for path, status in {**dict.fromkeys(PAGES, 200), **FAULTS}.items():
        answer = page.goto(address + path)
        assert answer
        assert answer.status == status, path
        check(page, path, width)
        page.evaluate(SPACED)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path}, spaced"
        assert page.evaluate(CUT) == [], f"{path}, spaced"
        titles[path.partition("?")[0]] = page.title()
    context.close()
    assert [text for text in complaints if "the server responded with a status of 4" not in text] == []
    named = {path: title for path, title in titles.items() if path not in {each.partition("?")[0] for each in FAULTS}}
    assert len(set(named.values())) == len(named), "each page has a title of its own"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (375, "light")])
def test_nothing_is_found_before_the_login_nor_when_it_fails(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light", locale="sv"
    )
    page = context.new_page()
    page.goto(f"{address}/sites")
    check(page, "/login", width)
    page.locator("#email").fill("agare@example.se")
    page.locator("#password").fill("fel")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    check(page, "/login, refused", width)
    context.close()


def test_what_is_opened_on_a_page_can_be_read_too(browser: Browser, address: str, owner: StorageState) -> None:
    for width in (320, 1280):
        context = browser.new_context(storage_state=owner, viewport={"width": width, "height": 800}, locale="sv")
        page = context.new_page()
        for path in ("/sites", PAGES[2], f"{PAGES[2]}/search"):
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            check(page, f"{path}, opened", width)
        context.close()
