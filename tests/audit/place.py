"""A website of a few lines on loopback, under as many names as it likes, and what was asked of it."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, NamedTuple, Self

SITE: Final = "plats.localhost"
OTHER: Final = "annan.localhost"

BANNER: Final = """<section id="banner" aria-label="Kakor" style="position:fixed;inset:auto 0 0;background:#fff">
<p>Vi använder kakor för statistik. Du kan ändra dig under Kakor.</p>
<button onclick="answer('no')">Neka</button> <button onclick="answer('yes')">Godkänn</button></section>"""

SCRIPT: Final = """<script>
const banner = document.querySelector('#banner');
const shown = () => /answer=/.test(document.cookie) || navigator.globalPrivacyControl;
if (banner && shown()) banner.style.display = 'none';
function answer(given) {
  document.cookie = 'answer=' + given + '; path=/; max-age=8640000';
  banner.style.display = 'none';
  if (given === 'yes') localStorage.setItem('visit', '1'); else localStorage.clear();
}
function again() { banner.style.display = ''; return false; }
</script>"""


class Answer(NamedTuple):
    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = {}


def page(*parts: str, title: str = "Platsen", head: str = "") -> Answer:
    return Answer(
        f'<!doctype html><html lang="sv"><head><title>{title}</title><link rel="icon" href="data:,">{head}</head>'
        f"<body><main><h1>{title}</h1><p>Här står det något.</p></main>{''.join(parts)}</body></html>"
    )


def asking(*parts: str) -> Answer:
    """A page with a banner that keeps what was answered."""
    footer = '<footer><a href="/kakor" onclick="return again()">Kakor</a></footer>'
    return page(*parts, BANNER, footer, SCRIPT)


@dataclass
class Place:
    """`pages` by path, or by host and path; `__PORT__` in them is the port."""

    pages: dict[str, Answer] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Method, host and path, in order."""
    agents: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        place = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                place.answers(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/", host: str = SITE) -> str:
        return f"http://{host}:{self._server.server_port}{path}"

    def answers(self, handler: BaseHTTPRequestHandler) -> None:
        host, path = handler.headers["Host"].partition(":")[0], handler.path.partition("?")[0]
        self.asked.append(f"{handler.command} {host}{handler.path}")
        self.agents.add(handler.headers["User-Agent"])
        answer = self.pages.get(host + path) or self.pages.get(path) or Answer(status=200 if path in self.raw else 404)
        body = self.raw.get(path) or answer.body.replace("__PORT__", str(self._server.server_port)).encode()
        handler.send_response(answer.status)
        headers = {"Content-Type": "text/html; charset=utf-8"} | dict(answer.headers)
        for name, value in headers.items():
            for line in value.splitlines():
                handler.send_header(name, line.replace("__PORT__", str(self._server.server_port)))
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
