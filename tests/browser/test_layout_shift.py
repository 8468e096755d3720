"""The banner moves nothing of the page, whatever of the page comes late."""

from typing import Final

from playwright.sync_api import Route, expect

from tests.browser.visitor import Visitor
from tests.browser.website import Website

SHIFTS: Final = """window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({value}) => value)))
    .observe({type: 'layout-shift', buffered: true})"""


def test_nothing_moves_where_the_sites_style_comes_after_the_script(visitor: Visitor, website: Website) -> None:
    """What the script had measured of a page without its style would count as where the page stood before."""
    website.head = '<link rel="stylesheet" href="/late.css">'
    website.body = "<h1>Sömn</h1>" + "<p>Välj en tid att gå upp på.</p>" * 9
    held: list[Route] = []
    page = visitor.page
    page.add_init_script(SHIFTS)

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/late.css", hold)
    page.goto(website.url("/"), wait_until="commit")
    page.wait_for_function("window.rakneverk && document.readyState === 'interactive'", polling=20)
    page.evaluate("new Promise(setTimeout)")  # the script's turn is over
    [route] = held
    route.fulfill(body="body {margin: 0; padding: 3em; font-size: 2em}", content_type="text/css")
    expect(visitor.banner).to_be_visible()
    page.evaluate("new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))")
    assert page.evaluate("shifts") == []
