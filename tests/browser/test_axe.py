"""Who reads larger, slower, from right to left or with a screen reader can use all that the script puts into a page."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.checklist.axe import violations
from tests.browser.checklist.pages import OURS
from tests.browser.checklist.stage import CLOSED, Stage, staged
from tests.browser.checklist.visit import NARROW, Visit, profile

_PLAIN_FOOTER: Final = '<a href="/kakor">Om kakor</a>'
_ONE_ACCEPTED: Final = "[data-consent-banner] [role=switch]"

SITES: Final = ["ours with a service", "ours with a service in English", "ours with a service in Arabic"]

MOVING: Final = """() => [...document.querySelectorAll('#rakneverk, #rakneverk *')].filter((one) => {
    const {animationName, transitionDuration} = getComputedStyle(one);
    return animationName !== 'none' || /[1-9]/.test(transitionDuration);
}).length"""

OUTSIDE: Final = """() => [...document.querySelectorAll('[data-consent-banner] *')].filter((one) => {
    const {left, right, width} = one.getBoundingClientRect();
    return width && (left < 0 || right > innerWidth);
}).length"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("journal")) as stage:
        yield stage


@pytest.fixture
def visit(browser: Browser, stage: Stage) -> Iterator[Visit]:
    stage.shows(replace(OURS["ours with a service"], footer=_PLAIN_FOOTER, published=3))
    with profile(browser, stage) as visit:
        yield visit


def shows(stage: Stage, name: str) -> None:
    stage.shows(replace(OURS[name], footer=_PLAIN_FOOTER, published=3))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SITES)
def test_axe_finds_nothing_in_any_layer(
    visit: Visit, stage: Stage, name: str, scheme: Literal["light", "dark"]
) -> None:
    shows(stage, name)
    visit.page.emulate_media(color_scheme=scheme)
    visit.opens()
    found = {"banner and placeholders": violations(visit.page)}
    visit.presses("settings")
    found["settings"] = violations(visit.page)
    visit.page.locator(_ONE_ACCEPTED).first.click()
    visit.presses("save")
    found["floating button"] = violations(visit.page)
    visit.reopens()
    found["settings again"] = violations(visit.page)
    visit.presses("accept")
    visit.opens(CLOSED)
    found["closed page"] = violations(visit.page)
    assert not {layer: what for layer, what in found.items() if what}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ours in Swedish", "ours in English"])
def test_axe_finds_nothing_where_there_are_no_services(
    visit: Visit, stage: Stage, name: str, scheme: Literal["light", "dark"]
) -> None:
    shows(stage, name)
    visit.page.emulate_media(color_scheme=scheme)
    visit.opens()
    found = {"banner": violations(visit.page)}
    visit.presses("accept")
    found["floating button"] = violations(visit.page)
    visit.reopens()
    found["banner again"] = violations(visit.page)
    visit.presses("reject")
    stage.edition = 1
    visit.opens()
    expect(visit.page.get_by_role("status")).to_be_visible()
    found["notice"] = violations(visit.page)
    assert not {layer: what for layer, what in found.items() if what}


def test_arabic_runs_from_right_to_left(visit: Visit, stage: Stage) -> None:
    shows(stage, "ours with a service in Arabic")
    visit.page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    visit.opens()
    banner = visit.page.locator("[data-consent-banner]")
    assert banner.evaluate("(banner) => getComputedStyle(banner).direction") == "rtl"
    boxes: list[Any] = [visit.page.locator(f'[data-consent="{hook}"]').bounding_box() for hook in ("reject", "accept")]
    assert boxes[0]["x"] > boxes[1]["x"], "what is first stands to the right"
    assert visit.page.evaluate(OUTSIDE) == 0
    visit.presses("settings")
    assert visit.page.evaluate(OUTSIDE) == 0
    visit.page.locator('[data-consent-language="sv"]').click()
    assert banner.evaluate("(banner) => getComputedStyle(banner).direction") == "ltr"


def test_nothing_moves_for_whoever_wants_less_motion(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    visit.opens()
    assert visit.page.evaluate(MOVING) == 0
    visit.presses("settings")
    assert visit.page.evaluate(MOVING) == 0
    assert visit.presses("save")
    assert visit.page.evaluate(MOVING) == 0


@pytest.mark.parametrize("name", SITES)
def test_settings_are_within_the_view_with_text_at_200_percent(visit: Visit, stage: Stage, name: str) -> None:
    shows(stage, name)
    visit.page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    visit.opens()
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    visit.presses("settings")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert visit.page.evaluate(OUTSIDE) == 0
    for hook in ("reject", "save", "accept"):
        button = visit.page.locator(f'[data-consent="{hook}"]')
        expect(button).to_be_in_viewport(ratio=1)
    for switch in visit.page.locator("[data-consent-banner] [role=switch]").all():
        switch.scroll_into_view_if_needed()
        expect(switch).to_be_in_viewport()
