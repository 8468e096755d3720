"""What becomes of a report: frozen values that hold what may be counted, and nothing else."""

from typing import Literal

from msgspec import Struct

from policy.dimensions import NOT_ASKED

First = Literal["visit", "page", "search", "day", "week", "month"]
"""What a page view is the first of: its visit, its page or on-site search in the visit, the visitor's day, ..."""

Reason = Literal[
    "bot", "automated", "headers", "data-centre", "prefetch", "spam", "own-visit", "origin", "foreign-url",
    "old-consent", "too-old", "not-permitted",
]  # fmt: skip
"""Why a hit was left out."""


class Hit(Struct, frozen=True, array_like=True):
    """One page view: a field for each registered dimension, filled only where the policy permits it. A new one comes
    last, also in the registry, so that what an older version wrote is read as well."""

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


class Counted(Struct, frozen=True, array_like=True, tag="hit"):
    """A hit with when it was, in the site's time zone by the day ("2026-11-22") and in UTC by the hour since 1970;
    its random number; what it is the first of; the kinds of personal data that were cut from it; and those of them
    that stood in the page's own address, but for what was typed there."""

    site: str
    day: str
    hour: int
    number: bytes
    first: tuple[First, ...]
    hit: Hit
    scrubbed: tuple[str, ...] = ()
    in_address: tuple[str, ...] = ()  # last, so that what an older version wrote is read as well


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
