"""One visitor: a browser that was empty to begin with, and a page in it."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, Literal, NamedTuple, Self

from playwright.sync_api import Browser, CDPSession, Dialog, Error, Page, Response

from audit.address import Website, host_of, without_query
from audit.banner import Banner, find, look_at
from audit.browser import user_agent
from audit.device import Device
from audit.evidence import Moment, PhaseName, Step, Stored
from audit.probe import probe
from audit.refusal import AsksForLogin, CannotAudit, EndlessRedirects, ErrorAnswer, LeavesTheSite, NotAPage, of_browser
from audit.traffic import Traffic


class Patience(NamedTuple):
    """Seconds: for an answer; until a page must be there; for it to fall silent; without requests before it counts as
    silent; for a banner to come after that."""

    answer: float = 20.0
    load: float = 15.0
    busy: float = 5.0
    silence: float = 0.5
    banner: float = 2.0


class Screen(NamedTuple):
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    text: int = 100
    """The size of text, in percent."""


LARGE: Final = Screen(1280, 800)

_DOCUMENTS: Final = 8
"""More pages in a row than that lead nowhere."""

_SIGNAL: Final = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true});"

_PARTING: Final = 50
"""Milliseconds for what a page sends as it is left to get under way."""

_ERROR_PAGE: Final = 1_000
"""Milliseconds for the browser's own page on an error."""

_NO_LOGIN: Final = "An audit sees what every visitor sees and logs in nowhere. Give the address of an open page."

_HELD_BACK: Final = [
    {"name": "Access-Control-Allow-Origin", "value": "*"},
    {"name": "Access-Control-Expose-Headers", "value": "Rakneverk-Ignored"},
    {"name": "Rakneverk-Ignored", "value": "audit"},
]


