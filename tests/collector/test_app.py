"""The door that browsers talk to: what is counted, what is left out and why, and that a refusal changes nothing."""

import errno
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from collector.lists import Lists
from collector.pages.shell import STYLE_PATH
from collector.wire import LONGEST, OLDEST
from policy.statistics import STATISTICS
from store.counts import Counters
from tests.collector.answers import assert_readable_by_any_site, assert_refused
from tests.collector.conftest import (
    ADDRESS,
    GOOGLEBOT,
    HOST,
    NOW,
    SAFARI,
    Visitors,
    document,
    number,
    other_site,
    site,
    visitors,
    wire,
)

pytestmark = [pytest.mark.quick, pytest.mark.anyio]


async def test_known_numbers(collector: Visitors) -> None:
    google = "https://www.google.com/"
    for path, first in (("/", ["visit", "page"]), ("/om", ["page"]), ("/", [])):
        answer = await collector.hit(path, first=first, referrer=google)
        assert answer.status_code == 204
        assert answer.content == b""
        assert "Rakneverk-Ignored" not in answer.headers
        assert_readable_by_any_site(answer)
    await collector.hit("/om")
    assert await collector.total() == Counters(pageviews=4, entries=2, firsts=3)
    assert await collector.counted("page") == {"/": 2, "/om": 2}
    assert await collector.counted("medium") == {"search": 3, "direct": 1}
    assert await collector.counted("device") == {"telephone": 4}
    assert await collector.counted("search_term") == {"(none)": 4}


async def test_searches_are_counted_by_the_page_they_were_made_on_and_by_their_outcome(collector: Visitors) -> None:
    await collector.hit("/sok?s=oro", previous=f"https://{HOST}/kurser?x=1", first=["page", "search"])
    await collector.hit("/sok?s=xyzzy", previous=f"https://{HOST}/sok", found=False, first=["search"])
    await collector.hit("/sok?s=xyzzy", previous=f"https://{HOST}/sok", found=False, first=[])
    await collector.hit("/om", previous=f"https://{HOST}/sok", found=False)
    assert await collector.counted("search_page") == {"/kurser": 1, "/sok": 2, "(none)": 1}
    assert await collector.counted("search_result") == {"found": 1, "nothing": 2, "(none)": 1}
    counts = await collector.counts()
    [searches] = [each for key, each in counts.items() if key[4:6] == ("search_page", "/sok") and not key.dimension2]
    assert searches.firsts == 1, "the same search again in the visit is the same search"


