"""Reading a report as far as the policy permits: what a hit's values are, and what personal data was cut."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Final, Literal, NamedTuple
from urllib.parse import parse_qsl, unquote

from collector.agents import Agent
from collector.hits import Reason
from collector.lists import Lists
from collector.memory import Memory
from collector.scrub import Scrubbed, scrub_term, scrub_url
from collector.sources import Medium, Source, classify_source, normalize_host, says_term, tagging
from collector.urls import WebAddress, web_address
from collector.wire import WireHit
from policy.dimensions import DIMENSIONS, NONE
from policy.document import OnSiteSearch, Policy, Sensitive
from policy.spelling import folded, plain

_LONGEST: Final = 1_000  # characters of a value
Query = Sequence[tuple[str, str]]
"""Decoded parameters of the page's address."""


class Permit:
    """What may be read of a page view: for which statistics, and under which parameters the site is searched. `mark` is
    the same for those under which paths and sources are read alike."""

    def __init__(self, statistics: frozenset[str], search_parameters: tuple[str, ...], sensitive: Sensitive) -> None:
        self.statistics, self.search_parameters, self.sensitive = statistics, search_parameters, sensitive
        self.dimensions = frozenset(name for name, row in DIMENSIONS.items() if row.statistic in statistics)
        self.inputs = frozenset(read for name in self.dimensions for read in DIMENSIONS[name].reads)
        self.reads_query = bool(self.inputs & {"search", "campaign"})
        self.reads_source = bool(self.inputs & {"referrer", "campaign"})
        self.families = tuple(name for name in Agent._fields if name in self.dimensions)
        rules = (f"{rule.count} {rule.path}" for rule in sensitive.paths)
        self.mark = sha256("\0".join((*sorted(self.dimensions), *rules)).encode()).hexdigest()


def permit_of(policy: Policy, statistics: frozenset[str]) -> Permit:
    search = policy.statistics.get("search_terms", OnSiteSearch())
    return Permit(statistics, search.parameters, policy.sensitive)


class Cleaned:
    """Values as far as they are permitted, and the kinds of personal data that were cut from them: all, and what stood
    in the page's path."""

    def __init__(self, permit: Permit) -> None:
        self._dimensions = permit.dimensions
        self.values: dict[str, str] = {}
        self.scrubbed: set[str] = set()
        self.in_address: set[str] = set()

    def fill(self, name: str, value: str | None) -> None:
        if name in self._dimensions:
            self.values[name] = value or NONE

    def path(self, path: str) -> str:
        scrubbed = scrub_url(path)
        self.in_address.update(scrubbed.kinds)
        return self._cut(scrubbed)

    def term(self, text: str) -> str:
        return self.text(folded(text))

    def text(self, text: str) -> str:
        """What others have written, without the brackets in which values of ours such as "(none)" stand."""
        text = self._cut(scrub_term(plain(text)))
        while text.startswith("(") and text.endswith(")"):
            text = text[1:-1].strip()
        return text

    def _cut(self, scrubbed: Scrubbed) -> str:
        self.scrubbed.update(scrubbed.kinds)
        return scrubbed.text[:_LONGEST]

    def take(self, other: "Cleaned") -> None:
        self.values.update(other.values)
        if other.scrubbed:
            self.scrubbed.update(other.scrubbed)
            self.in_address.update(other.in_address)


Rule = Literal["page", "section", "nothing"]


class Place(NamedTuple):
    """What the policy says of a path, and the page under which it is counted."""

    rule: Rule
    page: Cleaned


class Origin(NamedTuple):
    """The medium and what is told of the source, scrubbed; `typed` if a person's own words led here."""

    medium: Medium
    typed: bool
    told: Cleaned


