"""The banner's words and the script's configuration follow from the document."""

from datetime import date, timedelta
from typing import Any

import pytest

from policy.banner import BUILT_IN, CHOICE_DAYS, configuration, texts
from policy.campaigns import CLICK_IDS
from policy.check import read
from policy.document import decode
from policy.phrases import CATEGORIES
from policy.site import Site, site_of
from policy.statistics import STATISTICS
from policy.words import Language
from tests.policy.documents import DATES, DOCUMENT, changed, in_arabic, policy

pytestmark = pytest.mark.quick

LANGUAGES: tuple[Language, ...] = ("sv", "en")
WITH_DATES = changed("[[service]]", DATES + "[[service]]")
TODAY = date(2026, 11, 22)
BARE = DOCUMENT.replace(DOCUMENT[DOCUMENT.index("[[service]]") : DOCUMENT.index('[[cookie]]\nname = "rv_visit"')], "")
"""Without other companies' services."""


def configured(text: str, host: str = "klinik.example", zone: str = "Europe/Stockholm") -> dict[str, Any]:
    return configuration(site_of(host, zone, [(date(2026, 1, 1), text)]), TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statistic_and_category_has_words_for_the_banner(language: Language) -> None:
    phrases = BUILT_IN[language]
    assert phrases.services is not None
    assert phrases.statistics.keys() == STATISTICS.keys()
    assert tuple(phrases.services.categories) == CATEGORIES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_names_the_statistics_of_the_policy_and_no_others(language: Language) -> None:
    for name in STATISTICS:
        text = changed('visits = {}\nsearch_terms = { parameters = ["s"] }', f"{name} = {{}}", WITH_DATES)
        body = "\n".join(texts(decode(text), language)["body"])  # of which some need others beside them
        sentence = body.splitlines()[0]
        short = BUILT_IN[language].statistics
        others = [words for other, words in short.items() if other != name]
        assert short[name] in sentence
        longer = sentence.replace(short[name], "")
        assert not [words for words in others if words in longer]


def test_the_banner_names_the_controller_the_purpose_and_the_way_back() -> None:
    body = "\n".join(texts(read(BARE), "sv")["body"])
    assert body.startswith("Kliniken vill räkna besök och sökord, för att göra webbplatsen bättre.\n")
    assert "Du kan ändra dig när du vill under Kakor längst ned. Det som räknats ligger kvar." in body
    english = "\n".join(texts(read(BARE), "en")["body"])
    assert english.startswith("Kliniken would like to count visits and search terms, to make the website better.\n")


def test_only_health_care_is_asked_about_explicitly() -> None:
    assert "hälsa" not in "\n".join(texts(policy(), "sv")["body"])
    explicit = changed('basis = "consent"', 'basis = "explicit-consent"')
    health = read(changed("health_care = false", "health_care = true", explicit))
    body = {language: "\n".join(texts(health, language)["body"]) for language in LANGUAGES}
    assert "uttryckliga samtycke, också till att företagen får veta det." in body["sv"]
    assert "explicit consent, also for the companies to learn it." in body["en"]
    alone = read(changed("health_care = false", "health_care = true", BARE.replace('"consent"', '"explicit-consent"')))
    body = {language: "\n".join(texts(alone, language)["body"]) for language in LANGUAGES}
    # What is named right before is meant, terms that were searched for too.
    assert "sökord, för att göra webbplatsen bättre.\nDet kan säga något om din hälsa, så vi ber" in body["sv"]
    assert "terms, to make the website better.\nThis can say something about your health, so we" in body["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_law_wants_said_comes_before_what_the_browser_remembers(language: Language) -> None:
    explicit = changed('basis = "consent"', 'basis = "explicit-consent"')
    body = "\n".join(texts(read(changed("health_care = false", "health_care = true", explicit)), language)["body"])
    marks = {
        "sv": ("vill räkna", "för att göra", "uttryckliga samtycke", "ändra dig", "minns webbläsaren"),
        "en": ("would like to count", "to make", "explicit consent", "change your mind", "your browser remembers"),
    }[language]
    places = [body.index(mark) for mark in marks]
    assert places == sorted(places)


def test_what_the_browser_remembers_is_no_more_than_the_policy_needs() -> None:
    visits = policy('visits = {}\nsearch_terms = { parameters = ["s"] }', "visits = {}")
    assert "minns webbläsaren ditt kvitto och när du var här. Säger du nej" in "\n".join(texts(visits, "sv")["body"])
    assert "varifrån du kom och vad du sökte på webbplatsen" in "\n".join(texts(policy(), "sv")["body"])


ALWAYS = {
    "title", "body", "accept", "refuse", "withdraw", "policy", "language", "button", "yes", "no", "signal",
}  # fmt: skip
WITH_SERVICES = {
    "settings", "dismiss", "save", "terms", "some", "categories", "services", "once", "closed", "remains", "left",
}  # fmt: skip


def test_both_languages_have_all_words() -> None:
    words = configured(BARE)["texts"]
    assert list(words) == ["sv", "en"]
    assert all(set(each) == ALWAYS and all(each.values()) for each in words.values())


@pytest.mark.parametrize("document", [DOCUMENT, in_arabic()], ids=["without Arabic", "with Arabic"])
def test_with_services_each_language_has_the_words_of_the_settings_too(document: str) -> None:
    words = configured(document)["texts"]
    assert list(words) == ["sv", "en", "ar"][: len(words)]
    assert all(set(each) == ALWAYS | WITH_SERVICES and all(each.values()) for each in words.values())


def test_the_script_is_told_what_it_may_read() -> None:
    told = configured(DOCUMENT)
    del told["texts"]
    assert "q" in told.pop("terms")
    assert told == {
        "site": "klinik.example",
        "version": 1,
        "material": 1,
        "domains": ["klinik.example"],
        "linked": ["klinik.example"],
        "days": 182,
        "inputs": ["visit", "referrer", "query", "search"],
        "parameters": ["s"],
        "sensitive": [["/behandlingar/", "section"]],
        "services": [
            {
                "name": "film",
                "category": "media",
                "hosts": ["film.example"],
                "cookies": ["film_id"],
                "storage": [],
                "left": [],
                "signals": [],
            }
        ],
        "closed": ["/behandlingar/"],
    }


def test_no_search_is_read_where_no_parameters_are_named() -> None:
    told = configured(changed('{ parameters = ["s"] }', "{}"))
    assert (told["inputs"], told["parameters"]) == (["visit", "referrer", "query"], [])


def test_visitors_and_campaigns_are_told_apart_from_the_inputs() -> None:
    told = configured(changed("visits = {}", "visitors = {}\ncampaigns = {}"))
    assert told["visitors"] is True
    assert {"utm_source", "utm_medium", "utm_campaign", "utm_term"} < set(told["campaigns"])
    assert set(told["clicks"]) == set(CLICK_IDS)
    assert set(told["campaigns"]).isdisjoint(CLICK_IDS), "of which the value is not told"
    assert told["inputs"] == ["referrer", "query", "search"]


def test_the_outcomes_of_searches_are_told_only_where_the_policy_names_them() -> None:
    told = configured(changed("visits = {}", "search_outcomes = {}"))
    assert (told["outcomes"], told["inputs"]) == (True, ["referrer", "query", "search"])
    assert "outcomes" not in configured(DOCUMENT)


def test_the_words_of_an_advertisement_are_sent_only_where_search_terms_are_counted() -> None:
    told = configured(changed('search_terms = { parameters = ["s"] }', "campaigns = {}"))
    assert "utm_source" in told["campaigns"]
    assert "utm_term" not in told["campaigns"]


def test_an_answer_is_kept_as_long_as_the_document_says() -> None:
    assert configured(changed("lifetime = 182", "lifetime = 90"))["days"] == 90
    assert configured(changed('name = "rv_choice"', 'name = "another"'))["days"] == CHOICE_DAYS


def test_an_earlier_yes_holds_from_the_latest_material_change() -> None:
    longer = changed("version = 1", "version = 2", changed("named = 12", "named = 18"))
    reworded = longer.replace("version = 2", "version = 3").replace("Vi är en klinik.", "Vi är en mottagning.")
    history = [(date(2026, month, 1), text) for month, text in enumerate((DOCUMENT, longer, reworded), 1)]
    told = configuration(site_of("klinik.example", "Europe/Stockholm", history), TODAY)
    assert (told["version"], told["material"]) == (3, 2)


HEALTHY = changed("health_care = false", "health_care = true", DOCUMENT.replace('"consent"', '"explicit-consent"'))
FILM_ID = 'set_by = "film"'


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("http_only = true", "film_id"),
        ("partitioned = true", "film_id"),
        ('domain = "film.example"', "film_id (film.example)"),
        ('domain = "www.klinik.example"', "film_id (www.klinik.example)"),
        ('domain = "film.example"\nhttp_only = true', "film_id (film.example)"),
        ('domain = "klinik.example"\nhttp_only = true', "film_id (klinik.example)"),
    ],
)
def test_a_cookie_that_no_script_of_the_site_can_delete_is_left(row: str, left: str) -> None:
    [service] = configured(changed(FILM_ID, f"{FILM_ID}\n{row}"))["services"]
    assert (service["cookies"], service["left"]) == ([], [left])


