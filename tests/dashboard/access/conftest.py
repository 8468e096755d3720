"""One browser and one installation for all pages."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from bench.loopback import Loopback
from bench.pictures.installation import EMAIL, PASSWORD, application, make
from tests.dashboard.pages.test_in_browser import ARGUMENTS, CHROMIUM

DAYS = 14


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    with ThreadPoolExecutor(1) as threads:  # Playwright's own loop runs in this one
        threads.submit(lambda: asyncio.run(make(data, DAYS))).result()
    loopback = Loopback().serve(application(data), lifespan=True)
    yield f"http://127.0.0.1:{loopback.port}"
    loopback.stop()


@pytest.fixture(scope="package")
def owner(browser: Browser, address: str) -> StorageState:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/login")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sites")
    state = context.storage_state()
    context.close()
    return state
