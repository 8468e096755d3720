"""What the policy no longer keeps is gone from the counts and from every byte on disk; what it keeps is left."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from collector.hits import First
from collector.lists import Lists
from collector.retention import expire
from policy.calendar import months_before
from policy.dimensions import WINDOW_PAIRS
from policy.document import Retention
from policy.statistics import ADDRESS, STATISTICS
from store.periods import Grain
from tests.collector.conftest import HOST, TODAY, Visitors, document, other_site, site, visitors, wire

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

VISIT: tuple[First, ...] = ("visit", "page", "search")
KEPT = Retention(named=12, totals=24, answers=30)
LAST = date.fromisoformat(TODAY)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-22", 12, "2025-11-22"),
        ("2026-11-22", 1, "2026-10-22"),
        ("2026-01-31", 1, "2025-12-31"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2026-07-31", 1, "2026-06-30"),
        ("2026-11-22", 120, "2016-11-22"),
    ],
)
def test_months_before_a_day(day: str, months: int, earlier: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(earlier)


async def on(there: Visitors, day: str, path: str) -> None:
    """A page view at noon of a day, with an on-site search, an answer, and a hit that is left out."""
    there.now = datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=UTC).timestamp()
    for agent in ({}, {"User-Agent": ""}):
        answer = await there.hit(path, headers=agent, first=VISIT, referrer="https://www.google.com/")
        assert answer.status_code == 204
    assert (await there.hit("/om", kind="act", contact="mail", event="brev", first=["event"])).status_code == 204
    answer = await there.browser.post("/consent", json={"v": 1, "site": HOST, "policy": 1, "answer": "yes"})
    assert answer.is_success, answer.text  # of a day before the ledger's there is no receipt
    await there.fold()


async def periods(there: Visitors, grain: Grain, dimension: str) -> list[str]:
    return sorted({key.period[:10] for key in await there.counts() if (key.grain, key.dimension) == (grain, dimension)})


async def test_counts_with_a_name_go_before_the_totals_and_answers_last(collector: Visitors) -> None:
    for day in ("2024-05-21", "2024-05-22", "2024-11-21", "2024-11-22", "2025-11-21", "2025-11-22", TODAY):
        await on(collector, day, f"/{day}?s=kbt")
    await expire(collector.store, HOST, KEPT, LAST)
    assert await periods(collector, Grain.DAY, "page") == ["2025-11-22", TODAY]
    assert await periods(collector, Grain.DAY, "search_engine") == ["2025-11-22", TODAY]
    totals = ["2024-11-22", "2025-11-21", "2025-11-22", TODAY]
    for grain, dimension in ((Grain.DAY, ""), (Grain.HOUR, ""), (Grain.DAY, "ignored")):
        assert await periods(collector, grain, dimension) == totals
    assert await periods(collector, Grain.DAY, "choice") == ["2024-05-22", "2024-11-21", *totals]


@pytest.mark.parametrize(("named", "left"), [(12, ["2026-09-23", "2026-10-22", TODAY]), (1, ["2026-10-22", TODAY])])
async def test_what_was_cut_is_told_by_page_for_60_days_and_by_kind_for_longer(
    collector: Visitors, named: int, left: list[str]
) -> None:
    days = ["2026-09-22", "2026-09-23", "2026-10-22", TODAY]
    for day in days:
        await on(collector, day, "/tack/anna@exempel.se")
    assert b"/tack/[email]" in collector.bytes_on_disk()
    await expire(collector.store, HOST, Retention(named=named, totals=24, answers=30), LAST)
    by_page = [key.period for key in await collector.counts() if key.dimension2 == ADDRESS]
    assert sorted(by_page) == left
    assert await periods(collector, Grain.DAY, "scrubbed") == days
    assert await periods(collector, Grain.DAY, "page") == (days if named == 12 else left)


async def test_answers_may_be_kept_for_less_than_the_totals(collector: Visitors) -> None:
    for day in ("2026-10-21", TODAY):
        await on(collector, day, "/")
    await expire(collector.store, HOST, Retention(named=2, totals=2, answers=1), LAST)
    assert await periods(collector, Grain.DAY, "choice") == [TODAY]
    assert await periods(collector, Grain.DAY, "ignored") == ["2026-10-21", TODAY]


async def test_a_window_goes_when_its_first_day_does(collector: Visitors) -> None:
    for day in ("2025-12-31", "2026-01-01"):
        await on(collector, day, "/?s=kbt")
    await expire(collector.store, HOST, KEPT, date(2026, 10, 1))
    assert await periods(collector, Grain.WINDOW, "site_search") == ["2025-10-01", "2026-01-01"]
    await expire(collector.store, HOST, KEPT, date(2026, 10, 2))
    assert await periods(collector, Grain.WINDOW, "site_search") == ["2026-01-01"]


@pytest.mark.parametrize("name", WINDOW_PAIRS)
async def test_what_is_counted_together_by_the_window_goes_with_it(collector: Visitors, name: str) -> None:
    for day in ("2025-12-31", "2026-01-01"):
        await on(collector, day, "/?s=kbt")
    await expire(collector.store, HOST, KEPT, date(2026, 10, 2))
    assert await periods(collector, Grain.WINDOW, name) == ["2026-01-01"]


async def test_when_everything_has_expired_nothing_is_left(collector: Visitors) -> None:
    await on(collector, "2024-01-15", "/")
    await expire(collector.store, HOST, KEPT, LAST)
    assert await collector.counts() == {}


async def test_a_deleted_path_and_a_deleted_name_are_in_no_byte_on_disk(collector: Visitors) -> None:
    for _ in range(5):
        await on(collector, "2025-03-01", "/en-sida-som-inte-finns-mer?s=ett+ord+som+var+vanligt")
    await on(collector, TODAY, "/en-sida-som-finns?s=ett+ord")
    gone = [b"sida-som-inte-finns-mer", b"ord som var vanligt"]
    before = collector.bytes_on_disk()
    assert [text in before for text in gone] == [True, True]
    await expire(collector.store, HOST, KEPT, LAST)
    after = collector.bytes_on_disk()
    assert [text in after for text in gone] == [False, False]
    assert b"sida-som-finns" in after
    assert await collector.counted("page") == {"/en-sida-som-finns": 1}


async def test_another_sites_counts_are_left(tmp_path: Path, lists: Lists) -> None:
    clinic = site(document(STATISTICS))
    async with visitors(tmp_path, lists, clinic, other_site("other.example")) as there:
        there.now = datetime(2025, 3, 1, 12, tzinfo=UTC).timestamp()
        other = wire(site="other.example", url="https://other.example/")
        answer = await there.browser.post("/hit", json=other, headers={"Origin": "https://other.example"})
        assert "Rakneverk-Ignored" not in answer.headers
        await on(there, "2025-03-01", "/")
        before = [row async for row in there.store.dump("other.example")]
        await expire(there.store, HOST, KEPT, LAST)
        assert [row async for row in there.store.dump("other.example")] == before
        assert before
