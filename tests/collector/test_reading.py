"""What is read of a report: what the policy permits, in the same words whether it is remembered or not."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, available_timezones

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.agents import agent_of
from collector.classify import _day
from collector.lists import load_lists
from collector.numbers import Validity
from collector.reading import Knowledge, Permit, Reading
from collector.scrub import _in_url, scrub_url
from collector.sources import classify_source, tagging
from collector.urls import NOWHERE, web_address
from collector.wire import read_hit
from policy.dimensions import DIMENSIONS
from policy.document import Sensitive, SensitivePath
from policy.statistics import STATISTICS
from tests.collector.conftest import HOST, NOW, SAFARI, wire

pytestmark = pytest.mark.quick

LISTS: Final = load_lists()
AGENT: Final = agent_of(SAFARI)
RULES: Final = Sensitive(
    paths=(SensitivePath(path="/behandlingar/", count="section"), SensitivePath(path="/boka", count="nothing"))
)
EVERYTHING: Final = Permit(frozenset(STATISTICS), ("s",), RULES)
PATHS: Final = (
    "/",
    "/om",
    "/tack/anna@exempel.se",
    "/behandlingar/panik",
    "/BOKA/tid",
    "/s%C3%B6k",
    "/070-174%2006%2035",
)
REFERRERS: Final = ("", "unknown", "https://www.google.com/", "https://anna@exempel.se/", "https://semalt.com/")


def read(knowledge: Knowledge, permit: Permit, path: str, referrer: str = "", query: str = "", **more: Any) -> Reading:
    report = read_hit(msgspec.json.encode(wire(path + query, referrer=referrer, **more)))
    reading = Reading(permit, frozenset({HOST}), knowledge, NOW)
    reason = reading.read(web_address(report.url) or NOWHERE, report, AGENT)
    reading.values["reason"] = str(reason)
    return reading


def found(reading: Reading) -> tuple[dict[str, str], set[str], set[str]]:
    return reading.values, reading.scrubbed, reading.in_address


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [EVERYTHING, Permit(frozenset({"pages"}), (), Sensitive()), Permit(frozenset(), (), RULES)]
            ),
            st.sampled_from(PATHS),
            st.sampled_from(REFERRERS),
            st.sampled_from(["", "?utm_source=nyhet&utm_campaign=a@b.se", "?s=anna@exempel.se"]),
            st.sampled_from(["", *(f"https://{HOST}{path}" for path in PATHS)]),
        ),
        max_size=12,
    )
)
@settings(deadline=None)
def test_what_is_remembered_is_what_would_be_read(asked: Sequence[tuple[Permit, str, str, str, str]]) -> None:
    known = Knowledge(LISTS)
    for permit, path, referrer, query, previous in asked:
        first, again = (
            read(knowledge, permit, path, referrer, query, previous=previous) for knowledge in (Knowledge(LISTS), known)
        )
        assert found(again) == found(first)


def test_one_report_leaves_nothing_in_the_next() -> None:
    known = Knowledge(LISTS)
    personal = read(known, EVERYTHING, "/tack/anna@exempel.se", "https://www.google.com/", "?s=070-1740635")
    assert personal.scrubbed == {"email", "phone"}
    assert personal.in_address >= {"email"}
    plain = read(known, EVERYTHING, "/om", "https://www.google.com/")
    assert (plain.scrubbed, plain.in_address, plain.values["site_search"]) == (set(), set(), "(none)")


def test_where_nothing_is_counted_nothing_is_remembered_of_the_page() -> None:
    known = Knowledge(LISTS)
    place = known.place("/boka/anna@exempel.se", EVERYTHING, NOW)
    assert (place.rule, place.page.values, place.page.scrubbed) == ("nothing", {}, set())
    unnamed = known.place("/tack/anna@exempel.se", Permit(frozenset({"referrers"}), (), RULES), NOW)
    assert (unnamed.rule, unnamed.page.values, unnamed.page.scrubbed) == ("page", {}, set())


@given(
    st.sampled_from(REFERRERS),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["utm_source", "UTM_Medium", "utm_campaign", "utm_term", "gclid", "GCLID", "fbclid", "s", ""]
            ),
            st.sampled_from(["", " ", "chatgpt.com", "nyhetsbrev", "\0", "\u3000", "EAIaIQ"]) | st.text(max_size=3),
        ),
        max_size=5,
    ),
)
def test_what_says_nothing_of_the_source_is_not_missed(referrer: str, query: list[tuple[str, str]]) -> None:
    hosts = frozenset({HOST})
    assert classify_source(LISTS, referrer, tagging(query), hosts) == classify_source(LISTS, referrer, query, hosts)


def test_a_clicks_number_and_what_a_person_typed_are_not_remembered() -> None:
    assert tagging([("gclid", "EAIaIQobChMI"), ("s", "ord"), ("utm_source", "g")]) == (
        ("gclid", "1"),
        ("utm_source", "g"),
    )
    known = Knowledge(LISTS)
    for query in ("?utm_source=g&utm_term=ord", "?utm_source=g&PK_KWD=ord"):
        read(known, EVERYTHING, "/", "", query)
    read(known, EVERYTHING, "/", "https://www.bing.com/search?q=ord")
    assert vars(vars(known)["_origins"])["_known"] == {}
    read(known, EVERYTHING, "/", "", "?utm_source=g&s=ord")
    assert len(vars(vars(known)["_origins"])["_known"]) == 1


@given(st.sampled_from(sorted(available_timezones())), st.integers(1_600_000_000, 4_000_000_000))
def test_the_day_of_a_quarter_of_an_hour_is_that_of_each_of_its_seconds(timezone: str, seconds: int) -> None:
    zone = ZoneInfo(timezone)
    assert _day(zone, seconds // 900) == datetime.fromtimestamp(seconds, zone).date().isoformat()


@pytest.mark.parametrize("statistic", STATISTICS)
def test_each_statistic_alone_reads_its_own_dimensions(statistic: str) -> None:
    permit = Permit(frozenset({statistic}), ("s",), Sensitive())
    values = read(Knowledge(LISTS), permit, "/om", "https://www.google.com/", "?utm_source=nyhet&s=ord").values
    del values["reason"]
    assert values.keys() == {name for name, row in DIMENSIONS.items() if row.statistic == statistic}


@given(
    st.lists(st.sampled_from(["%C3%B6", "%c3%a5", "%C3%97", "a", "Z", "-", "/", "_", "~", ".", "reset/", "namn/", "å"]))
)
def test_the_letters_that_are_not_looked_into_hide_nothing(parts: list[str]) -> None:
    text = "/" + "".join(parts)
    assert list(_in_url(text, date(2026, 11, 22), Validity())) == []
    assert scrub_url(text) == (text, ())


@pytest.mark.parametrize(
    "forged", ["(none)", "(not asked)", "(other)", "( (Rare) )", "\u202e(none)\u202c", "\0(none)\x1b"]
)
def test_nobody_else_writes_values_of_ours(forged: str) -> None:
    query = "?" + urlencode({"utm_source": forged, "utm_campaign": forged, "utm_term": forged, "s": forged})
    values = read(Knowledge(LISTS), EVERYTHING, "/", "", query).values
    plain = " ".join(re.findall(r"\w+", forged))
    assert (values["referrer"], values["campaign"]) == (plain, plain)
    assert (values["search_term"], values["site_search"]) == (plain.lower(), plain.lower())


def test_brackets_alone_are_nothing_and_brackets_in_a_text_stay() -> None:
    assert read(Knowledge(LISTS), EVERYTHING, "/", "", "?utm_source=x&utm_campaign=(())").values["campaign"] == "(none)"
    told = read(Knowledge(LISTS), EVERYTHING, "/", "", "?utm_source=x&utm_campaign=rea+(april)").values["campaign"]
    assert told == "rea (april)"


@pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "utm_term", "s"])
def test_what_steers_a_screen_is_taken_out_of_what_others_write(name: str) -> None:
    hidden = "a\x1b[31mb\r\nc\u202ed\u2066e\u200ff\u200bg\ufeffh\x85i"
    query = "?" + urlencode({"utm_source": "x", "utm_campaign": "y", name: hidden})
    assert "a [31mb cdefgh i" in read(Knowledge(LISTS), EVERYTHING, "/", "", query).values.values()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?sök=a&q[]=b", "a"),
        ("?q[]=b&sök=a", "b"),
        ("?s%C3%B6k=+&q%5B%5D=b", "b"),
        ("?q[]=a&q[]=b", "a"),
        ("?q=a&Sök=b&q%5B", "(none)"),
        ("?sök", "(none)"),
        ("?s%C3%B6k=a%2Bb+c%26d;e", "a+b c&d;e"),
    ],
)
def test_the_words_are_those_of_the_first_parameter_that_has_any(query: str, words: str) -> None:
    permit = Permit(frozenset(STATISTICS), ("sök", "q[]"), Sensitive())
    assert read(Knowledge(LISTS), permit, "/", "", query).values["site_search"] == words


def test_a_link_that_somebody_wrote_puts_no_page_on_the_list() -> None:
    query = "?" + urlencode(
        {"utm_source": "bo@exempel.se", "utm_campaign": "eva@exempel.se", "utm_term": "070-1740635"}
    )
    told = read(Knowledge(LISTS), EVERYTHING, "/om", "", query)
    assert (told.scrubbed, told.in_address) == ({"email", "phone"}, set())
    assert read(Knowledge(LISTS), EVERYTHING, "/tack/anna@exempel.se").in_address == {"email"}
