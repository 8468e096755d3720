"""Nothing of another company loads before its services are accepted, whatever marks it and whenever it comes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.companies import ADS, CHAT, FILM, MAP, METER, UNDECLARED, Companies
from tests.browser.visitor import Visitor
from tests.browser.website import Website

EVERYTHING = f"""
<script type="text/plain" data-service="matning" data-src="http://{METER}/1.js"></script>
<script type="text/plain" data-service="matning">(window.ran ||= []).push('inline')</script>
<iframe data-service="film" data-src="http://{FILM}/frame.html" width="320" height="180"></iframe>
<img data-service="annons" data-src="http://{ADS}/one.svg" data-srcset="http://{ADS}/two.svg 2x" alt="">
<link rel="stylesheet" data-service="chatt" data-href="http://{CHAT}/style.css">
<style type="text/plain" data-service="chatt">p {{ background: url("http://{CHAT}/dots.svg") }}</style>
<video data-service="film"><source data-service="film" data-src="http://{FILM}/video.svg"></video>
<audio data-service="film" data-src="http://{FILM}/audio.svg"></audio>
<embed data-service="karta" data-src="http://{MAP}/embed.svg">
<object data-service="karta" data-src="http://{MAP}/object.svg"></object>
<picture><source data-service="karta" data-srcset="http://{MAP}/wide.svg"><img data-service="karta" alt=""></picture>
"""
LOADED = {
    *(f"{METER}/1.js", f"{FILM}/frame.html", f"{ADS}/one.svg", f"{CHAT}/style.css", f"{CHAT}/dots.svg"),
    *(f"{FILM}/video.svg", f"{FILM}/audio.svg", f"{MAP}/embed.svg", f"{MAP}/object.svg", f"{MAP}/wide.svg"),
}


def ran(page: Page, *names: str) -> None:
    """Those scripts run, in this order, and no other."""
    page.wait_for_function("(number) => (window.ran || []).length >= number", arg=len(names))
    assert page.evaluate("window.ran || []") == list(names)


def insert(page: Page, markup: str) -> None:
    page.evaluate("(markup) => document.querySelector('main').insertAdjacentHTML('beforeend', markup)", markup)


@contextmanager
def warnings(page: Page) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "warning":
            said.append(message.text)

    page.on("console", hear)
    yield said
    page.remove_listener("console", hear)


def test_nothing_is_asked_for_before_an_answer_and_after_a_no(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = EVERYTHING
    page = visitor.opens()
    expect(visitor.banner).to_be_visible()
    visitor.is_done()
    visitor.declines()
    page.reload()
    expect(page.locator("[data-rakneverk-placeholder]")).to_have_count(1)
    visitor.is_done()
    assert companies.asked == []
    assert page.evaluate("window.ran") is None


def test_everything_is_asked_for_after_a_yes_once(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = EVERYTHING
    page = visitor.opens()
    visitor.accepts()
    ran(page, "1.js", "inline")
    page.wait_for_function("getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
    companies.received(page, LOADED)
    assert page.locator("iframe").get_attribute("src") == f"http://{FILM}/frame.html"


def test_a_part_loads_that_part(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = EVERYTHING
    companies.accepted("chatt", "karta")
    page = visitor.opens()
    companies.received(page, {one for one in LOADED if one.startswith((CHAT, MAP))})
    visitor.is_done()
    companies.received(page, {one for one in LOADED if one.startswith((CHAT, MAP))})
    assert page.evaluate("window.ran") is None


def test_what_the_page_adds_later_waits_and_loads_like_the_rest(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    insert(page, EVERYTHING)
    visitor.is_done()
    assert companies.asked == []
    visitor.accepts()
    ran(page, "1.js", "inline")
    insert(page, f'<div><img data-service="annons" data-src="http://{ADS}/later.svg" alt=""></div>')
    page.evaluate(
        """([address]) => {
            const script = document.createElement('script');
            Object.assign(script, {type: 'text/plain'});
            Object.assign(script.dataset, {service: 'matning', src: address});
            document.head.append(script);
        }""",
        [f"http://{METER}/later.js"],
    )
    page.wait_for_function("(window.ran || []).includes('later.js')")
    assert f"{ADS}/later.svg" in companies.asked


def test_scripts_run_in_the_order_of_the_document_unless_async(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = f"""
        <script type="text/plain" data-service="matning" data-src="http://{METER}/1.js?late"></script>
        <script type="text/plain" data-service="matning">ran.push('2')</script>
        <script type="text/plain" data-service="matning" data-src="http://{METER}/3.js"></script>
        <script type="text/plain" data-service="matning" data-type="module">ran.push('4')</script>
        <script type="text/plain" data-service="matning" data-src="http://{METER}/gone.js?late"></script>
        <script type="text/plain" data-service="matning">ran.push('5')</script>
        <script type="text/plain" data-service="matning" async data-src="http://{METER}/async.js"></script>"""
    companies.accepted("matning")
    page = visitor.page
    page.goto(website.url(), wait_until="commit")
    ran(page, "async.js")
    companies.answer(companies.late["/1.js"])
    ran(page, "async.js", "1.js", "2", "3.js", "4")
    companies.late["/gone.js"].abort()
    ran(page, "async.js", "1.js", "2", "3.js", "4", "5")


def test_a_script_keeps_its_attributes_and_its_place(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = """<div id="here"><script type="text/plain" data-service="matning" id="tag" data-key="7">
        window.found = [document.currentScript.dataset.key, document.currentScript.parentElement.id]</script></div>"""
    companies.accepted("matning")
    page = visitor.opens()
    page.wait_for_function("window.found")
    assert page.evaluate("found") == ["7", "here"]
    assert page.locator("#tag").count() == 1


METERED = f"http://{METER}/1.js"
DIALECTS = {
    "our own": f'<script type="text/plain" data-service="matning" data-src="{METERED}"></script>',
    "cookieconsent": f'<script type="text/plain" data-category="analytics" data-src="{METERED}"></script>',
    "cookieconsent with a display name": '<script type="text/plain" data-category="analytics" '
    f'data-service="Mätarna 360" data-src="{METERED}"></script>',
    "Klaro": '<script type="text/plain" data-type="application/javascript" data-name="matning" '
    f'data-src="{METERED}"></script>',
    "Cookiebot": f'<script type="text/plain" data-cookieconsent="statistics" data-src="{METERED}"></script>',
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_markup_for_other_programs_is_understood(
    visitor: Visitor, website: Website, companies: Companies, dialect: str
) -> None:
    website.body = DIALECTS[dialect]
    companies.accepted("media")
    visitor.opens()
    visitor.is_done()
    assert companies.asked == []
    companies.accepted("analytics")
    ran(visitor.opens(), "1.js")


NAMES = {
    "functional": ["functional", "preferences", "Functionality"],
    "media": ["media", "social", "video", "experience"],
    "analytics": ["analytics", "statistics", "performance"],
    "marketing": ["marketing", "ads", "advertising", "targeting"],
}


def test_other_names_of_categories_are_understood(visitor: Visitor, website: Website, companies: Companies) -> None:
    script = '<script type="text/plain" data-category="{0}">(window.ran ||= []).push("{0}")</script>'
    website.body = "".join(script.format(name) for names in NAMES.values() for name in names)
    for category, names in NAMES.items():
        companies.accepted(category)
        ran(visitor.opens(), *names)


def test_a_cookiebot_list_needs_all_of_its_categories(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = f"""<script type="text/plain" data-cookieconsent="statistics, marketing"
        data-src="{METERED}"></script><iframe data-cookieconsent="marketing,experience"
        data-cookieblock-src="http://{FILM}/frame.html"></iframe>"""
    companies.accepted("analytics", "media")
    visitor.opens()
    visitor.is_done()
    assert companies.asked == []
    visitor.page.goto("about:blank")
    companies.accepted("analytics", "marketing", "media")
    ran(visitor.opens(), "1.js")
    companies.received(visitor.page, [f"{FILM}/frame.html", f"{METER}/1.js"])


def test_a_category_narrows_to_the_service_that_the_address_belongs_to(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = f"""<img data-category="media" data-src="http://{MAP}/a.svg" alt="">
        <img data-category="media" data-src="http://{FILM}/b.svg" alt="">"""
    companies.accepted("karta")
    page = visitor.opens()
    visitor.is_done()
    companies.received(page, [f"{MAP}/a.svg"])


NEVER = {
    "a host that no service declares": f'<img data-service="film" data-src="http://{UNDECLARED}/a.svg" alt="">',
    "one such host among several": f'<img data-service="annons" data-src="http://{ADS}/a.svg" '
    f'data-srcset="http://{ADS}/b.svg 1x,http://{UNDECLARED}/c.svg 2x" alt="">',
    "another service's host": f'<img data-service="film" data-src="http://{ADS}/a.svg" alt="">',
    "the parent of a wildcard": '<img data-service="karta" data-src="http://karta.localhost/a.svg" alt="">',
    "a service that is not declared": f'<img data-service="filmer" data-src="http://{FILM}/a.svg" alt="">',
    "a category that is not one": f'<img data-category="nice" data-src="http://{FILM}/a.svg" alt="">',
    "necessary": f'<img data-category="necessary" data-src="http://{FILM}/a.svg" alt="">',
    "essential": '<script type="text/plain" data-cookieconsent="essential">window.ran = ["it"]</script>',
    "refused by cookieconsent": '<script type="text/plain" data-category="!marketing">window.ran = ["it"]</script>',
    "an address that is code": '<iframe data-service="film" data-src="javascript:top.ran=[1]"></iframe>',
    "an address that is data": '<iframe data-service="film" data-src="data:text/html,x"></iframe>',
    "no address at all": '<iframe data-service="film" data-src="http://"></iframe>',
}


def test_what_is_not_declared_never_loads_and_the_console_says_why(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = "".join(NEVER.values())
    companies.accepted()
    with warnings(visitor.page) as said:
        page = visitor.opens()
        insert(page, EVERYTHING)
        ran(page, "1.js", "inline")
    companies.received(page, LOADED)
    assert len(said) == len(NEVER)
    assert all("stays blocked" in warning and "docs/blocking.md" in warning for warning in said)


def test_what_the_site_itself_has_is_left_alone(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = """<img data-name="film" src="/own.svg" alt=""><ul data-category="books"><li data-service="film">
        <a data-service="film" href="/andra">Om filmen</a></ul><script type="text/plain" id="template">hej</script>
        <img data-src="/lazy.svg" class="lazyload" alt="">"""
    with warnings(visitor.page) as said:
        visitor.opens()
        visitor.accepts()
        assert said == []
    assert companies.asked == []
    expect(visitor.page.get_by_text("Om filmen")).to_be_visible()
    assert visitor.page.locator("[data-src]").get_attribute("src") is None


def test_files_of_the_sites_own_wait_for_their_service_too(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = """<img data-service="matning" data-src="/start.svg" alt="">"""
    page = visitor.opens()
    assert page.locator("[data-src]").get_attribute("src") is None
    visitor.accepts()
    expect(page.locator("[data-src]")).to_have_attribute("src", "/start.svg")
    assert companies.asked == []


def test_an_address_that_loads_by_itself_is_told_to_the_developer(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = f'<iframe data-service="film" src="http://{FILM}/frame.html"></iframe>'
    with warnings(visitor.page) as said:
        visitor.opens()
        expect(visitor.banner).to_be_visible()
        (warning,) = said
    assert "loads without consent" in warning
    assert companies.asked == [f"{FILM}/frame.html"]


SENSITIVE = [
    "/b%65handlingar/%E5",
    "/behandlingar%2F%E5%C3%A5",
    "/behandlingar/angest",
    "/Behandlingar/",
    "/%62ehandlingar/somn",
    "//behandlingar//panik",
    "/kassa",
]


def test_on_a_sensitive_page_nothing_loads_even_after_a_yes(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = EVERYTHING
    companies.accepted()
    for path in SENSITIVE:
        page = visitor.opens(path)
        expect(page.locator("[data-rakneverk-placeholder]")).to_be_visible()
        insert(page, EVERYTHING)
        visitor.is_done()
        assert page.evaluate("window.ran") is None
    assert companies.asked == []


@pytest.mark.parametrize("has_navigation", [True, False])
def test_a_soft_navigation_to_a_sensitive_page_leaves_no_code_running(
    visitor: Visitor, website: Website, companies: Companies, has_navigation: bool
) -> None:
    if not has_navigation:
        visitor.context.add_init_script("delete window.navigation; delete Window.prototype.navigation")
    website.body = EVERYTHING
    companies.accepted()
    page = visitor.opens()
    ran(page, "1.js", "inline")
    companies.asked.clear()
    with page.expect_navigation(url="**/behandlingar/angest", wait_until="load"):
        visitor.goes_on("/behandlingar/angest")
    expect(page.locator("[data-rakneverk-placeholder]")).to_be_visible()
    assert page.evaluate("window.ran") is None
    assert companies.asked == []
    visitor.goes_on("/kurser")
    ran(page, "1.js", "inline")


def test_a_soft_navigation_without_such_code_only_closes(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = EVERYTHING
    page = visitor.opens()
    visitor.declines()
    page.evaluate("window.same = true")
    visitor.goes_on("/behandlingar/angest")
    expect(page.locator('[data-consent="once"]')).to_have_count(0)
    visitor.goes_on("/kurser")
    expect(page.locator('[data-consent="once"]')).to_have_count(1)
    assert page.evaluate("window.same")
    assert companies.asked == []


def test_a_router_that_takes_navigations_does_not_swallow_the_reload(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    website.body = (
        EVERYTHING
        + """<script>navigation.addEventListener('navigate', (event) => {
        if (event.canIntercept && !event.hashChange) event.intercept({handler: async () => {}});
    })</script>"""
    )
    companies.accepted()
    page = visitor.opens()
    ran(page, "1.js", "inline")
    page.evaluate("window.same = true")
    visitor.reopens()
    visitor.reject.click()
    page.wait_for_function("!window.same")
    assert page.evaluate("window.ran") is None


def test_a_srcset_of_commas_is_read_in_no_time(visitor: Visitor, website: Website, companies: Companies) -> None:
    companies.accepted("marketing")
    page = visitor.opens()
    image = "<img data-service=annons alt='' data-srcset='{}'>"
    taken = page.evaluate(
        """(markup) => new Promise((resolve) => {
            const begin = performance.now();
            document.querySelector('main').innerHTML = markup;
            setTimeout(() => resolve(performance.now() - begin));
        })""",
        image.format("," * 100_000 + " x" * 50_000),
    )
    assert taken < 1000


def test_script_that_is_embedded_twice_blocks_once(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.head = f'<script src="{website.service}/s/kbt-verkstan.se.js"></script>'
    website.body = EVERYTHING
    page = visitor.opens()
    expect(page.locator("[data-rakneverk-placeholder]")).to_have_count(1)
    visitor.accepts()
    ran(page, "1.js", "inline")
    companies.received(page, LOADED)
