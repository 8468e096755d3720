"""The wire's form: what a browser may send is read, and everything else is refused with the place that is wrong."""

from typing import Any

import msgspec
import pytest

from collector.wire import LONGEST, Unreadable, read_choice, read_hit
from tests.collector.conftest import HOST, wire

pytestmark = pytest.mark.quick


def encoded(**keys: Any) -> bytes:
    return msgspec.json.encode(wire(**keys))


def without(key: str) -> bytes:
    report = wire()
    del report[key]
    return msgspec.json.encode(report)


def in_json(key: str, value: bytes, v: int = 1) -> bytes:
    """A sound report with one more key, whose value is the bytes as they stand."""
    return encoded(v=v)[:-1] + b',"' + key.encode() + b'":' + value + b"}"


def test_a_report_is_read_as_it_is() -> None:
    hit = read_hit(encoded(url=f"https://{HOST}/om", referrer="unknown", age=90, first=["visit", "page", "day"]))
    assert (hit.site, hit.url, hit.policy) == (HOST, f"https://{HOST}/om", 1)
    assert (hit.referrer, hit.age, hit.first) == ("unknown", 90, ("visit", "page", "day"))


def test_what_is_left_out_is_neither_old_nor_first_nor_a_reason_to_ignore_it() -> None:
    hit = read_hit(without("first"))
    assert (hit.age, hit.first, hit.automated, hit.own) == (0, (), False, False)


def test_of_a_search_it_is_said_where_it_was_made_and_that_it_found_nothing() -> None:
    told = read_hit(encoded(previous=f"https://{HOST}/om", found=False))
    assert (told.previous, told.found) == (f"https://{HOST}/om", False)
    plain = read_hit(encoded())
    assert (plain.previous, plain.found) == ("", True)


def test_an_address_may_be_as_long_as_web_servers_take_one() -> None:
    query = "?s=" + "x" * 7_900
    assert read_hit(encoded(url=f"https://{HOST}/{query}")).url.endswith(query)


def test_a_browser_says_that_a_program_drives_it_or_that_its_owner_is_not_to_be_counted() -> None:
    hit = read_hit(encoded(automated=True, own=True))
    assert (hit.automated, hit.own) == (True, True)


@pytest.mark.parametrize("key", ["v", "site", "url", "id", "policy"])
def test_a_report_without_what_it_needs_is_refused(key: str) -> None:
    with pytest.raises(Unreadable, match=key):
        read_hit(without(key))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("v", "1"),
        ("v", 0),
        ("automated", 1),
        ("automated", None),
        ("own", "true"),
        ("v", 1.5),
        ("site", None),
        ("site", "x" * 254),
        ("url", ["/"]),
        ("url", "/om"),
        ("url", f"file://{HOST}/om"),
        ("url", "https://["),
        ("url", f"https://{HOST}/{'x' * 8_000}"),
        ("previous", None),
        ("previous", "https://a.example/" + "x" * 8_000),
        ("found", 0),
        ("found", None),
        ("id", 1234),
        ("id", "short"),
        ("id", "x" * 65),
        ("id", "a number with spaces in it"),
        ("id", f"{'a' * 24}\n"),
        ("policy", "1"),
        ("policy", 0),
        ("age", -1),
        ("age", "90"),
        ("age", 1.5),
        ("referrer", None),
        ("referrer", "https://a.example/" + "x" * 8_000),
        ("first", "visit"),
        ("first", ["year"]),
        ("first", ["page"] * 7),
        ("kind", "event"),
        ("kind", None),
        ("missing", 1),
        ("screen", 390),
        ("screen", "390 x 844"),
        ("language", "x" * 9),
        ("timezone", "x" * 65),
        ("campaign", None),
        ("outbound", ["https://a.example/"]),
        ("download", "https://a.example/" + "x" * 8_000),
        ("contact", "order"),
        ("contact", "+46701740605"),
        ("event", "Ett brev"),
        ("event", "x" * 41),
        ("engaged", -1),
        ("engaged", 1.5),
        ("scroll", 101),
        ("scroll", "50"),
        ("lcp", 0.5),
        ("cls", -1),
        ("inp", "200"),
    ],
)
def test_a_wrong_value_is_refused_and_its_key_named(key: str, value: object) -> None:
    with pytest.raises(Unreadable, match=rf"at `\$\.{key}"):
        read_hit(encoded(**{key: value}))


@pytest.mark.parametrize("key", ["url", "referrer", "previous", "campaign", "outbound", "download"])
@pytest.mark.parametrize("character", ["\0", "\t", "\n", " ", "\x1b", "\x7f", "\x85", "\x9f"])
def test_what_no_browser_leaves_unencoded_in_an_address_is_refused(key: str, character: str) -> None:
    with pytest.raises(Unreadable, match=rf"browsers encode them - at `\$\.{key}`"):
        read_hit(encoded(**{key: f"https://{HOST}/a{character}b"}))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"[" * LONGEST,
        b"\xff\xfe",
        in_json("referrer", rb'"\ud800"'),
        in_json("referrer", b'"\xff"'),
        in_json("age", b"1e400"),
        in_json("age", b"9" * 5_000),
        in_json("age", b"NaN"),
        encoded()[:-1],
        encoded() + b"{}",
        pytest.param(in_json("new", b"[" * 8_000 + b"]" * 8_000), id="brackets in brackets"),
        pytest.param(in_json("new", b"[" * 8_000 + b"]" * 8_000, v=2), id="brackets that only a newer one knows"),
    ],
)
def test_what_is_no_report_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_hit(body)


def test_an_unknown_key_is_refused_of_a_script_that_should_know_better() -> None:
    with pytest.raises(Unreadable, match="viewport"):
        read_hit(encoded(viewport="390x844"))


def test_an_unknown_key_of_a_newer_script_is_passed_over() -> None:
    assert read_hit(encoded(v=2, viewport="390x844", first=["visit"])).first == ("visit",)


def test_a_report_is_of_a_page_view_unless_it_says_that_it_is_of_an_act() -> None:
    assert read_hit(encoded()).kind == "view"
    told = read_hit(encoded(kind="act", scroll=100, engaged=0, cls=12, contact="mail", event="brev"))
    assert (told.kind, told.scroll, told.engaged, told.cls, told.lcp) == ("act", 100, 0, 12, None)
    assert (told.contact, told.event) == ("mail", "brev")


def test_an_answer_is_yes_or_no() -> None:
    answer = {"v": 1, "site": HOST, "policy": 3, "answer": "no"}
    assert read_choice(msgspec.json.encode(answer)).answer == "no"
    with pytest.raises(Unreadable, match="answer"):
        read_choice(msgspec.json.encode(answer | {"answer": "maybe"}))
    with pytest.raises(Unreadable, match="who"):
        read_choice(msgspec.json.encode(answer | {"who": "me"}))
    assert read_choice(msgspec.json.encode(answer | {"v": 2, "new": 1})).policy == 3
