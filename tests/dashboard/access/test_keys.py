"""By the keyboard, with other colours than ours, and on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState

from bench.pictures.installation import MUCH
from tests.dashboard.access.pages import PAGES, WEEK
from tests.dashboard.pages.test_in_browser import CHROMIUM

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

REACHABLE = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, ' +
    'summary, [tabindex="0"]')].filter(each => each.checkVisibility() && !each.disabled)
    .filter(each => each.type !== 'radio' || each.checked || !document.querySelector(`[name="${each.name}"]:checked`))
    .map((each, place) => { each.dataset.place = place; return place; })"""
"""In the order of the document; of radio buttons, the chosen one."""

FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [Number(element.dataset.place ?? -1), drawn && seen ? '' : element.outerHTML.slice(0, 100)];
}"""


def walk(page: Page, most: int) -> tuple[list[int], list[str]]:
    """The places that Tab comes to, and what is there without being seen to have the focus."""
    places, unseen = list[int](), list[str]()
    for _ in range(most * 4):  # a field for a date has several stops
        page.keyboard.press("Tab")
        place, missing = page.evaluate(FOCUSED)
        if place < 0:
            break
        if not places or places[-1] != place:
            places.append(place)
        unseen += [missing] if missing else []
    return places, unseen


@pytest.mark.parametrize("path", ["/sites", "/tokens", f"/sites/{MUCH}?{WEEK}", f"/sites/{MUCH}/notes",
                                  f"/sites/{MUCH}/search", f"/sites/{MUCH}/panels/page?{WEEK}&find=k"])  # fmt: skip
def test_every_control_is_reached_in_order_and_seen_to_be(
    browser: Browser, address: str, owner: StorageState, path: str
) -> None:
    context = browser.new_context(storage_state=owner, viewport={"width": 1280, "height": 800}, locale="sv")
    page = context.new_page()
    page.goto(address + path)
    reachable = page.evaluate(REACHABLE)
    places, unseen = walk(page, len(reachable))
    context.close()
    assert places == reachable, "in the order of the document, and out of it again"
    assert unseen == []


def test_a_message_is_announced(browser: Browser, address: str, owner: StorageState) -> None:
    context = browser.new_context(storage_state=owner, locale="sv")
    page = context.new_page()
    page.goto(f"{address}/sites/{MUCH}?{WEEK}")
    page.evaluate("document.getElementById('told').setAttribute('data-kept', '')")
    page.get_by_role("link", name="12 månader").click()
    page.wait_for_url("**period=12m*")
    page.locator("#told[data-kept]").filter(has_text="2026").wait_for(state="attached")
    page.goto(f"{address}/sites/{MUCH}/notes")
    page.get_by_label("Anteckning", exact=True).fill("Kort")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("status").filter(has_text="sparad").wait_for()
    page.get_by_role("button", name="Ta bort Kort").click()
    page.get_by_role("status").filter(has_text="borttagen").wait_for()
    context.close()


def test_nothing_moves_for_who_wants_no_movement(browser: Browser, address: str, owner: StorageState) -> None:
    context = browser.new_context(storage_state=owner, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/sites/{MUCH}?{WEEK}")
    moving = """() => [...document.querySelectorAll('*')].filter(each => {
        const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(each);
        return parseFloat(transitionDuration) > 0 || animationName !== 'none' || scrollBehavior === 'smooth';
    }).length"""
    assert page.evaluate(moving) == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_buttons_and_keys_are_seen_in_colours_that_are_not_ours(
    browser: Browser, address: str, owner: StorageState, scheme: str
) -> None:
    context = browser.new_context(
        storage_state=owner, forced_colors="active", color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(f"{address}/sites/{MUCH}?{WEEK}")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    drawn = {".bars .value": "fill", ".plot text": "fill", ".bars .before": "stroke", ".key": "backgroundColor"}
    for selector, part in drawn.items():
        pseudo = "'::before'" if selector == ".key" else "null"
        found = page.locator(selector).first.evaluate(f"each => getComputedStyle(each, {pseudo}).{part}")
        assert found not in {ground, "none", "rgba(0, 0, 0, 0)"}, selector
    assert page.locator("#show-days").evaluate("each => getComputedStyle(each).borderTopStyle") == "solid"
    context.close()


@pytest.mark.parametrize("path", PAGES[:4] + PAGES[9:10] + PAGES[14:15])
def test_paper_has_no_navigation_and_all_of_the_tables(
    browser: Browser, address: str, owner: StorageState, path: str
) -> None:
    context = browser.new_context(storage_state=owner, color_scheme="dark", viewport={"width": 718, "height": 1047})
    page = context.new_page()
    page.goto(address + path)
    page.emulate_media(media="print")
    shown = "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML.slice(0, 80))"
    controls = "nav, button, input, select, textarea, summary, .skip, .range, .back"
    assert page.locator(controls).evaluate_all(shown) == []
    hidden = "all => all.filter(each => !each.checkVisibility()).map(each => each.outerHTML.slice(0, 80))"
    assert page.locator("table").evaluate_all(hidden) == [], "what is folded is open"
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    cut = """() => [...document.querySelectorAll('table, figure, .panel')]
        .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1).length"""
    assert page.evaluate(cut) == 0
    assert page.pdf(format="A4").startswith(b"%PDF")
    context.close()
