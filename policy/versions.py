"""The fixed sentences about a policy's versions: what changed, the ledger, the pictures."""

from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "versions": {"sv": "Versioner", "en": "Versions"},
    "version": {"sv": "Version", "en": "Version"},
    "from_day": {"sv": "gäller från {day}.", "en": "in force from {day}."},
    "first": {"sv": "Den första versionen.", "en": "The first version."},
    "renumbered": {"sv": "Bara versionens nummer ändrades.", "en": "Only the version's number was changed."},
    "asked_again": {"sv": "Frågan om samtycke ställdes på nytt.", "en": "Consent was asked for again."},
    "answers_hold": {"sv": "Tidigare svar gällde fortfarande.", "en": "Earlier answers still held."},
    "why_again": {"sv": "Därför ställdes frågan på nytt: {why}.", "en": "So consent was asked for again: {why}."},
    "passages": {"sv": "Visa det som ändrades", "en": "Show what changed"},
    "passage_old": {"sv": "Förut", "en": "Before"},
    "passage_new": {"sv": "Nu", "en": "Now"},
    # Pictures of the question
    "pictures": {"sv": "Så såg frågan ut", "en": "What the question looked like"},
    "language_sv": {"sv": "På svenska", "en": "In Swedish"},
    "language_en": {"sv": "På engelska", "en": "In English"},
    "language_other": {"sv": "På språket {code}", "en": "In the language {code}"},
    "layer_first": {"sv": "första vyn", "en": "first view"},
    "layer_settings": {"sv": "inställningarna", "en": "settings"},
    "scheme_light": {"sv": "ljust", "en": "light"},
    "scheme_dark": {"sv": "mörkt", "en": "dark"},
    # What it can be checked by
    "digest": {
        "sv": "Kontrollsumma för version {version} (SHA-256)",
        "en": "Checksum of version {version} (SHA-256)",
    },
    "ledger": {
        "sv": "Varje version står i en liggare, där varje rad är bunden till raden före med en kontrollsumma. Den som "
        "har skrivit upp den sista radens kan se om något längre upp har ändrats. Sista raden är från {day} och har:",
        "en": "Every version stands in a ledger, where each line is bound to the line before it by a checksum. Whoever "
        "has written down that of the last line can see whether anything above it was altered. The last line is from "
        "{day} and has:",
    },
    "ledger_file": {"sv": "Hämta liggaren", "en": "Download the ledger"},
    "record": {"sv": "Policyn för program (JSON)", "en": "The policy for programs (JSON)"},
}
