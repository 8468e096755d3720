"""Each key of the policy document in words, for those who are told that it changed."""

from typing import Final, NamedTuple

from policy.words import Language


class Key(NamedTuple):
    """What the key is about; and, where its change voids earlier consent, why it does, as it follows "so consent was
    asked for again: …". {0} and {1} are the names in the key."""

    about: dict[Language, str]
    why: dict[Language, str]


def _key(sv: str, en: str, why_sv: str = "", why_en: str = "") -> Key:
    return Key({"sv": sv, "en": en}, {"sv": why_sv, "en": why_en})


KEYS: Final[dict[str, Key]] = {
    "controller.name": _key(
        "vem som svarar för uppgifterna", "who answers for the data",
        "det gäller vem som svarar för uppgifterna", "it concerns who answers for the data"),
    "controller.organisation_number": _key("organisationsnummer", "organisation number"),
    "controller.address": _key("adress", "address"),
    "controller.contact": _key("kontakt", "contact"),
    "controller.telephone": _key("telefonnummer", "telephone number"),
    "controller.email": _key("e-postadress", "e-mail address"),
    "site.*": _key("webbplatsen {0}", "the website {0}"),
    "site.*.aliases.*": _key("namnet {1} för webbplatsen {0}", "the name {1} for the website {0}"),
    "site.*.service": _key("statistiktjänstens namn för {0}", "the statistics service's name for {0}"),
    "legal.basis": _key("rättslig grund", "legal basis",
                        "det gäller den rättsliga grunden", "it concerns the legal basis"),
    "legal.purpose": _key("vad statistiken är till för", "what the statistics are for",
                          "det gäller vad statistiken är till för", "it concerns what the statistics are for"),
    "statistics.*": _key("statistik över {0}", "statistics of {0}", "mer räknas", "more is counted"),
    "statistics.*.parameters.*": _key(
        "sökningar på webbplatsen med {1}", "searches on the website with {1}",
        "fler sökningar räknas", "more searches are counted"),
    "statistics.*.booking.*": _key(
        "klick för att boka på {1}", "clicks to book at {1}", "fler klick räknas", "more clicks are counted"),
    "statistics.*.order.*": _key(
        "sidan efter en beställning, {1}", "the page after an order, {1}",
        "fler beställningar räknas", "more orders are counted"),
    "statistics.*.names.*": _key(
        "händelsen {1}", "the event {1}",
        "det gäller vilka händelser som räknas", "it concerns which events are counted"),
    "threshold.visits": _key(
        "hur många besök som måste ha haft ett sökord innan det sparas i klartext",
        "how many visits must have had a search term before it is stored in plain text",
        "sökord sparas i klartext efter färre besök", "search terms are stored in plain text after fewer visits"),
    "threshold.window": _key(
        "den tid som sökord räknas ihop över", "the time over which search terms are added up",
        "sökord räknas ihop över längre tid", "search terms are added up over a longer time"),
    "retention.named": _key(
        "hur länge antal med namn sparas", "how long counts with a name are kept",
        "antalen sparas längre", "the counts are kept longer"),
    "retention.totals": _key(
        "hur länge summor utan namn sparas", "how long totals without a name are kept",
        "summorna sparas längre", "the totals are kept longer"),
    "retention.answers": _key(
        "hur länge det sparas hur många som svarat ja eller nej", "how long it is kept how many answered yes or no",
        "antalen svar sparas längre", "the numbers of answers are kept longer"),
    "cookie.*": _key("{0} bland det som sparas hos dig", "{0} among what is stored on your device",
                     "mer sparas hos dig", "more is stored on your device"),
    "cookie.*.purpose": _key(
        "vad {0} är till för", "what {0} is for",
        "det gäller vad det som sparas hos dig är till för", "it concerns what is stored on your device, and what for"),
    "cookie.*.lifetime": _key("hur länge {0} sparas hos dig", "how long {0} is stored on your device",
                              "det sparas längre hos dig", "it is stored longer on your device"),
    "cookie.*.kind": _key("var {0} sparas hos dig", "where {0} is stored on your device",
                          "det gäller var det sparas", "it concerns where it is stored"),
    "cookie.*.needs": _key("när {0} sparas hos dig", "when {0} is stored on your device",
                           "det gäller när det sparas", "it concerns when it is stored"),
    "cookie.*.http_only": _key("om {0} är dold för skript", "whether {0} is kept from scripts"),
    "cookie.*.partitioned": _key(
        "om {0} hålls isär för varje webbplats", "whether {0} is kept apart for each website",
        "det som sparas hålls inte längre isär för varje webbplats",
        "what is stored is no longer kept apart for each website"),
    "service.*": _key("tjänsten {0}", "the service {0}",
                      "fler företag kan få uppgifter om dig", "more companies may receive data about you"),
    "service.*.title": _key("vad tjänsten {0} heter", "what the service {0} is called"),
    "service.*.category": _key("kategori för tjänsten {0}", "category of the service {0}",
                               "det gäller vilken kategori tjänsten hör till", "it concerns the service's category"),
    "service.*.purpose": _key("vad tjänsten {0} används till", "what the service {0} is used for",
                              "det gäller vad tjänsten används till", "it concerns what the service is used for"),
    "service.*.recipient": _key("mottagare för tjänsten {0}", "recipient of the service {0}",
                                "det gäller vem som får uppgifterna", "it concerns who receives the data"),
    "service.*.country": _key("land för tjänsten {0}", "country of the service {0}",
                              "det gäller vilket land uppgifterna hamnar i",
                              "it concerns in which country the data end up"),
    "service.*.safeguard": _key(
        "skydd vid överföringen till tjänsten {0}", "safeguard of the transfer to the service {0}",
        "det gäller hur uppgifterna skyddas utanför EES", "it concerns how the data are protected outside the EEA"),
    "service.*.hosts.*": _key("{1}, som tjänsten {0} laddas från", "{1}, from which the service {0} loads",
                              "tjänsten laddas från fler ställen", "the service loads from more places"),
    "service.*.cookies.*": _key("kakan {1} hos tjänsten {0}", "the cookie {1} of the service {0}"),
    "service.*.storage.*": _key("{1} i det som tjänsten {0} sparar hos dig",
                                "{1} in what the service {0} stores on your device"),
    "service.*.consent_mode.*": _key("att ett ja till tjänsten {0} låter Google {1}",
                                     "that a yes to the service {0} lets Google {1}",
                                     "ett ja tillåter mer", "a yes permits more"),
    "processor.*": _key("{0}, som hanterar statistiken på vårt uppdrag",
                        "{0}, who handles the statistics on our behalf",
                        "fler hanterar statistiken", "more companies handle the statistics"),
    "processor.*.country": _key("land för {0}", "country of {0}",
                                "det gäller vilket land uppgifterna hamnar i",
                                "it concerns in which country the data end up"),
    "processor.*.safeguard": _key(
        "skydd vid överföringen till {0}", "safeguard of the transfer to {0}",
        "det gäller hur uppgifterna skyddas utanför EES", "it concerns how the data are protected outside the EEA"),
    "processor.*.agreement": _key("avtalet med {0}", "the agreement with {0}"),
    "provider.*": _key("siffror från {0}", "figures from {0}"),
    "provider.*.engine": _key("vilken sökmotor siffrorna från {0} gäller",
                              "which search engine the figures from {0} are of"),
    "provider.*.country": _key("land för {0}", "country of {0}"),
    "provider.*.gives": _key("vilka siffror vi får från {0}", "which figures we receive from {0}"),
    "sensitive.health_care": _key(
        "om ditt besök kan säga något om din hälsa", "whether your visit can say something about your health",
        "det gäller om ditt besök kan säga något om din hälsa",
        "it concerns whether your visit can say something about your health"),
    "sensitive.paths.*": _key(
        "regeln för sidor vars adress börjar med {0}", "the rule for pages whose address begins with {0}",
        "mer räknas på de sidorna, eller så får andra företags tjänster laddas där",
        "more is counted on those pages, or other companies' services may load there"),
    "language.*": _key("språket {0} för frågan om kakor", "the language {0} of the question about cookies"),
    "section.*": _key("avsnittet ”{0}”", "the section “{0}”"),
    "section.*.title": _key("rubriken på avsnittet ”{0}”", "the heading of the section “{0}”"),
    "section.*.sv": _key("texten i avsnittet ”{0}”", "the Swedish text of the section “{0}”"),
    "section.*.en": _key("den engelska texten i avsnittet ”{0}”", "the text of the section “{0}”"),
}  # fmt: skip

WORDING: Final = _key("orden i frågan om kakor på språket {0}", "the words of the question about cookies in {0}")
"""All that is below a language."""

ORDER: Final = _key("ordningen ({0})", "the order ({0})")
