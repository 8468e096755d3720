"""What stands in the room of a film until it may load: it asks fairly, keeps the room, and loads nothing by itself."""

from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.companies import ADS, FILM, MAP, UNDECLARED, Companies, with_companies
from tests.browser.test_banner import CONTRAST, LOOKS
from tests.browser.visitor import NOTHING, Visitor
from tests.browser.website import Website

SV, EN = (with_companies()["texts"][language] for language in ("sv", "en"))

EMBED = f"http://{FILM}/frame.html"
LINK = f"""<style>.film {{ display: block; aspect-ratio: 16 / 9 }}</style><a class="film" data-service="film"
    data-src="{EMBED}" data-title="Andas lugnt" data-poster="/still.svg" href="http://{FILM}/watch">Se filmen</a>"""
FRAME = f"""<style>iframe {{ box-sizing: border-box; max-width: 100% }}</style><iframe data-service="karta"
    data-src="http://{MAP}/frame.html" width="400" height="300" title="Vägen"></iframe>"""
BELOW = "<p id='below'>Nedanför</p>"


def placeholder(page: Page, name: str = "Andas lugnt") -> Locator:
    return page.get_by_role("group", name=name)


def button(page: Page, hook: str, name: str = "Andas lugnt") -> Locator:
    return placeholder(page, name).locator(f'[data-consent="{hook}"]')


def box(locator: Locator) -> list[int]:
    """Left, top, width and height, where the page begins being 0."""
    found: list[int] = locator.evaluate(
        """(element) => {
            const {x, y, width, height} = element.getBoundingClientRect();
            return [x + scrollX, y + scrollY, width, height].map(Math.round);
        }"""
    )
    return found


def shifts(page: Page) -> Any:
    return page.evaluate(
        """new Promise((resolve) => {
            const seen = new PerformanceObserver((list) => resolve(list.getEntries().map((entry) => entry.value)));
            seen.observe({type: 'layout-shift', buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => resolve([])));
        })"""
    )


def test_without_the_script_it_is_a_plain_link(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = LINK
    visitor.context.route("**/s/kbt-verkstan.se.js", lambda route: route.abort())
    page = visitor.opens()
    link = page.get_by_role("link", name="Se filmen")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"http://{FILM}/watch")
    assert companies.asked == []


