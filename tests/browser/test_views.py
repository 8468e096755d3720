"""What the script tells of a page view besides its address and source, where the policy names it."""

from typing import Any, Final

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.companies import with_companies
from tests.browser.test_search import PATIENCE
from tests.browser.visitor import NOTHING, Visitor
from tests.browser.website import Website

VIEWS: Final[dict[str, Any]] = {"screen": True, "language": True, "timezone": True, "flow": True, "missing": True}

USUAL: Final = {"v", "site", "url", "id", "policy", "referrer", "first", "age"}

READ: Final = """window.read = [];
for (const [owner, name] of [[Screen.prototype, 'width'], [Navigator.prototype, 'language']]) {
  const {get} = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {get() { read.push(name); return get.call(this); }});
}
const zone = Intl.DateTimeFormat;
Intl.DateTimeFormat = function (...values) { read.push('timezone'); return zone(...values); };
const entries = performance.getEntriesByType;
performance.getEntriesByType = (type) => { read.push(type); return entries.call(performance, type); };
"""


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (320, "small"),
        (599, "small"),
        (600, "medium"),
        (1023, "medium"),
        (1024, "large"),
        (1599, "large"),
        (1600, "wide"),
    ],
)
def test_of_the_screen_its_class_is_told(browser: Browser, website: Website, width: int, told: str) -> None:
    website.policy = {"screen": True}
    size: ViewportSize = {"width": width, "height": 700}
    context = browser.new_context(viewport={"width": 320, "height": 600}, screen=size)
    visitor = Visitor(context, website)
    visitor.agreed()
    visitor.opens()
    [view] = website.counted(1)
    context.close()
    assert (view["screen"], view.keys() - USUAL) == (told, {"screen"})


@pytest.mark.parametrize(
    ("locale", "told"), [("sv-SE", "sv"), ("en-GB", "en"), ("fil-PH", "fil"), ("zh-Hant-TW", "zh")]
)
def test_of_the_language_no_country_is_told(browser: Browser, website: Website, locale: str, told: str) -> None:
    website.policy = {"language": True, "timezone": True}
    context = browser.new_context(locale=locale, timezone_id="Europe/Stockholm")
    visitor = Visitor(context, website)
    visitor.agreed()
    visitor.opens()
    [view] = website.counted(1)
    context.close()
    assert (view["language"], view["timezone"]) == (told, "Europe/Stockholm")
    assert view.keys() - USUAL == {"language", "timezone"}


@pytest.mark.parametrize("name", [*VIEWS, "services"])
def test_no_more_is_told_or_read_than_the_policy_names(visitor: Visitor, website: Website, name: str) -> None:
    website.policy = {name: True} if name in VIEWS else with_companies()
    website.statuses = {"/kurser": 404}
    visitor.context.add_init_script(READ)
    visitor.agreed()
    visitor.opens("/kurser", referrer=website.url("/"))
    [view] = website.counted(1)
    key = {"flow": "previous", "services": ""}.get(name, name)
    assert view.keys() - USUAL == {key} - {""}
    read = {"screen": ["width"], "language": ["language"], "timezone": ["timezone"], "missing": ["navigation"]}
    assert visitor.page.evaluate("[...new Set(read)]") == read.get(name, [])


@pytest.mark.parametrize("answer", ["", "declines"])
def test_before_a_yes_and_after_a_no_nothing_is_read_or_told(visitor: Visitor, website: Website, answer: str) -> None:
    website.policy = VIEWS
    visitor.context.add_init_script(READ)
    visitor.opens()
    if answer:
        getattr(visitor, answer)()
    visitor.goes_on("/andra")
    visitor.opens("/tredje", referrer=website.url("/andra"))
    visitor.is_done()
    assert (website.hits, visitor.page.evaluate("read"), visitor.storage()) == ([], [], NOTHING)


@pytest.mark.parametrize("path", ["/boka/tid", "/kurser"])
def test_where_the_view_is_not_told_nothing_more_is(visitor: Visitor, website: Website, path: str) -> None:
    website.policy = VIEWS
    visitor.context.add_init_script(READ)
    visitor.agreed()
    if path == "/kurser":
        visitor.context.add_cookies([{"name": "rv_own", "value": "1", "url": website.url("/")}])
    visitor.opens(path, referrer=website.url("/"))
    visitor.is_done()
    assert visitor.page.evaluate("read") == []
    assert [hit.keys() - USUAL for hit in website.views] == ([{"own"}] if path == "/kurser" else [])


