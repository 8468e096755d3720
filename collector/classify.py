"""From a report to a `Hit` or the reason why there is none. Address and raw user agent go no further than this."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from collector.agents import LONGEST as LONGEST_AGENT
from collector.agents import Agent, agent_of
from collector.hits import Counted, First, Hit, Ignored, Reason
from collector.lists import Lists
from collector.memory import Memory
from collector.reading import Knowledge, Permit, Reading, permit_of
from collector.urls import NOWHERE, host_of_origin, web_address
from collector.wire import OLDEST, WireHit
from policy.site import Site

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
    """What a process knows of the web, and remembers for a while."""

    def __init__(self, lists: Lists) -> None:
        self.knowledge = Knowledge(lists)
        self._agents: Memory[Agent] = Memory()
        self._permits: WeakKeyDictionary[Site, dict[int, Permit]] = WeakKeyDictionary()

    def classify(self, site: Site, wire: WireHit, request: Request, now: float) -> Counted | Ignored:
        """`site` knows the version agreed to. `now` is in seconds since 1970."""
        seen = datetime.fromtimestamp(now - min(wire.age, OLDEST), site.timezone)
        number, day = wire.id.encode(), seen.date().isoformat()
        permit = self._permit(site, wire.policy)
        agent = self.agent(request.user_agent, now)
        reading = Reading(permit, site.hosts, self.knowledge, now)
        reason: Reason | None = "old-consent" if wire.policy < site.material_since else None
        reason = reason or reason_to_ignore(site.hosts, wire, request, agent) or reading.read(wire, agent)
        if reason:
            return Ignored(site.host, day, number, reason)
        first = tuple(name for name in wire.first if _FIRST[name] in permit.statistics)
        hour = int(seen.timestamp()) // 3600
        return Counted(site.host, day, hour, number, first, Hit(**reading.values), tuple(sorted(reading.scrubbed)))

    def agent(self, text: str, now: float) -> Agent:
        return self._agents.recall(lambda: agent_of(text), now, text[:LONGEST_AGENT])

    def forget(self, now: float) -> None:
        """Forgets what was remembered for long enough."""
        self._agents.forget(now)
        self.knowledge.forget(now)

    def _permit(self, site: Site, version: int) -> Permit:
        permits = self._permits.setdefault(site, {})
        if version not in permits:
            permitted = site.permitted(version)
            assert permitted is not None, "the door has refused versions that never existed"
            permits[version] = permit_of(site.policy, permitted)
        return permits[version]


def is_own_origin(origin: str | None, hosts: Collection[str]) -> bool:
    """Whether a request's `Origin` is the site's, on whatever port, as with cookies; none, or "null", tells nothing
    against it."""
    return origin in {None, "null"} or host_of_origin(origin or "") in hosts


def reason_to_ignore(hosts: Collection[str], wire: WireHit, request: Request, agent: Agent) -> Reason | None:
    """Why a report is left out before anything in it is read for statistics."""
    if "prefetch" in request.purpose or "prerender" in request.purpose:
        return "prefetch"
    if not is_own_origin(request.origin, hosts):
        return "origin"
    if (web_address(wire.url) or NOWHERE).host not in hosts:
        return "foreign-url"
    if wire.age > OLDEST:
        return "too-old"
    return "bot" if agent.is_bot else None
