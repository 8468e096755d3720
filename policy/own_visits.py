"""The mark by which a browser's visits are left out at its owner's request, and the sentences of the page for it."""

from typing import Final

from policy.words import Language

MARK: Final = "rv_own"
"""The cookie that says so to the site's script. It has one value, the same in every browser."""

MARK_DAYS: Final = 365

_SENTENCES: Final[dict[str, dict[Language, str]]] = {
    "title": {"sv": "Dina egna besök", "en": "Your own visits"},
    "marked": {
        "sv": "Från och med nu räknas inte besök från den här webbläsaren på {host}.",
        "en": "From now on, visits from this browser to {host} are not counted.",
    },
    "scope": {
        "sv": "Det gäller alla webbplatser under {domain} i ett år; sedan kan du märka webbläsaren igen. Använder du "
        "fler webbläsare eller enheter, öppna länken i var och en.",
        "en": "This holds for all websites under {domain} for a year; then you can mark the browser again. If you use "
        "more browsers or devices, open the link in each of them.",
    },
    "kept": {
        "sv": "Webbläsaren minns det i kakan {cookie}, som är likadan hos alla och inte säger vem du är. Raderar du "
        "kakorna försvinner märket, och säger du sedan ja räknas besöken igen.",
        "en": "Your browser remembers it in the cookie {cookie}, which is the same for everyone and does not say who "
        "you are. If you delete your cookies, the mark is gone, and if you then say yes the visits are counted "
        "again.",
    },
    "told": {
        "sv": "Har du sagt ja till statistik räknas bara hur många sidvisningar som utelämnats per dag: varken sida "
        "eller källa. Har du inte sagt ja räknas inget alls.",
        "en": "If you have said yes to statistics, all that is counted is how many page views were left out by day: "
        "neither page nor source. If you have not said yes, nothing is counted at all.",
    },
    "count": {"sv": "Räkna mina besök igen", "en": "Count my visits again"},
    "counted": {
        "sv": "Besök från den här webbläsaren på {host} räknas igen, om du säger ja till statistik.",
        "en": "Visits from this browser to {host} are counted again, if you say yes to statistics.",
    },
    "unmarked": {
        "sv": "Den här webbläsaren är inte märkt: dess besök på {host} räknas, om du säger ja till statistik.",
        "en": "This browser is not marked: its visits to {host} are counted, if you say yes to statistics.",
    },
    "asked": {
        "sv": "Trycker du på knappen sparas kakan {cookie} i ett år, och besök från den här webbläsaren på webbplatser "
        "under {domain} räknas inte.",
        "en": "If you press the button, the cookie {cookie} is kept for a year, and visits from this browser to "
        "websites under {domain} are not counted.",
    },
    "mark": {"sv": "Räkna inte mina egna besök", "en": "Leave out my own visits"},
    "unkept": {
        "sv": "Webbläsaren tar inte emot kakor härifrån, så den kan inte märkas.",
        "en": "Your browser does not accept cookies from here, so it cannot be marked.",
    },
    "foreign": {
        "sv": "Den här sidan visas av {service}, som inte hör till {domain}. Webbläsaren kan därför inte märkas "
        "härifrån.",
        "en": "This page is shown by {service}, which is not part of {domain}. So your browser cannot be marked from "
        "here.",
    },
    "instead": {
        "sv": "Ett nej i frågan om kakor på {host} gör detsamma: då räknas dina besök inte.",
        "en": "A no to the question about cookies on {host} does the same: your visits are then not counted.",
    },
    "cookies": {"sv": "Kakor och ditt val", "en": "Cookies and your choice"},
    "other": {"sv": "In English", "en": "På svenska"},
}  # fmt: skip


def own_visits(language: Language) -> dict[str, str]:
    """Every sentence by its key; some hold fields in braces."""
    return {key: texts[language] for key, texts in _SENTENCES.items()}
