"""The banner asks fairly: two equal buttons, in reach and readable, on any page, and never in the way."""

import json
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.configuration import TEXTS
from tests.browser.visitor import Visitor
from tests.browser.website import ELSEWHERE, Website

SV, EN = (json.loads(TEXTS.read_text(encoding="utf-8"))[language] for language in ("sv", "en"))

LONG: Final = "<p>Vi möts på plats eller på nätet, och en kurs är åtta träffar.</p>" * 40
LARGE_TEXT: Final = "<style>html{font-size:200%}</style>"
SCREENS: Final = [(320, 568), (568, 320), (375, 667), (768, 1024), (1280, 800)]

LOOKS: Final = """(button) => {
    // Widths are compared as whole pixels: two halves of an odd width differ by a 64th.
    const sizes = /^\\d+$|width|inlineSize|origin/i;
    const looks = Object.entries({...getComputedStyle(button)}).filter(([name]) => !sizes.test(name));
    const {top, width, height} = button.getBoundingClientRect();
    return {...Object.fromEntries(looks), bounds: [top, width, height].map(Math.round)};
}"""

CONTRAST: Final = """(element) => {
    const light = (color) => {
        const parts = color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
        const [r, g, b] = parts.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    let behind = element;
    while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
    const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light);
    return Math.max(...pair) / Math.min(...pair);
}"""


def twins(visitor: Visitor) -> tuple[dict[str, Any], dict[str, Any]]:
    return visitor.reject.evaluate(LOOKS), visitor.accept.evaluate(LOOKS)


def focused(page: Page) -> str:
    described: str = page.evaluate(
        "(({tagName, id, dataset}) => dataset.consent || id || tagName)(document.activeElement)"
    )
    return described


def test_banner_is_a_named_region_first_in_the_body_that_takes_no_focus(visitor: Visitor) -> None:
    page = visitor.opens()
    expect(page.get_by_role("region", name=SV["title"])).to_be_visible()
    assert page.evaluate("document.body.firstElementChild.matches('[data-consent-banner]')")
    assert page.locator("[data-consent-banner][aria-live], [data-consent-banner][aria-modal]").count() == 0
    assert focused(page) == "BODY"
    fixed = "(all) => all.filter((one) => /fixed|sticky/.test(getComputedStyle(one).position)).length"
    assert page.locator("[data-consent-banner], [data-consent-banner] *").evaluate_all(fixed) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("head", ["", LARGE_TEXT], ids=["text 100 %", "text 200 %"])
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_buttons_are_equal_twins_in_view_and_half_of_the_page_is_free(
    visitor: Visitor, website: Website, screen: tuple[int, int], head: str, scheme: Any
) -> None:
    width, height = screen
    website.head, website.body = head, LONG
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.opens()
    reject, accept = twins(visitor)
    assert reject == accept
    assert reject["bounds"][2] >= 44
    for button in (visitor.reject, visitor.accept):
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("(button) => button.scrollWidth <= button.clientWidth")
        assert button.evaluate(CONTRAST) >= 4.5
    box = visitor.banner.bounding_box()
    assert box is not None
    assert box["height"] <= height / 2
    assert box["y"] + box["height"] <= height
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width
    for text in visitor.banner.locator("p, a:visible").all():
        assert text.evaluate(CONTRAST) >= 4.5
    for link in visitor.banner.locator("a:visible").all():
        assert link.evaluate("(link) => link.getBoundingClientRect().height") >= 24


def test_all_of_the_text_can_be_reached_on_a_small_screen(visitor: Visitor, website: Website) -> None:
    website.head = LARGE_TEXT
    visitor.page.set_viewport_size({"width": 320, "height": 568})
    visitor.opens()
    language = visitor.banner.locator("[data-consent-language]:visible")
    expect(language).not_to_be_in_viewport()
    language.focus()
    expect(language).to_be_in_viewport(ratio=1)
    expect(visitor.reject).to_be_in_viewport(ratio=1)


def test_owner_cannot_favour_one_answer(visitor: Visitor, website: Website) -> None:
    website.head = """<style>:root{--rv-accent:#6b2d4f;--rv-radius:0}
        button{text-transform:uppercase} [data-consent]{display:none}
        [data-consent="accept"]{background:#0c0;font-size:2em} main ~ *,[data-consent="reject"]{color:#eee}</style>"""
    visitor.opens()
    reject, accept = twins(visitor)
    assert reject == accept
    assert reject["backgroundColor"] == "rgb(107, 45, 79)"
    assert reject["textTransform"] == "none"
    visitor.reject.hover()
    hovered = visitor.reject.evaluate(LOOKS)
    visitor.accept.hover()
    assert hovered == visitor.accept.evaluate(LOOKS)


