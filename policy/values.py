"""What visitors and owners read in the place of the closed values of dimensions."""

from typing import Final

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
    ("medium", "unknown"): {"sv": "Okänt: ja kom efter första sidan", "en": "Unknown: yes came after the first page"},
    ("device", "computer"): {"sv": "Dator", "en": "Computer"},
    ("device", "telephone"): {"sv": "Mobil", "en": "Telephone"},
    ("device", "tablet"): {"sv": "Surfplatta", "en": "Tablet"},
    ("search_result", "found"): {"sv": "Gav träffar", "en": "Found something"},
    ("search_result", "nothing"): {"sv": "Gav inget", "en": "Found nothing"},
}
"""By dimension and value. Values that are names already have none."""