class Profile:
    """What is asked for on the way is noted; only the site's own pages open; no hit of Räkneverk leaves the browser."""

    def __init__(
        self, running: Browser, site: Website, patience: Patience, screen: Screen = LARGE, *,
        script: bool = True, signal: bool = False, prepare: Callable[[CDPSession], None] | None = None,
    ) -> None:  # fmt: skip
        self.site, self.patience, self._prepare, self._screen = site, patience, prepare, screen
        self._context = running.new_context(
            user_agent=user_agent(running), locale="sv-SE", color_scheme=screen.scheme, java_script_enabled=script,
            accept_downloads=False, viewport={"width": screen.width, "height": screen.height},
            extra_http_headers={"Sec-GPC": "1"} if signal else None,
        )  # fmt: skip
        if signal:
            self._context.add_init_script(_SIGNAL)
        self.traffic = Traffic(self._context, site)
        self._context.add_init_script(probe("watch"))
        self.device = Device(self._context, site, self.traffic)
        self.late, self._left, self._documents = 0.0, "", 0
        self.follows_back = False
        """Whether what leads back to the choice may be followed to where the site's service is."""
        self.page = self.new_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()

    def new_page(self) -> Page:
        """A tab, from now on the one that is looked at."""
        self.page = self._context.new_page()
        self.page.on("domcontentloaded", self._counts)
        self.page.on("dialog", _closes)
        session = self._context.new_cdp_session(self.page)
        session.on("Fetch.requestPaused", lambda event: self._paused(session, event))
        session.send("Page.enable")
        self._main = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        patterns = [{"resourceType": "Document"}, {"urlPattern": "*/hit*"}]
        session.send("Fetch.enable", {"patterns": patterns})
        if self._screen.text != 100:
            sizes = {"standard": 16 * self._screen.text // 100, "fixed": 13 * self._screen.text // 100}
            session.send("Page.setFontSizes", {"fontSizes": sizes})
        if self._prepare:
            self._prepare(session)
        return self.page

    def opens(self, url: str, *, follows: bool = False) -> None:
        """Goes to a page of the site and waits for it. Raises what `CannotAudit` stands for. `follows`: as if a link on
        the page before had been followed."""
        referrer = self.page.url if follows and self.site.has_page(self.page.url) else None
        self._leaves_page()
        self._left, self._documents, self.traffic.page = "", 0, url
        try:
            timeout = self.patience.answer * 1000
            answer = self.page.goto(url, wait_until="commit", timeout=timeout, referer=referrer)
        except Error as error:
            self._rests()
            raise self._refusal(url, error.message) from error
        self.settles()
        self._checks(url, answer)
        self.traffic.page = self.page.url
        self.traffic.orders(self.page)

    def _rests(self) -> None:
        """Lets the browser's own page on an error come: it would break off what is opened next."""
        with suppress(Error):
            self.page.wait_for_url("chrome-error://**", wait_until="commit", timeout=_ERROR_PAGE)

    def _leaves_page(self) -> None:
        if not host_of(self.page.url):
            return
        with suppress(Error):
            self.page.evaluate(probe("leave"))
            self.page.wait_for_timeout(_PARTING)

    def reloads(self) -> None:
        self.opens(self.page.url)

    def settles(self) -> None:
        """Waits until nothing is asked for any more, or for as long as patience lasts."""
        with suppress(Error):
            self.page.wait_for_load_state("load", timeout=self.patience.load * 1000)
        until = time.monotonic() + self.patience.busy
        self.traffic.stirs()
        while time.monotonic() < until and self.traffic.silent_for() < self.patience.silence:
            self.page.wait_for_timeout(50)
            self._stops_if_lost()

    def shown(self) -> list[str]:
        """The beginnings of what lies over the page now, for `banner` to know what has come since."""
        marks: list[str] = self.ask("(lib) => lib.shown()")
        return marks

    def banner(self, *, expected: bool = False, opened: Sequence[str] | None = None) -> Banner | None:
        """What asks for consent now. Where one is expected, or came late before, it is waited for. `opened`: something
        was pressed that opens the settings or the banner again, while that was `shown`."""
        began = time.monotonic()
        patience = self.patience.banner if expected or opened is not None else self.late
        while True:
            found = find(self.page, opened=opened)
            waited = time.monotonic() - began
            if found or waited > patience:
                break
            self.page.wait_for_timeout(100)
        if found and expected and waited > 0.2:
            self.late = max(self.late, waited + 0.3)
        return found

    def step(self, phase: PhaseName, moment: Moment) -> Step:
        """What came of what was done last."""
        asked = self.banner() is not None
        requests = self.traffic.drain()
        return Step(phase=phase, moment=moment, page=self.address, asked=asked, requests=requests, stored=self.stored())

    @property
    def address(self) -> str:
        """Of the page that was opened, without its query."""
        return without_query(self.traffic.page)

    def stored(self) -> tuple[Stored, ...]:
        return self.device.stored(datetime.now(UTC))

    def ask(self, expression: str, argument: Any = None) -> Any:
        """Evaluates a function of the library, and what more is given, in the page."""
        try:
            return look_at(self.page.main_frame).evaluate(expression, argument)
        except Error:  # the page has gone to another meanwhile
            self.settles()
            return look_at(self.page.main_frame).evaluate(expression, argument)

    def _counts(self, _: Page) -> None:
        self._documents += 1

    def _stops_if_lost(self) -> None:
        if self._documents > _DOCUMENTS:
            url = self.traffic.page
            raise EndlessRedirects(url, f"{url}: its pages send the browser on for ever. Mend the redirects first.")
        if self._left:
            self._rests()
            raise _leaves(self.traffic.page, self._left)

    def _paused(self, session: CDPSession, event: Any) -> None:
        asked = event["request"]
        paused = {"requestId": event["requestId"]}
        with suppress(Error):  # the page may have gone meanwhile
            if asked["method"] == "POST" and asked["url"].partition("?")[0].endswith("/hit"):
                self.traffic.stops(asked["url"])
                session.send("Fetch.fulfillRequest", {**paused, "responseCode": 204, "responseHeaders": _HELD_BACK})
            elif event["frameId"] == self._main and self._leads_away(event):
                self._left = asked["url"]
                session.send("Fetch.failRequest", {**paused, "errorReason": "BlockedByClient"})
            else:
                session.send("Fetch.continueRequest", paused)

    def _leads_away(self, event: Any) -> bool:
        url = event["request"]["url"]
        may = self.site.holds(url) or (self.follows_back and self.site.reaches(url))
        return event["resourceType"] == "Document" and not may

    def _refusal(self, url: str, message: str) -> CannotAudit:
        if self._left:
            return _leaves(url, self._left)
        if status := self.traffic.error_of(url):
            return _error(url, status)
        return of_browser(url, message, self.patience.answer)

    def _checks(self, url: str, answer: Response | None) -> None:
        """That what came is a page of the site."""
        self._stops_if_lost()
        status = answer.status if answer else 200
        if status >= 400:
            raise _error(url, status)
        kind = (answer.header_value("content-type") if answer else None) or "text/html"
        if "html" not in kind:
            raise NotAPage(url, f"{url}: is {kind.partition(';')[0]}, not a page. Give the address of a page.")
        if self.ask("(lib) => lib.login()"):
            raise AsksForLogin(url, f"{url}: shows a login and nothing else. {_NO_LOGIN}")


def _closes(dialog: Dialog) -> None:
    """Says no to whatever a page asks, but yes to leaving it."""
    if dialog.type == "beforeunload":
        dialog.accept()
    else:
        dialog.dismiss()


def _error(url: str, status: int) -> CannotAudit:
    if status in (401, 403, 407):
        return AsksForLogin(url, f"{url}: is closed without a login ({status}). {_NO_LOGIN}")
    return ErrorAnswer(url, status)


def _leaves(url: str, target: str) -> LeavesTheSite:
    host = host_of(target) or target
    return LeavesTheSite(url, f"{url}: leads to another host, {host}. It was not followed; audit that address instead.")
