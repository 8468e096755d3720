"""Which of the properties that an access may read are a site's own."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from policy.site import Site

DOMAIN: Final = "sc-domain:"
"""How Google's name of a property begins that holds all hosts of a domain."""


def fitting(site: Site, properties: Iterable[str]) -> list[str]:
    """Those of the site, the one that covers the most first."""
    return sorted((name for name in properties if is_of(site, name)), key=lambda name: (_narrowness(site, name), name))


def is_of(site: Site, name: str) -> bool:
    """Whether a property, as the engine writes it, is the site's: its domain, or a URL prefix on one of its hosts. The
    site of www.example.se is also in the property of the whole domain."""
    host = _host(name)
    if name.startswith(DOMAIN):
        return host in site.hosts or f"www.{host}" in site.hosts
    return host in site.hosts


def _narrowness(site: Site, name: str) -> tuple[bool, bool, bool, int]:
    """The domain before a prefix, the site's own host before an alias, https before http, the whole before a part."""
    return (
        not name.startswith(DOMAIN),
        _host(name) != site.host,
        not name.startswith("https:"),
        len(urlsplit(name).path) if _host(name) else 0,
    )


def _host(name: str) -> str:
    """ "" of what is not a property."""
    if name.startswith(DOMAIN):
        return name.removeprefix(DOMAIN).rstrip(".").lower()
    try:
        parts = urlsplit(name)
        return (parts.hostname or "").rstrip(".") if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""
