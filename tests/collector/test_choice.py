"""Answers to the banner: who can give which, how they are counted, and the one cookie that keeps them."""

from asyncio import gather
from itertools import combinations
from typing import Any, Final

import httpx
import pytest

from collector.choice import canonical, items_of
from policy.banner import CHOICE_DAYS
from policy.document import decode
from policy.domains import registrable_domain
from policy.statistics import STATISTICS
from tests.collector.answers import assert_readable_by_any_site, assert_refused
from tests.collector.conftest import HOST, NOW, TODAY, Visitors, document, site, with_services, without_services

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SERVICES: Final = with_services(document())
PART: Final = ["film", "statistics"]
ATTRIBUTES: Final = f"Max-Age={182 * 86_400}; Domain={HOST}; Path=/; SameSite=Lax; Secure"


def choice(answered: httpx.Response) -> str:
    """The header that keeps the answer; the one for the receipt comes after it."""
    kept, *others = answered.headers.get_list("Set-Cookie")
    assert all(each.startswith("rv_receipt=") for each in others)
    return kept


@pytest.fixture
def collector(collector: Visitors) -> Visitors:
    """A site whose policy has four services."""
    collector.install(site(SERVICES))
    return collector


@pytest.mark.parametrize(
    ("accepted", "counted"),
    [
        (["statistics"], "statistics"),
        (["film"], "media"),
        (["film", "statistics"], "media+statistics"),
        (["media"], "media"),
        (["film", "functional", "statistics"], "functional+media+statistics"),
        (["functional", "marketing", "media"], "functional+marketing+media"),
        (["film", "functional", "marketing", "statistics"], "functional+marketing+media+statistics"),
    ],
)
async def test_a_part_is_counted_by_the_categories_of_which_anything_was_accepted(
    collector: Visitors, accepted: list[str], counted: str
) -> None:
    answered = await collector.answer("some", accepted=accepted)
    assert answered.status_code == 200
    assert choice(answered) == f"rv_choice=yes.1+{'+'.join(accepted)}; {ATTRIBUTES}"
    assert await collector.upkeep("choice") == {counted: 1}


async def test_an_answer_is_counted_by_the_day_and_version_of_its_question(collector: Visitors) -> None:
    collector.install(site(SERVICES, with_services(document(STATISTICS, 2))))
    collector.now = NOW + 11.5 * 3_600  # the day has begun where the site is
    await collector.answer("some", policy=2, accepted=PART)
    await collector.answer("some", policy=1, accepted=PART)
    found = {(key.period, *key[4:]) for key in await collector.counts()}
    day = "2026-11-23"
    assert found == {
        (day, "choice", "media+statistics", "", ""),
        (day, "choice", "media+statistics", "version", "1"),
        (day, "choice", "media+statistics", "version", "2"),
    }
    assert day > TODAY


