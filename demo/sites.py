"""Replicas of the first user's two websites, with invented content, for the demonstration."""

import secrets
import unicodedata
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

SiteName = Literal["kbt-verkstan.se", "kbtverkstanbutik.se"]

HERE = Path(__file__).parent
BLOCKS = {"h2", "h3", "p", "li", "dt", "dd", "th", "td", "caption"}
ENDINGS = ".:?!·"  # what needs no mark between two blocks when their text runs on in an excerpt
QUERY_LENGTH = 100
EXCERPT_LENGTH = 180


class DemoHosts(NamedTuple):
    """Where the demonstration answers: host names without port."""

    clinic: str = "kbt-verkstan.localhost"
    clinic_service: str = "stats.kbt-verkstan.localhost"
    shop: str = "kbtverkstanbutik.localhost"
    shop_service: str = "stats.kbtverkstanbutik.localhost"
    video: str = "video.localhost"


HOSTS = DemoHosts()


class Page(NamedTuple):
    """A page as a visitor meets it; `weight` is its share of the made-up reading, relative to the others."""

    path: str
    title: str
    weight: int
    links: tuple[str, ...]


class Match(NamedTuple):
    """A page that an on-site search found, with the words around the first place."""

    path: str
    heading: str
    before: str
    found: str
    after: str


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a site's content table; `body` is HTML and trusted, all else is text."""

    path: str
    heading: str
    template: str
    weight: int
    lead: str
    title: str = ""
    menu: str = ""
    art: str = ""
    kicker: str = ""
    tone: str = ""
    cover: tuple[str, ...] = ()
    price: int | None = None
    facts: dict[str, str] = {}
    body: str = ""

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A site's content table, as its `pages.toml` holds it."""

    brand: str
    page: tuple[Entry, ...]


class Replica(NamedTuple):
    """What tells one of the two sites from the other."""

    name: SiteName
    folder: Literal["clinic", "shop"]
    host: str
    service: str
    search_path: str
    search_parameter: str


CLINIC = Replica("kbt-verkstan.se", "clinic", HOSTS.clinic, HOSTS.clinic_service, "/sok", "q")
SHOP = Replica("kbtverkstanbutik.se", "shop", HOSTS.shop, HOSTS.shop_service, "/", "s")


class Outline(HTMLParser):
    """What a page's main part says below its heading, and the paths on the same site that the page links to."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.paths: dict[str, None] = {}
        self._parts: list[str] = []
        self._inside: list[str] = []
        self._below_heading = False
        self.feed(markup)

    @property
    def text(self) -> str:
        return " ".join("".join(self._parts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"main", "svg"}:
            self._inside.append(tag)
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/"):
            self.paths[urlsplit(href).path] = None

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag in BLOCKS and self._parts and self._parts[-1].rstrip()[-1:] not in ENDINGS:
            self._parts.append(" ·")
        self._below_heading = self._below_heading or tag == "h1"

    def handle_data(self, data: str) -> None:
        if self._inside == ["main"] and self._below_heading:
            self._parts.append(data)


@lru_cache(maxsize=512)  # every search looks through the same pages
def plain(text: str) -> str:
    """Lower case without diacritics, character for character, so that positions stay those of `text`."""
    return "".join(unicodedata.normalize("NFD", character)[0].lower()[0] for character in text)


def kronor(amount: int) -> str:
    return f"{amount:,} kr".replace(",", "\N{NO-BREAK SPACE}").replace(" kr", "\N{NO-BREAK SPACE}kr")


def excerpt(text: str, plain_text: str, words: list[str]) -> tuple[str, str, str]:
    """The text before, at and after the first of the words that it holds, cut between words."""
    position, length = min(((plain_text.find(word), len(word)) for word in words if word in plain_text), default=(0, 0))
    start = text.rfind(" ", 0, max(position - EXCERPT_LENGTH // 3, 0)) + 1
    end = text.find(" ", min(start + EXCERPT_LENGTH, len(text)))
    end = len(text) if end < 0 else max(end, position + length)
    before = ("… " if start else "") + text[start:position]
    after = text[position + length : end] + (" …" if end < len(text) else "")
    return before, text[position : position + length], after


class ReplicaSite:
    """One replica: its content table, its templates and its search."""

    def __init__(self, replica: Replica, port: int) -> None:
        templates = HERE / "templates"
        table = (templates / replica.folder / "pages.toml").read_bytes()
        content = msgspec.toml.decode(table, type=Content)
        self.replica = replica
        self.brand = content.brand
        self.entries = {entry.path: entry for entry in content.page}
        self._environment = Environment(
            loader=FileSystemLoader([templates / replica.folder, templates]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["kronor"] = kronor
        self._environment.globals |= {
            "site": replica.name,
            "brand": content.brand,
            "folder": replica.folder,
            "menu": [entry for entry in content.page if entry.menu],
            "below": self.below,
            "search_path": replica.search_path,
            "search_parameter": replica.search_parameter,
            "service": f"http://{replica.service}:{port}",
            "clinic": f"http://{HOSTS.clinic}:{port}",
            "shop": f"http://{HOSTS.shop}:{port}",
            "video": f"http://{HOSTS.video}:{port}",
            "dashboard": f"http://localhost:{port}/sites",
        }
        self.headers = {
            "Content-Security-Policy": content_security_policy(replica, port),
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
        self.outlines = {path: Outline(self.render(entry)) for path, entry in self.entries.items()}

    def below(self, path: str) -> list[Entry]:
        """The pages one step under `path`, in the table's order."""
        return [entry for entry in self.entries.values() if entry.path.rpartition("/")[0] == path]

    def title(self, entry: Entry) -> str:
        return f"{entry.title or entry.heading} – {self.brand}"

    def render(self, entry: Entry, query: str = "", wanted: str = "") -> str:
        """The page as HTML, with what was searched for and the product put in the basket, if any."""
        context: dict[str, Any] = {
            "page": entry,
            "title": self.title(entry),
            "query": query,
            "matches": self.search(query) if query else [],
            "basket": next((item for item in self.entries.values() if item.price and item.slug == wanted), None),
        }
        return self._environment.get_template(entry.template).render(context)

    def search(self, query: str) -> list[Match]:
        """Pages that hold every word of the query, those with all of them in their heading first."""
        words = plain(unicodedata.normalize("NFC", query)).split()
        found: list[tuple[bool, int, Match]] = []
        for path, outline in self.outlines.items():
            heading, text = plain(self.entries[path].heading), plain(outline.text)
            if path in {"/", self.replica.search_path} or not all(word in heading + text for word in words):
                continue
            named = all(word in heading for word in words)
            count = sum(text.count(word) for word in words)
            found.append(
                (not named, -count, Match(path, self.entries[path].heading, *excerpt(outline.text, text, words)))
            )
        return [match for *_, match in sorted(found)]

    async def show(self, request: Request) -> Response:
        entry = self.entries.get(request.url.path)
        if entry is None:
            raise HTTPException(404)
        query = ""
        if entry.path == self.replica.search_path:
            query = request.query_params.get(self.replica.search_parameter, "")[:QUERY_LENGTH].strip()
        markup = self.render(entry, query, request.query_params.get("vara", ""))
        return HTMLResponse(markup, headers=self.headers)

    async def missing(self, request: Request, error: Exception) -> Response:
        entry = Entry(
            path=request.url.path,
            heading="Sidan finns inte",
            template="missing.html",
            weight=0,
            lead="Adressen kan vara felskriven, eller så har sidan flyttat.",
        )
        return HTMLResponse(self.render(entry), status_code=404, headers=self.headers)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Mount("/assets", StaticFiles(directory=HERE / "assets" / self.replica.folder)),
                Route("/{path:path}", self.show),
            ],
            exception_handlers={404: self.missing},
        )


