"""Asking without a reload, in a real browser; and the same clicks where there is no script."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Route,
    StorageState,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.checklist.axe import violations
from tests.dashboard.pages.asked import Served
from tests.dashboard.pages.test_in_browser import ARGUMENTS, CHROMIUM
from tests.dashboard.seed import EMAIL, HOST, PASSWORD

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

WATCH: Final = """
window.loaded = Math.random();
window.violations = [];
document.addEventListener("securitypolicyviolation", event => window.violations.push(event.violatedDirective));
"""
FILTERED: Final = "**/sites/example.se?*filter=referrer%3DGoogle*"


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
    """The cookies of one who has logged in."""
    context = browser.new_context()
    served.log_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(browser: Browser, owner: StorageState) -> Iterator[BrowserContext]:
    size: ViewportSize = {"width": 1000, "height": 600}
    context = browser.new_context(storage_state=owner, locale="sv-SE", viewport=size, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Iterator[Page]:
    """The site's page. No policy of ours is broken on it."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{served.page}?period=28d")
    yield page
    assert page.evaluate("window.violations") == []


def row(page: Page, panel: str, value: str) -> None:
    page.get_by_role("region", name=panel, exact=True).get_by_role("link", name=value, exact=True).click()


def mark(page: Page) -> float:
    """The same as long as nothing has been loaded anew."""
    loaded: float = page.evaluate("window.loaded")
    return loaded


