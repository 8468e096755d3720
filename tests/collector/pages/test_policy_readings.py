"""The policy page on what optional statistics read in the visitor's browser."""

import pytest

from policy.phrases import fill
from policy.statistics import STATISTICS
from policy.words import Language, sentences
from tests.collector.conftest import document
from tests.collector.pages.test_policy_page import LANGUAGES, one, page

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