def test_the_page_before_is_told_of_every_page_of_the_site(visitor: Visitor, website: Website) -> None:
    website.policy = {"flow": True}
    website.body = "<script>onpageshow = (event) => { window.restored = event.persisted }</script>"
    visitor.opens("/", referrer="http://sok.localhost/sok")
    visitor.accepts()
    website.counted(1)
    visitor.page.click("#first")
    website.counted(2)
    visitor.goes_on("/kurser?s=oro")
    visitor.goes_on("/priser")
    visitor.page.evaluate("history.back()")
    visitor.page.wait_for_url("**/kurser?s=oro")
    website.counted(5)
    visitor.opens("/boka/tid", referrer=website.url("/kurser"))
    visitor.opens("/kontakt", referrer=website.url("/boka/tid"))
    visitor.opens("/om", referrer=website.url("/behandlingar/panik"))
    website.counted(7)
    told = [(view["url"].removeprefix(website.url("")), view.get("previous")) for view in website.views]
    assert told == [
        ("/", None),
        ("/andra", website.url("/")),
        ("/kurser?s=oro", website.url("/andra")),
        ("/priser", website.url("/kurser")),
        ("/kurser?s=oro", None),  # gone back to
        ("/kontakt", None),  # from a page of which nothing is told
        ("/om", website.url("/behandlingar/")),
    ]


def test_a_page_out_of_the_back_forward_cache_does_not_say_it_came_from_where_it_first_did(
    visitor: Visitor, website: Website
) -> None:
    website.policy = {"flow": True}
    website.body = "<script>onpageshow = (event) => { window.restored = event.persisted }</script>"
    visitor.agreed()
    visitor.opens("/kurser", referrer=website.url("/"))
    website.counted(1)
    visitor.opens("/andra", referrer=website.url("/kurser"))
    website.counted(2)
    visitor.page.go_back(wait_until="commit")
    visitor.page.wait_for_function("window.restored === true")
    assert [view.get("previous") for view in website.counted(3)] == [website.url("/"), website.url("/kurser"), None]


def test_a_yes_tells_nothing_of_the_page_before_it(visitor: Visitor, website: Website) -> None:
    website.policy = {"flow": True}
    visitor.opens("/kurser", referrer=website.url("/priser"))
    visitor.accepts()
    assert "previous" not in website.counted(1)[0]


@pytest.mark.parametrize(("status", "told"), [(404, True), (410, True), (200, None), (403, None), (500, None)])
def test_a_page_that_is_not_there_is_told_by_its_status(
    visitor: Visitor, website: Website, status: int, told: bool | None
) -> None:
    website.policy = {"missing": True}
    website.statuses = {"/borta": status}
    visitor.agreed()
    visitor.opens("/borta")
    assert website.counted(1)[0].get("missing") is told


def test_or_by_an_element_that_says_so(visitor: Visitor, website: Website) -> None:
    website.policy = {"missing": True}
    website.statuses = {"/borta": 404}
    visitor.context.add_init_script(PATIENCE)
    visitor.agreed()
    visitor.opens("/borta")
    visitor.page.evaluate("patience()")
    website.counted(1)
    visitor.goes_on("/kurser")
    visitor.page.evaluate("patience()")
    website.counted(2)
    visitor.goes_on("/finns-inte")
    visitor.page.evaluate("document.querySelector('main').dataset.rakneverkNotFound = ''")
    visitor.page.evaluate("patience()")
    assert [view.get("missing") for view in website.counted(3)] == [True, None, True]


def test_who_leaves_at_once_is_told_of_all_the_same(visitor: Visitor, website: Website) -> None:
    website.policy = {"missing": True}
    website.statuses = {"/borta": 404}
    visitor.context.add_init_script(PATIENCE)
    visitor.agreed()
    visitor.opens("/borta")
    visitor.opens("/")
    website.wait(lambda: website.url("/borta") in [view["url"] for view in website.views])
    [missing] = [view for view in website.views if view["url"] == website.url("/borta")]
    assert missing["missing"] is True


def test_the_campaign_is_told_through_the_visit(visitor: Visitor, website: Website) -> None:
    website.policy = {"campaigns": ["utm_source", "utm_campaign"], "clicks": ["gclid"], "events": ["kontakt"]}
    visitor.agreed()
    visitor.opens("/?s=oro&utm_source=brev&utm_campaign=h%C3%B6st+26&utm_id=7&gclid=hemligt")
    website.counted(1)
    visitor.opens("/priser?utm_source=annan", referrer=website.url("/"))
    website.counted(2)
    visitor.page.evaluate("rakneverk.event('kontakt')")
    hits = website.counted(3)
    assert {hit["campaign"] for hit in hits} == {"utm_source=brev&utm_campaign=h%C3%B6st+26&gclid=1"}
    assert hits[2]["url"] == website.url("/priser"), "an act has the page's address without its query"
    visitor.context.clock.set_fixed_time("2099-01-01T12:00:00Z")
    visitor.opens("/kurser")
    assert "campaign" not in website.counted(4)[3], "another visit began without one"


@pytest.mark.parametrize("policy", [{}, {"flow": True}, {"campaigns": ["utm_source"], "clicks": []}])
def test_of_no_campaign_nothing_is_kept(visitor: Visitor, website: Website, policy: dict[str, Any]) -> None:
    website.policy = policy
    visitor.agreed()
    visitor.opens("/behandlingar/panik?utm_source=brev&s=oro")
    visitor.opens("/priser?utm_medium=mejl", referrer=website.url("/"))
    assert all("campaign" not in view for view in website.counted(2))
    assert "campaign" not in visitor.kept("rv_visit")
