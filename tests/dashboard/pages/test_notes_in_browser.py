"""Notes and the page of all sites in a real browser: written beside the chart, with and without script."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from store.access import Access, Fetched, SearchAccess
from tests.browser.checklist.axe import violations
from tests.dashboard.pages.asked import Served
from tests.dashboard.pages.test_in_browser import ARGUMENTS, CHROMIUM, CONTRASTS
from tests.dashboard.seed import HOST

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

RANGE = "?from=2026-11-01&to=2026-11-20"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With an engine that can no longer be asked, which is called to attention."""
    folder = tmp_path_factory.mktemp("data")
    served = Served(folder).start()
    noting = Thread(target=asyncio.run, args=(_revoked(folder),))  # Playwright's own loop runs in this one
    noting.start()
    noting.join()
    yield served
    served.stop()


async def _revoked(folder: Path) -> None:
    access = await SearchAccess.open(folder / "accounts.db")
    await access.put(Access(HOST, "google", "oauth", "sc-domain:example.se", b""))
    await access.note(HOST, "google", Fetched(1, 1, 1, "revoked", 1))
    await access.close()


@pytest.fixture(scope="module")
def owner(browser: Browser, served: Served) -> StorageState:
    context = browser.new_context()
    served.log_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, owner: StorageState) -> Iterator[Page]:
    context = browser.new_context(storage_state=owner, locale="sv-SE", java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_a_note_is_written_beside_the_chart_changed_and_removed(page: Page, served: Served) -> None:
    page.goto(served.page + RANGE)
    page.get_by_text("Skriv en anteckning").click()
    page.get_by_label("Dag", exact=True).fill("2026-11-09")
    page.get_by_label("Anteckning", exact=True).fill("Nyhetsbrev skickat")
    page.get_by_role("button", name="Spara").click()
    assert "from=2026-11-01" in page.url
    expect(page.get_by_role("figure").get_by_role("listitem").filter(has_text="Nyhetsbrev skickat")).to_be_visible()
    page.get_by_text("Skriv en anteckning").click()
    page.get_by_role("link", name="Alla anteckningar").click()
    page.get_by_role("link", name="Ändra Nyhetsbrev skickat").click()
    page.get_by_label("Anteckning", exact=True).fill("Annons i tidningen")
    page.get_by_label("Till och med").fill("2026-11-12")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Anteckningen är ändrad.")).to_be_visible()
    expect(page.get_by_text("9–12 november 2026")).to_be_visible()
    page.get_by_role("button", name="Ta bort Annons i tidningen").click()
    expect(page.get_by_text("Anteckningen är borttagen.")).to_be_visible()
    expect(page.get_by_text("Det finns inga anteckningar än.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_everything_fits(
    browser: Browser, owner: StorageState, served: Served, width: int, scheme: str
) -> None:
    context = browser.new_context(
        storage_state=owner, locale="sv-SE", viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    page = context.new_page()
    for path in ("/sites", f"/sites/{HOST}/notes"):
        page.goto(served.base + path)
        assert violations(page) == (), path
        assert page.evaluate(CONTRASTS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_what_to_see_to_stands_among_all_sites_and_on_the_sites_own_page(
    browser: Browser, owner: StorageState, served: Served
) -> None:
    context = browser.new_context(storage_state=owner, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{served.base}/sites")
    expect(page.get_by_text("Det går inte att hämta söktermer från Google.")).to_be_visible()
    page.get_by_role("link", name=HOST, exact=True).click()
    page.get_by_role("listitem").filter(has_text="Det går inte att hämta").get_by_role("link").click()
    expect(page).to_have_url(f"{served.page}/search")
    context.close()
