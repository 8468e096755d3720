"""What an engine is to the rest: a source that says what is due and answers it in rows, or fails in a known way."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal, NamedTuple, Protocol

from dashboard.ranges import Range
from store.search import Held

Engine = Literal["google", "bing"]
ENGINES: tuple[Engine, ...] = ("google", "bing")


def basis(engine: Engine) -> str:
    return f"imported:{engine}"


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
    """One thing to ask for: the total, terms and pages of these days, and if `pairs` also which term led to which."""

    days: Range
    pairs: bool


Trouble = Literal[
    "revoked",  # the key, token or consent no longer holds: connect again
    "forbidden",  # the access holds but may not see the property
    "property",  # there is no such property
    "quota",  # of the day: tomorrow
    "throttled",  # too fast: in a while
    "unreachable",  # no answer, or a name that does not resolve
    "server",  # the engine's own fault
    "unreadable",  # an answer of another form than documented
]


class SourceFailure(Exception):
    """`detail` is the engine's own sentence, cut short and free of secrets; `wait` the seconds that it asked for."""

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
    """What of an engine's row may be kept under a site's policy."""

    @property
    def threshold(self) -> int:
        """Clicks that a pair of term and page must have to be named."""

    @property
    def names_pages(self) -> bool:
        """Whether the policy names pages."""

    def term(self, text: str) -> str:
        """Scrubbed, in lower case; never empty."""

    def page(self, url: str) -> str | None:
        """The path as hits are counted under it; None for a page of another site, "" for one that is not counted."""
