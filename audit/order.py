"""What an audit is to look at, and how far it has come."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, get_args

from audit.crawl import MOST
from audit.profile import Patience
from audit.views import SCREENS, Name

Part = Literal[
    "before", "instead", "signal", "refused", "refusals", "accepted", "withdrawn", "sensitive", "without-script",
    "autoconsent", "published",
]  # fmt: skip
"""Without an answer; what is tried instead of one; a browser that sends the signal; after a no; a second no; after a
yes; after that is taken back; sensitive pages after the yes; without JavaScript; autoconsent; what the site tells of
its policy. `withdrawn` and `sensitive` need `accepted`, `refusals` needs `refused`."""

PARTS: Final[frozenset[Part]] = frozenset(get_args(Part))

What = Part | Literal["start", "view", "end"]
"""What goes on, as a bar may tell."""

Told = Callable[[int, int, str], None]
"""Is told how many things are done, of how many so far known, and a `What`."""


class Order(NamedTuple):
    """`hosts` are those that may be opened, None for the address's own with and without `www.`; `sensitive` are
    paths, to which those of the site's own policy are added."""

    url: str
    hosts: frozenset[str] | None
    pages: int = 10
    sensitive: tuple[str, ...] = ()
    parts: frozenset[Part] = PARTS
    views: tuple[Name, ...] = tuple(SCREENS)
    patience: Patience = Patience()


class Progress:
    def __init__(self, told: Told) -> None:
        self._told, self._done, self._of = told, 0, 1

    def expects(self, number: int) -> None:
        self._of += number

    def does(self, what: What) -> None:
        """Begins with the next thing."""
        self._told(self._done, self._of, what)
        self._done = min(self._done + 1, self._of - 1)

    def ends(self) -> None:
        self._told(self._of, self._of, "end")


def longest(order: Order) -> float:
    """Seconds that an audit takes at the very most, if each page is as slow as patience allows."""
    page = sum(order.patience) + order.patience.busy
    loads = 3 * min(order.pages, MOST) + len(order.views) + 20
    return page * loads