def focus(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.id")
    return name


def hold(page: Page, address: str) -> list[Route]:
    """Requests that are not answered."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def values(page: Page) -> list[str]:
    return page.locator(".rows tbody th").all_inner_texts()


def test_a_row_filters_the_page_and_back_forward_and_reload_do_as_everywhere(page: Page) -> None:
    before, entries = mark(page), page.evaluate("history.length")
    row(page, "Källor", "Google")
    expect(page.locator(".chip")).to_contain_text("Urval av källor: Google")
    page.wait_for_url(FILTERED)
    assert "period=28d" in page.url
    assert page.evaluate("scrollY") == 0
    assert focus(page) == "content"
    told = page.get_by_role("status")
    expect(told).to_contain_text(f"{HOST}, 26 oktober–22 november 2026")
    expect(told).to_contain_text("Urval av källor: Google")
    page.evaluate("scrollTo(0, 150)")
    page.wait_for_function("history.state.y === 150")
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    assert focus(page) == "referrer-1"
    assert page.get_by_role("link", name="Google", exact=True).first.is_visible()
    page.wait_for_function("scrollY > 0")
    page.go_forward()
    expect(page.locator(".chip")).to_be_visible()
    page.wait_for_function("scrollY === 150")
    assert mark(page) == before
    assert page.evaluate("history.length") == entries + 1
    page.reload()
    expect(page.locator(".chip")).to_be_visible()
    page.wait_for_function("scrollY === 150")
    assert mark(page) != before


def test_the_chart_of_other_days_can_be_walked_through_too(page: Page) -> None:
    page.get_by_role("link", name="7 dagar").click()
    expect(page.locator(".days")).to_contain_text("16–22 november 2026")
    chart = page.get_by_role("slider")
    chart.focus()
    page.keyboard.press("Home")
    expect(chart).to_have_attribute("aria-valuetext", re.compile("16 november"))


def test_a_filter_is_taken_away_and_keeps_the_days_and_the_comparison(page: Page, served: Served) -> None:
    page.goto(f"{served.page}?from=2026-11-01&to=2026-11-20&compare=none&filter=referrer%3DGoogle")
    before = mark(page)
    page.get_by_role("link", name="Visa allt").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.wait_for_url(f"{served.page}?from=2026-11-01&to=2026-11-20&compare=none")
    assert mark(page) == before


def test_other_days_are_asked_for_by_link_and_by_form(page: Page) -> None:
    before = mark(page)
    page.get_by_role("link", name="12 månader").click()
    expect(page.locator(".days")).to_contain_text("1 december 2025")
    assert page.evaluate("document.activeElement.textContent.trim()") == "12 månader"
    page.get_by_label("Från", exact=True).fill("2026-11-01")
    page.get_by_label("Till", exact=True).fill("2026-11-20")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.locator(".days")).to_contain_text("1–20 november 2026")
    page.wait_for_url("**?from=2026-11-01&to=2026-11-20")
    page.get_by_role("link", name="English").click()
    expect(page.locator(".days")).to_contain_text("1–20 November 2026")
    assert mark(page) != before, "another language is another page"


def test_a_list_is_found_in_sorted_and_turned_where_it_stands(page: Page, served: Served) -> None:
    page.goto(f"{served.page}/panels/page?period=28d")
    before = mark(page)
    heading = page.get_by_role("columnheader", name="Värde")
    page.get_by_role("link", name="Värde").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert focus(page) == "sort-value"
    assert values(page)[:3] == ["/", "/kontakt", "/sida-000"]
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert values(page)[0] == "/sida-149"
    page.get_by_role("link", name="Nästa").click()
    expect(page.locator(".leaf")).to_contain_text("101–152 av 152")
    assert page.evaluate("scrollY") > 0
    page.get_by_label("Sök i listan").fill("SIDA-01")
    page.keyboard.press("Enter")
    expect(page.locator(".rows tbody tr")).to_have_count(10)
    assert focus(page) == "find"
    assert values(page)[0] == "/sida-019", "still in the order that was chosen"
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(page.locator(".rows tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Visa alla", exact=True).click()
    expect(page.locator(".leaf")).to_contain_text("1–100 av 152")
    assert mark(page) == before


def test_what_is_meant_for_a_new_tab_goes_there(page: Page, context: BrowserContext) -> None:
    address = page.url
    with context.expect_page() as opened:
        page.get_by_role("region", name="Källor").get_by_role("link", name="Google").click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator(".chip")).to_contain_text("Google")
    assert page.url == address
    assert page.locator(".chip").count() == 0


def test_what_is_asked_later_overtakes_a_slow_answer(page: Page) -> None:
    held = hold(page, "**/sites/example.se?*period=7d*")
    page.get_by_role("link", name="7 dagar").click()
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    page.get_by_role("link", name="12 månader").click()
    expect(page.locator(".days")).to_contain_text("1 december 2025")
    entries = page.evaluate("history.length")
    [slow] = held
    slow.abort()
    page.get_by_role("link", name="Den här månaden").click()
    expect(page.locator(".days")).to_contain_text("1–22 november 2026")
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    expect(page.locator(".days")).to_contain_text("1 december 2025")


def test_going_back_overtakes_too(page: Page) -> None:
    row(page, "Källor", "Google")
    expect(page.locator(".chip")).to_be_visible()
    hold(page, "**/sites/example.se?*period=7d*")
    page.get_by_role("link", name="7 dagar").click()
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".days")).to_contain_text("26 oktober–22 november 2026")


@pytest.mark.parametrize("way", ["click", "back"])
def test_who_is_no_longer_logged_in_logs_in_and_sees_what_was_asked(
    page: Page, context: BrowserContext, way: str
) -> None:
    if way == "back":
        row(page, "Källor", "Google")
        page.wait_for_url(FILTERED)
        page.get_by_role("link", name="Visa allt").click()
        expect(page.locator(".chip")).to_have_count(0)
        context.clear_cookies(name="session")
        page.go_back()
    else:
        context.clear_cookies(name="session")
        row(page, "Källor", "Google")
    page.wait_for_url("**/login**")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_contain_text("Google")


@pytest.mark.parametrize("fault", ["401", "500", "lost", "a picture"])
def test_on_any_failure_the_browser_goes_there_itself(page: Page, fault: str) -> None:
    def fail(route: Route) -> None:
        if route.request.resource_type != "xhr":
            route.continue_()
        elif fault == "lost":
            route.abort()
        elif fault == "a picture":
            route.fulfill(status=200, content_type="image/png", body=b"\x89PNG")
        else:
            route.fulfill(status=int(fault), content_type="text/html", body="<main data-part=main>nothing</main>")

    page.route(FILTERED, fail)
    before = mark(page)
    row(page, "Källor", "Google")
    expect(page.locator(".chip")).to_contain_text("Google")
    page.wait_for_function("window.loaded !== undefined")
    assert mark(page) != before


def test_a_message_of_what_is_wrong_is_a_page_of_its_own(page: Page, served: Served) -> None:
    page.evaluate("document.querySelector('#preset-1').href = '?period=never'")
    page.locator("#preset-1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det går inte att visa")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOST)


def test_the_skip_link_is_not_asked_of_the_server(page: Page) -> None:
    before = mark(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focus(page) == "content"
    page.get_by_role("link", name="12 månader").click()
    expect(page.locator(".days")).to_contain_text("1 december 2025")
    assert "#" not in page.url
    page.go_back()
    expect(page.locator(".days")).to_contain_text("26 oktober–22 november 2026")
    assert mark(page) == before


def test_no_script_can_make_html_of_text(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.page)
    for code in ("document.body.innerHTML = '<b>x</b>'", "new DOMParser().parseFromString('<b>x</b>', 'text/html')"):
        refused = f"() => {{ try {{ {code} }} catch (error) {{ return error.name }} }}"
        assert page.evaluate(refused) == "TypeError"
    assert page.evaluate("() => { try { trustedTypes.createPolicy('x', {}) } catch (error) { return error.name } }")


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_in_lists_and_filters(context: BrowserContext, served: Served, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for path in (
        "",
        "/panels/page?sort=value&order=asc",
        "?filter=page%3D%2Fkontakt",
        "/panels/browser?filter=page%3D/",
    ):
        page.goto(served.page + path)
        assert violations(page) == (), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_same_clicks_without_script(browser: Browser, owner: StorageState, served: Served) -> None:
    context = browser.new_context(storage_state=owner, java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{served.page}?period=28d")
    row(page, "Källor", "Google")
    assert "Urval av källor: Google" in page.locator(".chip").inner_text()
    assert "period=28d" in page.url
    row(page, "Sidor", "/kontakt")
    assert "Urval av sidor: /kontakt" in page.locator(".chip").inner_text()
    page.go_back()
    page.get_by_role("link", name="7 dagar").click()
    assert "filter=referrer%3DGoogle" in page.url
    page.get_by_role("link", name="Visa allt").click()
    page.get_by_role("link", name="Visa alla 152").click()
    page.get_by_role("link", name="Värde").click()
    assert values(page)[:2] == ["/", "/kontakt"]
    page.get_by_role("link", name="Nästa").click()
    assert values(page)[-1] == "/sida-149"
    page.get_by_label("Sök i listan").fill("kontakt")
    page.get_by_role("button", name="Sök").click()
    assert values(page) == ["/kontakt"]
    context.close()
