"""The rows of the consent checklist that a browser can see, each a function from the evidence to its findings.

The numbers are the project's own. L1 to L8 are what PTS, IMY and the EDPB's taskforce on cookie banners demand of the
question; L9 and L10 are 9 kap. 28 § LEK (ePrivacy Art. 5(3)); L12 to L14 GDPR Art. 7(3); L17 to L20 what keeps an
answer an answer; L21 the GPC specification; L22 GDPR Art. 9 and 32 on pages about health; L23 WCAG 2.2 AA.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.browser.checklist.evidence import CONSENTED, Control, Evidence, Layer, Request, State, View
from tests.browser.checklist.words import CATEGORIES, HEALTH, INTEREST, REFUSALS, RIGHT, WITHDRAWALS

Finding = str
Judge = Callable[[Evidence], Iterator[Finding]]

NECESSARY: Final = frozenset({"choice", "login", "basket", "load-balancing", "language", "security"})
"""The closed list of WP194 (2012) and of PTS."""

_CLOSE: Final = 0.02
_CONTRAST: Final = 4.5
_TARGET: Final = 24
_YEAR: Final = 366


def judge(evidence: Evidence) -> Mapping[str, tuple[Finding, ...]]:
    """The rows that fail, with what was found."""
    found = {row: tuple(look(evidence)) for row, look in ROWS.items()}
    return {row: findings for row, findings in found.items() if findings}


def refusing_is_as_easy(evidence: Evidence) -> Iterator[Finding]:
    """L1: same layer, same view, same moment."""
    for name in ("wide", "narrow"):
        view = evidence.views[name]
        if view.reject is None or view.accept is None:
            yield f"{name}: the first layer has not both answers"
            continue
        if {view.reject.tag, view.accept.tag} != {"button"} or view.reject.parent != view.accept.parent:
            yield f"{name}: the answers are not two buttons side by side"
        if not (view.reject.inside and view.accept.inside):
            yield f"{name}: an answer is outside the view"
    if evidence.steps_to_refuse != 1:
        yield f"refusing takes {evidence.steps_to_refuse or 'more than two'} clicks"


def answers_look_alike(evidence: Evidence) -> Iterator[Finding]:
    """L2, within 2 %; readable in light and dark."""
    for name, view in evidence.views.items():
        if view.reject is None or view.accept is None:
            continue  # L1
        yield from (f"{name}: {each}" for each in _differences(view.reject, view.accept))
        for control in (view.reject, view.accept):
            if control.contrast < _CONTRAST:
                yield f"{name}: {control.text} has a contrast of {control.contrast:.1f}"


def _differences(one: Control, other: Control) -> Iterator[Finding]:
    for name, look in one.look.items():
        if not _alike(look, other.look[name]):
            yield f"{name} is {look} of {one.text}, {other.look[name]} of {other.text}"
    for name, size, compared in zip(("width", "height"), one.box[2:], other.box[2:], strict=True):
        if abs(size - compared) > max(1, _CLOSE * max(size, compared)):
            yield f"{name} is {size:.0f} of {one.text}, {compared:.0f} of {other.text}"


def _alike(one: str, other: str) -> bool:
    """Text is equal, and each number in it within 2 %: of 255 in a colour, of itself elsewhere."""
    number = r"\d+(?:\.\d+)?"
    if re.sub(number, "0", one) != re.sub(number, "0", other):
        return False
    pairs = [(float(a), float(b)) for a, b in zip(re.findall(number, one), re.findall(number, other), strict=True)]
    whole = 255.0 if "rgb" in one else 0.0
    return all(abs(a - b) <= _CLOSE * max(a, b, whole) for a, b in pairs)


def refusal_is_worded_as_one(evidence: Evidence) -> Iterator[Finding]:
    """L3."""
    for words in evidence.refusals:
        if words.lower() not in REFUSALS:
            yield f'"{words}" is not known as the wording of a refusal'


def purposes_are_named(evidence: Evidence) -> Iterator[Finding]:
    """L4, by category, in the first layer."""
    for language, text in evidence.texts.items():
        for category in sorted(evidence.declaration.categories):
            if not re.search(CATEGORIES[category][language], text, re.IGNORECASE):
                yield f"{language}: {category} is not named"


def right_to_withdraw_is_stated(evidence: Evidence) -> Iterator[Finding]:
    """L5, in the same view, wherever somebody can say yes."""
    for layer, language, text in _layers(evidence):
        if not re.search(RIGHT[language], text, re.IGNORECASE):
            yield f"{layer}, {language}: that one can change one's mind is not said"


def _layers(evidence: Evidence) -> Iterator[Layer]:
    yield from (Layer("first layer", language, text) for language, text in evidence.texts.items())
    yield from evidence.further


def nothing_is_taken_for_a_yes(evidence: Evidence) -> Iterator[Finding]:
    """L6: nothing ticked beforehand; no consent by scrolling, Escape or going on."""
    for switch in evidence.switches:
        if switch.checked and switch.enabled:
            yield f'"{switch.label}" is on before anyone has said so'
    lingered = evidence.states["lingered"]
    if evidence.states["arrived"].asks and not lingered.asks:
        yield "the question is gone after scrolling, Escape and going on"
    if more := _more(lingered, evidence.states["arrived"]):
        yield f"stored after scrolling, Escape and going on: {more}"


def no_legitimate_interest(evidence: Evidence) -> Iterator[Finding]:
    """L7."""
    yield from (f'"{each.label}"' for each in evidence.switches if re.search(INTEREST, each.label, re.IGNORECASE))


def no_wall(evidence: Evidence) -> Iterator[Finding]:
    """L8: the page can be read and used without an answer."""
    wall = evidence.wall
    for reached, how in (
        (wall.hit, "hit with a pointer"),
        (wall.focused, "reached with the keyboard"),
        (wall.scrolled, "scrolled to"),
    ):
        if not reached:
            yield f"the page's content cannot be {how} before an answer"


def nothing_is_stored_before_a_yes(evidence: Evidence) -> Iterator[Finding]:
    """L9, of any kind, but for what is declared as necessary."""
    for moment in ("arrived", "refused", "reloaded"):
        for stored in evidence.states[moment].stored:
            if evidence.declaration.waits(stored):
                yield f"{moment}: {stored.kind} {stored.name}"


def no_third_party_before_a_yes(evidence: Evidence) -> Iterator[Finding]:
    """L10, nor after a no."""
    for moment in ("arrived", "refused", "reloaded"):
        yield from (f"{moment}: {host}" for host in _third_parties(evidence, evidence.states[moment]))


def way_back_is_in_reach(evidence: Evidence) -> Iterator[Finding]:
    """L12: on every page, at most two clicks until all is off, and without JavaScript too."""
    back = evidence.back
    if not all(back.reached):
        yield "a page has no visible way back to the choice"
    elif back.clicks is not None and back.clicks > 2:
        yield f"it takes {back.clicks} clicks until all is off"
    if not back.plain:
        yield "without JavaScript the choice cannot be changed"


def withdrawal_takes_effect(evidence: Evidence) -> Iterator[Finding]:
    """L13: what the yes stored is gone, what ran has ended, and nothing is asked for any more."""
    if evidence.back.clicks is None:
        return  # L12, L14
    kept = evidence.states["arrived"].values().keys()
    for moment in ("withdrawn", "after withdrawal"):
        for stored in evidence.states[moment].stored:
            if evidence.declaration.waits(stored) and (stored.kind, stored.name) not in kept:
                yield f"{moment}: {stored.kind} {stored.name}"
    services = {host for hosts in evidence.declaration.services.values() for host in hosts}
    for request in evidence.states["after withdrawal"].requests:
        if request.host in services:
            yield f"after withdrawal: {request.host}"
    if evidence.declaration.services and not evidence.back.reloaded:
        yield "the page was not loaded anew"


def one_button_takes_everything_back(evidence: Evidence) -> Iterator[Finding]:
    """L14, labelled as such, also when all is on."""
    if not all(evidence.back.reached):
        return  # L12
    if evidence.back.clicks is None:
        yield "there is no single button that takes everything back"
    elif evidence.back.label.lower() not in WITHDRAWALS:
        yield f'"{evidence.back.label}" does not say that it takes everything back'


def asked_again_only_when_it_matters(evidence: Evidence) -> Iterator[Finding]:
    """L17."""
    if evidence.states["after spelling"].asks:
        yield "asks again after a change that is not material"
    if not evidence.states["after material"].asks:
        yield "does not ask again after a material change"


def refusal_lasts(evidence: Evidence) -> Iterator[Finding]:
    """L18: as long as a yes, and twelve months at most."""
    if evidence.states["reloaded"].asks and evidence.steps_to_refuse:
        yield "asks again after a refusal"
    no, yes = (_lifetime(evidence, state) for state in (evidence.states["refused"], evidence.states["accepted"]))
    if no is not None and yes is not None and no < yes * (1 - _CLOSE):
        yield f"a refusal is kept for {no:.0f} days, a yes for {yes:.0f}"
    if max(no or 0, yes or 0) > _YEAR:
        yield f"an answer is kept for {max(no or 0, yes or 0):.0f} days"


def _lifetime(evidence: Evidence, state: State) -> float | None:
    rows = ((stored, evidence.declaration.row(stored)) for stored in state.stored)
    return next((stored.days for stored, row in rows if row and row.needs == "choice"), None)


def answer_identifies_nobody(evidence: Evidence) -> Iterator[Finding]:
    """L19: two profiles that answer alike keep the same, in a cookie of the site's own."""
    for what, (one, other) in (
        ("refusals", evidence.refused),
        ("acceptances", evidence.accepted),
    ):
        differing = [
            key for key, value in _answers(evidence, one).items() if _answers(evidence, other).get(key) != value
        ]
        if differing:
            yield f"two {what} differ in {differing}"


