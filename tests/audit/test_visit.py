"""What an audit sees of a website: on the device, on the wire, and of the banner; and what it never does."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec
import pytest
from playwright.sync_api import Browser

from audit.browser import browser as started
from audit.browser import find_browser
from audit.evidence import Evidence, Moment, PhaseName, Step
from audit.order import Order, Part
from audit.profile import Patience
from audit.refusal import (
    AsksForLogin,
    CannotAudit,
    EndlessRedirects,
    ErrorAnswer,
    HostNotFound,
    LeavesTheSite,
    NotAPage,
    Unreachable,
)
from audit.views import Name
from audit.visit import examine
from tests.audit.place import BANNER, OTHER, SCRIPT, SITE, Answer, Place, asking, page

NOW: Final = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
PATIENCE: Final = Patience(answer=10, load=5, busy=3, silence=0.15, banner=0.5)
IN_DIALOG: Final = BANNER.replace("<section", '<section role="dialog"')


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    with started(find_browser()) as running:
        yield running


@pytest.fixture
def place() -> Iterator[Place]:
    with Place({"/": asking(), "/kakor": asking()}) as place:
        yield place


def audit(
    running: Browser, place: Place, *parts: Part, views: tuple[Name, ...] = (), path: str = "/", pages: int = 3,
    sensitive: tuple[str, ...] = (),
) -> Evidence:  # fmt: skip
    order = Order(place.url(path), frozenset({SITE}), pages, sensitive, frozenset(parts), views, PATIENCE)
    return examine(running, order, lambda _done, _of, _what: None, NOW)


def step(seen: Evidence, phase: PhaseName, moment: Moment) -> Step:
    return next(step for step in seen.steps if (step.phase, step.moment) == (phase, moment))


def names(step: Step) -> dict[str, str]:
    return {row.name: row.kind for row in step.stored}


def test_all_kinds_of_storage_are_seen_and_no_value_is_kept(running: Browser, place: Place) -> None:
    stores = """<script>
    document.cookie = 'written=hemligt1; max-age=864000'; localStorage.setItem('local', 'hemligt2');
    sessionStorage.setItem('session', 'hemligt3'); indexedDB.open('database'); caches.open('cache');
    navigator.serviceWorker.register('/worker.js');</script>"""
    cookies = {"Set-Cookie": "sent=hemligt4; Max-Age=1728000; HttpOnly; SameSite=Strict; Path=/"}
    place.pages["/"] = page(stores)._replace(headers=cookies)
    place.pages["/worker.js"] = Answer("// nothing", headers={"Content-Type": "text/javascript"})
    seen = audit(running, place)
    first = step(seen, "before", "first-page")
    assert names(first) == {
        "written": "cookie", "sent": "cookie", "local": "local-storage", "session": "session-storage",
        "database": "indexed-db", "cache": "cache", "/": "service-worker",
    }  # fmt: skip
    rows = {row.name: row for row in first.stored}
    assert (rows["sent"].set_by, rows["sent"].setter, rows["sent"].http_only, rows["sent"].near) == (
        "header", SITE, True, True,
    )  # fmt: skip
    assert (rows["written"].set_by, rows["written"].setter) == ("script", SITE)
    assert [round(rows[name].days or 0) for name in ("sent", "written")] == [20, 10]
    assert [round(rows[name].said_days or 0) for name in ("sent", "written")] == [20, 10]
    assert rows["local"].digest
    assert b"hemligt" not in msgspec.json.encode(seen)


def test_requests_are_told_by_whose_they_are(running: Browser, place: Place) -> None:
    other = f"http://{OTHER}:__PORT__"
    place.pages["/"] = page(
        f'<img src="{other}/bild.png?vem=jag" alt=""><img src="/egen.png" alt="">'
        f'<script>fetch("{other}/tjuv", {{method: "POST", mode: "no-cors"}})</script>',
        head=f'<link rel="preconnect" href="{other}">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'unsafe-inline'; object-src 'none'\">",
    )
    requests = step(audit(running, place), "before", "first-page").requests
    found = {(row.kind, row.host, row.own, row.method, row.query) for row in requests}
    assert found == {
        ("document", SITE, True, "GET", False), ("image", SITE, True, "GET", False),
        ("image", OTHER, False, "GET", True), ("fetch", OTHER, False, "POST", False),
        ("preconnect", OTHER, False, "GET", False),
    }  # fmt: skip
    assert not [row for row in requests if "vem" in row.url]


def test_what_a_policy_of_the_page_blocks_is_told_apart(running: Browser, place: Place) -> None:
    place.pages["/"] = page(
        f'<img src="http://{OTHER}:__PORT__/bild.png" alt="">',
        head='<meta http-equiv="Content-Security-Policy" content="img-src \'self\' data:">',
    )
    requests = step(audit(running, place), "before", "first-page").requests
    assert [row.outcome for row in requests if row.host == OTHER] == ["blocked"]
    assert not [asked for asked in place.asked if OTHER in asked]


def test_a_hit_never_leaves_the_browser(running: Browser, place: Place) -> None:
    hit = "fetch('/hit?abc', {method: 'POST', body: '{}', keepalive: true}).then((a) => document.title = a.status)"
    place.pages["/"] = page(f"<script>{hit}</script>")
    seen = audit(running, place)
    (request,) = [row for row in step(seen, "before", "first-page").requests if row.url.endswith("/hit")]
    assert (request.outcome, seen.title) == ("stopped", "204")
    assert not [asked for asked in place.asked if "POST" in asked]


def test_answers_and_what_they_leave(running: Browser, place: Place) -> None:
    place.pages["/om"] = asking()
    place.pages["/"] = asking('<a href="/om">Om</a>')
    seen = audit(running, place, "before", "refused", "refusals", "accepted", "withdrawn")
    assert [given.pressed for given in seen.answers] == [("Neka",), ("Godkänn",)]
    assert all(given.gone and given.clicks == 1 for given in seen.answers)
    for moment in ("reload", "new-tab", "other-page"):
        assert not step(seen, "refused", moment).asked
        assert names(step(seen, "refused", moment)) == {"answer": "cookie"}
        assert names(step(seen, "accepted", moment)) == {"answer": "cookie", "visit": "local-storage"}
    assert names(step(seen, "withdrawn", "reload")) == {"answer": "cookie"}
    one, other = seen.refusals
    assert [row.digest for row in one] == [row.digest for row in other]
    back = {way.phase: way for way in seen.ways_back if way.opens}
    (spotted,) = (way for way in seen.ways_back if not way.opens and way.page == place.url("/om"))
    assert spotted.control
    assert (back["accepted"].opens, back["accepted"].clicks, back["accepted"].pressed) == (
        "layer",
        2,
        ("Kakor", "Neka"),
    )
    assert back["refused"].footer
    assert not seen.gaps


def test_a_no_in_the_second_layer_is_found_and_its_clicks_counted(running: Browser, place: Place) -> None:
    settings = """<div id="more" role="dialog" aria-label="Inställningar" hidden style="position:fixed;inset:20px">
    <label><input type="checkbox" checked onclick="on = this.checked"> Statistik</label>
    <button onclick="more.hidden = true; answer(on ? 'yes' : 'no')">Spara</button></div>"""
    behind = BANNER.replace("answer('no')", "more.hidden = false").replace("Neka", "Anpassa")
    place.pages["/"] = page(behind, settings, SCRIPT, "<script>var on = true;</script>")
    seen = audit(running, place, "refused", views=("large",))
    (given,) = seen.answers
    assert (given.clicks, given.pressed) == (3, ("Anpassa", "Statistik", "Spara"))
    view = seen.view("large")
    assert view
    assert view.settings
    assert [(row.label, row.checked) for row in view.settings.inputs] == [("Statistik", True)]


def test_what_is_no_answer_is_tried(running: Browser, place: Place) -> None:
    scrolls = "<script>addEventListener('scroll', () => answer('yes'), {once: true})</script>"
    place.pages["/"] = asking('<div style="height: 3000px"></div>', scrolls)
    seen = audit(running, place, "instead")
    assert not step(seen, "before", "scroll").asked
    assert names(step(seen, "before", "scroll")) == {"answer": "cookie", "visit": "local-storage"}


def test_a_browser_that_says_no_by_itself(running: Browser, place: Place) -> None:
    seen = audit(running, place, "signal")
    assert not step(seen, "signal", "first-page").asked
    assert names(step(seen, "signal", "first-page")) == {}
    assert names(step(seen, "signal", "yes-after-signal")) == {"answer": "cookie", "visit": "local-storage"}


def test_sensitive_pages_are_visited_after_a_yes(running: Browser, place: Place) -> None:
    place.pages["/"] = asking('<a href="/vard/panik">Panik</a><a href="/om">Om</a>')
    place.pages["/vard/panik"] = place.pages["/om"] = asking()
    seen = audit(running, place, "before", "accepted", "sensitive", sensitive=("/vard/", "/inget"))
    assert [step.page for step in seen.during("sensitive")] == [place.url("/vard/panik")]
    assert not seen.gaps


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ((IN_DIALOG,), "dialog"),
        ((BANNER.replace("<section", "<section data-consent-banner"),), "hook"),
        ((BANNER,), "fixed"),
        (('<div class="cookie-notice">', BANNER.replace("fixed", "static"), "</div>"), "container"),
        ((BANNER.replace("fixed", "static").replace(' aria-label="Kakor"', ""),), "flow"),
    ],
)
def test_a_banner_is_found_by(running: Browser, place: Place, parts: tuple[str, ...], found: str) -> None:
    place.pages["/"] = page(*parts, SCRIPT)
    banner = audit(running, place, views=("large",)).views[0].banner
    assert banner
    assert banner.found == found
    assert [control.does for control in banner.controls] == ["reject", "accept"]


def test_a_banner_in_a_shadow_tree_or_a_frame_is_found(running: Browser, place: Place) -> None:
    shadow = "<div id=host></div><script>host.attachShadow({mode: 'open'}).innerHTML = `__BANNER__`</script>"
    style = "position:fixed;bottom:0;border:0;width:100%;height:200px"
    frame = f'<iframe src="http://{OTHER}:__PORT__/ram" style="{style}"></iframe>'
    place.pages["/"] = page(shadow.replace("__BANNER__", BANNER))
    place.pages["/ram"] = page(BANNER)
    first = audit(running, place, views=("large",)).views[0].banner
    assert first
    assert first.shadow
    place.pages["/"] = page(frame)
    second = audit(running, place, views=("large",)).views[0].banner
    assert second
    assert (second.frame, second.position, second.box.height) == (OTHER, "fixed", 200)


@pytest.mark.parametrize(
    "other",
    [
        '<div role="dialog" style="position:fixed;inset:50px">Vill du ha vårt nyhetsbrev? Så hanterar vi '
        "personuppgifter. <input type=email> <button>Ja tack</button> <button>Nej tack</button></div>",
        '<div style="position:fixed;bottom:0"><button>Kakor</button></div>',
        '<article><div class="cookie-placeholder">Filmen sätter kakor. <button>Godkänn</button></div></article>',
        '<div style="position:sticky;top:0">Läs om kakor <a href="/kakor">Läs mer</a></div>',
    ],
)
def test_what_is_no_banner_is_taken_for_none(running: Browser, place: Place, other: str) -> None:
    place.pages["/"] = page(other)
    seen = audit(running, place, "refused", views=("large",))
    assert seen.views[0].banner is None
    assert [(gap.what, gap.reason) for gap in seen.gaps] == [("banner", "no-banner"), ("refused", "no-banner")]


def test_how_a_banner_looks(running: Browser, place: Place) -> None:
    style = """<style>#banner { background: #fff } button { font: 400 16px sans-serif; border: 0; color: #777;
    background: #fff } button + button { color: #fff; background: rgb(0 0 0 / 50%); font-weight: 700 }</style>"""
    place.pages["/"] = asking(style)
    banner = audit(running, place, views=("small",)).views[0].banner
    assert banner
    no, yes = (control for control in banner.controls if control.does in ("reject", "accept"))
    assert (no.colour, no.background, no.font_weight) == ("#777777", "#ffffff", 400)
    assert (yes.colour, yes.background, yes.font_weight) == ("#ffffff", "#7f7f7f", 700)
    assert no.contrast == pytest.approx(4.48, abs=0.01)
    assert no.beside == yes.beside
    assert no.in_view
    assert no.reachable
    assert (banner.label, banner.role, banner.language, banner.position) == ("Kakor", "region", "sv", "fixed")


