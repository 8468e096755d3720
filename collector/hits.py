"""What becomes of a report: frozen values that hold what may be counted, and nothing else."""

from typing import Literal

from msgspec import Struct

from policy.dimensions import NOT_ASKED

First = Literal["visit", "page", "search", "day", "week", "month", "event"]
"""What a page view is the first of: its visit, its page or on-site search in the visit, the visitor's day, ...; and an
act: of its event in the visit."""

Reason = Literal[
    "bot", "automated", "headers", "data-centre", "prefetch", "spam", "own-visit", "origin", "foreign-url",
    "old-consent", "too-old", "not-permitted",
]  # fmt: skip
"""Why a hit was left out."""


class Hit(Struct, frozen=True, array_like=True):
    """One page view, or one act on a page: a field for each registered dimension, filled only where the policy permits
    it. A new one comes last, also in the registry, so that what an older version wrote is read as well."""

    page: str = NOT_ASKED
    medium: str = NOT_ASKED
    referrer: str = NOT_ASKED
    search_engine: str = NOT_ASKED
    search_term: str = NOT_ASKED
    site_search: str = NOT_ASKED
    campaign: str = NOT_ASKED
    browser: str = NOT_ASKED
    system: str = NOT_ASKED
    device: str = NOT_ASKED
    search_page: str = NOT_ASKED
    search_result: str = NOT_ASKED
    entry_page: str = NOT_ASKED
    previous_page: str = NOT_ASKED
    missing_page: str = NOT_ASKED
    screen: str = NOT_ASKED
    language: str = NOT_ASKED
    country: str = NOT_ASKED
    outbound: str = NOT_ASKED
    download: str = NOT_ASKED
    contact: str = NOT_ASKED
    event: str = NOT_ASKED
    engaged: str = NOT_ASKED
    scroll: str = NOT_ASKED
    lcp: str = NOT_ASKED
    cls: str = NOT_ASKED
    inp: str = NOT_ASKED


class Counted(Struct, frozen=True, array_like=True, tag="hit"):
    """A hit with when it was, in the site's time zone by the day ("2026-11-22") and in UTC by the hour since 1970;
    its random number; what it is the first of; the kinds of personal data that were cut from it; those of them that
    stood in the page's own address, but for what was typed there; and whether it is a page view, or an act on a page:
    a click, an event, or what was measured of a page view that was counted before."""

    site: str
    day: str
    hour: int
    number: bytes
    first: tuple[First, ...]
    hit: Hit
    scrubbed: tuple[str, ...] = ()
    in_address: tuple[str, ...] = ()
    view: bool = True  # last, so that what an older version wrote is read as well


class Ignored(Struct, frozen=True, array_like=True, tag="ignored"):
    """A hit that is not counted, and why."""

    site: str
    day: str
    number: bytes
    reason: Reason


class Choice(Struct, frozen=True, array_like=True, tag="choice"):
    """An answer to the question of one policy version; from nobody in particular. `answer` is "yes", "no" or, where a
    part was accepted, the categories of which anything was: "media+statistics"."""

    site: str
    day: str
    policy: int
    answer: str


class Blocked(Struct, frozen=True, array_like=True, tag="blocked"):
    """Loads that browsers blocked, as one report told: of a declared service, and under which fetch directive."""

    site: str
    day: str
    service: str
    directive: str
    loads: int


Entry = Counted | Ignored | Choice | Blocked
"""What the journal holds."""
