"""Splitting URLs without remembering them: `urllib.parse.urlsplit` keeps those of visitors in a cache."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

split_url: Final[Callable[[str], SplitResult]] = getattr(urlsplit, "__wrapped__")  # noqa: B009 - typeshed knows no cache
"""`urlsplit` without its cache. Raises `ValueError`."""

# RFC 3986, appendix B, for http(s) and hosts that have a name.
_WEB_ADDRESS: Final = re.compile(
    r"https?://(?:[^/?#@\\]*@)*([^/?#:@\[\]\\]+)(?::[0-9]*)?(?=[/?#]|\Z)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE
)


# RFC 6454, 6.2, as browsers write it: no path, and a port only where it is not the scheme's own.
_ORIGIN: Final = re.compile(r"https?://([^/?#:@\[\]\\\s]+)(?::([1-9][0-9]{0,4}))?")


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


def host_of_header(header: str) -> str:
    """The name in a request's `Host`; "" where it has none."""
    return (web_address(f"https://{header}") or NOWHERE).host


def host_of_origin(origin: str) -> str:
    """The host that a header `Origin` names; "" for anything that no browser sends of a web page."""
    found = _ORIGIN.fullmatch(origin)
    return found[1].lower().rstrip(".") if found and int(found[2] or 1) < 65_536 else ""