async def test_a_report_is_read_whatever_its_content_type(collector: Visitors) -> None:
    """Browsers send it as text/plain, for which they ask nobody's leave."""
    for kind in ("text/plain;charset=UTF-8", "application/json", "application/x-www-form-urlencoded"):
        body = msgspec.json.encode(wire())
        answer = await collector.browser.post("/hit", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 204
    assert (await collector.total()).pageviews == 3


async def test_a_delivered_hit_that_is_sent_again_is_welcome_and_counts_once(collector: Visitors) -> None:
    report = wire()
    for _ in range(3):
        answer = await collector.browser.post(f"/hit?{report['id']}", json=report)
        assert answer.status_code == 204
    assert (await collector.total()).pageviews == 1


async def test_answers_to_the_banner_are_counted_by_version(collector: Visitors) -> None:
    collector.install(site(document(), document(STATISTICS, 2)))
    for policy, answer, status in ((1, "yes", 200), (2, "yes", 200), (2, "no", 204)):
        assert (await collector.answer(answer, policy=policy)).status_code == status
    assert await collector.upkeep("choice") == {"yes": 2, "no": 1}


def edited(**keys: Any) -> bytes:
    return msgspec.json.encode(wire(**keys))


REFUSED: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "no JSON": (b"site=klinik.example", 400),
    "half a report": (edited()[:-10], 400),
    "a list": (b"[" + edited() + b"]", 400),
    "brackets": (b'{"v":2,"x":' + b"[" * 8_000 + b"]" * 8_000 + b"}", 400),
    "not UTF-8": (edited(referrer="x").replace(b'"x"', b'"\xff"'), 400),
    "a lone surrogate": (edited(referrer="x").replace(b'"x"', rb'"\udc00"'), 400),
    "a control character": (edited(url=f"https://{HOST}/\u0007"), 400),
    "a line break": (edited(url=f"https://{HOST}/\r\nSet-Cookie:a=b"), 400),
    "a wrong type": (edited(policy="1"), 400),
    "an unknown key": (edited(viewport="390x844"), 400),
    "an unknown first": (edited(first=["year"]), 400),
    "a version that never was": (edited(policy=2), 400),
    "an absurd version": (edited(policy=2**62), 400),
    "no address": (edited(url="https://[/"), 400),
    "a long path": (edited(url=f"https://{HOST}/" + "x" * 10_000), 400),
    "an absurd path": (edited(url=f"https://{HOST}/" + "x" * 100_000), 413),
    "an absurd body": (b" " * (LONGEST + 1), 413),
    "an unknown site": (edited(site="other.example"), 404),
    "an alias for the site": (edited(site=f"www.{HOST}"), 404),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_a_refusal_says_why_and_changes_nothing(collector: Visitors, what: str) -> None:
    body, status = REFUSED[what]
    assert_refused(await collector.browser.post("/hit", content=body), status)
    assert await collector.counts() == {}
    assert list((collector.data / "journal").glob("*.seg")) == []


async def test_what_only_a_newer_script_knows_is_passed_over(collector: Visitors) -> None:
    answer = await collector.hit("/", v=2, viewport={"width": 390})
    assert answer.status_code == 204
    assert (await collector.total()).pageviews == 1


@pytest.mark.parametrize(
    "path",
    [
        "/';DROP%20TABLE%20counts;--",
        "/'OR'1'='1",
        "/<script>alert(1)</script>",
        "/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/%00%0d%0a%1b",
        "/../../etc/shadow",
        "/{{7*7}}${7*7}",
        "/%",
        "/(none)",
        "/\u202e\U0001f600å",
        "/" + "%C3%A5" * 300,
    ],
)
async def test_a_hostile_path_is_text_like_any_other(collector: Visitors, path: str) -> None:
    assert (await collector.hit(path)).status_code == 204
    assert await collector.counted("page") == {path[:1_000]: 1}


BOT = {"User-Agent": GOOGLEBOT}


@pytest.mark.parametrize(
    ("reason", "headers", "keys"),
    [
        ("bot", BOT, {}),
        ("prefetch", {"Sec-Purpose": "prefetch"}, {}),
        ("prefetch", {"Sec-Purpose": "prefetch;prerender"}, {}),
        ("prefetch", {"Purpose": "prefetch"}, {}),
        ("origin", {"Origin": "https://evil.example"}, {}),
        ("foreign-url", {}, {"url": "https://evil.example/"}),
        ("foreign-url", {"Origin": "null"}, {"url": "https://evil.example/"}),
        ("too-old", {}, {"age": OLDEST + 1}),
        ("spam", {}, {"referrer": "https://semalt.com/"}),
        ("not-permitted", {}, {"url": f"https://{HOST}/boka/tid"}),
        ("old-consent", {}, {"policy": 1}),
    ],
)
async def test_what_is_left_out_says_why_and_is_counted_by_its_reason_alone(
    collector: Visitors, reason: str, headers: dict[str, str], keys: dict[str, Any]
) -> None:
    nothing = ('path = "/behandlingar/"\ncount = "section"', 'path = "/boka"\ncount = "nothing"')
    collector.install(site(document(["visits"]), document(STATISTICS, 2, nothing)))
    answer = await collector.hit("/om", headers, **{"policy": 2, **keys})
    assert answer.status_code == 204
    assert answer.headers["Rakneverk-Ignored"] == reason
    assert_readable_by_any_site(answer)
    counts = await collector.counts()
    assert {key[4:6]: counters for key, counters in counts.items()} == {("ignored", reason): Counters(1)}


async def test_what_is_left_out_is_counted_once_however_often_it_comes(collector: Visitors) -> None:
    for report in (same := number(), same, number()):
        await collector.hit("/", BOT, id=report)
    assert await collector.upkeep("ignored") == {"bot": 2}


@pytest.mark.parametrize("origin", ["null", f"https://www.{HOST}"])
async def test_a_page_that_hides_its_origin_counts_by_its_address(collector: Visitors, origin: str) -> None:
    answer = await collector.hit("/om", {"Origin": origin})
    assert "Rakneverk-Ignored" not in answer.headers
    assert await collector.counted("page") == {"/om": 1}


async def test_below_a_sensitive_path_only_the_section_reaches_the_disk(collector: Visitors) -> None:
    await collector.hit("/behandlingar/en-diagnos")
    assert b"en-diagnos" not in collector.bytes_on_disk()
    assert await collector.counted("page") == {"/behandlingar/": 1}
    assert b"en-diagnos" not in collector.bytes_on_disk()


async def test_kinds_of_what_was_cut_are_counted(collector: Visitors) -> None:
    await collector.hit("/tack/anna@exempel.se/070-174%2006%2035")
    await collector.hit("/tack/bo@exempel.se")
    assert await collector.upkeep("scrubbed") == {"email": 2, "phone": 1}
    assert await collector.counted("page") == {"/tack/[email]/[phone]": 1, "/tack/[email]": 1}


async def told_by_page(there: Visitors) -> dict[tuple[str, str], int]:
    return {
        (key.value, key.value2): counters.pageviews
        for key, counters in (await there.counts()).items()
        if (key.dimension, key.dimension2) == ("scrubbed", "address")
    }


async def test_what_the_site_put_in_its_address_is_told_by_page_and_nothing_else_is(collector: Visitors) -> None:
    """The path; not the campaign of somebody's link, what a visitor typed, what another site told, nor of a hit that is
    left out."""
    await collector.hit("/tack/anna@exempel.se")
    await collector.hit("/tack/bo@exempel.se?utm_campaign=070-174%2006%2035&utm_source=per@exempel.se")
    await collector.hit("/sok?s=eva@exempel.se")
    await collector.hit("/om", referrer="https://www.google.se/search?q=192.0.2.17")
    await collector.hit("/tack/klas@exempel.se", {"User-Agent": GOOGLEBOT})
    assert await collector.upkeep("scrubbed") == {"email": 3, "ip": 1, "phone": 1}
    assert await told_by_page(collector) == {("email", "/tack/[email]"): 2}


async def test_where_pages_are_not_counted_nothing_is_told_by_page(tmp_path: Path, lists: Lists) -> None:
    async with visitors(tmp_path, lists, site(document(("visits", "campaigns")))) as there:
        await there.hit("/?utm_campaign=anna@exempel.se")
        assert await there.upkeep("scrubbed") == {"email": 1}
        assert await told_by_page(there) == {}


async def test_no_address_agent_moment_or_raw_url_reaches_the_disk(collector: Visitors) -> None:
    collector.now = NOW + 754
    moment = str(int(collector.now))
    await collector.hit(
        "/om?utm_id=hemligt&s=n%C3%A5got", referrer="https://www.exempel.se/trad/7?namn=bo", first=["visit", "search"]
    )
    traces = [ADDRESS, SAFARI, "Mozilla", moment, "hemligt", "/trad/7", "namn=bo", "https://"]
    unfolded = collector.bytes_on_disk()
    assert "något".encode() in unfolded, "a journal's row may be a single page view, for seconds"
    assert [text for text in traces if text.encode() in unfolded] == []
    assert (await collector.total()).pageviews == 1
    folded = collector.bytes_on_disk()
    assert b"/om" in folded
    assert [text for text in [*traces, "något"] if text.encode() in folded] == []


async def test_a_flood_is_told_to_wait_and_others_are_not(tmp_path: Path, lists: Lists) -> None:
    async with visitors(tmp_path, lists, limit=2) as there:
        for _ in range(2):
            assert (await there.hit()).status_code == 204
        there.now += 20
        refused = await there.hit()
        assert_refused(refused, 429)
        assert refused.headers["Retry-After"] == "40"
        assert ADDRESS not in repr(vars(there.gate))
        there.now += 40
        assert (await there.hit()).status_code == 204
        assert (await there.total()).pageviews == 3


async def test_while_the_disk_is_full_hits_are_refused_and_counted_once_when_sent_again(
    collector: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    report = wire()
    with monkeypatch.context() as disk:
        disk.setattr(os, "fdatasync", full)
        for _ in range(2):
            refused = await collector.browser.post("/hit", json=report)
            assert_refused(refused, 503)
            assert refused.headers["Retry-After"] == "5"
            assert refused.json()["detail"] == "No space left on device"
    assert (await collector.browser.post("/hit", json=report)).status_code == 204
    assert (await collector.total()).pageviews == 1


async def test_sites_on_one_collector_never_mix(tmp_path: Path, lists: Lists) -> None:
    async with visitors(tmp_path, lists, site(), other_site("other.example")) as there:
        await there.hit("/om")
        await there.hit("/om", site="other.example")
        other = wire(site="other.example", url="https://other.example/")
        await there.browser.post("/hit", json=other, headers={"Origin": "https://other.example"})
        assert await there.counted("page") == {"/om": 1}
        assert {key.basis for key in [row[0] async for row in there.store.dump("other.example")]} == {
            "consented", "service",
        }  # fmt: skip


async def test_a_policy_that_is_published_is_in_force_with_the_next_hit(collector: Visitors) -> None:
    await collector.hit("/om")
    collector.install(site(document(), document(["visits"], 2)))
    await collector.hit("/om", policy=1)
    assert await collector.counted("page") == {"/om": 1, "(not asked)": 1}


async def test_the_script_is_the_same_for_all_and_can_be_fetched_without_cookies(collector: Visitors) -> None:
    answer = await collector.browser.get(f"/s/{HOST}.js", headers={"Cookie": "rv_choice=no.1"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    again = {"If-None-Match": answer.headers["ETag"], "Cookie": "rv_choice=yes.1"}
    assert (await collector.browser.get(f"/s/{HOST}.js", headers=again)).status_code == 304


@pytest.mark.parametrize("path", [HOST, f"{HOST}?version=1&lang=en", STYLE_PATH])
async def test_the_policy_page_answers(collector: Visitors, path: str) -> None:
    answer = await collector.browser.get(f"/policy/{path}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("query", ["version=2", "version=0", "version=-1", "version=1e3", "version=" + "9" * 30])
async def test_a_version_of_the_policy_that_never_was_is_refused_to_programs(collector: Visitors, query: str) -> None:
    assert_refused(await collector.browser.get(f"/policy/{HOST}.json?{query}"), 404, "there are 1.")


@pytest.mark.parametrize("rest", [".json", "/ledger.jsonl", f"/shots/{'0' * 64}.png", "/fragment.js"])
async def test_the_policy_of_an_unknown_site_is_refused_to_programs(collector: Visitors, rest: str) -> None:
    assert_refused(await collector.browser.get(f"/policy/other.example{rest}"), 404)
