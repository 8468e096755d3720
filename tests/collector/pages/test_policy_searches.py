"""The policy page on what visitors search for, and on the figures that search engines give."""

from typing import Final

import pytest

from policy.check import read
from policy.dimensions import DIMENSIONS, WINDOW_PAIRS
from policy.statistics import STATISTICS
from policy.words import Language, sentences
from tests.collector.pages.test_policy_page import BARE, EVERYTHING, LANGUAGES, one, page
from tests.policy.documents import DOCUMENT, changed

pytestmark = pytest.mark.quick

ROW: Final = DOCUMENT[DOCUMENT.index("[[provider]]") : DOCUMENT.index("[[section]]")]
OWN: Final = DOCUMENT.replace(ROW, "")
"""Without a search engine's figures."""

TYPED_PAIRS: Final = tuple(name for name, (one, _) in WINDOW_PAIRS.items() if DIMENSIONS[one].values == "typed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_of_a_search_is_told_where_the_policy_names_its_outcomes(language: Language) -> None:
    told = sentences(language)["search_outcomes"]
    assert told not in page(one(), language).text
    text = page(one(changed("visits = {}", "pages = {}\nsearch_outcomes = {}")), language).text
    assert told in text
    assert STATISTICS["search_outcomes"].words[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_pair_with_typed_text_has_a_sentence_where_the_policy_names_both_sides(language: Language) -> None:
    t = sentences(language)
    text = page(one(EVERYTHING), language).text
    assert [name for name in TYPED_PAIRS if t[name] not in text] == []
    for key in ("typed_alike", "outcomes_alone"):
        assert t[key] in text
    alone = page(one(), language).text
    assert [key for key in (*TYPED_PAIRS, "typed_alike", "outcomes_alone") if t[key] in alone] == []
    engines = page(one(changed("visits = {}", "search_engines = {}")), language).text
    assert [key for key in (*TYPED_PAIRS, "typed_alike", "outcomes_alone") if t[key] in engines] == [
        "search_term+search_engine",
        "typed_alike",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_others_may_know_who_did_is_divided_by_the_window_alone(language: Language) -> None:
    text, titles = page(one(EVERYTHING), language).text, {name: row.title[language] for name, row in DIMENSIONS.items()}
    by_day, shared = text.split(sentences(language)["shared_quarter"].format(visits=3))
    for name in ("contact_clicks", "events"):
        divided = sentences(language)["divided"].partition("{others}")[0].format(one=STATISTICS[name].words[language])
        assert divided not in by_day
        assert shared.partition(divided)[2].startswith(titles["page"].lower())
    assert sentences(language)["shared_quarter"].partition("{")[0] not in page(one(), language).text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "sv",
            "Det du söker efter här räknar vi också tillsammans med sidan du sökte från. Det du söker efter här räknar "
            "vi också tillsammans med om sökningen gav något. Det sker på samma sätt och med samma gräns. Vilka sidor "
            "besökare sökte från, och hur många sökningar som inte gav något, räknar vi också utan sökorden: per dag, "
            "och från den första.",
        ),
        (
            "en",
            "What you search for here we also count together with the page that you searched from. What you search "
            "for here we also count together with whether the search found anything. This is done in the same way and "
            "with the same limit. Which pages visitors searched from, and how many searches found nothing, we also "
            "count without the terms: by day, and from the first.",
        ),
    ],
)
def test_the_pages_and_the_outcomes_of_searches_are_told_in_words(language: Language, said: str) -> None:
    assert said in page(one(changed("visits = {}", "pages = {}\nsearch_outcomes = {}")), language).text


FIGURES: Final[dict[Language, tuple[str, ...]]] = {
    "sv": (
        "Gränsen gäller det som vi själva räknar.",
        "Sökmotorn, Irland: klick per sökord Siffrorna är klick, visningar och placering per sökord, per sida och för "
        "båda tillsammans, och per dag, vecka eller månad. De gäller alla som sökte hos sökmotorn, oavsett vad de "
        "svarade här. Sökorden står i klartext även om få har sökt på dem, så som sökmotorn själv lämnar dem. "
        "Siffrorna sparas i 12 månader. Statistiken lämnar inget om ditt besök till sökmotorerna. I den mån ett sökord "
        "är en personuppgift är grunden vårt berättigade intresse av att se hur webbplatsen hittas (artikel 6.1 f). Du "
        "har rätt att invända (artikel 21).",
        "Vi stöder oss inte på berättigat intresse för statistiken, utom för de siffror som sökmotorer lämnar.",
    ),
    "en": (
        "The limit is for what we count ourselves.",
        "clicks by search term The figures are clicks, impressions and position by search term, by page and for both "
        "together, and by day, week or month. They are of everyone who searched there, whatever they answered here. "
        "The terms stand in plain text even where few have searched for them, as the search engine itself gives them. "
        "The figures are kept for 12 months. The statistics pass nothing about your visit to the search engines. As "
        "far as a search term is personal data, the basis is our legitimate interest in seeing how the website is "
        "found (Article 6(1)(f)). You have the right to object (Article 21).",
        "We do not rely on legitimate interest for the statistics, except for the figures that search engines give.",
    ),
}
"""What is told of them, and what of the rest would be untrue without its exception."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_of_a_search_engine_are_told_with_what_their_rows_mean(language: Language) -> None:
    document = changed("visits = {}", "pages = {}", DOCUMENT)
    text = page(one(document), language).text
    assert [said for said in FIGURES[language] if said not in text] == []
    without = page(one(document.replace(ROW, "")), language).text
    assert [said for said in FIGURES[language] if said in without] == []
    assert sentences(language)["no_interest"] in without
    assert sentences(language)["no_interest"] not in text


def test_the_figures_are_of_pages_only_where_pages_are_named() -> None:
    assert "placering per sökord, och per dag" in page(one()).text
    assert "position by search term, and by day" in page(one(), "en").text


def test_figures_are_kept_for_as_long_as_what_has_a_name() -> None:
    assert "Siffrorna sparas i 9 månader." in page(one(changed("named = 12", "named = 9"))).text


def test_the_engines_are_those_of_the_rows() -> None:
    assert read(DOCUMENT).engines == {"google"}
    assert read(OWN).engines == frozenset()


@pytest.mark.parametrize(
    ("statistics", "sv", "en"),
    [
        ("visits = {}", "Vilka sidor du läser kan", "Which pages you read can"),
        (
            'search_terms = { parameters = ["s"] }',
            "Vad du läser och söker efter här, och vad du sökte efter för att komma hit, kan",
            "What you read and search for here, and what you searched for to come here, can",
        ),
        (
            "search_terms = {}",
            "Vad du läser här, och vad du sökte efter för att komma hit, kan",
            "What you read here, and what you searched for to come here, can",
        ),
    ],
    ids=["no terms", "terms of the site too", "terms of search engines"],
)
def test_explicit_consent_is_asked_for_all_that_can_tell_about_health(statistics: str, sv: str, en: str) -> None:
    for document in (DOCUMENT, BARE):
        health = changed("health_care = false", "health_care = true", document)
        site = one(changed('visits = {}\nsearch_terms = { parameters = ["s"] }', statistics, health))
        assert f"{sv} säga något om din hälsa." in page(site).text
        assert f"{en} say something about your health." in page(site, "en").text
