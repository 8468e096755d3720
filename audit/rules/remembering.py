"""L18 and L19: a no is remembered as long as a yes, and tells nobody apart."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from audit.evidence import PhaseName, Stored
from audit.finding import Fault, Finding, Outcome, Unchecked, Words, plain
from audit.rules.case import Case, named, on_pages
from audit.rules.rule import Rule
from audit.seen import Identity, identity

YEAR: Final = 366
"""Days for which an answer may be remembered at most; a leap year's."""

QUARTER: Final = 90
"""Days for which whoever said no should be left in peace at least."""

_WHY_PEACE: Final = Words(
    "Den som frågas om och om igen tills svaret blir ja har inte svarat fritt (CNIL).",
    "Whoever is asked again and again until the answer is yes has not answered freely (CNIL).",
)

COMES_BACK: Final = Fault(
    "fail",
    Words("Frågan kommer tillbaka efter ett nej ({moment}).", "The question comes back after a no ({moment})."),
    _WHY_PEACE,
    Words("Minns nejet lika länge som ett ja.", "Remember the no as long as a yes."),
)
SHORTER: Final = Fault(
    "fail",
    Words("Ett nej minns {no}, ett ja {yes} ({name}).", "A no is remembered {no}, a yes {yes} ({name})."),
    _WHY_PEACE,
    Words("Ge båda svaren samma tid.", "Give both answers the same time."),
)
TOO_LONG: Final = Fault(
    "fail",
    Words("Svaret sparas i {days} dagar ({name}).", "The answer is kept for {days} days ({name})."),
    Words("Ett svar blir gammalt: efter högst tolv månader ska man frågas igen.",
          "An answer grows old: after twelve months at most one should be asked again."),
    Words("Korta tiden till sex månader, högst tolv.", "Shorten it to six months, twelve at most."),
)  # fmt: skip
TOO_SHORT: Final = Fault(
    "warn",
    Words("Svaret minns bara {kept} ({name}).", "The answer is remembered only {kept} ({name})."),
    _WHY_PEACE,
    Words("Låt det gälla i sex månader.", "Let it hold for six months."),
)
ENDLESS: Final = Fault(
    "warn",
    Words("Svaret ligger i {name} utan slut.", "The answer lies in {name} without an end."),
    TOO_LONG.why,
    Words("Spara svaret i en kaka som upphör efter sex månader, eller se till att sidan frågar igen.",
          "Keep the answer in a cookie that ends after six months, or make the page ask again."),
)  # fmt: skip
SAFARI: Final = Fault(
    "warn",
    Words("I Safari försvinner svaret efter 7 dagar ({name}): {reason}.",
          "In Safari the answer is gone after 7 days ({name}): {reason}."),
    Words("Safari-besökare frågas då varje vecka, också de som har sagt nej.",
          "Visitors with Safari are then asked every week, those who said no too."),
    Words("Låt webbplatsens egen server sätta kakan: en tjänst på en sökväg av webbplatsen, eller på samma "
          "nätverksadress.",
          "Let the website's own server set the cookie: a service on a path of the website, or at the same network "
          "address."),
)  # fmt: skip
TELLS_APART: Final = Fault(
    "fail",
    Words("{name} är olika för två som nekar.", "{name} differs between two who refuse."),
    Words("Det som minns ett nej får inte känna igen någon: bara då är det undantaget från kravet på samtycke (CNIL).",
          "What remembers a no must recognise nobody: only then is it exempt from consent (CNIL)."),
    Words("Spara samma värde för alla som nekar, utan id och tidpunkt.",
          "Store the same value for all who refuse, without an id and a time."),
)  # fmt: skip

_BY_SCRIPT: Final = Words("ett skript sätter kakan", "a script sets the cookie")
_ELSEWHERE: Final = Words("den som sätter den har en annan nätverksadress än webbplatsen",
                          "who sets it has another network address than the website")  # fmt: skip
_NO_NO: Final = Words("Inget nej kunde ges.", "No refusal could be given.")
_NOTHING: Final = Words("Ett nej sparade inget som kändes igen.", "A no stored nothing that was recognised.")
_MOMENTS: Final = {
    "reload": Words("när sidan laddas om", "on reload"),
    "new-tab": Words("i en ny flik", "in a new tab"),
    "other-page": Words("på en annan sida", "on another page"),
}
_SESSION: Final = Words("tills webbläsaren stängs", "until the browser closes")


