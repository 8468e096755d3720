"""The settings: a switch for each category and each service, off at first, and everything off in two clicks."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.companies import Companies, with_companies
from tests.browser.test_banner import CONTRAST, LARGE_TEXT, LONG, LOOKS, focused
from tests.browser.visitor import Visitor
from tests.browser.website import Website

SV, EN = (with_companies()["texts"][language] for language in ("sv", "en"))
CATEGORIES = ["statistics", "functional", "media", "analytics", "marketing"]
SERVICES = {"film": "media", "karta": "media", "chatt": "functional", "matning": "analytics", "annons": "marketing"}


def called(title: str) -> re.Pattern[str]:
    """A category says too how many of its services are on."""
    return re.compile(rf"^{title}( \d.\d)?$")


def switch(page: Page, name: str, language: dict[str, Any] = SV) -> Locator:
    words = language["categories"].get(name) or language["services"][name]
    return page.get_by_role("switch", name=called(words[0]))


def states(page: Page) -> dict[str, bool]:
    return {name: switch(page, name).is_checked() for name in (*CATEGORIES, *SERVICES)}


def hook(visitor: Visitor, name: str) -> Locator:
    return visitor.banner.locator(f'[data-consent="{name}"]')


def saves(visitor: Visitor) -> None:
    hook(visitor, "save").click()
    expect(visitor.banner).to_have_count(0)


def test_the_first_layer_leads_to_it_and_it_takes_focus(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    assert focused(page) == "BODY"
    expect(page.get_by_role("switch")).to_have_count(0)
    hook(visitor, "settings").click()
    expect(visitor.banner).to_be_focused()
    expect(page.get_by_role("switch")).to_have_count(len(CATEGORIES) + len(SERVICES))
    assert visitor.cookies() == {}


def test_it_says_what_each_category_and_service_is_for(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").click()
    for name in CATEGORIES:
        group = page.get_by_role("group", name=called(SV["categories"][name][0]))
        expect(group).to_contain_text(SV["categories"][name][1])
        for service in (one for one, category in SERVICES.items() if category == name):
            expect(group).to_contain_text(SV["services"][service][1])
    expect(page.locator("fieldset").nth(2)).to_contain_text(SV["remains"].replace("{names}", "viewer (film.localhost)"))
    for paragraph in SV["terms"]:
        expect(visitor.banner).to_contain_text(paragraph)
    expect(visitor.banner.get_by_role("link", name=SV["policy"])).to_be_visible()


def test_nothing_is_on_at_first_view_and_afterwards_what_holds(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").click()
    assert not any(states(page).values())
    switch(page, "film").click()
    switch(page, "statistics").click()
    saves(visitor)
    assert visitor.cookies() == {"rv_choice": "yes.3+film+statistics"}
    visitor.reopens()
    assert {name for name, on in states(page).items() if on} == {"film", "statistics"}
    expect(visitor.banner).to_contain_text(SV["some"])


def test_saving_nothing_is_a_refusal(visitor: Visitor, companies: Companies) -> None:
    visitor.opens()
    hook(visitor, "settings").click()
    saves(visitor)
    assert visitor.cookies() == {"rv_choice": "no.3"}


def test_a_category_moves_its_services_and_shows_when_they_differ(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").click()
    media = switch(page, "media")
    mixed = "(input) => input.indeterminate"
    media.click()
    assert {name for name, on in states(page).items() if on} == {"media", "film", "karta"}
    switch(page, "karta").click()
    expect(media).not_to_be_checked()
    assert media.evaluate(mixed)
    expect(page.locator("legend").filter(has=media)).to_contain_text("1/2")
    media.click()
    assert not media.evaluate(mixed)
    expect(switch(page, "karta")).to_be_checked()
    media.click()
    assert not any(states(page).values())
    page.get_by_text(SV["services"]["chatt"][0], exact=True).click()
    expect(switch(page, "functional")).to_be_checked()
    saves(visitor)
    assert visitor.cookies() == {"rv_choice": "yes.3+functional"}


def test_it_works_by_keyboard_alone(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(switch(page, "statistics")).to_be_focused()
    page.keyboard.press("Space")
    hook(visitor, "save").focus()
    page.keyboard.press("Enter")
    expect(visitor.banner).to_have_count(0)
    assert visitor.cookies() == {"rv_choice": "yes.3+statistics"}


def test_who_comes_back_is_two_clicks_from_all_off(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    visitor.accepts()
    visitor.reopens()
    assert all(states(page).values())
    expect(visitor.reject).to_have_text(SV["withdraw"])
    with page.expect_navigation():
        visitor.reject.click()
    assert visitor.cookies() == {"rv_choice": "no.3"}
    expect(visitor.banner).to_have_count(0)


def test_escape_closes_without_an_answer_and_gives_focus_back(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    visitor.accepts()
    page.locator("#cookies").focus()
    page.keyboard.press("Enter")
    switch(page, "film").click()
    page.keyboard.press("Escape")
    expect(visitor.banner).to_have_count(0)
    assert focused(page) == "cookies"
    assert visitor.cookies() == {"rv_choice": "yes.3"}


def test_escape_before_an_answer_leads_back_to_the_question(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("switch")).to_have_count(0)
    expect(visitor.accept).to_be_visible()
    assert visitor.cookies() == {}


def test_a_script_cannot_switch_anything_on(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").click()
    switch(page, "annons").evaluate("(input) => input.click()")
    assert not any(states(page).values())
    switch(page, "annons").evaluate("(input) => { input.checked = true }")
    switch(page, "statistics").click()
    switch(page, "annons").evaluate("(input) => { input.checked = true }")
    hook(visitor, "save").evaluate("(button) => button.click()")
    assert visitor.cookies() == {}
    saves(visitor)
    assert visitor.cookies() == {"rv_choice": "yes.3+statistics"}


def test_what_a_script_hides_is_not_accepted(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").click()
    for name in ("film", "statistics"):
        switch(page, name).click()
    switch(page, "film").evaluate("(input) => { input.checked = false }")
    saves(visitor)
    assert visitor.cookies() == {"rv_choice": "yes.3+statistics"}


def test_language_changes_in_place_and_keeps_the_switches(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    hook(visitor, "settings").click()
    switch(page, "film").click()
    visitor.banner.get_by_text(EN["language"]).click()
    expect(switch(page, "media", EN)).not_to_be_checked()
    expect(switch(page, "film", EN)).to_be_checked()
    expect(hook(visitor, "save")).to_have_text(EN["save"])


SCREENS = [
    (320, 568, "", "light"),
    (320, 568, LARGE_TEXT, "dark"),
    (568, 320, LARGE_TEXT, "light"),
    (375, 667, "", "dark"),
    (1280, 800, "", "light"),
    (1280, 800, LARGE_TEXT, "dark"),
]


@pytest.mark.parametrize(("width", "height", "head", "scheme"), SCREENS)
def test_three_equal_buttons_and_switches_that_a_finger_finds(
    visitor: Visitor, website: Website, companies: Companies, width: int, height: int, head: str, scheme: Any
) -> None:
    website.head, website.body = head, LONG
    page = visitor.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    visitor.opens()
    hook(visitor, "settings").click()
    buttons = [hook(visitor, name) for name in ("reject", "save", "accept")]
    looks = [{**button.evaluate(LOOKS), "bounds": None} for button in buttons]
    sizes = [button.evaluate("({offsetWidth, offsetHeight}) => [offsetWidth, offsetHeight]") for button in buttons]
    assert looks[0] == looks[1] == looks[2]
    assert all(abs(one - other) <= 1 for size in sizes for one, other in zip(size, sizes[0], strict=True))
    for button in buttons:
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("(button) => button.scrollWidth <= button.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for one in page.get_by_role("switch").all():
        one.scroll_into_view_if_needed()
        expect(one).to_be_in_viewport(ratio=0.9)
        assert min(one.evaluate("({offsetWidth, offsetHeight}) => [offsetWidth, offsetHeight]")) >= 24
    for text in visitor.banner.locator("p:visible, legend span, a:visible").all():
        assert text.evaluate(CONTRAST) >= 4.5
    switch(page, "karta").click()
    saves(visitor)
    assert visitor.cookies() == {"rv_choice": "yes.3+karta"}


def test_right_to_left(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.policy["texts"] = {"ar": {**EN, "title": "هل يمكننا احتساب زيارتك؟"}}
    page = visitor.opens()
    hook(visitor, "settings").click()
    # Each line has the direction of its own words; the whole stands as the title does.
    assert visitor.banner.evaluate("(banner) => getComputedStyle(banner).direction") == "rtl"
    named = page.get_by_role("switch").first
    box, banner = named.bounding_box(), visitor.banner.bounding_box()
    assert box is not None
    assert banner is not None
    assert box["x"] > banner["x"] + banner["width"] / 2