REFUSED: Final[dict[str, tuple[dict[str, Any], int, str]]] = {
    "neither yes nor no": ({"answer": "maybe"}, 400, "answer"),
    "a version that never was": ({"policy": 9}, 400, "The newest is 1."),
    "an unknown key": ({"who": "me"}, 400, "who"),
    "an unknown site": ({"site": "other.example"}, 404, ""),
    "an unknown category": (
        {"accepted": ["social"]}, 400,
        "This version of the policy has no 'social', but annonser, chatt, film, functional, karta, marketing, media, "
        "statistics",
    ),
    "a category without a service": ({"accepted": ["analytics"]}, 400, "has no 'analytics'"),
    "what is necessary": ({"accepted": ["necessary", "statistics"]}, 400, "has no 'necessary'"),
    "an item that is no text": ({"accepted": [1]}, 400, "$.accepted[0]"),
    "an item without end": ({"accepted": ["x" * 41]}, 400, "$.accepted[0]"),
    "items without end": ({"accepted": ["film"] * 201}, 400, "$.accepted"),
    "an empty part": ({"accepted": []}, 400, 'the answer is "no"'),
    "a part that is not named": ({}, 400, 'the answer is "no"'),
    "all parts": (
        {"accepted": ["functional", "marketing", "media", "statistics"]}, 400, 'the answer is "yes"'),
    "an unsorted part": ({"accepted": ["statistics", "film"]}, 400, "written as ['film', 'statistics']"),
    "a part twice": ({"accepted": ["film", "film"]}, 400, "written as ['film']"),
    "all services of a category": ({"accepted": ["film", "karta"]}, 400, "written as ['media']"),
    "a category beside its service": ({"accepted": ["film", "media"]}, 400, "written as ['media']"),
    "the service of a category with one": ({"accepted": ["chatt"]}, 400, "written as ['functional']"),
    "a part of a yes": ({"answer": "yes", "accepted": ["film"]}, 400, "$.accepted"),
    "a part of a no": ({"answer": "no", "accepted": ["film"]}, 400, "$.accepted"),
    "a refusal in spite of a signal": ({"answer": "no", "signal": True}, 400, "$.signal"),
    "a signal that is no truth": ({"accepted": ["film"], "signal": "yes"}, 400, "$.signal"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
async def test_an_answer_that_nobody_can_give_is_refused_with_the_reason(collector: Visitors, what: str) -> None:
    keys, status, because = REFUSED[what]
    assert_refused(await collector.answer("some", **keys), status, because)
    assert await collector.counts() == {}
    assert list((collector.data / "journal").glob("*.seg")) == []


async def test_a_part_is_held_against_the_version_that_asked(collector: Visitors) -> None:
    collector.install(site(SERVICES, without_services(document(STATISTICS, 2))))
    assert (await collector.answer("some", policy=1, accepted=PART)).status_code == 200
    assert_refused(await collector.answer("some", policy=2, accepted=PART), 400, "has no 'film'")


async def test_where_there_is_only_one_thing_to_accept_there_is_no_part(collector: Visitors) -> None:
    collector.install(site(without_services(document())))
    assert_refused(await collector.answer("some", accepted=["statistics"]), 400, 'the answer is "yes"')


def test_each_set_of_items_has_one_way_to_be_written_and_no_two_share_it() -> None:
    items = items_of(decode(SERVICES))
    sets = [set(some) for number in range(len(items) + 1) for some in combinations(items, number)]
    written = {canonical(items, some) for some in sets}
    assert len(written) == len(sets) == 32
    assert canonical(items, set(items)) == ("functional", "marketing", "media", "statistics")


async def test_a_thousand_refusals_leave_one_cookie(collector: Visitors) -> None:
    answered = [each for _ in range(10) for each in await gather(*[collector.answer("no") for _ in range(100)])]
    assert {choice(each) for each in answered} == {f"rv_choice=no.1; {ATTRIBUTES}"}
    assert await collector.upkeep("choice") == {"no": 1_000}


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({"answer": "yes"}, "yes.1"),
        ({"answer": "yes", "signal": True}, "yes.1.s"),
        ({"answer": "yes", "signal": False}, "yes.1"),
        ({"answer": "some", "accepted": PART, "signal": True}, "yes.1.s+film+statistics"),
    ],
)
async def test_the_cookie_holds_what_the_script_has_kept(collector: Visitors, keys: dict[str, Any], value: str) -> None:
    """In whatever cookie it comes: that is not read."""
    answered = await collector.answer("", {"Cookie": "rv_choice=no.7+film"}, **keys)
    assert choice(answered) == f"rv_choice={value}; {ATTRIBUTES}"


async def test_the_cookie_lives_as_long_as_the_version_that_asked_says(collector: Visitors) -> None:
    shorter = with_services(document(STATISTICS, 2, ("lifetime = 182", "lifetime = 90")))
    unnamed = with_services(document(STATISTICS, 3, ('name = "rv_choice"', 'name = "another"')))
    collector.install(site(SERVICES, shorter, unnamed))
    for policy, days in ((1, 182), (2, 90), (3, CHOICE_DAYS)):
        kept = choice(await collector.answer("no", policy=policy))
        assert f"; Max-Age={days * 86_400};" in kept


