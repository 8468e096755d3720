"""The cookie page in a real browser, with and without JavaScript, in each place where a site can reach the service."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from policy.phrases import SWEDISH
from policy.rights import rights
from policy.values import VALUES
from tests.browser.checklist.axe import violations
from tests.browser.conftest import windowed
from tests.browser.places import PREFIX, SITE, STATS, Places
from tests.browser.test_measures import HIDDEN
from tests.browser.website import PATIENCE
from tests.collector.conftest import document, with_services, without_services

SV: Final = rights("sv")
TEXT: Final = document().replace("klinik.example", SITE)
SERVICES: Final = with_services(TEXT).replace("health_care = false", "health_care = true")
MATERIAL: Final = with_services(document(version=2).replace("klinik.example", SITE)).replace("Kliniken", "Sjukhuset")

LOOK: Final = """(button) => ['color', 'backgroundColor', 'borderColor', 'fontWeight', 'fontSize'].map(
    (name) => getComputedStyle(button)[name])"""

SEEN: Final = """() => Object.fromEntries([...document.querySelectorAll('#seen li')].map((row) =>
    [row.dataset.name, row.querySelector('span:not([hidden])').dataset.when]))"""

SMALL: Final = """() => [...document.querySelectorAll('main button, main input:not([type=hidden])')].filter((one) => {
    const {width, height} = one.getBoundingClientRect();
    return width && Math.min(width, height) < 24;
}).length"""

Place = Literal["name", "path"]


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    places = Places(tmp_path, SERVICES, MATERIAL)
    yield places
    places.stop()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Places]:
    """Statistics, and no services."""
    places = Places(tmp_path, without_services(TEXT))
    yield places
    places.stop()


@pytest.fixture
def profile(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(locale="sv-SE", user_agent=windowed(browser), **options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


Profile = Callable[..., BrowserContext]


def address(places: Places, place: Place) -> str:
    return places.page_by_name if place == "name" else places.page_by_path


def presses(page: Page, answer: str) -> None:
    with page.expect_navigation():
        page.locator(f"#answer [data-consent={answer}]").click()


def kept(context: BrowserContext) -> dict[str, tuple[str, str, str]]:
    """Value, domain and path of each cookie."""
    return {
        cookie.get("name", ""): (cookie.get("value", ""), cookie.get("domain", ""), cookie.get("path", ""))
        for cookie in context.cookies()
    }


def chooses(context: BrowserContext, value: str) -> None:
    """As the site's script keeps it, whether or not the service was reached."""
    context.add_cookies([{"name": "rv_choice", "value": value, "domain": f".{SITE}", "path": "/"}])


def box(page: Page, name: str) -> Any:
    return page.locator(f"#answer [name=accepted][value={name}]")


