"""Reports of page views, again under the same number where one got no answer, and what an answer to a choice sets."""

import pytest

from tests.browser.visitor import Visitor
from tests.browser.website import SITE, Server, Website

NOON = "2026-03-02T12:00:00Z"


def ids(website: Website, number: int) -> list[str]:
    return [hit["id"] for hit in website.received(number)]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_hit_that_was_put_off_is_sent_again_once_with_the_same_id(
    visitor: Visitor, website: Website, status: int
) -> None:
    clock = visitor.context.clock
    clock.set_fixed_time(NOON)
    website.status = status
    visitor.opens()
    visitor.accepts()
    [first] = ids(website, 1)
    visitor.page.wait_for_function("JSON.parse(localStorage.rv_queue)[0].until > 0")
    website.status = 204
    clock.set_fixed_time("2026-03-02T12:00:45Z")
    visitor.opens("/andra")
    _, *later = website.received(3)
    assert {(hit["id"] == first, hit["age"]) for hit in later} == {(True, 45), (False, 0)}
    visitor.page.wait_for_function("!localStorage.rv_queue")
    visitor.opens("/tredje")
    visitor.is_done()
    assert len(website.hits) == 4


def test_hit_is_not_sent_again_before_the_collector_said(visitor: Visitor, website: Website) -> None:
    clock = visitor.context.clock
    clock.set_fixed_time(NOON)
    website.status, website.retry_after = 503, "120"
    visitor.opens()
    visitor.accepts()
    [first] = ids(website, 1)
    visitor.page.wait_for_function("JSON.parse(localStorage.rv_queue)[0].until > 0")
    website.status, website.retry_after = 204, ""
    clock.set_fixed_time("2026-03-02T12:01:59Z")
    visitor.goes_on("/andra")
    website.received(2)
    visitor.is_done()
    assert ids(website, 2).count(first) == 1
    clock.set_fixed_time("2026-03-02T12:02:00Z")
    visitor.goes_on("/tredje")
    assert ids(website, 4).count(first) == 2


@pytest.mark.parametrize("status", [200, 204, 400, 404, 413])
def test_any_other_answer_is_final(visitor: Visitor, website: Website, status: int) -> None:
    website.status = status
    visitor.opens()
    visitor.accepts()
    website.received(1)
    visitor.page.wait_for_function("!localStorage.rv_queue")
    visitor.goes_on("/andra")
    visitor.is_done()
    assert len(website.hits) == 2


def test_hit_for_a_dead_port_is_sent_when_the_service_is_back(
    visitor: Visitor, website: Website, server: Server
) -> None:
    visitor.opens()
    visitor.accepts()
    website.received(1)
    visitor.page.wait_for_function("!localStorage.rv_queue")
    server.stop()
    with visitor.page.expect_event("requestfailed"):
        visitor.goes_on("/andra")
    assert visitor.kept("rv_queue")[0]["hit"]["url"] == website.url("/andra")
    server.restart()
    visitor.goes_on("/tredje")
    urls = [hit["url"] for hit in website.received(3)]
    assert sorted(urls) == [website.url("/"), website.url("/andra"), website.url("/tredje")]
    visitor.page.wait_for_function("!localStorage.rv_queue")


def test_queue_is_sent_when_the_network_is_back(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    website.received(1)
    visitor.context.set_offline(True)
    with visitor.page.expect_event("requestfailed"):
        visitor.goes_on("/andra")
    visitor.context.set_offline(False)
    assert [hit["url"] for hit in website.received(2)] == [website.url("/"), website.url("/andra")]


@pytest.mark.parametrize(("clock_says", "sent"), [("2026-03-02T12:45:00Z", 3), ("2026-03-02T12:45:01Z", 2)])
def test_hit_older_than_45_minutes_is_dropped(visitor: Visitor, website: Website, clock_says: str, sent: int) -> None:
    clock = visitor.context.clock
    clock.set_fixed_time(NOON)
    website.status = 503
    visitor.opens()
    visitor.accepts()
    website.received(1)
    visitor.page.wait_for_function("JSON.parse(localStorage.rv_queue)[0].until > 0")
    website.status = 204
    clock.set_fixed_time(clock_says)
    visitor.opens("/andra")
    website.received(sent)
    visitor.is_done()
    assert sorted(hit.body["age"] for hit in website.hits) == [0, 0, 2700][:sent]
    assert visitor.kept("rv_queue") is None


def test_queue_holds_the_latest_twenty(visitor: Visitor, website: Website) -> None:
    website.status, website.retry_after = 503, "3600"
    visitor.opens()
    visitor.accepts()
    for number in range(24):
        visitor.goes_on(f"/sida-{number}")
        website.received(number + 2)
    visitor.is_done()
    waiting = {entry["hit"]["url"].rpartition("/")[2] for entry in visitor.kept("rv_queue")}
    assert waiting == {f"sida-{number}" for number in range(4, 24)}


def test_reports_survive_the_page_that_made_them(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    website.received(1)
    visitor.page.evaluate("history.pushState(null, '', '/lamnas'); location.href = '/nasta'")
    visitor.page.wait_for_url("**/nasta")
    urls = {hit["url"] for hit in website.counted(3)}
    assert urls == {website.url(path) for path in ("/", "/lamnas", "/nasta")}


def test_answer_of_a_service_on_the_same_domain_keeps_the_choice_for_its_full_life(
    visitor: Visitor, website: Website
) -> None:
    website.cookie = f"rv_choice=no.3; Domain={SITE}; Path=/; Max-Age=9000; SameSite=Lax"
    visitor.opens()
    now = visitor.page.evaluate("Date.now() / 1000")
    with visitor.page.expect_response("**/consent"):
        visitor.declines()
    [cookie] = visitor.context.cookies()
    assert cookie.get("value") == "no.3"
    assert cookie.get("expires", 0) - now == pytest.approx(9000, abs=60)


def test_service_on_a_foreign_domain_is_sent_no_cookie(visitor: Visitor, website: Website) -> None:
    website.policy = {"domains": ["kbt-verkstan.se"]}
    visitor.context.add_cookies([{"name": "account", "value": "7", "url": website.service}])
    visitor.opens()
    visitor.declines()
    website.answered(1)
    assert "cookie" not in website.choices[0].headers