async def test_a_page_of_the_site_may_read_the_answer_and_send_its_cookies(collector: Visitors) -> None:
    for origin in (f"https://{HOST}", f"https://www.{HOST}"):
        answered = await collector.answer("no", {"Origin": origin})
        assert answered.headers["Access-Control-Allow-Origin"] == origin
        assert answered.headers["Access-Control-Allow-Credentials"] == "true"
        assert answered.headers["Vary"] == "Origin"
        assert answered.headers["Cache-Control"] == "no-store"
        assert f"; Domain={HOST};" in choice(answered)


async def test_on_plain_http_the_cookie_is_kept_too(collector: Visitors) -> None:
    answered = await collector.answer("no", {"Origin": f"http://{HOST}:8080", "Host": f"stats.{HOST}:8080"})
    assert answered.headers["Access-Control-Allow-Origin"] == f"http://{HOST}:8080"
    assert choice(answered) == f"rv_choice=no.1; {ATTRIBUTES.removesuffix('; Secure')}"


@pytest.mark.parametrize("host", [HOST, f"www.{HOST}:8443", f"STATS.{HOST}.", f"a.b.{HOST}"])
async def test_the_service_may_be_anywhere_under_the_sites_domain(collector: Visitors, host: str) -> None:
    assert "Set-Cookie" in (await collector.answer("no", {"Host": host})).headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "stats.agency.example"},
        {"Host": f"not{HOST}"},
        {"Host": ""},
        {"Host": "[::1]:8000"},
        {"Host": f"stats.{HOST}@evil.example"},
        {"Host": "\\"},
        {"Origin": ""},
    ],
    ids=str,
)
async def test_elsewhere_the_answer_is_counted_and_no_cookie_set(collector: Visitors, headers: dict[str, str]) -> None:
    if headers.get("Origin") == "":
        del collector.browser.headers["Origin"]
        headers = {}
    answered = await collector.answer("no", headers)
    assert answered.status_code == 204
    assert "Rakneverk-Ignored" not in answered.headers
    assert_readable_by_any_site(answered)
    assert "Access-Control-Allow-Credentials" not in answered.headers
    assert await collector.upkeep("choice") == {"no": 1}


@pytest.mark.parametrize(
    "origin",
    [
        f"https://evil.{HOST}",
        "null",
        f"https://{HOST}/",
        f"https://{HOST}/evil",
        f"https://{HOST}:0",
        f"https://{HOST}:65536",
        f"https://{HOST}:",
        f"https://evil.example@{HOST}",
        f"https://{HOST}?",
        f"chrome-extension://{HOST}",
        f"ws://{HOST}",
        f"//{HOST}",
        HOST,
    ],
)
async def test_an_answer_from_no_page_of_the_site_is_left_out(collector: Visitors, origin: str) -> None:
    answered = await collector.answer("yes", {"Origin": origin})
    assert answered.status_code == 204
    assert answered.headers["Rakneverk-Ignored"] == "origin"
    assert_readable_by_any_site(answered)
    assert await collector.counts() == {}


async def test_the_cookie_is_for_what_one_owner_registers_and_no_more(collector: Visitors) -> None:
    host = "klinik.co.uk"
    assert registrable_domain(f"stats.{host}") == host
    there = with_services(document()).replace(HOST, host)
    collector.install(site(there, host=host))
    headers = {"Origin": f"https://www.{host}", "Host": f"stats.{host}"}
    assert "; Domain=klinik.co.uk;" in choice(await collector.answer("no", headers, site=host))
    other = {"Origin": f"https://{host}", "Host": "stats.co.uk"}
    assert "Set-Cookie" not in (await collector.answer("no", other, site=host)).headers


async def test_neither_the_cookie_nor_what_was_chosen_in_detail_reaches_the_disk(collector: Visitors) -> None:
    await collector.answer("some", {"Cookie": "rv_choice=yes.1+film; login=hemlig-nyckel"}, accepted=PART)
    traces = [b"film", b"rv_choice", b"yes.1", b"hemlig-nyckel", b"Mozilla"]
    assert [trace for trace in traces if trace in collector.bytes_on_disk()] == []
    assert await collector.upkeep("choice") == {"media+statistics": 1}
    assert [trace for trace in traces if trace in collector.bytes_on_disk()] == []
