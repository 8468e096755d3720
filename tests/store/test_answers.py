"""Answers kept in memory: none is ever older than what was written last, by whomever."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.answers import Answer, Answers
from store.counts import Counters, Point, Row
from store.database import Database
from store.periods import Grain
from store.sqlite import SQLiteCounts
from tests.store.page_views import BASIS, SITE, PageView, batch, batches

pytestmark = pytest.mark.anyio

quick = pytest.mark.quick

DAYS = [date(2026, 9, 20) + timedelta(number) for number in range(60)]
TODAY = DAYS[-1]
PAST = ("2026-09-25", "2026-10-28")
ALL = ("2026-09-01", "2026-12-01")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    database = await Database.open(path)
    yield database
    await database.close()


@pytest.fixture
async def store(database: Database) -> SQLiteCounts:
    store = SQLiteCounts(database)
    for each in batches([PageView(day=day, medium="search") for day in DAYS]):
        await store.add(each)
    return store


@pytest.fixture
async def other(path: Path) -> AsyncIterator[SQLiteCounts]:
    """Another opening of the file, as another process has it."""
    other = await SQLiteCounts.open(path)
    yield other
    await other.close()


async def _top(store: SQLiteCounts, days: tuple[str, str]) -> Sequence[Row]:
    return await store.top(SITE, BASIS, Grain.DAY, "page", *days)


async def _pageviews(store: SQLiteCounts, days: tuple[str, str]) -> set[int]:
    """By every way to ask for them; the same page views are all from a search and of one page."""
    tops = [await _top(store, days), await store.drill(SITE, BASIS, "page", ("medium", "search"), *days)]
    grains = [await store.series(SITE, BASIS, grain, *days) for grain in (Grain.DAY, Grain.HOUR)]
    answers: list[Sequence[Row | Point]] = [*tops, *grains]
    return {sum(each.counters.pageviews for each in rows) for rows in answers}


async def _is_kept(database: Database, store: SQLiteCounts, days: tuple[str, str]) -> bool:
    """Whether an answer is given without reading counts."""
    asked: list[str] = []
    await database.reader.set_trace_callback(asked.append)
    await _top(store, days)
    await database.reader.set_trace_callback(lambda _: None)
    return not any("FROM counts" in text or "FROM sums" in text for text in asked)


@quick
async def test_what_was_read_once_is_not_read_again(database: Database, store: SQLiteCounts) -> None:
    assert not await _is_kept(database, store, ALL)
    assert await _is_kept(database, store, ALL)
    assert not await _is_kept(database, store, PAST)


@quick
async def test_days_that_are_over_are_not_read_again_when_today_grows(
    database: Database, store: SQLiteCounts, other: SQLiteCounts
) -> None:
    for days in (PAST, ALL):
        await _top(store, days)
    await other.add(batch("today", PageView(day=TODAY)))
    assert await _is_kept(database, store, PAST)
    assert not await _is_kept(database, store, ALL)
    await other.add(batch("tomorrow", PageView(day=TODAY + timedelta(1))))
    assert await _is_kept(database, store, PAST)


@quick
async def test_no_answer_is_older_than_what_was_written(store: SQLiteCounts, other: SQLiteCounts) -> None:
    late = PageView(day=date(2026, 10, 2), medium="search")
    for writer in (store, other):
        assert (await _pageviews(store, PAST), await _pageviews(store, ALL)) == ({33}, {60})
        await writer.add(batch(f"late {id(writer)}", late))
        assert (await _pageviews(store, PAST), await _pageviews(store, ALL)) == ({34}, {61})
        await writer.load([(row.typed._replace(grain=Grain.DAY, dimension="page", value="/", period="2026-10-03"),
                            row.counters, None) for row in [late]])  # fmt: skip
        assert sum(row.counters.pageviews for row in await _top(store, PAST)) == 35
        for grain in Grain:
            await writer.forget(SITE, grain, "2026-12-01")
        assert (await _pageviews(store, PAST), await _pageviews(store, ALL)) == ({0}, {0})
        for each in batches([PageView(day=day, medium="search") for day in DAYS], f"again {id(writer)}"):
            await writer.add(each)


@quick
async def test_names_are_never_older_than_what_was_written(store: SQLiteCounts, other: SQLiteCounts) -> None:
    search = PageView(term="ångest", visit=True, day=TODAY)
    for number in range(4):
        await other.add(batch(f"search {number}", search))
        rows = await store.top(SITE, BASIS, Grain.WINDOW, "search_term", *ALL)
        assert {row.name for row in rows} == ({None} if number < 3 else {None, "ångest"})


@quick
async def test_who_changes_an_answer_changes_it_for_nobody_else(store: SQLiteCounts) -> None:
    first = await _top(store, ALL)
    assert isinstance(first, list)
    first.clear()
    assert len(await _top(store, ALL)) == 1


_WRITER = """
import asyncio, sys
from datetime import date
from pathlib import Path
from store.sqlite import SQLiteCounts
from tests.store.page_views import PageView, batch

