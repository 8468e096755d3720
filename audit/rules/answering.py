"""L6 and L8: a yes is an act of its own, and the website can be used without an answer."""

from collections.abc import Iterator
from typing import Final

from audit.evidence import Moment, PhaseName, Step, View
from audit.finding import Fault, Finding, Outcome, Words
from audit.rules.case import Case, in_views, names, on_pages, plain_list
from audit.rules.rule import Rule
from audit.rules.vocabulary import NECESSARY
from audit.seen import Identity, foreign, identity

_COVERED: Final = 0.9
"""The share of the view at which the page behind can no longer be used."""

INSTEAD: Final[dict[Moment, Words]] = {
    "scroll": Words("att rulla", "scrolling"),
    "escape": Words("Escape", "Escape"),
    "close": Words("att stänga frågan", "closing the question"),
    "next-page": Words("att gå vidare till en annan sida", "going on to another page"),
}

TAKEN: Final = Fault(
    "fail",
    Words("{act} togs som ett ja: {signs}.", "{act} was taken for a yes: {signs}."),
    Words("Ett ja är en tydlig handling. Den som bara läser vidare har inte sagt ja (Planet49; GDPR artikel 4.11).",
          "A yes is a clear act. Whoever just reads on has not said yes (Planet49; GDPR Article 4(11))."),
    Words("Vänta med allt tills någon har tryckt på ja.", "Wait with everything until someone has pressed yes."),
)  # fmt: skip
TICKED: Final = Fault(
    "fail",
    Words("Förkryssat: {labels}.", "Ticked beforehand: {labels}."),
    Words("En ruta som redan är ikryssad är inget samtycke (EU-domstolen, Planet49).",
          "A box that is already ticked is no consent (Court of Justice, Planet49)."),
    Words("Låt rutorna vara tomma tills besökaren själv kryssar i dem.",
          "Leave the boxes empty until the visitor ticks them."),
)  # fmt: skip
WALL: Final = Fault(
    "fail",
    Words("Sidan går inte att använda förrän man har svarat: {how}.",
          "The page cannot be used before an answer: {how}."),
    Words("Ett ja som behövs för att komma vidare är inte frivilligt (EDPB 05/2020).",
          "A yes that one needs in order to go on is not freely given (EDPB 05/2020)."),
    Words("Låt frågan ligga vid sidan av innehållet, utan ridå, och låt sidan rulla som vanligt.",
          "Let the question lie beside the content, without a curtain, and let the page scroll as usual."),
)  # fmt: skip

_STORED: Final = Words("det sparade {names}", "it stored {names}")
_ASKED: Final = Words("frågan försvann och {hosts} anropades", "the question went, and {hosts} was asked")
_BEHIND: Final = Words("frågan eller dess ridå täcker vyn", "the question or its curtain covers the view")
_LOCKED: Final = Words("sidan går inte att rulla", "the page does not scroll")
_INERT: Final = Words("innehållet är avstängt", "the content is switched off")
_NO_LINKS: Final = Words("inga länkar går att trycka på", "no links can be pressed")
_NO_KEYS: Final = Words("tangentbordet når inte sidan", "the keyboard does not reach the page")


def _act(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    steps = case.evidence.during("before")
    refusal = _kept(case, "refused")
    for moment, act in INSTEAD.items():
        for step in (each for each in steps if each.moment == moment):
            if signs := tuple(_signs(step, steps, refusal)):
                yield TAKEN.at(on_pages([step.page]), act=_begun(act), signs=plain_list(signs))
                break
    yield from _ticked(case)


def _begun(act: Words) -> Words:
    """As a sentence begins."""
    return Words(*(text[0].upper() + text[1:] for text in act))


def _signs(step: Step, steps: tuple[Step, ...], refusal: set[tuple[Identity, str]]) -> Iterator[Words]:
    """What came with a step that comes with a yes. To be remembered as having closed the question is no yes, if it is
    remembered in the way of a no."""
    earlier = _earlier(steps)
    new = [row for row in step.stored if identity(row) not in earlier and (identity(row), row.digest) not in refusal]
    if new:
        yield _STORED.filled(names=names(new))
    hosts = sorted({request.host for request in foreign(step.requests)})
    if hosts and not step.asked and any(each.asked for each in steps):
        yield _ASKED.filled(hosts=", ".join(hosts))


def _earlier(steps: tuple[Step, ...]) -> set[Identity]:
    """What a page stores without anything being done on it: that is another rule's. A page that came later and asks
    nothing may have taken going on to it for an answer."""
    untouched = (step for step in steps if step.moment not in INSTEAD)
    return {identity(row) for step in untouched if step.asked or step.moment == "first-page" for row in step.stored}


def _kept(case: Case, phase: PhaseName) -> set[tuple[Identity, str]]:
    return {(identity(row), row.digest) for step in case.evidence.during(phase) for row in step.stored}


def _ticked(case: Case) -> Iterator[Finding]:
    labels = {
        each.label: view
        for view, layer in case.layers
        for each in layer.inputs
        if each.kind in ("checkbox", "switch") and each.checked and not each.disabled
        if not NECESSARY.search(each.label)
    }
    if labels:
        yield TICKED.at(in_views(labels.values()), labels=", ".join(f"”{label}”" for label in labels))


def _wall(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    for view, _ in case.banners:
        if reasons := tuple(_obstacles(view)):
            yield WALL.at(in_views([view]), how=plain_list(reasons))


def _obstacles(view: View) -> Iterator[Words]:
    if content := view.content:
        if content.inert:
            yield _INERT
        if content.scroll_locked:
            yield _LOCKED
        if content.covered >= _COVERED:
            yield _BEHIND
        elif content.links and not content.clickable:
            yield _NO_LINKS
    if view.keyboard and view.keyboard.trapped:
        yield _NO_KEYS


RULES: Final = (
    Rule("L6", Words("Inget är förvalt, och bara en handling är ett ja", "Nothing is preset, and only an act is a yes"),
         Words("GDPR artikel 4.11; EU-domstolen C-673/17 Planet49; IMY",
               "GDPR Art. 4(11); Court of Justice C-673/17 Planet49; IMY"),
         _act),
    Rule("L8", Words("Webbplatsen går att använda utan att svara", "The website can be used without an answer"),
         Words("EDPB:s riktlinjer 05/2020 om samtycke", "EDPB Guidelines 05/2020 on consent"), _wall),
)  # fmt: skip