def test_large_text_is_large(running: Browser, place: Place) -> None:
    place.pages["/"] = asking("<style>button { font-size: 1rem }</style>")
    views = audit(running, place, views=("small", "small-200")).views
    sizes = [view.banner.controls[0].font_size for view in views if view.banner]
    assert sizes == [16, 32]


def test_the_keyboard_and_the_page_behind_a_wall(running: Browser, place: Place) -> None:
    links = "".join(f'<p><a href="/{number}">Sida {number}</a></p>' for number in range(40))
    wall = '<div style="position:fixed;inset:0;background:#0008"></div>'
    place.pages["/"] = asking(links)
    free = audit(running, place, views=("large",)).views[0]
    place.pages["/"] = asking(f"<style>html {{ overflow: hidden }}</style><div inert>{links}</div>", wall)
    walled = audit(running, place, views=("large",)).views[0]
    assert free.content
    assert walled.content
    assert free.keyboard
    assert (free.content.scroll_locked, free.content.covered < 0.3, free.content.clickable > 5) == (False, True, True)
    assert (walled.content.scroll_locked, walled.content.covered, walled.content.clickable) == (True, 1, 0)
    assert free.keyboard.reaches_banner
    assert free.keyboard.reaches_page
    assert not free.keyboard.trapped
    assert not free.keyboard.stolen


