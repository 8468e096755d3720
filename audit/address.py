"""Whose an address is: the website's own, or another's."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from audit.refusal import BadAddress, ForeignHost
from policy.domains import registrable_domain


class Website(NamedTuple):
    """A website by the address that it was found at and the hosts that may be opened."""

    url: str
    hosts: frozenset[str]

    @property
    def host(self) -> str:
        return host_of(self.url)

    @property
    def domain(self) -> str:
        return registrable_domain(self.host)

    def owns(self, host: str) -> bool:
        """Whether it is the site's as visitors and browsers see it: under the same registrable domain."""
        return registrable_domain(host) == self.domain

    def holds(self, url: str) -> bool:
        """Whether it may be opened."""
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and host_of(url) in self.hosts

    def has_page(self, url: str) -> bool:
        """Whether it is one of this site's pages, not of another of the same owner's."""
        return self.holds(url) and self.owns(host_of(url))

    def reaches(self, url: str) -> bool:
        """Whether it may be opened as the place where a choice is changed: also where the site's service is."""
        return urlsplit(url).scheme in ("http", "https") and self.owns(host_of(url))


def website(given: str, hosts: Iterable[str] | None) -> Website:
    """The website at an address, which may lack its scheme; `hosts` are those that may be audited, None for any. Raises
    `BadAddress`, `ForeignHost`."""
    url = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadAddress(given, f"{given} is no address ({error}). Write it as https://example.se/.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadAddress(given, f"{given} is no address of a website. Write it as https://example.se/.")
    allowed = frozenset(twins(parts.hostname)) if hosts is None else frozenset(hosts)
    if parts.hostname not in allowed:
        raise ForeignHost(
            given,
            f"{parts.hostname} is not one of your own hosts ({', '.join(sorted(allowed)) or 'none is known'}). "
            "Name the policy that governs it with --policy, or say --any-host if its owner wants the audit.",
        )
    return Website(_whole(parts), allowed)


def twins(host: str) -> tuple[str, str]:
    """With and without `www.`."""
    bare = host.removeprefix("www.")
    return bare, f"www.{bare}"


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def without_query(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme in ("data", "blob", "about", "javascript"):
        return f"{parts.scheme}:"
    return parts._replace(query="", fragment="", netloc=parts.netloc.rpartition("@")[2]).geturl()


def _whole(parts: SplitResult) -> str:
    return parts._replace(path=parts.path or "/", fragment="").geturl()
