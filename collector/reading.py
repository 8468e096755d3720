"""Reading a report as far as the policy permits: what a hit's values are, and what personal data was cut."""

import re
from collections.abc import Collection, Sequence
from typing import Final
from urllib.parse import parse_qsl, unquote

from collector.agents import Agent
from collector.hits import Reason
from collector.lists import Lists
from collector.memory import Memory
from collector.scrub import Scrubbed, scrub_term, scrub_url
from collector.sources import Source, classify_source
from collector.urls import NOWHERE, WebAddress, web_address
from collector.wire import WireHit
from policy.dimensions import DIMENSIONS, NONE
from policy.document import OnSiteSearch, Policy, Sensitive

_LONGEST: Final = 1_000  # characters of a value
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DIRECT: Final = Source("direct")


class Permit:
    """What may be read of a page view: for which statistics, and under which parameters the site is searched."""

    def __init__(self, statistics: frozenset[str], search_parameters: tuple[str, ...], sensitive: Sensitive) -> None:
        self.statistics, self.search_parameters, self.sensitive = statistics, search_parameters, sensitive
        self.dimensions = frozenset(name for name, row in DIMENSIONS.items() if row.statistic in statistics)
        self.inputs = frozenset(read for name in self.dimensions for read in DIMENSIONS[name].reads)


def permit_of(policy: Policy, statistics: frozenset[str]) -> Permit:
    search = policy.statistics.get("search_terms", OnSiteSearch())
    return Permit(statistics, search.parameters, policy.sensitive)


class Knowledge:
    """The lists, and what was found by them of late: sources of referrers without a query, and clean paths."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._sources: Memory[Source] = Memory()
        self._paths: Memory[Scrubbed] = Memory()

    def source(self, referrer: str, query: Sequence[tuple[str, str]], own_hosts: Collection[str], now: float) -> Source:
        def classify() -> Source:
            return classify_source(self._lists, referrer, query, own_hosts)

        return classify() if query or "?" in referrer else self._sources.recall(classify, now, referrer, *own_hosts)

    def path(self, path: str, now: float) -> Scrubbed:
        return self._paths.recall(lambda: scrub_url(path), now, path)

    def forget(self, now: float) -> None:
        """Forgets what was remembered for long enough."""
        self._sources.forget(now)
        self._paths.forget(now)


class Reading:
    """Reads the permitted inputs of one report, and no others, into the values of a hit."""

    def __init__(self, permit: Permit, own_hosts: Collection[str], knowledge: Knowledge, now: float) -> None:
        self._permit, self._own_hosts, self._knowledge, self._now = permit, own_hosts, knowledge, now
        self.values: dict[str, str] = {}
        self.scrubbed: set[str] = set()
        self.source = _DIRECT

    def read(self, wire: WireHit, agent: Agent) -> Reason | None:
        """Fills `values`; a reason where the report cannot be counted after all."""
        inputs = self._permit.inputs
        url = web_address(wire.url) or NOWHERE
        rule = self._permit.sensitive.rule(unquote(url.path))
        if rule and rule.count == "nothing":
            return "not-permitted"
        if rule and rule.count == "section":  # of which nothing is told but that it was read
            url = WebAddress(url.host, rule.path, "")
        query = parse_qsl(url.query) if url.query and inputs & {"search", "campaign"} else []
        if "url" in inputs:
            self.values["page"] = self._clean(self._knowledge.path(url.path, self._now))
        if "search" in inputs:
            self._fill("site_search", self._searched(query))
        if inputs & {"referrer", "campaign"}:
            self._read_source(wire.referrer, query)
        if "user-agent" in inputs:
            for name in self._permit.dimensions.intersection(Agent._fields):
                self._fill(name, getattr(agent, name))
        return "spam" if self.source.medium == "spam" else None

    def _read_source(self, referrer: str, query: Sequence[tuple[str, str]]) -> None:
        inputs = self._permit.inputs
        referrer, query = referrer if "referrer" in inputs else "", query if "campaign" in inputs else ()
        source = self.source = self._knowledge.source(referrer, query, self._own_hosts, self._now)
        name = source.name and self._clean(scrub_term(source.name))
        self._fill("medium", source.medium)
        self._fill("referrer", name)
        self._fill("search_engine", name if source.medium == "search" else None)
        self._fill("search_term", source.term and self._term(source.term))
        self._fill("campaign", source.campaign and self._clean(scrub_term(source.campaign)))

    def _fill(self, name: str, value: str | None) -> None:
        if name in self._permit.dimensions:
            self.values[name] = value or NONE

    def _searched(self, query: Sequence[tuple[str, str]]) -> str | None:
        names = self._permit.search_parameters
        typed = next((value for name, value in query if name in names and value.strip()), None)
        return typed and self._term(typed)

    def _term(self, text: str) -> str:
        return self._clean(scrub_term(" ".join(_CONTROL.sub(" ", text).split()).lower()))

    def _clean(self, scrubbed: Scrubbed) -> str:
        self.scrubbed.update(scrubbed.kinds)
        return scrubbed.text[:_LONGEST]
