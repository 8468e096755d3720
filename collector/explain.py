"""What would become of a report, or of a text that is scrubbed: one JSON line in, one out, and nothing is counted."""

from typing import Any, Final, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Struct, UnsetType

from collector.classify import Classifier, reason_to_ignore, request_of
from collector.hits import Reason
from collector.reading import Permit, Reading, permit_of
from collector.scrub import scrub_term, scrub_title, scrub_url
from collector.sources import normalize_host
from collector.urls import NOWHERE, WebAddress, web_address
from collector.wire import Unreadable, WireHit, read_hit
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED
from policy.document import Sensitive
from policy.site import Sites
from policy.statistics import STATISTICS

_SCRUBS: Final = {"url": scrub_url, "title": scrub_title, "term": scrub_term}
_EVERYTHING: Final = Permit(frozenset(STATISTICS), ("s", "q", "query", "search", "sok", "sök", "keyword"), Sensitive())
_NUMBER: Final = "0" * 24
Raw = msgspec.Raw | UnsetType

LONGEST: Final = 65_536
"""Bytes of a line; what is longer is refused unread."""


class _Question(Struct, frozen=True, forbid_unknown_fields=True):
    """`site` asks as an installed site's policy permits, of a visitor who agreed to its version `policy`; `hosts` with
    every dimension permitted. Without both it is the installed site whose page the URL is; where there is none, its
    host. `user_agent`, `origin` and `purpose` stand for the headers of that meaning. The keys from `referrer` on are
    the report's own, and its door reads them."""

    url: str
    site: str | None = None
    hosts: tuple[str, ...] | None = None
    policy: int | None = None
    user_agent: str | None = None
    origin: str | None = None
    purpose: str | None = None
    headers: dict[str, str] = {}
    referrer: Raw = UNSET
    campaign: Raw = UNSET
    first: Raw = UNSET
    previous: Raw = UNSET
    found: Raw = UNSET
    age: Raw = UNSET
    automated: Raw = UNSET
    own: Raw = UNSET
    kind: Raw = UNSET
    missing: Raw = UNSET
    screen: Raw = UNSET
    language: Raw = UNSET
    timezone: Raw = UNSET
    outbound: Raw = UNSET
    download: Raw = UNSET
    contact: Raw = UNSET
    event: Raw = UNSET
    engaged: Raw = UNSET
    scroll: Raw = UNSET
    lcp: Raw = UNSET
    cls: Raw = UNSET
    inp: Raw = UNSET


_REPORTED: Final = _Question.__struct_fields__[_Question.__struct_fields__.index("referrer") :]


class _Text(Struct, frozen=True, forbid_unknown_fields=True):
    scrub: Literal["url", "title", "term"]
    text: str


class _Asked(NamedTuple):
    """On whose behalf: the site's own hosts and those of its owner's other sites, and what is permitted there."""

    hosts: frozenset[str]
    linked: frozenset[str]
    permit: Permit
    version: int = 1
    material_since: int = 1


class Explainer:
    """Answers any line: what cannot be read has the outcome `refused`, with the reason."""

    def __init__(self, classifier: Classifier, sites: Sites) -> None:
        self._classifier, self._sites = classifier, sites

    def answer(self, line: bytes, now: float) -> bytes:
        try:
            if len(line) > LONGEST:
                raise Unreadable(f"A line has at most {LONGEST} bytes.")
            return msgspec.json.encode(self._answer(line, now))
        except (msgspec.DecodeError, UnicodeError, RecursionError, Unreadable) as error:
            return msgspec.json.encode({"outcome": "refused", "reason": str(error)})

    def _answer(self, line: bytes, now: float) -> dict[str, Any]:
        if "scrub" in msgspec.json.decode(line, type=dict[str, Any]):
            text = msgspec.json.decode(line, type=_Text)
            return {"scrubbed": _SCRUBS[text.scrub](text.text).text}
        return self._explain(msgspec.json.decode(line, type=_Question), now)

    def _explain(self, question: _Question, now: float) -> dict[str, Any]:
        asked = self._asked(question)
        wire = _wire(question, asked.version)
        url = _address(wire.url)
        request = request_of(_headers(question), "")
        browser = self._classifier.browser(request, now)
        reading = Reading(asked.permit, asked.linked, self._classifier.knowledge, now)
        unread = reading.read(url, wire, browser.agent)
        reason: Reason | None = "old-consent" if asked.version < asked.material_since else None
        reason = reason or reason_to_ignore(asked.hosts, url, wire, request, browser) or unread
        outcome: dict[str, Any] = {"outcome": "ignored", "reason": reason} if reason else {"outcome": "counted"}
        return outcome | _classification(reading)

    def _asked(self, question: _Question) -> _Asked:
        if question.hosts is not None and question.site is not None:
            raise Unreadable("Ask with site or with hosts, not both.")
        host = _address(question.url).host
        site = self._sites.get(_host(question.site)) if question.site is not None else self._sites.named(host)
        if question.site is not None and site is None:
            raise Unreadable(f"There is no site {question.site!r} here; ask with hosts, or add the site.")
        if site is None or question.hosts is not None:
            if question.policy is not None:
                raise Unreadable("Without a site there is no policy that was agreed to.")
            hosts = frozenset(map(_host, question.hosts or (host,)))
            return _Asked(hosts, hosts, _EVERYTHING)
        version = site.policy.version if question.policy is None else question.policy
        permitted = site.permitted(version)
        if permitted is None:
            raise Unreadable(f"There is no version {version} of its policy; the newest is {site.policy.version}.")
        return _Asked(site.hosts, site.linked, permit_of(site.policy, permitted), version, site.material_since)


def _address(url: str) -> WebAddress:
    """With its host as browsers name it, which someone who asks may have written as it is read."""
    found = web_address(url) or NOWHERE
    return found._replace(host=_host(found.host))


def _host(name: str) -> str:
    return normalize_host(name) or name


def _headers(question: _Question) -> dict[str, str]:
    headers = {name.lower(): value for name, value in question.headers.items()}
    said = {"user-agent": question.user_agent, "origin": question.origin, "sec-purpose": question.purpose}
    return headers | {name: value for name, value in said.items() if value is not None}


def _wire(question: _Question, version: int) -> WireHit:
    """The report that a browser would send: it passes the same door."""
    said = {name: value for name in _REPORTED if (value := getattr(question, name)) is not UNSET}
    report = {"v": 1, "site": question.site or "", "url": question.url, "id": _NUMBER, "policy": version}
    return read_hit(msgspec.json.encode(report | said))


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
