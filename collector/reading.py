"""Reading a report as far as the policy permits: what a hit's values are, and what personal data was cut."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final, Literal, NamedTuple
from urllib.parse import parse_qsl, unquote

from collector.agents import Agent
from collector.hits import Reason
from collector.lists import Lists, without_www
from collector.memory import Memory
from collector.scrub import Scrubbed, scrub_term, scrub_url
from collector.sources import Medium, Source, classify_source, normalize_host, says_term, tagging
from collector.urls import WebAddress, web_address
from collector.wire import WireHit
from collector.zones import country_of
from policy.dimensions import DIMENSIONS, NONE
from policy.document import Particulars, Policy, Sensitive
from policy.language_codes import language_code
from policy.spelling import folded, plain
from policy.values import CLASSES, class_of

_LONGEST: Final = 1_000  # characters of a value
_NOTHING: Final = Particulars()
_PARTICULAR: Final = ("search_terms", "contact_clicks", "events")
_APART: Final = ("event", "measurement")
_MORE: Final = {"previous", "status", "screen", "language", "timezone"}
Query = Sequence[tuple[str, str]]
"""Decoded parameters of the page's address."""


class Permit:
    """What may be read of a page view: for which statistics, under which parameters the site is searched, at which
    paths an order has been made, which events count, None for any, and whether there is where to book. `mark` is the
    same for those under which paths and sources are read alike."""

    def __init__(
        self,
        statistics: frozenset[str],
        search_parameters: tuple[str, ...],
        sensitive: Sensitive,
        orders: Collection[str] = (),
        events: Collection[str] | None = None,
        *,
        booking: bool = True,
    ) -> None:
        self.statistics, self.search_parameters, self.sensitive = statistics, search_parameters, sensitive
        self.orders, self.events = tuple(path.lower().rstrip("/") for path in orders), events
        self.booking = booking
        self.dimensions = frozenset(name for name, row in DIMENSIONS.items() if row.statistic in statistics)
        self.inputs = frozenset(read for name in self.dimensions for read in DIMENSIONS[name].reads)
        self.reads_query = bool(self.inputs & {"search", "campaign"})
        self.reads_source = bool(self.inputs & {"referrer", "campaign"})
        self.families = tuple(name for name in Agent._fields if name in self.dimensions)
        of_acts = [name for name in DIMENSIONS if name in self.dimensions and DIMENSIONS[name].belongs in _APART]
        self.measured = tuple(name for name in of_acts if DIMENSIONS[name].belongs == "measurement")
        self.silent = dict.fromkeys(of_acts, NONE)
        self.reads_more = bool(of_acts or self.inputs & _MORE or "entry_page" in self.dimensions)
        rules = (f"{rule.count} {rule.path}" for rule in sensitive.paths)
        self.mark = sha256("\0".join((*sorted(self.dimensions), *rules)).encode()).hexdigest()


def permit_of(policy: Policy, statistics: frozenset[str]) -> Permit:
    search, contacts, events = (policy.statistics.get(name, _NOTHING) for name in _PARTICULAR)
    return Permit(
        statistics, search.parameters, policy.sensitive, contacts.order, events.names, booking=bool(contacts.booking)
    )


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
    """What the policy says of a path, the page under which it is counted, and the path of that where it is read."""

    rule: Rule
    page: Cleaned
    path: str = ""


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
        said = repr(tags) if tags else ""
        return self._origins.recall(classify, now, referrer, permit.mark, _joined(frozenset(own_hosts)), said)

    def place(self, path: str, permit: Permit, now: float) -> Place:
        return self._places.recall(lambda: place_of(path, permit), now, path, permit.mark)

    def forget(self, now: float) -> None:
        """Forgets what was remembered for long enough."""
        self._origins.forget(now)
        self._places.forget(now)


@lru_cache(maxsize=1024)
def _joined(hosts: frozenset[str]) -> str:
    return " ".join(sorted(hosts))


