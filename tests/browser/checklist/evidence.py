"""What one scripted visit of a website shows: all that the rows of the checklist judge by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

Moment = Literal[
    "arrived", "lingered", "refused", "reloaded", "accepted", "closed page", "withdrawn", "after withdrawal",
    "signalled", "signalled yes", "after spelling", "after material",
]  # fmt: skip
"""Each but the first two and "signalled" follows on an answer, or on something that came after one.

lingered     scrolled, pressed Escape and went on to another page without an answer
reloaded     after a refusal: the page again, and once more in a new tab
closed page  a page on which no third party may be loaded, after a yes
signalled    the browser says no by Global Privacy Control
"""


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Control:
    """A button or a link; `inside` the view, the whole of it. `contrast` of its text, `parent` a mark of its own."""

    text: str
    tag: str
    box: Box
    inside: bool
    contrast: float
    parent: int
    look: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class View:
    """The first layer in one size of screen and one scheme of colours."""

    width: int
    height: int
    banner: Box | None
    page_width: int
    reject: Control | None
    accept: Control | None
    targets: tuple[Control, ...]


class Stored(NamedTuple):
    """`kind` as in a policy's rows of cookies; `days` until it goes by itself, of a cookie that stays."""

    kind: str
    name: str
    value: str
    days: float | None = None


@dataclass(frozen=True)
class Request:
    """`body` of what was posted."""

    host: str
    path: str
    body: str = ""


@dataclass(frozen=True)
class State:
    """What held at a moment; `requests` are those since the moment before."""

    asks: bool
    stored: tuple[Stored, ...]
    requests: tuple[Request, ...]

    def values(self) -> Mapping[tuple[str, str], str]:
        return {(each.kind, each.name): each.value for each in self.stored}


@dataclass(frozen=True)
class Switch:
    label: str
    checked: bool
    enabled: bool


@dataclass(frozen=True)
class Keyboard:
    """Where the focus was on arrival, and the stops of the Tab key from there: "banner", "page" or ""."""

    arrival: str
    stops: tuple[str, ...]


@dataclass(frozen=True)
class Wall:
    """Whether the page's own link can be hit with a pointer, focused, and the page scrolled, before an answer."""

    hit: bool
    focused: bool
    scrolled: bool


@dataclass(frozen=True)
class Return:
    """The way back: whether it is in reach on each page looked at, and what was found behind it when all was on."""

    reached: tuple[bool, ...]
    plain: bool
    """Without JavaScript the page has a link to it, which leads to a form that gives a yes and takes it back."""
    clicks: int | None
    """From the page until all is off; None where no single button takes everything back."""
    label: str
    """Of the button that takes everything back."""
    reloaded: bool


class Layer(NamedTuple):
    name: str
    language: str
    text: str


class Row(NamedTuple):
    """A row of the declaration: `needs` says why the thing is stored, `set_by` which service stores it."""

    kind: str
    name: str
    needs: str
    set_by: str = ""


@dataclass(frozen=True)
class Declaration:
    """What the owner says of the site."""

    domain: str
    rows: tuple[Row, ...]
    categories: frozenset[str]
    services: Mapping[str, tuple[str, ...]]
    """Each with its hosts."""
    health_care: bool
    untold: tuple[str, ...] = ()
    """Parts of the closed page's address that may not be told."""

    def is_own(self, host: str) -> bool:
        return host == self.domain or host.endswith("." + self.domain)

    def row(self, stored: Stored) -> Row | None:
        return next((row for row in self.rows if row.kind == stored.kind and _fits(row.name, stored.name)), None)

    def waits(self, stored: Stored) -> bool:
        """Whether it may be stored only after a yes: what is not declared may not at all."""
        row = self.row(stored)
        return row is None or row.needs in CONSENTED


CONSENTED: Final = frozenset({"yes", "statistics", "service"})


def _fits(declared: str, name: str) -> bool:
    return name.startswith(declared[:-1]) if declared.endswith("*") else name == declared


@dataclass(frozen=True)
class Evidence:
    declaration: Declaration
    views: Mapping[str, View]
    """"wide", "wide dark", "narrow" and "narrow large": 1280×800, 320×568 and text at 200 %."""
    texts: Mapping[str, str]
    """The first layer's, by language."""
    further: tuple[Layer, ...]
    """The others in which somebody can say yes."""
    refusals: tuple[str, ...]
    """The words of the refusal, in each language, in whichever layer it is."""
    steps_to_refuse: int
    switches: tuple[Switch, ...]
    modal: bool
    first: bool
    """The banner is the first of the body."""
    keyboard: Keyboard
    wall: Wall
    violations: tuple[str, ...]
    """That axe found in the banner."""
    states: Mapping[Moment, State]
    refused: tuple[State, State]
    """By two profiles; `accepted` likewise."""
    accepted: tuple[State, State]
    back: Return
    signalled_way: bool | None
    """Whether somebody whose browser says no can still say yes; None where there is no way back."""
