"""A withdrawal takes effect: what the services kept is deleted, nothing of theirs runs on, and the rest is named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.companies import FILM, METER, Companies, with_companies
from tests.browser.test_blocking import ran
from tests.browser.visitor import Visitor
from tests.browser.website import SITE, Website

SV = with_companies()["texts"]["sv"]

KEEPS = f"""
<script type="text/plain" data-service="matning" data-src="http://{METER}/1.js"></script>
<script type="text/plain" data-service="matning">
    const domain = ';domain=kbt-verkstan.localhost';
    document.cookie = '_m=1;max-age=999';
    document.cookie = '_m_17=1;max-age=999;path=/' + domain;
    document.cookie = '_m_deep=1;max-age=999;path=/kurser';
    document.cookie = '_mine=1;max-age=999;path=/';
    localStorage['m-seen'] = localStorage['other'] = sessionStorage['m-seen'] = '1';
    indexedDB.open('m-db').onsuccess = () => indexedDB.open('other').onsuccess = () => {{ window.stored = true }};
</script>"""
OWN = {"_mine", "rv_choice"}


def stores(visitor: Visitor, website: Website, companies: Companies, path: str = "/kurser/host") -> Page:
    website.body = KEEPS
    companies.accepted("analytics", "media", "statistics")
    page = visitor.opens(path)
    page.wait_for_function("window.stored")
    assert {"_m", "_m_17", "_m_deep"} < visitor.cookies().keys()
    return page


@contextmanager
def reloaded(page: Page) -> Iterator[None]:
    """Leaves when another document stands there: a navigation may also be a state written into this one's entry."""
    page.evaluate("window.before = true")
    yield
    page.wait_for_function("!window.before && document.readyState === 'complete'")


def databases(page: Page) -> list[str]:
    names: list[str] = page.evaluate("indexedDB.databases().then((all) => all.map(({name}) => name))")
    return names


def until_erased(page: Page) -> None:
    """All else is deleted at once, databases a while after: of two the one is left that is not the service's."""
    page.wait_for_function("indexedDB.databases().then(({length}) => length === 1)")


def is_left(page: Page, visitor: Visitor) -> None:
    """Only what is not the service's."""
    until_erased(page)
    assert visitor.cookies().keys() == OWN
    # It declares local storage alone; of the other kinds, and other names, nothing is touched.
    assert page.evaluate("[localStorage['m-seen'], localStorage.other, sessionStorage['m-seen']]") == [None, "1", "1"]
    assert databases(page) == ["other"]
    assert page.evaluate("window.ran") is None


def test_withdrawal_of_everything_deletes_reloads_and_names_what_is_left(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    page = stores(visitor, website, companies)
    visitor.reopens()
    companies.asked.clear()
    with reloaded(page):
        visitor.reject.click()
    notice = page.get_by_role("status")
    expect(notice).to_contain_text(SV["left"].replace("{names}", f"viewer ({FILM}), _secret"))
    is_left(page, visitor)
    assert companies.asked == []
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    notice.get_by_role("button", name=SV["dismiss"]).click()
    expect(notice).to_have_count(0)
    page.reload()
    visitor.is_done()
    expect(notice).to_have_count(0)


def test_withdrawal_of_a_part_leaves_the_other_services_alone(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    page = stores(visitor, website, companies)
    visitor.reopens()
    page.get_by_role("switch", name="Mätarna").click()
    with reloaded(page):
        page.locator('[data-consent="save"]').click()
    expect(page.get_by_role("status")).to_contain_text("åt dig: _secret.")
    is_left(page, visitor)
    assert visitor.cookies()["rv_choice"] == "yes.3+media+statistics"


def test_withdrawal_of_the_statistics_alone_reloads_nothing(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    page = stores(visitor, website, companies)
    page.evaluate("window.same = true")
    visitor.reopens()
    page.get_by_role("switch", name="Statistik", exact=True).click()
    page.locator('[data-consent="save"]').click()
    website.answered(1)
    assert page.evaluate("window.same")
    assert "_m" in visitor.cookies()


def test_history_state_of_the_site_survives(visitor: Visitor, website: Website, companies: Companies) -> None:
    page = stores(visitor, website, companies)
    page.evaluate("history.replaceState({scroll: 7, deep: {key: [1]}}, '')")
    visitor.reopens()
    with reloaded(page):
        visitor.reject.click()
    expect(page.get_by_role("status")).to_be_visible()
    assert page.evaluate("history.state") == {"scroll": 7, "deep": {"key": [1]}}


@pytest.mark.parametrize("state", [None, "text", [1, 2]])
def test_any_history_state_is_as_it_was(
    visitor: Visitor, website: Website, companies: Companies, state: object
) -> None:
    page = stores(visitor, website, companies)
    page.evaluate("(state) => history.replaceState(state, '')", state)
    visitor.reopens()
    with reloaded(page):
        visitor.reject.click()
    until_erased(page)
    assert page.evaluate("history.state") == state


def test_withdrawal_in_another_tab_takes_effect_here(visitor: Visitor, website: Website, companies: Companies) -> None:
    page = stores(visitor, website, companies)
    other = Visitor(visitor.context, website)
    other.opens("/andra")
    with reloaded(page):
        other.reopens()
        other.reject.click()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    is_left(page, visitor)


def test_withdrawal_takes_effect_on_a_page_that_comes_back_as_it_was_left(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    page = stores(visitor, website, companies)
    page.evaluate("window.same = true")
    website.body = ""
    visitor.opens("/andra")
    visitor.reopens()
    with reloaded(page):
        visitor.reject.click()
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_function("location.pathname === '/kurser/host' && !window.same && !window.ran")
    until_erased(page)
    assert visitor.cookies().keys() == OWN


def test_what_a_lapsed_yes_has_left_is_deleted_on_the_next_page(
    visitor: Visitor, website: Website, companies: Companies
) -> None:
    page = stores(visitor, website, companies)
    page.goto("about:blank")
    visitor.context.clear_cookies(name="rv_choice")
    website.body = ""
    page = visitor.opens("/kurser/host")
    expect(visitor.banner).to_be_visible()
    until_erased(page)
    assert visitor.cookies().keys() == OWN - {"rv_choice"}


def test_a_new_visitor_has_nothing_stored_by_that(visitor: Visitor, companies: Companies) -> None:
    page = visitor.opens()
    visitor.declines()
    assert databases(page) == []
    assert visitor.cookies() == {"rv_choice": "no.3"}


def test_a_yes_again_loads_again(visitor: Visitor, website: Website, companies: Companies) -> None:
    website.body = KEEPS
    page = visitor.opens()
    visitor.accepts()
    ran(page, "1.js")
    visitor.reopens()
    with reloaded(page):
        visitor.reject.click()
    visitor.reopens()
    visitor.accepts()
    ran(page, "1.js")
    assert page.url == website.url("/", SITE)
