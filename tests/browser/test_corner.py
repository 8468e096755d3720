"""The floating button stands where the site has no element of its own for it, and the notice of a change beside it."""

from typing import Any, Final

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.configuration import VERSION, configuration
from tests.browser.test_banner import SV, focused
from tests.browser.visitor import NOTHING, Visitor
from tests.browser.website import ELSEWHERE, SITE, Website

BARE: Final = "<style>#cookies{display:none}</style>"
"""Hides the page's own element that opens the settings."""

NOTICE: Final = {
    "sv": {**SV, "notice": "Vi ändrade integritetspolicyn den 1 november 2026.", "dismiss": "Stäng"},
    "en": {**configuration()["texts"]["en"], "notice": "We changed the privacy policy.", "dismiss": "Close"},
}


def button(visitor: Visitor) -> Locator:
    return visitor.page.locator("[data-rakneverk-button]")


def has_answered(visitor: Visitor, answer: str = f"no.{VERSION}") -> None:
    visitor.context.add_cookies([{"name": "rv_choice", "value": answer, "domain": f".{SITE}", "path": "/"}])


def box(found: Locator) -> FloatRect:
    measured = found.bounding_box()
    assert measured is not None
    return measured


@pytest.fixture(autouse=True)
def bare(website: Website) -> None:
    website.head = BARE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_button_stands_in_the_corner_while_the_banner_is_closed(visitor: Visitor, width: int, scheme: Any) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 568})
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.opens()
    expect(button(visitor)).to_have_count(0)
    visitor.declines()
    expect(button(visitor)).to_have_text(SV["button"])
    measured = box(button(visitor))
    assert min(measured["width"], measured["height"]) >= 44
    assert (measured["x"], measured["y"] + measured["height"]) == (16, 568 - 16)
    button(visitor).click()
    expect(visitor.banner).to_be_focused()
    expect(button(visitor)).to_have_count(0)
    visitor.page.keyboard.press("Escape")
    expect(button(visitor)).to_be_focused()
    visitor.page.emulate_media(media="print")
    expect(button(visitor)).to_be_hidden()


def test_a_click_of_a_program_opens_it_too(visitor: Visitor) -> None:
    has_answered(visitor)
    visitor.opens()
    button(visitor).evaluate("(button) => button.click()")
    expect(visitor.banner).to_be_visible()
    visitor.reject.evaluate("(button) => button.click()")
    expect(visitor.banner).to_have_count(0)


def test_owner_places_the_button(visitor: Visitor, website: Website) -> None:
    website.head += "<style>:root{--rv-button-inset:80px 24px auto auto}</style>"
    has_answered(visitor)
    visitor.opens()
    measured = box(button(visitor))
    assert (measured["x"] + measured["width"], measured["y"]) == (1280 - 24, 80)


def test_button_stands_above_the_sites_own_bar(visitor: Visitor, website: Website) -> None:
    website.body = '<nav style="position:fixed;inset:auto 0 0;height:56px"><a href="/boka">Boka</a></nav>'
    has_answered(visitor)
    visitor.opens()
    measured = box(button(visitor))
    assert measured["y"] + measured["height"] == 800 - 56 - 16


def test_visible_element_of_the_sites_own_takes_its_place_whenever_it_comes(visitor: Visitor) -> None:
    has_answered(visitor)
    page = visitor.opens()
    expect(button(visitor)).to_be_visible()
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<a data-rakneverk-open>Val</a>')")
    expect(button(visitor)).to_have_count(0)
    page.evaluate("document.querySelector('main').replaceChildren()")
    expect(button(visitor)).to_be_visible()
    page.evaluate("document.head.querySelector('style').remove()")
    expect(button(visitor)).to_have_count(0)


@pytest.mark.parametrize("style", ["visibility:hidden", "display:none"])
def test_element_that_nobody_sees_does_not(visitor: Visitor, website: Website, style: str) -> None:
    website.head = f"<style>#cookies{{{style}}}</style>"
    has_answered(visitor)
    visitor.opens()
    expect(button(visitor)).to_be_visible()


def test_button_outlives_the_body_that_a_site_replaces(visitor: Visitor) -> None:
    has_answered(visitor)
    page = visitor.opens()
    expect(button(visitor)).to_be_visible()
    for _ in range(12):
        page.evaluate("document.body = document.body.cloneNode()")
        expect(button(visitor)).to_be_visible()


def test_button_speaks_the_language_that_the_page_has_now(visitor: Visitor) -> None:
    has_answered(visitor)
    page = visitor.opens()
    page.evaluate("document.documentElement.lang = 'en'; document.body.append('.')")
    expect(button(visitor)).to_have_text("Cookies")