def test_tab_goes_through_the_banner_first_and_then_on_to_the_page(visitor: Visitor) -> None:
    page = visitor.opens()
    way = []
    for _ in range(6):
        page.keyboard.press("Tab")
        way.append(focused(page))
    assert way == ["A", "A", "reject", "accept", "first", "cookies"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/andra")


def test_answer_gives_focus_back_to_where_it_was(visitor: Visitor, website: Website) -> None:
    website.body = '<input id="name">'
    page = visitor.opens()
    page.locator("#name").focus()
    visitor.declines()
    assert focused(page) == "name"


def test_answer_by_keyboard_goes_on_with_the_page(visitor: Visitor) -> None:
    page = visitor.opens()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page) == "reject"
    page.keyboard.press("Enter")
    expect(visitor.banner).to_have_count(0)
    page.keyboard.press("Tab")
    assert focused(page) == "first"


def test_cookies_link_reopens_with_the_present_answer_and_gets_focus_back(visitor: Visitor) -> None:
    page = visitor.opens()
    visitor.declines()
    page.locator("#cookies").focus()
    page.keyboard.press("Enter")
    expect(visitor.banner).to_be_focused()
    expect(visitor.banner).to_contain_text(SV["no"])
    expect(visitor.reject).to_have_text(SV["refuse"])
    visitor.accepts()
    assert focused(page) == "cookies"
    visitor.reopens()
    expect(visitor.banner).to_contain_text(SV["yes"])
    assert visitor.cookies() == {"rv_choice": "yes.3"}


def test_one_click_takes_everything_back(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    visitor.reopens()
    expect(visitor.reject).to_have_text(SV["withdraw"])
    reject, accept = twins(visitor)
    assert reject == accept
    visitor.declines()
    assert visitor.cookies() == {"rv_choice": "no.3"}
    assert website.answered(2)[1]["answer"] == "no"


def test_escape_closes_what_the_visitor_opened_and_answers_nothing(visitor: Visitor, website: Website) -> None:
    page = visitor.opens()
    visitor.reject.focus()
    page.keyboard.press("Escape")
    expect(visitor.banner).to_be_visible()
    visitor.declines()
    visitor.reopens()
    page.keyboard.press("Escape")
    expect(visitor.banner).to_have_count(0)
    assert focused(page) == "cookies"
    visitor.is_done()
    assert (visitor.cookies(), len(website.choices)) == ({"rv_choice": "no.3"}, 1)


def test_a_question_left_by_escape_is_still_asked(visitor: Visitor, website: Website) -> None:
    page = visitor.opens()
    visitor.reopens()
    page.keyboard.press("Escape")
    expect(visitor.banner).to_be_visible()
    assert focused(page) == "cookies"
    visitor.is_done()
    assert (visitor.cookies(), website.choices) == ({}, [])


@pytest.mark.parametrize(
    "replace",
    [
        "document.body.replaceChildren(...document.querySelectorAll('main'))",
        "document.body = document.body.cloneNode()",
    ],
)
def test_banner_comes_back_where_a_site_replaces_the_body(visitor: Visitor, replace: str) -> None:
    page = visitor.opens()
    page.evaluate(replace)
    expect(visitor.banner).to_be_visible()
    assert page.evaluate("document.body.firstElementChild.matches('[data-consent-banner]')")
    visitor.declines()


@pytest.mark.parametrize(
    "disturb",
    [
        "document.body.replaceWith(document.body.cloneNode(true))",
        "document.adoptedStyleSheets = []; document.body.append('.')",
        "document.body.innerHTML = document.body.innerHTML",
    ],
)
def test_copies_and_lost_styles_leave_one_banner_that_works(visitor: Visitor, disturb: str) -> None:
    page = visitor.opens()
    page.evaluate(disturb)
    expect(visitor.banner).to_have_count(1)
    expect(visitor.banner).to_have_css("position", "fixed")
    visitor.declines()
    assert visitor.cookies() == {"rv_choice": "no.3"}


def test_nobody_is_asked_in_a_frame_of_another_site(visitor: Visitor, website: Website) -> None:
    page = visitor.opens(host=ELSEWHERE)
    page.evaluate(
        """(url) => new Promise((resolve) => {
            const frame = Object.assign(document.createElement('iframe'), {src: url, onload: resolve});
            document.body.append(frame);
        })""",
        website.url("/"),
    )
    framed = page.frame_locator("iframe")
    expect(framed.get_by_role("heading")).to_be_visible()
    expect(framed.locator("[data-consent-banner]")).to_have_count(0)
    assert (website.hits, website.choices) == ([], [])


@pytest.mark.parametrize("lang", ["constructor", "__proto__"])
def test_a_language_that_is_none_is_answered_in_the_policys(visitor: Visitor, website: Website, lang: str) -> None:
    website.lang = lang
    visitor.opens()
    expect(visitor.banner).to_contain_text(SV["title"])


def test_a_form_of_the_same_name_is_left_alone(visitor: Visitor, website: Website) -> None:
    website.body = "<form id=rakneverk><input name=allows></form>"
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    expect(page.locator("form#rakneverk")).to_have_count(1)


def test_a_body_that_is_gone_for_a_while_throws_nothing(visitor: Visitor) -> None:
    errors: list[str] = []
    visitor.page.on("pageerror", lambda error: errors.append(str(error)))
    page = visitor.opens()
    page.evaluate("document.body.remove()")
    page.evaluate("new Promise((resolve) => requestIdleCallback(resolve, {timeout: 200}))")
    page.evaluate("document.documentElement.append(document.createElement('body'))")
    expect(visitor.banner).to_be_visible()
    assert errors == []


def test_link_that_came_after_the_script_opens_it_too(visitor: Visitor) -> None:
    page = visitor.opens()
    visitor.declines()
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<a data-rakneverk-open><b>Val</b></a>')"
    )
    page.get_by_text("Val").click()
    expect(visitor.banner).to_be_visible()


