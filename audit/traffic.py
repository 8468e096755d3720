"""What a browser asks of whom, as it goes on; and who sets which cookie."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from msgspec.structs import replace
from playwright.sync_api import BrowserContext, Error, Page, Response, WebSocket
from playwright.sync_api import Request as Asked

from audit.address import Website, host_of, without_query
from audit.evidence import Request
from audit.setting import Setting, of_header, of_script

_NOWHERE: Final = ("data", "blob", "about", "chrome-extension", "javascript", "filesystem", "chrome", "chrome-error")

_ENDLESS: Final = ("eventsource", "media", "websocket")
"""What a page may keep open for as long as it is shown."""


_ORDERED: Final = """() => [...document.querySelectorAll('link[rel~=preconnect], link[rel~=dns-prefetch]')]
    .map(({href}) => href)"""


@dataclass
class _Row:
    asked: Request
    url: str
    answer: Response | None = None
    turn: int = 0
    """When it was answered, as a number among answers and what scripts set."""


class Traffic:
    """All that is asked for in one profile of a browser; `page` is the address that the audit has opened."""

    def __init__(self, context: BrowserContext, site: Website) -> None:
        self.page = site.url
        self._settings: dict[tuple[str, str], tuple[int, Setting]] = {}
        self._turn, self._stirred = 0, time.monotonic()
        self._awaited: set[Asked] = set()
        self._stopped: set[str] = set()
        self.addresses: dict[str, str] = {}
        """Network addresses of hosts that have answered."""
        self._site = site
        self._rows: dict[Asked | WebSocket | str, _Row] = {}
        context.on("request", self._asks)
        context.on("response", self._answers)
        context.on("requestfailed", self._fails)
        context.on("requestfinished", self._ends)
        context.on("page", lambda page: page.on("websocket", self._connects))
        context.expose_binding("rakneverkAuditTold", self._is_told)

    def setting(self, name: str, host: str) -> Setting | None:
        """Who set a cookie last that is kept for a host."""
        found = self._settings.get((name, host))
        return found[1] if found else None

    def drain(self) -> tuple[Request, ...]:
        """What was asked for since the last time, with what is known of the answers."""
        rows, self._rows = self._rows, {}
        return tuple(self._finished(row) for row in rows.values())

    def error_of(self, url: str) -> int:
        """The status of an answer that the browser shows a page of its own for; 0 if there was none."""
        answers = (row.answer for row in self._rows.values() if row.url == url)
        return next((answer.status for answer in answers if answer and answer.status >= 400), 0)

    def orders(self, page: Page) -> None:
        """Connections that a page orders beforehand: they are no requests, and tell the other side of the visitor."""
        for url in page.evaluate(_ORDERED):
            if host_of(url):
                self._rows[url] = _Row(self._row(url, "preconnect"), url)

    def stops(self, url: str) -> None:
        """The audit keeps a request from leaving the browser."""
        self._stopped.add(url)

    def stirs(self) -> None:
        """Something was done that requests may follow from."""
        self._stirred = time.monotonic()

    def silent_for(self) -> float:
        """Seconds since something was asked for or answered; 0 while an answer is awaited."""
        return 0.0 if self._awaited else time.monotonic() - self._stirred

    def _row(self, url: str, kind: str, method: str = "GET", frame: str = "") -> Request:
        host = host_of(url)
        return Request(
            url=without_query(url), host=host, kind=kind, page=without_query(self.page), own=self._site.owns(host),
            method=method, query="?" in url, frame=frame,
        )  # fmt: skip

    def _asks(self, asked: Asked) -> None:
        if asked.url.partition(":")[0] not in _NOWHERE:
            row = self._row(asked.url, asked.resource_type, asked.method, self._frame(asked))
            self._rows[asked] = _Row(row, asked.url)
            self.stirs()
            if asked.resource_type not in _ENDLESS:
                self._awaited.add(asked)

    def _ends(self, asked: Asked) -> None:
        self._awaited.discard(asked)
        self.stirs()

    def _frame(self, asked: Asked) -> str:
        try:
            host = host_of(asked.frame.url)
        except Error:  # a service worker's, or one that came before its frame
            return ""
        return "" if host == host_of(self.page) else host

    def _connects(self, socket: WebSocket) -> None:
        self._rows[socket] = _Row(self._row(socket.url, "websocket"), socket.url)

    def _answers(self, answer: Response) -> None:
        # Of an answer that no script reads the browser never tells the end.
        if answer.request.resource_type in ("fetch", "xhr"):
            self._ends(answer.request)
        if row := self._rows.get(answer.request):
            row.answer, row.turn = answer, self._next()

    def _fails(self, asked: Asked) -> None:
        self._ends(asked)
        row, reason = self._rows.get(asked), asked.failure or ""
        if row:
            row.asked = replace(row.asked, outcome=_outcome(reason))

    def _is_told(self, _: Any, said: dict[str, str]) -> None:
        self._notes(self._next(), of_script(said["text"], said["host"], said["writer"], datetime.now(UTC)))

    def _next(self) -> int:
        self._turn += 1
        return self._turn

    def _notes(self, turn: int, setting: Setting) -> None:
        key = setting.name, setting.host
        if key not in self._settings or self._settings[key][0] < turn:
            self._settings[key] = turn, setting

    def _finished(self, row: _Row) -> Request:
        if row.url in self._stopped:
            return replace(row.asked, outcome="stopped")
        if row.answer is None:
            return row.asked
        host = row.asked.host
        try:
            address = row.answer.server_addr() if host not in self.addresses else None
            cookies = row.answer.header_values("set-cookie")
        except Error:  # the page has gone, and with it what it was answered
            return row.asked
        if address:
            self.addresses[host] = address["ipAddress"]
        for line in cookies:
            self._notes(row.turn, of_header(line, host, datetime.now(UTC)))
        return replace(row.asked, status=row.answer.status)


def _outcome(reason: str) -> Literal["failed", "blocked", "stopped"]:
    if "BLOCKED_BY_CLIENT" in reason:
        return "stopped"
    return "blocked" if reason == "csp" or "BLOCKED_BY_CSP" in reason else "failed"
