"""What visitors and owners read in the place of the closed values of dimensions, and the classes of numbers."""

from bisect import bisect_right
from typing import Final

from policy.dimensions import DIMENSIONS
from policy.words import Language

VALUES: Final[dict[tuple[str, str], dict[Language, str]]] = {
    ("medium", "direct"): {"sv": "Direkt", "en": "Direct"},
    ("medium", "internal"): {"sv": "Från egna sidor", "en": "Own pages"},
    ("medium", "website"): {"sv": "Andra webbplatser", "en": "Other websites"},
    ("medium", "search"): {"sv": "Sökmotorer", "en": "Search engines"},
    ("medium", "social"): {"sv": "Sociala medier", "en": "Social media"},
    ("medium", "ai"): {"sv": "AI-assistenter", "en": "AI assistants"},
    ("medium", "email"): {"sv": "E-post", "en": "E-mail"},
    ("medium", "campaign"): {"sv": "Kampanjer", "en": "Campaigns"},
    ("medium", "spam"): {"sv": "Skräp", "en": "Spam"},
    ("medium", "unknown"): {"sv": "Okänt: svarade först på en senare sida", "en": "Unknown: answered on a later page"},
    ("device", "computer"): {"sv": "Dator", "en": "Computer"},
    ("device", "telephone"): {"sv": "Mobil", "en": "Telephone"},
    ("device", "tablet"): {"sv": "Surfplatta", "en": "Tablet"},
    ("search_result", "found"): {"sv": "Gav träffar", "en": "Found something"},
    ("search_result", "nothing"): {"sv": "Gav inget", "en": "Found nothing"},
    ("screen", "small"): {"sv": "Smal, under 600 px", "en": "Narrow, below 600 px"},
    ("screen", "medium"): {"sv": "Mellan, 600–1 023 px", "en": "Medium, 600–1,023 px"},
    ("screen", "large"): {"sv": "Bred, 1 024–1 599 px", "en": "Large, 1,024–1,599 px"},
    ("screen", "wide"): {"sv": "Mycket bred, från 1 600 px", "en": "Wide, 1,600 px and more"},
    ("contact", "telephone"): {"sv": "Klick för att ringa eller sms:a", "en": "Clicks to call or text"},
    ("contact", "mail"): {"sv": "Klick för att mejla", "en": "Clicks to mail"},
    ("contact", "booking"): {"sv": "Klick för att boka", "en": "Clicks to book"},
    ("contact", "order"): {"sv": "Nådde tacksidan", "en": "Reached the thank-you page"},
    ("engaged", "0-9"): {"sv": "Under 10 sekunder", "en": "Below 10 seconds"},
    ("engaged", "10-29"): {"sv": "10–29 sekunder", "en": "10–29 seconds"},
    ("engaged", "30-59"): {"sv": "30–59 sekunder", "en": "30–59 seconds"},
    ("engaged", "60-179"): {"sv": "1–3 minuter", "en": "1–3 minutes"},
    ("engaged", "180-599"): {"sv": "3–10 minuter", "en": "3–10 minutes"},
    ("engaged", "600-"): {"sv": "10 minuter eller mer", "en": "10 minutes and more"},
    ("scroll", "0-24"): {"sv": "Under 25 %", "en": "Below 25%"},
    ("scroll", "25-49"): {"sv": "25–49 %", "en": "25–49%"},
    ("scroll", "50-74"): {"sv": "50–74 %", "en": "50–74%"},
    ("scroll", "75-94"): {"sv": "75–94 %", "en": "75–94%"},
    ("scroll", "95-100"): {"sv": "Hela sidan: 95 % eller mer", "en": "The whole page: 95% and more"},
    ("lcp", "0-999"): {"sv": "Bra: under 1 s", "en": "Good: below 1 s"},
    ("lcp", "1000-1799"): {"sv": "Bra: 1–1,8 s", "en": "Good: 1–1.8 s"},
    ("lcp", "1800-2499"): {"sv": "Bra: 1,8–2,5 s", "en": "Good: 1.8–2.5 s"},
    ("lcp", "2500-3999"): {"sv": "Kan bli bättre: 2,5–4 s", "en": "Needs improvement: 2.5–4 s"},
    ("lcp", "4000-"): {"sv": "Dåligt: 4 s eller mer", "en": "Poor: 4 s and more"},
    ("cls", "0-0.019"): {"sv": "Bra: under 0,02", "en": "Good: below 0.02"},
    ("cls", "0.020-0.099"): {"sv": "Bra: 0,02–0,1", "en": "Good: 0.02–0.1"},
    ("cls", "0.100-0.249"): {"sv": "Kan bli bättre: 0,1–0,25", "en": "Needs improvement: 0.1–0.25"},
    ("cls", "0.250-"): {"sv": "Dåligt: 0,25 eller mer", "en": "Poor: 0.25 and more"},
    ("inp", "0-99"): {"sv": "Bra: under 100 ms", "en": "Good: below 100 ms"},
    ("inp", "100-199"): {"sv": "Bra: 100–200 ms", "en": "Good: 100–200 ms"},
    ("inp", "200-499"): {"sv": "Kan bli bättre: 200–500 ms", "en": "Needs improvement: 200–500 ms"},
    ("inp", "500-"): {"sv": "Dåligt: 500 ms eller mer", "en": "Poor: 500 ms and more"},
}
"""By dimension and value, classes in their order. Values that are names already have none.

Of the screen it is the width in the pixels of style sheets. Those of the last three have the borders that the makers of
these measurements call good and poor (web.dev/vitals): 2,500 and 4,000 ms, 0.1 and 0.25, 200 and 500 ms."""

CLASSES: Final[dict[str, tuple[str, ...]]] = {
    row.name: tuple(value for dimension, value in VALUES if dimension == row.name)
    for row in DIMENSIONS.values()
    if row.values == "classes"
}
"""By dimension, in their order."""


def _least(value: str) -> int:
    """Of "10-29" the 10; of "0.020-0.099" 20 thousandths."""
    return round(float(value.partition("-")[0]) * (1000 if "." in value else 1))


_LEAST: Final = {
    name: tuple(map(_least, values)) for name, values in CLASSES.items() if DIMENSIONS[name].belongs == "measurement"
}


def class_of(dimension: str, number: int) -> str:
    """The class that a measured number of at least 0 is in: of seconds, per cent, milliseconds, or of the layout shift
    thousandths."""
    return CLASSES[dimension][bisect_right(_LEAST[dimension], number) - 1]


BORDERS: Final[dict[str, tuple[int, int]]] = {
    name: (better, worse) for name, better, worse in (("lcp", 2500, 4000), ("cls", 100, 250), ("inp", 200, 500))
}
"""By dimension, from what number on a measurement is no longer good, and from what on it is poor (web.dev/vitals)."""
