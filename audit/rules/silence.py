"""L9 and L10: before an answer and after a no, nothing is stored and nobody else is asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from audit.evidence import Request, Step, Stored
from audit.finding import Fault, Finding, Outcome, Words
from audit.known import load_known
from audit.rules.answering import INSTEAD
from audit.rules.case import Case, named, on_pages
from audit.rules.rule import Rule
from audit.seen import Identity, foreign, identity

_WHY_STORED: Final = Words(
    "Att spara något på eller läsa något från besökarens enhet kräver ett ja, vad det än är, om det inte är nödvändigt "
    "för det besökaren bett om (LEK 9 kap. 28 §).",
    "To store something on the visitor's device or read from it takes a yes, whatever it is, unless it is necessary "
    "for what the visitor asked for (LEK ch. 9 s. 28; ePrivacy Directive, Article 5(3)).",
)
_WHY_ASKED: Final = Words(
    "Den som anropas får besökarens IP-adress och kan få veta vilken sida som läses, utan att besökaren sagt ja.",
    "Whoever is asked receives the visitor's IP address and may learn which page is read, without a yes.",
)

STORED_EARLY: Final = Fault(
    "fail",
    Words("{name} sparas innan någon har svarat.", "{name} is stored before anyone has answered."),
    _WHY_STORED,
    Words("Spara det först efter ett ja. Är det nödvändigt, till exempel för inloggning: säg det i policyn, och vänta "
          "med det tills det behövs.",
          "Store it only after a yes. If it is necessary, such as for a login: say so in the policy, and wait until it "
          "is needed."),
)  # fmt: skip
STORED_AFTER_NO: Final = Fault(
    "fail",
    Words("{name} sparas fast besökaren har sagt nej.", "{name} is stored although the visitor has said no."),
    _WHY_STORED,
    Words("Låt nejet stoppa det som sparar det.", "Let the no stop what stores it."),
)
ASKED_EARLY: Final = Fault(
    "fail",
    Words("{host} anropas innan någon har svarat ({kinds}).", "{host} is asked before anyone has answered ({kinds})."),
    _WHY_ASKED,
    Words("Vänta med det till efter ett ja, eller lägg filen på den egna webbplatsen.",
          "Wait with it until after a yes, or keep the file on your own website."),
)  # fmt: skip
ASKED_AFTER_NO: Final = Fault(
    "fail",
    Words("{host} anropas fast besökaren har sagt nej ({kinds}).",
          "{host} is asked although the visitor has said no ({kinds})."),
    _WHY_ASKED,
    Words("Låt nejet stoppa anropet, också när sidan laddas om.", "Let the no stop the request, also after a reload."),
)  # fmt: skip

_TRACKING: Final = ("Analytics", "Marketing")


def _storage(case: Case) -> Iterator[Outcome]:
    before = [step for step in case.evidence.during("before") if step.moment not in INSTEAD]
    early = _stored(before)
    for stored in early.values():
        if not (case.declaration and case.declaration.is_necessary(stored)):
            yield STORED_EARLY.at(_where(stored, before), name=named(stored))
    yield from case.gaps("refused")
    after = case.evidence.during("refused")
    for key, stored in _stored(after).items():
        if key not in early and not _is_refusal(case, stored):
            yield STORED_AFTER_NO.at(_where(stored, after), name=named(stored))


def _stored(steps: Iterable[Step]) -> dict[Identity, Stored]:
    return {identity(row): row for step in reversed(list(steps)) for row in step.stored}


def _where(stored: Stored, steps: Iterable[Step]) -> Words:
    pages = [step.page for step in steps if any(identity(row) == identity(stored) for row in step.stored)]
    return on_pages(pages)


def _is_refusal(case: Case, stored: Stored) -> bool:
    """Whether it may be there after a no: necessary, or the no itself. Where nobody declares which that is, it is all
    of the site's own that is not known to measure or advertise."""
    if case.declaration:
        return case.declaration.is_necessary(stored) or case.declaration.is_choice(stored)
    known = load_known().find(stored.name, stored.host)
    return stored.own and not any(each.category in _TRACKING for each in known)


def _others(case: Case) -> Iterator[Outcome]:
    # Where the question went without an answer, what came after was taken for a yes: that is L6.
    before = [step for step in case.evidence.during("before") if step.asked or step.moment not in INSTEAD]
    yield from _asked(ASKED_EARLY, before)
    yield from case.gaps("refused")
    yield from _asked(ASKED_AFTER_NO, case.evidence.during("refused"))


def _asked(fault: Fault, steps: Iterable[Step]) -> Iterator[Finding]:
    hosts = defaultdict[str, list[Request]](list)
    for step in steps:
        for request in foreign(step.requests):
            hosts[request.host].append(request)
    for host, requests in sorted(hosts.items()):
        kinds = ", ".join(dict.fromkeys(request.kind for request in requests))
        yield fault.at(on_pages(request.page for request in requests), host=host, kinds=kinds)


RULES: Final = (
    Rule("L9", Words("Inget sparas utan ett ja", "Nothing is stored without a yes"),
         Words("LEK 9 kap. 28 §; EU-domstolen C-673/17 Planet49; EDPB:s riktlinjer 2/2023",
               "LEK ch. 9 s. 28; Court of Justice C-673/17 Planet49; EDPB Guidelines 2/2023"), _storage),
    Rule("L10", Words("Ingen annan anropas utan ett ja", "Nobody else is asked without a yes"),
         Words("LEK 9 kap. 28 §; GDPR artikel 32", "LEK ch. 9 s. 28; GDPR Art. 32"), _others),
)  # fmt: skip
