"""Counts as the fold makes them, told as visits: when, from where, and which pages were read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from collector.hits import Blocked, Choice, Counted, Entry, First, Hit, Ignored, Reason
from collector.keys import TypedKeys
from collector.tally import Tally
from policy.dimensions import NONE
from policy.site import Site, Sites, site_of
from store.counts import Batch, CountStore

HOST: Final = "example.se"
ZONE: Final = ZoneInfo("Europe/Stockholm")
TODAY: Final = date(2026, 11, 22)
NOW: Final = datetime(2026, 11, 22, 12, tzinfo=ZONE).timestamp()
EMAIL: Final = "agare@example.se"
PASSWORD: Final = "ett långt lösenord"
_NOTHING: Final[Mapping[str, str]] = {}
FIVE: Final = ("visits", "pages", "referrers", "search_terms", "search_engines")

_POLICY: Final = """
version = 1
[controller]
name = "Exempel"
organisation_number = "556000-0000"
address = "Gatan 1"
contact = "Receptionen"
[[site]]
host = "{host}"
[legal]
basis = "consent"
purpose = {{ sv = "förbättra webbplatsen", en = "improve the website" }}
[threshold]
visits = 3
window = "{window}"
[retention]
named = 24
totals = 36
[statistics]
{statistics}
"""

_PROVIDER: Final = """
[[provider]]
engine = "{engine}"
name = "Sökmotorn"
country = "IE"
gives = {{ sv = "klick", en = "clicks" }}
"""

_SERVICE: Final = """
[[service]]
name = "{name}"
title = "{title}"
category = "{category}"
purpose = {{ sv = "för att visa det", en = "to show it" }}
recipient = "Bolaget"
country = "SE"
hosts = ["{name}.example"]
"""


def site(
    host: str = HOST,
    statistics: Iterable[str] = FIVE,
    window: str = "quarter",
    since: date = date(2024, 1, 1),
    services: Iterable[tuple[str, str, str]] = (),
    engines: Iterable[str] = ("google", "bing"),
    particulars: Mapping[str, str] = _NOTHING,
) -> Site:
    """`services` by name, title and category; `particulars` of statistics, where they have any."""
    names = "\n".join(f"{name} = {particulars.get(name, '{}')}" for name in statistics)
    text = _POLICY.format(host=host, statistics=names, window=window)
    text += "".join(_PROVIDER.format(engine=engine) for engine in engines)
    text += "".join(_SERVICE.format(name=name, title=title, category=of) for name, title, of in services)
    return site_of(host, "Europe/Stockholm", [(since, text)])


class Visit(NamedTuple):
    """Pages in the order read; `searches` are made on the site, one with each page from the first, all from one page
    and with one result; `firsts` is of what the visit is its visitor's first."""

    day: str
    pages: Sequence[str] = ("/",)
    medium: str = "direct"
    referrer: str = NONE
    search_engine: str = NONE
    search_term: str = NONE
    searches: Sequence[str] = ()
    hour: int = 12
    firsts: Sequence[Literal["day", "week", "month"]] = ("day", "week", "month")
    browser: str = NONE
    scrubbed: tuple[str, ...] = ()
    in_address: tuple[str, ...] = ()
    searched_from: str = NONE
    result: str = "found"

    def entries(self, host: str) -> Iterable[Counted]:
        utc_hour = int(datetime.fromisoformat(f"{self.day}T{self.hour:02}").replace(tzinfo=ZONE).timestamp()) // 3600
        searches = [*self.searches, *[NONE] * len(self.pages)]
        for index, (page, search) in enumerate(zip(self.pages, searches, strict=False)):
            first: list[First] = ["visit", *self.firsts] if index == 0 else []
            if page not in self.pages[:index]:
                first.append("page")
            if search != NONE:
                first.append("search")
            told = (self.searched_from, self.result) if search != NONE else (NONE, NONE)
            hit = Hit(
                page=page, medium=self.medium, referrer=self.referrer, search_engine=self.search_engine,
                search_term=self.search_term, site_search=search, campaign=NONE, browser=self.browser,
                search_page=told[0], search_result=told[1],
            )  # fmt: skip
            yield Counted(host, self.day, utc_hour, b"", tuple(first), hit, self.scrubbed, self.in_address)


def google(day: str, *pages: str, term: str = NONE) -> Visit:
    return Visit(day, pages or ("/",), "search", "Google", "Google", term)


def answers(day: str, yes: int, no: int, host: str = HOST) -> list[Entry]:
    return [*[Choice(host, day, 1, "yes")] * yes, *[Choice(host, day, 1, "no")] * no]


def parts(day: str, accepted: str, number: int, host: str = HOST) -> list[Entry]:
    """Answers that accept a part, by its categories."""
    return [Choice(host, day, 1, accepted)] * number


def blocked(day: str, service: str, directive: str, loads: int, host: str = HOST) -> list[Entry]:
    return [Blocked(host, day, service, directive, loads)]


def ignored(day: str, reason: Reason, number: int, host: str = HOST) -> list[Entry]:
    return [Ignored(host, day, b"", reason)] * number


class Counting:
    """Adds what is told to a store, as often as asked."""

    def __init__(self, store: CountStore, keys: Path) -> None:
        self._store, self._keys, self._batches = store, TypedKeys(keys), 0

    async def __call__(self, told: Iterable[Visit | Entry], installed: Site | None = None) -> None:
        chosen = installed or site()
        entries = [
            entry for each in told for entry in (each.entries(chosen.host) if isinstance(each, Visit) else [each])
        ]
        for month, some in groupby(sorted(entries, key=lambda entry: entry.day), lambda entry: entry.day[:7]):
            tally = Tally(self._keys, Sites([chosen]))
            for entry in some:
                tally.add(entry)
            self._batches += 1
            await self._store.add(Batch(f"batch {self._batches}", month, 0, tally.counts, typed=tally.typed))
