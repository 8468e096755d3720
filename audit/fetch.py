"""Asks for one file without a browser: a sitemap, a policy. Only GET, and only of hosts that the caller names."""

import http.client
import zlib
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

LARGEST: Final = 20_000_000
"""Bytes, unpacked; a sitemap holds at most 50 MB, of which the first thousands of addresses are more than enough."""

SECONDS: Final = 10.0

_REDIRECTS: Final = 5


class Fetched(NamedTuple):
    url: str
    status: int
    body: bytes


def fetch(url: str, may_ask: Callable[[str], bool], agent: str) -> Fetched | None:
    """The answer, redirects followed and gzip unpacked; None where none comes, or it leads where `may_ask` says no."""
    for _ in range(_REDIRECTS + 1):
        if not may_ask(url):
            return None
        try:
            status, location, body = _get(url, agent)
        except (OSError, http.client.HTTPException, ValueError):
            return None
        if not location:
            return Fetched(url, status, _unpacked(body))
        url = urljoin(url, location)
    return None


def _get(url: str, agent: str) -> tuple[int, str, bytes]:
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={"User-Agent": agent, "Accept": "*/*", "Host": parts.netloc})
        answer = connection.getresponse()
        redirects = 300 <= answer.status < 400
        return answer.status, (answer.getheader("Location") or "") if redirects else "", answer.read(LARGEST)
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS)
    if host.endswith(".localhost"):
        # Browsers take these names for this computer, resolvers do not always (RFC 6761, 6.3).
        host = "127.0.0.1"
    return http.client.HTTPConnection(host, port, timeout=SECONDS)


def _unpacked(body: bytes) -> bytes:
    """Whether it was packed for the way or lies so: the first bytes tell."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, LARGEST)
    except zlib.error:
        return b""
