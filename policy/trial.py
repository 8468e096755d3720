"""The words in which the cookie page shows what a page view would write and raise."""

from typing import Final

from policy.words import Language

SENTENCES: Final[dict[str, dict[Language, str]]] = {
    # The line's fields and the counts
    "field_site": {"sv": "Webbplats", "en": "Website"},
    "field_day": {"sv": "Dag", "en": "Day"},
    "field_hour": {"sv": "Timme", "en": "Hour"},
    "field_number": {"sv": "Slumptal", "en": "Random number"},
    "field_first": {"sv": "Den första", "en": "The first"},
    "field_scrubbed": {"sv": "Borttaget", "en": "Removed"},
    "field_in_address": {"sv": "Varav i sidans adress", "en": "Of which in the page's address"},
    "field_reason": {"sv": "Orsak", "en": "Reason"},
    "number": {
        "sv": "nytt för varje sidvisning, glöms efter ungefär en timme",
        "en": "new for every page view, forgotten after about an hour",
    },
    "hour": {"sv": "{start}–{end} UTC", "en": "{start}–{end} UTC"},
    "nothing": {"sv": "–", "en": "–"},
    "not_read": {"sv": "läses inte", "en": "not read"},
    "coded": {
        "sv": "kod för ”{text}”, som bara kan prövas med en nyckel",
        "en": "code for “{text}”, which can be tested only with a key",
    },
    "first_visit": {"sv": "på besöket", "en": "of the visit"},
    "first_page": {"sv": "av sidan på besöket", "en": "of the page in the visit"},
    "first_search": {"sv": "av sökningen på besöket", "en": "of the search in the visit"},
    "first_event": {"sv": "av händelsen på besöket", "en": "of the event in the visit"},
    "first_day": {"sv": "den här dagen", "en": "that day"},
    "first_week": {"sv": "den här veckan", "en": "that week"},
    "first_month": {"sv": "den här månaden", "en": "that month"},
    "when": {"sv": "När", "en": "When"},
    "what": {"sv": "Vad", "en": "What"},
    "by": {"sv": "Höjs med", "en": "Raised by"},
    "window_month": {"sv": "månaden från {day}", "en": "the month from {day}"},
    "window_quarter": {"sv": "kvartalet från {day}", "en": "the quarter from {day}"},
    "total": {"sv": "Alla sidvisningar", "en": "All page views"},
    "dimension": {"sv": "{title}: {value}", "en": "{title}: {value}"},
    "pair": {"sv": "{one}, tillsammans med {other}", "en": "{one}, together with {other}"},
    "ignored": {"sv": "Utelämnade sidvisningar", "en": "Page views left out"},
    "scrubbed": {"sv": "Borttagna uppgifter", "en": "Data removed"},
    "pageviews": {"sv": "sidvisning", "en": "page view"},
    "occurrence": {"sv": "gång", "en": "time"},
    "entries": {"sv": "besök", "en": "visit"},
    "firsts": {"sv": "besök med sidan", "en": "visit with the page"},
    "firsts_event": {"sv": "besök där det hände", "en": "visit in which it happened"},
    "firsts_search": {"sv": "besök med sökningen", "en": "visit with the search"},
    "daily": {"sv": "besökare den dagen", "en": "visitor that day"},
    "weekly": {"sv": "besökare den veckan", "en": "visitor that week"},
    "monthly": {"sv": "besökare den månaden", "en": "visitor that month"},
    # Why a page view is left out
    "reason_bot": {"sv": "webbläsaren ser ut som en robot", "en": "the browser looks like a robot"},
    "reason_automated": {"sv": "ett program styr webbläsaren", "en": "a program drives the browser"},
    "reason_headers": {"sv": "webbläsaren säger emot sig själv", "en": "the browser contradicts itself"},
    "reason_data-centre": {"sv": "besöket kommer från ett datacenter", "en": "the visit comes from a data centre"},
    "reason_own-visit": {"sv": "webbläsaren är märkt för egna besök", "en": "this browser is marked for own visits"},
    "reason_prefetch": {"sv": "sidan hämtades i förväg", "en": "the page was fetched ahead"},
    "reason_spam": {"sv": "besöket kommer från en känd skräpkälla", "en": "the visit comes from a known spam source"},
    "reason_origin": {"sv": "sidan hör till en annan webbplats", "en": "the page belongs to another website"},
    "reason_foreign-url": {"sv": "adressen hör till en annan webbplats", "en": "the address is another website's"},
    "reason_old-consent": {
        "sv": "ditt ja gällde en äldre version av policyn",
        "en": "your yes was to an earlier version of the policy",
    },
    "reason_too-old": {"sv": "sidvisningen kom fram för sent", "en": "the page view arrived too late"},
    "reason_not-permitted": {
        "sv": "på den sidan räknas inget, för den är känslig. Skriptet skickar inget därifrån",
        "en": "nothing is counted on that page, as it is sensitive. The script sends nothing from there",
    },
}
