"""Which pages of a website an audit opens: those of its sitemap, or those that its links lead to."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

from audit.address import Website
from audit.fetch import fetch

MOST: Final = 500
"""Pages at most, whoever asks."""

_SITEMAPS: Final = 20
"""Files of a sitemap's index that are read."""

_FILE: Final = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|avif|svg|ico|zip|gz|rar|7z|exe|dmg|mp[34]|m4[av]|webm|ogg|wav|docx?|xlsx?|pptx?|odt|ods"
    r"|csv|ics|vcf|xml|rss|atom|json|js|css|txt|woff2?|ttf|eot|apk|iso)\Z",
    re.IGNORECASE,
)

_ACTS: Final = re.compile(
    r"log-?(?:ga-?)?(?:out|ut|off)\b|sign-?out|avmal|avregistrer|unsubscribe|opt-?out|delete|radera|ta-?bort|remove"
    r"|add[-_]?to[-_]?(?:cart|basket|wish)|lagg-?(?:i|till)|wp-(?:admin|login|json)|/cart/add|/kop/|/feed/?\Z|/api/"
    r"|cookies?/?[a-z.-]*/(?:accept|reject|withdraw)",
    re.IGNORECASE,
)
"""Addresses that do something when they are opened."""

_QUERY: Final = re.compile(
    r"action|add|remove|delete|token|\w*nonce|key|session|sid|logout|do|cmd|cart|basket|vote|like|confirm|unsubscribe"
    r"|preview|replytocom|share|download|export|print|redirect|return|next|url|goto",
    re.IGNORECASE,
)
"""What a query that does something, or that has no end, is called in whole or in one of its words."""


def is_safe(url: str) -> bool:
    """Whether opening an address can be taken to show a page and do nothing else."""
    parts = urlsplit(url)
    if _FILE.search(parts.path) or _ACTS.search(parts.path):
        return False
    words = (word for name, value in parse_qsl(parts.query, keep_blank_values=True) for word in _words(name, value))
    return not any(_QUERY.fullmatch(word) for word in words)


def _words(name: str, value: str) -> Iterator[str]:
    yield from re.split(r"[^a-zA-Z0-9]+", name)
    yield value


class Pages:
    """Pages to open, each once, in the order in which they were found; at most `limit` of them."""

    def __init__(self, site: Website, limit: int) -> None:
        self._site, self._limit = site, min(limit, MOST)
        self._waiting: list[str] = []
        self._known: set[tuple[str, str, str]] = set()
        self.opened: list[str] = []
        self.skipped: list[str] = []

    def finds(self, urls: Iterable[str]) -> None:
        for url in urls:
            plain, _ = urldefrag(url)
            if not self._site.has_page(plain) or _key(plain) in self._known:
                continue
            self._known.add(_key(plain))
            (self._waiting if is_safe(plain) else self.skipped).append(plain)

    def next(self) -> str | None:
        if len(self.opened) >= self._limit or not self._waiting:
            return None
        self.opened.append(self._waiting.pop(0))
        return self.opened[-1]

    def drops(self, url: str) -> None:
        """It was no page after all: another takes its place."""
        self.opened.remove(url)
        self.skipped.append(url)

    @property
    def are_enough(self) -> bool:
        return len(self.opened) + len(self._waiting) >= self._limit

    @property
    def left(self) -> tuple[str, ...]:
        """Found and not opened."""
        return (*self.skipped, *self._waiting)

    def __len__(self) -> int:
        return min(self._limit, len(self.opened) + len(self._waiting))


def _key(url: str) -> tuple[str, str, str]:
    """Equal for what is taken for one page: with and without `www.`, a scheme's `s`, a slash at the end."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/"), parts.query


def sitemap(site: Website, agent: str) -> tuple[str, ...]:
    """The pages of the site's sitemap, taken from its parts in turn; none where there is none that can be read."""
    robots = fetch(urljoin(site.url, "/robots.txt"), site.holds, agent)
    named = re.findall(r"(?im)^sitemap:\s*(\S+)", robots.body.decode(errors="replace")) if robots else []
    waiting = [urljoin(site.url, each) for each in named] or [urljoin(site.url, "/sitemap.xml")]
    pages: list[str] = []
    read: set[str] = set()
    while waiting and len(read) < _SITEMAPS:
        url = waiting.pop(0)
        if url in read or not site.holds(url):
            continue
        read.add(url)
        found = fetch(url, site.holds, agent)
        inner, outer = _read(found.body) if found and found.status == 200 else ([], [])
        pages.extend(inner)
        waiting.extend(outer)
    return tuple(_in_turn(pages))


def _read(text: bytes) -> tuple[list[str], list[str]]:
    """The addresses of pages, and of further sitemaps."""
    # Entities could unfold without end; a sitemap needs none (sitemaps.org names five, which are always known).
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        return [], []
    try:
        root = ElementTree.fromstring(text)  # noqa: S314
    except ElementTree.ParseError:
        return [], []
    places = [each.text.strip() for each in root.iterfind("{*}*/{*}loc") if each.text]
    return ([], places) if root.tag.endswith("sitemapindex") else (places, [])


def _in_turn(urls: Iterable[str]) -> Iterator[str]:
    """One from each part of the site, then the next of each, so that a few show many kinds of pages."""
    parts: dict[str, list[str]] = {}
    for url in urls:
        parts.setdefault(urlsplit(url).path.strip("/").partition("/")[0], []).append(url)
    for row in zip_longest(*parts.values()):
        yield from (url for url in row if url)
