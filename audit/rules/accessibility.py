"""L23: everyone can read the question, answer it and get past it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from audit.evidence import Control, Keyboard, Layer, View, Violation
from audit.finding import Fault, Finding, Outcome, Words, plain
from audit.rules.case import Case, in_views
from audit.rules.rule import Rule

_LEAST: Final = 24
"""CSS pixels of a target's side (WCAG 2.2, 2.5.8)."""

_HALF: Final = 50
"""Percent of the view that the question may take, with text at 200 % too."""

_STEADY: Final = 0.1
"""Cumulative layout shift that still counts as good (web.dev/cls)."""

_WHY_ALL: Final = Words(
    "Den som använder tangentbord, skärmläsare eller stor text ska kunna svara som alla andra (WCAG 2.2; lag "
    "2023:254).",
    "Whoever uses a keyboard, a screen reader or large text must be able to answer like everyone else (WCAG 2.2; the "
    "Swedish act 2023:254).",
)

AXE: Final = Fault(
    "fail",
    Words("axe-core: {help} ({rule}): {targets}.", "axe-core: {help} ({rule}): {targets}."),
    _WHY_ALL,
    Words("Se {url}.", "See {url}."),
)
AXE_PAGE: Final = Fault(
    "warn",
    Words("Utanför frågan, axe-core: {help} ({rule}): {targets}.",
          "Outside the question, axe-core: {help} ({rule}): {targets}."),
    _WHY_ALL,
    Words("Se {url}.", "See {url}."),
)  # fmt: skip
NO_LANDMARK: Final = Fault(
    "fail",
    Words("Frågan är ingen namngiven region, så skärmläsare hittar den inte.",
          "The question is no named region, so screen readers do not find it."),
    _WHY_ALL,
    Words("Ge dess yttersta element role=\"region\" och aria-label.",
          "Give its outermost element role=\"region\" and an aria-label."),
)  # fmt: skip
FALSE_MODAL: Final = Fault(
    "fail",
    Words("Frågan säger sig spärra sidan (aria-modal), men gör det inte.",
          "The question says that it blocks the page (aria-modal), and does not."),
    _WHY_ALL,
    Words("Ta bort aria-modal, och gör den till en region.", "Remove aria-modal, and make it a region."),
)  # fmt: skip
LIVE: Final = Fault(
    "fail",
    Words("Frågan läses upp av sig själv (aria-live={live}).",
          "The question is read out by itself (aria-live={live})."),
    Words("Den avbryter då det som skärmläsaren håller på att läsa.",
          "It then interrupts what the screen reader is reading."),
    Words("Ta bort aria-live, och rollen alert eller status.", "Remove aria-live, and the role alert or status."),
)  # fmt: skip
STOLEN: Final = Fault(
    "fail",
    Words("Frågan tar fokus från sidan.", "The question takes the focus from the page."),
    Words("Den som just har börjat läsa eller skriva kastas bort (WCAG 3.2.1).",
          "Whoever has begun to read or type is thrown off (WCAG 3.2.1)."),
    Words("Flytta inget fokus när frågan visas.", "Move no focus when the question is shown."),
)  # fmt: skip
TRAPPED: Final = Fault(
    "fail",
    Words("Tangentbordet kommer inte ut ur frågan.", "The keyboard does not get out of the question."),
    Words("Den som inte har mus sitter fast (WCAG 2.1.2).", "Whoever has no mouse is stuck (WCAG 2.1.2)."),
    Words("Låt Tab gå vidare till sidan.", "Let Tab go on to the page."),
)
NO_KEYS: Final = Fault(
    "fail",
    Words("Tangentbordet når inte {which}.", "The keyboard does not reach {which}."),
    Words("Den som inte har mus kan inte svara (WCAG 2.1.1).", "Whoever has no mouse cannot answer (WCAG 2.1.1)."),
    Words("Gör den till <button>, utan tabindex=\"-1\".", "Make it a <button>, without tabindex=\"-1\"."),
)  # fmt: skip
NOT_FIRST: Final = Fault(
    "fail",
    Words("Frågan kommer inte först när man stegar med Tab.", "The question does not come first in the Tab order."),
    Words("Den som använder tangentbord får gå genom hela sidan för att svara.",
          "Whoever uses a keyboard must go through the whole page to answer."),
    Words("Lägg den först i body.", "Put it first in the body."),
)  # fmt: skip
OBSCURES: Final = Fault(
    "fail",
    Words("Frågan täcker det som har fokus: {hidden}.", "The question covers what has the focus: {hidden}."),
    Words("Den som stegar med Tab ser inte var hen är (WCAG 2.4.11).",
          "Whoever steps with Tab cannot see where they are (WCAG 2.4.11)."),
    Words("Ge sidan scroll-padding lika hög som frågan.", "Give the page a scroll-padding as high as the question."),
)  # fmt: skip
SMALL: Final = Fault(
    "fail",
    Words("”{text}” är {size} px; minst 24×24 behövs.", "“{text}” is {size} px; at least 24×24 is needed."),
    Words("Den som darrar eller har en liten skärm träffar inte (WCAG 2.5.8).",
          "Unsteady hands and small screens miss it (WCAG 2.5.8)."),
    Words("Gör knappen större.", "Make the button larger."),
)  # fmt: skip
SIDEWAYS: Final = Fault(
    "fail",
    Words("Frågan gör att sidan måste rullas i sidled ({width} px bred).",
          "The question makes the page scroll sideways ({width} px wide)."),
    Words("Text som rullar åt två håll går knappt att läsa (WCAG 1.4.10).",
          "Text that scrolls both ways can hardly be read (WCAG 1.4.10)."),
    Words("Låt frågans bredd följa skärmens.", "Let its width follow the screen's."),
)  # fmt: skip
CUT_OFF: Final = Fault(
    "fail",
    Words("Frågan är bredare än skärmen: {over} px hamnar utanför.",
          "The question is wider than the screen: {over} px lie beyond it."),
    Words("Det som hamnar utanför går inte att läsa (WCAG 1.4.10).", "What lies beyond cannot be read (WCAG 1.4.10)."),
    SIDEWAYS.mend,
)  # fmt: skip
FILLS: Final = Fault(
    "fail",
    Words("Frågan tar {share} % av vyn.", "The question takes {share}% of the view."),
    Words("Med stor text syns nästan inget av sidan.", "With large text, hardly anything of the page shows."),
    Words("Låt den ta högst halva vyn, med text som rullar inuti.",
          "Let it take at most half of the view, with text that scrolls inside."),
)  # fmt: skip
JUMPS: Final = Fault(
    "warn",
    Words("Sidan hoppar när frågan visas (layout shift {shift}).",
          "The page jumps when the question is shown (layout shift {shift})."),
    Words("Den som just ska trycka på något trycker fel.", "Whoever is about to press something presses wrong."),
    Words("Låt frågan ligga ovanpå sidan, i stället för att skjuta undan den.",
          "Let it lie on top of the page instead of pushing it aside."),
)  # fmt: skip