def place_of(path: str, permit: Permit) -> Place:
    (rule, path), page = _ruled(path, permit.sensitive), Cleaned(permit)
    if "url" not in permit.inputs or rule == "nothing":
        return Place(rule, page)
    clean = page.path(path)
    page.fill("page", clean)
    return Place(rule, page, clean)


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
        """Fills `values` from the report of the page view of `url`, or of an act there; a reason where it cannot be
        counted after all."""
        permit = self._permit
        place = self._knowledge.place(url.path, permit, self._now)
        if place.rule == "nothing":
            return "not-permitted"
        query = parse_qsl(url.query) if url.query and permit.reads_query and place.rule == "page" else []
        self.take(place.page)
        reason = self._read_source(wire, query, place.rule) if permit.reads_source else None
        if wire.kind == "act":
            return self._read_act(url, wire, place.rule) or reason
        if "search" in permit.inputs:
            self._read_search(url, wire, query)
        for name in permit.families:
            self.values[name] = getattr(agent, name)
        if permit.reads_more:
            self._read_more(url, wire, place)
        return reason

    def _read_source(self, wire: WireHit, query: Query, rule: Rule) -> Reason | None:
        inputs = self._permit.inputs
        referrer, tags = wire.referrer if "referrer" in inputs else "", query if "campaign" in inputs else ()
        # Of a landing page in a section nothing is told but that it was read; it is the visit's campaign after that.
        if wire.campaign and "campaign" in inputs and (rule == "page" or "visit" not in wire.first):
            tags = parse_qsl(wire.campaign.removeprefix("?"))
        origin = self._knowledge.origin(referrer, tags, self._own_hosts, self._permit, self._now)
        self.take(origin.told)
        return "spam" if origin.medium == "spam" else None

    def _read_search(self, url: WebAddress, wire: WireHit, query: Query) -> None:
        dimensions, searched = self._permit.dimensions, self._searched(query) if query else None
        self.fill("site_search", searched)
        if "search_page" in dimensions:
            before = _before(url, wire.previous) if searched else None
            self.fill("search_page", before and self._own_path(before.path))
        if "search_result" in dimensions:
            self.fill("search_result", searched and ("found" if wire.found else "nothing"))

    def _searched(self, query: Query) -> str | None:
        names = self._permit.search_parameters
        typed = next((value for name, value in query if name in names and value.strip()), None)
        return typed and self.term(typed)

    def _own_path(self, path: str) -> str | None:
        """A path of the site's as it would be counted itself."""
        rule, path = _ruled(path, self._permit.sensitive)
        return None if rule == "nothing" else self._cut(scrub_url(path))

    def _read_more(self, url: WebAddress, wire: WireHit, place: Place) -> None:
        more = self._permit.dimensions
        self.values |= self._permit.silent
        if "entry_page" in more:
            self.fill("entry_page", place.path if "visit" in wire.first else None)
        if "previous_page" in more:
            before = _before(url, wire.previous)  # what was cut from its address was told when it was viewed
            self.fill("previous_page", before and self._knowledge.place(before.path, self._permit, self._now).path)
        if "missing_page" in more:
            self.fill("missing_page", place.path if wire.missing else None)
        if "screen" in more:
            self.fill("screen", wire.screen if wire.screen in CLASSES["screen"] else None)
        if "language" in more:
            self.fill("language", wire.language and language_code(wire.language))
        if "country" in more:
            self.fill("country", country_of(wire.timezone))
        if "contact" in more:
            self.fill("contact", "order" if "page" in wire.first and self._is_order(place.path) else None)

    def _is_order(self, path: str) -> bool:
        path = re.sub("/+", "/", unquote(path).lower()) + "/"
        return any(path.startswith(f"{order}/") for order in self._permit.orders)

    def _read_act(self, url: WebAddress, wire: WireHit, rule: Rule) -> Reason | None:
        """What happened, and of the page and the visit's source what that is counted together with. What was cut from
        them was told with the page view. In a section a file could tell which page was read, and so could a path."""
        beside, self.values = self.values, {}
        self.scrubbed.clear()
        self.in_address.clear()
        dimensions, events = self._permit.dimensions, self._permit.events
        if "event" in dimensions and wire.event and events is not None and wire.event not in events:
            return "not-permitted"
        if "contact" in dimensions and wire.contact == "booking" and not self._permit.booking:
            return "not-permitted"
        if "outbound" in dimensions and wire.outbound:
            self._fill_known("outbound", self._elsewhere(url, wire.outbound, rule))
        if "download" in dimensions and wire.download and rule == "page":
            self._fill_known("download", self._link(url, wire.download))
        self._fill_known("contact", wire.contact)
        self._fill_known("event", wire.event)
        for name in self._permit.measured:
            number: int | None = getattr(wire, name)
            self._fill_known(name, None if number is None else class_of(name, number))
        sides = {other for name in self.values for other in DIMENSIONS[name].pairs}
        self.values |= {name: value for name, value in beside.items() if name in sides}
        return None if self.values else "not-permitted"

    def _fill_known(self, name: str, value: str | None) -> None:
        if value:
            self.fill(name, value)

    def _elsewhere(self, url: WebAddress, link: str, rule: Rule) -> str | None:
        """To which other host, and path there, a link leads; the host alone from a section, and to what is sensitive
        on a linked site."""
        address = web_address(link)
        if address is None or normalize_host(address.host) == normalize_host(url.host):
            return None
        told = self._link(url, link) if rule == "page" else None
        return told or self._link(url, f"https://{address.host}/")

    def _link(self, url: WebAddress, link: str) -> str | None:
        """Where a link on the page leads: a path of the same host, or a host with a path."""
        address = web_address(link)
        host = address and normalize_host(address.host)
        if address is None or not host:
            return None
        if host not in self._own_hosts:
            return self.text(without_www(host)) + self._cut(scrub_url(address.path))
        path = self._own_path(address.path)
        return path and (path if host == normalize_host(url.host) else host + path)


def _before(url: WebAddress, previous: str) -> WebAddress | None:
    """The page before. Of one on another host, be it the site's, browsers tell no path."""
    before = web_address(previous)
    return before if before and url.host in {before.host, normalize_host(before.host)} else None
