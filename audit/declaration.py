"""What a site declares that it stores and whom it calls upon, beside what was seen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from audit.evidence import Evidence, PhaseName, Published, Stored
from audit.finding import Words
from audit.seen import Party, Thing
from policy.device import covers
from policy.document import NECESSARY, Cookie, Policy, Service

SELDOM: Final = frozenset({"rv_queue"})
"""Rows of things that a mere visit need not leave behind: page views that did not get through."""

Fact = Literal["kind", "lifetime", "http-only", "not-http-only", "partitioned", "not-partitioned"]

_AFTER_YES: Final[frozenset[PhaseName]] = frozenset({"accepted", "sensitive"})


class Declaration(NamedTuple):
    """A policy and where it was read."""

    policy: Policy
    source: Words

    def rows(self, stored: Stored) -> tuple[Cookie, ...]:
        """Those that speak of a thing, the most exact name first."""
        found = (row for row in self.policy.cookie if self._speaks_of(row, stored))
        return tuple(sorted(found, key=lambda row: (row.kind != stored.kind, row.name.endswith("*"), -len(row.name))))

    def row(self, stored: Stored) -> Cookie | None:
        return next((row for row in self.rows(stored) if row.kind == stored.kind), None)

    def is_necessary(self, stored: Stored) -> bool:
        """Whether it may be there without an answer; the answer itself may not."""
        row = self.row(stored)
        return row is not None and row.needs in NECESSARY and row.needs != "choice"

    def is_choice(self, stored: Stored) -> bool:
        row = self.row(stored)
        return row is not None and row.needs == "choice"

    def service(self, host: str) -> Service | None:
        return next((each for each in self.policy.service if calls(each, host)), None)

    def _speaks_of(self, row: Cookie, stored: Stored) -> bool:
        if not covers(row.name, stored.name):
            return False
        if row.domain:
            return _is_below(stored.host, row.domain)
        setter = next((each for each in self.policy.service if each.name == row.set_by), None)
        return stored.own or (row.kind != "cookie" and setter is not None and calls(setter, stored.host))


class Deviation(NamedTuple):
    """A row that says something else than what was seen."""

    row: Cookie
    thing: Thing
    fact: Fact


class Comparison(NamedTuple):
    """`extra` was seen and is not declared; `missing` is declared and a mere visit after a yes should have left it;
    `idle` is a row of a service that was called upon and left nothing; `waiting` rows wait for something that an audit
    does not do."""

    extra: tuple[Thing, ...]
    hosts: tuple[Party, ...]
    missing: tuple[Cookie, ...]
    idle: tuple[Cookie, ...]
    waiting: tuple[Cookie, ...]
    deviations: tuple[Deviation, ...]


def calls(service: Service, host: str) -> bool:
    """Whether a host is one that the service loads from."""
    return any(_is_below(host, each[2:]) if each.startswith("*.") else host == each for each in service.hosts)


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def compare(declaration: Declaration, seen: Sequence[Thing], asked: Sequence[Party]) -> Comparison:
    """Both ways."""
    unseen = [row for row in declaration.policy.cookie if not _was_seen(declaration, row, seen)]
    called = {
        service.name
        for party in asked
        if not party.own and (service := declaration.service(party.host)) and _AFTER_YES & set(party.phases)
    }
    missing = [row for row in unseen if row.needs in ("choice", "yes", "statistics") and row.name not in SELDOM]
    idle = [row for row in unseen if row.set_by in called]
    return Comparison(
        tuple(thing for thing in seen if not declaration.rows(thing.first)),
        tuple(each for each in asked if _is_undeclared(declaration, each)),
        tuple(missing),
        tuple(idle),
        tuple(row for row in unseen if row not in missing and row not in idle),
        tuple(_deviations(declaration, seen)),
    )


def _was_seen(declaration: Declaration, row: Cookie, seen: Iterable[Thing]) -> bool:
    return any(row in declaration.rows(thing.first) for thing in seen)


def _is_undeclared(declaration: Declaration, party: Party) -> bool:
    return not party.own and declaration.service(party.host) is None and bool(_AFTER_YES & set(party.phases))


def _deviations(declaration: Declaration, seen: Iterable[Thing]) -> Iterator[Deviation]:
    for thing in seen:
        rows = declaration.rows(thing.first)
        if rows:
            yield from (Deviation(rows[0], thing, fact) for fact in _facts(rows[0], thing))


def _facts(row: Cookie, thing: Thing) -> Iterator[Fact]:
    stored = thing.first
    if row.kind != stored.kind:
        yield "kind"
        return
    if stored.kind != "cookie":
        return
    # A day is granted: the row is in whole days.
    if thing.longest is not None and thing.longest > row.lifetime + (1 if row.lifetime else 0):
        yield "lifetime"
    if stored.http_only != row.http_only:
        yield "http-only" if stored.http_only else "not-http-only"
    if stored.partitioned != row.partitioned:
        yield "partitioned" if stored.partitioned else "not-partitioned"


def declared(evidence: Evidence, given: Policy | None, name: str) -> Declaration | None:
    """What the owner gave, from a file of this name; else what the site itself publishes, if it can be read."""
    if given is not None:
        return Declaration(given, Words(f"filen {name}", f"the file {name}"))
    return published(evidence.published) if evidence.published else None


def published(found: Published) -> Declaration | None:
    try:
        policy = msgspec.convert(found.document.get("policy"), Policy)
    except msgspec.ValidationError:
        return None
    source = Words("webbplatsens egen policy, version {version}", "the website's own policy, version {version}").filled(
        version=policy.version
    )
    return Declaration(policy, source)
