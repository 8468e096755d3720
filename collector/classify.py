"""From a report to a `Hit` or the reason why there is none. Address and raw user agent go no further than this."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from collector.agents import LONGEST as LONGEST_AGENT
from collector.agents import Agent, agent_of
from collector.hints import HEADERS as HINTS
from collector.hints import Hints, contradicts, hints_of
from collector.hits import Counted, First, Hit, Ignored, Reason
from collector.lists import Lists
from collector.memory import Memory
from collector.networks import Networks
from collector.reading import Knowledge, Permit, Reading, permit_of
from collector.urls import NOWHERE, WebAddress, host_of_origin, web_address
from collector.wire import OLDEST, WireHit
from policy.site import Site

_FIRST: Final[Mapping[First, str]] = {
    "visit": "visits", "page": "pages", "search": "search_terms",
    "day": "visitors", "week": "visitors", "month": "visitors",
}  # fmt: skip
"""The statistic without which a page view is not told to be the first of its kind."""

_ACT: Final[tuple[First, ...]] = ("event",)


_QUARTER: Final = 900  # seconds: in no time zone a day begins within one


class Request(NamedTuple):
    """What of the HTTP request is looked at."""

    user_agent: str = ""
    origin: str | None = None
    purpose: str = ""
    hints: Hints = Hints()
    address: str = ""


_LOOKED_AT: Final = {name.encode(): name for name in ("user-agent", "origin", "sec-purpose", "purpose", *HINTS)}


def looked_at(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Those of a request's headers that `request_of` asks for, of all as the server hands them on: walked through
    once, and not for each of them."""
    return {_LOOKED_AT[name]: value.decode("latin-1") for name, value in headers if name in _LOOKED_AT}


def request_of(headers: Mapping[str, str], address: str) -> Request:
    """What is looked at of a request from that address; `headers` are found by their names in lower case."""
    purpose = headers.get("sec-purpose", headers.get("purpose", ""))
    return Request(headers.get("user-agent", ""), headers.get("origin"), purpose, hints_of(headers), address)


class Browser(NamedTuple):
    """What a request says of the browser; `contradicts` tells that it cannot all be true."""

    agent: Agent
    contradicts: bool


class Classifier:
    """What a process knows of the web, and remembers for a while. `data_centres` are where few visitors sit."""

    def __init__(self, lists: Lists, data_centres: Networks | None = None) -> None:
        self.knowledge = Knowledge(lists)
        self._data_centres = data_centres or Networks()
        self._browsers: Memory[Browser] = Memory()
        self._permits: WeakKeyDictionary[Site, dict[int, Permit]] = WeakKeyDictionary()

    def classify(self, site: Site, wire: WireHit, request: Request, now: float) -> Counted | Ignored:
        """`site` knows the version agreed to. `now` is in seconds since 1970."""
        seen = now - min(wire.age, OLDEST)
        number, day = wire.id.encode(), _day(site.timezone, int(seen) // _QUARTER)
        url = web_address(wire.url) or NOWHERE
        permit = self._permit(site, wire.policy)
        browser = self.browser(request, now)
        reading = Reading(permit, site.linked, self.knowledge, now)
        reason: Reason | None = "old-consent" if wire.policy < site.material_since else None
        reason = reason or reason_to_ignore(site.hosts, url, wire, request, browser) or self._reason_of_place(request)
        reason = reason or reading.read(url, wire, browser.agent)
        if reason:
            return Ignored(site.host, day, number, reason)
        hour = int(seen) // 3600
        hit = Hit(**reading.values)
        if wire.kind == "act":
            cut = tuple(sorted(reading.scrubbed))
            return Counted(site.host, day, hour, number, _ACT if "event" in wire.first else (), hit, cut, view=False)
        first = tuple([name for name in wire.first if _FIRST.get(name) in permit.statistics])
        if not reading.scrubbed:
            return Counted(site.host, day, hour, number, first, hit)
        cut, in_address = tuple(sorted(reading.scrubbed)), tuple(sorted(reading.in_address))
        return Counted(site.host, day, hour, number, first, hit, cut, in_address)

    def browser(self, request: Request, now: float) -> Browser:
        text, hints = request.user_agent[:LONGEST_AGENT], request.hints
        return self._browsers.recall(lambda: Browser(agent_of(text), contradicts(hints, text)), now, text, *hints)

    def forget(self, now: float) -> None:
        """Forgets what was remembered for long enough."""
        self._browsers.forget(now)
        self.knowledge.forget(now)

    def _reason_of_place(self, request: Request) -> Reason | None:
        return "data-centre" if self._data_centres.hold(request.address) else None

    def _permit(self, site: Site, version: int) -> Permit:
        permits = self._permits.get(site)
        if permits is None:
            permits = self._permits[site] = {}
        if version not in permits:
            permitted = site.permitted(version)
            assert permitted is not None, "the door has refused versions that never existed"
            permits[version] = permit_of(site.policy, permitted)
        return permits[version]


@lru_cache(maxsize=256)
def _day(timezone: ZoneInfo, quarter: int) -> str:
    """The date at a quarter of an hour since 1970."""
    return datetime.fromtimestamp(quarter * _QUARTER, timezone).date().isoformat()


def is_own_origin(origin: str | None, hosts: Collection[str]) -> bool:
    """Whether a request's `Origin` is the site's, on whatever port, as with cookies; none, or "null", tells nothing
    against it."""
    if origin is None or origin == "null" or (origin.startswith("https://") and origin[8:] in hosts):
        return True
    return host_of_origin(origin) in hosts


def reason_to_ignore(
    hosts: Collection[str], url: WebAddress, wire: WireHit, request: Request, browser: Browser
) -> Reason | None:
    """Why a report is left out, by what it and its request say of themselves."""
    if "prefetch" in request.purpose or "prerender" in request.purpose:
        return "prefetch"
    if not is_own_origin(request.origin, hosts):
        return "origin"
    if url.host not in hosts:
        return "foreign-url"
    if wire.age > OLDEST:
        return "too-old"
    if wire.own:
        return "own-visit"
    if browser.agent.is_bot:
        return "bot"
    if wire.automated:
        return "automated"
    return "headers" if browser.contradicts else None
