"""One scripted visit of a website, by a browser that forgets all between its parts, and the evidence that it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import msgspec
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError
from playwright.sync_api import Request as Sent

from tests.browser.checklist.axe import violations
from tests.browser.checklist.evidence import (
    Evidence,
    Keyboard,
    Layer,
    Moment,
    Request,
    Return,
    State,
    Stored,
    Switch,
    View,
    Wall,
)
from tests.browser.checklist.stage import CLOSED, Stage, Website
from tests.browser.website import PATIENCE

WIDE: Final = {"width": 1280, "height": 800}
NARROW: Final = {"width": 320, "height": 568}

_PROBE: Final = Path(__file__).with_name("probe.js")
_SIGNAL: Final = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"
_WAYS: Final = "[data-rakneverk-open], [data-rakneverk-button]"
_PLAIN_WAYS: Final = 'a[data-rakneverk-open][href], footer a[href*="kakor"], footer a[href*="cookies"]'
_STOPS: Final = 16
"""Presses of the Tab key within which the page should be reached."""

_SOON: Final = 1500
"""Milliseconds in which what an answer sets going has happened, if it ever does."""


def examine(browser: Browser, plain: Page, stage: Stage, website: Website) -> Evidence:
    """Visits the website as it is, also on a page without JavaScript; the stage shows it when this returns."""
    stage.shows(website)
    with profile(browser, stage) as visit:
        looks = _look(visit)
        states, refused = _linger_and_refuse(visit, on_foot=looks["wall"].hit)
        back, after = _accept_and_withdraw(visit, plain=_answers_plainly(plain, stage))
        revised, again = _accept_and_revise(visit)
        signalled, way = _signal(visit)
    states |= after | revised | signalled | {"arrived": looks.pop("arrived")}
    return Evidence(
        declaration=website.declaration,
        states=states,
        refused=refused,
        accepted=(states["accepted"], again),
        back=back,
        signalled_way=way,
        **looks,
    )


class Visit:
    """A fresh browser profile on the stage's website, with a note of each request."""

    def __init__(self, context: BrowserContext, stage: Stage) -> None:
        self.context, self.stage = context, stage
        self.page: Page = context.new_page()
        self._storage = context.new_cdp_session(self.page)
        self._sent: list[Request] = []
        context.on("request", self._note)

    def _note(self, sent: Sent) -> None:
        url = urlsplit(sent.url)
        if url.scheme in {"http", "https"} and url.path != "/quiet":
            self._sent.append(Request(url.hostname or "", url.path, sent.post_data or ""))

    def ask(self, name: str, *values: Any) -> Any:
        return self.page.evaluate("([name, values]) => __probe[name](...values)", [name, values])

    def opens(self, path: str = "/") -> None:
        self.page.goto(self.stage.url(path))
        self.settles()

    def settles(self) -> None:
        self.ask("settle")

    def presses(self, hook: str) -> bool:
        """Clicks what the banner shows under a hook; False if it shows nothing."""
        if not self.ask("has", hook):
            return False
        self.page.locator(f'[data-consent-banner] [data-consent="{hook}"]').locator("visible=true").first.click()
        self.settles()
        return True

    def reopens(self) -> bool:
        if not self.ask("ways"):
            return False
        way = self.page.locator(_WAYS).locator("visible=true").first
        way.scroll_into_view_if_needed()
        self.settles()  # or a frame of another site, which was here before the page was scrolled, gets the click
        way.click()
        self.settles()
        return True

    def refuses(self) -> None:
        """In whichever layer that can be done."""
        if not self.presses("reject") and self.presses("settings"):
            self.presses("reject")

    def state(self) -> State:
        self.ask("quiet")
        self.stage.rests()
        self.ask("quiet")
        cookies = [
            Stored("cookie", cookie["name"], cookie["value"], _days(cookie["expires"]))
            for cookie in self.context.cookies()
        ]
        stored = [Stored(*each) for each in self.ask("stored")]
        sent, self._sent = tuple(self._sent), []
        return State(self.ask("asks"), tuple(sorted([*cookies, *stored], key=str)), sent)

    def forgets(self) -> None:
        """The profile is as fresh as at first."""
        self.page.goto("about:blank")
        self.context.clear_cookies()
        params = {"origin": self.stage.url("").rstrip("/"), "storageTypes": "all"}
        self._storage.send("Storage.clearDataForOrigin", params)
        self._sent.clear()


