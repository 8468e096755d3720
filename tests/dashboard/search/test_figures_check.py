"""What `rakneverk check` finds in the stored figures of search engines."""

import asyncio
import gc
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.search.check import check_figures
from dashboard.search.figures import OTHER
from store.search import Figures, SearchKey, Slice
from store.sqlite_search import SQLiteSearch
from tests.dashboard.terminal import CLINIC, Terminal
from tests.empty import empty_counts

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = "example.se"
DAY = Slice(SITE, "imported:google", "2026-11-01", "2026-11-02")
MONTH = DAY._replace(end="2026-12-01")
BING = DAY._replace(basis="imported:bing")
TOTAL, KBT, HOME = SearchKey(), SearchKey("kbt"), SearchKey(page="/")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.db"


@pytest.fixture
async def figures(path: Path) -> AsyncIterator[SQLiteSearch]:
    store = await SQLiteSearch.open(await empty_counts(path))
    yield store
    await store.close()


async def test_what_engines_tell_is_lawful(figures: SQLiteSearch) -> None:
    assert await check_figures(figures, SITE, 3) is None
    told = {
        TOTAL: Figures(9, 8, 8_000),
        KBT: Figures(5, 0, 0),
        SearchKey("ångest"): Figures(4, 7, 0),
        HOME: Figures(12, 40, 90_000),
        SearchKey("kbt", "/"): Figures(3, 3, 3_000),
        SearchKey("kbt", OTHER): Figures(2, 3, 3_000),
    }
    await figures.replace(MONTH, True, told)
    await figures.replace(MONTH._replace(start="2026-10-20"), True, {HOME: Figures(12, 40, 90_000)})
    await figures.replace(DAY._replace(end="2026-11-08"), False, {KBT: Figures(1, 1, 1_000)})
    await figures.replace(BING._replace(end="2026-11-08"), True, {KBT: Figures(0, 3, 3_000)})
    await figures.replace(BING, True, {})
    assert await check_figures(figures, SITE, 3) is None


@pytest.mark.parametrize(
    ("slice", "told", "law"),
    [
        (DAY._replace(basis="consented"), {}, "search figures are imported, and their basis says so"),
        (DAY._replace(end=DAY.start), {}, "a slice begins before it ends"),
        (DAY, {TOTAL: Figures(1, -1, 0)}, "the total has (1, -1, 0)"),
        (DAY, {KBT: Figures(0, 0, 1)}, "what was never shown has no position: term='kbt' has (0, 0, 1)"),
        (
            DAY,
            {TOTAL: Figures(4, 9, 9_000), KBT: Figures(3, 1, 1_000), SearchKey("ångest"): Figures(2, 1, 1_000)},
            "Google's terms have no more clicks than its total: 5 of 4",
        ),
        (MONTH, {SearchKey("kbt", "/"): Figures(2, 9, 9_000)}, "from 3 clicks on: term='kbt' page='/' has 2"),
        (DAY, {HOME: Figures(9, 9, 9_000)}, "pages are told of a month or more, and with a term of just a month: page"),
        (DAY._replace(end="2026-11-30"), {HOME: Figures(9, 9, 9_000)}, "pages are told of a month or more"),
        (MONTH._replace(start="2026-10-01"), {SearchKey("kbt", "/"): Figures(9, 9, 9)}, "with a term of just a month"),
        (BING, {KBT: Figures(2, 2, 2_000)}, "a term of Bing's is told from 3 impressions on: term='kbt' has 2"),
    ],
)
async def test_what_no_engine_tells_is_found(
    figures: SQLiteSearch, slice: Slice, told: dict[SearchKey, Figures], law: str
) -> None:
    await figures.replace(slice, True, told)
    breach = await check_figures(figures, SITE, 3)
    assert breach is not None
    assert law in breach
    assert breach.endswith(f"site={SITE} basis={slice.basis} start={slice.start} end={slice.end}")
    assert await check_figures(figures, "example.com", 3) is None


@pytest.mark.parametrize(("slice", "final"), [(DAY, False), (BING, True)])
async def test_terms_may_pass_the_total_while_it_changes_and_at_bing(
    figures: SQLiteSearch, slice: Slice, final: bool
) -> None:
    await figures.replace(slice, final, {TOTAL: Figures(4, 9, 9_000), KBT: Figures(5, 1, 1_000)})
    assert await check_figures(figures, SITE) is None


async def test_terms_may_pass_the_total_where_a_file_was_read(figures: SQLiteSearch) -> None:
    await figures.replace(DAY, True, {TOTAL: Figures(4, 9, 9_000)})
    await figures.merge(DAY, True, {KBT: Figures(5, 1, 1_000)})
    assert await check_figures(figures, SITE) is None


@pytest.mark.parametrize("damage", ["UPDATE search_slices SET terms = 0", "DELETE FROM search_figures"])
async def test_a_list_that_does_not_fit_is_found(figures: SQLiteSearch, path: Path, damage: str) -> None:
    await figures.replace(DAY, True, {KBT: Figures(1, 1, 1_000)})
    with closing(sqlite3.connect(path)) as file:
        file.execute(damage)
        file.commit()
    assert (await check_figures(figures, SITE) or "").startswith("what is listed of a slice is what it holds: site=")


def test_the_command_checks_what_engines_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    terminal = Terminal(tmp_path)
    terminal.add()

    async def told(clicks: int) -> None:
        store = await SQLiteSearch.open(terminal.data / "counts.db")
        rare = {SearchKey(f"{number}"): Figures() for number in range(500)}
        figures = {TOTAL: Figures(4, 9, 9_000), KBT: Figures(clicks, 9, 0), **rare}
        try:
            for site in ("butik.example", CLINIC):
                for day in (DAY, DAY._replace(start="2026-10-31", end="2026-11-01")):
                    await store.replace(day._replace(site=site), True, figures)
        finally:
            await store.close()

    asyncio.run(told(4))
    assert terminal("check").status == 0
    asyncio.run(told(5))
    done = terminal("check")
    assert (done.status, done.out) == (1, "")
    assert [
        line.partition("Google's terms have no more clicks than its total: 5 of 4: ")[2]
        for line in done.err.splitlines()
    ] == [f"site={site} basis=imported:google start=2026-10-31 end=2026-11-01" for site in ("butik.example", CLINIC)], (
        "the first of each site, and nothing else"
    )
    gc.collect()
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == [], "nothing was left half read"