@pytest.mark.parametrize("javascript", [False, True])
@pytest.mark.parametrize("place", ["name", "path"])
def test_a_visitor_answers_changes_and_takes_it_back(
    places: Places, profile: Profile, place: Place, javascript: bool
) -> None:
    context = profile(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(address(places, place))
    assert page.locator("#answer :checked").count() == 0
    box(page, "statistics").check()
    box(page, "film").check()
    presses(page, "save")
    expect(page.get_by_role("status")).to_contain_text(SV["saved"])
    receipts = (STATS, "/cookies") if place == "name" else (SITE, PREFIX)
    assert kept(context)["rv_choice"] == ("yes.1+film+statistics", f".{SITE}", "/")
    assert kept(context)["rv_receipt"][1:] == receipts
    expect(box(page, "film")).to_be_checked()
    expect(box(page, "karta")).not_to_be_checked()
    expect(page.locator("section", has=page.locator("#receipt"))).to_contain_text(SV["receipt_sound"])
    presses(page, "accept")
    assert kept(context)["rv_choice"][0] == "yes.1"
    assert page.locator("#answer [data-consent=reject]").inner_text() == SWEDISH.withdraw
    presses(page, "reject")
    expect(page.get_by_role("status")).to_contain_text(f"nästa gång du öppnar {SITE}")
    assert kept(context) == {"rv_choice": ("no.1", f".{SITE}", "/")}
    page.reload()
    presses(page, "reject")
    expect(page.get_by_role("status")).to_contain_text(SV["unchanged"])
    assert places.answers() == [(1, "media+statistics"), (1, "yes"), (1, "no")]


@pytest.mark.parametrize("place", ["name", "path"])
def test_the_sites_script_and_the_page_keep_the_same_two_cookies(
    places: Places, profile: Profile, place: Place
) -> None:
    places.on_path = place == "path"
    context = profile()
    page = context.new_page()
    page.goto(places.url("/"))
    with page.expect_response("**/consent"):
        page.locator("[data-consent-banner] [data-consent=accept]").click()
    given = kept(context)
    page.goto(address(places, place))
    expect(box(page, "statistics")).to_be_checked()
    presses(page, "reject")
    assert kept(context) == {"rv_choice": ("no.1", f".{SITE}", "/")}
    page.goto(places.url("/"))
    page.wait_for_function("localStorage.length === 0", timeout=PATIENCE * 1000)
    page.goto(address(places, place))
    presses(page, "accept")
    now = kept(context)
    assert now.keys() == given.keys() == {"rv_choice", "rv_receipt"}
    assert [each[1:] for each in now.values()] == [each[1:] for each in given.values()]
    page.goto(places.url("/"))
    page.wait_for_function("window.rakneverk?.allows('statistics')")
    assert page.locator("[data-consent-banner]").count() == 0


def test_without_javascript_the_browsers_signal_is_told_and_a_yes_holds(places: Places, profile: Profile) -> None:
    context = profile(java_script_enabled=False, extra_http_headers={"Sec-GPC": "1"})
    page = context.new_page()
    page.goto(places.page_by_path)
    expect(page.locator(".choice")).to_contain_text(SV["despite"])
    presses(page, "accept")
    assert kept(context)["rv_choice"][0] == "yes.1.s"
    expect(page.locator(".choice")).to_contain_text(SV["in_spite"])


@pytest.mark.parametrize("javascript", [False, True])
def test_a_page_left_open_over_a_material_change_asks_anew(places: Places, profile: Profile, javascript: bool) -> None:
    context = profile(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(places.page_by_name)
    places.publishes()
    presses(page, "accept")
    expect(page.get_by_role("status")).to_contain_text(SV["stale"])
    expect(page.locator("#answer")).to_contain_text("Sjukhuset")
    assert kept(context) == {}
    presses(page, "accept")
    assert kept(context)["rv_choice"][0] == "yes.2"
    assert places.answers() == [(2, "yes")]


@pytest.mark.parametrize("javascript", [False, True])
@pytest.mark.parametrize("place", ["name", "path"])
def test_the_way_back_at_the_top_is_the_same_no(
    places: Places, profile: Profile, place: Place, javascript: bool
) -> None:
    context = profile(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(address(places, place))
    presses(page, "accept")
    with page.expect_navigation():
        page.locator("#early button").click()
    assert kept(context) == {"rv_choice": ("no.1", f".{SITE}", "/")}
    assert places.answers() == [(1, "yes"), (1, "no")]
    expect(page.locator("#early")).to_have_count(0)


@pytest.mark.parametrize("place", ["name", "path"])
def test_a_receipt_goes_whatever_became_of_the_banners_no(places: Places, profile: Profile, place: Place) -> None:
    context = profile()
    page = context.new_page()
    page.goto(address(places, place))
    presses(page, "accept")
    given = context.cookies()
    chooses(context, "no.1")
    presses(page, "reject")
    expect(page.get_by_role("status")).to_contain_text(SV["unchanged"])
    assert kept(context).keys() == {"rv_choice"}
    context.add_cookies([cookie for cookie in given if cookie.get("name") == "rv_receipt"])  # type: ignore[misc]
    chooses(context, "no.1")
    page.goto(address(places, place))
    expect(page.get_by_role("status")).to_contain_text(SV["cleared"])
    assert kept(context).keys() == {"rv_choice"}


@pytest.mark.parametrize(("width", "height"), [(320, 568), (1000, 900)])
@pytest.mark.parametrize("javascript", [False, True])
def test_the_way_back_is_in_the_first_view(
    places: Places, profile: Profile, width: int, height: int, javascript: bool
) -> None:
    context = profile(viewport={"width": width, "height": height}, java_script_enabled=javascript)
    page = context.new_page()
    for held in ("yes.1", "yes.1+film"):
        chooses(context, held)
        page.goto(places.page_by_name)
        place = page.locator("#early button").bounding_box()
        assert place
        assert place["y"] + place["height"] <= height


@pytest.mark.parametrize("place", ["name", "path"])
def test_another_websites_form_gives_no_answer(places: Places, profile: Profile, place: Place) -> None:
    context = profile()
    page = context.new_page()
    page.goto(places.url("/", "skurk.localhost"))
    service = address(places, place).removesuffix(f"/{SITE}")
    page.set_content(
        f"""<form method="post" action="{service}?site={SITE}&lang=sv"><input name="version" value="1">
        <button name="answer" value="yes">Vinn en resa</button></form>"""
    )
    with page.expect_navigation():
        page.locator("button").click()
    expect(page.locator("body")).to_contain_text(SV["problem_origin"])
    page.get_by_role("link").click()
    assert page.url == f"{address(places, place)}?lang=sv"
    assert kept(context) == {}
    assert places.answers() == []


def test_under_a_foreign_name_it_leads_to_the_website(places: Places, profile: Profile) -> None:
    page = profile().new_page()
    page.goto(places.page_elsewhere)
    assert page.locator("form").count() == 0
    expect(page.locator(".state a")).to_have_attribute("href", f"https://{SITE}/")
    assert violations(page) == ()


def test_what_is_on_the_device_is_seen_where_the_browser_lets_it(places: Places, profile: Profile) -> None:
    places.on_path = True
    page = profile().new_page()
    page.goto(places.url("/"))
    with page.expect_response("**/hit?*"):
        page.locator("[data-consent-banner] [data-consent=accept]").click()
    page.evaluate(HIDDEN, True)  # with that all is told that is told of the page when it is left
    page.wait_for_function("!localStorage.rv_queue")
    found = []
    for there in (places.page_by_path, places.page_by_name):
        page.goto(there)
        expect(page.locator("#seen")).to_be_visible()
        found.append(page.evaluate(SEEN))
    assert found == [{"rv_visit": "here", "rv_queue": "absent"}, {"rv_visit": "unseen", "rv_queue": "unseen"}]


def test_a_visit_is_explained_as_it_would_be_written_and_nothing_is(places: Places, profile: Profile) -> None:
    places.on_path = True
    page = profile().new_page()
    page.goto(places.url("/kurser"))
    with page.expect_response("**/hit?*"):
        page.locator("[data-consent-banner] [data-consent=accept]").click()
    page.get_by_role("link", name="Kakor").click()
    form = page.locator("#page")
    expect(form.locator("[name=url]")).to_have_value(places.url("/kurser"))
    expect(form.locator("[name=visit]")).not_to_be_checked()
    expect(form.locator("[name=first]")).not_to_be_checked()
    form.locator("[name=url]").fill(places.url("/sok?s=KBT&gclid=Klick-7&hemligt=1"))
    form.locator("[name=first]").check()
    form.locator("[name=previous]").fill(places.url("/kurser?hemligt=1"))
    form.locator("[name=nothing]").check()
    with page.expect_request("**/explain?*") as sent:
        form.locator("button").click()
    question = json.loads(sent.value.post_data or "")
    assert question["url"] == places.url("/sok?s=KBT&gclid=1"), "no more than the site's script would tell"
    assert question["first"] == ["page", "search"]
    assert (question["previous"], question["found"]) == (places.url("/kurser"), False)
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text(SV["explain_counted"])
    expect(outcome).to_contain_text("kod för ”kbt”")
    expect(outcome).to_contain_text(VALUES["search_result", "nothing"]["sv"])
    form.locator("[name=url]").fill("https://annan.example/")
    form.locator("button").click()
    expect(outcome).to_contain_text(SV["reason_foreign-url"])
    assert len(places.journalled()) == 2, "the answer and the page view"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_browser_complains_of_nothing(
    places: Places, profile: Profile, scheme: Literal["light", "dark"]
) -> None:
    page = profile(color_scheme=scheme).new_page()
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("console", note)
    page.goto(places.page_by_path)
    found = {"unanswered": violations(page)}
    box(page, "media").check()
    presses(page, "save")
    page.locator("#page button").click()
    expect(page.locator("#outcome table").last).to_be_visible()
    found["accepted"] = violations(page)
    page.goto(places.url(f"{PREFIX}/cookies/annan.example"))
    found["problem"] = violations(page)
    assert not {state: what for state, what in found.items() if what}
    assert [text for text in said if "404" not in text and "eval" not in text] == []


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_it_fits_the_view_and_the_answers_are_twins(places: Places, profile: Profile, width: int) -> None:
    page = profile(viewport={"width": width, "height": 700}).new_page()
    page.goto(places.page_by_path)
    box(page, "media").check()
    presses(page, "save")
    page.locator("#page button").click()
    expect(page.locator("#outcome table").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    boxes: list[Any] = [page.locator(f"#answer [data-consent={name}]").bounding_box() for name in ("reject", "accept")]
    assert [round(each["width"]) for each in boxes] == [round(boxes[0]["width"])] * 2
    assert [each["height"] for each in boxes] == [boxes[0]["height"]] * 2
    looks = [page.locator(f"#answer [data-consent={name}]").evaluate(LOOK) for name in ("reject", "accept")]
    assert looks[0] == looks[1]
    assert page.evaluate(SMALL) == 0


def test_all_of_a_category_hides_what_is_ticked_one_by_one(places: Places, profile: Profile) -> None:
    page = profile(java_script_enabled=False).new_page()
    page.goto(places.page_by_path)
    expect(box(page, "film")).to_be_visible()
    box(page, "media").check()
    expect(box(page, "film")).to_be_hidden()
    presses(page, "save")
    expect(box(page, "media")).to_be_checked()
    box(page, "media").uncheck()
    expect(box(page, "film")).to_be_visible()
    expect(box(page, "film")).not_to_be_checked()


def test_on_paper_nothing_is_left_to_press(places: Places, profile: Profile) -> None:
    page = profile().new_page()
    page.goto(places.page_by_path)
    page.emulate_media(media="print")
    for hidden in ("#early", "#answer .answers", "section.trial", ".bar [hreflang]"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#rights")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_where_there_are_no_services_there_is_one_thing_to_answer(alone: Places, profile: Profile) -> None:
    context = profile(java_script_enabled=False)
    page = context.new_page()
    page.goto(alone.page_by_name)
    assert page.locator("#answer [type=checkbox]").count() == 0
    assert page.locator("#answer button").all_inner_texts() == [SWEDISH.refuse, SWEDISH.accept]
    presses(page, "accept")
    expect(page.locator(".state")).to_contain_text(SWEDISH.yes)
    presses(page, "reject")
    expect(page.locator(".state")).to_contain_text(SWEDISH.no)
    assert alone.answers() == [(1, "yes"), (1, "no")]


@pytest.mark.parametrize(
    "value", ["no.1", "yes.1", "yes.1.s", "yes.1+film", "yes.1+media+spion", "yes.1+spion", "yes.0", "yes.9", "maybe.1"]
)
def test_page_and_script_agree_on_what_holds(places: Places, profile: Profile, value: str) -> None:
    context = profile()
    chooses(context, value)
    page = context.new_page()
    page.goto(places.url("/"))
    page.wait_for_function("window.rakneverk")
    items = ["statistics", "film", "karta", "chatt", "annonser"]
    allowed = [item for item in items if page.evaluate("(item) => rakneverk.allows(item)", item)]
    answer = page.evaluate("rakneverk.choice().answer || ''")
    page.goto(places.page_by_name)
    ticked = {each.get_attribute("value") for each in page.locator("#answer :checked").all()}
    media = {"film", "karta"} if "media" in ticked else set()
    assert ticked - {"media"} | media == set(allowed)
    assert (SV["unanswered_services"] in (said := page.locator(".state").inner_text())) is False
    assert (SV["lapsed_services"] in said) is (answer == "")