def _days(expires: float) -> float | None:
    return None if expires < 0 else (expires - time()) / 86400


@contextmanager
def profile(browser: Browser, stage: Stage) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": WIDE["width"], "height": WIDE["height"]}, locale="sv-SE")
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(path=_PROBE)
    yield Visit(context, stage)
    context.close()


def _look(visit: Visit) -> dict[str, Any]:
    """What is seen on arrival, before any answer: looks, words, keyboard, switches."""
    visit.opens()
    arrived = visit.state()
    keyboard = Keyboard(visit.ask("focus"), tuple(_stops(visit)))
    found = {
        "arrived": arrived,
        "keyboard": keyboard,
        "modal": visit.ask("modal"),
        "first": visit.ask("first"),
        "views": _views(visit),
        "violations": violations(visit.page, "[data-consent-banner]") if arrived.asks else (),
    }
    texts, refusals = _texts(visit)
    steps = int(visit.ask("has", "reject"))
    switches = visit.ask("switches")
    further = [Layer("placeholder", *found) for found in visit.ask("placeholders")]
    if visit.presses("settings"):
        switches += visit.ask("switches")
        further.append(Layer("settings", visit.ask("language"), visit.ask("text")))
        if not steps and visit.ask("has", "reject"):
            refusals.add(visit.ask("label", "reject"))
            steps = 2
    known = {(each["label"], each["checked"]): Switch(**each) for each in switches}
    seen = {
        "texts": texts,
        "further": tuple(further),
        "refusals": tuple(sorted(refusals - {""})),
        "steps_to_refuse": steps,
    }
    return found | seen | {"switches": tuple(known.values()), "wall": Wall(**visit.ask("wall"))}


def _stops(visit: Visit) -> Iterator[str]:
    for _ in range(_STOPS):
        visit.page.keyboard.press("Tab")
        yield (stop := visit.ask("focus"))
        if stop == "page":
            break


def _views(visit: Visit) -> dict[str, View]:
    page = visit.page
    views = {"wide": _view(visit)}
    page.emulate_media(color_scheme="dark")
    views["wide dark"] = _view(visit)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    views["narrow"] = _view(visit)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    views["narrow large"] = _view(visit)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    visit.settles()
    return views


def _view(visit: Visit) -> View:
    visit.settles()
    return msgspec.convert(visit.ask("view"), View)


def _texts(visit: Visit) -> tuple[dict[str, str], set[str]]:
    """The first layer's words in its own language and in those that it links to, and those of its refusal."""
    if not visit.ask("asks"):
        return {}, set()
    texts = {visit.ask("language"): visit.ask("text")}
    refusals = {visit.ask("label", "reject")}
    links = visit.page.locator("[data-consent-banner] [data-consent-language]").all()
    for language in {link.get_attribute("data-consent-language") or "" for link in links} - texts.keys():
        visit.page.locator(f'[data-consent-language="{language}"]').locator("visible=true").first.click()
        texts[language] = visit.ask("text")
        refusals.add(visit.ask("label", "reject"))
    return texts, refusals


def _linger_and_refuse(visit: Visit, *, on_foot: bool) -> tuple[dict[Moment, State], tuple[State, State]]:
    states: dict[Moment, State] = {}
    visit.forgets()
    visit.opens()
    visit.page.mouse.wheel(0, 400)
    visit.page.keyboard.press("Escape")
    visit.settles()
    if on_foot:
        visit.page.locator("#on").click()
        visit.page.wait_for_url("**/andra")
    else:
        visit.opens("/andra")
    visit.settles()
    states["lingered"] = visit.state()
    if not states["lingered"].asks:  # it was taken for an answer
        visit.forgets()
        visit.opens()
    visit.refuses()
    states["refused"] = visit.state()
    visit.opens()
    states["reloaded"] = _in_new_tab(visit)
    visit.forgets()
    visit.opens()
    visit.refuses()
    return states, (states["refused"], visit.state())


