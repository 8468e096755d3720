"""Everything that was seen, once each: what lies on the device and which hosts were asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from audit.evidence import Evidence, PhaseName, Request, Step, Stored

T = TypeVar("T")

Identity = tuple[str, str, str]


class Thing(NamedTuple):
    """One thing on the device. `first` is how it was first seen, `longest` the most days that the browser would have
    kept it: None until it closes or, where it is no cookie, for ever."""

    first: Stored
    longest: float | None
    phases: tuple[PhaseName, ...]
    pages: tuple[str, ...]


class Party(NamedTuple):
    """A host that was asked for something, or would have been."""

    host: str
    own: bool
    kinds: tuple[str, ...]
    times: int
    phases: tuple[PhaseName, ...]
    pages: tuple[str, ...]


def identity(stored: Stored) -> Identity:
    return stored.kind, stored.name, stored.host


def was_sent(request: Request) -> bool:
    """Whether it left the browser, or would have without the audit."""
    return request.outcome != "blocked"


def foreign(requests: Iterable[Request]) -> Iterator[Request]:
    """What went to others than the site."""
    return (request for request in requests if not request.own and was_sent(request))


def things(evidence: Evidence) -> tuple[Thing, ...]:
    """All of every phase, the site's own before others', by name."""
    seen = defaultdict[Identity, list[tuple[PhaseName, Stored]]](list)
    for step in evidence.steps:
        for stored in step.stored:
            seen[identity(stored)].append((_phase(step), stored))
    return tuple(sorted(map(_thing, seen.values()), key=lambda thing: (not thing.first.own, identity(thing.first))))


def _phase(step: Step) -> PhaseName:
    """A yes in spite of the signal is a yes."""
    return "accepted" if step.moment == "yes-after-signal" else step.phase


def _thing(rows: list[tuple[PhaseName, Stored]]) -> Thing:
    return Thing(
        rows[0][1],
        max((stored.days for _, stored in rows if stored.days is not None), default=None),
        _unique(phase for phase, _ in rows),
        _unique(stored.page for _, stored in rows),
    )


def parties(evidence: Evidence) -> tuple[Party, ...]:
    """All of every phase, the site's own first, then by host."""
    asked = defaultdict[str, list[tuple[PhaseName, Request]]](list)
    for step in evidence.steps:
        for request in filter(was_sent, step.requests):
            asked[request.host].append((_phase(step), request))
    made = (_party(host, rows) for host, rows in asked.items())
    return tuple(sorted(made, key=lambda party: (not party.own, party.host)))


def _party(host: str, rows: list[tuple[PhaseName, Request]]) -> Party:
    return Party(
        host,
        rows[0][1].own,
        _unique(request.kind for _, request in rows),
        len(rows),
        _unique(phase for phase, _ in rows),
        _unique(request.page for _, request in rows),
    )


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
