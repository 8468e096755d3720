"""What an audit has seen, as values that a report can hold. Nothing here is judged; no value of a cookie is kept."""

from typing import Any, Literal

import msgspec

PhaseName = Literal["before", "signal", "refused", "accepted", "withdrawn", "sensitive"]
"""Without an answer; with a browser that says no by itself (Global Privacy Control); after a no; after a yes; after the
yes was taken back; after a yes on the pages that the declaration calls sensitive. Each begins with an empty browser,
but that `withdrawn` and `sensitive` go on from a yes."""

Moment = Literal[
    "first-page", "scroll", "escape", "close", "next-page", "answer", "reload", "new-tab", "other-page",
    "yes-after-signal",
]  # fmt: skip
"""What was done last. `scroll`, `escape`, `close` and `next-page` were tried instead of an answer; `other-page` is a
page that was opened later, `yes-after-signal` a yes in the settings of a browser that sends the signal."""

Kind = Literal["cookie", "local-storage", "session-storage", "indexed-db", "cache", "service-worker"]

Does = Literal["accept", "reject", "settings", "save", "close", "withdraw", "reopen", "language", "link", "other"]
"""What a control is for, as its hook or its words say; `withdraw` takes back what was said yes to."""


class Seen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of evidence."""


class Stored(Seen, frozen=True, kw_only=True, omit_defaults=True):
    """One thing on the device. The rows from `days` on are of cookies."""

    kind: Kind
    name: str
    host: str
    """Of the page's origin; of a cookie the domain it is kept for, without a leading dot."""
    own: bool
    """Whether that lies under the site's own registrable domain, or is one of its hosts."""
    page: str
    """The page on which it was first seen, without its query."""
    digest: str = ""
    """The first 16 hex digits of the SHA-256 of its value; "" where there is none to read."""
    size: int = 0
    """Bytes of name and value."""
    days: float | None = None
    """Until the browser itself will delete it; None: when it closes, or never."""
    said_days: float | None = None
    """As the header or the script asked for; None: not said, or not seen."""
    set_by: Literal["header", "script", ""] = ""
    setter: str = ""
    """The host whose answer, or whose script, set it."""
    near: bool | None = None
    """Whether the setter's network address begins as the site's own does (IPv4: 16 bits, IPv6: 64); Safari keeps what
    others set for 7 days. None: not seen."""
    domain: str = ""
    """As kept: with a leading dot where it is sent to names below too."""
    path: str = ""
    http_only: bool = False
    secure: bool = False
    same_site: str = ""
    partitioned: bool = False


class Request(Seen, frozen=True, kw_only=True, omit_defaults=True):
    """Something that was asked for, or, of kind `preconnect`, a connection that a page orders beforehand."""

    url: str
    """Without query and fragment."""
    host: str
    kind: str
    """As the browser says: document, script, image, font, stylesheet, xhr, fetch, ping, websocket, ..."""
    page: str
    own: bool
    method: str = "GET"
    query: bool = False
    """Whether the address had one."""
    frame: str = ""
    """The host of the frame that asked, where that is not the page's own."""
    outcome: Literal["answered", "failed", "blocked", "stopped"] = "answered"
    """`blocked` by the browser (a Content-Security-Policy) and `stopped` by the audit never left it."""
    status: int = 0


class Step(Seen, frozen=True, kw_only=True):
    """One page after one thing was done on it, and what had come since the step before."""

    phase: PhaseName
    moment: Moment
    page: str
    asked: bool
    """Whether the banner stands there at the end."""
    requests: tuple[Request, ...]
    stored: tuple[Stored, ...]
    """All that is on the device at the end."""


class Box(Seen, frozen=True, kw_only=True):
    """In CSS pixels of the view."""

    x: float
    y: float
    width: float
    height: float


class Control(Seen, frozen=True, kw_only=True, omit_defaults=True):
    """A button or link of a layer."""

    does: Does
    hook: bool = False
    """Whether `data-consent` says so; otherwise words do."""
    text: str
    """As screen readers say it."""
    tag: str
    role: str = ""
    href: str = ""
    box: Box
    in_view: bool
    """Wholly inside the view, or inside the part that its layer scrolls to without leaving the view: see `scrolled`."""
    scrolled: bool = False
    """In view only after scrolling the layer."""
    reachable: bool
    """Nothing lies over its middle, and it is neither disabled nor inert."""
    focusable: bool
    colour: str
    background: str
    """Each as `#rrggbb`, through whatever is transparent."""
    around: str
    """The background it stands on."""
    contrast: float
    """Of the text, by WCAG 2: 1 to 21; 0 where it cannot be told (an image)."""
    border: str
    """Width, style and colour; "" for none."""
    font_size: float
    """In CSS pixels."""
    font_weight: int
    font_family: str = ""
    underlined: bool = False
    beside: str = ""
    """A path to the parent element: equal for siblings."""


