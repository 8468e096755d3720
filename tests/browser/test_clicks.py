"""What the script tells of links, contact and events, where the policy names them."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.companies import with_companies
from tests.browser.configuration import VERSION
from tests.browser.visitor import NOTHING, Visitor
from tests.browser.website import ELSEWHERE, SERVICE, SITE, Website

CLICKS: Final[dict[str, Any]] = {
    "outbound": True,
    "downloads": True,
    "contacts": ["https://boka.localhost/tid"],
    "events": ["kontakt", "ring-upp"],
}

STAYS: Final = """<script>
const stay = (event) => event.type !== 'submit' && event.target.closest('form') || event.preventDefault();
for (const name of ['click', 'auxclick', 'submit']) addEventListener(name, stay);
customElements.define('our-link', class extends HTMLElement {
  connectedCallback() {
    this.attachShadow({mode: 'open'}).innerHTML = '<a href="https://annan.localhost/skugga"><b>Bort</b></a>';
  }
});
</script>"""
"""The page stays where it is, whatever is clicked."""

LINKS: Final = (
    STAYS
    + """
<p><a id="away" href="https://annan.localhost/sida/ett?hemligt=1#del"><em><b id="inner">Bort</b></em></a>
<a id="file" href="/filer/Blankett.PDF?hemligt=1">Blankett</a>
<a id="saved" href="/rapport" download="rapport.html">Rapport</a>
<a id="theirs" href="https://annan.localhost/bok.pdf">Bok</a>
<a id="phone" href="tel:+46-7-HEMLIGT">Ring</a> <a id="text" href="sms:+46-7-HEMLIGT">Sms</a>
<a id="mail" href="mailto:hemligt@exempel.localhost">Skriv</a>
<a id="book" href="https://boka.localhost/tid/hemligt?vem=hemligt">Boka</a>
<a id="own" href="/priser">Priser</a> <a id="sister" href="http://www.kbt-verkstan.localhost/om">Om</a>
<a id="here" href="#kakor">Ned</a> <a id="none">Ingen</a> <a id="code" href="javascript:void 0">Kod</a>
<a id="private" href="/boka/hemligt.pdf">Journal</a> <a id="section" href="/behandlingar/hemligt.pdf">Om panik</a>
<svg width="20" height="20"><a href="https://annan.localhost/svg"><rect id="drawn" width="20" height="20"/></a></svg>
<our-link id="shadow"></our-link></p>
<p><button id="button" data-rakneverk-event="kontakt"><i id="icon">Kontakt</i></button>
<span id="span" data-rakneverk-event="ring-upp">Ring upp</span>
<button id="other" data-rakneverk-event="okänd">Okänd</button></p>
<form id="form" data-rakneverk-event="kontakt"><input id="field"><button id="send">Skicka</button></form>"""
)


@pytest.fixture
def reader(visitor: Visitor, website: Website) -> Visitor:
    """A visitor who has said yes, on a page of links that was counted."""
    website.policy = CLICKS
    website.body = LINKS
    visitor.agreed()
    visitor.opens("/kurser?s=oro", referrer="http://sok.localhost/sok?q=kbt")
    website.counted(1)
    return visitor


def said(act: dict[str, Any]) -> tuple[str, str]:
    """The one thing that an act tells."""
    [kind] = act.keys() & {"outbound", "download", "contact", "event"}
    return kind, act[kind]


def test_an_act_is_told_with_its_page_and_its_visits_source(reader: Visitor, website: Website) -> None:
    reader.page.click("#away")
    [act] = website.acted(1)
    assert act == {
        "v": 1,
        "kind": "act",
        "site": "kbt-verkstan.se",
        "url": website.url("/kurser"),
        "id": act["id"],
        "policy": VERSION,
        "referrer": "http://sok.localhost/sok?q=kbt",
        "first": ["event"],
        "outbound": "https://annan.localhost/sida/ett",
        "age": 0,
    }
    assert website.views[0].keys().isdisjoint({"kind", "outbound"}), "of the page view nothing more is told"


@pytest.mark.parametrize(
    ("clicked", "told"),
    [
        ("#away", ("outbound", "https://annan.localhost/sida/ett")),
        ("#inner", ("outbound", "https://annan.localhost/sida/ett")),
        ("#shadow", ("outbound", "https://annan.localhost/skugga")),
        ("#saved", ("download", "/rapport")),
        ("#file", ("download", "/filer/Blankett.PDF")),
        ("#theirs", ("download", "https://annan.localhost/bok.pdf")),
        ("#section", ("download", "/behandlingar/")),
        ("#phone", ("contact", "telephone")),
        ("#text", ("contact", "telephone")),
        ("#mail", ("contact", "mail")),
        ("#book", ("contact", "booking")),
        ("#button", ("event", "kontakt")),
        ("#icon", ("event", "kontakt")),
        ("#span", ("event", "ring-upp")),
        ("#send", ("event", "kontakt")),
    ],
)
def test_a_click_tells_one_thing(reader: Visitor, website: Website, clicked: str, told: tuple[str, str]) -> None:
    reader.page.click(clicked)
    [act] = website.acted(1)
    kind, value = told
    assert said(act) == (kind, website.url(value) if value.startswith("/") else value)
    assert "hemligt" not in str(website.acts).lower()


def test_what_is_not_named_is_told_nothing_of(reader: Visitor, website: Website) -> None:
    for clicked in ("#own", "#sister", "#here", "#none", "#code", "#private", "#drawn", "#other", "#field", "h1"):
        reader.page.click(clicked)
    reader.is_done()
    assert website.acts == []


def _clicks(selector: str, **how: Any) -> Callable[[Page], None]:
    return lambda page: page.click(selector, **how)


def _presses(selector: str, key: str) -> Callable[[Page], None]:
    return lambda page: page.press(selector, key)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (_clicks("#away", button="middle"), ["outbound"]),
        (_clicks("#away", modifiers=["Control"]), ["outbound"]),
        (_clicks("#away", modifiers=["Shift"]), ["outbound"]),
        (_presses("#away", "Enter"), ["outbound"]),
        (_presses("#button", "Enter"), ["event"]),
        (_presses("#button", "Space"), ["event"]),
        (_presses("#field", "Enter"), ["event"]),
        (_clicks("#away", button="right"), []),
        (_clicks("#button", button="middle"), []),
        (lambda page: page.evaluate("document.querySelector('#away').click()"), []),
    ],
)
def test_by_whatever_hand_a_link_is_followed(
    reader: Visitor, website: Website, act: Callable[[Page], None], told: list[str]
) -> None:
    act(reader.page)
    website.acted(len(told))
    reader.is_done()
    assert [said(act)[0] for act in website.acts] == told


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ({"outbound": True}, ["outbound", "outbound", "outbound"]),
        ({"downloads": True}, ["download", "download"]),
        ({"contacts": []}, ["contact"]),
        ({"contacts": ["https://boka.localhost/"]}, ["contact", "contact"]),
        ({"events": ["ring-upp"]}, ["event"]),
        (with_companies() | {"events": ["ring-upp"]}, ["event"]),
        (with_companies() | {"engaged": True}, []),
        ({"engaged": True}, []),
        ({"visitors": True}, []),
        ({}, []),
    ],
)
def test_no_more_is_told_than_the_policy_names(
    visitor: Visitor, website: Website, policy: dict[str, Any], told: list[str]
) -> None:
    website.policy = policy
    website.body = LINKS
    visitor.agreed()
    visitor.opens()
    website.counted(1)
    for clicked in ("#away", "#file", "#theirs", "#phone", "#book", "#span", "#send"):
        visitor.page.click(clicked)
    visitor.is_done()
    acts = [act for act in website.acts if "engaged" not in act]
    assert [said(act)[0] for act in acts] == told
    usual = {"v", "kind", "site", "url", "id", "policy", "referrer", "first", "age"}
    assert all(act.keys() - usual == {said(act)[0]} for act in acts)


def test_first_is_the_first_in_its_visit(reader: Visitor, website: Website) -> None:
    for clicked in ("#away", "#phone", "#away", "#text", "#mail", "#button", "#button"):
        reader.page.click(clicked)
    website.acted(7)
    reader.opens("/priser", referrer=website.url("/kurser"))
    reader.page.click("#button")
    firsts = [(said(act)[1], act["first"]) for act in website.acted(8)]
    assert firsts == [
        ("https://annan.localhost/sida/ett", ["event"]),
        ("telephone", ["event"]),
        ("https://annan.localhost/sida/ett", []),
        ("telephone", []),
        ("mail", ["event"]),
        ("kontakt", ["event"]),
        ("kontakt", []),
        ("kontakt", []),
    ]
    assert {act["referrer"] for act in website.acts} == {"http://sok.localhost/sok?q=kbt"}


def test_in_another_visit_it_is_first_again(reader: Visitor, website: Website) -> None:
    reader.page.click("#phone")
    website.acted(1)
    reader.context.clock.set_fixed_time("2099-01-01T12:00:00Z")
    reader.opens("/priser")
    reader.page.click("#phone")
    assert [act["first"] for act in website.acted(2)] == [["event"], ["event"]]


def test_a_click_that_leaves_the_page_is_told(visitor: Visitor, website: Website) -> None:
    website.policy = CLICKS
    website.body = f'<a id="away" href="{website.url("/sida", ELSEWHERE)}">Bort</a>'
    visitor.agreed()
    visitor.opens()
    visitor.page.click("#away")
    visitor.page.wait_for_url("**/sida")
    assert said(website.acted(1)[0]) == ("outbound", website.url("/sida", ELSEWHERE))


def test_an_act_that_got_no_answer_is_repeated_on_the_next_page(reader: Visitor, website: Website) -> None:
    website.status = 503
    reader.page.click("#phone")
    [act] = website.acted(1)
    reader.page.wait_for_function("JSON.parse(localStorage.rv_queue)[0].until > 0")
    website.status = 204
    reader.context.clock.set_fixed_time("2099-01-01T12:00:00Z")
    reader.page.evaluate('localStorage.rv_queue = localStorage.rv_queue.replace(/"at":\\d+/, \'"at":4070952000\')')
    reader.opens("/andra")
    repeated = [hit for hit in website.received(4) if hit["id"] == act["id"]]
    assert [said(hit) for hit in repeated] == [("contact", "telephone")] * 2


def test_the_sites_own_script_may_tell_of_an_event(reader: Visitor, website: Website) -> None:
    assert (
        reader.page.evaluate("[rakneverk.event('ring-upp'), rakneverk.event?.('okänd'), rakneverk.event()]")
        == [None] * 3
    )
    reader.is_done()
    assert [said(act) for act in website.acted(1)] == [("event", "ring-upp")]


@pytest.mark.parametrize("policy", [{}, {"outbound": True}])
def test_there_is_no_call_where_the_policy_names_no_events(
    visitor: Visitor, website: Website, policy: dict[str, Any]
) -> None:
    website.policy = policy
    assert visitor.opens().evaluate("'event' in rakneverk") is False


WATCHED: Final = """window.read = [];
for (const name of ['composedPath']) {
  const real = Event.prototype[name];
  Event.prototype[name] = function () { read.push(this.type); return real.call(this); };
}"""


@pytest.mark.parametrize("answer", ["", "declines"])
def test_before_a_yes_and_after_a_no_nothing_is_read_or_told(visitor: Visitor, website: Website, answer: str) -> None:
    website.policy = CLICKS
    website.body = LINKS
    visitor.context.add_init_script(WATCHED)
    visitor.opens()
    if answer:
        getattr(visitor, answer)()
    visitor.page.evaluate("read.length = 0; rakneverk.event('kontakt')")
    for clicked in ("#away", "#phone", "#button", "#send"):
        visitor.page.click(clicked)
    visitor.is_done()
    assert (website.hits, visitor.page.evaluate("read"), visitor.storage()) == ([], [], NOTHING)


def test_it_stops_at_withdrawal_and_begins_with_a_new_yes(reader: Visitor, website: Website) -> None:
    reader.page.click("#phone")
    website.acted(1)
    reader.reopens()
    reader.declines()
    reader.page.click("#mail")
    reader.page.evaluate("rakneverk.event('kontakt')")
    reader.is_done()
    assert (len(website.acts), reader.storage()) == (1, NOTHING)
    reader.reopens()
    reader.accepts()
    website.counted(3)
    reader.page.click("#mail")
    assert [said(act)[1] for act in website.acted(2)] == ["telephone", "mail"]


def test_withdrawal_in_another_tab_stops_this_one(reader: Visitor, website: Website) -> None:
    reader.context.add_cookies([{"name": "rv_choice", "value": "no.3", "domain": SITE, "path": "/"}])
    reader.page.click("#phone")
    reader.is_done()
    assert website.acts == []


@pytest.mark.parametrize("path", ["/boka/tid", "/kurser"])
def test_where_the_view_is_not_told_no_act_is(visitor: Visitor, website: Website, path: str) -> None:
    website.policy = CLICKS
    website.body = LINKS
    visitor.agreed()
    if path == "/kurser":
        visitor.context.add_cookies([{"name": "rv_own", "value": "1", "url": website.url("/")}])
    visitor.opens("/kurser")
    website.counted(1)
    visitor.goes_on(path)
    visitor.page.click("#phone")
    visitor.page.evaluate("rakneverk.event('kontakt')")
    visitor.is_done()
    assert website.acts == []


def test_below_a_sensitive_path_the_section_alone_is_told(visitor: Visitor, website: Website) -> None:
    website.policy = CLICKS
    website.body = LINKS
    visitor.agreed()
    visitor.opens("/behandlingar/panik?s=oro")
    website.counted(1)
    visitor.page.click("#phone")
    assert website.acted(1)[0]["url"] == website.url("/behandlingar/")


@pytest.mark.parametrize("page", ["/behandlingar/panik", "/behandlingar/"])
def test_what_is_clicked_in_a_section_does_not_tell_which_page_it_was(
    visitor: Visitor, website: Website, page: str
) -> None:
    website.policy = CLICKS
    website.body = LINKS
    visitor.agreed()
    visitor.opens(page)
    website.counted(1)
    for clicked in ("#file", "#saved", "#section", "#away", "#theirs", "#button"):
        visitor.page.click(clicked)
    visitor.is_done()
    elsewhere = ("outbound", "https://annan.localhost")
    assert [said(act) for act in website.acts] == [elsewhere, elsewhere, ("event", "kontakt")]
    assert {act["url"] for act in website.acts} == {website.url("/behandlingar/")}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/boka/order/12345", ""),
        ("/behandlingar/panik", "/behandlingar/"),
        ("/bocker/sov-igen", "/bocker/sov-igen"),
    ],
)
def test_what_is_sensitive_on_a_linked_site_is_told_as_it_is_counted_there(
    reader: Visitor, website: Website, path: str, told: str
) -> None:
    shop = "https://www.kbtverkstanbutik.localhost"
    reader.page.evaluate("(href) => { document.querySelector('#away').href = href }", shop + path + "?vem=hemligt")
    reader.page.click("#away")
    assert [said(act) for act in website.acted(1)] == [("outbound", shop + told)]


def test_after_a_soft_navigation_acts_are_of_the_new_page(reader: Visitor, website: Website) -> None:
    reader.goes_on("/priser")
    website.counted(2)
    reader.page.click("#phone")
    assert website.acted(1)[0]["url"] == website.url("/priser")


def test_the_address_of_the_service_itself_is_no_outbound_link(reader: Visitor, website: Website) -> None:
    reader.page.evaluate(f"document.querySelector('#away').href = 'http://{SERVICE}:{website.port}/policy/x'")
    reader.page.click("#away")
    reader.is_done()
    assert website.acts == []