async def write():
    store = await SQLiteCounts.open(Path(sys.argv[1]))
    for line in sys.stdin:
        day = date.fromisoformat(line.strip())
        await store.add(batch(f"{line} {id(line)}", PageView(day=day, medium="search")))
        print("written", flush=True)
    await store.close()

asyncio.run(write())
"""


async def test_no_answer_is_older_than_what_another_process_wrote(store: SQLiteCounts, path: Path) -> None:
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, str(path), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdin
    assert writer.stdout
    past, whole = 33, 60
    for day in (TODAY, date(2026, 10, 2), TODAY + timedelta(3), TODAY, date(2026, 10, 2)):
        assert (await _pageviews(store, PAST), await _pageviews(store, ALL)) == ({past}, {whole})
        writer.stdin.write(f"{day}\n".encode())
        await writer.stdin.drain()
        assert await writer.stdout.readline() == b"written\n"
        past, whole = past + (day.month == 10), whole + 1
    assert (await _pageviews(store, PAST), await _pageviews(store, ALL)) == ({past}, {whole})
    writer.stdin.close()
    assert await writer.wait() == 0


def _answer(rows: int, version: int = 1, state: int | None = None) -> Answer:
    return Answer([None] * rows, version, state)


@quick
async def test_memory_is_bounded_and_what_was_asked_for_last_stays() -> None:
    answers = Answers(most=10_000)
    assert not answers.find("one", 1)
    for name in ("one", "two", "three"):
        answers.keep(name, _answer(9))
    assert answers.find("one", 1)
    answers.keep("four", _answer(9))
    assert [name for name in ("one", "two", "three", "four") if answers.find(name, 1)] == ["one", "three", "four"]
    answers.keep("one", _answer(19))
    assert [name for name in ("one", "three", "four") if answers.find(name, 1)] == ["one", "four"]
    answers.keep("too long", _answer(40))
    assert [name for name in ("too long", "one", "four") if answers.find(name, 1)] == ["one", "four"]


@quick
async def test_long_texts_take_more_room() -> None:
    answers = Answers(most=100_000)
    assert not answers.find("short", 1)
    for name, length in (("short", 10), ("long", 1_000), ("as long", 1_000)):
        rows = [Row(str(number), "å" * length, Counters()) for number in range(40)]
        answers.keep(name, Answer(rows, 1, None))
    assert [name for name in ("short", "long", "as long") if answers.find(name, 1)] == ["as long"]
    answers.keep("too long", Answer([Row("", "å" * 100_000, Counters())], 1, None))
    assert not answers.find("too long", 1)


@quick
async def test_at_another_version_only_what_is_over_may_stay() -> None:
    answers = Answers()
    assert not answers.find("today", 1)
    answers.keep("today", _answer(1))
    answers.keep("past", _answer(1, state=7))
    assert answers.find("today", 1)
    assert not answers.find("today", 2)
    past = answers.find("past", 2)
    assert past
    assert (past.version, past.state) == (1, 7), "who asks has to see whether the state is the same"
    answers.clear()
    assert not answers.find("past", 2)
