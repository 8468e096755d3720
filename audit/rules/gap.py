"""Why something could not be seen, in words."""

from typing import Final

from audit.evidence import Gap, Lacking, Reason
from audit.finding import Words

_WHAT: Final[dict[Lacking, str]] = {
    "banner": "Ingen fråga om kakor kunde prövas",
    "settings": "Inställningarna bakom frågan kunde inte öppnas",
    "signal": "Webbplatsen kunde inte prövas med signalen GPC",
    "refused": "Inget nej kunde ges",
    "accepted": "Inget ja kunde ges",
    "withdrawn": "Inget ja kunde tas tillbaka",
    "sensitive": "De känsliga sidorna kunde inte prövas",
    "way-back": "Vägen tillbaka till valet kunde inte prövas",
    "without-script": "Webbplatsen kunde inte prövas utan JavaScript",
    "autoconsent": "Programmet autoconsent kunde inte prövas",
    "axe": "Programmet axe-core kunde inte köras",
    "refusals": "Två nekanden kunde inte jämföras",
    "published": "Webbplatsens publicerade policy kunde inte läsas",
    "page": "En sida kunde inte prövas",
}

_WHY: Final[dict[Reason, str]] = {
    "no-banner": "inget på sidan frågar om samtycke",
    "no-control": "det finns ingen sådan knapp",
    "not-pressed": "knappen gick inte att trycka på, eller gjorde ingenting",
    "no-way-back": "inget leder tillbaka till valet",
    "form": "det kräver ett formulär, och granskningen skickar inga",
    "elsewhere": "det ligger på en annan värd, som inte öppnades",
    "unreachable": "sidan svarade inte",
    "error-answer": "sidan svarade med ett fel",
    "not-a-page": "adressen är ingen sida",
    "login": "sidan kräver inloggning",
    "not-told": "webbplatsen berättar det inte",
    "failed": "webbläsaren misslyckades",
}


def because(gap: Gap) -> Words:
    """The English sentence is the browser's side's own."""
    page = f" ({gap.page})" if gap.page else ""
    return Words(f"{_WHAT[gap.what]}: {_WHY[gap.reason]}{page}.", gap.why)
