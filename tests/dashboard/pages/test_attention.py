"""What to see to, in words: what is the matter, what to do, and a way there, in every language."""

from datetime import date
from typing import get_args

import pytest

from collector.hits import Reason
from dashboard.locale.language import LANGUAGES
from dashboard.numbers.attention import URGENCY, Item
from dashboard.numbers.coverage import Answers
from dashboard.numbers.overview import Overview
from dashboard.pages.attention import Sign, signs
from tests.dashboard.seed import HOST, site

pytestmark = pytest.mark.quick

SINCE = date(2026, 11, 12)
ITEMS = {
    "never": Item("never", SINCE),
    "gone": Item("gone", SINCE),
    "unreported": Item("unreported", SINCE, 4),
    "left_out": Item("left_out", SINCE, 9, why="own-visit"),
    "refused": Item("refused", SINCE, 20),
    "unasked": Item("unasked", number=56, before=120),
    "personal": Item("personal", what="email", pages=("/tack/[email]", "/kvitto/%C3%A5")),
    "old_version": Item("old_version", SINCE, 30, 2),
    "engine": Item("engine", what="google", why="revoked"),
    "coverage": Item("coverage", None, 30, 60),
    "fell": Item("fell", number=20, before=70),
    "rose": Item("rose", number=1280, before=70),
}


def said(*items: Item, code: str = "sv") -> list[Sign]:
    return signs(Overview(site(), "visits", ((SINCE, 0),), 0, 0, None, Answers(), items), LANGUAGES[code])


def test_every_kind_is_said() -> None:
    assert [*ITEMS] == [*URGENCY]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ITEMS)
def test_each_says_what_is_the_matter_and_what_to_do(kind: str, code: str) -> None:
    [sign] = said(ITEMS[kind], code=code)
    sentence, remedy = sign.what[0], sign.remedy
    assert sentence.endswith((".", "”"))
    assert remedy.endswith((".", "?"))
    assert "{" not in sentence + remedy
    assert sign.level in {"wrong", "wait", "well"}
    assert bool(sign.link) == bool(sign.link_text)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("gone", "Ingenting har kommit sedan 12 november 2026: inga sidvisningar"),
        ("left_out", "Den vanligaste orsaken: Eget besök."),
        ("personal", "I adressen till /tack/[email], /kvitto/å står något som ser ut som e-postadresser."),
        ("coverage", "30\N{NO-BREAK SPACE}% av svaren den senaste veckan var ja, mot 60\N{NO-BREAK SPACE}%"),
        ("rose", "1\N{NO-BREAK SPACE}280 besök på 7 dagar, mot omkring 70 en vanlig vecka."),
        ("engine", "Det går inte att hämta söktermer från Google."),
    ],
)
def test_facts_stand_in_the_sentences(kind: str, sentence: str) -> None:
    assert sentence in said(ITEMS[kind])[0].what[0]


def test_a_remedy_is_said_once_for_all_of_a_kind() -> None:
    found = said(ITEMS["personal"], Item("personal", what="pnr", pages=("/betala/[pnr]",)), ITEMS["rose"])
    assert [len(sign.what) for sign in found] == [2, 1]


@pytest.mark.parametrize("kind", ITEMS)
def test_what_only_others_can_mend_is_a_letter_to_them(kind: str) -> None:
    [sign] = said(ITEMS[kind])
    assert bool(sign.letter) == (kind in {"never", "gone", "unreported", "personal", "old_version"})
    assert "CSP" not in sign.remedy
    assert "POST" not in sign.remedy


def test_a_letter_stands_on_its_own() -> None:
    [sign] = said(ITEMS["personal"])
    assert sign.letter.startswith(f"{HOST}: I adressen till /tack/[email], /kvitto/å står något som ser ut som")
    assert "Låt formulär skicka med POST" in sign.letter


def test_every_reason_for_leaving_out_has_words() -> None:
    for reason in get_args(Reason):
        [sign] = said(Item("left_out", SINCE, 1, why=reason))
        assert f" {reason}." not in sign.what[0]


def test_hostile_addresses_cannot_turn_the_sentence() -> None:
    [sign] = said(Item("personal", what="email", pages=("/%E2%80%AEtack/\x00[email]",)))
    assert "[U+202E]" in sign.what[0]


def test_a_link_leads_below_the_site() -> None:
    assert said(ITEMS["engine"])[0].link == f"/sites/{HOST}/search"
    assert said(ITEMS["gone"])[0].link == ""
