"""Splitting URLs without remembering them: `urllib.parse.urlsplit` keeps those of visitors in a cache."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

split_url: Final[Callable[[str], SplitResult]] = getattr(urlsplit, "__wrapped__")  # noqa: B009 - typeshed knows no cache
"""`urlsplit` without its cache. Raises `ValueError`."""

# RFC 3986, appendix B, for http(s) and hosts that have a name.
_WEB_ADDRESS: Final = re.compile(
    r"https?://(?:[^/?#@]*@)*([^/?#:@\[\]\\]+)(?::[0-9]*)?(?=[/?#]|\Z)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE
)


class WebAddress(NamedTuple):
    """Of an address on the web: the host's name in lower case, the path as it was sent, and the query."""

    host: str
    path: str
    query: str


NOWHERE: Final = WebAddress("", "/", "")


def web_address(url: str) -> WebAddress | None:
    """None for anything but the http(s) address of a named host."""
    found = _WEB_ADDRESS.match(url)
    if found is None:
        return None
    host, path, query = found.groups("")
    return WebAddress(host.lower().rstrip("."), path or "/", query)