def test_a_services_cookie_of_a_domain_above_all_hosts_of_the_site_can_be_deleted() -> None:
    [service] = configured(changed(FILM_ID, f'{FILM_ID}\ndomain = "klinik.example"'))["services"]
    assert (service["cookies"], service["left"]) == (["film_id"], [])


def test_what_a_service_stores_elsewhere_is_told_with_its_kind() -> None:
    row = DOCUMENT[DOCUMENT.index('[[cookie]]\nname = "film_id"') : DOCUMENT.index('[[cookie]]\nname = "rv_visit"')]
    kinds = ("local-storage", "session-storage", "indexed-db")
    more = "".join(row.replace("film_id", "player-*").replace('kind = "cookie"', f'kind = "{kind}"') for kind in kinds)
    text = changed("storage = []", 'storage = ["player-*"]', changed(row, row + more))
    [service] = configured(text)["services"]
    assert service["cookies"] == ["film_id"]
    assert service["storage"] == [[kind, "player-*"] for kind in kinds]


def test_without_services_nothing_is_said_of_any() -> None:
    told = configured(BARE)
    assert "services" not in told
    assert "closed" not in told


def test_pages_are_closed_to_other_companies_whatever_is_counted_there() -> None:
    rows = "".join(f'[[sensitive.paths]]\npath = "{path}"\ncount = "page"\n\n' for path in ("/om", "/Ångest å/"[:7]))
    assert configured(changed("[[service]]", rows + "[[service]]"))["closed"] == ["/behandlingar/", "/om", "/Ångest"]


