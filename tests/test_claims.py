"""No word that owners and visitors read claims more than is true."""

import re
from typing import Final

import pytest

from dashboard.locale.catalog import OURS, read
from policy.banner import BUILT_IN, texts
from policy.dimensions import DIMENSIONS
from policy.keys import KEYS
from policy.phrases import leaves
from policy.rights import rights
from policy.statistics import STATISTICS, TRANSIENT, UPKEEP
from policy.words import Language, sentences
from tests.collector.pages.test_policy_page import EVERYTHING, LANGUAGES, one, page
from tests.dashboard.locale.test_catalogs import forms

pytestmark = pytest.mark.quick

CLAIMS: Final = re.compile(r"anonym|inga personuppgifter|no personal data|gdpr-säker|gdpr.safe|compliant|100 %", re.I)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_owners_read_claims_no_more_than_is_true(language: Language) -> None:
    texts = [text for message in read(OURS, language) for text in forms(message) if message.id]
    assert len(texts) > 400
    assert [text for text in texts if CLAIMS.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_visitors_read_claims_no_more_than_is_true(language: Language) -> None:
    words = [
        *sentences(language).values(),
        *rights(language).values(),
        *(leaf.phrase for leaf in leaves(BUILT_IN[language])),
        *(text for key in KEYS.values() for text in (key.about[language], key.why[language])),
        *(row.words[language] for row in STATISTICS.values()),
        *(row.title[language] for row in DIMENSIONS.values()),
        *(row.words(language, services) for row in UPKEEP.values() for services in (True, False)),
        TRANSIENT[language],
    ]
    assert [text for text in words if CLAIMS.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_composed_of_them_claims_no_more_either(language: Language) -> None:
    site = one(EVERYTHING)
    assert CLAIMS.findall(f"{page(site, language).text} {texts(site.policy, language)}") == []