def test_it_says_what_it_is_and_who_would_know_and_offers_once_always_and_the_plain_address(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = LINK
    page = visitor.opens()
    expect(placeholder(page)).to_contain_text("Andas lugnt")
    expect(placeholder(page)).to_contain_text(SV["services"]["film"][2])
    expect(button(page, "once")).to_have_text(SV["once"])
    expect(button(page, "always")).to_have_text(SV["services"]["film"][4])
    expect(placeholder(page)).to_contain_text(SV["terms"][0])
    expect(placeholder(page).get_by_role("link", name=SV["policy"])).to_have_attribute(
        "href", f"{website.service}/policy/kbt-verkstan.se?lang=sv"
    )
    link = placeholder(page).get_by_role("link", name=SV["services"]["film"][3])
    expect(link).to_have_attribute("href", f"http://{FILM}/watch")
    expect(page.get_by_text("Se filmen")).to_be_hidden()
    once, always = (button(page, hook).evaluate(LOOKS) for hook in ("once", "always"))
    assert {**once, "bounds": 0} == {**always, "bounds": 0}
    assert companies.asked == []


def test_it_speaks_the_language_of_the_page(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.lang, website.body = "en", LINK
    page = visitor.opens()
    expect(placeholder(page)).to_have_attribute("lang", "en")
    expect(button(page, "once")).to_have_text(EN["once"])


def test_once_loads_this_one_and_stores_and_tells_nothing(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = LINK + FRAME
    page = visitor.opens()
    button(page, "once").click()
    expect(page.locator('iframe[title="Andas lugnt"]')).to_be_focused()
    expect(placeholder(page)).to_have_count(0)
    expect(placeholder(page, "Vägen")).to_be_visible()
    visitor.is_done()
    companies.received(page, [f"{FILM}/frame.html"])
    assert (visitor.cookies(), visitor.storage(), website.choices) == ({}, NOTHING, [])
    expect(visitor.banner).to_be_visible()
    page.reload()
    expect(placeholder(page)).to_be_visible()


def test_always_accepts_the_service_and_keeps_what_was_accepted(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = LINK + LINK.replace("Andas lugnt", "Sov gott") + FRAME
    companies.accepted("statistics")
    page = visitor.opens()
    button(page, "always").click()
    expect(page.locator('iframe[title="Andas lugnt"]')).to_be_focused()
    expect(page.locator('iframe[title="Sov gott"]')).to_be_visible()
    expect(placeholder(page, "Vägen")).to_be_visible()
    assert visitor.cookies() == {"rv_choice": "yes.3+film+statistics"}
    (choice,) = website.answered(1)
    assert (choice["answer"], choice["accepted"]) == ("some", ["film", "statistics"])
    page.reload()
    expect(page.locator('iframe[title="Andas lugnt"]')).to_be_visible()


def test_a_script_cannot_press_the_buttons(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = LINK
    page = visitor.opens()
    for hook in ("once", "always"):
        button(page, hook).evaluate("(button) => button.click()")
    visitor.is_done()
    assert (companies.asked, visitor.cookies()) == ([], {})
    expect(placeholder(page)).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_when_it_comes_and_when_the_film_comes(
    visitor: Visitor, website: Website, companies: Companies, width: int
) -> None:
    website.body = LINK + FRAME + BELOW
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 800})
    visitor.opens()
    expect(placeholder(page)).to_be_visible()
    visitor.declines()
    assert shifts(page) == []
    before = box(placeholder(page)), box(placeholder(page, "Vägen")), box(page.locator("#below"))
    button(page, "always").click()
    button(page, "once", "Vägen").click()
    frames = box(page.locator('iframe[title="Andas lugnt"]')), box(page.locator('iframe[title="Vägen"]'))
    assert (*frames, box(page.locator("#below"))) == before


def test_it_stands_where_a_theme_puts_the_film(visitor: Visitor, website: Website, companies: Companies) -> None:
    frame = f'<iframe data-service="film" data-src="{EMBED}" title="Andas lugnt"></iframe>'
    website.body = f"""<style>.ratio {{ position: relative; padding-top: 75% }}
        .ratio iframe {{ position: absolute; inset: 0; width: 100%; height: 100% }}</style>
        <div style='width:400px'><div class="ratio">{frame}</div></div>"""
    page = visitor.opens()
    room = box(page.locator(".ratio"))
    assert box(placeholder(page)) == room
    assert room[2:] == [400, 300]


def test_a_still_picture_is_the_sites_own_or_none(visitor: Visitor, website: Website, companies: Companies) -> None:
    foreign = LINK.replace("/still.svg", f"http://{FILM}/still.svg").replace("Andas", "Sov")
    website.body = LINK + foreign + FRAME.replace("<iframe", '<iframe data-poster="http://"')
    page = visitor.opens()
    expect(placeholder(page).locator("img")).to_have_attribute("src", "/still.svg")
    expect(placeholder(page, "Sov lugnt").locator("img")).to_have_count(0)
    expect(placeholder(page, "Vägen").locator("img")).to_have_count(0)
    assert companies.asked == []


def test_a_sensitive_page_offers_the_link_alone(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = LINK
    companies.accepted("film")
    page = visitor.opens("/behandlingar/angest")
    expect(placeholder(page)).to_contain_text(SV["closed"])
    expect(placeholder(page).get_by_role("button")).to_have_count(0)
    link = placeholder(page).get_by_role("link")
    expect(link).to_have_attribute("href", f"http://{FILM}/watch")
    assert companies.asked == []


def test_several_services_are_all_named_and_accepted(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = f"""<iframe data-cookieconsent="marketing,media" title="Film"
        data-cookieblock-src="{EMBED}"></iframe>"""
    page = visitor.opens()
    for service in ("annons", "film"):
        expect(placeholder(page, "Film")).to_contain_text(SV["services"][service][2])
    link = placeholder(page, "Film").get_by_role("link", name=SV["services"]["film"][3])
    expect(link).to_have_attribute("href", EMBED)
    button(page, "always", "Film").click()
    companies.received(page, [f"{FILM}/frame.html"])
    assert visitor.cookies() == {"rv_choice": "yes.3+film+marketing"}


def test_what_the_page_takes_away_or_changes_takes_the_placeholder_along(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = f"<div id='here'>{LINK}</div>"
    page = visitor.opens()
    page.evaluate("window.link = document.querySelector('.film'); link.remove()")
    expect(placeholder(page)).to_have_count(0)
    page.evaluate("document.querySelector('#here').append(link)")
    expect(placeholder(page)).to_be_visible()
    visitor.accepts()
    frame = page.locator('iframe[title="Andas lugnt"]')
    expect(frame).to_be_visible()
    page.evaluate("link.remove()")
    expect(frame).to_have_count(0)
    page.evaluate("document.querySelector('#here').append(link)")
    expect(frame).to_be_visible()


def test_what_may_never_load_stays_a_link(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = LINK.replace(FILM, UNDECLARED)
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    expect(page.get_by_role("link", name="Se filmen")).to_be_visible()
    assert (placeholder(page).count(), companies.asked) == (0, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_can_be_read_and_pressed(
    visitor: Visitor, website: Website, companies: Companies, width: int, scheme: Any
) -> None:
    website.head = "<style>* { color: gray !initial; text-transform: uppercase } p { color: #ccc }</style>"
    website.body = LINK + FRAME
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.page.emulate_media(color_scheme=scheme)
    page = visitor.opens()
    visitor.declines()
    for name in ("Andas lugnt", "Vägen"):
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for text in placeholder(page, name).locator("p, a, button").all():
            assert text.evaluate(CONTRAST) >= 4.5
            assert text.evaluate("(text) => getComputedStyle(text).textTransform") == "none"
        for target in placeholder(page, name).locator("a, button").all():
            target.scroll_into_view_if_needed()
            assert box(target)[3] >= 24
            expect(target).to_be_in_viewport(ratio=1)


def test_it_takes_the_colours_of_the_banner(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.head = "<style>:root { --rv-accent: #6b2d4f }</style>"
    website.body = LINK
    page = visitor.opens()
    looks = [
        one.evaluate("(one) => getComputedStyle(one).backgroundColor") for one in (visitor.accept, button(page, "once"))
    ]
    assert looks == ["rgb(107, 45, 79)"] * 2


FORBIDS: Final = "default-src 'self' 'unsafe-inline' data: {service}"


@pytest.mark.parametrize("markup", [LINK, FRAME], ids=["link", "frame"])
def test_where_the_pages_policy_stops_the_frame_the_plain_address_comes_back(
    visitor: Visitor, website: Website, companies: Companies, markup: str
) -> None:
    website.headers["Content-Security-Policy"] = FORBIDS.format(service=website.service)
    website.body = markup
    name = "Andas lugnt" if markup == LINK else "Vägen"
    page = visitor.opens()
    visitor.declines()
    button(page, "once", name).click()
    expect(button(page, "once", name)).to_have_count(0)
    expect(button(page, "always", name)).to_be_visible()
    link = placeholder(page, name).locator("[rel]")
    expect(link).to_be_visible()
    expect(link).to_be_focused()
    expect(page.locator("iframe:visible")).to_have_count(0)
    assert (companies.asked, visitor.cookies()) == ([], {"rv_choice": "no.3"})


def test_a_policy_that_only_reports_stops_nothing(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.headers["Content-Security-Policy-Report-Only"] = FORBIDS.format(service=website.service)
    website.body = LINK
    page = visitor.opens()
    visitor.declines()
    button(page, "once").click()
    expect(page.locator('iframe[title="Andas lugnt"]')).to_be_visible()
    companies.received(page, [f"{FILM}/frame.html"])


@pytest.mark.parametrize(
    "spoil",
    [
        "(button) => button.remove()",
        "(button) => button.style.setProperty('opacity', '.1', 'important')",
        "(button) => button.disabled = true",
    ],
)
def test_a_lasting_yes_needs_the_other_beside_it(
    visitor: Visitor, website: Website, companies: Companies, spoil: str
) -> None:
    website.body = LINK
    page = visitor.opens()
    visitor.declines()
    button(page, "once").evaluate(spoil)
    button(page, "always").click()
    visitor.is_done()
    assert (companies.asked, visitor.cookies()) == ([], {"rv_choice": "no.3"})


def test_no_style_sheet_of_the_site_changes_it(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = LINK
    visitor.opens()
    visitor.declines()
    visitor.opens()
    before = placeholder(visitor.page).screenshot()
    website.head = """<style>html [data-rakneverk-placeholder] button[data-consent=always] {
        position: fixed !important; inset: 0 !important; opacity: 0 !important }
        [data-consent=once]::before { content: "Nej" !important }</style>"""
    visitor.opens()
    assert placeholder(visitor.page).screenshot() == before


def test_copies_that_a_site_puts_back_are_replaced(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = LINK + FRAME
    page = visitor.opens()
    visitor.accepts()
    companies.received(page, [f"{FILM}/frame.html", f"{MAP}/frame.html"])
    kept = page.evaluate("document.querySelector('main').innerHTML")
    with page.expect_navigation():
        visitor.reopens()
        visitor.reject.click()
    expect(placeholder(page)).to_be_visible()
    page.evaluate("(kept) => { document.querySelector('main').innerHTML = kept }", kept)
    expect(placeholder(page)).to_have_count(1)
    expect(placeholder(page, "Vägen")).to_have_count(1)
    expect(page.locator("iframe[src]")).to_have_count(0)


def test_an_image_has_no_placeholder(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = f'<img data-service="annons" data-src="http://{ADS}/a.svg" alt="">'
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    expect(page.locator("[data-rakneverk-placeholder]")).to_have_count(0)
