"""Receipts of a yes, and the answers of an audit: what the browser gets and keeps, and what is kept of it here."""

from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from collector.lists import Lists
from collector.signing import ReceiptKeys
from policy.receipt import SignedReceipt, canonical, from_cookie, read_receipt, verify_in
from policy.statistics import STATISTICS
from tests.collector.conftest import (
    HOST,
    NOW,
    SAFARI,
    TODAY,
    Visitors,
    document,
    site,
    visitors,
    with_services,
)
from tests.policy.ledgers import ledger_of

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SERVICES: Final = with_services(document())
SECOND: Final = with_services(document(STATISTICS, 2))
ROW: Final = 'name = "rv_receipt"'
UNDECLARED: Final = document(STATISTICS, 1, (ROW, 'name = "another"'))
PART: Final = ["film", "statistics"]
AUDIT: Final = {"User-Agent": f"{SAFARI} RakneverkAudit/0.1"}


@pytest.fixture
def collector(collector: Visitors) -> Visitors:
    collector.install(site(SERVICES))
    return collector


def receipt(answered: httpx.Response) -> SignedReceipt:
    assert (answered.status_code, answered.headers["content-type"]) == (200, "application/json")
    found = read_receipt(answered.content)
    assert canonical(found) == answered.content
    return found


def kept(answered: httpx.Response) -> str | None:
    """The header that keeps or removes the receipt."""
    return next((each for each in answered.headers.get_list("Set-Cookie") if each.startswith("rv_receipt=")), None)


async def test_a_yes_is_answered_with_a_receipt_that_the_ledger_bears_out(collector: Visitors) -> None:
    there = collector.sites()[HOST]
    signed = receipt(await collector.answer("yes"))
    verify_in(signed, there.ledger)
    assert (signed.site, signed.policy, signed.digest) == (HOST, 1, there.policy.digest)
    assert (signed.day.isoformat(), signed.ledger) == (TODAY, there.ledger.head)
    assert signed.accepted == ("functional", "marketing", "media", "statistics")


async def test_a_part_is_named_as_the_cookie_names_it(collector: Visitors) -> None:
    assert receipt(await collector.answer("some", accepted=PART)).accepted == ("film", "statistics")
    collector.install(site(document()))
    assert receipt(await collector.answer("yes")).accepted == ("media", "statistics")


async def test_a_yes_in_spite_of_a_signal_is_the_same_yes(collector: Visitors) -> None:
    assert (await collector.answer("yes", signal=True)).content == (await collector.answer("yes")).content


async def test_a_no_has_no_receipt(collector: Visitors) -> None:
    answered = await collector.answer("no")
    assert (answered.status_code, answered.content) == (204, b"")


async def test_all_who_agree_to_the_same_that_day_have_one_receipt(collector: Visitors) -> None:
    agents = ["Firefox on a telephone of someone", SAFARI, "another", ""]
    found = set()
    for number in range(100):
        headers = {"User-Agent": agents[number % 4], "Cookie": f"visit={number}", "Accept-Language": f"sv;q=0.{number}"}
        found.add((await collector.answer("yes", headers)).content)
        collector.now += 60
    assert len(found) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda there: there.answer("some", accepted=PART),
        lambda there: there.answer("yes", policy=2),
        lambda there: later(there).answer("yes"),
    ],
)
async def test_another_part_version_or_day_is_another_receipt(collector: Visitors, change: Any) -> None:
    collector.install(site(SERVICES, SECOND))
    first = receipt(await collector.answer("yes", policy=1))
    assert receipt(await change(collector)) != first


def later(there: Visitors) -> Visitors:
    there.now = NOW + 86_400
    return there


async def test_the_day_is_the_sites(collector: Visitors) -> None:
    collector.now = NOW + 11.5 * 3_600
    assert receipt(await collector.answer("yes")).day.isoformat() == "2026-11-23"


