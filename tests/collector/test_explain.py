"""What would become of a report: the forms of the interface, and an answer to every line."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.classify import Classifier
from collector.explain import Explainer
from collector.lists import load_lists
from policy.dimensions import DIMENSIONS, NOT_ASKED
from policy.site import Sites
from tests.collector.conftest import GOOGLEBOT, HOST, NOW, SAFARI, document, site

pytestmark = pytest.mark.quick

PERMITTED = ("visits", "pages", "search_engines")
EXPLAINER = Explainer(Classifier(load_lists()), Sites([site(document(PERMITTED))]))
GOOGLE = "https://www.google.com/search?q=kbt"
PAGE = f"https://{HOST}/om?s=%C3%A5ngest"
VISITOR = {"url": PAGE, "referrer": GOOGLE, "user_agent": SAFARI}


def answer(**question: Any) -> dict[str, Any]:
    return read(EXPLAINER.answer(msgspec.json.encode(question), NOW))


def read(line: bytes) -> dict[str, Any]:
    assert b"\n" not in line
    found: dict[str, Any] = msgspec.json.decode(line)
    return found


def test_with_hosts_every_dimension_is_permitted() -> None:
    assert answer(hosts=[HOST], **VISITOR) == {
        "outcome": "counted",
        "path": "/om",
        "source": {"medium": "search", "name": "Google", "term": "kbt"},
        "site_search": "ångest",
        "campaign": None,
        "browser": "Mobile Safari",
        "system": "iOS",
        "device": "telephone",
        "search_page": None,
        "search_result": "found",
        **dict.fromkeys(list(DIMENSIONS)[list(DIMENSIONS).index("entry_page") :]),
        "scrubbed": [],
    }


def test_what_the_script_tells_of_the_browser_is_told_of_it() -> None:
    told = {"first": ["visit"], "screen": "wide", "language": "fi", "timezone": "Asia/Tokyo", "missing": True}
    found = answer(hosts=[HOST], **VISITOR, **told, previous=f"https://{HOST}/")
    expected = {
        "entry_page": "/om", "previous_page": "/", "missing_page": "/om", "screen": "wide", "language": "fi",
        "country": "JP",
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    unnamed = answer(site=HOST, **VISITOR, **told, previous=f"https://{HOST}/")
    assert {unnamed[name] for name in expected} == {NOT_ASKED}


def test_an_act_is_told_with_what_it_is_counted_together_with() -> None:
    found = answer(hosts=[HOST], **VISITOR, kind="act", contact="telephone", engaged=75)
    assert (found["outcome"], found["contact"], found["engaged"], found["path"]) == (
        "counted", "telephone", "60-179", "/om",
    )  # fmt: skip
    assert found["source"] == {"medium": "search", "name": "Google", "term": NOT_ASKED}
    assert found["browser"] == NOT_ASKED
    assert answer(hosts=[HOST], **VISITOR, kind="act")["reason"] == "not-permitted"
    assert answer(site=HOST, **VISITOR, kind="act", contact="telephone")["reason"] == "not-permitted"


def test_what_no_script_sends_is_refused_at_the_same_door() -> None:
    refused = answer(hosts=[HOST], **VISITOR, kind="act", contact="order")
    assert refused["outcome"] == "refused"
    assert refused["reason"].endswith("at `$.contact`")


def test_with_a_site_only_what_its_policy_permits() -> None:
    found = answer(site=HOST, **VISITOR)
    assert found["outcome"] == "counted"
    assert found["path"] == "/om"
    assert found["source"] == {"medium": NOT_ASKED, "name": "Google", "term": NOT_ASKED}
    for name in ("site_search", "campaign", "browser", "system", "device"):
        assert found[name] == NOT_ASKED


def test_what_became_of_a_search_is_asked_for_with_the_page_before_it() -> None:
    asked = VISITOR | {"previous": f"https://{HOST}/kurser?x=1", "found": False}
    found = answer(hosts=[HOST], **asked)
    assert (found["search_page"], found["search_result"]) == ("/kurser", "nothing")
    found = answer(site=HOST, **asked)
    assert (found["search_page"], found["search_result"]) == (NOT_ASKED, NOT_ASKED)
    swedish = {"url": "https://åäö.se/?s=x", "previous": "https://xn--4cab6c.se/om", "user_agent": SAFARI}
    assert answer(**swedish)["search_page"] == "/om"
    assert answer(**swedish | {"previous": "https://ÅÄÖ.se/om"})["search_page"] == "/om"


def test_every_dimension_has_its_place_in_the_answer() -> None:
    found = answer(hosts=[HOST], **VISITOR)
    named = {"page": "path", "referrer": "name", "medium": "medium", "search_engine": "name", "search_term": "term"}
    assert all(named.get(name, name) in {*found, *found["source"]} for name in DIMENSIONS)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"user_agent": GOOGLEBOT}, "bot"),
        ({"origin": "https://evil.example"}, "origin"),
        ({"purpose": "prefetch"}, "prefetch"),
        ({"age": 2_701}, "too-old"),
        ({"referrer": "https://semalt.com/"}, "spam"),
        ({"url": "https://evil.example/om"}, "foreign-url"),
        ({"automated": True}, "automated"),
        ({"own": True}, "own-visit"),
        ({"headers": {"Sec-CH-UA": '"HeadlessChrome";v="154"'}}, "headers"),
        ({"headers": {"SEC-PURPOSE": "prefetch"}}, "prefetch"),
        ({"headers": {"Origin": "https://evil.example"}}, "origin"),
        ({"user_agent": None, "headers": {"user-agent": GOOGLEBOT}}, "bot"),
    ],
)
def test_what_would_be_left_out_has_its_reason_and_the_same_classification(keys: dict[str, Any], reason: str) -> None:
    found = answer(hosts=[HOST], **VISITOR | keys)
    assert (found["outcome"], found["reason"]) == ("ignored", reason)
    assert found["path"] == "/om"
    assert found["source"]["medium"] == ("spam" if reason == "spam" else "search")


def test_a_key_comes_before_the_header_of_its_meaning() -> None:
    headers = {"User-Agent": GOOGLEBOT, "Origin": "https://evil.example", "Sec-Purpose": "prefetch"}
    found = answer(hosts=[HOST], headers=headers, origin=f"https://{HOST}", purpose="", **VISITOR)
    assert found["outcome"] == "counted"


def test_without_site_and_hosts_it_is_the_site_whose_page_it_is() -> None:
    assert answer(**VISITOR) == answer(site=HOST, **VISITOR)
    aliased = VISITOR | {"url": f"https://WWW.{HOST}/om"}
    assert answer(**aliased) == answer(site=HOST, **aliased)
    foreign = VISITOR | {"url": "https://other.example/om"}
    assert answer(**foreign) == answer(hosts=["other.example"], **foreign)
    assert answer(**foreign)["outcome"] == "counted"


def test_hosts_and_sites_are_the_same_however_they_are_written() -> None:
    for hosts, url in (
        (["KBT-Verkstan.se"], "https://KBT-verkstan.se/"),
        (["xn--4cab6c.se"], "https://åäö.se/"),
        (["ÅÄÖ.se."], "https://xn--4cab6c.se/"),
    ):
        assert answer(hosts=hosts, url=url, user_agent=SAFARI)["outcome"] == "counted", hosts
    assert answer(site=HOST.upper(), **VISITOR) == answer(site=HOST, **VISITOR)


def test_a_visitor_who_agreed_before_is_read_as_both_versions_permit() -> None:
    first = ("visits", "pages", "search_engines")
    explainer = Explainer(Classifier(load_lists()), Sites([site(document(first), document(("visits", "pages"), 2))]))
    question = {"site": HOST, "policy": 1, **VISITOR}
    found = read(explainer.answer(msgspec.json.encode(question), NOW))
    assert (found["outcome"], found["path"], found["source"]["name"]) == ("counted", "/om", NOT_ASKED)


def test_who_agreed_to_something_else_is_left_out() -> None:
    documents = document(("visits",)), document(("visits", "pages"), 2)
    explainer = Explainer(Classifier(load_lists()), Sites([site(*documents)]))
    reasons = [
        read(explainer.answer(msgspec.json.encode({"site": HOST, "policy": version, **VISITOR}), NOW)).get("reason")
        for version in (1, 2)
    ]
    assert reasons == ["old-consent", None]


def test_where_nothing_is_counted_of_a_site_it_says_so() -> None:
    nothing = ('path = "/behandlingar/"\ncount = "section"', 'path = "/boka"\ncount = "nothing"')
    explainer = Explainer(Classifier(load_lists()), Sites([site(document(PERMITTED, 1, nothing))]))
    question = {"site": HOST, "url": f"https://{HOST}/boka/tid", "user_agent": SAFARI}
    found = read(explainer.answer(msgspec.json.encode(question), NOW))
    assert (found["outcome"], found["reason"], found["path"]) == ("ignored", "not-permitted", NOT_ASKED)


def test_what_would_be_cut_is_told_by_its_kind() -> None:
    found = answer(hosts=[HOST], url=f"https://{HOST}/tack/anna@exempel.se", user_agent=SAFARI)
    assert (found["path"], found["scrubbed"]) == ("/tack/[email]", ["email"])


@pytest.mark.parametrize(
    ("kind", "text", "scrubbed"),
    [
        ("url", "/tack?namn=anna&s=kbt", "/tack?namn=[removed]&s=kbt"),
        ("title", "Tack anna@exempel.se", "Tack [email]"),
        ("term", "070-174 06 35", "[phone]"),
        ("term", "", ""),
    ],
)
def test_a_text_is_scrubbed_as_it_would_be(kind: str, text: str, scrubbed: str) -> None:
    assert answer(scrub=kind, text=text) == {"scrubbed": scrubbed}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "truncated"),
        (b"null", "object"),
        (b"{", "truncated"),
        (b"\xff", "malformed"),
        (b'{"hosts":["a"]}', "url"),
        (b'{"hosts":["a"],"url":"https://a/","who":1}', "who"),
        (b'{"hosts":["a"],"url":"https://a/","age":-1}', "age"),
        (b'{"hosts":["a"],"url":"https://a/ b"}', "spaces"),
        (b'{"hosts":["a"],"url":"https://["}', "Expected the address of a page"),
        (b'{"site":"other.example","url":"https://a/"}', "no site 'other.example'"),
        (b'{"site":"klinik.example","hosts":["a"],"url":"https://a/"}', "not both"),
        (b'{"site":"klinik.example","policy":7,"url":"https://a/"}', "no version 7"),
        (b'{"hosts":["a"],"policy":1,"url":"https://a/"}', "policy"),
        (b'{"hosts":["a"],"url":"https://a/","own":1}', "own"),
        (b'{"hosts":["a"],"url":"https://a/","headers":{"a":1}}', "headers"),
        (b" " * 65_537, "65536"),
        (b'{"scrub":"all","text":""}', "scrub"),
        (b'{"scrub":"url"}', "text"),
        (b'{"hosts":' + b"[" * 50_000 + b"}", "recursion"),
        (b'{"hosts":["\\ud800"],"url":"https://a/"}', "JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(line: bytes, reason: str) -> None:
    found = read(EXPLAINER.answer(line, NOW))
    assert found["outcome"] == "refused"
    assert reason in found["reason"]


_urls = st.text(max_size=40) | st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", f"https://{HOST}", f"http://{HOST}:99999", "//", "android-app://", ""]),
    st.sampled_from(["", "/", "/%", "[", "@", "?", "#", "/?s=", "https://google.com/search?q="]),
    st.text(max_size=20),
    st.sampled_from(["", "%", "%00", "%ff%C3", "&" * 300, "\u2100", "@exempel.se", "19121212-1212"]),
)
_questions = st.fixed_dictionaries(
    {"url": _urls, "user_agent": st.text(max_size=30) | st.just(SAFARI)},
    optional={
        "referrer": _urls,
        "origin": _urls,
        "purpose": st.text(max_size=5),
        "age": st.integers(-1, 3_000),
        "policy": st.integers(-1, 3),
        "own": st.booleans(),
        "automated": st.booleans(),
        "headers": st.dictionaries(st.sampled_from(["Sec-CH-UA", "sec-ch-ua-platform", "Origin", ""]), st.text()),
        "hosts": st.just([HOST]),
        "site": st.sampled_from([HOST, "other.example"]),
    },
)
_texts = st.fixed_dictionaries({"scrub": st.sampled_from(["url", "title", "term"]), "text": _urls})


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | (_questions | _texts).map(msgspec.json.encode))
def test_every_line_has_an_answer(line: bytes) -> None:
    found = read(EXPLAINER.answer(line, NOW))
    assert set(found) == {"scrubbed"} or found["outcome"] in {"counted", "ignored", "refused"}