def test_focus_that_is_stolen_and_trapped(running: Browser, place: Place) -> None:
    trap = """<script>const inside = [...banner.querySelectorAll('button')]; inside[0].focus();
    addEventListener('keydown', (event) => { if (event.key !== 'Tab') return; event.preventDefault();
    inside[(inside.indexOf(document.activeElement) + 1) % 2].focus(); })</script>"""
    place.pages["/"] = asking('<a href="/om">Om</a>', trap.replace("banner.", "document.querySelector('#banner')."))
    place.pages["/"] = page('<a href="/om">Om</a>', BANNER, SCRIPT, trap)
    keyboard = audit(running, place, views=("large",)).views[0].keyboard
    assert keyboard
    assert (keyboard.stolen, keyboard.trapped, keyboard.reaches_page) == (True, True, False)


def test_axe_tells_the_banner_from_the_page(running: Browser, place: Place) -> None:
    place.pages["/"] = asking("<style>#banner p { color: #ccc }</style>", '<img src="data:,">')
    view = audit(running, place, views=("large",)).views[0]
    found = {(row.rule, row.inside) for row in view.violations}
    assert ("color-contrast", True) in found
    assert ("image-alt", False) in found


def test_a_way_back_on_another_host_is_not_taken(running: Browser, place: Place) -> None:
    away = f'<footer><a href="http://{OTHER}:__PORT__/kakor">Kakor</a></footer>'
    place.pages["/"] = page(BANNER, away, SCRIPT)
    seen = audit(running, place, "accepted", "withdrawn")
    (way,) = seen.ways_back
    assert (way.opens, way.clicks) == ("elsewhere", None)
    assert ("withdrawn", "elsewhere") in [(gap.what, gap.reason) for gap in seen.gaps]
    assert not [asked for asked in place.asked if OTHER in asked]


