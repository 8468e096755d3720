"""What an engine is to the rest: a source that says what is due and answers it in rows, or fails in a known way."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, Protocol

from dashboard.numbers.ranges import Range
from policy.statistics import IMPORTED
from store.search import Held

MOST: Final = 2**53
"""Of clicks, impressions, or positions added up: so much that hundreds of them can be added up in 64 bits."""

Engine = Literal["google", "bing"]
ENGINES: tuple[Engine, ...] = ("google", "bing")


def basis(engine: Engine) -> str:
    return IMPORTED + engine


class Told(NamedTuple):
    """A row as the engine gives it: unscrubbed, `page` a whole URL. Empty: of all terms, of all pages."""

    term: str
    page: str
    clicks: int
    impressions: int
    position: float


class Answer(NamedTuple):
    """All that an engine tells of some days at once."""

    days: Range
    final: bool
    rows: Sequence[Told]


class Task(NamedTuple):
    """One thing to ask for: the total and the terms of these days, and if `pairs` also pages and which term led to
    which."""

    days: Range
    pairs: bool


Trouble = Literal[
    "malformed",  # what was given is no key, token or account: the engine was not asked
    "unregistered",  # the operator has no client at the engine any more
    "revoked",  # the key, token or consent no longer holds: connect again
    "forbidden",  # the access holds but may not see the property
    "property",  # there is no such property
    "quota",  # of the day: tomorrow
    "throttled",  # too fast: in a while
    "unreachable",  # no connection, or a name that does not resolve
    "unanswered",  # no whole answer, or none in time
    "server",  # the engine's own fault
    "unreadable",  # an answer of another form than documented
]


class SourceFailure(Exception):
    """`detail` is the engine's own sentence, cut short and free of secrets, and nothing of ours: what we say of it is
    the trouble. `wait` are the seconds that the engine asked for."""

    def __init__(self, trouble: Trouble, detail: str = "", wait: float | None = None) -> None:
        self.trouble: Trouble = trouble
        self.detail, self.wait = detail, wait
        super().__init__(f"{trouble}: {detail}" if detail else trouble)


class Source(Protocol):
    """An engine as seen with one access. What is asked raises `SourceFailure`."""

    async def properties(self) -> Sequence[str]:
        """The names, as the engine writes them, of the properties that the access may read."""

    def due(self, held: Collection[Held], today: date, since: date) -> list[Task]:
        """What is missing or not final from `since` on, the newest first; `held` are this site's and engine's."""

    async def ask(self, property_name: str, task: Task) -> Sequence[Answer]:
        """Every page of the answer. More days than asked for, where the engine gives no choice."""


class Clean(Protocol):
    """What of an engine's row, or an owner's note, may be kept under a site's policy."""

    def threshold(self, start: date) -> int:
        """Of figures of days from that one on: the clicks that a pair of term and page must have to be named, and the
        impressions that a term of Bing's must have."""

    @property
    def names_pages(self) -> bool:
        """Whether the policy names pages."""

    def term(self, text: str) -> str:
        """Scrubbed, in lower case; never empty."""

    def personal(self, text: str) -> Collection[str]:
        """The kinds of personal data in what somebody typed."""

    def page(self, url: str) -> str | None:
        """The path as hits are counted under it; None for a page of another site, "" for one that is not counted."""
