"""How long and how far a page is read and how well it works, told once as it is left, where the policy names it."""

from typing import Any, Final

import pytest

from tests.browser.companies import with_companies
from tests.browser.configuration import VERSION
from tests.browser.visitor import NOTHING, Visitor
from tests.browser.website import Website

MEASURES: Final[dict[str, Any]] = {"engaged": True, "scroll": True, "vitals": True}

SECONDS: Final = """
const real = setInterval;
window.setInterval = (act, after) => after === 1000 ? (window.tick = act, 0) : real(act, after);
"""
"""In place of a clock: the test says when a second is over."""

ENTRIES: Final = """
window.observed = [];
window.kept = [];
window.PerformanceObserver = class {
  constructor(told) {
    observed.push('begins');
    window.give = (...entries) => told({getEntries: () => entries});
  }
  observe({type, buffered}) { observed.push(type); kept.push(buffered); }
  takeRecords() { return []; }
  disconnect() { observed.push('ends'); window.give = () => {}; }
};
"""
"""In place of the browser's own measuring: the test says what it was."""

HIDDEN: Final = """(hidden) => {
  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
  document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));
}"""

TALL: Final = '<div style="height: 4000px"></div><p id="end">Slut</p>'


@pytest.fixture
def reader(visitor: Visitor, website: Website) -> Visitor:
    """A visitor who has said yes, on a long page that was counted; its seconds are the test's."""
    website.policy = {"engaged": True, "scroll": True}
    website.body = TALL
    visitor.context.add_init_script(SECONDS)
    visitor.agreed()
    visitor.opens("/kurser")
    website.counted(1)
    return visitor


def seconds(visitor: Visitor, number: int) -> None:
    visitor.page.evaluate("(number) => { while (number--) tick(); }", number)


def hides(visitor: Visitor, hidden: bool = True) -> None:
    visitor.page.evaluate(HIDDEN, hidden)


def scrolls(visitor: Visitor, top: int) -> int:
    """The share of the page's height that has been in view by then, in per cent."""
    depth: int = visitor.page.evaluate(
        """(top) => { scrollTo({top, behavior: 'instant'});
            return Math.floor((scrollY + innerHeight) / document.documentElement.scrollHeight * 100); }""",
        top,
    )
    return depth


def test_seconds_count_while_the_page_has_the_focus(reader: Visitor, website: Website) -> None:
    seconds(reader, 12)
    reader.page.evaluate("document.hasFocus = () => false")
    seconds(reader, 30)
    reader.page.evaluate("delete document.hasFocus")
    seconds(reader, 2)
    reader.opens("/andra")
    [act] = website.acted(1)
    assert act == {
        "v": 1,
        "kind": "act",
        "site": "kbt-verkstan.se",
        "url": website.url("/kurser"),
        "id": act["id"],
        "policy": VERSION,
        "referrer": "",
        "first": [],
        "engaged": 15,  # and the second that had begun
        "scroll": act["scroll"],
        "age": 0,
    }


def test_the_deepest_that_was_in_view_is_told(reader: Visitor, website: Website) -> None:
    depth = scrolls(reader, 1500)
    seconds(reader, 1)
    assert scrolls(reader, 0) < depth < 100
    seconds(reader, 1)
    reader.opens("/andra")
    assert website.acted(1)[0]["scroll"] == depth


def test_the_end_of_the_page_is_all_of_it(reader: Visitor, website: Website) -> None:
    scrolls(reader, 100_000)
    reader.opens("/andra")
    assert website.acted(1)[0]["scroll"] == 100


def test_a_page_that_fits_was_in_view_at_once(reader: Visitor, website: Website) -> None:
    website.body = ""
    reader.opens("/kort")
    reader.opens("/andra")
    assert [act["scroll"] for act in website.acted(2)][1] == 100


def test_a_page_that_is_seen_again_is_told_of_once(reader: Visitor, website: Website) -> None:
    seconds(reader, 3)
    hides(reader)
    website.acted(1)
    hides(reader, hidden=False)
    seconds(reader, 60)
    hides(reader)
    reader.opens("/andra")
    website.counted(3)
    reader.is_done()
    assert [act["engaged"] for act in website.acts] == [4]