_NAMED_ROLES: Final = frozenset({"region", "complementary", "dialog", "alertdialog", "form", "section", "aside"})
_YES: Final = Words("ja", "yes")
_NO: Final = Words("nej", "no")
_NOWHERE: Final = Words("", "")


def _usable(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    yield from case.gaps("axe")
    views = defaultdict[Finding, list[View]](list)
    for view, layer in case.banners:
        for check in _CHECKS:
            for finding in check(view, layer):
                views[finding].append(view)
    yield from (finding._replace(where=in_views(where)) for finding, where in views.items())


def _axe(view: View, _: Layer) -> Iterator[Finding]:
    for violation in (*view.violations, *view.settings_violations):
        yield _violation(violation)


def _violation(found: Violation) -> Finding:
    fault = AXE if found.inside else AXE_PAGE
    targets = ", ".join(found.targets[:3])
    if found.inside and not any(tag.startswith("wcag") for tag in found.tags):
        fault = fault._replace(severity="warn")  # good practice, and no criterion
    return fault.at(_NOWHERE, help=found.help, rule=found.rule, targets=targets, url=found.url)


def _named(_: View, layer: Layer) -> Iterator[Finding]:
    if layer.role not in _NAMED_ROLES or not layer.label:
        yield NO_LANDMARK.at(_NOWHERE)
    if layer.live and layer.live != "off":
        yield LIVE.at(_NOWHERE, live=layer.live)


def _blocking(view: View, layer: Layer) -> Iterator[Finding]:
    content = view.content
    if layer.modal and content and content.clickable and not content.inert:
        yield FALSE_MODAL.at(_NOWHERE)


def _keyboard(view: View, layer: Layer) -> Iterator[Finding]:
    keys = view.keyboard
    if not keys:
        return
    if keys.stolen:
        yield STOLEN.at(_NOWHERE)
    if keys.trapped:
        yield TRAPPED.at(_NOWHERE)
    for which, control, is_reached in _answers(keys, layer):
        if control and not is_reached:
            yield NO_KEYS.at(
                _NOWHERE, which=Words(f"{which.sv}, ”{control.text}”", f"the {which.en}, “{control.text}”")
            )
    if keys.reaches_banner and not keys.first and not keys.stolen:
        yield NOT_FIRST.at(_NOWHERE)
    if keys.hidden:
        yield OBSCURES.at(_NOWHERE, hidden=plain(", ".join(keys.hidden[:3])))


def _answers(keys: Keyboard, layer: Layer) -> tuple[tuple[Words, Control | None, bool], ...]:
    return (
        (_YES, layer.control("accept"), keys.reaches_accept),
        (_NO, layer.control("reject"), keys.reaches_reject),
    )


def _sizes(view: View, layer: Layer) -> Iterator[Finding]:
    controls = (*layer.controls, *(view.settings.controls if view.settings else ()))
    for control in controls:
        box = control.box
        # A link in a sentence may be as low as its line.
        is_button = control.tag != "a" or control.role == "button"
        if is_button and box.width and min(box.width, box.height) < _LEAST:
            yield SMALL.at(_NOWHERE, text=control.text, size=f"{box.width:.0f}×{box.height:.0f}")


def _room(view: View, layer: Layer) -> Iterator[Finding]:
    if view.scroll_width > max(view.width, view.scroll_width_without):
        yield SIDEWAYS.at(_NOWHERE, width=view.scroll_width)
    if (over := layer.box.x + layer.box.width - view.width) > 1:
        yield CUT_OFF.at(_NOWHERE, over=f"{over:.0f}")
    if view.name in ("small", "small-200") and (share := round(layer.share * 100)) > _HALF:
        yield FILLS.at(_NOWHERE, share=share)
    if view.shift_by_banner > _STEADY:
        shift = f"{view.shift_by_banner:.2f}"
        yield JUMPS.at(_NOWHERE, shift=Words(shift.replace(".", ","), shift))


_CHECKS: Final[tuple[Callable[[View, Layer], Iterator[Finding]], ...]] = (
    _axe, _named, _blocking, _keyboard, _sizes, _room,
)  # fmt: skip

RULES: Final = (
    Rule("L23", Words("Alla kan läsa och besvara frågan", "Everyone can read and answer the question"),
         Words("WCAG 2.2 AA; lag 2023:254 (mikroföretags tjänster är undantagna: där god sed)",
               "WCAG 2.2 AA; the Swedish act 2023:254 (services of micro-enterprises are exempt: good practice there)"),
         _usable),
)  # fmt: skip
