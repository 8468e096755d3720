"""The fixed sentences about a policy's versions: what changed, the ledger, the pictures."""

from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "as_it_was": {
        "sv": "Webbplatsens egna texter och uppgifter står som de var, delarna som är skapade ur dem med dagens ord. "
        "Adress, kontakt, telefon och e-post visas bara i den version som gäller.",
        "en": "The website's own texts and data stand as they were, the parts generated from them in today's words. "
        "Address, contact, telephone and e-mail are shown only in the version in force.",
    },
    "versions": {"sv": "Versioner", "en": "Versions"},
    "version": {"sv": "Version", "en": "Version"},
    "from_day": {"sv": "gäller från {day}.", "en": "in force from {day}."},
    "first": {"sv": "Den första versionen.", "en": "The first version."},
    # The document may be published anew just because the sentences around it were written otherwise.
    "renumbered": {
        "sv": "I webbplatsens egna texter och uppgifter ändrades bara versionens nummer. De delar som "
        "statistiktjänsten skriver kan ha fått andra ord.",
        "en": "In the website's own texts and data only the version's number was changed. The parts that the "
        "statistics service writes may have been worded otherwise.",
    },
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
        "har antecknat den sista radens kontrollsumma kan upptäcka om något tidigare har ändrats. Den sista raden "
        "skrevs den {day} och har kontrollsumman:",
        "en": "Every version stands in a ledger, where each line is bound to the line before it by a checksum. Whoever "
        "has noted the checksum of the last line can detect whether anything earlier was altered. The last line was "
        "written on {day} and has the checksum:",
    },
    "ledger_file": {"sv": "Hämta liggaren", "en": "Download the ledger"},
    "record": {"sv": "Policyn i maskinläsbar form (JSON)", "en": "The policy in machine-readable form (JSON)"},
}