def _in_new_tab(visit: Visit) -> State:
    """The page in a tab beside the first, and whether either of them asks."""
    first, asked = visit.page, visit.ask("asks")
    visit.page = visit.context.new_page()
    visit.opens("/andra")
    state = visit.state()
    visit.page.close()
    visit.page = first
    return State(asked or state.asks, state.stored, state.requests)


@contextmanager
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


def _answers_plainly(page: Page, stage: Stage) -> bool:
    """Whether a browser without JavaScript finds its way to a form, gives a yes there and takes it back."""
    page.context.clear_cookies()
    page.goto(stage.url("/"))
    link, kept = page.locator(_PLAIN_WAYS), []
    if link.count():
        with page.expect_navigation():
            link.first.click()
        for hook in ("accept", "reject"):
            button = page.locator(f'form [data-consent="{hook}"]')
            if button.count():
                with page.expect_navigation():
                    button.click()
                kept.append({each["name"]: each["value"] for each in page.context.cookies()}.get("rv_choice", ""))
    return [value.partition(".")[0] for value in kept] == ["yes", "no"]


def _accept_and_withdraw(visit: Visit, *, plain: bool) -> tuple[Return, dict[Moment, State]]:
    states: dict[Moment, State] = {}
    visit.forgets()
    visit.opens()
    visit.presses("accept")
    _loads(visit)
    states["accepted"] = visit.state()
    visit.opens(CLOSED)
    states["closed page"] = visit.state()
    reached = [visit.ask("ways") > 0]
    visit.opens()
    _loads(visit)
    reached.append(visit.ask("ways") > 0)
    clicks = 1 if visit.reopens() else 0
    if clicks and not visit.ask("has", "reject"):
        clicks += visit.presses("settings")
    found = clicks > 0 and visit.ask("has", "reject")
    label = visit.ask("label", "reject") if found else ""
    reloaded = _withdraws(visit) if found else False
    states["withdrawn"] = visit.state()
    visit.opens()
    states["after withdrawal"] = visit.state()
    return Return(tuple(reached), plain, clicks + 1 if found else None, label, reloaded), states


def _loads(visit: Visit) -> None:
    """Waits for what a service stores, if one is asked for after the yes."""
    if visit.stage.website.declaration.services:
        _comes(visit.page, "document.cookie.includes('viewer=')")
    visit.settles()


def _comes(page: Page, expression: str) -> bool:
    try:
        page.wait_for_function(expression, timeout=_SOON)
    except TimeoutError:
        return False
    return True


def _withdraws(visit: Visit) -> bool:
    """Whether the page was loaded anew, so that what ran there has ended."""
    visit.page.evaluate("window.before = true")
    visit.page.locator('[data-consent-banner] [data-consent="reject"]').locator("visible=true").first.click()
    reloads = bool(visit.stage.website.declaration.services) and _comes(visit.page, "window.before === undefined")
    visit.page.wait_for_load_state()
    visit.settles()
    return reloads


def _accept_and_revise(visit: Visit) -> tuple[dict[Moment, State], State]:
    """Publishes twice after a yes."""
    states: dict[Moment, State] = {}
    visit.forgets()
    visit.opens()
    visit.presses("accept")
    _loads(visit)
    accepted = visit.state()
    moments: tuple[Literal["after spelling", "after material"], ...] = ("after spelling", "after material")
    for moment in moments:
        visit.stage.edition += 1
        visit.opens()
        states[moment] = visit.state()
    visit.stage.edition = 0
    return states, accepted


def _signal(visit: Visit) -> tuple[dict[Moment, State], bool | None]:
    states: dict[Moment, State] = {}
    visit.context.add_init_script(_SIGNAL)
    visit.forgets()
    visit.opens()
    states["signalled"] = visit.state()
    if not visit.reopens():
        return states, None
    visit.presses("accept")
    states["signalled yes"] = visit.state()
    return states, bool(states["signalled yes"].values().keys() - states["signalled"].values().keys())