def test_a_page_out_of_the_back_forward_cache_is_measured_anew(reader: Visitor, website: Website) -> None:
    reader.page.evaluate("() => { onpageshow = (event) => { window.restored = event.persisted } }")
    seconds(reader, 3)
    reader.opens("/andra")
    website.acted(1)
    reader.page.go_back(wait_until="commit")
    reader.page.wait_for_function("window.restored === true")
    seconds(reader, 6)
    reader.opens("/tredje")
    acts = website.acted(3)
    assert [act["engaged"] for act in acts if act["url"] == website.url("/kurser")] == [4, 7]


def test_each_page_of_an_application_is_measured_by_itself(reader: Visitor, website: Website) -> None:
    seconds(reader, 3)
    reader.goes_on("/kurser#hosten")
    seconds(reader, 4)
    reader.goes_on("/priser")
    seconds(reader, 10)
    reader.opens("/andra")
    acts = {act["url"]: act["engaged"] for act in website.acted(2)}
    assert acts == {website.url("/kurser"): 8, website.url("/priser"): 11}


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ({"engaged": True}, {"engaged"}),
        ({"scroll": True}, {"scroll"}),
        ({"vitals": True, "engaged": True}, {"engaged", "lcp", "cls"}),
        ({"vitals": True}, {"lcp", "cls"}),
        ({"vitals": True, "outbound": True}, {"lcp", "cls"}),
        (with_companies() | {"vitals": True}, {"lcp", "cls"}),
        ({"outbound": True, "events": ["kontakt"]}, set()),
        ({"visitors": True}, set()),
        ({}, set()),
    ],
)
def test_no_more_is_told_than_the_policy_names(
    visitor: Visitor, website: Website, policy: dict[str, Any], told: set[str]
) -> None:
    website.policy = policy
    visitor.agreed()
    visitor.opens()
    website.counted(1)
    told_of_paint = "new PerformanceObserver(done).observe({type: 'largest-contentful-paint', buffered: true})"
    visitor.page.evaluate(f"new Promise((done) => {told_of_paint}).then(() => null)")
    visitor.opens("/andra")
    website.acted(1 if told else 0)
    website.counted(2)
    visitor.is_done()
    usual = {"v", "kind", "site", "url", "id", "policy", "referrer", "first", "age"}
    assert [act.keys() - usual for act in website.acts] == ([told] if told else [])


@pytest.mark.parametrize("answer", ["", "declines"])
def test_before_a_yes_and_after_a_no_nothing_is_measured(visitor: Visitor, website: Website, answer: str) -> None:
    website.policy = MEASURES
    visitor.context.add_init_script(SECONDS + ENTRIES)
    visitor.opens()
    if answer:
        getattr(visitor, answer)()
    visitor.goes_on("/andra")
    hides(visitor)
    visitor.is_done()
    assert visitor.page.evaluate("[observed, 'tick' in window]") == [[], False]
    assert (website.hits, visitor.storage()) == ([], NOTHING)


def test_withdrawal_ends_the_measuring_and_nothing_of_it_is_told(visitor: Visitor, website: Website) -> None:
    website.policy = MEASURES
    visitor.context.add_init_script(SECONDS + ENTRIES)
    visitor.opens()
    visitor.accepts()
    website.counted(1)
    seconds(visitor, 5)
    visitor.reopens()
    visitor.declines()
    assert visitor.page.evaluate("observed.at(-1)") == "ends"
    hides(visitor)
    visitor.opens("/andra")
    visitor.is_done()
    assert (website.acts, visitor.storage()) == ([], NOTHING)


@pytest.mark.parametrize("path", ["/boka/tid", "/kurser"])
def test_where_the_view_is_not_told_nothing_is_measured(visitor: Visitor, website: Website, path: str) -> None:
    website.policy = MEASURES
    visitor.context.add_init_script(SECONDS + ENTRIES)
    visitor.agreed()
    if path == "/kurser":
        visitor.context.add_cookies([{"name": "rv_own", "value": "1", "url": website.url("/")}])
    visitor.opens(path)
    visitor.is_done()
    assert visitor.page.evaluate("[observed, 'tick' in window]") == [[], False]
    hides(visitor)
    visitor.is_done()
    assert website.acts == []


def test_a_yes_measures_from_there(visitor: Visitor, website: Website) -> None:
    website.policy = {"engaged": True}
    visitor.context.add_init_script(SECONDS)
    visitor.opens()
    visitor.accepts()
    website.counted(1)
    seconds(visitor, 2)
    hides(visitor)
    assert website.acted(1)[0]["engaged"] == 3
