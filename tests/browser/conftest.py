"""A real Chromium, a website for it to visit, and the person who visits."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

from tests.browser.companies import Companies, with_companies
from tests.browser.visitor import Visitor
from tests.browser.website import PATIENCE, Server, Website

CHROMIUM: Final = "/usr/bin/chromium"

FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-blink-features=AutomationControlled",  # the tests play people: what a program drives is not counted
)

LESS: Final = ",".join((
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",  # two pages more to load in each window
    # The flag stands in place of Playwright's own, so what that names is named here too.
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
))  # fmt: skip
"""Features of the browser that the tests do without."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the session: while it lives, no other test of this process can run an event loop.
    with sync_playwright() as playwright:
        browser = launched(playwright.chromium)
        yield browser
        browser.close()


def launched(chromium: BrowserType, *flags: str) -> Browser:
    # Playwright switches the back-forward cache off; visitors have it on.
    ignored = ["--disable-back-forward-cache"]
    args = [*FLAGS, f"--disable-features={LESS}", *flags]
    return chromium.launch(executable_path=CHROMIUM, args=args, ignore_default_args=ignored)


def windowed(browser: Browser) -> str:
    """The user agent that the browser would have with a window: without one it calls itself a robot."""
    version = browser.version.partition(".")[0]  # as its hints have it: another would contradict them
    engine = "AppleWebKit/537.36 (KHTML, like Gecko)"
    return f"Mozilla/5.0 (X11; Linux x86_64) {engine} Chrome/{version}.0.0.0 Safari/537.36"


def new_context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE * 1000)
    return context


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser)
    yield context
    context.close()


@pytest.fixture(scope="package")
def ending() -> Iterator[Executor]:
    with ThreadPoolExecutor() as ending:
        yield ending


@pytest.fixture
def server(ending: Executor) -> Iterator[Server]:
    server = Server()
    yield server
    ending.submit(server.stop)  # it lets what is under way come to its end, which the next test need not wait for


@pytest.fixture
def website(server: Server) -> Website:
    return server.website


@pytest.fixture
def visitor(context: BrowserContext, website: Website) -> Visitor:
    return Visitor(context, website)


@pytest.fixture
def companies(visitor: Visitor, website: Website) -> Companies:
    """The website's policy declares services of other companies."""
    website.policy = with_companies()
    return Companies(visitor.context)