def content_security_policy(replica: Replica, port: int) -> str:
    """What the site itself lets a browser load: its own files, its service, and the film's host in a frame.

    The film's host is allowed so that it is consent, not this header, that keeps the film away.
    """
    service = f"http://{replica.service}:{port}"
    directives = {
        "default-src": "'none'",
        "script-src": service,
        "connect-src": service,
        "style-src": "'self'",
        "img-src": "'self'",
        "frame-src": f"http://{HOSTS.video}:{port}" if replica is CLINIC else "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def clinic(port: int) -> Starlette:
    """The clinic's site, for `HOSTS.clinic` on `port`."""
    return ReplicaSite(CLINIC, port).app()


def shop(port: int) -> Starlette:
    """The shop's site, for `HOSTS.shop` on `port`; nothing can be paid for."""
    return ReplicaSite(SHOP, port).app()


def video(port: int) -> Starlette:
    """The stand-in third party: a page made to be framed, which marks every browser that asks for it."""
    page = (HERE / "templates" / "video" / "film.html").read_text("utf-8")
    policy = f"default-src 'none'; style-src 'self'; frame-ancestors http://{HOSTS.clinic}:{port}"

    async def film(request: Request) -> Response:
        # Browsers count *.localhost as trustworthy, so that Secure works here without TLS. Partitioned is what a
        # frame's cookie must be where others are blocked; Starlette can say it from Python 3.14 only.
        cookie = f"viewer={secrets.token_hex(16)}; Max-Age=31536000; Path=/; Secure; SameSite=None; Partitioned"
        return HTMLResponse(page, headers={"Content-Security-Policy": policy, "Set-Cookie": cookie})

    assets = StaticFiles(directory=HERE / "assets" / "video")
    return Starlette(routes=[Route("/film/{name}", film), Route("/embed/{name}", film), Mount("/assets", assets)])


@cache
def pages(site: SiteName) -> tuple[Page, ...]:
    """The pages that made-up visits can read, with the links that each of them really shows."""
    built = _built(site)
    return tuple(
        Page(path, built.title(entry), entry.weight, tuple(built.outlines[path].paths))
        for path, entry in built.entries.items()
    )


@cache
def finds(site: SiteName, query: str) -> bool:
    """Whether a search on the site finds anything."""
    return bool(_built(site).search(query))


@cache
def _built(site: SiteName) -> ReplicaSite:
    return ReplicaSite(CLINIC if site == CLINIC.name else SHOP, port=80)
