"""The page of all sites: what needs attention first, found by name, summed, and fast to read."""

import re
from datetime import timedelta

import httpx
import pytest

from dashboard.search.rooms import SearchRooms
from store.access import Access, Fetched
from store.accounts import Accounts
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import EMAIL, HOST, NOW, TODAY, Counting, Visit, answers, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def visits(first: int, last: int, each: int) -> list[Visit]:
    return [Visit(ago(days)) for days in range(last, first + 1) for _ in range(each)]


async def grant(accounts: Accounts, installed: Installed, *hosts: str) -> None:
    """More sites for the owner."""
    installed.sites = [site(), *map(site, hosts)]
    for host in hosts:
        await accounts.add_user(EMAIL, "", "owner", host)


def hosts_in(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="host"><a href="/sites/([^"]+)"', page)


async def test_a_site_is_shown_with_its_week_its_change_and_its_answers(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count([*visits(60, 8, 10), *visits(7, 1, 20), *visits(0, 0, 3), *answers(ago(2), 30, 20)])
    page = (await owner.get("/sites")).text
    assert "<strong>140</strong> <span>besök</span>" in page
    assert re.search(r'class="change up">\+100\s%', page)
    assert '<span class="label">I dag</span> 3<' in page
    assert re.search(r'<span class="label">Sade ja</span> 60\s%', page)


async def test_a_difference_that_chance_explains_is_no_change(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*visits(60, 8, 2), *visits(7, 1, 2), *visits(1, 1, 2)])
    assert 'class="change same">ungefär som förut (14)' in (await owner.get("/sites")).text


async def test_the_picture_says_in_words_what_it_shows(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*visits(20, 20, 9), *visits(1, 1, 4)])
    page = (await owner.get("/sites?lang=en")).text
    assert 'aria-label="The last 28 days: at least 0 and at most 9 visits in a day, yesterday 4."' in page
    assert page.count('<path class="week" d="M') == 1


async def test_the_weeks_stand_in_a_table_too(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*visits(25, 25, 9), *visits(1, 1, 4)])
    page = (await owner.get("/sites")).text
    table = page[page.index("De fyra senaste veckorna i en tabell") :]
    assert re.findall(r"<td>(\d+)</td>", table) == ["9", "0", "0", "4"]


async def test_what_needs_attention_stands_first_then_the_most_visited(
    owner: httpx.AsyncClient, accounts: Accounts, installed: Installed, count: Counting
) -> None:
    await grant(accounts, installed, "busy.example", "quiet.example", "silent.example")
    await count(visits(60, 0, 2))
    await count(visits(60, 0, 9), site("busy.example"))
    await count(visits(60, 0, 1), site("quiet.example"))
    await count(visits(60, 20, 2), site("silent.example"))
    page = (await owner.get("/sites")).text
    assert hosts_in(page) == ["silent.example", "busy.example", HOST, "quiet.example"]
    assert "1 av 4 webbplatser behöver ses till." in page
    assert "Ingenting har kommit sedan 2 november 2026" in page


async def test_all_sites_are_summed(
    owner: httpx.AsyncClient, accounts: Accounts, installed: Installed, count: Counting
) -> None:
    await grant(accounts, installed, "second.example")
    bare = site("bare.example", statistics=["pages"])
    installed.sites.append(bare)
    await accounts.add_user(EMAIL, "", "owner", "bare.example")
    await count(visits(60, 0, 2))
    await count(visits(60, 0, 3), site("second.example"))
    await count(visits(60, 0, 1), bare)
    page = (await owner.get("/sites")).text
    sums = page[page.index('class="sums"') : page.index("<table")]
    assert re.findall(r"<dt>(.*?)</dt>\s*<dd class=\"figure\"><strong>(\d+)<", sums) == [
        ("Besök på alla webbplatser, 7 dagar", "35"),
        ("Sidvisningar på alla webbplatser, 7 dagar", "7"),
    ]
    assert "ungefär som förut (35)" in sums


async def test_one_site_needs_no_sum_and_no_search(owner: httpx.AsyncClient) -> None:
    page = (await owner.get("/sites")).text
    assert 'class="sums"' not in page
    assert 'role="search"' not in page


async def test_many_sites_are_found_by_name_and_sorted(
    owner: httpx.AsyncClient, accounts: Accounts, installed: Installed, count: Counting
) -> None:
    await grant(accounts, installed, *(f"site{number:02}.example" for number in range(12)))
    await count(visits(10, 1, 1), site("site05.example"))
    page = (await owner.get("/sites?sort=host&order=asc")).text
    assert hosts_in(page) == [HOST, *(f"site{number:02}.example" for number in range(12))]
    assert 'aria-sort="ascending"' in page
    assert hosts_in((await owner.get("/sites?sort=week")).text)[0] == "site05.example"
    found = (await owner.get("/sites", params={"find": "SITE1"})).text
    assert sorted(hosts_in(found)) == ["site10.example", "site11.example"]
    none = (await owner.get("/sites", params={"find": "<b>nowhere"})).text
    assert hosts_in(none) == []
    assert "<b>nowhere" not in none
    assert "&lt;b&gt;nowhere" in none


async def test_more_than_a_hundred_sites_are_on_several_leaves(
    owner: httpx.AsyncClient, accounts: Accounts, installed: Installed
) -> None:
    await grant(accounts, installed, *(f"site{number:03}.example" for number in range(104)))
    first, second = (await owner.get("/sites")).text, (await owner.get("/sites?page=2")).text
    assert [len(hosts_in(first)), len(hosts_in(second))] == [100, 5]
    assert not {*hosts_in(first)} & {*hosts_in(second)}
    assert hosts_in((await owner.get("/sites?page=99&sort=nonsense")).text) == hosts_in(second)


async def test_an_engine_that_cannot_be_asked_is_told(
    owner: httpx.AsyncClient, search: SearchRooms, count: Counting
) -> None:
    await count(visits(60, 0, 2))
    access = search.access
    await access.put(Access(HOST, "google", "oauth", "sc-domain:example.se", b""))
    await access.note(HOST, "google", Fetched(int(NOW), int(NOW), int(NOW), "revoked", 1))
    page = (await owner.get("/sites")).text
    assert "Det går inte att hämta söktermer från Google" in page
    assert f'href="/sites/{HOST}/search"' in page


async def test_a_user_without_sites_is_told_so(
    owner: httpx.AsyncClient, accounts: Accounts, installed: Installed
) -> None:
    await accounts.revoke(HOST)
    page = (await owner.get("/sites")).text
    assert "Du har inte fått tillgång till någon webbplats än." in page
    assert hosts_in(page) == []


async def test_only_granted_sites_are_seen(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(visits(7, 1, 5), site("other.example"))
    page = (await owner.get("/sites")).text
    assert "other.example" not in page
