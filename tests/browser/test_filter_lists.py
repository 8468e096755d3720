"""Content blockers: nothing of ours is on their common lists, and a question that they hide is not taken for a yes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.checklist.filter_lists import SELECTORS, blocking, matches, suspicious
from tests.browser.checklist.pages import OURS
from tests.browser.checklist.stage import FILM, SERVICE, SITE, Stage, staged
from tests.browser.checklist.visit import Visit, profile

STATIC: Final = Path(__file__).parents[2] / "static"

PREFIXES: Final = ["https://stats.klinik.se", "https://klinik.se/rakneverk", "https://klinik.se/stats"]
PATHS: Final = [
    "/s/klinik.se.js",
    "/hit?0123456789abcdef01234567",
    "/consent",
    "/report/klinik.se",
    "/policy/klinik.se",
    "/policy/klinik.se?lang=en",
    "/cookies/klinik.se",
    "/kakor/klinik.se",
]

_OURS: Final = """() => {
    const all = '#rakneverk, #rakneverk *, [data-rakneverk-button], [data-rakneverk-placeholder], '
        + '[data-rakneverk-placeholder] *, [data-rakneverk-frame]';
    return [...document.querySelectorAll(all)];
}"""

NAMES: Final = f"() => ({_OURS})().flatMap((one) => [one.id, ...one.classList]).filter(Boolean)"
FOUND: Final = f"(selectors) => ({_OURS})().flatMap((one) => selectors.filter((selector) => one.matches(selector)))"

HIDDEN: Final = (
    "<style>[data-consent-banner], #rakneverk { display: none !important; visibility: hidden !important }</style>"
)
ANSWERS: Final = """() => [...document.querySelectorAll('[data-consent=accept]')].forEach((button) => {
    button.click();
    button.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
})"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("journal")) as stage:
        yield stage


@pytest.fixture
def visit(browser: Browser, stage: Stage) -> Iterator[Visit]:
    stage.shows(OURS["ours with a service"])
    with profile(browser, stage) as visit:
        yield visit


@pytest.mark.parametrize("path", PATHS)
def test_no_pattern_blocks_an_address_of_the_service(path: str) -> None:
    assert {prefix: found for prefix in PREFIXES if (found := blocking(prefix + path))} == {}


def test_patterns_are_read_as_content_blockers_read_them() -> None:
    assert blocking("https://klinik.se/cookieconsent.js")
    assert blocking("https://klinik.se/collector/hit?0123"), "so an owner must not choose that prefix"
    assert matches("|https://a.se^", "https://a.se/b")
    assert matches("/a*b|", "https://x.se/a/c/b")
    assert not matches("/a*b|", "https://x.se/a/c/b?d")


def test_names_of_files_are_not_those_of_consent_banners() -> None:
    names = [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.*") if path.suffix in {".js", ".css"}]
    assert names
    assert not [name for name in names if blocking(f"https://klinik.se/{name}")]


def test_no_selector_hides_what_the_script_puts_into_a_page(visit: Visit, stage: Stage) -> None:
    stage.shows(replace(OURS["ours with a service"], footer='<a href="/kakor">Om kakor</a>'))
    visit.opens()
    names = set(visit.page.evaluate(NAMES))
    found = set(visit.page.evaluate(FOUND, SELECTORS))
    for hook in ("settings", "save"):
        assert visit.presses(hook)
        names |= set(visit.page.evaluate(NAMES))
        found |= set(visit.page.evaluate(FOUND, SELECTORS))
    assert "rakneverk" in names
    assert suspicious(names) == []
    assert suspicious(["cookie-bar", "rakneverk", "siteConsent"]) == ["cookie-bar", "siteConsent"]
    assert found == set()


def test_hidden_question_is_not_a_yes(visit: Visit, stage: Stage) -> None:
    stage.shows(replace(OURS["ours with a service"], head=HIDDEN))
    visit.opens()
    visit.page.mouse.wheel(0, 400)
    visit.page.evaluate(ANSWERS)
    visit.opens("/andra")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Space")
    visit.settles()
    state = visit.state()
    assert state.stored == ()
    assert {request.host for request in state.requests} == {SITE, SERVICE}
    assert not [request.path for request in state.requests if request.body]


def test_blocked_script_leaves_plain_links_and_loads_nothing(visit: Visit) -> None:
    def block(route: Route) -> None:
        if route.request.resource_type == "document":
            route.continue_()
        else:
            route.abort("blockedbyclient")

    visit.page.route(f"**://{SERVICE}:*/**", block)
    visit.opens()
    state = visit.state()
    assert state.stored == ()
    assert {request.host for request in state.requests} == {SITE, SERVICE}
    film = visit.page.locator("a[data-service]")
    assert (film.get_attribute("href") or "").startswith(f"http://{FILM}:")
    visit.page.locator("footer a").click()
    visit.page.wait_for_url(f"**/cookies/{SITE}?**")
    assert visit.page.locator("[data-consent=reject]").is_visible()