def test_domains_are_those_that_a_cookie_can_be_set_for() -> None:
    aliases = '["www.klinik.example", "boka.klinik.example", "klinik.localhost", "klinik.co.uk"]'
    told = configured(changed('["www.klinik.example"]', aliases))
    assert told["domains"] == told["linked"] == ["klinik.co.uk", "klinik.example", "klinik.localhost"]


def test_a_page_rule_is_told_only_as_an_exception() -> None:
    rows = '[[sensitive.paths]]\npath = "{}"\ncount = "page"\n\n'
    text = changed("[[service]]", rows.format("/behandlingar/priser") + rows.format("/om") + "[[service]]")
    assert configured(text)["sensitive"] == [["/behandlingar/", "section"], ["/behandlingar/priser", "page"]]


SECOND = """[[service]]
name = "adverts"
title = "Annonsverket"
category = "marketing"
purpose.sv = "för att mäta annonser."
purpose.en = "to measure advertisements."
recipient = "Annonsverket Inc."
country = "US"
safeguard.sv = "Standardavtalsklausuler."
safeguard.en = "Standard contractual clauses."
hosts = ["*.ads.example"]

"""


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "sv",
            "Statistik: Kliniken vill räkna besök och sökord, för att göra webbplatsen bättre. Vi vill också använda "
            "andra företags tjänster för film och kartor och för marknadsföring. Företagen får då din IP-adress, kan "
            "få veta vilken sida du läser och kan spara kakor hos dig.",
        ),
        (
            "en",
            "Statistics: Kliniken would like to count visits and search terms, to make the website better. We would "
            "also like to use other companies' services for video and maps and for marketing. The companies then "
            "receive your IP address, may learn which page you are reading and may store cookies on your device.",
        ),
    ],
)
def test_the_first_layer_names_every_category(language: str, sentence: str) -> None:
    both = read(changed("[[service]]", SECOND + "[[service]]"))
    assert texts(both, language)["body"][0] == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_category_stands_in_the_first_layer_by_the_name_it_has_in_the_settings(language: Language) -> None:
    for category in CATEGORIES:
        said = texts(policy('category = "media"', f'category = "{category}"'), language)
        assert list(said["categories"]) == ["statistics", category]
        body = "\n".join(said["body"]).lower()
        examples = {"sv": {"Funktioner": "bokning"}, "en": {"Functions": "booking"}}[language]
        for title, sentence in said["categories"].values():
            word = examples.get(title, title.lower())
            assert word in body
            assert word in f"{title} {sentence}".lower()


