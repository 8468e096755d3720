"""L12, L13 and L14: a yes can be taken back, as easily as it was given and in full."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from audit.evidence import Request, Step, Stored, WayBack, WithoutScript
from audit.finding import Fault, Finding, Outcome, Unchecked, Words
from audit.rules.case import Case, in_phases, named, on_pages
from audit.rules.rule import Rule
from audit.seen import Identity, foreign, identity

_MOST_CLICKS: Final = 2

_WHY_EASY: Final = Words(
    "Det ska vara lika lätt att ta tillbaka ett ja som att ge det (GDPR artikel 7.3).",
    "To take a yes back must be as easy as to give it (GDPR Article 7(3)).",
)
_LINK: Final = Words(
    "Lägg en länk ”Kakor” längst ned på varje sida, som leder rakt till valet.",
    "Put a link “Cookies” at the bottom of every page that leads straight to the choice.",
)

NO_WAY: Final = Fault(
    "fail",
    Words("Det finns inget att trycka på för att ändra sitt val.", "There is nothing to press to change one's choice."),
    _WHY_EASY,
    _LINK,
)
HIDDEN: Final = Fault(
    "fail",
    Words("”{text}” syns varken direkt eller längst ned på sidan.",
          "“{text}” is neither in view nor at the bottom of the page."),
    _WHY_EASY,
    _LINK,
)  # fmt: skip
DEAD: Final = Fault(
    "fail",
    Words("”{text}” öppnar inget.", "“{text}” opens nothing."),
    _WHY_EASY,
    Words("Låt den öppna valet.", "Let it open the choice."),
)
LEADS_AWAY: Final = Fault(
    "fail",
    Words("”{text}” leder till en annan webbplats.", "“{text}” leads to another website."),
    _WHY_EASY,
    _LINK,
)
TOO_FAR: Final = Fault(
    "fail",
    Words("Allt är av först efter {clicks} tryck.", "All is off only after {clicks} clicks."),
    _WHY_EASY,
    Words("Låt länken leda rakt till valet, med en knapp som tar tillbaka allt.",
          "Let the link lead straight to the choice, with one button that takes everything back."),
)  # fmt: skip
NOT_FOUND: Final = Fault(
    "fail",
    Words("Från ”{text}” gick det inte att stänga av allt på tre tryck.",
          "From “{text}”, not everything could be switched off in three clicks."),
    _WHY_EASY,
    TOO_FAR.mend,
)  # fmt: skip
NEEDS_SCRIPT: Final = Fault(
    "fail",
    Words("Utan JavaScript finns ingen väg till valet.", "Without JavaScript there is no way to the choice."),
    Words("Den som stänger av JavaScript, eller får det stoppat, ska också kunna ändra sig.",
          "Whoever switches JavaScript off, or has it blocked, must be able to change their mind too."),
    Words("Låt länken ha en vanlig adress, som till kaksidan.",
          "Give the link a plain address, as to the cookie page."),
)  # fmt: skip
BROKEN_PAGE: Final = Fault(
    "fail",
    Words("Utan JavaScript leder ”{text}” till en sida som svarar {status}.",
          "Without JavaScript, “{text}” leads to a page that answers {status}."),
    NEEDS_SCRIPT.why,
    Words("Rätta länkens adress.", "Correct the link's address."),
)  # fmt: skip
NO_FORM: Final = Fault(
    "warn",
    Words("Utan JavaScript leder ”{text}” till en sida utan knappar: där går inte valet att ändra.",
          "Without JavaScript, “{text}” leads to a page without buttons: the choice cannot be changed there."),
    NEEDS_SCRIPT.why,
    Words("Lägg ett formulär på sidan, eller förklara där hur kakorna raderas i webbläsaren.",
          "Put a form on the page, or explain there how to delete the cookies in the browser."),
)  # fmt: skip
LEFT: Final = Fault(
    "fail",
    Words("{name} ligger kvar efter att ett ja tagits tillbaka.", "{name} is still there after a yes was taken back."),
    Words("Ett ja som har tagits tillbaka ska inte ha några följder längre.",
          "A yes that was taken back must have no effect any more."),
    Words("Radera det när valet ändras; det som skript inte kommer åt får servern radera.",
          "Delete it when the choice changes; what scripts cannot reach the server can."),
)  # fmt: skip
LEFT_ELSEWHERE: Final = Fault(
    "warn",
    Words("{name} ligger kvar hos en annan, och frågan säger inte att den inte kan raderas.",
          "{name} stays with another, and the question does not say that it cannot be deleted."),
    LEFT.why,
    Words("Säg i inställningarna vad som blir kvar och hur man själv raderar det.",
          "Say in the settings what stays and how to delete it oneself."),
)  # fmt: skip
STILL_ASKED: Final = Fault(
    "fail",
    Words("{host} anropas efter att ett ja tagits tillbaka ({kinds}).",
          "{host} is asked after a yes was taken back ({kinds})."),
    LEFT.why,
    Words("Ladda om sidan när valet ändras, och låt tjänsten vänta på ett nytt ja.",
          "Reload the page when the choice changes, and let the service wait for a new yes."),
)  # fmt: skip
NO_BUTTON: Final = Fault(
    "fail",
    Words("När allt är på och valet öppnas igen finns ingen knapp som tar tillbaka allt.",
          "When all is on and the choice is opened again, no button takes everything back."),
    _WHY_EASY,
    Words("Visa ”Ta tillbaka allt” eller ”Neka alla” också när valet öppnas igen.",
          "Show “Withdraw everything” or “Reject all” also when the choice is opened again."),
)  # fmt: skip

_NO_YES: Final = Words("Inget ja kunde ges, så det fanns inget att ta tillbaka.",
                       "No yes could be given, so there was nothing to take back.")  # fmt: skip
_ELSEWHERE: Final = Words("Valet öppnades på en egen sida; knapparna där är inte lästa.",
                          "The choice opened on a page of its own; its buttons were not read.")  # fmt: skip


def _back(case: Case) -> Iterator[Outcome]:
    yield from case.gaps("way-back", "without-script")
    if case.evidence.answers:
        yield from _ways(way for way in case.evidence.ways_back if way.phase != "signal")
        if case.evidence.without_script:
            yield from _plain(case.evidence.without_script)


def _ways(ways: Iterable[WayBack]) -> Iterator[Finding]:
    """Each fault once, with all its pages."""
    pages = defaultdict[Finding, list[WayBack]](list)
    for way in ways:
        for finding in _way(way):
            pages[finding].append(way)
    for finding, found in pages.items():
        phases, where = in_phases(way.phase for way in found), on_pages(way.page for way in found)
        yield finding._replace(where=Words(f"{phases.sv}: {where.sv}", f"{phases.en}: {where.en}"))


_NOWHERE: Final = Words("", "")


def _way(way: WayBack) -> Iterator[Finding]:
    if not way.control:
        yield NO_WAY.at(_NOWHERE)
        return
    text = way.control.text
    if not (way.floating or way.footer or way.control.in_view):
        yield HIDDEN.at(_NOWHERE, text=text)
    if way.opens == "nothing":
        yield DEAD.at(_NOWHERE, text=text)
    elif way.opens == "elsewhere":
        yield LEADS_AWAY.at(_NOWHERE, text=text)
    elif way.phase == "accepted" and way.opens and way.clicks is None:
        yield NOT_FOUND.at(_NOWHERE, text=text)
    elif way.clicks is not None and way.clicks > _MOST_CLICKS:
        yield TOO_FAR.at(_NOWHERE, clicks=way.clicks)


def _plain(found: WithoutScript) -> Iterator[Finding]:
    where = on_pages([found.page])
    if not found.link:
        yield NEEDS_SCRIPT.at(where)
    elif found.status >= 400:
        yield BROKEN_PAGE.at(where, text=found.link.text, status=found.status)
    elif found.status and not found.buttons:
        yield NO_FORM.at(where, text=found.link.text)


def _effect(case: Case) -> Iterator[Outcome]:
    yield from case.gaps("withdrawn")
    steps = case.evidence.during("withdrawn")
    if not steps:
        if not any(case.gaps("withdrawn")):
            yield Unchecked(_NO_YES)
        return
    yield from _left(case, steps)
    yield from _asked(steps)


def _left(case: Case, steps: Iterable[Step]) -> Iterator[Finding]:
    allowed = {identity(row) for step in case.evidence.during("before", "refused") for row in step.stored}
    left = defaultdict[Identity, list[tuple[Step, Stored]]](list)
    for step in steps:
        for row in step.stored:
            if identity(row) not in allowed and not _may_stay(case, row):
                left[identity(row)].append((step, row))
    told = " ".join(layer.text for _, layer in case.layers)
    for rows in left.values():
        stored = rows[0][1]
        where = on_pages(step.page for step, _ in rows)
        if stored.own:
            yield LEFT.at(where, name=named(stored))
        elif stored.name not in told:
            yield LEFT_ELSEWHERE.at(where, name=named(stored))


def _may_stay(case: Case, stored: Stored) -> bool:
    declared = case.declaration
    return declared is not None and (declared.is_necessary(stored) or declared.is_choice(stored))


def _asked(steps: tuple[Step, ...]) -> Iterator[Finding]:
    """The page that was open when the choice changed may still be saying goodbye; what is opened later may not."""
    later = [step for step in steps if step.moment != "answer"]
    hosts = defaultdict[str, list[Request]](list)
    for step in later or steps:
        for request in foreign(step.requests):
            hosts[request.host].append(request)
    for host, requests in sorted(hosts.items()):
        kinds = ", ".join(dict.fromkeys(request.kind for request in requests))
        yield STILL_ASKED.at(on_pages(request.page for request in requests), host=host, kinds=kinds)


def _button(case: Case) -> Iterator[Outcome]:
    ways = [way for way in case.evidence.ways_back if way.phase == "accepted"]
    if not ways:
        yield from tuple(case.gaps("way-back", "accepted")) or (Unchecked(_NO_YES),)
    if lacking := [way.page for way in ways if _lacks_button(way)]:
        yield NO_BUTTON.at(on_pages(lacking))
    elif any(way.opens in ("page", "elsewhere") and way.clicks is None for way in ways):
        yield Unchecked(_ELSEWHERE)


def _lacks_button(way: WayBack) -> bool:
    """In the layer that opens, or because nothing does; what was only spotted was not pressed."""
    if way.layer is None:
        return way.opens == "nothing" or way.control is None
    control = way.layer.control("withdraw", "reject")
    return control is None or not control.reachable


RULES: Final = (
    Rule("L12", Words("Att ta tillbaka är lika lätt som att ge", "Withdrawing is as easy as giving"),
         Words("GDPR artikel 7.3; PTS, vägledning om kakor", "GDPR Art. 7(3); PTS, guidance on cookies"), _back),
    Rule("L13", Words("Det som tas tillbaka upphör", "What is withdrawn ends"),
         Words("GDPR artikel 7.3", "GDPR Art. 7(3)"), _effect),
    Rule("L14", Words("En knapp tar tillbaka allt", "One button takes everything back"),
         Words("GDPR artikel 7.3", "GDPR Art. 7(3)"), _button),
)  # fmt: skip
