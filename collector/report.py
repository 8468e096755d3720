"""Reports of what a Content-Security-Policy kept out: of each the directive, and whose the blocked address is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from collector.urls import web_address
from collector.wire import UNREADABLE, Unreadable
from policy.document import Policy, Service

LONGEST: Final = 262_144
"""Bytes of a body: browsers gather reports, and each carries the whole policy along."""

OTHER: Final = "(other)"
"""A blocked address that is on no declared service's host, or a directive that is not one of those below."""

DIRECTIVES: Final = frozenset({
    "child-src", "connect-src", "default-src", "font-src", "frame-src", "img-src", "manifest-src", "media-src",
    "object-src", "script-src", "script-src-attr", "script-src-elem", "style-src", "style-src-attr",
    "style-src-elem", "worker-src",
})  # fmt: skip
"""The fetch directives (CSP Level 3, 6.1): the others keep no load out."""

_MOST: Final = 100
"""Reports of one body that are counted; browsers hold back no more than that."""


class Violation(NamedTuple):
    """All that is read of a report."""

    directive: str | None
    blocked: str | None


class _Single(Struct, frozen=True, rename={"directive": "effective-directive", "blocked": "blocked-uri"}):
    directive: str | None = None
    blocked: str | None = None


class _Envelope(Struct, frozen=True, rename={"report": "csp-report"}):
    report: _Single


class _Body(Struct, frozen=True, rename={"directive": "effectiveDirective", "blocked": "blockedURL"}):
    """Other kinds of report have neither."""

    directive: str | None = None
    blocked: str | None = None


class _Gathered(Struct, frozen=True):
    body: _Body | None = None


_single, _gathered = msgspec.json.Decoder(_Envelope), msgspec.json.Decoder(list[_Gathered])

KINDS: Final = ("application/csp-report", "application/reports+json")
"""Of `report-uri` (CSP Level 3, 5.3) and of `report-to` (Reporting API, 3.2)."""


def read_report(kind: str, body: bytes) -> list[Violation]:
    """`kind` is one of `KINDS`. Raises `Unreadable`."""
    try:
        bodies = [_single.decode(body).report] if kind == KINDS[0] else [each.body for each in _gathered.decode(body)]
    except UNREADABLE as error:
        raise Unreadable(str(error)) from None
    return [Violation(each.directive, each.blocked) for each in bodies[:_MOST] if each and each.directive]


def blocked_loads(policy: Policy, violations: Iterable[Violation]) -> Counter[tuple[str, str]]:
    """How many loads were blocked, by service and directive: nothing of an address is in it."""
    return Counter(
        (_service(policy, each.blocked or ""), each.directive if each.directive in DIRECTIVES else OTHER)
        for each in violations
    )


def _service(policy: Policy, blocked: str) -> str:
    """The service with the most exact host that fits."""
    address = web_address(f"http{blocked[2:]}" if blocked.startswith("ws") else blocked)  # a web socket's ws or wss
    fits = list(_fitting(policy.service, address.host)) if address else []
    return max(fits)[1] if fits else OTHER


def _fitting(services: Iterable[Service], host: str) -> Iterator[tuple[int, str]]:
    for service in services:
        for declared in service.hosts:
            if host == declared or (declared.startswith("*.") and host.endswith(declared[1:])):
                yield len(declared), service.name