def _answers(evidence: Evidence, state: State) -> dict[str, str]:
    """What is stored that needs no consent: of statistics and services the contents may differ."""
    return {stored.name: stored.value for stored in state.stored if not evidence.declaration.waits(stored)}


def necessary_is_a_closed_list(evidence: Evidence) -> Iterator[Finding]:
    """L20."""
    seen = {
        row
        for state in evidence.states.values()
        for stored in state.stored
        if (row := evidence.declaration.row(stored))
    }
    for row in sorted(seen):
        if row.needs not in NECESSARY and row.needs not in CONSENTED:
            yield f'{row.name} is said to be necessary for "{row.needs}"'


def signal_is_a_no(evidence: Evidence) -> Iterator[Finding]:
    """L21, which stores and sends nothing; an explicit later yes wins."""
    signalled, arrived = evidence.states["signalled"], evidence.states["arrived"]
    if signalled.asks:
        yield "asks somebody whose browser has said no"
    if more := _more(signalled, arrived):
        yield f"stores {more}"
    posted = [request.path for request in signalled.requests if request.body]
    others = _third_parties(evidence, signalled) - _third_parties(evidence, arrived)
    yield from (f"sends to {where}" for where in sorted({*posted, *others}))
    if evidence.signalled_way is False:
        yield "an explicit yes does not win over the signal"


