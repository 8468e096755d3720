"""Sums of spans of days in the SQLite file: always what the days add up to, whatever is written and deleted."""

import random
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import closing
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.counts import Counters, Row
from store.database import Database
from store.periods import Grain
from store.sqlite import SQLiteCounts
from store.sums import WrongSum
from tests.store.conftest import Fresh
from tests.store.page_views import BASIS, END, SITE, START, PageView, batches, dumped

pytestmark = pytest.mark.anyio

OTHER = "example.com"
PAGES = ("/", "/kontakt", "/om-oss")
BEGIN = date(2026, 1, 20)
Single = tuple[str, str, Counters]
"""A day, a value of a dimension, and its counts."""


@pytest.fixture(scope="module")
async def half_year(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with half a year in it, made once for all tests."""
    path = tmp_path_factory.mktemp("half-year") / "counts.db"
    database = await Database.open(path)
    await _fill(SQLiteCounts(database))
    await database.empty_log()
    await database.close()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, half_year: bytes) -> Path:
    path = tmp_path / "counts.db"
    path.write_bytes(half_year)
    return path


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    database = await Database.open(path)
    yield database
    await database.close()


@pytest.fixture
def store(database: Database) -> SQLiteCounts:
    return SQLiteCounts(database)


@pytest.fixture
async def empty(fresh_sqlite: Fresh) -> AsyncIterator[SQLiteCounts]:
    async with fresh_sqlite() as empty:
        assert isinstance(empty, SQLiteCounts)
        yield empty


def _views(seed: int, days: Iterable[date], each: int = 3) -> list[PageView]:
    chance = random.Random(seed)
    return [
        PageView(page=chance.choice(PAGES), medium=chance.choice(("direct", "search")), visit=chance.random() < 0.5,
                 first=True, day=day, basis=chance.choice((BASIS, BASIS, "server")),
                 site=chance.choice((SITE, SITE, OTHER)))
        for day in days for _ in range(each)
    ]  # fmt: skip


def _half_year() -> list[date]:
    return [BEGIN + timedelta(number) for number in range(170)]


async def _fill(store: SQLiteCounts) -> None:
    for each in batches(_views(1, _half_year())):
        await store.add(each)


async def _assert_as_its_days(store: SQLiteCounts, ranges: Iterable[tuple[str, str]]) -> None:
    """Each answer is what the days of the dump add up to, and no sum is wrong."""
    assert await store.wrong_sums() == []
    for site in (SITE, OTHER):
        singles: dict[tuple[str, str], list[Single]] = {}
        for key, counters, _ in await dumped(store, site):
            if key.grain is Grain.DAY and not key.dimension2:
                singles.setdefault((key.basis, key.dimension), []).append((key.period, key.value, counters))
        for basis, dimension in product((BASIS, "server"), ("page", "medium")):
            days = singles.get((basis, dimension), [])
            for start, end in ranges:
                found = await store.top(site, basis, Grain.DAY, dimension, start, end)
                assert found == _expected(days, start, end), (site, basis, start, end)
                ranked = await store.first(site, basis, dimension, start, end, ["daily"], 1)
                visits = [row.counters.daily for row in found]
                told = [*(row.counters.daily for row in ranked.rows), ranked.unranked.daily]
                assert (told[:-1], sum(told), ranked.length) == (sorted(visits)[-1:], sum(visits), len(found))


def _expected(days: Iterable[Single], start: str, end: str) -> list[Row]:
    sums: dict[str, Counters] = {}
    for period, value, counters in days:
        if start <= period < end:
            sums[value] = sums[value].plus(counters) if value in sums else counters
    ordered = sorted(sums.items(), key=lambda item: (-item[1].pageviews, item[0].encode()))
    return [Row(value, None, counters) for value, counters in ordered]


RANGES = [
    (START, END), ("2026-02-01", "2026-03-01"), ("2026-01-01", "2026-07-01"), ("2026-01-28", "2026-06-30"),
    ("2026-02-03", "2026-02-27"), ("2026-05-16", "2026-07-04"), ("2026-07-08", "2026-07-09"),
    ("2026-03-09", "2026-03-09"), ("2026-03-02", "2026-03-01"), ("0001-01-01", "9999-12-31"),
]  # fmt: skip


async def test_any_range_is_what_its_days_add_up_to(store: SQLiteCounts) -> None:
    await _assert_as_its_days(store, RANGES)


async def test_a_range_is_the_same_day_by_day_and_by_spans(store: SQLiteCounts) -> None:
    days = [BEGIN + timedelta(number) for number in range(0, 175, 23)]
    await _assert_as_its_days(store, [(str(start), str(end)) for start in days for end in days])


@pytest.mark.parametrize(
    ("before", "dimensions"),
    [
        ("2026-02-01", None), ("2026-02-20", None), ("2026-07-07", None), ("2026-09-01", None),
        ("2026-05-11", ["page"]), ("2026-05-11", ["", "medium"]), ("2026-05-11", []),
    ],
)  # fmt: skip
async def test_forgetting_within_a_span_leaves_what_is_left_of_it(
    store: SQLiteCounts, before: str, dimensions: list[str] | None
) -> None:
    await store.forget(SITE, Grain.DAY, before, dimensions)
    await _assert_as_its_days(store, RANGES)


async def test_what_comes_late_is_in_every_span_of_its_day(store: SQLiteCounts) -> None:
    for number, each in enumerate(batches(_views(2, _half_year()[::7], 2), "late")):
        await store.add(each._replace(id=f"late {number}"))
        await _assert_as_its_days(store, RANGES[:4])


async def test_what_comes_after_forgetting_is_summed_with_what_was_left(store: SQLiteCounts) -> None:
    await store.forget(SITE, Grain.DAY, "2026-05-11")
    for each in batches(_views(3, _half_year()[::5]), "again"):
        await store.add(each)
    await _assert_as_its_days(store, RANGES)


async def test_loading_a_history_sums_it(store: SQLiteCounts, empty: SQLiteCounts) -> None:
    rows = [*await dumped(store), *await dumped(store, OTHER)]
    await empty.load(rows)
    await _assert_as_its_days(empty, RANGES)
    await empty.load(rows[::3])
    await _assert_as_its_days(empty, RANGES)


async def test_a_day_far_ahead_closes_all_before_it_and_nothing_is_lost(empty: SQLiteCounts) -> None:
    for each in batches([PageView(day=date(2031, 5, 5))], "ahead"):
        await empty.add(each)
    await _fill(empty)
    await _assert_as_its_days(empty, [*RANGES, (START, "2032-01-01")])


async def test_a_failed_add_leaves_the_sums(store: SQLiteCounts) -> None:
    (broken,) = batches([PageView(day=date(2026, 8, 30)), PageView("/\ud800", day=date(2026, 8, 31))], "broken")
    with pytest.raises(UnicodeEncodeError):
        await store.add(broken)
    await _assert_as_its_days(store, RANGES)


async def test_a_site_that_is_forgotten_leaves_no_sums(store: SQLiteCounts, path: Path) -> None:
    for grain in Grain:
        await store.forget(SITE, grain, END)
        await store.forget(OTHER, grain, END)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT COUNT(*) FROM sums").fetchone() == (0,)
        assert file.execute("SELECT COUNT(*) FROM summed").fetchone() == (0,)


async def test_sums_are_in_no_dump(store: SQLiteCounts) -> None:
    assert {key.grain for key, _, _ in await dumped(store)} == set(Grain)
    pages = [counters for key, counters, _ in await dumped(store) if key.dimension == "page" and not key.dimension2]
    total = [counters for key, counters, _ in await dumped(store) if not key.dimension and key.grain is Grain.DAY]
    assert sum(each.pageviews for each in pages) == sum(each.pageviews for each in total)


async def test_a_file_of_an_older_version_is_summed_with_the_next_that_is_added(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript("DROP TABLE sums; DROP TABLE summed; DELETE FROM migrations WHERE name = '0003.sql'")
    database = await Database.open(path)
    try:
        store = SQLiteCounts(database)
        await _assert_as_its_days(store, RANGES)
        await store.forget(SITE, Grain.DAY, "2026-02-20")
        for each in batches([PageView(day=date(2026, 7, 9)), PageView(day=date(2026, 7, 9), site=OTHER)], "next"):
            await store.add(each)
        with closing(sqlite3.connect(path)) as file:
            assert file.execute("SELECT COUNT(*) FROM sums").fetchone() > (0,)
        await _assert_as_its_days(store, RANGES)
    finally:
        await database.close()


@pytest.mark.parametrize(
    "harm",
    [
        'UPDATE sums SET pageviews = pageviews + 1 WHERE length = 2 AND "end" = 20544',
        'DELETE FROM sums WHERE length = 2 AND "end" = 20544',
        "UPDATE counts SET firsts = 99 WHERE dimension <> 0 AND dimension2 = 0 AND period BETWEEN 20513 AND 20520",
    ],
)
async def test_a_wrong_sum_is_told(store: SQLiteCounts, path: Path, harm: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        assert file.execute(harm).rowcount > 0
    wrong = await store.wrong_sums()
    assert WrongSum(SITE, "page", BASIS, "2026-03-01", "2026-04-01") in wrong
    assert all(each.start <= "2026-03-01" and each.end > "2026-03-08" for each in wrong)


@pytest.mark.parametrize("dimension", ["medium", "page"])
async def test_sums_of_days_that_are_not_there_are_told(store: SQLiteCounts, path: Path, dimension: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute(f"""
            INSERT INTO sums SELECT site, dimension, basis, 4, 365, 0, 1, 0, 0, 0, 0, 0 FROM sums
            WHERE dimension = (SELECT id FROM texts WHERE text = '{dimension}') LIMIT 1""")
    assert [(each.dimension, each.start) for each in await store.wrong_sums()] == [(dimension, "1970-01-01")]


class _Step:
    """Something written or deleted."""

    def __init__(self, name: str, views: list[PageView], before: date, dimensions: list[str] | None) -> None:
        self.name, self.views, self.before, self.dimensions = name, views, before, dimensions

    def __repr__(self) -> str:
        return f"{self.name} {len(self.views)} views on {sorted({str(view.day) for view in self.views})} {self.before}"


def _steps() -> st.SearchStrategy[_Step]:
    days = st.integers(0, 200).map(lambda number: BEGIN + timedelta(number))
    views = st.tuples(st.integers(0, 99), st.lists(days, max_size=8)).map(lambda drawn: _views(*drawn))
    dimensions = st.none() | st.lists(st.sampled_from(["", "page", "medium"]), max_size=2)
    return st.builds(_Step, st.sampled_from(["add", "add", "load", "forget"]), views, days, dimensions)


@given(st.lists(_steps(), max_size=8), st.lists(st.tuples(st.integers(0, 210), st.integers(0, 210)), max_size=4))
@settings(max_examples=15, deadline=None)
async def test_any_sequence_of_writing_and_forgetting_leaves_right_sums(
    fresh_sqlite: Fresh, steps: list[_Step], ranges: list[tuple[int, int]]
) -> None:
    asked = [(str(BEGIN + timedelta(one)), str(BEGIN + timedelta(two))) for one, two in ranges]
    async with fresh_sqlite() as store, fresh_sqlite() as source:
        assert isinstance(store, SQLiteCounts)
        for number, step in enumerate(steps):
            if step.name == "forget":
                await store.forget(SITE, Grain.DAY, str(step.before), step.dimensions)
            else:
                into = store if step.name == "add" else source
                for each in batches(step.views, f"{number}"):
                    await into.add(each)
            if step.name == "load":
                await store.load([*await dumped(source), *await dumped(source, OTHER)])
            await _assert_as_its_days(store, [*asked, (START, END)])


async def _plans(database: Database, path: Path, work: Awaitable[object]) -> list[str]:
    """How the questions that are asked meanwhile are carried out."""
    asked: list[str] = []
    for connection in (database.reader, database.writer):
        await connection.set_trace_callback(asked.append)
    await work
    for connection in (database.reader, database.writer):
        await connection.set_trace_callback(lambda _: None)
    questions = [text for text in asked if re.match(r"\s*(SELECT|WITH|INSERT INTO sums SELECT)", text)]
    with closing(sqlite3.connect(path)) as file:
        return [step[3] for text in questions for step in file.execute(f"EXPLAIN QUERY PLAN {text}")]


def _read(steps: list[str]) -> list[str]:
    """How tables are read, which all are found by their keys."""
    tables = [step for step in steps if re.match(r"(SCAN|SEARCH) (counts|sums|texts|summed)", step)]
    assert tables
    assert all(step.startswith("SEARCH") for step in tables), tables
    return tables


_BY: Final = "PRIMARY KEY (site=? AND dimension=? AND basis=? AND length=? AND end>? AND end<?)"


@pytest.mark.parametrize(("start", "end"), RANGES[:6])
async def test_a_question_reads_no_more_than_its_days_and_spans(
    store: SQLiteCounts, database: Database, path: Path, start: str, end: str
) -> None:
    steps = await _plans(database, path, store.top(SITE, BASIS, Grain.DAY, "page", start, end))
    assert f"SEARCH sums USING {_BY}" in _read(steps)


@pytest.mark.parametrize(("start", "end"), RANGES[:6])
async def test_the_first_are_ranked_among_what_is_read_once(
    store: SQLiteCounts, database: Database, path: Path, start: str, end: str
) -> None:
    first = store.first(SITE, BASIS, "page", start, end, ["firsts", "pageviews"], 2, ["/"])
    steps = await _plans(database, path, first)
    assert f"SEARCH sums USING {_BY}" in _read(steps)
    assert sorted(step for step in steps if "MATERIALIZE" in step) == ["MATERIALIZE found", "MATERIALIZE last"]


async def test_one_span_needs_no_grouping(store: SQLiteCounts, database: Database, path: Path) -> None:
    steps = await _plans(database, path, store.top(SITE, BASIS, Grain.DAY, "page", "2026-02-01", "2026-03-01"))
    assert [step for step in steps if "TEMP B-TREE" in step] == ["USE TEMP B-TREE FOR ORDER BY"]


async def test_neither_totals_nor_sites_nor_what_is_summed_scans_a_table(
    store: SQLiteCounts, database: Database, path: Path
) -> None:
    _read(await _plans(database, path, store.series(SITE, BASIS, Grain.DAY, START, END)))
    _read(await _plans(database, path, store.sites()))
    (next_month,) = batches([PageView(day=date(2026, 8, 1))], "next")
    assert f"SEARCH sums USING {_BY}" in _read(await _plans(database, path, store.add(next_month)))