class Input(Seen, frozen=True, kw_only=True, omit_defaults=True):
    """A box to tick, a radio button or a switch."""

    kind: Literal["checkbox", "radio", "switch", "select"]
    label: str
    checked: bool
    disabled: bool
    visible: bool
    box: Box


class Layer(Seen, frozen=True, kw_only=True, omit_defaults=True):
    """The banner, or the settings behind it, at one moment."""

    found: Literal["hook", "container", "dialog", "fixed", "flow"]
    """By `data-consent-banner`; by an id or a class that consent programs use; by its role; by how it lies over the
    page; by nothing but its words and buttons."""
    mark: str
    """How its outermost element begins: tag, id and classes."""
    frame: str = ""
    """The host of the frame it lies in, if any."""
    shadow: bool = False
    text: str
    language: str = ""
    box: Box
    share: float
    """Of the view that it covers, 0 to 1."""
    position: str
    role: str = ""
    label: str = ""
    modal: bool = False
    """`aria-modal`, or an open modal dialog."""
    live: str = ""
    """`aria-live` of it or of what it lies in, also as a role implies it; "" for none."""
    first: bool = False
    """First in the body, but for what has no box."""
    scrolls: bool = False
    """Whether there is more than what its box shows."""
    controls: tuple[Control, ...] = ()
    inputs: tuple[Input, ...] = ()

    def control(self, *does: Does) -> Control | None:
        return next((each for each in self.controls if each.does in does), None)


class Violation(Seen, frozen=True, kw_only=True):
    """What axe-core found; `inside` the layer or on the rest of the page."""

    rule: str
    impact: str
    help: str
    url: str
    tags: tuple[str, ...]
    targets: tuple[str, ...]
    inside: bool


class Keyboard(Seen, frozen=True, kw_only=True):
    """What the Tab key does from the top of a page with its banner."""

    order: tuple[str, ...]
    """What has the focus after each press, as tag and text: those of the banner begin with "banner: "."""
    stolen: bool
    """The focus lay in the banner before a key was pressed."""
    reaches_banner: bool
    reaches_accept: bool
    reaches_reject: bool
    reaches_page: bool
    """Something outside of the banner has had the focus."""
    trapped: bool
    """Only things of the banner have, although more is there to reach."""
    first: bool
    """The first press leads into the banner, or to a link that skips something and then there."""
    hidden: tuple[str, ...] = ()
    """What had the focus while the banner lay over it."""


class Content(Seen, frozen=True, kw_only=True):
    """Whether the page can be used without an answer."""

    covered: float
    """The share, 0 to 1, of a grid over the view where something of the banner (or its backdrop) takes the pointer."""
    scroll_locked: bool
    """The page is higher than the view and a turn of the wheel does not move it."""
    inert: bool
    """The page's content is `inert`, hidden from screen readers, or not shown at all."""
    links: int
    """Links and buttons of the page in view."""
    clickable: int
    """Those of them that the pointer reaches."""


class View(Seen, frozen=True, kw_only=True):
    """The first page, before an answer, as one kind of screen shows it."""

    name: Literal["small", "large", "small-dark", "large-dark", "small-200"]
    """320×568 or 1280×800; light or dark; `small-200` with text at 200 %."""
    width: int
    height: int
    banner: Layer | None
    settings: Layer | None
    """The settings layer, where the banner has a control that leads to one and stays on the page."""
    scroll_width: int
    """Of the page: more than `width` means scrolling sideways."""
    scroll_width_without: int
    """The same with the banner taken away."""
    violations: tuple[Violation, ...]
    settings_violations: tuple[Violation, ...]
    shift: float
    """Cumulative layout shift of the load."""
    shift_by_banner: float
    """The part of it in moments where the banner came or moved."""
    banner_after: float | None
    """Seconds from the page's first paint until the banner was there, as far as they can be told."""
    keyboard: Keyboard | None = None
    content: Content | None = None