def test_categories_have_their_own_order_and_services_that_of_the_document() -> None:
    said = texts(read(changed("[[service]]", SECOND + "[[service]]")), "sv")
    assert list(said["categories"]) == ["statistics", "media", "marketing"]
    assert list(said["services"]) == ["adverts", "film"]


def test_a_service_is_told_with_its_company_country_and_purpose() -> None:
    said = texts(read(changed("[[service]]", SECOND + "[[service]]")), "sv")["services"]
    assert said["adverts"] == [
        "Annonsverket",
        "Används för att mäta annonser. Annonsverket Inc. (USA, utanför EU och EES) får din IP-adress, kan få veta "
        "vilken sida du läser och kan spara kakor hos dig.",
        "Det här kommer från Annonsverket Inc. (USA, utanför EU och EES) och används för att mäta annonser. Om du "
        "visar det får företaget din IP-adress, kan få veta vilken sida du läser och kan spara kakor hos dig.",
        "Öppna hos Annonsverket",
        "Tillåt Annonsverket",
    ]


def test_an_added_language_says_the_same_in_the_same_order() -> None:
    said = texts(read(in_arabic()), "ar")
    assert said["body"][0] == (
        "الإحصاءات: تودّ Kliniken عدّ الزيارات وكلمات البحث، لتحسين الموقع. ونودّ أيضًا استخدام خدمات شركات أخرى "
        "لعرض أفلام وخرائط. عندئذ تحصل على عنوان IP الخاص بك، وقد تعرف الصفحة التي تقرؤها وتخزّن ملفات ارتباط لديك."
    )
    assert said["services"]["film"][1].startswith("تُستخدم لعرض الأفلام. تحصل Filmbolaget (السويد)")
    assert len(said["body"]) == len(texts(read(in_arabic()), "sv")["body"])


def test_in_an_added_language_too_health_care_asks_for_explicit_consent() -> None:
    explicit = changed('basis = "consent"', 'basis = "explicit-consent"', in_arabic())
    health = read(changed("health_care = false", "health_care = true", explicit))
    assert "موافقتك الصريحة" in "\n".join(texts(health, "ar")["body"])
    assert "موافقتك الصريحة" not in "\n".join(texts(read(in_arabic()), "ar")["body"])