class _Choice(NamedTuple):
    """What holds the answer, after a no and after a yes."""

    no: Stored
    yes: Stored | None


def _lasting(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    steps = case.evidence.during("refused")
    if not steps:
        gaps = tuple(case.gaps("refused"))
        yield from gaps or (Unchecked(_NO_NO),)
        return
    for step in steps:
        if step.asked and step.moment in _MOMENTS:
            yield COMES_BACK.at(on_pages([step.page]), moment=_MOMENTS[step.moment])
            break
    choices = _choices(case)
    if not choices:
        yield Unchecked(_NOTHING)
    for choice in choices:
        yield from _lifetime(choice)


def _choices(case: Case) -> list[_Choice]:
    """As declared; else what both answers leave behind and nobody had before."""
    before = set(_last(case, "before"))
    no, yes = _last(case, "refused"), _last(case, "accepted")
    if case.declaration and (declared := [row for row in no.values() if case.declaration.is_choice(row)]):
        return [_Choice(row, yes.get(identity(row))) for row in declared]
    return [_Choice(row, yes[key]) for key, row in no.items() if key in yes and key not in before and row.own]


def _last(case: Case, phase: PhaseName) -> dict[Identity, Stored]:
    return {identity(row): row for step in case.evidence.during(phase) for row in step.stored}


def _lifetime(choice: _Choice) -> Iterator[Finding]:
    no, yes, name = choice.no, choice.yes, plain(choice.no.name)
    where = on_pages([no.page])
    if no.kind == "local-storage":
        yield ENDLESS.at(where, name=named(no))
        return
    if no.kind != "cookie":
        yield TOO_SHORT.at(where, kept=_SESSION, name=named(no))
        return
    # A day is granted: the two were given at different moments.
    if yes and _days(no) < _days(yes) - 1:
        yield SHORTER.at(where, no=_kept(no), yes=_kept(yes), name=name)
    elif _days(no) < QUARTER - 1:
        yield TOO_SHORT.at(where, kept=_kept(no), name=name)
    longest = max(_days(no), _days(yes) if yes else 0)
    if longest > YEAR:
        yield TOO_LONG.at(where, days=f"{longest:.0f}", name=name)
    yield from _in_safari(no, where)


def _days(stored: Stored) -> float:
    return stored.days or 0


def _kept(stored: Stored) -> Words:
    days = f"{_days(stored):.0f}"
    return Words(f"{days} dagar", f"for {days} days") if stored.days else _SESSION


def _in_safari(stored: Stored, where: Words) -> Iterator[Finding]:
    if _days(stored) > 7:
        if stored.set_by == "script":
            yield SAFARI.at(where, name=stored.name, reason=_BY_SCRIPT)
        elif stored.near is False:
            yield SAFARI.at(where, name=stored.name, reason=_ELSEWHERE)


def _same_for_all(case: Case) -> Iterator[Outcome]:
    yield from case.unless_banner()
    yield from case.gaps("refusals")
    if len(case.evidence.refusals) < 2:
        if case.banners and not any(case.gaps("refusals")):
            yield Unchecked(_NO_NO)
        return
    before = set(_last(case, "before"))
    one, other = ({identity(row): row for row in rows} for rows in case.evidence.refusals[:2])
    where = on_pages([case.evidence.url])
    for key, row in one.items():
        is_same = key in other and other[key].digest == row.digest
        is_necessary = case.declaration is not None and case.declaration.is_necessary(row)
        if key not in before and row.own and not is_same and not is_necessary:
            yield TELLS_APART.at(where, name=named(row))


RULES: Final = (
    Rule("L18", Words("Ett nej gäller lika länge som ett ja", "A no lasts as long as a yes"),
         Words("CNIL:s riktlinjer om kakor", "CNIL's guidelines on cookies"), _lasting),
    Rule("L19", Words("Det som minns ett nej känner inte igen någon", "What remembers a no recognises nobody"),
         Words("CNIL:s riktlinjer om kakor", "CNIL's guidelines on cookies"), _same_for_all),
)  # fmt: skip
