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
    """Whether a property, as the engine writes it, is the site's: its domain, or one of its hosts. The site of
    www.example.se is also in the property of the whole domain."""
    host = _host(name)
    if name.startswith(DOMAIN):
        return host in site.hosts or f"www.{host}" in site.hosts
    return host in site.hosts and not is_part(site, name)


def is_part(site: Site, name: str) -> bool:
    """Whether a property is of what lies under a path on one of the site's hosts: its figures would pass for those of
    the whole."""
    return not name.startswith(DOMAIN) and _host(name) in site.hosts and urlsplit(name).path not in {"", "/"}


def _narrowness(site: Site, name: str) -> tuple[bool, bool, bool]:
    """The domain before a prefix, the site's own host before an alias, https before http."""
    return not name.startswith(DOMAIN), _host(name) != site.host, not name.startswith("https:")


def _host(name: str) -> str:
    """ "" of what is not a property."""
    if name.startswith(DOMAIN):
        return name.removeprefix(DOMAIN).rstrip(".").lower()
    try:
        parts = urlsplit(name)
        return (parts.hostname or "").rstrip(".") if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""
