"""What the script tells of a search on the site, where the policy names the outcomes of searches."""

from typing import Final

import pytest
from playwright.sync_api import Route

from tests.browser.companies import with_companies
from tests.browser.visitor import Visitor
from tests.browser.website import SERVICE, SITE, Website

OUTCOMES: Final = {"outcomes": True}
FORM: Final = '<form action="/sok"><input name="s" id="find"></form>'
NOTHING: Final = "<p data-rakneverk-found-nothing>Inget hittades.</p>"

PATIENCE: Final = """
const real = setTimeout;
window.setTimeout = (act, after) => after === 1000 ? void (window.patience = act) : real(act, after);
"""
"""In place of the second that a page has to show what was found: the test says when it is over."""

SOON: Final = """
const later = setTimeout;
window.setTimeout = (act, after) => later(act, after === 1000 ? 50 : after);
"""
"""Where all is there at once, that second is only waited for."""

SHOW: Final = f"document.querySelector('main').insertAdjacentHTML('beforeend', '{NOTHING}')"
CLEAR: Final = "document.querySelector('[data-rakneverk-found-nothing]').remove()"


@pytest.fixture
def counted(visitor: Visitor, website: Website) -> Visitor:
    """A visitor who has said yes, on a page of the site that was counted."""
    website.policy = OUTCOMES
    website.body = FORM
    visitor.context.add_init_script(SOON)
    visitor.agreed()
    visitor.opens("/kurser?utm_source=brev")
    website.counted(1)
    return visitor


def searches(visitor: Visitor, words: str) -> None:
    visitor.page.fill("#find", words)
    visitor.page.press("#find", "Enter")


def test_a_search_is_told_with_the_page_it_was_made_on(counted: Visitor, website: Website) -> None:
    searches(counted, "oro")
    first, search = website.counted(2)
    assert first.keys().isdisjoint({"previous", "found"}), "a page view without a search has neither"
    assert (search["url"], search["previous"]) == (website.url("/sok?s=oro"), website.url("/kurser"))
    assert "found" not in search
    assert search["first"] == ["page", "search"]


def test_a_search_from_the_page_of_results_is_of_its_path_without_the_words(counted: Visitor, website: Website) -> None:
    searches(counted, "oro")
    website.counted(2)
    searches(counted, "sömn")
    assert website.counted(3)[2]["previous"] == website.url("/sok")


def test_a_search_that_found_nothing_is_told(counted: Visitor, website: Website) -> None:
    website.body = FORM + NOTHING
    searches(counted, "xyzzy")
    assert website.counted(2)[1]["found"] is False
    counted.opens("/kontakt")
    assert "found" not in website.counted(3)[2], "the attribute means nothing where nothing was searched for"


@pytest.mark.parametrize("query", ["/sok?s=", "/sok?s=%20", "/sok?sort=pris"])
def test_nothing_typed_is_no_search(counted: Visitor, website: Website, query: str) -> None:
    website.body = NOTHING
    counted.opens(query, referrer=website.url("/kurser"))
    assert website.counted(2)[1].keys().isdisjoint({"previous", "found"})


def test_results_may_come_late(counted: Visitor, website: Website) -> None:
    counted.page.add_init_script(PATIENCE)
    searches(counted, "xyzzy")
    counted.page.wait_for_function("'patience' in window")
    counted.page.evaluate(SHOW)
    counted.is_done()
    assert len(website.views) == 1
    counted.page.evaluate("patience()")
    assert website.counted(2)[1]["found"] is False
    counted.page.evaluate("patience()")
    counted.is_done()
    assert len(website.views) == 2


