"""The demonstration: its counts are sound, its visits are the same every time, and each host name has its site."""

import os
import socket
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.cli import main
from dashboard.commands.demonstration import EMAIL, PASSWORD, ByHost, prepare
from dashboard.numbers.check import check
from dashboard.numbers.flow import steps
from dashboard.numbers.goals import goals
from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import service_counts, stats
from dashboard.numbers.vitals import measured
from dashboard.serve import build_sites
from policy.site import Sites
from store.accounts import Accounts
from store.policies import PolicyFiles
from store.search import SearchKey
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch

pytestmark = pytest.mark.anyio

DAYS = 3
TODAY = date(2026, 11, 22)
START = date(2026, 11, 19)
NOW = datetime.fromisoformat("2026-11-22T12:00:00+00:00").timestamp()
HOSTS = ("kbt-verkstan.se", "kbtverkstanbutik.se")

TELL = """
from datetime import date
from demo.visits import MadeUp
sites = ("kbt-verkstan.se", "kbtverkstanbutik.se")
made_up = MadeUp(1, dict.fromkeys(sites, 1))
print([list(made_up.day(site, date(2026, 11, day))) for day in range(1, 8) for site in sites])
"""


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("demonstration")
    await prepare(data, NOW, DAYS)
    return data


@pytest.fixture(scope="module")
def sites(data: Path) -> Sites:
    return build_sites(PolicyFiles(data / "policies"))


@pytest.mark.quick
async def test_every_sum_of_the_made_up_counts_holds(data: Path, sites: Sites) -> None:
    store = await SQLiteCounts.open(data / "counts.db")
    try:
        assert await store.sites() == list(HOSTS)
        assert await check(store, {site.host: site.policy.threshold.visits for site in sites}) is None
    finally:
        await store.close()


@pytest.mark.quick
@pytest.mark.parametrize("host", HOSTS)
async def test_each_day_of_each_site_has_visits_and_answers(data: Path, sites: Sites, host: str) -> None:
    store = await SQLiteCounts.open(data / "counts.db")
    try:
        for ordinal in range(START.toordinal(), TODAY.toordinal() + 1):
            day = date.fromordinal(ordinal)
            total = (await stats(store, sites[host], day, day, None)).total
            assert total.pageviews > (total.visits or 0) > 0, day
            assert (await service_counts(store, sites[host], Range(day, day), "choice")).keys() == {"yes", "no"}
    finally:
        await store.close()


@pytest.mark.quick
async def test_goals_are_reached_pages_are_measured_and_steps_are_made(data: Path, sites: Sites) -> None:
    store = await SQLiteCounts.open(data / "counts.db")
    days = Range(START, TODAY)
    try:
        found = [await goals(store, sites[host], days) for host in HOSTS]
        assert all(any(goal.reached.visits for goal in each.goals) for each in found)
        for host in HOSTS:
            assert all(each.number for each in await measured(store, sites[host], days) if each.is_graded)
            assert await steps(store, sites[host], days, 5)
    finally:
        await store.close()


@pytest.mark.quick
async def test_robots_are_left_out(data: Path, sites: Sites) -> None:
    store = await SQLiteCounts.open(data / "counts.db")
    try:
        ignored = [await service_counts(store, sites[host], Range(START, TODAY), "ignored") for host in HOSTS]
    finally:
        await store.close()
    assert any("bot" in found for found in ignored)


@pytest.mark.quick
@pytest.mark.parametrize("host", HOSTS)
async def test_what_engines_are_made_to_tell_is_kept_as_the_policy_lets_it(data: Path, host: str) -> None:
    figures = await SQLiteSearch.open(data / "counts.db")
    try:
        (day,) = [each for each in await figures.held(host) if each.terms]
        assert (day.slice.basis, day.slice.start, day.final) == ("imported:google", "2026-11-19", True)
        found = await figures.top([day.slice])
    finally:
        await figures.close()
    terms = {key.term: told.impressions for key, told in found.items() if key.term}
    assert len(terms) > 5
    assert sum(terms.values()) < found[SearchKey()].impressions, "the rest is withheld"
    assert all(key.page.startswith("/") for key in found if key.page)


@pytest.mark.quick
async def test_nothing_is_counted_after_now_and_nothing_waits_in_the_journal(data: Path, sites: Sites) -> None:
    store = await SQLiteCounts.open(data / "counts.db")
    try:
        later = await stats(store, sites[HOSTS[0]], date(2026, 11, 23), date(2027, 1, 1), None)
        assert later.total.pageviews == 0
        assert not list((data / "journal").glob("*.seg"))
    finally:
        await store.close()


@pytest.mark.quick
async def test_the_account_that_is_printed_may_see_both_sites(data: Path) -> None:
    accounts = await Accounts.open(data / "accounts.db")
    try:
        token = await accounts.login(EMAIL, PASSWORD, NOW)
        assert token is not None
        user = await accounts.session(token, NOW)
        assert user is not None
        assert user.sites == set(HOSTS)
    finally:
        await accounts.close()


def test_the_visits_are_the_same_in_every_process() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", TELL],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def named(name: str) -> Starlette:
    async def answer(_: object) -> PlainTextResponse:
        return PlainTextResponse(name)

    return Starlette(routes=[Route("/", answer)])


@pytest.mark.quick
@pytest.mark.parametrize(
    ("host", "answers"),
    [
        ("clinic.localhost:8000", "clinic"),
        ("clinic.localhost", "clinic"),
        ("CLINIC.localhost:8000", "clinic"),
        ("shop.localhost:8000", "shop"),
        ("stats.clinic.localhost:8000", "service"),
        ("localhost:8000", "service"),
        ("127.0.0.1:8000", "service"),
        ("[::1]:8000", "service"),
        ("", "service"),
    ],
)
async def test_each_host_name_has_its_site_and_all_others_the_service(host: str, answers: str) -> None:
    app = ByHost(named("service"), {"clinic.localhost": named("clinic"), "shop.localhost": named("shop")})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://somewhere") as client:
        assert (await client.get("/", headers={"Host": host})).text == answers


def test_a_port_that_is_taken_is_said_before_anything_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"choose another: rakneverk demo --port {port + 1}" in printed.err
