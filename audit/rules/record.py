"""L15, L16 and L17: that everyone was asked can be shown, without a register, and is asked again when it matters."""

from collections.abc import Iterator
from typing import Final

from audit.evidence import Published
from audit.finding import Fault, Finding, Outcome, Unchecked, Words, plain
from audit.rules.case import Case
from audit.rules.rule import Rule
from policy.ledger import BrokenChain, Ledger, ShotsEntry

_WHY: Final = Words(
    "Den som ber om samtycke ska kunna visa hur det gick till (GDPR artikel 7.1).",
    "Whoever asks for consent must be able to show how (GDPR Article 7(1)).",
)

BROKEN: Final = Fault(
    "fail",
    Words("Liggaren över policyns versioner håller inte ihop: {reason}",
          "The ledger of the policy's versions does not hold together: {reason}"),
    _WHY,
    Words("Kör rakneverk policy verify på servern och följ vad det säger.",
          "Run rakneverk policy verify on the server, and do what it says."),
)  # fmt: skip
OTHER_HEAD: Final = Fault(
    "fail",
    Words("Policysidan anger ett annat slut på liggaren än liggaren har.",
          "The policy page names another end of the ledger than the ledger has."),
    _WHY,
    BROKEN.mend,
)  # fmt: skip
NOT_IN_LEDGER: Final = Fault(
    "fail",
    Words("Version {version} av policyn, som gäller nu, står inte i liggaren, eller står där annorlunda.",
          "Version {version} of the policy, now in force, is not in the ledger, or is another there."),
    _WHY,
    BROKEN.mend,
)  # fmt: skip
NO_PICTURES: Final = Fault(
    "warn",
    Words("Liggaren har inga bilder av frågan för version {version}.",
          "The ledger has no pictures of the question for version {version}."),
    Words("Bilder visar vad besökarna såg; det är ett sådant underlag som CNIL nämner (2020-092).",
          "Pictures show what visitors saw; they are evidence of the kind that CNIL names (2020-092)."),
    Words("Kör rakneverk policy shoot HOST på servern.", "Run rakneverk policy shoot HOST on the server."),
)  # fmt: skip

_NO_LEDGER: Final = Words(
    "Det syns bara på servern. Webbplatsen publicerar ingen liggare som granskningen kan läsa.",
    "Only the server can tell. The website publishes no ledger that the audit can read.",
)
_NO_REGISTER: Final = Words(
    "Vad servern sparar om svaren syns inte i en webbläsare: se efter att där inte står IP-adresser, webbläsare, id "
    "eller hela adresser.",
    "What the server stores of the answers does not show in a browser: make sure that there are no IP addresses, user "
    "agents, ids or full addresses.",
)
_NO_CHANGE: Final = Words(
    "Det syns först när policyn ändras medan en webbläsare har kvar ett svar; en granskning ser bara en version.",
    "It shows only when the policy changes while a browser holds an answer; an audit sees one version.",
)


def _shown(case: Case) -> Iterator[Outcome]:
    found = case.evidence.published
    if not found or not found.ledger:
        yield Unchecked(_NO_LEDGER)
    else:
        yield from _chain(found)


def _chain(found: Published) -> Iterator[Finding]:
    ledger, where = Ledger.of(found.ledger.encode()), plain(found.url)
    try:
        ledger.verify()
    except BrokenChain as broken:
        yield BROKEN.at(where, reason=Words(broken.told("sv"), broken.told("en")))
        return
    version = found.document.get("version", 0)
    if found.document.get("ledger") != ledger.head:
        yield OTHER_HEAD.at(where)
    entry = ledger.policies.get(version)
    if entry is None or entry.digest != found.document.get("digest"):
        yield NOT_IN_LEDGER.at(where, version=version)
    elif not any(isinstance(each, ShotsEntry) and each.version == version for each in ledger.entries):
        yield NO_PICTURES.at(where, version=version)


def _register(_: Case) -> Iterator[Outcome]:
    yield Unchecked(_NO_REGISTER)


def _again(_: Case) -> Iterator[Outcome]:
    yield Unchecked(_NO_CHANGE)


RULES: Final = (
    Rule("L15", Words("Samtycket går att visa", "Consent can be demonstrated"),
         Words("GDPR artikel 7.1; CNIL 2020-092", "GDPR Art. 7(1); CNIL 2020-092"), _shown),
    Rule("L16", Words("Beviset blir inget nytt register", "The proof is no new register"),
         Words("GDPR artikel 5.1 c", "GDPR Art. 5(1)(c)"), _register),
    Rule("L17", Words("Besökarna frågas igen när det spelar roll", "Visitors are asked again when it matters"),
         Words("EDPB:s riktlinjer 05/2020", "EDPB Guidelines 05/2020"), _again),
)  # fmt: skip
