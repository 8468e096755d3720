"""What optional statistics ask of a document, what the script is told of them, and what the registry says of them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from policy.banner import BUILT_IN, configuration, texts
from policy.changelog import alterations
from policy.check import PolicyError, read
from policy.dimensions import DIMENSIONS, PAIRS
from policy.document import Policy, decode, material_changes
from policy.site import site_of
from policy.statistics import STATISTICS
from policy.values import CLASSES, VALUES
from tests.policy.documents import DOCUMENT, changed, in_arabic, policy

pytestmark = pytest.mark.quick

TODAY: Final = date(2026, 11, 22)
TOLD: Final[dict[str, dict[str, Any]]] = {
    "entry_pages": {},
    "flow": {"flow": True},
    "missing_pages": {"missing": True},
    "screens": {"screen": True},
    "languages": {"language": True},
    "countries": {"timezone": True},
    "outbound_links": {"outbound": True},
    "downloads": {"downloads": True},
    "contact_clicks": {"contacts": ["https://boka.example/kliniken/"]},
    "events": {"events": ["brev"]},
    "engaged_time": {"engaged": True},
    "scroll_depth": {"scroll": True},
    "web_vitals": {"vitals": True},
}
"""What the script is told of each."""

PARTICULARS: Final = {
    "contact_clicks": '{ booking = ["https://boka.example/kliniken/"], order = ["/tack/"] }',
    "events": '{ names = { brev = { sv = "anmälan till brevet", en = "newsletter sign-up" } } }',
}
ROWS: Final = "visits = {}\npages = {}\nsearch_terms = {}"
OPTIONAL: Final = list(STATISTICS)[list(STATISTICS).index("entry_pages") :]


def document(*names: str, **particulars: str) -> str:
    rows = [f"{name} = {(PARTICULARS | particulars).get(name, '{}')}" for name in names]
    return changed('visits = {}\nsearch_terms = { parameters = ["s"] }', "\n".join([ROWS, *rows]))


def told(text: str) -> Mapping[str, Any]:
    return configuration(site_of("klinik.example", "Europe/Stockholm", [(date(2026, 1, 1), text)]), TODAY)


def test_these_are_the_optional_statistics() -> None:
    assert list(TOLD) == OPTIONAL


@pytest.mark.parametrize("name", OPTIONAL)
def test_the_script_is_told_of_a_statistic_only_where_the_policy_names_it(name: str) -> None:
    without, with_it = told(document()), told(document(name))
    assert {key: value for key, value in with_it.items() if key != "texts" and value != without.get(key)} == TOLD[name]
    assert without.keys() <= with_it.keys()
    assert not without.keys() & {key for each in TOLD.values() for key in each}


def test_where_orders_are_counted_is_not_told_to_the_script() -> None:
    assert "/tack/" not in str(told(document("contact_clicks")))


@pytest.mark.parametrize("name", OPTIONAL)
def test_switching_one_on_asks_again_and_switching_it_off_does_not(name: str) -> None:
    without, with_it = read(document()), read(document(name))
    assert material_changes(without, with_it) == (f"statistics.{name}",)
    assert material_changes(with_it, without) == ()


MORE: Final = {
    "another booking service": ("contact_clicks", '{ booking = ["https://b.example/"] }', "booking.https://b.example/"),
    "another order page": ("contact_clicks", '{ order = ["/kvitto"] }', "order./kvitto"),
    "another event": ("events", '{ names = { kurs = { sv = "kurs", en = "course" } } }', "names.kurs"),
    "an event in other words": ("events", '{ names = { brev = { sv = "kurs", en = "course" } } }', "names.brev"),
}


@pytest.mark.parametrize("case", MORE)
def test_what_makes_a_statistic_count_more_asks_again(case: str) -> None:
    name, particulars, key = MORE[case]
    assert material_changes(read(document(name)), read(document(name, **{name: particulars}))) == (
        f"statistics.{name}.{key}",
    )


def test_the_browser_remembers_clicks_only_where_they_are_counted() -> None:
    act = BUILT_IN["sv"].memories.act
    assert act
    for name in OPTIONAL:
        said = "\n".join(texts(decode(document(name)), "sv")["body"])
        assert (act in said) is ("act" in STATISTICS[name].inputs)


def test_what_waits_to_be_sent_is_said_where_it_is_more_than_the_visit() -> None:
    queue = BUILT_IN["sv"].memories.queue
    assert queue
    for name in OPTIONAL:
        said = "\n".join(texts(decode(document(name)), "sv")["body"])
        assert (queue in said) is (name not in {"entry_pages", "flow", "missing_pages"})


def test_the_source_is_remembered_where_campaigns_alone_are_counted() -> None:
    campaigns = changed('visits = {}\nsearch_terms = { parameters = ["s"] }', "visits = {}\ncampaigns = {}")
    referrer = BUILT_IN["sv"].memories.referrer
    assert referrer in "\n".join(texts(decode(campaigns), "sv")["body"])


def test_a_language_needs_words_for_what_is_remembered_of_clicks() -> None:
    statistics = 'visits = {}\nsearch_terms = { parameters = ["s"] }'
    clicks = in_arabic(changed(statistics, "visits = {}\npages = {}\nsearch_terms = {}\ndownloads = {}"))
    clicks = changed('visits = "الزيارات"', 'visits = "الزيارات"\ndownloads = "التنزيلات"', clicks)
    with pytest.raises(PolicyError, match=r"language\[1\].memories.act") as caught:
        read(clicks)
    assert [problem.key for problem in caught.value.problems] == [
        "language[1].memories.act",
        "language[1].memories.queue",
    ]
    words = 'page = "ما قرأته"\nact = "ما نقرت عليه"\nqueue = "ما ينتظر الإرسال"'
    read(changed('page = "ما قرأته"', words, clicks))


DIGESTS: Final = {
    DOCUMENT: "b6d8c659157e5df821a6533a280814f15c7873da7d76c58805030141899383ff",
    in_arabic(): "ceda446968b1142510735e4f19a83e8ee30ee5cf1a81b8a9d0acef003a45a095",
}
"""By document, from before there were such statistics."""


@pytest.mark.parametrize("text", DIGESTS, ids=["plain", "in Arabic"])
def test_what_was_published_before_there_were_such_statistics_keeps_its_digest(text: str) -> None:
    assert read(text).digest == DIGESTS[text]


def digest(name: str, particulars: str) -> str:
    return read(document(name, **{name: particulars})).digest


def test_the_digest_tells_every_particular() -> None:
    texts = [document(name, **{name: particulars}) for name, particulars, _ in MORE.values()]
    digests = {read(text).digest for text in [*texts, document("contact_clicks"), document("events"), document()]}
    assert len(digests) == len(texts) + 3


def test_events_in_another_order_are_the_same() -> None:
    one, two = "a = { sv = 'a', en = 'a' }", "b = { sv = 'b', en = 'b' }"
    assert digest("events", f"{{ names = {{ {one}, {two} }} }}") == digest(
        "events", f"{{ names = {{ {two}, {one} }} }}"
    )


def test_what_could_say_who_read_a_page_has_no_pairs() -> None:
    for name in ("screens", "languages", "countries"):
        for row in STATISTICS[name].dimensions:
            assert row.pairs == ()
            assert row.name not in {two for _, two in PAIRS}


def test_of_what_counts_only_where_it_has_a_value_nothing_is_the_other_side() -> None:
    valued = {name for name, row in DIMENSIONS.items() if row.counts == "valued"}
    assert not valued & {two for _, two in PAIRS}
    assert valued == {row.name for name in OPTIONAL for row in STATISTICS[name].dimensions} - {
        row.name for row in DIMENSIONS.values() if row.belongs == "visit" and row.counts == "all"
    }


def test_classes_have_their_order_and_words() -> None:
    assert CLASSES["engaged"] == ("0-9", "10-29", "30-59", "60-179", "180-599", "600-")
    assert CLASSES.keys() == {name for name, row in DIMENSIONS.items() if row.values == "classes"}
    assert all(len(classes) > 3 for classes in CLASSES.values())
    assert all(set(words) == {"sv", "en"} for words in VALUES.values())


def test_a_policy_reads_what_its_statistics_read() -> None:
    everything: Policy = read(document(*OPTIONAL))
    assert {"status", "screen", "language", "timezone", "act", "leave", "previous"} <= everything.inputs
    assert not {"status", "screen", "language", "timezone", "act", "leave"} & policy().inputs


PAGE: Final = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")


def rows_of(heading: str) -> list[list[str]]:
    """The cells of the table whose first heading this is."""
    table = PAGE.partition(f"| {heading} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in table]


def test_the_page_on_them_has_each_with_its_sentence_and_what_it_is_counted_together_with() -> None:
    found = {row[0].strip("`"): row for row in rows_of("key")}
    assert list(found) == OPTIONAL
    for name, row in found.items():
        pairs = dict.fromkeys(f"`{other}`" for each in STATISTICS[name].dimensions for other in each.pairs)
        assert (row[1], row[4]) == (STATISTICS[name].words["en"], ", ".join(pairs) or "none")
        assert len(row) == 6


def test_the_page_on_them_has_every_class() -> None:
    assert [row[0].strip("`") for row in rows_of("dimension")] == list(CLASSES)


def test_the_examples_particulars_are_sound() -> None:
    example = PAGE.partition("```toml\n")[2].partition("```")[0].strip()
    policy = read(changed('[statistics]\nvisits = {}\nsearch_terms = { parameters = ["s"] }', example))
    assert list(policy.statistics["events"].names) == ["newsletter", "course"]


def test_the_row_of_visitors_is_sound() -> None:
    row = next(part for part in PAGE.split("```toml\n") if "rv_dates" in part.partition("```")[0]).partition("```")[0]
    text = changed("[[service]]", f"{row}\n[[service]]", changed("visits = {}", "visitors = {}"))
    assert "visitors" in read(text).statistics


def test_what_changes_of_a_particular_is_told_to_visitors() -> None:
    before = document("contact_clicks", "events")
    after = document(
        "contact_clicks",
        "events",
        contact_clicks='{ order = ["/tack/", "/kvitto"] }',
        events='{ names = { brev = { sv = "brev", en = "letter" } } }',
    )
    said = [str(row) for row in alterations(read(before), read(after), "sv")]
    assert said == [
        "Borttaget: klick för att boka på https://boka.example/kliniken/",
        "Nytt: sidan efter en beställning, /kvitto",
        "Ändrat: händelsen brev (anmälan till brevet → brev)",
    ]
    asks = [row.why for row in alterations(read(before), read(after), "sv")]
    assert asks == ["", "fler beställningar räknas", "det gäller vilka händelser som räknas"]