@pytest.fixture
async def beside(collector: Visitors, tmp_path: Path, lists: Lists) -> AsyncIterator[Visitors]:
    """Another process of the same service."""
    async with visitors(tmp_path, lists, site(SERVICES)) as there:
        yield there


async def test_every_process_gives_the_same_receipt(collector: Visitors, beside: Visitors) -> None:
    assert (await collector.answer("yes")).content == (await beside.answer("yes")).content


async def test_the_cookie_holds_the_receipt_for_the_cookie_page_alone(collector: Visitors) -> None:
    answered = await collector.answer("yes")
    cookie = kept(answered)
    assert cookie is not None
    value, *attributes = cookie.removeprefix("rv_receipt=").split("; ")
    assert from_cookie(value) == receipt(answered)
    assert attributes == [f"Max-Age={182 * 86_400}", "Path=/cookies", "HttpOnly", "SameSite=Lax", "Secure"]
    assert SimpleCookie(cookie)["rv_receipt"]["domain"] == "", "for this host alone"
    assert len(cookie) < 1_024


async def test_on_a_path_of_the_site_it_is_for_the_folder_of_the_request(collector: Visitors) -> None:
    for host in (HOST, f"www.{HOST}:8443"):
        cookie = kept(await collector.answer("yes", {"Host": host}))
        assert cookie is not None
        assert cookie.partition("; ")[2] == f"Max-Age={182 * 86_400}; HttpOnly; SameSite=Lax; Secure"


async def test_on_plain_http_it_is_kept_too(collector: Visitors) -> None:
    cookie = kept(await collector.answer("yes", {"Origin": f"http://{HOST}:8080", "Host": f"stats.{HOST}:8080"}))
    assert cookie is not None
    assert cookie.endswith("; HttpOnly; SameSite=Lax")


async def test_it_lives_as_long_as_the_version_that_asked_says(collector: Visitors) -> None:
    shorter = SECOND.replace("lifetime = 182", "lifetime = 90").replace("lifetime=182", "lifetime=90")
    collector.install(site(SERVICES, shorter))
    for policy, days in ((1, 182), (2, 90)):
        assert f"; Max-Age={days * 86_400};" in (kept(await collector.answer("yes", policy=policy)) or "")


async def test_a_no_takes_it_away(collector: Visitors) -> None:
    assert kept(await collector.answer("no")) == (
        "rv_receipt=; Max-Age=0; Path=/cookies; HttpOnly; SameSite=Lax; Secure"
    )


async def test_what_the_version_agreed_to_does_not_declare_is_not_kept(collector: Visitors) -> None:
    collector.install(site(UNDECLARED))
    for answer in ("yes", "no"):
        assert kept(await collector.answer(answer)) is None
    receipt(await collector.answer("yes"))


async def test_a_yes_to_a_version_that_asked_for_less_is_taken_without_a_receipt(collector: Visitors) -> None:
    collector.install(site(with_services(document(["visits", "search_terms"])), SECOND))
    answered = await collector.answer("yes", policy=1)
    assert (answered.status_code, answered.content) == (204, b"")
    assert kept(answered) is None
    assert await collector.upkeep("choice") == {"yes": 1}
    assert receipt(await collector.answer("yes", policy=2)).policy == 2


async def test_what_an_earlier_version_let_in_goes_with_a_no(collector: Visitors) -> None:
    collector.install(site(UNDECLARED, document(STATISTICS, 2)))
    assert "Max-Age=0" in (kept(await collector.answer("no", policy=1)) or "")
    assert "Max-Age=0" not in (kept(await collector.answer("yes", policy=2)) or "")


@pytest.mark.parametrize("headers", [{"Host": "stats.agency.example"}, {"Origin": f"https://evil.{HOST}"}])
async def test_elsewhere_nothing_is_kept(collector: Visitors, headers: dict[str, str]) -> None:
    assert "Set-Cookie" not in (await collector.answer("yes", headers)).headers


