"""Before an answer nothing; after a no, the refusal; after a yes, page views with what the policy permits."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.configuration import VERSION
from tests.browser.visitor import NOTHING, Visitor
from tests.browser.website import ELSEWHERE, SERVICE, SITE, Website

SEARCH = f"http://{ELSEWHERE}/sok?q=kbt+%C3%A5ngest#top"


def test_before_an_answer_nothing_is_stored_or_sent(visitor: Visitor, website: Website) -> None:
    requests: list[str] = []
    visitor.page.on("request", lambda request: requests.append(request.url))
    visitor.opens("/kurser")
    expect(visitor.banner).to_be_visible()
    assert requests == [website.url("/kurser"), f"{website.service}/s/kbt-verkstan.se.js"]
    visitor.page.keyboard.press("Escape")
    visitor.page.mouse.wheel(0, 500)
    visitor.opens("/priser")
    expect(visitor.banner).to_be_visible()
    visitor.is_done()
    assert (website.hits, website.choices) == ([], [])
    assert (visitor.cookies(), visitor.storage()) == ({}, NOTHING)


def test_refusal_is_one_short_cookie_and_the_bare_choice(visitor: Visitor, website: Website) -> None:
    visitor.opens("/kurser")
    visitor.declines()
    assert website.answered(1) == [{"v": 1, "site": "kbt-verkstan.se", "policy": VERSION, "answer": "no"}]
    visitor.opens("/priser")
    visitor.goes_on("/kontakt")
    visitor.is_done()
    expect(visitor.banner).to_have_count(0)
    [cookie] = visitor.context.cookies()
    assert cookie.get("name") == "rv_choice"
    assert cookie.get("value") == f"no.{VERSION}"
    assert len("rv_choice=") + len(cookie.get("value", "")) <= 30
    assert (cookie.get("domain"), cookie.get("path"), cookie.get("sameSite")) == (f".{SITE}", "/", "Lax")
    assert visitor.storage() == NOTHING
    assert website.hits == []
    assert len(website.choices) == 1


def test_answer_is_kept_as_long_as_the_policy_says(visitor: Visitor) -> None:
    visitor.opens()
    now = visitor.page.evaluate("Date.now() / 1000")
    visitor.declines()
    [cookie] = visitor.context.cookies()
    assert cookie.get("expires", 0) - now == pytest.approx(182 * 86_400, abs=60)


@pytest.mark.parametrize("answer", ["accepts", "declines"])
def test_hits_carry_no_cookie_and_no_request_a_referrer(visitor: Visitor, website: Website, answer: str) -> None:
    visitor.context.add_cookies([{"name": "account", "value": "7", "url": website.service}])
    visitor.opens("/kurser")
    getattr(visitor, answer)()
    website.answered(1)
    if answer == "accepts":
        website.counted(1)
    assert all("cookie" not in hit.headers for hit in website.hits)
    for message in website.choices + website.hits:
        assert "referer" not in message.headers
        assert message.headers["origin"] == website.url("")
        assert message.headers["content-type"] == "text/plain;charset=UTF-8"


def test_yes_counts_the_page_at_hand_with_its_referrer(visitor: Visitor, website: Website) -> None:
    visitor.opens("/kurser?s=%C3%85ngest+&fbclid=abc#om", referrer="http://user:secret@sok.localhost/sok?q=kbt#x")
    visitor.accepts()
    [hit] = website.counted(1)
    assert re.fullmatch(r"\d+-\d+-\d+", hit["id"])
    assert hit == {
        "v": 1,
        "site": "kbt-verkstan.se",
        "url": website.url("/kurser?s=%C3%85ngest+"),
        "id": hit["id"],
        "policy": VERSION,
        "referrer": "http://sok.localhost/sok?q=kbt",
        "first": ["visit", "page", "search"],
        "age": 0,
    }
    assert website.hits[0].query == hit["id"]
    assert website.answered(1)[0]["answer"] == "yes"
    assert visitor.cookies() == {"rv_choice": f"yes.{VERSION}"}


def test_every_page_of_a_visit_tells_what_the_visit_began_with(visitor: Visitor, website: Website) -> None:
    visitor.opens("/", referrer=SEARCH)
    visitor.accepts()
    website.counted(1)
    visitor.page.locator("#first").click()
    website.counted(2)
    visitor.opens("/?s=oro", referrer=website.url("/andra"))
    website.counted(3)
    visitor.opens("/?s=ORO%20", referrer=website.url("/"))
    hits = website.counted(4)
    assert [hit["referrer"] for hit in hits] == [SEARCH.partition("#")[0]] * 4
    assert [hit["first"] for hit in hits] == [["visit", "page"], ["page"], ["search"], []]
    assert len({hit["id"] for hit in hits}) == 4
    assert len(website.choices) == 1


def test_below_a_sensitive_path_the_section_alone_is_told(visitor: Visitor, website: Website) -> None:
    visitor.opens("/%42ehandlingar//panik?s=oro")
    visitor.accepts()
    website.counted(1)
    visitor.goes_on("/behandlingar/fobi")
    hits = website.counted(2)
    assert [hit["url"] for hit in hits] == [website.url("/behandlingar/")] * 2
    assert [hit["first"] for hit in hits] == [["visit", "page"], []], "nor what was searched for there"


def test_where_nothing_is_counted_nothing_is_sent(visitor: Visitor, website: Website) -> None:
    visitor.opens("/boka/tid", referrer=SEARCH)
    visitor.accepts()
    visitor.opens("/kurser", referrer=website.url("/boka/tid"))
    [hit] = website.counted(1)
    assert (hit["url"], hit["referrer"]) == (website.url("/kurser"), "unknown")
    assert hit["first"] == ["visit", "page"]


@pytest.mark.parametrize(
    ("referrer", "told"),
    [
        ("http://mejl.localhost/inkorg?user=anna&subject=remiss", "http://mejl.localhost/inkorg"),
        ("http://sok.localhost/?client=x&q=kbt&user=anna", "http://sok.localhost/?q=kbt"),
        ("http://kbtverkstanbutik.localhost/kassa/tack?order=17", "http://kbtverkstanbutik.localhost/"),
    ],
)
def test_of_a_referrer_no_more_is_told_than_is_needed(
    visitor: Visitor, website: Website, referrer: str, told: str
) -> None:
    visitor.opens("/", referrer=referrer)
    visitor.accepts()
    assert website.counted(1)[0]["referrer"] == told
    assert visitor.kept("rv_visit")["ref"] == told


def test_an_app_that_led_here_is_told_by_its_name(visitor: Visitor, website: Website) -> None:
    """As Chromium on Android tells it; no page can send such a referrer, so it is put in its place."""
    app = "android-app://com.google.android.gm/"
    visitor.page.add_init_script(f"Object.defineProperty(document, 'referrer', {{ get: () => '{app}' }})")
    visitor.opens("/")
    visitor.accepts()
    assert website.counted(1)[0]["referrer"] == app


def test_half_an_hour_without_a_page_begins_a_new_visit(visitor: Visitor, website: Website) -> None:
    clock = visitor.context.clock
    clock.set_fixed_time("2026-03-02T10:00:00+01:00")
    visitor.opens("/", referrer=SEARCH)
    visitor.accepts()
    clock.set_fixed_time("2026-03-02T10:29:59+01:00")
    visitor.opens("/", referrer=website.url("/andra"))
    website.counted(2)
    clock.set_fixed_time("2026-03-02T10:59:59+01:00")
    visitor.opens("/", referrer=website.url("/andra?hemligt=1"))
    hits = website.counted(3)
    assert [hit["first"] for hit in hits] == [["visit", "page"], [], ["visit", "page"]]
    assert hits[2]["referrer"] == website.url("/"), "of the site's own pages only the host is told"


@pytest.mark.parametrize("host", [SITE, f"www.{SITE}", "kbt-verkstan.se"])
def test_source_is_unknown_if_the_yes_came_after_the_first_page(visitor: Visitor, website: Website, host: str) -> None:
    visitor.opens("/andra", referrer=f"http://{host}/")
    visitor.accepts()
    [hit] = website.counted(1)
    assert (hit["referrer"], hit["first"]) == ("unknown", ["visit", "page"])


@pytest.mark.parametrize(
    ("policy", "url", "referrer", "first"),
    [
        ({"inputs": ["visit", "page"]}, "/a?s=x", None, ["visit", "page"]),
        ({"inputs": ["visit", "page", "referrer"]}, "/a?s=x", "http://sok.localhost/sok", ["visit", "page"]),
        ({"inputs": ["referrer", "query"]}, "/?s=x", "http://sok.localhost/sok?q=kbt+%C3%A5ngest", []),
        ({"inputs": ["page"], "parameters": []}, "/a", None, ["page"]),
    ],
)
def test_only_what_the_policy_permits_is_sent(
    visitor: Visitor, website: Website, policy: dict[str, Any], url: str, referrer: str | None, first: list[str]
) -> None:
    website.policy = policy
    visitor.opens("/a?s=x&utm_source=brev&utm_id=7", referrer=SEARCH)
    visitor.accepts()
    [hit] = website.counted(1)
    assert hit["url"] == website.url(url)
    assert hit.get("referrer") == referrer
    assert hit["first"] == first
    assert set(hit) <= {"v", "site", "url", "id", "policy", "referrer", "first", "age"}


def test_where_visitors_are_counted_the_browser_says_first_today_this_week_this_month(
    visitor: Visitor, website: Website
) -> None:
    website.policy = {"visitors": True, "zone": "Europe/Stockholm"}
    clock = visitor.context.clock
    clock.set_fixed_time("2026-03-30T21:59:00Z")  # Monday evening in Sweden
    visitor.opens()
    visitor.accepts()
    for number, when in enumerate(["2026-03-30T22:01:00Z", "2026-04-01T08:00:00Z", "2026-04-05T22:00:00Z"], 2):
        website.counted(number - 1)
        clock.set_fixed_time(when)
        visitor.opens()
    dates = [[name for name in hit["first"] if name not in ("visit", "page")] for hit in website.counted(4)]
    assert dates == [["day", "week", "month"], ["day"], ["day", "month"], ["day", "week"]]
    assert visitor.kept("rv_dates") == {"day": "2026-04-06", "week": 2936, "month": "2026-04"}


def test_without_that_promise_no_dates_are_kept(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    website.counted(1)
    visitor.page.wait_for_function("!localStorage.rv_queue")
    assert set(visitor.storage()["local"]) == {"rv_visit"}
    assert set(visitor.kept("rv_visit")) == {"last", "ref", "seen", "terms"}


def test_withdrawal_leaves_the_refusal_alone_and_stops(visitor: Visitor, website: Website) -> None:
    website.policy = {"visitors": True}
    website.status = 503
    visitor.opens()
    visitor.accepts()
    website.counted(1)
    visitor.page.wait_for_function("localStorage.rv_queue && localStorage.rv_dates")
    visitor.reopens()
    visitor.declines()
    assert [choice["answer"] for choice in website.answered(2)] == ["yes", "no"]
    assert visitor.cookies() == {"rv_choice": f"no.{VERSION}"}
    visitor.goes_on("/andra")
    visitor.opens("/priser")
    visitor.is_done()
    assert visitor.storage() == NOTHING
    assert len(website.views) == 1


def test_withdrawal_in_another_tab_stops_this_one_too(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    website.counted(1)
    other = Visitor(visitor.context, website)
    other.opens("/andra")
    website.counted(2)
    other.reopens()
    other.declines()
    visitor.goes_on("/priser")
    visitor.is_done()
    assert len(website.views) == 2
    assert visitor.storage() == NOTHING


def test_a_yes_after_a_no_counts_from_there(visitor: Visitor, website: Website) -> None:
    visitor.opens("/", referrer=SEARCH)
    visitor.declines()
    visitor.opens("/andra", referrer=website.url("/"))
    visitor.reopens()
    visitor.accepts()
    [hit] = website.counted(1)
    assert (hit["url"], hit["referrer"]) == (website.url("/andra"), "unknown")
    visitor.reopens()
    visitor.accepts()
    visitor.is_done()
    assert [choice["answer"] for choice in website.answered(2)] == ["no", "yes"]
    assert len(website.views) == 1


@pytest.mark.parametrize(
    ("answer", "asked", "agreed"),
    [
        ("yes.1", True, []),
        ("no.1", True, []),
        ("yes.2", False, [2]),
        ("no.2", False, []),
        ("yes.9", False, [9]),
        ("no.9", False, []),
        ("yes.3+media", True, []),  # to a service that the policy has no more
        ("yes.3+media+statistics", False, [3]),
        ("maybe.3", True, []),
        ("yes.", True, []),
    ],
)
def test_a_material_change_asks_again_and_nothing_else_does(
    visitor: Visitor, website: Website, answer: str, asked: bool, agreed: list[int]
) -> None:
    visitor.context.add_cookies([{"name": "rv_choice", "value": answer, "domain": f".{SITE}", "path": "/"}])
    visitor.context.add_init_script('localStorage.rv_visit ||= \'{"last": 1, "seen": [], "terms": []}\'')
    visitor.opens()
    expect(visitor.banner).to_have_count(1 if asked else 0)
    website.counted(len(agreed))
    visitor.is_done()
    assert [hit["policy"] for hit in website.views] == agreed
    if not agreed:
        assert visitor.storage() == NOTHING  # what a lapsed yes had kept is gone


@pytest.mark.parametrize(
    "signal",
    [
        "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})",
        "Object.defineProperty(navigator, 'doNotTrack', {value: '1'})",
    ],
)
def test_a_browser_that_says_no_is_not_asked_and_may_still_be_overruled(
    visitor: Visitor, website: Website, signal: str
) -> None:
    visitor.context.add_init_script(signal)
    visitor.opens()
    visitor.is_done()
    expect(visitor.banner).to_have_count(0)
    assert (visitor.cookies(), visitor.storage(), website.choices, website.hits) == ({}, NOTHING, [], [])
    visitor.reopens()
    expect(visitor.banner).to_contain_text("din webbläsare")
    visitor.accepts()
    assert visitor.cookies() == {"rv_choice": f"yes.{VERSION}.s"}
    visitor.opens("/andra")
    assert len(website.counted(2)) == 2


def test_a_signal_that_comes_after_a_yes_takes_it_back(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.accepts()
    website.counted(1)
    visitor.context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    visitor.opens("/andra")
    visitor.is_done()
    expect(visitor.banner).to_have_count(0)
    assert (len(website.hits), visitor.storage()) == (1, NOTHING)


def test_counts_without_memory_where_the_browser_refuses_storage(visitor: Visitor, website: Website) -> None:
    visitor.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    visitor.opens("/", referrer=SEARCH)
    visitor.accepts()
    visitor.goes_on("/priser")
    website.counted(2)
    visitor.opens("/andra", referrer=website.url("/"))
    hits = website.counted(3)
    assert [hit["first"] for hit in hits] == [["visit", "page"], ["page"], ["page"]]
    assert [hit["referrer"] for hit in hits] == [SEARCH.partition("#")[0]] * 2 + ["unknown"]


def test_a_storage_that_is_full_makes_no_visits(visitor: Visitor, website: Website) -> None:
    visitor.opens("/", referrer=SEARCH)
    visitor.page.evaluate(
        """() => { for (let size = 2 ** 22, n = 0; size >= 1; n++)
            try { localStorage.setItem('k' + n, 'x'.repeat(size)) } catch { size = Math.floor(size / 2) } }"""
    )
    visitor.accepts()
    website.counted(1)
    visitor.opens("/andra", referrer=website.url("/"))
    hits = website.counted(2)
    assert [hit["first"] for hit in hits] == [["visit", "page"], ["page"]]
    assert hits[1]["referrer"] == "unknown"


def test_sub_domains_share_the_choice(visitor: Visitor, website: Website) -> None:
    visitor.opens()
    visitor.declines()
    visitor.opens("/", host=f"boka.{SITE}")
    visitor.is_done()
    expect(visitor.banner).to_have_count(0)


def test_host_outside_the_sites_domains_keeps_a_choice_of_its_own(visitor: Visitor, website: Website) -> None:
    website.policy = {"domains": ["kbt-verkstan.se"]}
    visitor.opens()
    visitor.declines()
    [cookie] = visitor.context.cookies()
    assert cookie.get("domain") == SITE


def test_service_may_stand_under_a_path(visitor: Visitor, website: Website) -> None:
    website.prefix = "/statistik"
    sent: list[str] = []
    visitor.page.on("request", lambda request: sent.append(request.url))
    visitor.opens()
    link = visitor.banner.locator("a").first
    assert link.get_attribute("href") == f"{website.service}/statistik/policy/kbt-verkstan.se?lang=sv"
    visitor.accepts()
    [hit] = website.counted(1)
    assert f"{website.service}/statistik/consent" in sent
    assert f"{website.service}/statistik/hit?{hit['id']}" in sent


def test_script_embedded_twice_asks_and_counts_once(visitor: Visitor, website: Website) -> None:
    website.body = f'<script src="http://{SERVICE}:{website.port}/s/kbt-verkstan.se.js?2"></script>'
    visitor.opens()
    expect(visitor.banner).to_have_count(1)
    visitor.accepts()
    visitor.is_done()
    assert len(website.counted(1)) == 1
