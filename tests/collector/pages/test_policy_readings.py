"""The policy page on what optional statistics read in the visitor's browser."""

import pytest

from policy.phrases import fill
from policy.statistics import STATISTICS
from policy.words import Language, sentences
from tests.collector.conftest import document
from tests.collector.pages.test_policy_page import LANGUAGES, one, page
from tests.policy.documents import DATES

pytestmark = pytest.mark.quick

EVENTS = {"sv": "anmälan till brevet", "en": "newsletter sign-up"}
APART = {
    "outbound_links": {"acts", "acts_apart"}, "downloads": {"acts", "acts_apart"}, "events": {"acts", "acts_apart"},
    "contact_clicks": {"acts", "acts_apart"}, "engaged_time": {"acts_apart"}, "scroll_depth": {"acts_apart"},
    "web_vitals": {"acts_apart"},
}  # fmt: skip


def readings(language: Language) -> dict[str, str]:
    """By key, filled in as the document of everything has it."""
    found = {key: text for key, text in sentences(language).items() if key.startswith("reads_")}
    return {key.removeprefix("reads_"): fill(text, events=EVENTS[language]) for key, text in found.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATISTICS)
def test_what_is_read_for_a_statistic_is_told_where_the_policy_names_it_and_nowhere_else(
    name: str, language: Language
) -> None:
    text = page(one(document(["visits", name] if name != "visits" else ["visits"])), language).text
    told = readings(language)
    assert {each for each, sentence in told.items() if sentence in text} == {name} & told.keys()
    assert STATISTICS[name].words[language] in text
    t = sentences(language)
    assert (t["readings"] in text) is (name in told)
    assert {key for key in ("acts", "acts_apart") if t[key] in text} == APART.get(name, set())


def test_every_statistic_that_reads_in_the_browser_says_so() -> None:
    inputs = {"previous", "status", "screen", "language", "timezone", "act", "leave", "campaign"}
    reading = {name for name, row in STATISTICS.items() if row.inputs & inputs} - {"search_outcomes"}
    assert readings("sv").keys() == readings("en").keys() == reading


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_orders_are_counted_is_told_where_they_are(language: Language) -> None:
    text = document(["visits", "pages", "contact_clicks"])
    order = sentences(language)["orders"].format(paths="/tack/")
    assert order in page(one(text), language).text
    assert "/tack/" not in page(one(text.replace(', order = ["/tack/"]', "")), language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_of_one_statistic_is_not_said_to_be_counted_together_with_itself(language: Language) -> None:
    text = page(one(document(["visits", "referrers"])), language).text
    assert text.count(STATISTICS["referrers"].words[language]) == 1


OWN_STORAGE = {
    ("visits",): ("tiden för den senaste sidvisningen.", "Det stannar hos dig.", "Här ligger sidvisningar som"),
    ("visits", "campaigns"): (
        "tiden för den senaste sidvisningen och kampanjen som besöket kom ifrån.",
        "Med allt som skickas under besöket följer kampanjen; resten stannar hos dig.",
        "Här ligger sidvisningar som",
    ),
    ("pages", "referrers", "downloads", "scroll_depth"): (
        "sidvisningen, adressen som besöket kom ifrån och korta kontrollsummor av besökets sidor, klick och händelser.",
        "Med allt som skickas under besöket följer adressen; resten stannar hos dig.",
        "Här ligger sidvisningar, klick, händelser och mått på lästa sidor som",
    ),
}


@pytest.mark.parametrize("names", OWN_STORAGE, ids=" ".join)
def test_what_the_script_keeps_in_the_browser_is_told_by_what_is_counted(names: tuple[str, ...]) -> None:
    text = page(one(document(list(names)))).text
    assert [words for words in OWN_STORAGE[names] if words not in text] == []
    assert ("kampanjen" in text) is ("campaigns" in names)
    assert sentences("sv")["dates_hold"] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dates_that_count_visitors_are_told_whatever_their_row_says(language: Language) -> None:
    text = document(["visits", "visitors"], 1, ("[[processor]]", f"{DATES}[[processor]]"))
    assert sentences(language)["dates_hold"] in page(one(text), language).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_clicks_below_a_section_tell_is_said_where_both_are(language: Language) -> None:
    told, sections = sentences(language)["sensitive_acts"], document(["visits", "downloads"])
    assert told in page(one(sections), language).text
    assert told not in page(one(document(["visits"])), language).text
    assert told not in page(one(sections.replace('"section"', '"nothing"')), language).text