def health_is_guarded(evidence: Evidence) -> Iterator[Finding]:
    """L22: no third party on pages about conditions, no telling which is read, and the sentence in each layer."""
    closed = evidence.states["closed page"]
    yield from (f"on a closed page: {host}" for host in sorted(_third_parties(evidence, closed)))
    for request in closed.requests:
        if evidence.declaration.is_own(request.host) and _tells(evidence, request):
            yield f"{request.path} tells which page is read"
    if evidence.declaration.health_care:
        for layer, language, text in _layers(evidence):
            if not re.search(HEALTH[language], text, re.IGNORECASE | re.DOTALL):
                yield f"{layer}, {language}: explicit consent for what the pages read can tell is not asked for"


def _tells(evidence: Evidence, request: Request) -> bool:
    return any(part in request.body for part in evidence.declaration.untold)


def everyone_can_use_it(evidence: Evidence) -> Iterator[Finding]:
    """L23: WCAG 2.2 AA, and a region that is in nobody's way."""
    yield from evidence.violations
    if not evidence.states["arrived"].asks:
        return
    if evidence.keyboard.arrival:
        yield "focus is taken on arrival"
    if evidence.keyboard.stops[:1] != ("banner",) or not evidence.first:
        yield "the banner is not the first that the keyboard comes to"
    if "page" not in evidence.keyboard.stops:
        yield "the keyboard does not come out of the banner"
    if evidence.modal:
        yield "the banner is a dialog, though the page is not blocked"
    for name, view in evidence.views.items():
        yield from (f"{name}: {each}" for each in _unfit(view, whole=name.startswith("narrow")))


def _unfit(view: View, *, whole: bool) -> Iterator[Finding]:
    for target in view.targets:
        if min(target.box.width, target.box.height) < _TARGET:
            yield f'"{target.text}" is smaller than {_TARGET} pixels'
    if view.page_width > view.width:
        yield "the page must be scrolled sideways"
    if whole and view.banner and view.banner.height > view.height / 2 + 1:
        yield "the banner covers more than half of the view"


def _more(state: State, before: State) -> list[str]:
    return sorted(name for _, name in state.values().keys() - before.values().keys())


def _third_parties(evidence: Evidence, state: State) -> set[str]:
    return {each.host for each in state.requests if not evidence.declaration.is_own(each.host)}


ROWS: Final[Mapping[str, Judge]] = {
    "L1": refusing_is_as_easy,
    "L2": answers_look_alike,
    "L3": refusal_is_worded_as_one,
    "L4": purposes_are_named,
    "L5": right_to_withdraw_is_stated,
    "L6": nothing_is_taken_for_a_yes,
    "L7": no_legitimate_interest,
    "L8": no_wall,
    "L9": nothing_is_stored_before_a_yes,
    "L10": no_third_party_before_a_yes,
    "L12": way_back_is_in_reach,
    "L13": withdrawal_takes_effect,
    "L14": one_button_takes_everything_back,
    "L17": asked_again_only_when_it_matters,
    "L18": refusal_lasts,
    "L19": answer_identifies_nobody,
    "L20": necessary_is_a_closed_list,
    "L21": signal_is_a_no,
    "L22": health_is_guarded,
    "L23": everyone_can_use_it,
}
