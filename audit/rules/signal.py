"""L21: a browser that says no by itself is obeyed."""

from collections.abc import Iterable, Iterator
from typing import Final

from audit.evidence import Step
from audit.finding import Fault, Outcome, Unchecked, Words
from audit.rules.case import Case, named, on_pages
from audit.rules.rule import Rule
from audit.seen import Identity, foreign, identity

_WHY: Final = Words(
    "Signalen Global Privacy Control är ett nej som redan är sagt (GPC-specifikationen; GDPR artikel 21.5).",
    "The signal Global Privacy Control is a no that was said already (the GPC specification; GDPR Article 21(5)).",
)

ASKED_ANYWAY: Final = Fault(
    "fail",
    Words("Frågan visas fast webbläsaren redan har sagt nej (GPC).",
          "The question is shown although the browser has said no already (GPC)."),
    _WHY,
    Words("Visa ingen fråga när navigator.globalPrivacyControl är sant.",
          "Show no question where navigator.globalPrivacyControl is true."),
)  # fmt: skip
STORED_ANYWAY: Final = Fault(
    "fail",
    Words("{name} sparas fast webbläsaren har sagt nej (GPC).",
          "{name} is stored although the browser has said no (GPC)."),
    _WHY,
    Words("Spara inget när signalen är satt.", "Store nothing where the signal is set."),
)  # fmt: skip
FETCHED_ANYWAY: Final = Fault(
    "fail",
    Words("{host} anropas fast webbläsaren har sagt nej (GPC).",
          "{host} is asked although the browser has said no (GPC)."),
    _WHY,
    Words("Anropa ingen annan när signalen är satt.", "Ask nobody else where the signal is set."),
)  # fmt: skip
NO_WAY_TO_YES: Final = Fault(
    "fail",
    Words("Med signalen satt går det inte att säga ja i inställningarna.",
          "With the signal set there is no way to say yes in the settings."),
    Words("Den som vill ska kunna säga ja ändå: ett senare val går före signalen.",
          "Whoever wants to should be able to say yes: a later choice goes before the signal."),
    Words("Låt länken ”Kakor” leda till ett ja också för dem.", "Let the link “Cookies” lead to a yes for them too."),
)  # fmt: skip
YES_IN_VAIN: Final = Fault(
    "fail",
    Words("Med signalen satt gör ett ja i inställningarna ingen skillnad.",
          "With the signal set, a yes in the settings makes no difference."),
    NO_WAY_TO_YES.why,
    Words("Låt ett ja som ges uttryckligen gälla före signalen.",
          "Let a yes that is said outright go before the signal."),
)  # fmt: skip

_NOT_TRIED: Final = Words("Webbplatsen besöktes inte med signalen satt.",
                          "The website was not visited with the signal set.")  # fmt: skip


def _obeyed(case: Case) -> Iterator[Outcome]:
    gaps = tuple(case.gaps("signal"))
    yield from gaps
    steps = [step for step in case.evidence.during("signal") if step.moment != "yes-after-signal"]
    if not steps:
        yield from () if gaps else (Unchecked(_NOT_TRIED),)
        return
    if asked := [step.page for step in steps if step.asked]:
        yield ASKED_ANYWAY.at(on_pages(asked))
    yield from _stored(case, steps)
    hosts: dict[str, list[str]] = {}
    for step in steps:
        for request in foreign(step.requests):
            hosts.setdefault(request.host, []).append(request.page)
    yield from (FETCHED_ANYWAY.at(on_pages(pages), host=host) for host, pages in sorted(hosts.items()))
    yield from _still_free(case, steps)


def _stored(case: Case, steps: Iterable[Step]) -> Iterator[Outcome]:
    seen: dict[Identity, Outcome] = {}
    for step in steps:
        for row in step.stored:
            if not (case.declaration and case.declaration.is_necessary(row)):
                seen.setdefault(identity(row), STORED_ANYWAY.at(on_pages([step.page]), name=named(row)))
    yield from seen.values()


def _still_free(case: Case, steps: Iterable[Step]) -> Iterator[Outcome]:
    """Whether a yes can be said, and is remembered. Only where no question was shown was one looked for."""
    ways = [way for way in case.evidence.ways_back if way.phase == "signal"]
    where = on_pages(way.page for way in ways)
    said = [step for step in case.evidence.during("signal") if step.moment == "yes-after-signal"]
    if ways and not said and not any(way.opens == "page" for way in ways):
        yield NO_WAY_TO_YES.at(where)
    before = {identity(row) for step in steps for row in step.stored}
    if said and not any(identity(row) not in before for step in said for row in step.stored):
        yield YES_IN_VAIN.at(where)


RULES: Final = (
    Rule("L21", Words("Webbläsarens eget nej gäller", "The browser's own no holds"),
         Words("Specifikationen Global Privacy Control", "The Global Privacy Control specification"), _obeyed),
)  # fmt: skip
