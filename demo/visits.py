"""A year of made-up visits: plausible days, hours, sources, paths and searches, the same for the same seed."""

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, Literal, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from collector.hits import First
from collector.wire import WireHit
from demo.sites import Page, SiteName, pages

_ZONE: Final = ZoneInfo("Europe/Stockholm")
_WEEK: Final = (1.25, 1.2, 1.1, 1.05, 0.8, 0.65, 0.95)
_DAY: Final = (1, 1, 0, 0, 0, 1, 3, 6, 9, 11, 12, 11, 11, 10, 10, 9, 8, 8, 9, 11, 12, 10, 6, 3)
_MONTH: Final = (1.25, 1.15, 1.1, 1.0, 0.95, 0.75, 0.55, 0.85, 1.15, 1.1, 1.1, 0.8)

_VOLUME: Final[dict[SiteName, float]] = {"kbt-verkstan.se": 26, "kbtverkstanbutik.se": 11}
"""Visits that said yes on an ordinary day."""

_REFERRERS: Final[dict[str, float]] = {
    "": 22, "https://www.google.com/": 20, "https://www.google.se/": 16, "https://www.bing.com/": 5,
    "https://duckduckgo.com/": 4, "https://www.ecosia.org/": 2, "https://www.startpage.com/": 1,
    "https://www.eniro.se/sok?q=kbt": 1.2, "https://www.eniro.se/sok?q=psykolog+online": 0.8,
    "https://www.google.com/search?q=kbt+terapi": 0.7,
    "https://www.google.com/search?q=panik%C3%A5ngest+hj%C3%A4lp": 0.7,
    "https://www.google.com/search?q=s%C3%B6mnproblem+kbt": 0.5, "https://www.facebook.com/": 5,
    "https://l.instagram.com/": 3, "https://www.linkedin.com/": 1.5, "https://chatgpt.com/": 2.5,
    "https://www.perplexity.ai/": 0.8, "https://copilot.microsoft.com/": 0.6, "https://www.1177.se/": 2.5,
    "https://forum.exempel-foraldrar.se/trad/oro": 1, "https://kbt-lankar.exempel.se/": 1.2, "unknown": 4,
}  # fmt: skip

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

    def day(self, site: SiteName, day: date) -> Iterator[View | Answer]:
        for _ in range(self._how_many(site, day)):
            if self._random.random() < 0.6:
                yield Answer(site, day, "yes")
            yield from self._visit(site, self._moment(day))
        if self._mailed.random() < 0.4:
            yield self._careless(site, day)
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

    def _visit(self, site: SiteName, start: datetime) -> Iterator[View]:
        referrer, agent = self._one_of(_REFERRERS), self._one_of(_AGENTS)
        seen: set[str] = set()
        at = start.timestamp()
        for number, path in enumerate(self._walk(site)):
            at += self._random.randrange(5, 240) if number else 0
            first: list[First] = [] if number else ["visit"]
            page, _, query = path.partition("?")
            first += ["page"] if page not in seen else []
            first += ["search"] if query and path not in seen else []
            seen |= {page, path}
            yield View(at, self._wire(site, path, referrer, tuple(first)), agent)

    def _wire(self, site: SiteName, path: str, referrer: str, first: tuple[First, ...]) -> WireHit:
        number = f"{self._random.getrandbits(96):024x}"
        return WireHit(1, site, f"https://{site}{path}", number, self._versions[site], 0, referrer, first)

    def _careless(self, site: SiteName, day: date) -> View:
        """A visit of one page, by a link of `_CARELESS`."""
        path = self._mailed.choices(list(_CARELESS[site]), list(_CARELESS[site].values()))[0]
        at = datetime(day.year, day.month, day.day, self._mailed.randrange(7, 22), tzinfo=_ZONE).timestamp()
        first: tuple[First, ...] = ("visit", "page", "search") if "?" in path else ("visit", "page")
        number = f"{self._mailed.getrandbits(96):024x}"
        wire = WireHit(1, site, f"https://{site}{path}", number, self._versions[site], 0, "", first)
        return View(at, wire, next(iter(_AGENTS)))

    def _walk(self, site: SiteName) -> Iterator[str]:
        """The pages of one visit: each is followed by one that it links to, or by a search."""
        known = _pages(site)
        page = self._random.choices(list(known.values()), [each.weight for each in known.values()])[0]
        yield page.path
        while self._random.random() < 0.62:
            if self._random.random() < 0.07:
                yield _SEARCH_PAGES[site] + quote(self._one_of(_SEARCHES[site]))
            linked = [known[link] for link in page.links if link in known]
            if not linked:
                return
            page = self._random.choices(linked, [each.weight for each in linked])[0]
            yield page.path

    def _one_of(self, weights: dict[str, float]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]


def pace(day: date) -> float:
    """How much happens on a day, an ordinary one having 1."""
    growth = 1 + 0.35 * (day.timetuple().tm_yday / 365)
    return _WEEK[day.weekday()] * _MONTH[day.month - 1] * growth


@cache
def _pages(site: SiteName) -> dict[str, Page]:
    return {page.path: page for page in pages(site) if page.weight}