def test_what_the_owner_wrote_is_not_filled_in_once_more() -> None:
    sly = policy('name = "Kliniken"', 'name = "{purpose} {kept}"')
    assert "{purpose} {kept} vill räkna" in "\n".join(texts(sly, "sv")["body"])


CHANGED = date(2026, 6, 1)


def after(*changes: tuple[str, str], document: str = DOCUMENT) -> Site:
    """A site whose document was changed on `CHANGED`, a month after each other if more than once."""
    documents = [document]
    for number, (old, new) in enumerate(changes, 1):
        later = documents[-1].replace(f"version = {number}", f"version = {number + 1}")
        documents.append(changed(old, new, later))
    days = [date(2026, 1, 1), *(CHANGED + timedelta(days=31 * number) for number in range(len(changes)))]
    return site_of("klinik.example", "Europe/Stockholm", zip(days, documents, strict=True))


REWORDED = ("Vi är en klinik.", "Vi är en mottagning.")
LONGER = ("named = 12", "named = 18")


@pytest.mark.parametrize(("days", "told"), [(0, True), (29, True), (30, False), (400, False)])
def test_a_change_that_is_not_material_is_told_of_for_thirty_days(days: int, told: bool) -> None:
    words = configuration(after(REWORDED, document=BARE), CHANGED + timedelta(days=days))["texts"]
    notices = [each.get("notice") for each in words.values()]
    expected = [
        "Integritetspolicyn ändrades den 1 juni 2026. Har du svarat gäller svaret fortfarande.",
        "Our privacy policy was changed on 1 June 2026. If you have answered, your answer still holds.",
    ]
    assert notices == (expected if told else [None, None])
    assert [each.get("dismiss") for each in words.values()] == (["Stäng", "Close"] if told else [None, None])


def test_a_material_change_asks_again_and_needs_no_notice() -> None:
    site = after(REWORDED, LONGER)
    told = configuration(site, CHANGED + timedelta(days=32))
    assert (told["material"], "notice" in told["texts"]["sv"]) == (3, False)


@pytest.mark.parametrize(("days", "told"), [(0, True), (29, True), (30, False), (400, False)])
def test_for_thirty_days_after_a_material_change_it_is_said_why_the_question_comes_again(days: int, told: bool) -> None:
    words = configuration(after(LONGER, document=in_arabic()), CHANGED + timedelta(days=days))["texts"]
    expected = [
        "Vi frågar igen, för integritetspolicyn ändrades den 1 juni 2026.",
        "We ask again, because our privacy policy was changed on 1 June 2026.",
        "نسألك مرة أخرى لأن سياسة الخصوصية تغيّرت في 2026-06-01.",
    ]
    assert [each.get("again") for each in words.values()] == (expected if told else [None] * 3)


def test_a_change_that_answers_outlive_may_follow_one_that_they_did_not() -> None:
    site = after(LONGER, REWORDED)
    said = configuration(site, CHANGED + timedelta(days=31))["texts"]["sv"]
    assert ("again" in said, "2 juli 2026" in said["notice"]) == (False, True)


def test_a_first_policy_is_no_change() -> None:
    said = configuration(after(), date(2026, 1, 2))["texts"]["sv"]
    assert {"notice", "again"} & said.keys() == set()


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_wherever_a_yes_can_be_given_the_terms_of_the_first_layer_can_be_shown(language: str) -> None:
    said = texts(read(in_arabic(HEALTHY)), language)
    assert said["terms"] == said["body"][1:]
    assert said["terms"][0].startswith({"sv": "Ditt besök", "en": "Your visit", "ar": "زيارتك"}[language])


def test_with_services_the_answers_are_to_everything() -> None:
    said = [texts(read(in_arabic()), language) for language in ("sv", "en", "ar")]
    assert [(each["refuse"], each["accept"]) for each in said] == [
        ("Neka alla", "Godkänn alla"),
        ("Reject all", "Accept all"),
        ("رفض الكل", "قبول الكل"),
    ]
