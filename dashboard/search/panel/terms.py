"""Terms with what each origin tells of them, and what the origins leave unnamed: never added up across bases."""

from datetime import date
from typing import Final, Literal

import msgspec

from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import ENGINES
from policy.statistics import CONSENTED

SEARCH: Final = "search"
"""The origin of a term that a search engine sent along, in the referrer."""

CAMPAIGN: Final = "campaign"
"""Of the words that a campaign's link carried, such as `utm_term`."""

UNDIVIDED: Final = "search-or-campaign"
"""Of either: which, was not asked, or came too seldom to be told."""

ON_SITE: Final = "site"
"""Of a search on the website itself."""


_ORDER: Final = (*ENGINES, SEARCH, CAMPAIGN, UNDIVIDED, ON_SITE)


def by_origin(origin: str) -> tuple[int, str]:
    """The order of origins; whatever is not of ours is an engine's name, as in its basis."""
    return _ORDER.index(origin) if origin in _ORDER else 0, origin


class LedTo(msgspec.Struct, frozen=True):
    """A page that an engine showed for a term; "(other)" are those with too few clicks to be named."""

    page: str
    clicks: int
    impressions: int
    position: float | None


class Line(msgspec.Struct, frozen=True):
    """What one origin tells of a term. What it does not tell is None, never zero. `pages` are those that an engine
    showed, `searched_from` those that searches on the site were made on, as far as they may be told apart; so is
    `found_nothing`. `nothing` are the visits, or else page views, whose search found nothing."""

    origin: str
    basis: str
    engine: str | None = None
    clicks: int | None = None
    impressions: int | None = None
    position: float | None = None
    visits: int | None = None
    pageviews: int | None = None
    pages: tuple[LedTo, ...] = ()
    searched_from: tuple[str, ...] = ()
    found_nothing: bool = False
    nothing: int | None = None

    @property
    def counted(self) -> int:
        """Visits, or page views where the policy does not name visits."""
        return self.visits if self.visits is not None else self.pageviews or 0

    @property
    def rank(self) -> tuple[int, int]:
        """Among the lines of its origin."""
        return -(self.counted if self.clicks is None else self.clicks), -(self.impressions or 0)


class Term(msgspec.Struct, frozen=True):
    """Its lines in the order of the origins; it is spelled the same in all of them."""

    term: str
    lines: tuple[Line, ...]

    @property
    def clicks(self) -> int:
        """Of the engine that tells of the most: those of several are not added up."""
        return max((line.clicks or 0 for line in self.lines), default=0)

    @property
    def counted(self) -> int:
        """Of the origin that counted the most, likewise."""
        return max((line.counted for line in self.lines if line.basis == CONSENTED), default=0)

    @property
    def rank(self) -> tuple[int, int, int, str]:
        shown = max((line.impressions or 0 for line in self.lines), default=0)
        return -self.clicks, -self.counted, -shown, self.term


class Days(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """ISO dates, both included."""

    start: str
    end: str

    @classmethod
    def of(cls, days: Range) -> "Days":
        return cls(days.start.isoformat(), days.end.isoformat())

    @property
    def range(self) -> Range:
        return Range(date.fromisoformat(self.start), date.fromisoformat(self.end))


class Withheld(msgspec.Struct, frozen=True):
    """What an engine counts in all and names no term of."""

    clicks: int
    impressions: int


class EngineSource(msgspec.Struct, frozen=True, tag_field="kind", tag="engine"):
    """`days` are what its figures of terms are of, `pages_days` those of the pages that terms led to; `kept` what it
    has told of as a whole where none of its figures are of the range; `withheld` is None where the engine has not told
    the total of those days; `is_final` where it will change none of it."""

    origin: str
    basis: str
    days: tuple[Days, ...]
    kept: tuple[Days, ...]
    pages_days: tuple[Days, ...]
    withheld: Withheld | None
    is_final: bool


class OfPage(msgspec.Struct, frozen=True):
    """What an engine tells of the page that was asked for, whatever was searched; None where it does not name it.
    `days` and `kept` as of its terms."""

    origin: str
    basis: str
    days: tuple[Days, ...]
    kept: tuple[Days, ...]
    clicks: int | None = None
    impressions: int | None = None
    position: float | None = None


class CountedSource(msgspec.Struct, frozen=True, tag_field="kind", tag="counted"):
    """One of our own dimensions over whole windows: `rare` are the visits, or else page views, of texts without a
    name."""

    dimension: str
    basis: str
    days: Days
    window: Literal["month", "quarter"]
    threshold: int
    rare: int


Reason = Literal["no-figures", "no-pairs", "too-short"]


class SearchTerms(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """ISO dates, both included, as asked for; each source tells which days it covers. `page` is the one that all terms
    led to, where only those were asked for: then `of_page` is what engines tell of it. `reason` is why there can be no
    terms of engines: none has told anything yet, or none which terms led to which page, or the range is too short."""

    site: str
    start: str
    end: str
    page: str | None
    of_page: tuple[OfPage, ...]
    reason: Reason | None
    rows: tuple[Term, ...]
    sources: tuple[EngineSource | CountedSource, ...]
