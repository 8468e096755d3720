"""The banner's words and the script's configuration follow from the document."""

from datetime import date

import pytest

from policy.banner import CHOICE_DAYS, SHORT, configuration, texts
from policy.check import read
from policy.site import site_of
from policy.statistics import STATISTICS
from policy.words import Language
from tests.policy.documents import DATES, DOCUMENT, changed, policy

pytestmark = pytest.mark.quick

LANGUAGES: tuple[Language, ...] = ("sv", "en")


WITH_DATES = changed("[[service]]", DATES + "[[service]]")


def configured(text: str, host: str = "klinik.example", zone: str = "Europe/Stockholm") -> dict[str, object]:
    return configuration(site_of(host, zone, [(date(2026, 1, 1), text)]))


def test_every_statistic_has_words_for_the_banner() -> None:
    assert SHORT.keys() == STATISTICS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_names_the_statistics_of_the_policy_and_no_others(language: Language) -> None:
    for name in STATISTICS:
        text = changed('visits = {}\nsearch_terms = { parameters = ["s"] }', f"{name} = {{}}", WITH_DATES)
        body = texts(read(text), language)["body"]
        sentence = body.splitlines()[0]
        others = [words[language] for other, words in SHORT.items() if other != name]
        assert SHORT[name][language] in sentence
        longer = sentence.replace(SHORT[name][language], "")
        assert not [words for words in others if words in longer]


def test_the_banner_names_the_controller_the_purpose_and_the_way_back() -> None:
    body = texts(policy(), "sv")["body"]
    assert body.startswith("Kliniken vill räkna besök och sökord, för att göra webbplatsen bättre.\n")
    assert "Du kan ändra dig när du vill under Kakor längst ned." in body
    english = texts(policy(), "en")["body"]
    assert english.startswith("Kliniken would like to count visits and search terms, to make the website better.\n")


def test_only_health_care_is_asked_about_explicitly() -> None:
    assert "hälsa" not in texts(policy(), "sv")["body"]
    explicit = changed('basis = "consent"', 'basis = "explicit-consent"')
    health = read(changed("health_care = false", "health_care = true", explicit))
    assert "kan säga något om din hälsa, så vi ber om ditt uttryckliga samtycke" in texts(health, "sv")["body"]
    assert "can say something about your health, so we ask for your explicit consent" in texts(health, "en")["body"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_law_wants_said_comes_before_what_the_browser_remembers(language: Language) -> None:
    explicit = changed('basis = "consent"', 'basis = "explicit-consent"')
    body = texts(read(changed("health_care = false", "health_care = true", explicit)), language)["body"]
    marks = {
        "sv": ("vill räkna", "för att göra", "uttryckliga samtycke", "ändra dig", "minns webbläsaren"),
        "en": ("would like to count", "to make", "explicit consent", "change your mind", "your browser remembers"),
    }[language]
    places = [body.index(mark) for mark in marks]
    assert places == sorted(places)


def test_what_the_browser_remembers_is_no_more_than_the_policy_needs() -> None:
    visits = policy('visits = {}\nsearch_terms = { parameters = ["s"] }', "visits = {}")
    assert "minns webbläsaren när du var här. Säger du nej" in texts(visits, "sv")["body"]
    assert "varifrån du kom och vad du sökte på webbplatsen" in texts(policy(), "sv")["body"]


def test_both_languages_have_all_words() -> None:
    words = configured(DOCUMENT)["texts"]
    assert isinstance(words, dict)
    assert list(words) == ["sv", "en"]
    keys = {"title", "body", "accept", "refuse", "policy", "language", "yes", "no", "signal"}
    assert all(set(each) == keys and all(each.values()) for each in words.values())


def test_the_script_is_told_what_it_may_read() -> None:
    told = configured(DOCUMENT)
    del told["texts"]
    assert "q" in told.pop("terms")  # type: ignore[operator]
    assert told == {
        "site": "klinik.example",
        "version": 1,
        "material": 1,
        "domains": ["klinik.example"],
        "linked": ["klinik.example"],
        "days": 182,
        "inputs": ["visit", "referrer", "query", "search"],
        "parameters": ["s"],
        "campaigns": [],
        "visitors": False,
        "zone": "Europe/Stockholm",
        "sensitive": [["/behandlingar/", "section"]],
        "policy": "/policy/klinik.example",
    }


def test_no_search_is_read_where_no_parameters_are_named() -> None:
    told = configured(changed('{ parameters = ["s"] }', "{}"))
    assert (told["inputs"], told["parameters"]) == (["visit", "referrer", "query"], [])


def test_visitors_and_campaigns_are_told_apart_from_the_inputs() -> None:
    told = configured(changed("visits = {}", "visitors = {}\ncampaigns = {}"))
    assert told["visitors"] is True
    assert told["campaigns"] == ["utm_source", "utm_medium", "utm_campaign", "gclid", "msclkid"]
    assert told["inputs"] == ["referrer", "query", "search"]


def test_an_answer_is_kept_as_long_as_the_document_says() -> None:
    assert configured(changed("lifetime = 182", "lifetime = 90"))["days"] == 90
    assert configured(changed('name = "rv_choice"', 'name = "another"'))["days"] == CHOICE_DAYS


def test_an_earlier_yes_holds_from_the_latest_material_change() -> None:
    longer = changed("version = 1", "version = 2", changed("named = 12", "named = 18"))
    reworded = longer.replace("version = 2", "version = 3").replace("Vi är en klinik.", "Vi är en mottagning.")
    history = [(date(2026, month, 1), text) for month, text in enumerate((DOCUMENT, longer, reworded), 1)]
    told = configuration(site_of("klinik.example", "Europe/Stockholm", history))
    assert (told["version"], told["material"]) == (3, 2)


def test_domains_are_those_that_a_cookie_can_be_set_for() -> None:
    aliases = '["www.klinik.example", "boka.klinik.example", "klinik.localhost", "klinik.co.uk"]'
    told = configured(changed('["www.klinik.example"]', aliases))
    assert told["domains"] == told["linked"] == ["klinik.co.uk", "klinik.example", "klinik.localhost"]


def test_a_page_rule_is_told_only_as_an_exception() -> None:
    rows = '[[sensitive.paths]]\npath = "{}"\ncount = "page"\n\n'
    text = changed("[[service]]", rows.format("/behandlingar/priser") + rows.format("/om") + "[[service]]")
    assert configured(text)["sensitive"] == [["/behandlingar/", "section"], ["/behandlingar/priser", "page"]]
