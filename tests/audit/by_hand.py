"""Evidence written by hand: of a good website, and how it differs where something is wrong."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from audit.declaration import Declaration
from audit.evidence import (
    Answer,
    Autoconsent,
    Box,
    Content,
    Control,
    Does,
    Evidence,
    Input,
    Keyboard,
    Kind,
    Layer,
    Moment,
    PhaseName,
    Request,
    Step,
    Stored,
    View,
    WayBack,
    WithoutScript,
)
from audit.finding import Words
from policy.check import read
from policy.document import Policy

HOST: Final = "klinik.localhost"
PAGE: Final = f"https://{HOST}/"
OTHER: Final = "annat.example"
TEXT: Final = (Path(__file__).parent / "sites" / "good" / "policy.toml").read_text(encoding="utf-8")
POLICY: Final = read(TEXT)
QUESTION: Final = (
    "Får vi räkna ditt besök till vår statistik och visa film? Vad du läser kan säga något om din hälsa, så vi ber om "
    "ditt uttryckliga samtycke. Du kan ändra dig när du vill under Kakor längst ned."
)
_VIEWS: Final[dict[Any, tuple[int, int]]] = {
    "small": (320, 568),
    "large": (1280, 800),
    "small-dark": (320, 568),
    "large-dark": (1280, 800),
    "small-200": (320, 568),
}

Change = Callable[[Evidence], Evidence]


def declaration(policy: Policy = POLICY) -> Declaration:
    return Declaration(policy, Words("policyn", "the policy"))


def stored(name: str, kind: Kind = "cookie", **changes: Any) -> Stored:
    cookie: dict[str, Any] = {"days": 182.0, "set_by": "header", "near": True} if kind == "cookie" else {}
    given = {"host": HOST, "own": True, "page": PAGE, "digest": "0" * 16, **cookie, **changes}
    return Stored(kind=kind, name=name, **given)


def request(host: str = OTHER, **changes: Any) -> Request:
    given = {"url": f"https://{host}/a.js", "kind": "script", "page": PAGE, "own": False, **changes}
    return Request(host=host, **given)


def control(does: Does, text: str, **changes: Any) -> Control:
    place = {"reject": 20.0, "accept": 160.0}.get(does, 300.0)
    given: dict[str, Any] = {
        "tag": "button", "box": Box(x=place, y=500.0, width=120.0, height=44.0), "in_view": True, "reachable": True,
        "focusable": True, "colour": "#ffffff", "background": "#1f5c50", "around": "#ffffff", "contrast": 7.5,
        "border": "", "font_size": 16.0, "font_weight": 600, "beside": "section > div",
    } | changes  # fmt: skip
    return Control(does=does, text=text, **given)


def ticking(label: str, **changes: Any) -> Input:
    given: dict[str, Any] = {"kind": "checkbox", "checked": False, "disabled": False, "visible": True}
    return Input(label=label, box=Box(x=20, y=20, width=24, height=24), **(given | changes))


def layer(**changes: Any) -> Layer:
    given: dict[str, Any] = {
        "found": "hook", "mark": "section#banner", "text": QUESTION, "language": "sv", "share": 0.3,
        "box": Box(x=0, y=300, width=320, height=268), "position": "fixed", "role": "region", "label": "Kakor",
        "first": True, "controls": (control("reject", "Neka"), control("accept", "Godkänn")),
    }  # fmt: skip
    return Layer(**(given | changes))


SETTINGS: Final = layer(
    text="Välj vad du godkänner.",
    controls=(control("reject", "Neka"), control("save", "Spara valet")),
    inputs=(ticking("Statistik"), ticking("Film")),
)

AGAIN: Final = layer(text="Du har godkänt allt.", controls=(control("withdraw", "Ta tillbaka allt"),))


def view(name: Any) -> View:
    width, height = _VIEWS[name]
    return View(
        name=name, width=width, height=height, banner=layer(), settings=SETTINGS, scroll_width=width,
        scroll_width_without=width, violations=(), settings_violations=(), shift=0.0, shift_by_banner=0.0,
        banner_after=0.05, keyboard=keyboard() if name == "large" else None,
        content=Content(covered=0.3, scroll_locked=False, inert=False, links=5, clickable=4),
    )  # fmt: skip


def keyboard(**changes: Any) -> Keyboard:
    given: dict[str, Any] = {
        "order": ("banner: button Neka", "banner: button Godkänn", "a Start"), "stolen": False, "reaches_banner": True,
        "reaches_accept": True, "reaches_reject": True, "reaches_page": True, "trapped": False, "first": True,
    }  # fmt: skip
    return Keyboard(**(given | changes))


def step(
    phase: PhaseName,
    moment: Moment,
    kept: Sequence[Stored] = (),
    requests: Sequence[Request] = (),
    *,
    asked: bool = False,
    page: str = PAGE,
) -> Step:
    return Step(
        phase=phase, moment=moment, page=page, asked=asked, requests=(request(HOST, own=True), *requests),
        stored=tuple(kept),
    )  # fmt: skip


NO: Final = (stored("rv_choice"),)
YES: Final = (
    stored("rv_choice", digest="1" * 16),
    stored("rv_receipt", http_only=True),
    stored("rv_visit", "local-storage"),
    stored("film_id", days=30.0),
)
FILM: Final = (request("film.localhost", kind="iframe"),)

_STEPS: Final = (
    *(step("before", moment, asked=True) for moment in ("first-page", "scroll", "escape", "next-page", "other-page")),
    step("signal", "first-page"),
    step("signal", "yes-after-signal", YES),
    *(step("refused", moment, NO) for moment in ("answer", "reload", "new-tab", "other-page")),
    *(step("accepted", moment, YES, FILM) for moment in ("answer", "reload", "other-page")),
    step("sensitive", "other-page", YES, page=f"{PAGE}behandlingar/"),
    *(step("withdrawn", moment, NO) for moment in ("answer", "reload", "other-page")),
)


def way(phase: Any, **changes: Any) -> WayBack:
    given: dict[str, Any] = {
        "page": PAGE, "control": control("reopen", "Kakor", tag="a"), "floating": False, "footer": True,
        "opens": "layer", "clicks": 2, "pressed": ("Kakor", "Ta tillbaka allt"), "layer": AGAIN,
    }  # fmt: skip
    return WayBack(phase=phase, **(given | changes))


def answer(phase: PhaseName, text: str, **changes: Any) -> Answer:
    given: dict[str, Any] = {"clicks": 1, "pressed": (text,)} | changes
    return Answer(phase=phase, page=PAGE, gone=True, **given)


def without_script(**changes: Any) -> WithoutScript:
    given: dict[str, Any] = {
        "page": PAGE, "link": control("link", "Kakor", tag="a"), "status": 200, "url": f"{PAGE}kakor",
        "text": "Ändra ditt val", "buttons": ("Neka",), "stored": (), "requests": (),
    }  # fmt: skip
    return WithoutScript(**(given | changes))


def autoconsent(**changes: Any) -> Autoconsent:
    given: dict[str, Any] = {
        "detected": True, "name": "HEURISTIC", "refused": True, "asked": False, "foreign": (), "stored": NO,
    }  # fmt: skip
    return Autoconsent(**(given | changes))


GOOD: Final = Evidence(
    url=PAGE, host=HOST, hosts=(HOST,), domain=HOST, began="2026-11-22T21:30:00Z", seconds=42.0,
    program="0.1.0", browser="Chromium 156", language="sv", title="Kliniken", pages=(PAGE, f"{PAGE}om"),
    skipped=(f"{PAGE}logga-ut",), steps=_STEPS, views=tuple(view(name) for name in _VIEWS),
    answers=(answer("refused", "Neka"), answer("accepted", "Godkänn")),
    ways_back=(way("refused"), way("accepted"), way("signal")), without_script=without_script(),
    autoconsent=autoconsent(), refusals=(NO, NO), published=None, gaps=(),
)  # fmt: skip


def views(**changes: Any) -> Change:
    """Every view with something else."""
    return lambda evidence: replace(evidence, views=tuple(replace(each, **changes) for each in evidence.views))


def banner(**changes: Any) -> Change:
    return views(banner=layer(**changes))


def buttons(*controls: Control) -> Change:
    return banner(controls=controls)


def refusal(**changes: Any) -> Change:
    return buttons(control("reject", "Neka", **changes), control("accept", "Godkänn"))


def more(phase: PhaseName, *kept: Stored, requests: Sequence[Request] = (), moments: Sequence[Moment] = ()) -> Change:
    """More on the device and more requests in a phase, at some moments or all."""

    def changed(each: Step) -> Step:
        if each.phase != phase or (moments and each.moment not in moments):
            return each
        return replace(each, stored=(*each.stored, *kept), requests=(*each.requests, *requests))

    return lambda evidence: replace(evidence, steps=tuple(map(changed, evidence.steps)))


def asked(phase: PhaseName, moment: Moment) -> Change:
    """The question stands there."""

    def changed(each: Step) -> Step:
        return replace(each, asked=True) if (each.phase, each.moment) == (phase, moment) else each

    return lambda evidence: replace(evidence, steps=tuple(map(changed, evidence.steps)))


def instead(old: str, *new: Stored) -> Change:
    """One thing on the device as another, everywhere."""

    def kept(rows: Sequence[Stored]) -> tuple[Stored, ...]:
        return tuple(other for row in rows for other in (new if row.name == old else (row,)))

    return lambda evidence: replace(
        evidence,
        steps=tuple(replace(each, stored=kept(each.stored)) for each in evidence.steps),
        refusals=tuple(map(kept, evidence.refusals)),
    )


def whole(**changes: Any) -> Change:
    return lambda evidence: replace(evidence, **changes)