def test_a_page_that_is_still_coming_is_waited_for(counted: Visitor, website: Website) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    counted.page.route("**/wait.js", hold)
    counted.page.add_init_script(PATIENCE)
    website.body = f'<script src="/wait.js"></script>{NOTHING}'
    counted.page.goto(website.url("/sok?s=xyzzy"), wait_until="commit")
    counted.page.wait_for_function("window.rakneverk")
    counted.page.evaluate("new Promise((begun) => requestAnimationFrame(() => begun()))")
    assert counted.page.evaluate("document.readyState") == "loading"
    assert counted.page.evaluate("'patience' in window") is False
    held[0].fulfill(body="", content_type="text/javascript")
    counted.page.wait_for_function("'patience' in window")
    counted.page.evaluate("patience()")
    assert website.counted(2)[1]["found"] is False


def test_who_leaves_before_the_second_is_over_is_counted_all_the_same(counted: Visitor, website: Website) -> None:
    counted.page.add_init_script(PATIENCE)
    website.body = NOTHING
    counted.opens("/sok?s=xyzzy", referrer=website.url("/kurser"))
    counted.opens("/kontakt")
    hits = {hit["url"]: hit for hit in website.counted(3)}
    search = hits[website.url("/sok?s=xyzzy")]
    assert (search["previous"], search["found"]) == (website.url("/kurser"), False)


def test_who_takes_the_yes_back_before_the_second_is_over_is_not(counted: Visitor, website: Website) -> None:
    counted.page.add_init_script(PATIENCE)
    counted.opens("/sok?s=xyzzy", referrer=website.url("/kurser"))
    counted.reopens()
    counted.reject.click()
    counted.page.evaluate("patience()")
    counted.opens("/")
    counted.is_done()
    assert len(website.views) == 1
    assert "rv_queue" not in counted.storage()["local"]


@pytest.mark.parametrize("api", ["", "Object.defineProperty(window, 'navigation', {value: undefined})"])
def test_soft_navigation_has_the_page_before_and_its_own_results(visitor: Visitor, website: Website, api: str) -> None:
    visitor.context.add_init_script(PATIENCE + api)
    website.policy = OUTCOMES
    visitor.opens("/")
    visitor.accepts()
    visitor.goes_on("/kurser?utm_source=brev")
    visitor.goes_on("/sok?s=xyzzy")
    visitor.page.evaluate(SHOW)
    visitor.page.evaluate("patience()")
    website.counted(3)
    visitor.goes_on("/sok?s=oro")  # the page of the last search is still shown
    visitor.page.evaluate(CLEAR)
    visitor.goes_on("/andra")
    visitor.page.evaluate("history.back()")
    visitor.page.wait_for_url("**/sok?s=oro")
    visitor.page.evaluate("patience()")
    hits = website.counted(6)
    told = [(hit["url"], hit.get("previous"), hit.get("found")) for hit in hits]
    assert told[2:] == [
        (website.url("/sok?s=xyzzy"), website.url("/kurser"), False),
        (website.url("/sok?s=oro"), website.url("/sok"), None),
        (website.url("/andra"), None, None),
        (website.url("/sok?s=oro"), None, None),  # gone back to: it was not searched for from there
    ]


def test_each_search_has_its_own_second(visitor: Visitor, website: Website) -> None:
    visitor.context.add_init_script(PATIENCE)
    website.policy = OUTCOMES
    visitor.opens("/")
    visitor.accepts()
    visitor.goes_on("/sok?s=xyzzy")
    visitor.page.evaluate("window.first = patience; null")
    visitor.goes_on("/sok?s=oro")
    website.counted(2)
    visitor.page.evaluate("first()")
    visitor.is_done()
    assert len(website.views) == 2
    visitor.page.evaluate("patience()")
    assert website.counted(3)[2]["url"] == website.url("/sok?s=oro")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/behandlingar/panik?q=hemligt", "/behandlingar/"),
        ("/%42ehandlingar//panik", "/behandlingar/"),
        ("/boka/tid", None),
        ("/BOKA", None),
    ],
)
@pytest.mark.parametrize("soft", [False, True])
def test_of_a_sensitive_page_before_no_more_is_told_than_is_counted_there(
    counted: Visitor, website: Website, path: str, told: str | None, soft: bool
) -> None:
    if soft:
        counted.goes_on(path)
        counted.goes_on("/sok?s=oro")
    else:
        counted.opens("/sok?s=oro", referrer=website.url(path))
    website.wait(lambda: website.views[-1]["url"] == website.url("/sok?s=oro"))
    assert website.views[-1].get("previous") == (told and website.url(told))
    assert "panik" not in str(website.views)
    assert "boka" not in str(website.views).lower()


