"""What is a page view where pages change without being loaded: histories, caches and prerendering."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.devtools import Devtools
from tests.browser.visitor import Visitor
from tests.browser.website import Website

OLD_BROWSER = "Object.defineProperty(window, 'navigation', {value: undefined})"
RESTORED = "<script>onpageshow = (event) => { window.restored = event.persisted }</script>"


def paths(website: Website, number: int) -> list[str]:
    return [hit["url"].removeprefix(website.url("")) for hit in website.counted(number)]


@pytest.mark.parametrize("browser_is", ["", OLD_BROWSER], ids=["navigation API", "wrapped history"])
def test_soft_navigation_is_a_view_when_path_or_permitted_query_changes(
    visitor: Visitor, website: Website, browser_is: str
) -> None:
    visitor.context.add_init_script(browser_is)
    visitor.opens("/")
    visitor.goes_on("/fore-svaret")
    visitor.accepts()
    visitor.goes_on("/kurser")
    visitor.goes_on("/kurser#hosten")
    visitor.goes_on("/kurser?utm_source=brev", "replaceState")
    visitor.goes_on("/kurser", "replaceState")
    visitor.goes_on("/kurser?s=oro", "replaceState")
    visitor.page.evaluate("history.back()")
    visitor.page.wait_for_url("**/kurser")
    visitor.goes_on("/priser")
    visitor.page.evaluate("location.hash = 'lista'")
    visitor.is_done()
    assert paths(website, 5) == ["/fore-svaret", "/kurser", "/kurser?s=oro", "/kurser", "/priser"]
    assert len(website.views) == 5
    firsts = [hit["first"] for hit in website.views]
    assert firsts == [["visit", "page"], ["page"], ["search"], [], ["page"]]


def test_soft_navigation_after_half_an_hour_came_from_the_page_before(visitor: Visitor, website: Website) -> None:
    clock = visitor.context.clock
    clock.set_fixed_time("2026-03-02T10:00:00Z")
    visitor.opens("/", referrer="http://sok.localhost/")
    visitor.accepts()
    website.counted(1)
    clock.set_fixed_time("2026-03-02T10:40:00Z")
    visitor.goes_on("/kurser")
    hits = website.counted(2)
    assert (hits[1]["referrer"], hits[1]["first"]) == (website.url("/"), ["visit", "page"])


def test_page_out_of_the_back_forward_cache_is_a_view(visitor: Visitor, website: Website) -> None:
    website.body = RESTORED
    visitor.opens("/")
    visitor.accepts()
    website.counted(1)
    visitor.opens("/andra")
    website.counted(2)
    visitor.page.go_back(wait_until="commit")
    assert paths(website, 3) == ["/", "/andra", "/"]
    visitor.page.wait_for_function("window.restored === true")
    assert website.views[2]["first"] == []


def test_banner_out_of_the_back_forward_cache_goes_when_the_next_page_was_answered(
    visitor: Visitor, website: Website
) -> None:
    website.body = RESTORED
    visitor.opens("/")
    expect(visitor.banner).to_be_visible()
    visitor.opens("/andra")
    visitor.declines()
    visitor.page.go_back(wait_until="commit")
    visitor.page.wait_for_function("window.restored === true")
    expect(visitor.banner).to_have_count(0)
    assert website.hits == []


PRERENDER = """<script type="speculationrules">
{"prerender": [{"urls": ["/andra"], "eagerness": "immediate"}]}</script>"""

LOADED = """document.readyState === 'complete'
    || new Promise((resolve) => { addEventListener('load', () => resolve()) })"""


@pytest.fixture
def devtools(tmp_path: Path) -> Iterator[Devtools]:
    devtools = Devtools([CHROMIUM, *FLAGS], tmp_path)
    yield devtools
    devtools.close()


def is_prerendered(event: dict[str, Any]) -> bool:
    return event.get("method") == "Preload.prerenderStatusUpdated" and event["params"]["status"] == "Ready"


def open_and_prerender(devtools: Devtools, website: Website) -> str:
    """Opens the first page; the session of the second, which is prerendered behind it."""
    website.body = PRERENDER
    devtools.call("Preload.enable", devtools.session)
    devtools.call("Page.navigate", devtools.session, url=website.url("/"))
    devtools.event(is_prerendered)
    behind = devtools.attached("prerender")
    for page in (devtools.session, behind):
        devtools.evaluate(LOADED, page)
    assert devtools.evaluate("[document.prerendering, location.pathname]", behind) == [True, "/andra"]
    return behind


def click(devtools: Devtools, selector: str) -> None:
    """A person's click: one that a script makes accepts nothing."""
    middle = "(({x, y, width, height}) => [x + width / 2, y + height / 2])"
    x, y = devtools.evaluate(f"{middle}(document.querySelector('{selector}').getBoundingClientRect())")
    for kind in ("mousePressed", "mouseReleased"):
        where = {"x": x, "y": y, "button": "left", "clickCount": 1}
        devtools.call("Input.dispatchMouseEvent", devtools.session, type=kind, **where)


def test_prerendered_page_counts_when_it_is_shown(devtools: Devtools, website: Website) -> None:
    behind = open_and_prerender(devtools, website)
    click(devtools, "[data-consent=accept]")
    website.counted(1)
    # The page behind has a yes to go by now, and must wait even so.
    devtools.evaluate(f"fetch('{website.url('/done')}').then(() => null)", behind)
    assert paths(website, 1) == ["/"]
    assert len(website.views) == 1
    devtools.evaluate("document.querySelector('#first').click()")
    assert paths(website, 2) == ["/", "/andra"]
    assert devtools.evaluate("performance.getEntriesByType('navigation')[0].activationStart", behind) > 0
    assert website.views[1]["first"] == ["page"]


def test_prerendered_page_asks_when_it_is_shown(devtools: Devtools, website: Website) -> None:
    behind = open_and_prerender(devtools, website)
    assert devtools.evaluate("document.querySelectorAll('[data-consent-banner]').length", behind) == 0
    devtools.evaluate("location.href = '/andra'")
    shown = """new Promise((resolve) => (function look() {
        document.querySelector('[data-consent-banner]') ? resolve(true) : requestAnimationFrame(look)
    })())"""
    assert devtools.evaluate(shown, behind) is True
