"""The first user's document is sound, unfilled, and says what the owner promised."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from policy.banner import configuration, texts
from policy.check import placeholders, read
from policy.document import Retention
from policy.own_visits import MARK
from policy.site import site_of
from policy.words import Language

pytestmark = pytest.mark.quick

ROOT: Final = Path(__file__).parents[2]
TEXT: Final = (ROOT / "policy" / "examples" / "kbt-verkstan.toml").read_text(encoding="utf-8")
POLICY: Final = read(TEXT)
LANGUAGES: tuple[Language, ...] = ("sv", "en")

NAMED: Final[dict[Language, list[str]]] = {
    "sv": ["besök", "lästa sidor", "varifrån besökare kommer", "sökord", "sökmotorer"],
    "en": ["visits", "pages read", "where visitors come from", "search terms", "search engines"],
}


def test_it_names_exactly_the_five_statistics_that_the_owner_promised() -> None:
    assert set(POLICY.statistics) == {"visits", "pages", "referrers", "search_terms", "search_engines"}
    assert POLICY.statistics["search_terms"].parameters == ("s", "q")


def test_counts_are_kept_for_the_twelve_months_that_the_owner_promised() -> None:
    assert POLICY.retention == Retention(named=12, totals=12, answers=60)
    assert (POLICY.threshold.visits, POLICY.threshold.window) == (3, "quarter")


def test_health_care_asks_for_explicit_consent_and_hides_which_treatment_was_read() -> None:
    assert POLICY.sensitive.health_care
    assert POLICY.legal.basis == "explicit-consent"
    counted = {path: rule and rule.count for path in PATHS if (rule := POLICY.sensitive.rule(path)) or True}
    assert counted == PATHS


PATHS: Final = {
    "/": None,
    "/behandlingar": "page",
    "/behandlingar/angest": "section",
    "/boka/tid": "nothing",
    "/kontakt": "section",
    "/kontakt/tack": "section",
    "/kassa/order/1": "section",
    "/mitt-konto": "nothing",
    "/artiklar/saga-nej": "page",
    "/bocker/somn": "page",
    "/kurspaket": "page",
    "/sok": "page",
    "/andningsovning": None,
}


def test_it_governs_both_websites_under_services_of_their_own() -> None:
    services = {site.host: site.service for site in POLICY.site}
    assert services == {
        "kbt-verkstan.se": "stats.kbt-verkstan.se",
        "kbtverkstanbutik.se": "stats.kbtverkstanbutik.se",
    }
    assert [site.aliases for site in POLICY.site] == [("www.kbt-verkstan.se",), ("www.kbtverkstanbutik.se",)]


def test_the_rows_of_search_engines_can_be_taken_into_use_as_they_stand() -> None:
    assert POLICY.provider == ()
    used = re.sub(r"^# (?=(\[\[provider\]\]|(engine|name|country|gives\.\w+) = ))", "", TEXT, flags=re.MULTILINE)
    assert read(used).engines == {"google", "bing"}


def test_it_cannot_be_published_until_the_owner_has_filled_it_in() -> None:
    keys = {problem.key for problem in placeholders(POLICY)}
    assert keys == {
        *(f"controller.{key}" for key in ("organisation_number", "address", "contact", "telephone", "email")),
        *(f"processor[{row}].{key}" for row in (1, 2, 3) for key in ("name", "agreement")),
        "section[14].sv",
        "section[14].en",
    }


def test_it_holds_no_number_that_could_belong_to_someone() -> None:
    values = " ".join(map(str, tomllib.loads(TEXT).values()))
    assert re.findall(r"\d{3,}[ -]?\d{2,}|\d{3} \d{2}", values) == []


def test_what_the_script_keeps_on_the_device_is_what_the_document_declares() -> None:
    sources = sorted((ROOT / "static" / "script").glob("*.js"))
    kept = set(re.findall(r"\brv_\w+", "".join(path.read_text(encoding="utf-8") for path in sources)))
    unused_here = {"rv_dates"}  # for the statistic visitors, which the document does not name
    set_by_the_collector = {"rv_receipt"}
    asked_for = {MARK}  # by whoever runs the site, with a click on a link that says so: no visitor gets it
    assert {row.name for row in POLICY.cookie} == kept - unused_here - asked_for | set_by_the_collector
    assert asked_for <= kept
    necessary = {row.name: row.needs for row in POLICY.cookie if row.needs != "statistics"}
    assert necessary == {"rv_choice": "choice", "rv_receipt": "yes"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browsers_that_try_the_script_read_the_texts_of_this_document(language: Language) -> None:
    written = json.loads((ROOT / "tests" / "browser" / "texts.json").read_text(encoding="utf-8"))
    assert written[language] == texts(POLICY, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_banner_names_every_statistic_the_purpose_and_what_reading_tells(language: Language) -> None:
    body = "\n".join(texts(POLICY, language)["body"])
    assert [words for words in NAMED[language] if words not in body] == []
    assert POLICY.legal.purpose.in_(language) in body
    assert {"sv": "uttryckliga samtycke", "en": "explicit consent"}[language] in body


def test_the_script_may_read_what_the_five_statistics_need_and_no_more() -> None:
    told = configuration(site_of("kbt-verkstan.se", "Europe/Stockholm", [(date(2026, 1, 1), TEXT)]), date(2026, 11, 22))
    assert told["inputs"] == ["visit", "page", "referrer", "query", "search"]
    assert told.keys().isdisjoint({"campaigns", "clicks", "visitors"})
    assert told["days"] == 182
    assert told["domains"] == ["kbt-verkstan.se"]


def test_the_authority_has_its_present_name() -> None:
    for section in POLICY.section:
        for text in (section.title.sv, section.sv, section.en):
            assert "Datainspektionen" not in text
            assert "personuppgiftslagen" not in text.lower()


@pytest.mark.parametrize("section", POLICY.section, ids=lambda section: str(section.id))
def test_both_languages_of_a_section_have_the_same_form(section: object) -> None:
    sv, en = getattr(section, "sv", ""), getattr(section, "en", "")
    shapes = [[part.count("\n- ") + part.startswith("- ") for part in text.split("\n\n")] for text in (sv, en)]
    assert shapes[0] == shapes[1]
