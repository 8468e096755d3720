"""L1 and L2: refusing is as easy as accepting, and looks as inviting."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from audit.evidence import Control, Layer, View
from audit.finding import Fault, Finding, Outcome, Unchecked, Words
from audit.rules.case import Case, in_views, on_pages
from audit.rules.rule import Rule

_ALIKE: Final = 0.02
"""How much two measures or colours may differ and still count as equal."""

_LEGIBLE: Final = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""

_WIDEST: Final = 0.75
"""Of the size of the type: the width of a letter, at most as a rule, so that a longer word explains a wider button."""

_WHY_EASY: Final = Words(
    "Ett ja är frivilligt bara om ett nej är lika lätt att ge, i samma vy och i samma stund.",
    "A yes is freely given only if a no is as easy to give, in the same view and at the same moment.",
)
_WHY_LOOKS: Final = Words(
    "Den som väljer ska inte lockas mot ja av färg, storlek eller läge. Tillsynsmyndigheterna kallar det vilseledande "
    "design.",
    "Colour, size or place must not lure a choice towards yes. The authorities call that deceptive design.",
)

NO_REFUSAL: Final = Fault(
    "fail",
    Words('Det finns ett ja, ”{accept}”, men inget nej i första lagret.',
          "There is a yes, “{accept}”, but no refusal in the first layer."),
    _WHY_EASY,
    Words('Lägg en knapp ”Neka” bredvid ”{accept}”.', "Put a button “Decline” beside “{accept}”."),
)  # fmt: skip
OUT_OF_VIEW: Final = Fault(
    "fail",
    Words('”{reject}” syns inte utan att man rullar, men det gör ”{accept}”.',
          "“{reject}” is not in view without scrolling, but “{accept}” is."),
    _WHY_EASY,
    Words("Låt båda knapparna synas samtidigt: förkorta texten, eller lägg knapparna överst eller låt texten rulla.",
          "Let both buttons show at once: shorten the text, put the buttons first, or let the text scroll."),
)  # fmt: skip
UNREACHABLE: Final = Fault(
    "fail",
    Words('”{reject}” går inte att trycka på: något ligger över, eller så är knappen avstängd.',
          "“{reject}” cannot be pressed: something lies over it, or it is disabled."),
    _WHY_EASY,
    Words("Ta bort det som ligger över knappen, eller slå på den.", "Remove what covers the button, or enable it."),
)  # fmt: skip
OTHER_KIND: Final = Fault(
    "fail",
    Words('”{accept}” är en knapp men ”{reject}” är något annat ({accept_tag} och {reject_tag}).',
          "“{accept}” is a button but “{reject}” is something else ({accept_tag} and {reject_tag})."),
    _WHY_EASY,
    Words("Gör båda till <button>.", "Make both a <button>."),
)  # fmt: skip
APART: Final = Fault(
    "warn",
    Words('”{accept}” och ”{reject}” står inte bredvid varandra.', "“{accept}” and “{reject}” do not stand together."),
    _WHY_EASY,
    Words("Lägg knapparna intill varandra.", "Put the buttons beside each other."),
)  # fmt: skip
MORE_CLICKS: Final = Fault(
    "fail",
    Words("Ett nej kräver {no} tryck, ett ja {yes}.", "A no takes {no} clicks, a yes {yes}."),
    _WHY_EASY,
    Words("Låt ett tryck räcka för ett nej.", "Let one click be enough for a no."),
)
LOOKS: Final = Fault(
    "fail",
    Words('”{reject}” ser inte ut som ”{accept}”: {differences}.',
          "“{reject}” does not look like “{accept}”: {differences}."),
    _WHY_LOOKS,
    Words("Ge båda knapparna samma färger, kant, storlek och typsnitt.",
          "Give both buttons the same colours, border, size and type."),
)  # fmt: skip
FAINT: Final = Fault(
    "fail",
    Words('Texten ”{text}” har kontrasten {contrast}:1; den ska vara minst 4,5:1.',
          "The text “{text}” has a contrast of {contrast}:1; it should be at least 4.5:1."),
    Words("Den som ser dåligt kan inte läsa vad knappen gör.", "People with poor sight cannot read what it does."),
    Words("Gör texten mörkare eller bakgrunden ljusare, eller tvärtom.",
          "Make the text darker or the background lighter, or the other way round."),
)  # fmt: skip

_NO_BUTTONS: Final = Words(
    "Knapparna för ja och nej kunde inte kännas igen på sina ord.",
    "The buttons for yes and no could not be told by their words.",
)


def _easy(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    yield from _unknown(case)
    yield from _in_views((view, fault) for view, layer in case.banners for fault in _ease(layer))
    yield from _clicks(case)


def _unknown(case: Case) -> Iterator[Unchecked]:
    if case.banners and not any(layer.control("accept", "reject") for _, layer in case.banners):
        yield Unchecked(_NO_BUTTONS)


def _ease(layer: Layer) -> Iterator[Finding]:
    accept, reject = layer.control("accept"), layer.control("reject")
    if accept and not reject:
        yield NO_REFUSAL.at(_NOWHERE, accept=accept.text)
    if not accept or not reject:
        return
    words = {"accept": accept.text, "reject": reject.text}
    if not reject.in_view or (reject.scrolled and not accept.scrolled):
        yield OUT_OF_VIEW.at(_NOWHERE, **words)
    elif not reject.reachable:
        yield UNREACHABLE.at(_NOWHERE, **words)
    if _role(accept) != _role(reject):
        yield OTHER_KIND.at(_NOWHERE, **words, accept_tag=_role(accept), reject_tag=_role(reject))
    if accept.beside != reject.beside and _gap(accept, reject) > max(accept.box.height, reject.box.height):
        yield APART.at(_NOWHERE, **words)


def _role(control: Control) -> str:
    """What it is to a browser: any kind of button is one."""
    return "button" if control.role == "button" or control.tag in ("button", "input") else control.tag


def _gap(one: Control, other: Control) -> float:
    """CSS pixels between their boxes, the larger of across and down."""
    across = max(one.box.x, other.box.x) - min(one.box.x + one.box.width, other.box.x + other.box.width)
    down = max(one.box.y, other.box.y) - min(one.box.y + one.box.height, other.box.y + other.box.height)
    return max(across, down)


def _clicks(case: Case) -> Iterator[Finding]:
    clicks = {answer.phase: answer for answer in case.evidence.answers}
    no, yes = clicks.get("refused"), clicks.get("accepted")
    if no and yes and no.clicks > yes.clicks:
        yield MORE_CLICKS.at(on_pages([no.page]), no=no.clicks, yes=yes.clicks)


_NOWHERE: Final = Words("", "")


def _in_views(found: Iterable[tuple[View, Finding]]) -> Iterator[Finding]:
    """Each finding once, with the views that it was made in."""
    views = defaultdict[Finding, list[View]](list)
    for view, finding in found:
        views[finding].append(view)
    return (finding._replace(where=in_views(where)) for finding, where in views.items())


def _fair(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    yield from _unknown(case)
    yield from _in_views((view, fault) for view, layer in case.banners for fault in _fairness(layer))


def _fairness(layer: Layer) -> Iterator[Finding]:
    accept, reject = layer.control("accept"), layer.control("reject")
    if accept and reject and (differences := tuple(_differences(accept, reject))):
        told = Words(*(", ".join(each.in_(code) for each in differences) for code in ("sv", "en")))
        yield LOOKS.at(_NOWHERE, accept=accept.text, reject=reject.text, differences=told)
    for control in (accept, reject):
        if control and 0 < control.contrast < _LEGIBLE:
            shown = f"{control.contrast:.1f}"
            yield FAINT.at(_NOWHERE, text=control.text, contrast=Words(shown.replace(".", ","), shown))


def _differences(accept: Control, reject: Control) -> Iterator[Words]:
    """What favours the yes, or may."""
    if not _same_colour(accept.background, reject.background):
        yield Words(f"bakgrund {reject.background} mot {accept.background}",
                    f"background {reject.background} against {accept.background}")  # fmt: skip
    if not _same_colour(accept.colour, reject.colour):
        yield Words(f"text {reject.colour} mot {accept.colour}", f"text {reject.colour} against {accept.colour}")
    if not _same_border(accept.border, reject.border):
        yield Words(f"kant ”{reject.border or 'ingen'}” mot ”{accept.border or 'ingen'}”",
                    f"border “{reject.border or 'none'}” against “{accept.border or 'none'}”")  # fmt: skip
    if abs(accept.font_size - reject.font_size) > _ALIKE * accept.font_size:
        yield Words(f"text i {reject.font_size:g} mot {accept.font_size:g} px",
                    f"type of {reject.font_size:g} against {accept.font_size:g} px")  # fmt: skip
    if accept.font_weight != reject.font_weight:
        yield Words(f"vikt {reject.font_weight} mot {accept.font_weight}",
                    f"weight {reject.font_weight} against {accept.font_weight}")  # fmt: skip
    if accept.font_family != reject.font_family:
        yield Words("olika typsnitt", "different typefaces")
    if accept.underlined != reject.underlined:
        yield Words("bara den ena understruken", "only one underlined")
    if _is_smaller(reject, accept):
        yield Words(f"{_size(reject)} mot {_size(accept)} px", f"{_size(reject)} against {_size(accept)} px")


def _size(control: Control) -> str:
    return f"{control.box.width:.0f}×{control.box.height:.0f}"


def _is_smaller(reject: Control, accept: Control) -> bool:
    """Lower, or narrower than its shorter word explains."""
    letters = max(0, len(accept.text) - len(reject.text))
    narrower = accept.box.width - reject.box.width - letters * accept.font_size * _WIDEST
    lower = accept.box.height - reject.box.height
    return narrower > _ALIKE * accept.box.width or lower > _ALIKE * accept.box.height


def _same_colour(one: str, other: str) -> bool:
    """Within 2 % of each of red, green and blue."""
    if one == other:
        return True
    parts = [re.fullmatch(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", each) for each in (one, other)]
    if not (parts[0] and parts[1]):
        return False
    pairs = zip(parts[0].groups(), parts[1].groups(), strict=True)
    return all(abs(int(a, 16) - int(b, 16)) <= _ALIKE * 255 for a, b in pairs)


def _same_border(one: str, other: str) -> bool:
    ours, theirs = one.split(), other.split()
    return len(ours) == len(theirs) and all(map(_same_colour, ours, theirs))


RULES: Final = (
    Rule("L1", Words("Att neka är lika lätt som att godkänna", "Refusing is as easy as accepting"),
         Words("PTS 2023; EDPB:s arbetsgrupp om kakbanderoller 2023; IMY:s beslut om ATG 2024",
               "PTS 2023; the EDPB's cookie banner taskforce 2023; IMY's decision on ATG 2024"), _easy),
    Rule("L2", Words("Färg och form gynnar inte ja", "Colour and shape do not favour yes"),
         Words("EDPB:s arbetsgrupp om kakbanderoller 2023; IMY:s beslut om ATG 2024; WCAG 2.2, 1.4.3",
               "The EDPB's cookie banner taskforce 2023; IMY's decision on ATG 2024; WCAG 2.2, 1.4.3"), _fair),
)  # fmt: skip
