"""The clinic's own web application, and the third parties that its page loads from: one server on loopback, which tells
them apart by the name that they are asked under and notes what reaches whom."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

SITE: Final = "kbt-verkstan.se"
OWN: Final = f"bilder.{SITE}"
FILM: Final = "film.example"
ADS: Final = "reklam.example"
STRANGER: Final = "spion.example"

PATIENCE: Final = 20.0
"""Seconds until something that should be true by now counts as false."""

LOADS: Final = {
    "script": "/player.js",
    "frame": "/player.html",
    "image": "/still.svg",
    "stylesheet": "/player.css",
    "font": "/player.woff2",
    "fetch": "/film.json",
    "media": "/film.webm",
    "beacon": "/watched",
}
"""What the page loads of the film, by kind."""

FILMS: Final = frozenset((FILM, path) for path in LOADS.values())
PAGE: Final = f"""<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Film</title>
<link rel="icon" href="data:,">
<script>
window.blocked = [];
window.own = [];
addEventListener('securitypolicyviolation', ({{ blockedURI }}) => blocked.push(blockedURI));
const note = (name) => () => own.push(name);
</script>
<link rel="stylesheet" href="http://{FILM}/player.css">
<style>@font-face {{ font-family: Film; src: url(http://{FILM}/player.woff2) }} h1 {{ font-family: Film }}</style>
<script src="http://{FILM}/player.js"></script>
<script src="http://{ADS}/ads.js"></script>
<script src="/own.js" onload="note('script')()"></script>
</head><body><h1>En film om ångest</h1>
<iframe src="http://{FILM}/player.html"></iframe>
<img src="http://{FILM}/still.svg" alt="">
<img src="http://{STRANGER}/pixel.svg" alt="">
<img src="http://{OWN}/own.svg" alt="" onload="note('image of a subdomain')()">
<video src="http://{FILM}/film.webm" preload="auto" muted></video>
<script>
fetch('http://{FILM}/film.json').catch(() => 0);
navigator.sendBeacon('http://{FILM}/watched', '1');
new Function("note('eval')()")();
new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = note('worker');
</script></body></html>"""

THIRD: Final = FILMS | {(ADS, "/ads.js"), (STRANGER, "/pixel.svg")}
"""All that the page would load from others: a film and its player, an advertisement, and what no policy declares."""

RAN: Final = {"script", "image of a subdomain", "eval", "worker"}
"""What the page does of its own."""

ELSEWHERE: Final = "/vidare"
"""An address of the clinic's own that sends the browser on to a stranger."""

OWNERS: Final = "script-src 'unsafe-inline'"

HEADERS: Final = {
    "/kvar": {"Cache-Control": "max-age=600", "ETag": '"1"'},
    "/egen": {"Content-Security-Policy": OWNERS},
}
"""Of the clinic's pages, by how their path begins."""

_KINDS: Final = {
    ".js": ("text/javascript", "/* */"),
    ".css": ("text/css", "h1 { color: teal }"),
    ".svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
    ".json": ("application/json", "{}"),
    ".html": ("text/html", "<!doctype html><title>Spelaren</title>"),
    ".webm": ("video/webm", "no film"),
    ".woff2": ("font/woff2", "no font"),
}


@dataclass
class Internet:
    """`made` has the paths of the clinic's pages as often as its application made them. Those under /kvar may be kept
    by browsers, those under /egen have a Content-Security-Policy of the owner's; `head` begins the head of all."""

    head: str = ""
    made: list[str] = field(default_factory=list)
    reached: list[tuple[str, str]] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    async def answer(self, request: Request) -> Response:
        host, path = request.url.hostname or "", request.url.path
        if host in {SITE, OWN}:
            return self._own(path, request.headers.get("if-none-match"))
        with self.news:
            self.reached.append((host, path))
            self.news.notify_all()
        return _file(path)

    def _own(self, path: str, known: str | None) -> Response:
        if path == ELSEWHERE:
            return RedirectResponse(f"http://{STRANGER}/redirect.svg")
        if path.endswith((".js", ".svg", ".html")):
            return _file(path)
        self.made.append(path)
        headers = next((headers for part, headers in HEADERS.items() if path.startswith(part)), {})
        status = 304 if known == headers.get("ETag", "") else 200
        return HTMLResponse(PAGE.replace("<head>", "<head>" + self.head) if status == 200 else "", status, headers)

    def got(self, wanted: frozenset[tuple[str, str]]) -> set[tuple[str, str]]:
        """What reached third parties, when all that is wanted has."""
        return self.wait(lambda: wanted <= set(self.reached))

    def wait(self, holds: Callable[[], bool]) -> set[tuple[str, str]]:
        with self.news:
            assert self.news.wait_for(holds, PATIENCE), f"only {self.reached}"
            return set(self.reached)

    def application(self) -> ASGIApp:
        return Starlette(routes=[Route("/{path:path}", self.answer, methods=["GET", "POST"])])


def _file(path: str) -> Response:
    kind, content = _KINDS.get("." + path.rpartition(".")[2], ("text/plain", ""))
    return Response(content, media_type=kind, headers={"Access-Control-Allow-Origin": "*"})


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
