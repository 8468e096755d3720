"""A year of made-up visits: plausible days, hours, sources, paths, searches and acts, the same for the same seed."""

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, Literal, NamedTuple
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from collector.hits import First
from collector.wire import WireHit
from demo.acts import ORDERED, Act, Acting, Traits
from demo.sites import Page, SiteName, finds, pages

_ZONE: Final = ZoneInfo("Europe/Stockholm")
_WEEK: Final = (1.25, 1.2, 1.1, 1.05, 0.8, 0.65, 0.95)
_DAY: Final = (1, 1, 0, 0, 0, 1, 3, 6, 9, 11, 12, 11, 11, 10, 10, 9, 8, 8, 9, 11, 12, 10, 6, 3)
_MONTH: Final = (1.25, 1.15, 1.1, 1.0, 0.95, 0.75, 0.55, 0.85, 1.15, 1.1, 1.1, 0.8)

_VOLUME: Final[dict[SiteName, float]] = {"kbt-verkstan.se": 26, "kbtverkstanbutik.se": 11}
"""Visits that said yes on an ordinary day."""

_REFERRERS: Final[dict[str, float]] = {
    "": 22, "https://www.google.com/": 22, "https://www.google.se/": 16, "https://www.bing.com/": 5,
    "https://duckduckgo.com/": 4, "https://www.ecosia.org/": 2, "https://www.startpage.com/": 1,
    "https://www.eniro.se/sok?q=kbt": 1.2, "https://www.eniro.se/sok?q=psykolog+online": 0.8,
    "https://www.facebook.com/": 5, "https://l.instagram.com/": 3, "https://www.linkedin.com/": 1.5,
    "https://chatgpt.com/": 2.5, "https://www.perplexity.ai/": 0.8, "https://copilot.microsoft.com/": 0.6,
    "https://www.1177.se/": 2.5, "https://forum.exempel-foraldrar.se/trad/oro": 1,
    "https://kbt-lankar.exempel.se/": 1.2, "unknown": 4,
}  # fmt: skip
"""Of the engines, Eniro alone still tells what was searched for."""

_ADVERTISED: Final = 0.05
"""Of all visits, how many follow an advertisement, whose link tells what was searched for."""

_ADVERTISEMENTS: Final[dict[SiteName, dict[str, float]]] = {
    "kbt-verkstan.se": {"kbt online": 5, "psykolog online": 4, "kbt lund": 2, "samtalsterapi": 1},
    "kbtverkstanbutik.se": {"bok om sömn": 3, "kurs mot stress": 2, "presentkort terapi": 1},
}

_AGENTS: Final[dict[str, float]] = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.6 Mobile/15E148 Safari/604.1": 38,
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile "
    "Safari/537.36": 22,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 "
    "Safari/537.36": 16,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 "
    "Safari/537.36 Edg/153.0.0.0": 8,
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 "
    "Safari/605.1.15": 8,
    "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0": 3,
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)": 5,
}
_SEARCHES: Final[dict[SiteName, dict[str, float]]] = {
    "kbt-verkstan.se": {"panikångest": 6, "sömn": 5, "pris": 5, "boka tid": 4, "remiss": 3, "högkostnadsskydd": 2,
                        "parterapi": 2, "barn": 1.5, "tvång": 1, "exponering": 1, "kursstart": 1, "lund": 0.1},
    "kbtverkstanbutik.se": {"presentkort": 5, "sömn": 4, "stress": 3, "kurs": 3, "ljudbok": 2, "retur": 1},
}  # fmt: skip
_RARELY: Final = 0.4
"""Of the searches on a site, how many are for what hardly anyone else searches for: a trouble and a circumstance."""

_TROUBLES: Final = (
    "ångest", "oro", "sömn", "stress", "panik", "tvång", "fobi", "nedstämd", "grubblar", "självkänsla", "sorg", "ilska",
    "prestationsångest", "hälsoångest", "flygrädsla", "torgskräck", "utmattning", "mardrömmar", "svartsjuka", "skam",
)  # fmt: skip
_CIRCUMSTANCES: Final = (
    "gravid", "tonåring", "på jobbet", "hos barn", "efter skilsmässa", "övningar", "i trafiken", "på natten", "student",
    "utan medicin", "på distans", "i grupp", "test", "hur länge", "symtom", "förälder", "chef", "julen", "bok", "film",
)  # fmt: skip
_SEARCH_PAGES: Final[dict[SiteName, str]] = {"kbt-verkstan.se": "/sok?q=", "kbtverkstanbutik.se": "/?s="}

_CARELESS: Final[dict[SiteName, dict[str, float]]] = {
    "kbt-verkstan.se": {"/avboka/anna@exempel.se": 4, "/avboka/bo.ek@exempel.se": 3, "/betala/19850615-9808": 1,
                        "/sok?q=070-174%2006%2005": 1},
    "kbtverkstanbutik.se": {"/kassa/tack/anna@exempel.se": 4, "/kvitto/550e8400-e29b-41d4-a716-446655440000": 3},
}  # fmt: skip
"""Addresses that hold what they should not, in links that a site mails; and a search that does."""


class View(NamedTuple):
    """A report as it came in at a time, in seconds since 1970, from a browser that calls itself `agent`."""

    at: float
    wire: WireHit
    agent: str


class Answer(NamedTuple):
    """An answer to the banner of a site on a day."""

    site: SiteName
    day: date
    answer: Literal["yes", "no"]


