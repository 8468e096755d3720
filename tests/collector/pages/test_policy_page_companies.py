"""What the policy page says of other companies: who they are, what they learn, on what ground and under which guard."""

from typing import Final, get_args

import pytest

from policy.document import Signal
from policy.statistics import UPKEEP
from policy.words import Language, sentences
from tests.collector.pages.test_policy_page import BARE, LANGUAGES, one, page
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

FOREIGN: Final = 'set_by = "film"\ndomain = "film.example"\nhttp_only = true\npartitioned = true'


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_and_companies_are_spoken_of_only_where_there_are_services(language: Language) -> None:
    text = page(one(BARE), language).text
    assert [row.name for row in UPKEEP.values() if row.words(language, False) not in text] == []
    assert UPKEEP["choice"].words(language, True) not in text
    fixed = sentences(language)
    alone, beside = ("refusal", "signal"), ("consent_services", "services_joint")
    assert [key for key in alone if fixed[key] not in text] == []
    assert [key for key in (*(f"{key}_services" for key in alone), *beside) if fixed[key] in text] == []
    text = page(one(), language).text
    assert [key for key in (*(f"{key}_services" for key in alone), *beside) if fixed[key] not in text] == []
    assert [key for key in alone if fixed[key] in text] == []


def test_what_protects_the_data_outside_the_law_is_told() -> None:
    safeguard = 'safeguard.sv = "Standardavtalsklausuler."\nsafeguard.en = "Standard contractual clauses."\n'
    for place in ("hosts", "agreement"):
        html = one(changed(f'country = "SE"\n{place}', f'country = "US"\n{safeguard}{place}'))
        assert "USA (utanför EU och EES). Skydd vid överföringen: Standardavtalsklausuler." in page(html).text
        assert "EEA). Safeguard of the transfer: Standard contractual clauses." in page(html, "en").text


def test_what_cannot_be_deleted_from_here_is_marked() -> None:
    html = changed('set_by = "film"', FOREIGN)
    assert "film_id kaka (film.example, HttpOnly, partitionerad) Minns var filmen" in page(one(html)).text
    english = page(one(html), "en").text
    assert "film_id cookie (film.example, HttpOnly, partitioned) Remembers where the film" in english
    for language in LANGUAGES:
        assert sentences(language)["withdrawal_services"] in page(one(html), language).text


def test_what_google_may_do_after_a_yes_stands_beside_the_purpose() -> None:
    told = changed("storage = []", 'storage = []\nconsent_mode = ["ad_storage", "security_storage"]')
    sentence = (
        "för att visa film. Ett ja låter Google spara kakor för annonser (ad_storage) och spara det som behövs för "
        "säkerheten (security_storage)"
    )
    assert sentence in page(one(told)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_to_google_has_words(language: Language) -> None:
    assert set(get_args(Signal)) <= sentences(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_services_are_said_to_stay_away_from_sensitive_pages_where_there_are_any(language: Language) -> None:
    sentence = sentences(language)["services_sensitive"]
    assert sentence in page(one(), language).text
    nowhere = changed('[[sensitive.paths]]\npath = "/behandlingar/"\ncount = "section"\n', "")
    text = page(one(nowhere), language).text
    assert sentence not in text
    assert sentences(language)["services_receive"] in text
