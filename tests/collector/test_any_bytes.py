"""Any bytes in any field of a request: an answer that says so, soon, and what is counted still adds up."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from collector.lists import Lists
from collector.wire import LONGEST, WireHit
from tests.collector.conftest import HOST, TODAY, Visitors, number, visitors, wire

pytestmark = pytest.mark.anyio

ANSWERS: Final = {204, 400, 403, 404, 409, 413, 429}
SLOW: Final = 2.0
"""Seconds of the processor: some hundred times what the slowest of them takes."""

# One installation answers all examples of a test, as it does in use.
IN_USE = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])

TEXT = st.text(st.characters(codec="utf-8"), max_size=300)
PIECES = st.lists(
    st.sampled_from(
        ["https://", HOST, "/", "?", "&", "=", "#", "@", ":", "%", "%2540", "%C3", "%ff", "%00", "[", "]", "..", "\\",
         "xn--", "utm_campaign=", "utm_source=", "gclid=", "s=", "q=", "anna@exempel.se", "850615-9808", "+46701740605",
         "å", "4111111111111111", "www.google.com", "android-app://", "(at)", "&#64;", "a" * 300, "1" * 300, "1.2.",
         "::", "\u202e", "𝟗"]
    ),
    max_size=40,
).map("".join)  # fmt: skip
URLS = st.one_of(PIECES, PIECES.map(f"https://{HOST}/".__add__), TEXT.map(f"https://{HOST}/".__add__), TEXT)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["User-Agent", "Origin", "Referer", "Sec-Purpose", "Purpose", "Accept-Language", "Cookie", "Sec-CH-UA",
         "Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "Sec-Fetch-Site", "Sec-GPC", "Content-Type", "X-Forwarded-For",
         "Host"]
    ),
    st.one_of(st.binary(max_size=400), PIECES.map(str.encode)),
    max_size=6,
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)


async def answered(there: Visitors, path: str, body: bytes, headers: Mapping[str, bytes] = {}) -> int:
    started = time.process_time()
    answer = await there.browser.post(
        path, content=body, headers={name.encode(): value for name, value in headers.items()}
    )
    assert time.process_time() - started < SLOW
    return answer.status_code


@pytest.mark.parametrize("path", ["/hit", "/consent"])
@IN_USE
@given(body=st.binary(max_size=2_000) | JSON.map(msgspec.json.encode))
@example(body=b"[" * LONGEST)
@example(body=b"\xff" * (LONGEST + 1))
@example(body=b'{"v":1e999}')
async def test_any_body_is_answered(collector: Visitors, path: str, body: bytes) -> None:
    assert await answered(collector, path, body) in ANSWERS


@IN_USE
@given(url=URLS, referrer=URLS, previous=URLS, headers=HEADERS)
async def test_any_address_referrer_and_headers_are_answered(
    collector: Visitors, url: str, referrer: str, previous: str, headers: dict[str, bytes]
) -> None:
    body = msgspec.json.encode(wire(url=url, referrer=referrer, previous=previous))
    assert await answered(collector, "/hit", body, headers) in ANSWERS


@IN_USE
@given(
    keys=st.dictionaries(
        st.sampled_from(WireHit.__struct_fields__),
        JSON,
        min_size=1,
    )
)
async def test_any_value_under_any_key_is_answered(collector: Visitors, keys: dict[str, Any]) -> None:
    assert await answered(collector, "/hit", msgspec.json.encode(wire() | keys)) in ANSWERS


@settings(parent=IN_USE, max_examples=15)
@given(pages=st.lists(st.tuples(PIECES, PIECES, PIECES, PIECES), min_size=1, max_size=10))
async def test_what_is_counted_of_any_text_adds_up(
    tmp_path_factory: pytest.TempPathFactory, lists: Lists, pages: list[tuple[str, str, str, str]]
) -> None:
    data: Path = tmp_path_factory.mktemp("data")
    async with visitors(data, lists) as there:
        counted = 0
        for path, search, referrer, before in pages:
            url, previous = f"https://{HOST}/{path}?s={search}", f"https://{HOST}/{before}"
            first = ["visit", "page", "search"]
            report = wire(url=url, referrer=referrer, id=number(), first=first, previous=previous, found=bool(before))
            body = msgspec.json.encode(report)
            answer = await there.browser.post("/hit", content=body)
            counted += answer.status_code == 204 and "Rakneverk-Ignored" not in answer.headers
        counts = await there.counts()
        totals = [each.pageviews for key, each in counts.items() if (key.period, key.dimension) == (TODAY, "")]
        assert sum(totals) == counted
