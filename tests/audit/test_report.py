"""The report: one file that loads nothing, in either language, readable on a phone and by a screen reader."""

import html
import json
import re
from typing import Any, Final

import pytest

from audit.evidence import Evidence, Gap
from audit.finding import Language
from audit.judge import judge
from audit.report import Report, as_html, as_json, report_of
from audit.rules.case import KINDS, PHASES, VIEWS
from audit.words import WORDS
from tests.audit.by_hand import FILM, GOOD, OTHER, PAGE, declaration, more, refusal, request, stored, whole

pytestmark = pytest.mark.quick

LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")
EVIL: Final = '<script>alert("1")</script>'

BAD: Final[Evidence] = refusal(background="#dddddd", colour="#222222")(
    more("before", stored("_ga", days=400.0), stored(EVIL, days=None), requests=[request()])(
        more("withdrawn", requests=FILM)(GOOD)
    )
)


def report(evidence: Evidence, language: Language = "en") -> Report:
    declared = declaration()
    return report_of(evidence, declared, judge(evidence, declared), language)


def test_a_good_website_has_no_fault() -> None:
    made = report(GOOD)
    assert made.faults == 0
    assert made.result == {"fail": 0, "warn": 0, "unchecked": 3, "passed": 20}
    assert "No faults were found." in as_html(made)


def test_a_finding_says_what_where_why_and_how_to_mend_it() -> None:
    page = as_html(report(BAD))
    assert "_ga (cookie) is stored before anyone has answered." in page
    [told] = [each for _, each in report(BAD).findings("fail") if each.what.startswith("_ga (cookie) is stored")]
    assert told.where
    assert html.escape(told.why, quote=False) in page.replace("&#39;", "'")
    assert told.mend in page


def test_all_that_was_seen_is_in_the_tables() -> None:
    made = report(BAD)
    kept = {row.name: row for row in made.stored}
    assert kept["rv_choice"].declared is True
    assert kept["rv_choice"].kept == "182 days"
    assert kept["rv_visit"].kept == "until deleted"
    assert (kept["_ga"].declared, kept["_ga"].known_as) == (False, "Google Analytics (Analytics)")
    asked = {row.host: row for row in made.asked}
    assert asked["film.localhost"].service == "Filmrutan"
    assert asked[OTHER].phases == ("before an answer",)
    assert {"1", "2"} <= {figure.value for figure in made.figures}


def test_what_could_not_be_seen_is_told() -> None:
    gap = Gap(what="page", reason="unreachable", why="https://klinik.localhost/om: no answer.", page=f"{PAGE}om")
    assert "En sida kunde inte prövas: sidan svarade inte (https://klinik.localhost/om)." in as_html(
        report(whole(gaps=(gap,))(GOOD), "sv")
    )


def test_a_yes_in_spite_of_the_signal_is_a_yes() -> None:
    [visit] = [row for row in report(GOOD).stored if row.name == "rv_visit"]
    assert visit.phases == ("yes", "yes, sensitive page")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_loads_nothing_and_runs_nothing(language: Language) -> None:
    page = as_html(report(BAD, language))
    assert f'<html lang="{language}">' in page
    assert not re.search(r"<(script|img|link|iframe)\b|url\(|@import|<a [^>]*http", page)
    assert "&lt;script&gt;" in page


def test_the_swedish_report_is_swedish() -> None:
    page = as_html(report(BAD, "sv"))
    assert "_ga (kaka) sparas innan någon har svarat." in page
    assert "fel hittades." in page
    assert "60 dagar" not in page


def test_the_json_report_says_the_same_and_holds_the_evidence() -> None:
    made = report(BAD)
    told: dict[str, Any] = json.loads(as_json(made, BAD))
    assert told["v"] == 1
    assert told["faults"] == made.faults
    assert [point["id"] for point in told["points"]] == [point.id for point in made.points]
    assert told["evidence"]["steps"][0]["phase"] == "before"


def test_numbers_are_written_as_in_the_language() -> None:
    assert {figure.value for figure in report(GOOD, "sv").figures} >= {"7,5:1", "30\N{NO-BREAK SPACE}%"}
    assert {figure.value for figure in report(GOOD, "en").figures} >= {"7.5:1", "30%"}


def test_a_website_that_stores_and_asks_nothing_has_a_report() -> None:
    empty = whole(steps=(), views=(), answers=(), ways_back=(), without_script=None, autoconsent=None, refusals=())(
        GOOD
    )
    page = as_html(report_of(empty, None, judge(empty, None), "sv"))
    assert "Inget sparades" in page
    assert "Ingen annan än webbplatsen själv anropades" in page
    assert "ingen deklaration" in page


def test_every_word_is_said_in_both_languages_with_the_same_blanks() -> None:
    for words in (*WORDS.values(), *PHASES.values(), *VIEWS.values(), *KINDS.values()):
        assert words.sv
        assert words.en
        assert set(re.findall(r"\{\w+\}", words.sv)) == set(re.findall(r"\{\w+\}", words.en))