def test_button_covers_nothing_that_has_the_focus(visitor: Visitor, website: Website) -> None:
    website.body = '<a href="#" id="below" style="position:fixed;inset:auto auto 24px 24px">Hitta hit</a>'
    has_answered(visitor)
    page = visitor.opens()
    expect(button(visitor)).to_be_visible()
    page.locator("#below").focus()
    on_top = """(link) => { const {x, y} = link.getBoundingClientRect();
        return document.elementFromPoint(x + 4, y + 4) === link }"""
    assert page.locator("#below").evaluate(on_top)
    page.keyboard.press("Tab")
    assert focused(page) == "BUTTON"
    expect(button(visitor)).to_have_css("opacity", "1")
    assert page.locator("[data-rakneverk-button]").evaluate("(button) => button.matches(':focus')")


def test_button_does_not_move_the_page(visitor: Visitor) -> None:
    has_answered(visitor)
    page = visitor.opens()
    expect(button(visitor)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).paddingBottom") == "0px"


def notice(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("status")


@pytest.fixture
def changed(website: Website) -> None:
    website.policy = {"texts": NOTICE}


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("answer", ["yes.2", "no.2"])
def test_change_that_asks_for_no_new_answer_is_told_on_the_first_page_of_a_visit(
    visitor: Visitor, website: Website, answer: str
) -> None:
    has_answered(visitor, answer)
    page = visitor.opens(referrer=f"http://{ELSEWHERE}/sok")
    expect(notice(visitor)).to_contain_text(NOTICE["sv"]["notice"])
    assert focused(page) == "BODY"
    assert visitor.cookies() == {"rv_choice": answer}
    expect(visitor.banner).to_have_count(0)
    page.locator("#first").click()
    expect(button(visitor)).to_be_visible()
    expect(notice(visitor)).to_have_count(0)


@pytest.mark.usefixtures("changed")
def test_notice_can_be_closed_and_does_not_come_with_a_reload(visitor: Visitor) -> None:
    has_answered(visitor, "no.2")
    page = visitor.opens()
    page.get_by_role("button", name="Stäng").click()
    expect(notice(visitor)).to_have_count(0)
    expect(button(visitor)).to_be_visible()
    page.reload()
    expect(button(visitor)).to_be_visible()
    expect(notice(visitor)).to_have_count(0)
    assert visitor.storage() == NOTHING


@pytest.mark.usefixtures("changed")
def test_notice_needs_no_button_beside_it(visitor: Visitor, website: Website) -> None:
    website.head = ""
    has_answered(visitor, "no.2")
    page = visitor.opens()
    expect(notice(visitor)).to_be_visible()
    expect(button(visitor)).to_be_hidden()
    page.get_by_role("button", name="Stäng").click()
    expect(page.locator("#rakneverk")).to_have_count(0)


@pytest.mark.usefixtures("changed")
def test_notice_leads_to_the_policy(visitor: Visitor, website: Website) -> None:
    has_answered(visitor, "no.2")
    visitor.opens()
    link = notice(visitor).get_by_role("link", name=SV["policy"])
    expect(link).to_have_attribute("href", f"{website.service}/policy/kbt-verkstan.se?lang=sv")


@pytest.mark.parametrize(("answer", "told"), [("yes.1", True), ("no.1", True), ("", False)])
def test_whoever_answered_before_is_told_why_the_question_comes_again(
    visitor: Visitor, website: Website, answer: str, told: bool
) -> None:
    again = "Vi frågar igen, för integritetspolicyn ändrades den 1 november 2026."
    website.policy = {"texts": {"sv": {**NOTICE["sv"], "again": again}}}
    if answer:
        has_answered(visitor, answer)
    visitor.opens()
    expect(visitor.banner).to_be_visible()
    expect(visitor.banner.get_by_text(again)).to_have_count(int(told))
    expect(notice(visitor)).to_have_count(0)


@pytest.mark.parametrize(
    "style",
    [
        "opacity:0",
        "position:absolute;left:-9999px",
        "position:absolute;top:-9999px",
        "font-size:0",
        "position:absolute;width:1px;height:1px;overflow:hidden",
    ],
)
def test_an_opener_that_nobody_finds_does_not_take_the_buttons_place(
    visitor: Visitor, website: Website, style: str
) -> None:
    website.head = f"<style>#cookies{{{style}}}</style>"
    has_answered(visitor)
    visitor.opens()
    expect(button(visitor)).to_be_visible()


@pytest.mark.usefixtures("changed")
def test_whoever_answered_this_version_or_is_asked_now_is_told_nothing(visitor: Visitor) -> None:
    visitor.opens()
    expect(visitor.banner).to_be_visible()
    expect(notice(visitor)).to_have_count(0)
    visitor.declines()
    visitor.opens()
    expect(button(visitor)).to_be_visible()
    expect(notice(visitor)).to_have_count(0)


@pytest.mark.usefixtures("changed")
def test_a_browser_that_said_no_for_its_visitor_gets_the_notice(visitor: Visitor) -> None:
    visitor.context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    visitor.opens()
    expect(notice(visitor)).to_be_visible()
    assert (visitor.cookies(), visitor.storage()) == ({}, NOTHING)