class Knowledge:
    """The lists, and what was found by them of late: sources of referrers without a query, and clean paths."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._origins: Memory[Origin] = Memory(lambda origin: not origin.typed)
        self._places: Memory[Place] = Memory()

    def origin(self, referrer: str, query: Query, own_hosts: Collection[str], permit: Permit, now: float) -> Origin:
        tags = tagging(query) if query else ()

        def classify() -> Origin:
            source = classify_source(self._lists, referrer, tags, own_hosts)
            return Origin(source.medium, bool(source.term), _told(source, permit))

        if "?" in referrer or says_term(tags):  # what a person typed is not remembered
            return classify()
        return self._origins.recall(classify, now, referrer, permit.mark, " ".join(own_hosts), repr(tags))

    def place(self, path: str, permit: Permit, now: float) -> Place:
        return self._places.recall(lambda: place_of(path, permit), now, path, permit.mark)

    def forget(self, now: float) -> None:
        """Forgets what was remembered for long enough."""
        self._origins.forget(now)
        self._places.forget(now)


def place_of(path: str, permit: Permit) -> Place:
    (rule, path), page = _ruled(path, permit.sensitive), Cleaned(permit)
    if "url" in permit.inputs and rule != "nothing":
        page.fill("page", page.path(path))
    return Place(rule, page)


def _ruled(path: str, sensitive: Sensitive) -> tuple[Rule, str]:
    """What is counted there, and the path that is told: of a section nothing but that it was read."""
    row = sensitive.rule(unquote(path))
    if row is None:
        return "page", path
    return row.count, row.path if row.count == "section" else path


def _told(source: Source, permit: Permit) -> Cleaned:
    told = Cleaned(permit)
    name = source.name and told.text(source.name)
    told.fill("medium", source.medium)
    told.fill("referrer", name)
    told.fill("search_engine", name if source.medium == "search" else None)
    told.fill("search_term", source.term and told.term(source.term))
    told.fill("campaign", source.campaign and told.text(source.campaign))
    return told


class Reading(Cleaned):
    """Reads the permitted inputs of one report, and no others, into the values of a hit."""

    def __init__(self, permit: Permit, own_hosts: Collection[str], knowledge: Knowledge, now: float) -> None:
        super().__init__(permit)
        self._permit, self._own_hosts, self._knowledge, self._now = permit, own_hosts, knowledge, now

    def read(self, url: WebAddress, wire: WireHit, agent: Agent) -> Reason | None:
        """Fills `values` from the report of the page view of `url`; a reason where it cannot be counted after all."""
        permit = self._permit
        place = self._knowledge.place(url.path, permit, self._now)
        if place.rule == "nothing":
            return "not-permitted"
        query = parse_qsl(url.query) if url.query and permit.reads_query and place.rule == "page" else []
        self.take(place.page)
        if "search" in permit.inputs:
            self._read_search(url, wire, query)
        for name in permit.families:
            self.values[name] = getattr(agent, name)
        return self._read_source(wire.referrer, query) if permit.reads_source else None

    def _read_source(self, referrer: str, query: Query) -> Reason | None:
        inputs = self._permit.inputs
        referrer, query = referrer if "referrer" in inputs else "", query if "campaign" in inputs else ()
        origin = self._knowledge.origin(referrer, query, self._own_hosts, self._permit, self._now)
        self.take(origin.told)
        return "spam" if origin.medium == "spam" else None

    def _read_search(self, url: WebAddress, wire: WireHit, query: Query) -> None:
        inputs, searched = self._permit.inputs, self._searched(query) if query else None
        self.fill("site_search", searched)
        if "previous" in inputs:
            self.fill("search_page", self._searched_from(url, wire.previous) if searched else None)
        if "found" in inputs:
            self.fill("search_result", searched and ("found" if wire.found else "nothing"))

    def _searched(self, query: Query) -> str | None:
        names = self._permit.search_parameters
        typed = next((value for name, value in query if name in names and value.strip()), None)
        return typed and self.term(typed)

    def _searched_from(self, url: WebAddress, previous: str) -> str | None:
        """The page before, as it would be counted itself. Of one on another host, be it the site's, browsers tell no
        path."""
        before = web_address(previous)
        if before is None or url.host not in {before.host, normalize_host(before.host)}:
            return None
        rule, path = _ruled(before.path, self._permit.sensitive)
        return None if rule == "nothing" else self._cut(scrub_url(path))
