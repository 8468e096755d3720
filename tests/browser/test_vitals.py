"""LCP, CLS and INP as Google defines them: out of entries that are given, and out of Chromium's own."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.browser.test_measures import ENTRIES, hides
from tests.browser.visitor import Visitor
from tests.browser.website import Website

BUSY: Final = """<button id="busy" onclick="for (const end = Date.now() + 150; Date.now() < end;);">Räkna</button>"""

SHIFTS: Final = """new Promise((done) => {
  new PerformanceObserver(() => done(null)).observe({type: 'layout-shift'});
  document.body.insertAdjacentHTML('afterbegin', '<div style="height: 300px"></div>');
})"""

SLOW: Final = """new Promise((done) => new PerformanceObserver((list) =>
  list.getEntries().some((entry) => entry.interactionId && entry.duration > 140) && done(null)
).observe({type: 'event', buffered: true, durationThreshold: 16}))"""


@pytest.fixture
def reader(visitor: Visitor, website: Website) -> Visitor:
    website.policy = {"vitals": True}
    visitor.agreed()
    return visitor


@pytest.fixture
def measured(reader: Visitor, website: Website) -> Visitor:
    """On a page whose entries the test gives."""
    reader.context.add_init_script(ENTRIES)
    reader.opens()
    website.counted(1)
    return reader


def gives(visitor: Visitor, *entries: dict[str, Any]) -> None:
    visitor.page.evaluate("(entries) => give(...entries)", list(entries))


def shift(at: float, value: float, *, after_input: bool = False) -> dict[str, Any]:
    return {"startTime": at, "value": value, "hadRecentInput": after_input}


def interaction(number: int, duration: int) -> dict[str, Any]:
    return {"startTime": 1000 + number, "interactionId": number, "duration": duration}


def told(visitor: Visitor, website: Website) -> dict[str, int]:
    hides(visitor)
    [act] = website.acted(1)
    return {name: act[name] for name in ("lcp", "cls", "inp") if name in act}


def test_the_browser_is_asked_for_what_is_measured_alone(measured: Visitor) -> None:
    assert measured.page.evaluate("observed") == ["begins", "largest-contentful-paint", "layout-shift", "event"]


@pytest.mark.parametrize(
    ("shifts", "cls"),
    [
        ([], 0),
        ([shift(400, 0.25)], 250),
        ([shift(400, 0.25, after_input=True)], 0),
        ([shift(1000, 0.1), shift(1900, 0.05)], 150),  # less than a second apart: one window
        ([shift(1000, 0.1), shift(2000, 0.05)], 100),
        ([shift(1000, 0.05), shift(2000, 0.1), shift(9000, 0.02)], 100),  # the largest window
        ([shift(600 + 900 * number, 0.1) for number in range(7)], 600),  # at most five seconds long
        ([shift(0, 0.1), shift(900, 0.1), shift(1800, 0.1)], 300),
        ([shift(10, 1.5)], 1500),
    ],
)
def test_layout_shift_is_the_largest_window(
    measured: Visitor, website: Website, shifts: list[dict[str, Any]], cls: int
) -> None:
    gives(measured, *shifts)
    assert told(measured, website) == {"cls": pytest.approx(cls, abs=1)}


@pytest.mark.parametrize(
    ("durations", "inp"),
    [
        ([24], 24),
        ([24, 320, 48], 320),
        ([400, *[40] * 48], 400),
        ([400, *[40] * 49], 40),
        ([400, 300, *[40] * 98], 40),
        ([400, 300, 200, *[40] * 97], 200),
    ],
)
def test_interaction_is_the_longest_but_one_in_fifty(
    measured: Visitor, website: Website, durations: list[int], inp: int
) -> None:
    gives(measured, *(interaction(number, duration) for number, duration in enumerate(durations, 1)))
    assert told(measured, website)["inp"] == inp


def test_events_of_one_interaction_are_one(measured: Visitor, website: Website) -> None:
    gives(measured, interaction(1, 80), interaction(1, 240), interaction(1, 16), {**interaction(0, 999)})
    assert told(measured, website)["inp"] == 240


def test_the_last_paint_that_the_browser_names_is_the_largest(measured: Visitor, website: Website) -> None:
    gives(measured, {"startTime": 820.7, "size": 900}, {"startTime": 2100.2, "size": 4000})
    assert told(measured, website)["lcp"] == 2100


OPENED_BEHIND: Final = """const real = performance.getEntriesByType;
performance.getEntriesByType = (type) =>
  type === 'visibility-state' ? [{name: 'hidden'}, {name: 'visible'}] : real.call(performance, type);"""


def test_of_a_page_that_was_opened_behind_another_no_paint_is_told(reader: Visitor, website: Website) -> None:
    reader.context.add_init_script(ENTRIES + OPENED_BEHIND)
    reader.opens()
    website.counted(1)
    gives(reader, {"startTime": 60_000, "size": 900})
    assert told(reader, website) == {"cls": 0}


def test_a_page_of_an_application_has_only_what_came_after_it(measured: Visitor, website: Website) -> None:
    gives(measured, {"startTime": 500, "size": 900}, shift(600, 0.2), interaction(1, 240))
    measured.goes_on("/priser")
    website.acted(1)
    gives(measured, {"startTime": 1e7, "size": 900}, shift(10, 0.5), shift(1e7, 0.1))
    gives(measured, {**interaction(2, 500), "startTime": 10})
    hides(measured)
    first, second = website.acted(2)
    assert (first["lcp"], first["cls"], first["inp"]) == (500, 200, 240)
    assert (second["url"], second["cls"]) == (website.url("/priser"), 100)
    assert second.keys().isdisjoint({"lcp", "inp"})


def test_what_a_soft_navigation_before_the_yes_left_behind_is_not_its_pages(visitor: Visitor, website: Website) -> None:
    website.policy = {"vitals": True}
    visitor.context.add_init_script(ENTRIES)
    visitor.opens()
    visitor.goes_on("/priser")
    visitor.accepts()
    website.counted(1)
    gives(visitor, {"startTime": 1, "size": 900}, shift(1, 0.2))
    assert told(visitor, website) == {"cls": 0}


def _accepts(visitor: Visitor) -> None:
    visitor.accepts()


def _accepts_after_a_no(visitor: Visitor) -> None:
    visitor.declines()
    happens(visitor)
    visitor.reopens()
    visitor.accepts()


def _accepts_again(visitor: Visitor) -> None:
    visitor.accepts()
    visitor.reopens()
    visitor.declines()
    happens(visitor)
    visitor.reopens()
    visitor.accepts()


def happens(visitor: Visitor) -> None:
    """The page jumps, and is slow to answer a click."""
    visitor.page.evaluate(SHIFTS)
    visitor.page.click("#busy")
    visitor.page.evaluate(SLOW)


@pytest.mark.parametrize("goes_on", [False, True])
@pytest.mark.parametrize("answers", [_accepts, _accepts_after_a_no, _accepts_again])
def test_nothing_is_told_of_what_was_before_the_yes(
    visitor: Visitor, website: Website, answers: Callable[[Visitor], None], *, goes_on: bool
) -> None:
    website.policy, website.body = {"vitals": True}, BUSY
    visitor.opens()
    happens(visitor)
    answers(visitor)
    if goes_on:
        visitor.goes_on("/priser")
    visitor.opens("/andra")
    visitor.is_done()
    assert website.acts
    for act in website.acts:
        assert "lcp" not in act
        assert act["cls"] == 0
        assert act.get("inp", 0) < 140, "the answer's own click at most"


def test_of_a_yes_that_came_on_the_page_nothing_is_asked_that_the_browser_has_kept(
    visitor: Visitor, website: Website
) -> None:
    website.policy = {"vitals": True}
    visitor.context.add_init_script(ENTRIES)
    visitor.opens()
    visitor.accepts()
    website.counted(1)
    assert visitor.page.evaluate("kept") == [False] * 3
    visitor.opens("/andra")
    assert visitor.page.evaluate("kept") == [True] * 3


def test_a_browser_that_measures_nothing_tells_nothing(reader: Visitor, website: Website) -> None:
    reader.context.add_init_script(ENTRIES + "delete window.LayoutShift")
    reader.opens()
    website.counted(1)
    hides(reader)
    reader.is_done()
    assert website.acts == []


def test_chromiums_own_measures_are_told(reader: Visitor, website: Website) -> None:
    website.body = BUSY
    reader.opens()
    website.counted(1)
    reader.page.evaluate(SHIFTS)
    reader.page.click("#busy")
    reader.page.evaluate(SLOW)
    reader.opens("/andra")
    [act] = website.acted(1)
    assert 0 < act["lcp"] < 10_000
    assert 0 < act["cls"] < 2_000
    assert 140 < act["inp"] < 10_000
    assert all(isinstance(act[name], int) for name in ("lcp", "cls", "inp"))
