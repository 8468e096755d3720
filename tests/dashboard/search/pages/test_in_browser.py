"""The page for search figures in a real browser: a file, a consent at Google, a key of Bing's, and no script."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from dashboard.search.rooms import SearchRooms
from store.access import Access, Fetched
from tests.browser.checklist.axe import violations
from tests.dashboard.pages.test_in_browser import ARGUMENTS, CHROMIUM, CONTRASTS, HOSTILE
from tests.dashboard.search.engines.standin import BING_KEY
from tests.dashboard.search.pages.served import Served
from tests.dashboard.search.pages.test_uploads import BING_NAME, EXPORT, FOREIGN_COLUMNS, NAME
from tests.dashboard.seed import EMAIL, HOST, NOW, PASSWORD, site

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

TROUBLE: Final = "trouble.example"
CHOICE: Final = "choice.example"
DOMAIN: Final = f"sc-domain:{HOST}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path, account_key: RSAPrivateKey) -> Iterator[Served]:
    served = Served(tmp_path, account_key, [site(), site(TROUBLE), site(CHOICE)]).start()
    served.standin.properties = {DOMAIN: "SITE_OWNER"}
    served.standin.bing_sites = {f"https://{HOST}/": True}
    yield served
    served.stop()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """Of an owner who is logged in, in Swedish, without script."""
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    log_in(page, served)
    yield page
    context.close()


def log_in(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/login")
    page.get_by_label("E-postadress").fill(EMAIL)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/sites")


def to_engines(page: Page, served: Served, host: str = HOST) -> None:
    page.goto(f"{served.base}/sites/{host}/search")


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Fil", exact=True).set_input_files(FilePayload(name=name, mimeType="text/csv", buffer=content))
    page.get_by_role("button", name="Läs in filen").click()


def test_an_uploaded_file_is_read_and_its_figures_are_seen(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/sites/{HOST}")
    page.locator(f'a[href="/sites/{HOST}/search"]').first.click()
    upload(page, NAME, EXPORT)
    expect(page.get_by_role("heading", name="Filen är inläst")).to_be_visible()
    page.get_by_role("link", name="Läs in en fil till").click()
    expect(page.get_by_role("region", name="Google", exact=True)).to_contain_text("1–3 september 2026")
    page.goto(f"{served.base}/sites/{HOST}?from=2026-09-01&to=2026-09-07")
    expect(page.locator("main")).to_contain_text("oro på natten")


def test_columns_and_days_that_a_file_does_not_tell_are_asked_for(page: Page, served: Served) -> None:
    to_engines(page, served)
    upload(page, "tabell.csv", FOREIGN_COLUMNS)
    page.get_by_label("Kolumn 1").select_option("sökord")
    page.get_by_label("Kolumn 2").select_option("klick")
    page.get_by_label("Kolumn 3").select_option("visningar")
    page.get_by_label("Första dagen").fill("2026-09-01")
    page.get_by_label("Sista dagen").fill("2026-09-30")
    page.get_by_label("Google Search Console").check()
    page.get_by_role("button", name="Läs in filen").click()
    expect(page.locator("main")).to_contain_text("1–30 september 2026")


def test_a_file_that_is_far_too_large_gets_an_answer(page: Page, served: Served) -> None:
    to_engines(page, served)
    upload(page, BING_NAME, bytes(30_000_000))
    expect(page.get_by_role("alert")).to_contain_text("Filen är för stor: högst 5 MB.")


def test_google_is_connected_by_its_own_page_and_disconnected(page: Page, served: Served) -> None:
    to_engines(page, served)
    page.get_by_role("button", name="Anslut Google").click()
    page.get_by_role("link", name="Fortsätt till Google").click()
    expect(page.locator(".notice[role=status]")).to_contain_text("Google är ansluten.")
    assert "code=" not in page.url
    google = page.get_by_role("region", name="Google", exact=True)
    expect(google).to_contain_text(f"Med ett Google-konto: hela domänen {HOST}.")
    google.get_by_role("button", name="Pröva nu").click()
    expect(page.locator(".notice[role=status]")).to_contain_text("kan läsas")
    google.get_by_text("Koppla från Google").click()
    google.get_by_role("button", name="Koppla från, behåll siffrorna").click()
    expect(page.locator(".notice[role=status]")).to_contain_text("Google är frånkopplad.")
    assert served.standin.authority.refresh_tokens == set()


def test_a_no_at_google_leads_back(page: Page, served: Served) -> None:
    served.standin.authority.answer = None
    to_engines(page, served)
    page.get_by_role("button", name="Anslut Google").click()
    page.get_by_role("link", name="Fortsätt till Google").click()
    expect(page.get_by_role("alert")).to_contain_text("Du sade nej hos Google")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Figures from Google and Bing")).to_be_visible()


def test_bing_is_connected_by_its_key(page: Page, served: Served) -> None:
    to_engines(page, served)
    page.get_by_label("API-nyckel", exact=True).fill("f" * 32)
    way = page.get_by_role("region", name="Bings API-nyckel")
    way.get_by_role("button", name="Anslut").click()
    expect(page.get_by_role("alert")).to_contain_text("Bing godtar inte det du gav.")
    page.get_by_label("API-nyckel", exact=True).fill(BING_KEY)
    way.get_by_role("button", name="Anslut").click()
    expect(page.locator(".notice[role=status]")).to_contain_text("Bing är ansluten.")
    assert BING_KEY not in page.content()


async def _troubled(rooms: SearchRooms) -> None:
    sealed = rooms.vault.seal(TROUBLE, "google", "1//0made-up")
    await rooms.access.put(Access(TROUBLE, "google", "oauth", f"https://{TROUBLE}/{HOSTILE[1]}{HOSTILE[2]}", sealed))
    now = int(NOW)
    await rooms.access.note(TROUBLE, "google", Fetched(now, None, now + 60, "revoked", 3, HOSTILE[0] + HOSTILE[1]))
    await rooms.access.put(Access(TROUBLE, "bing", "key", f"https://{TROUBLE}/", b"sealed by another key"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_each_page_fits_can_be_read_and_axe_finds_nothing(
    browser: Browser, served: Served, scheme: str, width: int
) -> None:
    served.fill(_troubled)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light", locale="sv-SE"
    )
    page = context.new_page()
    log_in(page, served)

    def look() -> None:
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert page.evaluate(CONTRASTS) == [], page.url
        assert violations(page) == (), page.url

    to_engines(page, served)
    for details in page.locator("details").all():
        details.locator("summary").click()
    look()
    page.get_by_role("button", name="Anslut Google").click()
    look()
    to_engines(page, served, TROUBLE)
    look()
    served.standin.properties = dict.fromkeys((f"https://{HOST}/", f"http://{HOST}/"), "SITE_OWNER")
    to_engines(page, served)
    page.get_by_label("Eller klistra in nyckeln").fill(served.standin.authority.account_file())
    page.get_by_role("region", name="Ett tjänstekonto hos Google").get_by_role("button", name="Anslut").click()
    expect(page.get_by_text("Välj webbplats hos Google")).to_be_visible()
    look()
    upload(page, "tabell.csv", FOREIGN_COLUMNS)
    look()
    to_engines(page, served)
    upload(page, NAME, EXPORT)
    look()
    context.close()
