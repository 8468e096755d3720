"""The policy in a browser: printed whole, and filled into a page of the owner's however strict that is."""

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from collector.pages.policy_fragment import fragment_script
from collector.pages.policy_page import render_policy
from collector.pages.shell import STYLE
from policy.words import Language
from tests.browser.checklist.axe import violations
from tests.collector.pages.test_policy_editions import pictured
from tests.collector.pages.test_policy_page import three_versions

HOST: Final = "klinik.example"
SERVICE: Final = f"https://stats.{HOST}"
POLICY: Final = f"{SERVICE}/policy/{HOST}"
OWNERS: Final = f"https://{HOST}/integritetspolicy"

STRICT: Final = f"default-src 'none'; script-src {SERVICE}; require-trusted-types-for 'script'; trusted-types 'none'"

LINE: Final = next(
    line.replace("example.se", HOST)
    for line in (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("<script") and "fragment.js" in line
)
"""As the manual tells the owner to write it."""

EMBEDDED: Final = f"""<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Integritet</title></head><body>
<main><h1 id="statistics">Vår integritetspolicy</h1>
<div data-rakneverk-policy><a id="stays" href="{POLICY}">Alla versioner av policyn</a></div>
{LINE}</main></body></html>"""


class Served:
    """The policy page with what belongs to it, and a page of the owner's, at their addresses and without a network."""

    def __init__(self, context: BrowserContext) -> None:
        self._site = pictured(three_versions())
        self.policy = ""
        """The owner's Content-Security-Policy."""
        context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        url = route.request.url
        language: Language = "en" if "lang=en" in url else "sv"
        if url == OWNERS:
            headers = {"Content-Security-Policy": self.policy} if self.policy else {}
            route.fulfill(body=EMBEDDED, content_type="text/html", headers=headers)
        elif "/fragment.js" in url:
            script = fragment_script(self._site, language, 2)
            headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript; charset=utf-8"}
            route.fulfill(body=script, headers=headers)
        elif url.endswith(".css"):
            route.fulfill(body=STYLE, content_type="text/css")
        else:
            route.fulfill(body=render_policy(self._site, language), content_type="text/html")


@pytest.fixture
def served(context: BrowserContext) -> Served:
    return Served(context)


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Page:
    assert served, "it answers"
    return context.new_page()


def test_it_fills_a_page_that_makes_no_html_of_texts(page: Page, served: Served) -> None:
    served.policy = STRICT
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(OWNERS)
    filled = page.locator(".rakneverk-policy")
    expect(filled).to_contain_text("Vi är en mottagning.")
    expect(filled.get_by_role("heading", level=2, name="Statistiken på webbplatsen")).to_be_visible()
    expect(page.locator("#stays")).to_be_visible()
    assert page.locator("[id]").count() == 2  # the owner's own
    assert complaints == []


def test_axe_finds_nothing_in_the_owners_page(page: Page) -> None:
    page.goto(OWNERS)
    expect(page.locator(".rakneverk-policy")).to_be_visible()
    assert violations(page) == ()


def test_asking_for_it_takes_neither_cookies_nor_the_pages_address_along(page: Page) -> None:
    page.context.add_cookies([{"name": "theirs", "value": "1", "domain": HOST, "path": "/", "sameSite": "Lax"}])
    with page.expect_request("**/fragment.js*") as asked:
        page.goto(OWNERS)
    request: Request = asked.value
    assert {"cookie", "referer"} & request.all_headers().keys() == set()
    expect(page.locator(".rakneverk-policy")).to_be_visible()


def test_a_script_that_stands_there_twice_fills_it_once(page: Page) -> None:
    page.goto(OWNERS)
    expect(page.locator(".rakneverk-policy")).to_have_count(1)
    page.add_script_tag(url=f"{POLICY}/fragment.js?lang=en&level=3")
    expect(page.locator(".rakneverk-policy")).to_have_count(1)
    expect(page.locator(".rakneverk-policy")).to_have_attribute("lang", "en")


def test_without_the_script_the_link_is_there(page: Page) -> None:
    page.route("**/fragment.js*", lambda route: route.abort())
    page.goto(OWNERS)
    expect(page.locator("#stays")).to_be_visible()
    expect(page.locator(".rakneverk-policy")).to_have_count(0)


def test_what_is_folded_away_on_a_screen_is_printed(page: Page) -> None:
    page.goto(f"{POLICY}?lang=sv")
    changed = page.get_by_text("Vi är en klinik.")
    expect(changed).to_be_hidden()
    page.emulate_media(media="print")
    assert changed.evaluate("(element) => element.checkVisibility({contentVisibilityAuto: true})")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("link", name="1280 px, ljust")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_on_the_page(page: Page, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(POLICY)
    page.locator("details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    assert violations(page) == ()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
