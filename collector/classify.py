"""From a report to a `Hit` or the reason why there is none. Address and raw user agent go no further than this."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from collector.agents import Agent, Agents
from collector.hits import Counted, First, Hit, Ignored, Reason
from collector.lists import Lists
from collector.scrub import Scrubbed, scrub_term, scrub_url
from collector.sources import Source, classify_source
from collector.urls import split_url
from collector.wire import OLDEST, WireHit, host_of
from policy.dimensions import DIMENSIONS, NONE
from policy.document import OnSiteSearch, Policy, Sensitive
from policy.site import Site

_LONGEST: Final = 1_000  # characters of a value
_DIRECT: Final = Source("direct")

_FIRST: Final[Mapping[First, str]] = {
    "visit": "visits", "page": "pages", "search": "search_terms",
    "day": "visitors", "week": "visitors", "month": "visitors",
}  # fmt: skip
"""The statistic without which a page view is not told to be the first of its kind."""


class Request(NamedTuple):
    """What of the HTTP request is looked at."""

    user_agent: str = ""
    origin: str | None = None
    purpose: str = ""


class Classifier:
    """The lists and the memory of agents that a process keeps."""

    def __init__(self, lists: Lists) -> None:
        self.lists, self.agents = lists, Agents()

    def classify(self, site: Site, wire: WireHit, request: Request, now: float) -> Counted | Ignored:
        """`site` knows the version agreed to. `now` is in seconds since 1970."""
        seen = datetime.fromtimestamp(now - min(wire.age, OLDEST), site.timezone)
        number, day = wire.id.encode(), seen.date().isoformat()
        permitted = site.permitted(wire.policy)
        assert permitted is not None, "the door has refused versions that never existed"
        agent = self.agents(request.user_agent, now)
        reading = Reading(permit_of(site.policy, permitted), site.hosts, self.lists)
        reason: Reason | None = "old-consent" if wire.policy < site.material_since else None
        reason = reason or reason_to_ignore(site.hosts, wire, request, agent) or reading.read(wire, agent)
        if reason:
            return Ignored(site.host, day, number, reason)
        first = tuple(name for name in wire.first if _FIRST[name] in permitted)
        hour = int(seen.timestamp()) // 3600
        return Counted(site.host, day, hour, number, first, Hit(**reading.values), tuple(sorted(reading.scrubbed)))


class Permit(NamedTuple):
    """What may be read of a page view: for which statistics, and under which parameters the site is searched."""

    statistics: frozenset[str]
    search_parameters: tuple[str, ...]
    sensitive: Sensitive


def permit_of(policy: Policy, statistics: frozenset[str]) -> Permit:
    search = policy.statistics.get("search_terms", OnSiteSearch())
    return Permit(statistics, search.parameters, policy.sensitive)


class Reading:
    """Reads the permitted inputs of one report, and no others, into the values of a hit."""

    def __init__(self, permit: Permit, own_hosts: Collection[str], lists: Lists) -> None:
        self._permit, self._own_hosts, self._lists = permit, own_hosts, lists
        self._permitted = {name for name, row in DIMENSIONS.items() if row.statistic in permit.statistics}
        self.inputs = {read for name in self._permitted for read in DIMENSIONS[name].reads}
        self.values: dict[str, str] = {}
        self.scrubbed: set[str] = set()
        self.source = _DIRECT

    def read(self, wire: WireHit, agent: Agent) -> Reason | None:
        """Fills `values`; a reason where the report cannot be counted after all."""
        url = split_url(wire.url)
        query = parse_qsl(url.query) if self.inputs & {"search", "campaign"} else []
        page = counted_page(url.path or "/", self._permit.sensitive)
        if page is None:
            return "not-permitted"
        if "url" in self.inputs:
            self.values["page"] = self._clean(scrub_url(page))
        if "search" in self.inputs:
            self._fill("site_search", self._searched(query))
        if self.inputs & {"referrer", "campaign"}:
            self._read_source(wire.referrer, query if "campaign" in self.inputs else [])
        if "user-agent" in self.inputs:
            for name in ("browser", "system", "device"):
                self._fill(name, getattr(agent, name))
        return "spam" if self.source.medium == "spam" else None

    def _read_source(self, referrer: str, query: Sequence[tuple[str, str]]) -> None:
        source = self.source = classify_source(
            self._lists, referrer if "referrer" in self.inputs else "", query, self._own_hosts
        )
        name = source.name and self._clean(scrub_term(source.name))
        self._fill("medium", source.medium)
        self._fill("referrer", name)
        self._fill("search_engine", name if source.medium == "search" else None)
        self._fill("search_term", source.term and self._term(source.term))
        self._fill("campaign", source.campaign and self._clean(scrub_term(source.campaign)))

    def _fill(self, name: str, value: str | None) -> None:
        if name in self._permitted:
            self.values[name] = value or NONE

    def _searched(self, query: Sequence[tuple[str, str]]) -> str | None:
        names = self._permit.search_parameters
        typed = next((value for name, value in query if name in names and value.strip()), None)
        return typed and self._term(typed)

    def _term(self, text: str) -> str:
        return self._clean(scrub_term(" ".join(text.split()).lower()))

    def _clean(self, scrubbed: Scrubbed) -> str:
        self.scrubbed.update(scrubbed.kinds)
        return scrubbed.text[:_LONGEST]


def counted_page(path: str, sensitive: Sensitive) -> str | None:
    """The path as it is counted: whole, cut to its section, or not at all."""
    rule = sensitive.rule(unquote(path))
    return path if rule is None else {"page": path, "section": rule.path, "nothing": None}[rule.count]


def is_own_origin(origin: str | None, hosts: Collection[str]) -> bool:
    """Whether a request's `Origin` is the site's; none, or "null", tells nothing against it."""
    return origin in {None, "null"} or host_of(origin or "") in hosts


def reason_to_ignore(hosts: Collection[str], wire: WireHit, request: Request, agent: Agent) -> Reason | None:
    """Why a report is left out before anything in it is read for statistics."""
    if "prefetch" in request.purpose or "prerender" in request.purpose:
        return "prefetch"
    if not is_own_origin(request.origin, hosts):
        return "origin"
    if host_of(wire.url) not in hosts:
        return "foreign-url"
    if wire.age > OLDEST:
        return "too-old"
    return "bot" if agent.is_bot else None
