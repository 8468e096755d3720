"""Reports of blocked loads: counted by service and directive, and nothing else of them is read or kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.lists import Lists
from collector.report import DIRECTIVES, KINDS, LONGEST, OTHER, Violation, blocked_loads, read_report
from collector.wire import Unreadable
from policy.document import decode
from tests.collector.answers import assert_readable_by_any_site, assert_refused
from tests.collector.conftest import ADDRESS, HOST, SAFARI, Visitors, document, site, visitors, with_services

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

POLICY: Final = decode(with_services(document()))
CSP: Final = "application/csp-report"
GATHERED: Final = "application/reports+json"
DEEP: Final = b"[" * 100_000 + b"]" * 100_000


@pytest.fixture
def collector(collector: Visitors) -> Visitors:
    """A site whose policy has four services."""
    collector.install(site(with_services(document())))
    return collector


def one(blocked: object = "https://film.example/v/7", directive: object = "frame-src", **keys: object) -> bytes:
    """As `report-uri` makes browsers send it."""
    report = {
        "document-uri": f"https://{HOST}/om",
        "referrer": "",
        "violated-directive": directive,
        "effective-directive": directive,
        "original-policy": "default-src 'self'",
        "disposition": "enforce",
        "blocked-uri": blocked,
        "status-code": 200,
        "script-sample": "",
    }
    return msgspec.json.encode({"csp-report": report | keys})


def gathered(blocked: object = "https://film.example/v/7", directive: object = "frame-src") -> dict[str, Any]:
    """One of those that `report-to` makes browsers gather."""
    body = {
        "blockedURL": blocked,
        "disposition": "enforce",
        "documentURL": f"https://{HOST}/om",
        "effectiveDirective": directive,
        "originalPolicy": "default-src 'self'",
        "sample": "",
        "statusCode": 200,
    }
    return {"age": 2, "body": body, "type": "csp-violation", "url": f"https://{HOST}/om", "user_agent": SAFARI}


async def send(there: Visitors, body: bytes, kind: str = CSP, headers: Mapping[str, str] = {}) -> httpx.Response:
    return await there.browser.post(f"/report/{HOST}", content=body, headers={"Content-Type": kind, **headers})


@pytest.mark.parametrize("kind", [CSP, "Application/CSP-Report; charset=utf-8"])
async def test_a_blocked_load_is_counted_by_service_and_directive(collector: Visitors, kind: str) -> None:
    answer = await send(collector, one(), kind)
    assert (answer.status_code, answer.content) == (204, b"")
    assert_readable_by_any_site(answer)
    assert await collector.upkeep("blocked") == {"film frame-src": 1}


async def test_gathered_reports_are_counted_one_by_one(collector: Visitors) -> None:
    reports = [gathered(), gathered(), gathered("https://karta.example/tile.png", "img-src")]
    answer = await send(collector, msgspec.json.encode(reports), GATHERED)
    assert answer.status_code == 204
    assert await collector.upkeep("blocked") == {"film frame-src": 2, "karta img-src": 1}


async def test_a_browser_may_ask_first_whether_it_may_send_what_it_gathered(collector: Visitors) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = await collector.browser.options(f"/report/{HOST}", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    ("blocked", "service"),
    [
        ("https://film.example/v/7?who=me", "film"),
        ("https://FILM.example./", "film"),
        ("https://film.example:8443/", "film"),
        ("http://a.b.film-cdn.example/x.js", "film"),
        ("https://film-cdn.example/", "annonser"),
        ("https://notfilm.example/", "annonser"),
        ("https://delad.example/", "chatt"),
        ("wss://live.chatt.example/socket", "chatt"),
        ("ws://live.chatt.example/", "chatt"),
        ("https://who:pass@karta.example/", "karta"),
        ("https://example/", OTHER),
        ("https://film.example.evil.test/", OTHER),
        ("https://unknown.test/", OTHER),
        ("inline", OTHER),
        ("eval", OTHER),
        ("data", OTHER),
        ("blob:https://film.example/1", OTHER),
        ("ws", OTHER),
        ("https://", OTHER),
        ("https://[film.example]/", OTHER),
        ("https://film.exampl\u0435/", OTHER),
        ("", OTHER),
    ],
)
def test_a_load_is_of_the_service_with_the_most_exact_host(blocked: str, service: str) -> None:
    assert blocked_loads(POLICY, [Violation("img-src", blocked)]) == {(service, "img-src"): 1}


@pytest.mark.parametrize(
    "directive", ["base-uri", "frame-ancestors", "img-src 'self'", "IMG-SRC", "x" * 9_999, "", None]
)
def test_directives_are_a_closed_list(directive: str | None) -> None:
    assert blocked_loads(POLICY, [Violation(directive, "https://film.example/")]) == {("film", OTHER): 1}


def test_every_fetch_directive_is_counted_by_its_name() -> None:
    loads = blocked_loads(POLICY, [Violation(directive, "https://film.example/") for directive in DIRECTIVES])
    assert loads == {("film", directive): 1 for directive in DIRECTIVES}


async def test_of_a_report_only_the_directive_and_the_service_reach_the_disk(collector: Visitors) -> None:
    marked = {
        "document-uri": f"https://{HOST}/behandlingar/markt-dokument",
        "referrer": "https://markt-referrer.example/",
        "script-sample": "markt-exempel",
        "source-file": f"https://{HOST}/markt-fil.js",
        "original-policy": "default-src markt-policy.example",
    }
    await send(collector, one("https://film.example/markt-adress?markt=1", **marked))
    await send(collector, one("https://markt-okand.test/markt-adress", "markt-direktiv"))
    report = gathered("https://film.example/markt-adress") | {"url": "markt-sida", "user_agent": "markt-agent"}
    await send(collector, msgspec.json.encode([report]), GATHERED)
    traces = [b"markt", b"film.example", b"https:", b"Mozilla", ADDRESS.encode(), b"behandlingar"]
    assert [trace for trace in traces if trace in collector.bytes_on_disk()] == []
    assert await collector.upkeep("blocked") == {"film frame-src": 2, f"{OTHER} {OTHER}": 1}
    assert [trace for trace in traces if trace in collector.bytes_on_disk()] == []


def test_no_other_field_of_a_report_is_decoded() -> None:
    """Whatever it holds, so long as it is JSON."""
    values: tuple[object, ...] = (None, 7, [], {"a": []}, "\U0001f600", "x" * 100_000)
    for value in values:
        body = one(**{"document-uri": value, "status-code": value, "new": value})
        assert read_report(CSP, body) == read_report(CSP, one())


async def test_other_kinds_of_report_are_passed_over(collector: Visitors) -> None:
    others: list[dict[str, Any]] = [
        {"type": "deprecation", "body": {"id": "x", "message": "y"}, "url": "z"},
        {"type": "crash", "body": {}},
        {"type": "intervention", "body": None},
        {"type": "network-error"},
    ]
    answer = await send(collector, msgspec.json.encode([*others, gathered()]), GATHERED)
    assert answer.status_code == 204
    assert await collector.upkeep("blocked") == {"film frame-src": 1}
    assert (await send(collector, b"[]", GATHERED)).status_code == 204


async def test_of_a_thousand_reports_in_one_body_a_hundred_are_counted(collector: Visitors) -> None:
    small = {"body": {"effectiveDirective": "img-src", "blockedURL": "https://karta.example/"}}
    answer = await send(collector, msgspec.json.encode([small] * 1_000), GATHERED)
    assert answer.status_code == 204
    assert await collector.upkeep("blocked") == {"karta img-src": 100}


REFUSED: Final[dict[str, tuple[bytes, str, int]]] = {
    "nothing": (b"", CSP, 400),
    "no JSON": (b"csp-report=1", CSP, 400),
    "half a report": (one()[:-10], CSP, 400),
    "a report twice": (one() + one(), CSP, 400),
    "a list for one": (b"[" + one() + b"]", CSP, 400),
    "one for a list": (one(), GATHERED, 400),
    "no envelope": (b"{}", CSP, 400),
    "an empty envelope": (b'{"csp-report":null}', CSP, 400),
    "an address that is no text": (one(["https://film.example/"]), CSP, 400),
    "a directive that is no text": (one(directive=7), CSP, 400),
    "a list of numbers": (b"[1,2,3]", GATHERED, 400),
    "a body that is no object": (b'[{"body":"csp"}]', GATHERED, 400),
    "brackets": (DEEP, GATHERED, 400),
    "brackets where nothing is read": (b'{"csp-report":{"new":' + DEEP + b"}}", CSP, 400),
    "not UTF-8": (one("x").replace(b'"x"', b'"\xff"'), CSP, 400),
    "a lone surrogate": (one("x").replace(b'"x"', rb'"\udc00"'), CSP, 400),
    "an absurd body": (b" " * (LONGEST + 1), CSP, 413),
    "an absurd address": (one("https://film.example/" + "x" * LONGEST), CSP, 413),
    "another content type": (one(), "application/json", 415),
    "a form": (one(), "text/plain", 415),
    "no content type": (one(), "", 415),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_what_is_no_report_is_refused_and_changes_nothing(collector: Visitors, what: str) -> None:
    body, kind, status = REFUSED[what]
    assert_refused(await send(collector, body, kind), status)
    assert await collector.counts() == {}
    assert list((collector.data / "journal").glob("*.seg")) == []


JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("csp-report", "body", "blocked-uri", "effective-directive", "blockedURL", "x")), inner
        )
    ),
    max_leaves=12,
)
ADDRESSES: Final = st.sampled_from(("https://", "ws:", "//", "")).flatmap(
    lambda start: st.text(max_size=60).map(lambda rest: start + rest)
)


@given(kind=st.sampled_from(KINDS), body=st.binary(max_size=200) | JSON.map(msgspec.json.encode))
def test_whatever_comes_is_read_or_refused(kind: str, body: bytes) -> None:
    try:
        loads = blocked_loads(POLICY, read_report(kind, body))
    except Unreadable:
        return
    assert sum(loads.values()) <= 100


@given(directive=st.text(max_size=20) | st.sampled_from(sorted(DIRECTIVES)), blocked=ADDRESSES)
def test_whatever_was_blocked_only_names_of_ours_remain(directive: str, blocked: str) -> None:
    [(service, kept)] = blocked_loads(POLICY, [Violation(directive, blocked)])
    assert service in {each.name for each in POLICY.service} | {OTHER}
    assert kept in DIRECTIVES | {OTHER}


def test_what_cannot_be_read_is_told_with_its_place() -> None:
    with pytest.raises(Unreadable, match=r"\$\[1\]\.body"):
        read_report(GATHERED, msgspec.json.encode([gathered(), gathered(blocked=7)]))


async def test_the_report_of_an_unknown_site_is_refused(collector: Visitors) -> None:
    answer = await collector.browser.post("/report/other.example", content=one(), headers={"Content-Type": CSP})
    assert_refused(answer, 404)


async def test_a_report_from_another_sites_page_is_left_out(collector: Visitors) -> None:
    answer = await send(collector, one(), headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.headers["Rakneverk-Ignored"]) == (204, "origin")
    assert await collector.counts() == {}
    assert (await send(collector, one(), headers={"Origin": "null"})).status_code == 204
    assert await collector.upkeep("blocked") == {"film frame-src": 1}


async def test_a_flood_of_reports_is_stopped_and_costs_no_page_view(tmp_path: Path, lists: Lists) -> None:
    async with visitors(tmp_path, lists, limit=2) as there:
        assert [(await send(there, one())).status_code for _ in range(3)] == [204, 204, 429]
        assert_refused(await send(there, one()), 429)
        assert (await there.hit()).status_code == 204
        assert (await there.answer("no")).status_code == 204
        assert (await there.hit()).status_code == 429