class MadeUp:
    """Visits of days, in order; `version` is the policy's that the visitors agreed to."""

    def __init__(self, seed: int, versions: dict[SiteName, int]) -> None:
        self._random, self._versions = random.Random(seed), versions  # noqa: S311 - nothing secret
        self._mailed = random.Random(f"{seed} mailed")  # noqa: S311 - changes nothing of the rest
        self._acting = Acting(seed)

    def day(self, site: SiteName, day: date) -> Iterator[View | Act | Answer]:
        for _ in range(self._how_many(site, day)):
            if self._random.random() < 0.6:
                yield Answer(site, day, "yes")
            yield from self._visit(site, self._moment(day))
        if self._mailed.random() < 0.4:
            yield self._careless(site, day)
        if gone := self._acting.astray(site):
            yield self._lost(site, day, gone)
        for _ in range(self._how_many(site, day)):
            if self._random.random() < 0.45:
                yield Answer(site, day, "no")

    def _how_many(self, site: SiteName, day: date) -> int:
        expected = _VOLUME[site] * pace(day)
        return max(0, round(self._random.gauss(expected, math.sqrt(expected))))

    def _moment(self, day: date) -> datetime:
        hour = self._random.choices(range(24), _DAY)[0]
        clock = datetime(day.year, day.month, day.day, hour, tzinfo=_ZONE)
        return clock + timedelta(seconds=self._random.randrange(3_600))

    def _visit(self, site: SiteName, start: datetime) -> Iterator[View | Act]:
        (referrer, tags), agent = self._source(site), self._one_of(_AGENTS)
        seen: set[str] = set()
        done: set[str] = set()
        traits = self._acting.traits(agent)
        at, before = start.timestamp(), ""
        for number, path in enumerate(self._walk(site, done)):
            at += self._random.randrange(5, 240) if number else 0
            first: list[First] = [] if number else ["visit"]
            page, _, query = path.partition("?")
            first += ["page"] if page not in seen else []
            first += ["search"] if query and path not in seen else []
            seen |= {page, path}
            landed = path if number else path + tags
            wire = self._wire(site, landed, (referrer, tags), tuple(first), before, traits)
            yield View(at, wire, agent)
            yield from self._acting.acts(site, wire, at, agent, done)
            before = page

    def _source(self, site: SiteName) -> tuple[str, str]:
        """The referrer, and what the link to the first page says of itself."""
        if self._random.random() >= _ADVERTISED:
            return self._one_of(_REFERRERS), ""
        term = quote(self._one_of(_ADVERTISEMENTS[site]))
        return "https://www.google.com/", f"?utm_source=google&utm_medium=cpc&utm_campaign=annons&utm_term={term}"

    def _wire(
        self, site: SiteName, path: str, source: tuple[str, str], first: tuple[First, ...], before: str, traits: Traits
    ) -> WireHit:
        """`before` is the page before on the site, where there is one."""
        number = f"{self._random.getrandbits(96):024x}"
        url, previous = f"https://{site}{path}", f"https://{site}{before}" if before else ""
        is_search = path.startswith(_SEARCH_PAGES[site])
        found = not is_search or finds(site, unquote(path.removeprefix(_SEARCH_PAGES[site])))
        return WireHit(
            1, site, url, number, self._versions[site], 0, source[0], first, previous, found, campaign=source[1],
            **traits._asdict(),
        )  # fmt: skip

    def _lost(self, site: SiteName, day: date, path: str) -> View:
        """A visit of one page, that is no longer there."""
        start = datetime(day.year, day.month, day.day, 8, tzinfo=_ZONE).timestamp()
        agent = next(iter(_AGENTS))
        number, traits = self._acting.number(), self._acting.traits(agent)._asdict()
        version, referrer = self._versions[site], "https://kbt-lankar.exempel.se/"
        wire = WireHit(
            1, site, f"https://{site}{path}", number, version, 0, referrer, ("visit", "page"), missing=True, **traits
        )
        return View(start + self._acting.moment(12 * 3_600), wire, agent)

    def _careless(self, site: SiteName, day: date) -> View:
        """A visit of one page, by a link of `_CARELESS`."""
        path = self._mailed.choices(list(_CARELESS[site]), list(_CARELESS[site].values()))[0]
        at = datetime(day.year, day.month, day.day, self._mailed.randrange(7, 22), tzinfo=_ZONE).timestamp()
        first: tuple[First, ...] = ("visit", "page", "search") if "?" in path else ("visit", "page")
        number = f"{self._mailed.getrandbits(96):024x}"
        wire = WireHit(1, site, f"https://{site}{path}", number, self._versions[site], 0, "", first)
        return View(at, wire, next(iter(_AGENTS)))

    def _walk(self, site: SiteName, done: set[str]) -> Iterator[str]:
        """The pages of one visit: each is followed by one that it links to, or by a search; an order ends it."""
        known = _pages(site)
        page = self._random.choices(list(known.values()), [each.weight for each in known.values()])[0]
        yield page.path
        while self._random.random() < 0.62:
            if self._random.random() < 0.07:
                yield _SEARCH_PAGES[site] + quote(self._words(site))
            linked = [known[link] for link in page.links if link in known]
            if not linked:
                return
            page = self._random.choices(linked, [each.weight for each in linked])[0]
            yield page.path
            if self._acting.orders(page.path, done):
                yield ORDERED
                return

    def _words(self, site: SiteName) -> str:
        if self._random.random() < _RARELY:
            return f"{self._random.choice(_TROUBLES)} {self._random.choice(_CIRCUMSTANCES)}"
        return self._one_of(_SEARCHES[site])

    def _one_of(self, weights: dict[str, float]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]


def pace(day: date) -> float:
    """How much happens on a day, an ordinary one having 1."""
    growth = 1 + 0.35 * (day.timetuple().tm_yday / 365)
    return _WEEK[day.weekday()] * _MONTH[day.month - 1] * growth


@cache
def _pages(site: SiteName) -> dict[str, Page]:
    return {page.path: page for page in pages(site) if page.weight}
