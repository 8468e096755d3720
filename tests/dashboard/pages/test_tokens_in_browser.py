"""The page of tokens in a real browser: every width, both colour schemes, and by the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bench.loopback import Loopback
from tests.dashboard.api.served import application, fill
from tests.dashboard.pages.test_in_browser import ARGUMENTS, CHROMIUM, CONTRASTS
from tests.dashboard.seed import EMAIL, PASSWORD

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    loopback = Loopback()
    loopback.serve(application(fill(tmp_path_factory.mktemp("tokens")).data), lifespan=True)
    yield f"http://127.0.0.1:{loopback.port}"
    loopback.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def _at_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}/tokens")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tokens")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_and_can_be_read(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light", locale="sv-SE"
    )
    page = context.new_page()
    _at_the_page(page, address)
    page.fill("#name", "Enmycketlångsammanskrivenrapport" * 2)
    page.check("[name='scope stats:read']")
    page.get_by_role("button", name="Skapa").click()
    assert page.locator(".secret").inner_text().startswith("rv_")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRASTS) == []
    assert Axe().run(page).response["violations"] == []
    context.close()


def test_a_token_is_made_and_ended_by_the_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    _at_the_page(page, address)
    page.focus("#name")
    page.keyboard.type("Weekly")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("Here is the token.").wait_for()
    page.get_by_role("button", name="End Weekly").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The token has ended.").wait_for()
    assert page.get_by_role("button", name="End Weekly").count() == 0
    context.close()
