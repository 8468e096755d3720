"""The Content-Security-Policy that a choice permits: the site itself and its domains, and the services accepted."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final, NamedTuple

from policy.banner import CHOICE
from policy.document import Policy
from policy.domains import registrable_domain

GIVEN: Final = f"(?:^|;) *{CHOICE}=([^;]*)"
"""Finds the answer in the header `Cookie`: of several, such as of different paths, the first."""

REFUSED: Final = f"(?:^|;) *{CHOICE}=no"
"""Finds a refusal there. One is enough, whatever the others say."""

IN_SPITE: Final = "yes[.][0-9]{1,9}[.]s"
"""How an answer begins that was given in spite of the browser's signal (GPC, DNT)."""

VARY: Final = "Cookie, DNT, Sec-GPC"
"""What a page's policy depends on: caches that honour it keep no policy past a change of the choice."""

_ADDRESS: Final = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*")
_NUMERIC: Final = re.compile(r"[0-9.]+")
_PLAIN: Final = re.compile(r"[a-z0-9_~-]", re.ASCII)
_ENCODED: Final = frozenset(' "#<>?`{}%\\')
"""What never stands in a path as itself: browsers write it with a percent sign, or it ends the path."""


class NoSuchAddress(ValueError):
    """The service's address cannot stand in a header; the message says why."""


class Addition(NamedTuple):
    """What a choice adds to the policy: `text`, where `pattern` fits the value of the cookie."""

    name: str
    pattern: str
    text: str


class ContentPolicy:
    """For a site whose answers hold from the version `material` on. `service` is the address under which it reaches the
    service, such as https://stats.example.se. Raises `NoSuchAddress`, and `LookupError` for a host that the policy does
    not govern.

    The patterns are regular expressions that nginx, Apache, Go and Python read alike, without quotation marks, spaces
    or dollar signs but at the end.
    """

    def __init__(self, policy: Policy, host: str, material: int, service: str) -> None:
        governed = policy.governs(host)
        if governed is None:
            raise LookupError(f"The policy does not govern {host}.")
        if not _ADDRESS.fullmatch(service):
            raise NoSuchAddress(
                f"{service!r} is not an address such as https://stats.example.se: scheme, host, port and path in "
                "plain letters, without a slash at the end"
            )
        self.host, self.version, self.material = host, policy.version, material
        self._policy, self._service = policy, service
        self._domains = sorted({registrable_domain(each) for each in (host, *governed.aliases)})

    @cached_property
    def base(self) -> str:
        """Where nothing is accepted, and on a sensitive path: no third party, and nobody is told what was blocked."""
        own = [source for domain in self._domains for source in _everything(domain)]
        return " ".join(("default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:", *own, *self._foreign()))

    @cached_property
    def additions(self) -> tuple[Addition, ...]:
        """Of the services, and last of the reports: in the order in which they are put behind the base. A report tells
        the service which page was visited, so it takes a yes to the statistics."""
        services = (
            Addition(
                f"service-{each.name}", _accepting(self.material, (each.name, each.category)), _sources(each.hosts)
            )
            for each in self._policy.service
        )
        report = f"; report-uri {self._service}/report/{self.host}"
        return (*services, Addition("report", _accepting(self.material, ("statistics",)), report))

    @cached_property
    def closed(self) -> dict[str, str]:
        """Sensitive paths with patterns of them as browsers send them, which are read without regard to case."""
        return {row.path: "^" + _sent(row.path) for row in self._policy.sensitive.paths}

    def header(self, cookie: str, path: str, signal: bool) -> str:
        """The policy for a decoded path and the value of the cookie; `signal` is whether the browser sends GPC or
        DNT."""
        if self._policy.sensitive.rule(path) or (signal and not re.match(IN_SPITE, cookie)):
            return self.base
        return self.base + "".join(each.text for each in self.additions if re.search(each.pattern, cookie))

    def _foreign(self) -> list[str]:
        """The service, where it is reached under another domain than the site's."""
        scheme, _, rest = self._service.partition("://")
        server = rest.partition("/")[0]
        own = registrable_domain(server.partition(":")[0]) in self._domains
        return [] if own else [f"{scheme}://{server}"]


def _everything(domain: str) -> list[str]:
    """A domain and all below it, on any port, also by web socket: `default-src example.se` would not permit one from a
    page on https (CSP Level 3, 6.7.2.8)."""
    if _NUMERIC.fullmatch(domain):
        return []  # 'self' is all there is of an address
    return [f"{scheme}{below}{domain}:*" for scheme in ("", "wss://") for below in ("", "*.")]


def _sources(hosts: Iterable[str]) -> str:
    return "".join(f" {scheme}{host}" for host in hosts for scheme in ("", "wss://"))


def _accepting(material: int, names: Iterable[str]) -> str:
    """Fits a yes that holds: to everything, or to a part with one of the names."""
    part = f"(?:[+][a-z0-9-]+)*[+](?:{'|'.join(names)})(?:[+]|$)"
    return f"^yes[.](?:{_at_least(material)})(?:[.]s)?(?:$|{part})"


def _at_least(least: int) -> str:
    """Fits whole numbers of at most nine digits that are not smaller."""
    digits = str(least)
    greater = (
        digits[:place] + f"[{int(digit) + 1}-9]" + "[0-9]" * (len(digits) - 1 - place)
        for place, digit in enumerate(digits)
        if digit != "9"
    )
    longer = [f"[1-9][0-9]{{{len(digits)},8}}"] if len(digits) < 9 else []
    return "|".join((digits, *greater, *longer))


def _sent(path: str) -> str:
    """Fits what begins with the path in any of the ways to write it: case, percent signs, repeated slashes. A web
    server matches what was sent: by the time it answers, a decoded path may have been rewritten."""
    return "".join("(?:/|%2f)+" if part.startswith("/") else _character(part) for part in re.findall("/+|[^/]", path))


def _character(character: str) -> str:
    lower = character.lower()
    same = dict.fromkeys(each for each in (lower, character.upper(), character) if each.lower() == lower)
    encoded = ["".join(f"%{byte:02x}" for byte in each.encode()) for each in same]
    itself = lower if _PLAIN.match(lower) else rf"\x{ord(lower):02x}"
    return f"(?:{'|'.join([itself, *encoded] if lower.isascii() and lower not in _ENCODED else encoded)})"