async def test_an_answer_from_no_page_of_the_site_has_no_receipt(collector: Visitors) -> None:
    answered = await collector.answer("yes", {"Origin": "https://evil.example"})
    assert (answered.status_code, answered.content) == (204, b"")


async def test_an_answer_is_taken_also_where_no_receipt_can_be_given(collector: Visitors) -> None:
    (collector.data / "keys" / "receipt-1.key").unlink()
    answered = await collector.answer("yes")
    assert (answered.status_code, answered.content) == (204, b"")
    assert answered.headers.get_list("Set-Cookie")[0].startswith("rv_choice=yes.1; ")
    assert kept(answered) is None, "the receipt of an earlier yes is still one"
    assert await collector.upkeep("choice") == {"yes": 1}


@pytest.mark.parametrize("content", [b"", b"ten bytes.", bytes(32), None])
async def test_no_damaged_key_hinders_an_answer(collector: Visitors, content: bytes | None) -> None:
    key = collector.data / "keys" / "receipt-1.key"
    key.unlink()
    if content is None:
        key.mkdir()  # cannot be read, whoever asks
    else:
        key.write_bytes(content)
    answered = await collector.answer("yes")
    assert (answered.status_code, answered.content, kept(answered)) == (204, b"", None)


async def test_receipts_of_a_key_that_is_gone_can_still_be_verified(collector: Visitors) -> None:
    old = receipt(await collector.answer("yes"))
    there = collector.sites()[HOST]
    before = there.ledger
    collector.receipts.rotate()
    there.ledger = ledger_of(there, collector.receipts.newest().half)
    collector.receipts.destroy_before(2)
    new = receipt(await collector.answer("yes"))
    assert new.key != old.key
    verify_in(new, there.ledger)
    verify_in(old, before)


async def test_nothing_of_a_receipt_reaches_the_disk(collector: Visitors) -> None:
    signed = receipt(await collector.answer("some", accepted=PART))
    await collector.answer("yes", {"Cookie": f"rv_receipt={signed.signature}"})
    traces = [signed.signature.encode(), signed.ledger.encode(), signed.digest.encode(), b"film", b"rv_receipt"]
    assert [trace for trace in traces if trace in collector.bytes_on_disk()] == []
    await collector.counts()
    assert [trace for trace in traces if trace in collector.bytes_on_disk()] == []


async def test_the_answers_of_an_audit_are_taken_and_not_counted(collector: Visitors) -> None:
    asked = await collector.answer("yes", AUDIT)
    other = await collector.answer("yes")
    assert (asked.status_code, asked.content) == (other.status_code, other.content)
    assert asked.headers.get_list("Set-Cookie") == other.headers.get_list("Set-Cookie")
    await collector.answer("no", AUDIT)
    assert await collector.upkeep("choice") == {"yes": 1}


async def test_the_page_views_of_an_audit_are_not_counted_nor_that_they_were_not(collector: Visitors) -> None:
    answered = await collector.hit("/om", AUDIT)
    assert (answered.status_code, answered.headers["Rakneverk-Ignored"]) == (204, "audit")
    assert list((collector.data / "journal").glob("*.seg")) == []
    assert await collector.counts() == {}
    assert (await collector.hit("/om", AUDIT, site="other.example")).status_code == 404


async def test_what_an_audits_browser_blocks_is_not_counted(collector: Visitors) -> None:
    report = {"csp-report": {"effective-directive": "frame-src", "blocked-uri": "https://film.example/"}}
    headers = {**AUDIT, "Content-Type": "application/csp-report"}
    answered = await collector.browser.post(f"/report/{HOST}", json=report, headers=headers)
    assert (answered.status_code, answered.headers["Rakneverk-Ignored"]) == (204, "audit")
    assert await collector.counts() == {}


async def test_one_key_signs_for_a_service_that_was_started_anew(collector: Visitors) -> None:
    signed = receipt(await collector.answer("yes"))
    assert ReceiptKeys(collector.data / "keys").newest().number == 1
    verify_in(signed, collector.sites()[HOST].ledger)