def test_without_javascript(running: Browser, place: Place) -> None:
    form = '<form method="post"><button name="answer" value="no">Neka alla</button></form>'
    place.pages["/kakor"] = page(form, title="Kakor")
    seen = audit(running, place, "without-script").without_script
    assert seen
    assert seen.link
    assert (seen.link.text, seen.status, seen.buttons) == ("Kakor", 200, ("Neka alla",))
    assert not [asked for asked in place.asked if "POST" in asked]


def test_autoconsent_refuses_a_banner_that_it_can_read(running: Browser, place: Place) -> None:
    english = BANNER.replace("Vi använder kakor för statistik.", "We use cookies to count visits.")
    place.pages["/"] = page(english.replace("Neka", "Reject all").replace("Godkänn", "Accept all"), SCRIPT)
    seen = audit(running, place, "autoconsent").autoconsent
    assert seen
    assert (seen.detected, seen.refused, seen.asked) == (True, True, False)
    assert [row.name for row in seen.stored] == ["answer"]


def test_what_a_site_with_raknevark_tells_of_its_policy(running: Browser, place: Place) -> None:
    place.pages["/"] = page('<script src="/rv/s/plats.se.js"></script>', BANNER, SCRIPT)
    place.pages["/rv/policy/plats.se.json"] = Answer('{"v":1,"policy":{"sensitive":{"paths":[{"path":"/vard"}]}}}')
    place.pages["/rv/policy/plats.se/ledger.jsonl"] = Answer('{"n":1}\n')
    place.pages["/vard"] = page()
    seen = audit(running, place, "published", "accepted", "sensitive")
    assert seen.published
    assert seen.published.ledger == '{"n":1}\n'
    assert [step.page for step in seen.during("sensitive")] == [place.url("/vard")]


