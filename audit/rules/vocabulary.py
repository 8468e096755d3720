"""The words by which the rules read a question about cookies, in Swedish and English."""

import re
from typing import Final, NamedTuple

from audit.finding import Words


class Category(NamedTuple):
    """What consent is asked for, and the words that speak of it."""

    title: Words
    words: re.Pattern[str]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE | re.DOTALL)


REFUSALS: Final = _any(
    r"(neka|avböj|avvisa)( alla?| kakor| cookies| alla kakor| alla cookies)?",
    r"(endast|bara|acceptera (endast|bara)|godkänn (endast|bara)|tillåt (endast|bara)) nödvändiga( kakor| cookies)?",
    r"fortsätt utan att (godkänna|acceptera)",
    r"(reject|decline|refuse|deny)( all| cookies| all cookies| optional cookies| non-essential cookies)?",
    r"((only|just|accept|accept only|allow only|use) )?(the )?(strictly )?(necessary|essential)( cookies)?( only)?",
    r"(continue|proceed) without (accepting|consent)",
    r"(alle )?ablehnen|alles ablehnen|nur (notwendige|erforderliche)( cookies)?",
    r"(avvis|avslå)( alle)?|kun nødvendige( cookies| informasjonskapsler)?",
    r"hylkää( kaikki)?|vain välttämättömät( evästeet)?|(tout )?refuser|continuer sans accepter",
)
"""A whole text of a button that cannot be misread, also in some neighbouring languages."""

CATEGORIES: Final = {
    "statistics": Category(
        Words("statistik", "statistics"),
        _any(r"statisti", r"räkna", r"analy[sz]", r"mäta|mätning", r"\bcount\b|\bcounting\b", r"\bmeasur", r"prestanda",
             r"\bperformance\b"),
    ),
    "functional": Category(
        Words("funktioner", "functions"),
        _any(r"funktion", r"bokning", r"chatt", r"inställningar", r"function", r"booking", r"\bchat\b", r"preference"),
    ),
    "media": Category(
        Words("film och kartor", "video and maps"),
        _any(r"\bfilm", r"video", r"\bkart(a|or|an)\b", r"\bmaps?\b", r"\bmedia\b", r"inbäddat innehåll", r"embedded"),
    ),
    "analytics": Category(
        Words("andra företags statistik", "statistics by other companies"),
        _any(r"statisti", r"analy[sz]", r"mäta|mätning", r"\bmeasur"),
    ),
    "marketing": Category(
        Words("marknadsföring", "marketing"),
        _any(r"marknadsför", r"annons", r"reklam", r"marketing", r"advert", r"\bads\b", r"personali[sz]ed content"),
    ),
}  # fmt: skip
"""By the names that a policy document uses."""

PURPOSES: Final = re.compile(
    "|".join(
        [*(each.words.pattern for each in CATEGORIES.values()), r"förbättra", r"\bimprove\b", r"anpassa", "personali"]
    ),
    re.IGNORECASE,
)
"""That something is said of what the cookies are for."""

WITHDRAWAL: Final = _any(
    r"(ändra|ångra) dig",
    r"(ändra|ångra|återkalla|dra tillbaka|ta tillbaka)\b.{0,40}\b(val|samtycke|inställning|svar|beslut|ja)",
    r"(samtycke|val|svar|ja)\w*\b.{0,40}\b(ändras?|återkallas?|dras? tillbaka|tas? tillbaka)",
    r"change your (mind|choice|consent|preferences|settings|answer)",
    r"(withdraw|revoke|take back)\b.{0,40}\b(consent|choice|permission|yes|it|answer)",
    r"(consent|choice)\b.{0,40}\b(withdrawn|revoked|changed|taken back)",
)

INTEREST: Final = _any(r"berättigad?e?t?\w* intress", r"intresseavvägning", r"legitimate interest")

EXPLICIT: Final = _any(r"uttrycklig\w* samtycke", r"uttryckligen", r"explicit consent", r"explicitly")

HEALTH: Final = _any(r"hälsa", r"sjukdom", r"\bhealth\b", r"\bmedical\b", r"\billness")

NECESSARY: Final = _any(
    r"nödvändig", r"\bnecessary\b", r"\bessential\b", r"\brequired\b", r"alltid på", r"always (on|active)"
)
