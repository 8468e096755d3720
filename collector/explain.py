"""What would become of a report, or of a text that is scrubbed: one JSON line in, one out, and nothing is counted."""

from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from collector.classify import Classifier, Request, reason_to_ignore
from collector.reading import Permit, Reading, permit_of
from collector.scrub import scrub_term, scrub_title, scrub_url
from collector.wire import Unreadable, WireHit, read_hit
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED
from policy.document import Sensitive
from policy.site import Sites
from policy.statistics import STATISTICS

_SCRUBS: Final = {"url": scrub_url, "title": scrub_title, "term": scrub_term}
_EVERYTHING: Final = Permit(frozenset(STATISTICS), ("s", "q", "query", "search", "sok", "sök", "keyword"), Sensitive())
_NUMBER: Final = "0" * 24


class _Question(Struct, frozen=True, forbid_unknown_fields=True):
    """`hosts` asks with every dimension permitted; `site` as an installed site's policy permits."""

    url: str
    site: str | None = None
    hosts: tuple[str, ...] = ()
    referrer: str = ""
    user_agent: str = ""
    origin: str | None = None
    purpose: str = ""
    age: int = 0


class _Text(Struct, frozen=True, forbid_unknown_fields=True):
    scrub: Literal["url", "title", "term"]
    text: str


class Explainer:
    """Answers any line: what cannot be read has the outcome `refused`, with the reason."""

    def __init__(self, classifier: Classifier, sites: Sites) -> None:
        self._classifier, self._sites = classifier, sites

    def answer(self, line: bytes, now: float) -> bytes:
        try:
            return msgspec.json.encode(self._answer(line, now))
        except (msgspec.DecodeError, UnicodeError, RecursionError, Unreadable) as error:
            return msgspec.json.encode({"outcome": "refused", "reason": str(error)})

    def _answer(self, line: bytes, now: float) -> dict[str, Any]:
        if "scrub" in msgspec.json.decode(line, type=dict[str, Any]):
            text = msgspec.json.decode(line, type=_Text)
            return {"scrubbed": _SCRUBS[text.scrub](text.text).text}
        return self._explain(msgspec.json.decode(line, type=_Question), now)

    def _explain(self, question: _Question, now: float) -> dict[str, Any]:
        hosts, permit, version = self._permit(question)
        wire = _wire(question, version)
        request = Request(question.user_agent, question.origin, question.purpose)
        agent = self._classifier.agent(request.user_agent, now)
        reading = Reading(permit, hosts, self._classifier.knowledge, now)
        unread = reading.read(wire, agent)
        reason = reason_to_ignore(hosts, wire, request, agent) or unread
        outcome: dict[str, Any] = {"outcome": "ignored", "reason": reason} if reason else {"outcome": "counted"}
        return outcome | _classification(reading)

    def _permit(self, question: _Question) -> tuple[frozenset[str], Permit, int]:
        if question.site is None:
            return frozenset(question.hosts), _EVERYTHING, 1
        site = self._sites.get(question.site)
        if site is None:
            raise Unreadable(f"There is no site {question.site!r} here; ask with hosts, or add the site.")
        return site.hosts, permit_of(site.policy, frozenset(site.policy.statistics)), site.policy.version


def _wire(question: _Question, version: int) -> WireHit:
    """The report that a browser would send: it passes the same door."""
    report = {
        "v": 1, "site": question.site or "", "url": question.url, "id": _NUMBER, "policy": version,
        "referrer": question.referrer, "age": question.age,
    }  # fmt: skip
    return read_hit(msgspec.json.encode(report))


def _classification(reading: Reading) -> dict[str, Any]:
    values = {name: None if value == NONE else value for name, value in reading.values.items()}
    source = {
        "medium": values.get("medium", NOT_ASKED),
        "name": values.get("referrer", values.get("search_engine", NOT_ASKED)),
        "term": values.get("search_term", NOT_ASKED),
    }
    placed = {"page"}.union(name for name, row in DIMENSIONS.items() if "referrer" in row.reads)
    rest = {name: values.get(name, NOT_ASKED) for name in DIMENSIONS if name not in placed}
    return {"path": values.get("page", NOT_ASKED), "source": source, **rest, "scrubbed": sorted(reading.scrubbed)}
