"""L22: where reading tells about health, nobody else learns of it, and the question says so."""

from collections.abc import Iterator
from typing import Final

from audit.finding import Fault, Outcome, Unchecked, Words
from audit.rules.case import Case, on_pages
from audit.rules.rule import Rule
from audit.rules.vocabulary import EXPLICIT, HEALTH
from audit.seen import foreign

OTHERS_LEARN: Final = Fault(
    "fail",
    Words("{host} anropas på sidor som policyn kallar känsliga.",
          "{host} is asked on pages that the policy calls sensitive."),
    Words("Den som anropas får veta vem som läser om ett besvär, också efter ett ja (Apoteket 2024; EU-domstolen "
          "C-21/23).",
          "Whoever is asked learns who reads about a condition, also after a yes (Apoteket 2024; Court of Justice "
          "C-21/23)."),
    Words("Ta bort det från de sidorna.", "Remove it from those pages."),
)  # fmt: skip
NOT_EXPLICIT: Final = Fault(
    "fail",
    Words("Frågan ber inte om ett uttryckligt samtycke som nämner hälsa.",
          "The question does not ask for explicit consent that names health."),
    Words("På en vårdwebbplats kan det man läser eller söker efter säga något om hälsan; då krävs ett uttryckligt "
          "samtycke (GDPR artikel 9.2 a).",
          "On a health care website, what one reads or searches for can tell about health; that takes explicit consent "
          "(GDPR Article 9(2)(a))."),
    Words("Lägg till i första lagret: ”Ditt besök kan säga något om din hälsa, så vi ber om ditt uttryckliga "
          "samtycke.”",
          "Add to the first layer: “Your visit can say something about your health, so we ask for your explicit "
          "consent.”"),
)  # fmt: skip

_UNKNOWN: Final = Words(
    "Ingen deklaration säger om webbplatsen har känsliga sidor; ange policyn med --policy.",
    "No declaration says whether the website has sensitive pages; name the policy with --policy.",
)
_NONE: Final = Words(
    "Policyn nämner inga känsliga sidor, och säger inte att webbplatsen hör till vården.",
    "The policy names no sensitive pages, and does not say that the website is of health care.",
)
_NOT_VISITED: Final = Words(
    "Ingen av policyns känsliga sidor hittades efter ett ja.",
    "None of the policy's sensitive pages was found after a yes.",
)


def _sensitive(case: Case) -> Iterator[Outcome]:
    if not case.declaration:
        yield Unchecked(_UNKNOWN)
        return
    sensitive = case.declaration.policy.sensitive
    if not (sensitive.paths or sensitive.health_care):
        yield Unchecked(_NONE)
    if sensitive.paths:
        yield from _others(case)
    if sensitive.health_care:
        yield from case.unless_banner()
        is_asked = EXPLICIT.search(case.text) and HEALTH.search(case.text)
        if case.banners and case.language in ("sv", "en", "") and not is_asked:
            yield NOT_EXPLICIT.at(on_pages([case.evidence.url]))


def _others(case: Case) -> Iterator[Outcome]:
    gaps = tuple(case.gaps("sensitive"))
    yield from gaps
    steps = case.evidence.during("sensitive")
    if not steps and not gaps:
        yield Unchecked(_NOT_VISITED)
    hosts: dict[str, list[str]] = {}
    for step in steps:
        for request in foreign(step.requests):
            hosts.setdefault(request.host, []).append(request.page)
    yield from (OTHERS_LEARN.at(on_pages(pages), host=host) for host, pages in sorted(hosts.items()))


RULES: Final = (
    Rule("L22", Words("Ingen annan får veta vad som läses om hälsa", "Nobody else learns what is read about health"),
         Words("GDPR artikel 9 och 32; IMY:s beslut om Apoteket 2024; EU-domstolen C-21/23",
               "GDPR Art. 9 and 32; IMY's decision on Apoteket 2024; Court of Justice C-21/23"), _sensitive),
)  # fmt: skip
