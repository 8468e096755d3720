"""The chart in a real browser: by pointer, finger and keys, and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests.browser.checklist.axe import violations
from tests.dashboard.pages.asked import Served
from tests.dashboard.pages.test_in_browser import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => window.violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("data")).start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def owner(browser: Browser, served: Served) -> StorageState:
    context = browser.new_context()
    served.log_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=[1280, 375])
def page(request: pytest.FixtureRequest, browser: Browser, owner: StorageState, served: Served) -> Iterator[Page]:
    """The site's page, wide and as on a telephone. No policy of ours is broken on it."""
    context = browser.new_context(
        storage_state=owner, locale="sv-SE", viewport={"width": request.param, "height": 800}, has_touch=True
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{served.page}?from=2026-11-01&to=2026-11-20")
    yield page
    assert page.evaluate("window.violations") == []
    context.close()


LAST = "fredag 20 november 2026: 182 besök"
SECOND_LAST = "torsdag 19 november 2026: 32 besök"


def test_a_pointer_shows_what_a_bar_says(page: Page) -> None:
    reading = page.locator(".reading")
    expect(reading).to_be_hidden()
    page.locator(".bars g .place").first.hover(position={"x": 2, "y": 5})
    expect(reading).to_have_text("söndag 1 november 2026: 32 besök · söndag 11 oktober 2026: 32 besök")
    page.locator(".bars g .value").last.hover()
    expect(reading).to_contain_text(LAST)
    around, box = page.locator(".plot").bounding_box(), reading.bounding_box()
    assert around
    assert box
    assert around["x"] - 1 <= box["x"] <= box["x"] + box["width"] <= around["x"] + around["width"] + 1
    page.locator("h1").hover()
    expect(reading).to_be_hidden()


def test_a_finger_does_likewise_and_puts_it_away_again(page: Page) -> None:
    page.locator(".bars g .value").last.tap()
    expect(page.locator(".reading")).to_contain_text(LAST)
    page.locator("h1").tap()
    expect(page.locator(".reading")).to_be_hidden()


def test_the_keys_go_from_bar_to_bar(page: Page) -> None:
    plot, reading = (
        page.get_by_role("slider", name="Besök per dag. Piltangenterna går från stapel till stapel."),
        page.locator(".reading"),
    )
    plot.focus()
    for key, said in (
        ("ArrowLeft", LAST),
        ("ArrowLeft", SECOND_LAST),
        ("ArrowRight", LAST),
        ("ArrowRight", LAST),
        ("Home", "söndag 1 november 2026: 32 besök"),
        ("ArrowLeft", "söndag 1 november 2026: 32 besök"),
        ("End", LAST),
    ):
        page.keyboard.press(key)
        expect(reading).to_contain_text(said)
        assert said in (plot.get_attribute("aria-valuetext") or "")
    assert plot.get_attribute("aria-valuenow") == plot.get_attribute("aria-valuemax") == "20"
    page.keyboard.press("Escape")
    expect(reading).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    expect(reading).to_be_hidden()


def test_a_chart_that_comes_in_the_place_of_another_is_walked_through_too(page: Page) -> None:
    page.get_by_role("link", name="7 dagar").click()
    page.wait_for_url("**period=7d")
    page.locator(".plot").focus()
    page.keyboard.press("Home")
    expect(page.locator(".reading")).to_contain_text("måndag 16 november 2026: 32 besök")
    page.go_back()
    expect(page.locator(".bars g")).to_have_count(20)
    page.locator(".plot").focus()
    page.keyboard.press("End")
    expect(page.locator(".reading")).to_contain_text(LAST)


def test_axe_finds_nothing_in_the_chart(page: Page) -> None:
    assert violations(page, "main") == ()
    page.locator(".plot").focus()
    page.keyboard.press("End")
    page.get_by_text("Siffrorna i en tabell").click()
    assert violations(page, ".chart") == ()


def test_without_script_titles_and_the_table_say_it_all(browser: Browser, owner: StorageState, served: Served) -> None:
    context = browser.new_context(storage_state=owner, locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.page}?from=2026-11-01&to=2026-11-20")
    expect(page.get_by_role("img", name="Besök per dag. Siffrorna står i tabellen under.")).to_be_visible()
    assert LAST in (page.locator(".bars g title").last.text_content() or "")
    page.get_by_text("Siffrorna i en tabell").click()
    rows = page.get_by_role("region", name="Siffrorna i en tabell").get_by_role("row")
    assert rows.first.inner_text().split("\t") == ["Dag", "Besök", "Sidvisningar", "Besök före", "Jämförs med"]
    assert rows.last.inner_text().split("\t") == [
        "fredag 20 november 2026",
        "182",
        "214",
        "0",
        "fredag 30 oktober 2026",
    ]
    page.get_by_role("link", name="Perioden före:").click()
    expect(page.locator(".days")).to_contain_text("12–31 oktober 2026")
    page.get_by_role("link", name="Perioden efter:").click()
    expect(page.locator(".days")).to_contain_text("1–20 november 2026")
    context.close()


def test_paper_has_the_chart_and_the_sentence(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".going")).to_be_visible()
    expect(page.locator(".chart .bars")).to_be_visible()
    for control in (".compare", ".turn", ".chart summary", ".presets", ".dates"):
        expect(page.locator(control).first).to_be_hidden()
