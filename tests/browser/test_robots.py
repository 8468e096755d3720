"""Whom the script and the collector take for visitors, in a real browser: programs and owners are told apart."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from collector.hints import contradicts, hints_of
from collector.hits import Counted, Ignored
from policy.own_visits import MARK, own_visits
from tests.browser.configuration import VERSION
from tests.browser.conftest import CHROMIUM, FLAGS, windowed
from tests.browser.devtools import Devtools
from tests.browser.places import FOREIGN, SITE, STATS, Places
from tests.browser.visitor import Visitor
from tests.browser.website import ELSEWHERE, Server, Website
from tests.collector.conftest import SAFARI
from tests.policy.documents import DOCUMENT, changed

SV: Final = own_visits("sv")
DRIVEN: Final = [flag for flag in FLAGS if "AutomationControlled" not in flag]


def test_of_a_persons_browser_neither_key_is_sent(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    [hit] = website.counted(1)
    assert hit.keys().isdisjoint({"automated", "own"})


def test_a_browser_that_a_program_drives_says_so(browser: Browser, server: Server) -> None:
    driven = browser.browser_type.launch(executable_path=CHROMIUM, args=DRIVEN)
    try:
        visitor = Visitor(driven.new_context(), server.website)
        visitor.opens("/kurser?s=oro", referrer=f"http://{ELSEWHERE}/sok?q=kbt")
        visitor.accepts()
        [hit] = server.website.counted(1)
        assert "rv_visit" not in visitor.storage()["local"]
    finally:
        driven.close()
    assert hit == _bare(server.website, hit) | {"automated": True}


def _bare(website: Website, hit: dict[str, Any]) -> dict[str, Any]:
    """What is told of any page view that is left out, but for the reason."""
    url = website.url("/")
    return {"v": 1, "site": "kbt-verkstan.se", "url": url, "id": hit["id"], "policy": VERSION, "age": 0}


def test_a_browser_that_is_marked_says_that_alone_and_after_a_yes_alone(visitor: Visitor, website: Website) -> None:
    visitor.context.add_cookies([{"name": MARK, "value": "1", "url": website.url()}])
    visitor.opens("/kurser?s=oro", referrer=f"http://{ELSEWHERE}/sok?q=kbt")
    visitor.is_done()
    assert website.hits == []
    visitor.accepts()
    visitor.goes_on("/priser")
    hits = website.counted(2)
    assert hits == [_bare(website, hit) | {"own": True} for hit in hits]
    assert "rv_visit" not in visitor.storage()["local"]


@pytest.mark.parametrize(("name", "value"), [(MARK, "0"), (f"min{MARK}", "1")])
def test_no_other_cookie_or_value_is_the_mark(visitor: Visitor, website: Website, name: str, value: str) -> None:
    visitor.context.add_cookies([{"name": name, "value": value, "url": website.url()}])
    visitor.opens("/kurser")
    visitor.accepts()
    [hit] = website.counted(1)
    assert "own" not in hit
    assert hit["url"] == website.url("/kurser")


@pytest.fixture
def devtools(tmp_path: Path) -> Iterator[Devtools]:
    devtools = Devtools([CHROMIUM, *FLAGS], tmp_path)
    yield devtools
    devtools.close()


def _headers(website: Website) -> dict[str, str]:
    website.counted(1)
    return {name.lower(): value for name, value in website.hits[0].headers.items()}


def test_what_chromium_says_of_itself_is_believed(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    headers = _headers(website)
    hints = hints_of(headers)
    assert "Chromium" in hints.brands, "the hints came"
    assert (hints.mode, hints.destination) == ("cors", "empty")
    assert not contradicts(hints, headers["user-agent"])


@pytest.mark.parametrize("form", ["telephone", "iPhone"])
def test_what_the_tools_for_developers_show_is_believed(devtools: Devtools, website: Website, form: str) -> None:
    """They send the hints of the device that they stand for, or none where it has none."""
    version = devtools.call("Browser.getVersion")["product"].partition("/")[2].partition(".")[0]
    agent: dict[str, Any] = {"userAgent": SAFARI}
    if form == "telephone":
        webkit = "AppleWebKit/537.36 (KHTML, like Gecko)"
        phone = f"Mozilla/5.0 (Linux; Android 10; K) {webkit} Chrome/{version}.0.0.0 Mobile Safari/537.36"
        metadata = {"platform": "Android", "platformVersion": "16", "architecture": "", "model": "K", "mobile": True}
        agent = {"userAgent": phone, "userAgentMetadata": metadata}
    devtools.call("Emulation.setUserAgentOverride", devtools.session, **agent)
    yes = f"rv_choice=yes.{VERSION}"
    devtools.call(
        "Network.setCookie", devtools.session, name="rv_choice", value=yes.partition("=")[2], url=website.url()
    )
    devtools.call("Page.navigate", devtools.session, url=website.url())
    headers = _headers(website)
    assert headers["user-agent"] == agent["userAgent"]
    assert not contradicts(hints_of(headers), headers["user-agent"])


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    document = changed('host = "klinik.example"\naliases = ["www.klinik.example"]', f'host = "{SITE}"', DOCUMENT)
    places = Places(tmp_path, document)
    yield places
    places.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(user_agent=windowed(browser))
    yield context.new_page()
    context.close()


def _reads(page: Page, places: Places) -> None:
    with page.expect_response(lambda answer: "/hit?" in answer.url and answer.status == 204):
        page.goto(places.url("/"))


def test_one_click_leaves_out_the_owners_visits_until_another_counts_them_again(places: Places, page: Page) -> None:
    page.goto(places.url("/"))
    with page.expect_response(lambda answer: "/hit?" in answer.url):
        page.locator("[data-consent=accept]").click()
    page.goto(places.url(f"/egna/{SITE}", STATS))
    expect(page.get_by_role("status")).to_have_text(SV["marked"].format(host=SITE))
    _reads(page, places)
    page.goto(places.url(f"/own/{SITE}?lang=sv", STATS))
    page.get_by_role("button", name=SV["count"]).click()
    expect(page.get_by_role("status")).to_have_text(SV["counted"].format(host=SITE))
    page.reload()
    assert "rv_own" not in {cookie.get("name") for cookie in page.context.cookies()}
    _reads(page, places)
    told = [entry for entry in places.journalled() if isinstance(entry, Counted | Ignored)]
    assert [getattr(entry, "reason", "counted") for entry in told] == ["counted", "own-visit", "counted"]


def test_whom_another_website_leads_to_the_link_is_asked_first(places: Places, page: Page) -> None:
    page.goto(places.url(f"/own/{SITE}?lang=sv", FOREIGN))
    with page.expect_navigation():
        page.evaluate("(link) => { location = link }", places.url(f"/egna/{SITE}", STATS))
    expect(page.get_by_role("status")).to_have_text(SV["unmarked"].format(host=SITE))
    assert page.context.cookies() == []
    page.get_by_role("button", name=SV["mark"]).click()
    expect(page.get_by_role("status")).to_have_text(SV["marked"].format(host=SITE))
    assert [cookie.get("name") for cookie in page.context.cookies()] == [MARK]