def test_the_same_is_told_where_the_policy_has_services(visitor: Visitor, website: Website) -> None:
    website.policy = with_companies() | OUTCOMES
    website.body = NOTHING
    visitor.opens("/kurser")
    visitor.accepts()
    visitor.opens("/sok?s=xyzzy", referrer=website.url("/kurser"))
    visitor.opens("/sok?s=oro", referrer=website.url("/%42ehandlingar/p%E5nik"))
    hits = sorted(website.counted(3)[1:], key=lambda hit: str(hit["url"]))
    assert [(hit["previous"], hit["found"]) for hit in hits] == [
        (website.url("/behandlingar/"), False),
        (website.url("/kurser"), False),
    ]


def test_on_a_sensitive_page_nothing_of_a_search_is_told(counted: Visitor, website: Website) -> None:
    website.body = NOTHING
    counted.opens("/behandlingar/sok?s=panik", referrer=website.url("/kurser"))
    hit = website.counted(2)[1]
    assert hit["url"] == website.url("/behandlingar/")
    assert hit.keys().isdisjoint({"previous", "found"})


@pytest.mark.parametrize("host", [SERVICE, "sok.localhost", f"{SITE}.sok.localhost"])
def test_a_page_of_another_host_is_none_of_the_sites(counted: Visitor, website: Website, host: str) -> None:
    counted.opens("/sok?s=oro", referrer=website.url("/kurser", host))
    assert "previous" not in website.counted(2)[1]


def test_a_yes_on_the_page_of_results_tells_nothing_of_the_page_before_it(visitor: Visitor, website: Website) -> None:
    website.policy = OUTCOMES
    website.body = NOTHING
    visitor.opens("/sok?s=oro", referrer=website.url("/kurser"))
    visitor.accepts()
    [hit] = website.counted(1)
    assert "kurser" not in str(hit)
    assert hit["found"] is False


def test_of_an_owners_own_searches_nothing_is_told(counted: Visitor, website: Website) -> None:
    website.body = NOTHING
    counted.context.add_cookies([{"name": "rv_own", "value": "1", "url": website.url("/")}])
    counted.opens("/sok?s=oro", referrer=website.url("/kurser"))
    hit = website.counted(2)[1]
    assert (hit["url"], hit["own"]) == (website.url("/"), True)
    assert hit.keys().isdisjoint({"previous", "found"})


@pytest.mark.parametrize("policy", [{}, {"visitors": True, "zone": "Europe/Stockholm"}])
def test_a_policy_without_the_statistic_tells_nothing_more(
    visitor: Visitor, website: Website, policy: dict[str, object]
) -> None:
    website.policy = policy
    website.body = NOTHING
    visitor.context.add_init_script(PATIENCE)
    visitor.opens("/kurser")
    visitor.accepts()
    website.counted(1)
    visitor.opens("/sok?s=oro", referrer=website.url("/kurser"))
    assert website.counted(2)[1].keys().isdisjoint({"previous", "found"}), "nor does it wait"


def test_a_search_is_new_once_by_the_words_that_are_read_of_it(visitor: Visitor, website: Website) -> None:
    """The collector reads the first parameter that has any words."""
    visitor.opens("/")
    visitor.accepts()
    for query in ("?s=Oro&q=1", "?s=oro+&q=2", "?s=&q=ORO", "?s=s%C3%B6mn"):
        visitor.goes_on(f"/sok{query}")
    visitor.is_done()
    firsts = [hit["first"] for hit in website.counted(5)]
    assert firsts == [["visit", "page"], ["page", "search"], [], [], ["search"]]