def test_language_changes_in_place(visitor: Visitor) -> None:
    page = visitor.opens()
    link = visitor.banner.get_by_text(EN["language"])
    expect(link).to_have_attribute("lang", "en")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=EN["title"])).to_have_attribute("lang", "en")
    expect(visitor.accept).to_have_text(EN["accept"])
    expect(visitor.reject).to_have_text(EN["refuse"])
    for paragraph in EN["body"]:
        expect(visitor.banner).to_contain_text(paragraph)
    back = visitor.banner.get_by_text(SV["language"])
    expect(back).to_be_focused()
    expect(back).to_have_attribute("lang", "sv")
    page.keyboard.press("Enter")
    expect(visitor.reject).to_have_text(SV["refuse"])
    assert visitor.cookies() == {}


@pytest.mark.parametrize(("lang", "texts"), [("sv-SE", SV), ("EN-gb", EN), ("fi", SV), ("", SV)])
def test_banner_speaks_the_language_of_the_page(
    visitor: Visitor, website: Website, lang: str, texts: dict[str, str]
) -> None:
    website.lang = lang
    visitor.opens()
    expect(visitor.banner).to_contain_text(texts["title"])


def test_right_to_left_text_runs_from_the_right(visitor: Visitor, website: Website) -> None:
    website.policy = {"texts": {"ar": {**EN, "title": "هل يمكننا احتساب زيارتك؟", "refuse": "رفض"}}}
    visitor.opens()
    assert visitor.banner.evaluate("(banner) => getComputedStyle(banner).direction") == "rtl"


def test_page_can_be_read_to_its_end_and_focus_is_never_covered(visitor: Visitor, website: Website) -> None:
    website.body = "".join(f'<p><a id="link-{number}" href="#">Rad {number}</a></p>' for number in range(40))
    page = visitor.opens()
    page.locator("#first").focus()
    above = """(link) => link.getBoundingClientRect().bottom
        <= document.querySelector('[data-consent-banner]').getBoundingClientRect().top"""
    for number in range(40):
        page.keyboard.press("Tab")
        assert page.locator(f"#link-{number}").evaluate(above)
    page.keyboard.press("End")
    page.wait_for_function(f"({above})(document.querySelector('#cookies'))")


def test_sites_own_bar_at_the_bottom_stays_in_view(visitor: Visitor, website: Website) -> None:
    website.body = '<nav style="position:fixed;inset:auto 0 0;height:56px" id="bar"><a href="/boka">Boka</a></nav>'
    page = visitor.opens()
    box = visitor.banner.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800 - 56
    page.get_by_text("Boka").click()
    page.wait_for_url("**/boka")


def test_nothing_on_the_page_moves(visitor: Visitor, website: Website) -> None:
    website.body = LONG
    page = visitor.opens()
    visitor.declines()
    shifts = """new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().map((entry) => entry.value)))
            .observe({type: 'layout-shift', buffered: true});
        requestAnimationFrame(() => requestAnimationFrame(() => resolve([])));
    })"""
    assert page.evaluate(shifts) == []


def test_script_that_blocks_in_the_head_still_asks(visitor: Visitor, website: Website) -> None:
    website.head = f'<script src="{website.service}/s/kbt-verkstan.se.js"></script>'
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    assert page.evaluate("document.body.firstElementChild.matches('[data-consent-banner]')")


def test_browser_without_constructed_style_sheets_shows_the_same(visitor: Visitor) -> None:
    visitor.context.add_init_script("window.CSSStyleSheet = function () { throw new TypeError('Illegal constructor') }")
    visitor.opens()
    reject, accept = twins(visitor)
    assert reject == accept
    assert visitor.banner.evaluate("(banner) => getComputedStyle(banner).position") == "fixed"
    visitor.declines()
    visitor.reopens()
    assert visitor.banner.evaluate("(banner) => getComputedStyle(banner).position") == "fixed"


def test_works_under_a_strict_policy_and_trusted_types(visitor: Visitor, website: Website) -> None:
    website.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'self' {website.service}; style-src 'self'; img-src data:; "
        f"connect-src {website.service}; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    visitor.context.add_init_script(
        """window.violations = [];
        addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective))"""
    )
    page = visitor.opens()
    visitor.banner.get_by_text(EN["language"]).click()
    assert visitor.banner.evaluate("(banner) => getComputedStyle(banner).position") == "fixed"
    visitor.accepts()
    website.counted(1)
    visitor.goes_on("/andra")
    website.counted(2)
    visitor.reopens()
    visitor.declines()
    website.answered(2)
    assert page.evaluate("violations") == []
