"""What visitors and owners read in the place of the closed values of dimensions."""

from typing import Final

from policy.words import Language

_VALUES: Final[dict[str, dict[str, dict[Language, str]]]] = {
    "medium": {
        "direct": {"sv": "Direkt", "en": "Direct"},
        "internal": {"sv": "Från egna sidor", "en": "Own pages"},
        "website": {"sv": "Andra webbplatser", "en": "Other websites"},
        "search": {"sv": "Sökmotorer", "en": "Search engines"},
        "social": {"sv": "Sociala medier", "en": "Social media"},
        "ai": {"sv": "AI-assistenter", "en": "AI assistants"},
        "email": {"sv": "E-post", "en": "E-mail"},
        "campaign": {"sv": "Kampanjer", "en": "Campaigns"},
        "spam": {"sv": "Skräp", "en": "Spam"},
        "unknown": {"sv": "Okänt: ja kom efter första sidan", "en": "Unknown: yes came after the first page"},
    },
    "device": {
        "computer": {"sv": "Dator", "en": "Computer"},
        "telephone": {"sv": "Mobil", "en": "Telephone"},
        "tablet": {"sv": "Surfplatta", "en": "Tablet"},
    },
}

VALUES: Final[dict[tuple[str, str], dict[Language, str]]] = {
    (dimension, value): words for dimension, values in _VALUES.items() for value, words in values.items()
}
"""By dimension and value. Values that are names already have none."""