class WayBack(Seen, frozen=True, kw_only=True):
    """How a choice can be changed, on one page. What leads there is pressed on the first page alone."""

    phase: Literal["refused", "accepted", "signal"]
    page: str
    control: Control | None
    """What leads there; None if nothing was found."""
    floating: bool
    """It lies fixed over the page."""
    footer: bool
    """It stands in the page's footer, or where that would be."""
    opens: Literal["layer", "page", "nothing", "elsewhere", ""]
    """What it did when pressed: a layer, a page of the site, nothing, or a page of another host (not opened)."""
    clicks: int | None
    """To all off, the one on `control` included; None: not found in 3."""
    pressed: tuple[str, ...]
    layer: Layer | None
    """What stood there after the first click: the settings or the banner again."""


class WithoutScript(Seen, frozen=True, kw_only=True):
    """The first page in a browser that runs no JavaScript."""

    page: str
    link: Control | None
    """A link, with an address of its own, to where the choice is changed."""
    status: int
    """What that address answered; 0: not asked."""
    url: str
    """Where that ended."""
    text: str
    buttons: tuple[str, ...]
    """The buttons of forms there. None is pressed."""
    stored: tuple[Stored, ...]
    requests: tuple[Request, ...]


class Autoconsent(Seen, frozen=True, kw_only=True):
    """What DuckDuckGo's autoconsent made of the banner."""

    detected: bool
    """It took something for a banner."""
    name: str
    """Of its rule; "HEURISTIC" where it has none for it."""
    refused: bool
    """It pressed a refusal and says that this went well."""
    asked: bool
    """The banner stood there still, some seconds later."""
    foreign: tuple[Request, ...]
    """What was asked of others than the site after that."""
    stored: tuple[Stored, ...]


class Published(Seen, frozen=True, kw_only=True):
    """What the site's Räkneverk tells of its policy."""

    url: str
    document: dict[str, Any]
    """The answer of `/policy/HOST.json`."""
    ledger: str = ""
    """The chain, one entry a line; "" where it is not to be had."""


Lacking = Literal[
    "banner", "settings", "signal", "refused", "accepted", "withdrawn", "sensitive", "way-back", "without-script",
    "autoconsent", "axe", "refusals", "published", "page",
]  # fmt: skip

Reason = Literal[
    "no-banner", "no-control", "not-pressed", "no-way-back", "form", "elsewhere", "unreachable", "error-answer",
    "not-a-page", "login", "not-told", "failed",
]  # fmt: skip
"""Nothing asked for consent; it offers no such button; a button would not be pressed, or did nothing; nothing leads
back to the choice; a form would have had to be sent; it lies on another host, which was not opened; the page did not
answer, or with an error, or is no page, or is closed; the site does not tell; the browser failed."""


class Gap(Seen, frozen=True, kw_only=True):
    """What could not be seen, and why: `why` as a sentence in English."""

    what: Lacking
    reason: Reason
    why: str
    page: str = ""


class Evidence(Seen, frozen=True, kw_only=True):
    """All that an audit of one website saw."""

    url: str
    host: str
    hosts: tuple[str, ...]
    """The site's own host names that were met."""
    domain: str
    """Its registrable domain; the host itself where there is none (localhost)."""
    began: str
    """UTC, as in 2026-11-22T21:30:00Z."""
    seconds: float
    program: str
    browser: str
    language: str
    """Of the first page, as its `lang` says."""
    title: str
    pages: tuple[str, ...]
    skipped: tuple[str, ...]
    """Addresses that were found and left alone, or beyond the number of pages."""
    steps: tuple[Step, ...]
    views: tuple[View, ...]
    answers: tuple["Answer", ...]
    ways_back: tuple[WayBack, ...]
    without_script: WithoutScript | None
    autoconsent: Autoconsent | None
    refusals: tuple[tuple[Stored, ...], ...]
    """What two browsers, each empty before, hold after the same refusal."""
    published: Published | None
    gaps: tuple[Gap, ...]

    def view(self, name: str) -> View | None:
        return next((view for view in self.views if view.name == name), None)

    def during(self, *phases: PhaseName) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.phase in phases)


class Answer(Seen, frozen=True, kw_only=True):
    """How an answer was given."""

    phase: PhaseName
    page: str
    clicks: int
    pressed: tuple[str, ...]
    """The texts of what was pressed, in order."""
    gone: bool
    """The banner went."""
    focus: str = ""
    """What has the focus afterwards, as tag and text; "" for the page itself."""