def test_a_page_that_fails_later_is_a_gap(running: Browser, place: Place) -> None:
    place.pages["/"] = asking('<a href="/trasig">a</a><a href="/bort">b</a><a href="/om">c</a>')
    place.pages["/trasig"] = Answer("nej", 500)
    place.pages["/bort"] = Answer(status=302, headers={"Location": f"http://{OTHER}:__PORT__/"})
    place.pages["/om"] = asking()
    seen = audit(running, place, "before")
    assert seen.pages == (place.url("/"), place.url("/om"), place.url("/kakor"))
    assert [(gap.what, gap.reason) for gap in seen.gaps] == [("page", "error-answer"), ("page", "elsewhere")]
    assert not [asked for asked in place.asked if OTHER in asked]


REFUSED: Final[dict[str, tuple[type[CannotAudit], Answer]]] = {
    "another host": (LeavesTheSite, Answer(status=301, headers={"Location": f"http://{OTHER}:__PORT__/"})),
    "another host by script": (LeavesTheSite, page(f"<script>location = 'http://{OTHER}:' + location.port</script>")),
    "itself": (EndlessRedirects, Answer(status=302, headers={"Location": "/x"})),
    "itself by its pages": (EndlessRedirects, page(head='<meta http-equiv="refresh" content="0; url=/x">')),
    "a login": (AsksForLogin, Answer(status=401)),
    "a password": (AsksForLogin, page("<form>Logga in <input type=password></form>")),
    "an error": (ErrorAnswer, Answer("Fel", 503)),
    "a file": (NotAPage, Answer("%PDF", headers={"Content-Type": "application/x-something"})),
    "a text": (NotAPage, Answer("Hej", headers={"Content-Type": "text/plain"})),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_site_cannot_be_audited_whose_first_page_leads_to(running: Browser, place: Place, what: str) -> None:
    refusal, place.pages["/x"] = REFUSED[what]
    with pytest.raises(refusal, match="/x"):
        audit(running, place, path="/x")
    assert not [asked for asked in place.asked if OTHER in asked]


@pytest.mark.parametrize(
    ("url", "refusal"), [("http://plats.localhost:9/", Unreachable), ("http://plats.invalid/", HostNotFound)]
)
def test_a_site_that_does_not_answer_cannot_be_audited(running: Browser, url: str, refusal: type[CannotAudit]) -> None:
    with pytest.raises(refusal, match=url):
        examine(running, Order(url, None, patience=PATIENCE), lambda _done, _of, _what: None, NOW)


@pytest.mark.parametrize(
    "sends",
    [
        "navigator.sendBeacon('http://annan.localhost:__PORT__/a?b=1', '1')",
        "fetch('http://annan.localhost:__PORT__/a?b=1', {method: 'POST', mode: 'no-cors', keepalive: true})",
        "new Image().src = 'http://annan.localhost:__PORT__/a?b=1'",
    ],
)
def test_what_is_sent_as_a_page_is_left_is_seen(running: Browser, place: Place, sends: str) -> None:
    place.pages["/"] = page(f'<a href="/om">Om</a><script>addEventListener("pagehide", () => {sends})</script>')
    place.pages["/om"] = page()
    (request,) = [row for row in step(audit(running, place, "before"), "before", "other-page").requests if not row.own]
    assert (request.host, request.query) == (OTHER, True)


def test_a_no_that_only_moves_switches_is_saved(running: Browser, place: Place) -> None:
    layer = """<div id="banner" role="dialog" aria-label="Kakor" style="position:fixed;inset:20px">
    <label><input type="checkbox" id="on" checked> Statistik</label> <button onclick="on.checked = false">Neka
    alla</button> <button onclick="answer(on.checked ? 'yes' : 'no')">Spara</button></div>"""
    place.pages["/"] = page(layer, SCRIPT)
    seen = audit(running, place, "refused")
    assert [(given.pressed, given.gone) for given in seen.answers] == [(("Neka alla", "Spara"), True)]
    assert names(step(seen, "refused", "reload")) == {"answer": "cookie"}
