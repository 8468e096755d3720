"""`rakneverk check`: whatever is changed in counts.db by other means than counting is found and named."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from collector.hits import Blocked, Choice
from collector.retention import expire
from dashboard.numbers.check import check
from dashboard.serve import build_sites
from policy.document import Retention
from store.counts import Counters
from store.policies import PolicyFiles
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import Counting, Visit, answers, google, ignored, site
from tests.dashboard.terminal import CLINIC, FIVE, Terminal
from tests.policy.documents import changed

SHARED = [google(f"2026-11-{day:02}", "/", "/kurser", term="kbt") for day in range(2, 6)]
TOLD = [
    *SHARED,
    google("2026-11-02", "/", "/sok", "/", term="bara jag"),
    Visit("2026-11-03", ["/sok", "/om-oss"], searches=["priser"], browser="Firefox", scrubbed=("email",)),
    Visit("2026-11-04", ["/tack/[email]"], scrubbed=("email", "pnr"), in_address=("email",)),
    Visit("2026-08-31", hour=0),
    Visit("2026-12-01", ["/kurser"], medium="website", referrer="1177.se"),
    *[google(day, term="par") for day in ("2026-11-04", "2026-11-05")],
    *answers("2026-11-02", yes=2, no=3, host=CLINIC),
    *[Choice(CLINIC, day, 1, "media+statistics") for day in ("2026-11-02", "2026-11-02", "2026-11-03")],
    *ignored("2026-11-02", "bot", 4, host=CLINIC),
    Blocked(CLINIC, "2026-11-02", "film", "frame-src", 5),
    Blocked(CLINIC, "2026-11-03", "(other)", "(other)", 1),
]


class Tampering:
    """SQL on counts.db, in which n('text') is the text's number."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # the file need not outlive the machine
            numbers = dict(connection.execute("SELECT text, id FROM texts"))
            connection.create_function("n", 1, numbers.__getitem__)
            yield connection

    def __call__(self, statement: str) -> None:
        with self.connection() as connection:
            changed = connection.execute(statement).rowcount
            assert changed == 1, f"{changed} rows changed"
            connection.commit()


async def _count(terminal: Terminal) -> None:
    installed = build_sites(PolicyFiles(terminal.data / "policies"))[CLINIC]
    store = await SQLiteCounts.open(terminal.data / "counts.db")
    try:
        await Counting(store, terminal.data / "keys")(TOLD, installed)
    finally:
        await store.close()


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    terminal = Terminal(tmp_path_factory.mktemp("counted"))
    terminal.add()
    asyncio.run(_count(terminal))
    return terminal.data


@pytest.fixture
def terminal(counted: Path, tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    shutil.copytree(counted, terminal.data)
    return terminal


@pytest.fixture
def tamper(terminal: Terminal) -> Tampering:
    return Tampering(terminal.data / "counts.db")


def test_all_sums_of_what_was_counted_hold(terminal: Terminal) -> None:
    assert terminal("check") == (0, "Every sum holds.\n", "")


def test_an_empty_store_holds(terminal: Terminal) -> None:
    with closing(sqlite3.connect(terminal.data / "counts.db")) as connection:
        for table in ("counts", "names", "sums", "summed"):
            connection.execute(f"DELETE FROM {table}")
        connection.commit()
    assert terminal("check").status == 0


def test_what_is_kept_summed_must_equal_its_days(terminal: Terminal) -> None:
    with closing(sqlite3.connect(terminal.data / "counts.db")) as connection:
        changed = connection.execute("UPDATE sums SET pageviews = pageviews + 1").rowcount
        connection.commit()
    done = terminal("check")
    assert changed > 0
    assert done.status == 1
    assert "A sum does not equal its days: klinik.example" in done.err


def test_without_a_store_there_is_nothing_to_check(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add()
    done = terminal("check")
    assert done.status == 1
    assert "counts.db does not exist: nothing has been counted there; name the directory with --data." in done.err
    assert not (terminal.data / "counts.db").exists(), "looking makes nothing"


DAY = f"{(date(2026, 11, 2) - date(1970, 1, 1)).days}"
TOTAL = "dimension = 0 AND grain = 1"
SINGLE = "dimension2 = 0 AND grain = 1"

TAMPERED = {
    "a total raised": (
        f"UPDATE counts SET pageviews = pageviews + 1 WHERE {TOTAL} AND period = {DAY}",
        "the hours of a day make the day: site=klinik.example basis=consented grain=1 period=2026-11-02",
    ),
    "a total deleted": (
        f"DELETE FROM counts WHERE {TOTAL} AND period = {DAY}",
        "the hours of a day make the day: site=klinik.example basis=consented grain=1 period=2026-11-02",
    ),
    "an hour deleted": (
        f"DELETE FROM counts WHERE dimension = 0 AND grain = 0 AND period / 64 = {DAY}",
        "the hours of a day make the day: site=klinik.example basis=consented grain=1 period=2026-11-02",
    ),
    "an hour moved to another day": (
        f"UPDATE counts SET period = period + 640 WHERE dimension = 0 AND grain = 0 AND period / 64 = {DAY}",
        "the hours of a day make the day: site=klinik.example basis=consented grain=1 period=2026-11-02",
    ),
    "a single given another value": (
        f"UPDATE counts SET value = n('/om-oss') WHERE {SINGLE} AND dimension = n('page') AND value = n('/kurser') "
        f"AND period = {DAY}",
        "the pairs page and medium make page: site=klinik.example basis=consented grain=1 period=2026-11-02 "
        "dimension=page value=/kurser",
    ),
    "a single raised": (
        f"UPDATE counts SET firsts = firsts + 1 WHERE {SINGLE} AND dimension = n('page') AND value = n('/') "
        f"AND period = {DAY}",
        "the values of page make the day's total: site=klinik.example basis=consented grain=1 period=2026-11-02",
    ),
    "the only value of a dimension's first day deleted": (
        f"DELETE FROM counts WHERE {SINGLE} AND dimension = n('device') "
        "AND period = (SELECT MIN(period) FROM counts WHERE grain = 1)",
        "the values of device make the day's total: site=klinik.example basis=consented grain=1 period=2026-08-31",
    ),
    "a pair's counter raised": (
        f"UPDATE counts SET pageviews = pageviews + 1 WHERE dimension = n('page') AND dimension2 = n('referrer') "
        f"AND value = n('/kurser') AND period = {DAY}",
        "the pairs page and referrer make page: site=klinik.example basis=consented grain=1 period=2026-11-02 "
        "dimension=page value=/kurser",
    ),
    "a pair given another page": (
        f"UPDATE counts SET value = n('/om-oss') WHERE dimension = n('page') AND dimension2 = n('search_engine') "
        f"AND value = n('/kurser') AND period = {DAY}",
        "the pairs page and search_engine make page: site=klinik.example basis=consented grain=1 period=2026-11-02 "
        "dimension=page value=/kurser",
    ),
    "a typed row raised": (
        "UPDATE counts SET pageviews = pageviews + 1 WHERE dimension = n('search_term') AND value = n('(none)') "
        "AND period = (SELECT MIN(period) FROM counts WHERE grain = 2)",
        "the values of search_term make the window's total: site=klinik.example basis=consented grain=2 "
        "period=2026-07-01",
    ),
    "a typed row deleted": (
        "DELETE FROM counts WHERE (dimension, value, period) = "
        "(SELECT dimension, value, period FROM names WHERE dimension = n('search_term'))",
        "the values of search_term make the window's total: site=klinik.example basis=consented grain=2 "
        "period=2026-10-01",
    ),
    "a negative counter": (
        f"UPDATE counts SET entries = -1 WHERE {TOTAL} AND period = {DAY}",
        "first views are among the views: site=klinik.example basis=consented grain=1 period=2026-11-02",
    ),
    "negative page views": (
        f"UPDATE counts SET pageviews = -5 WHERE {TOTAL} AND period = {DAY}",
        "period=2026-11-02 has (-5, 2, 4, 2, 2, 2), expected (0, 0, 0, 0, 0, 0)",
    ),
    "more visits than page views": (
        f"UPDATE counts SET entries = pageviews + 1 WHERE {TOTAL} AND period = {DAY}",
        "first views are among the views: site=klinik.example basis=consented grain=1 period=2026-11-02",
    ),
    "an answer invented": (
        f"UPDATE counts SET pageviews = pageviews + 1 WHERE {SINGLE} AND dimension = n('choice') AND value = n('yes')",
        "the pairs choice and version make choice: site=klinik.example basis=service grain=1 period=2026-11-02 "
        "dimension=choice value=yes",
    ),
    "a part invented": (
        f"UPDATE counts SET pageviews = 1 WHERE {SINGLE} AND value = n('media+statistics') AND period = {DAY}",
        "the pairs choice and version make choice: site=klinik.example basis=service grain=1 period=2026-11-02 "
        "dimension=choice value=media+statistics",
    ),
    "an answer that says more": (
        f"UPDATE counts SET value = n('/kurser') WHERE {SINGLE} AND value = n('media+statistics') AND period = {DAY}",
        "the values of choice say no more than the policy: site=klinik.example basis=service grain=1 "
        "period=2026-11-02 dimension=choice value=/kurser",
    ),
    "a blocked address": (
        f"UPDATE counts SET value = n('1177.se') WHERE {SINGLE} AND value = n('film frame-src')",
        "the values of blocked say no more than the policy: site=klinik.example basis=service grain=1 "
        "period=2026-11-02 dimension=blocked value=1177.se",
    ),
    "more told by page than was cut": (
        "UPDATE counts SET pageviews = 2 WHERE dimension = n('scrubbed') AND dimension2 = n('address')",
        "what is told by page was cut: site=klinik.example basis=service grain=1 period=2026-11-04 "
        "dimension=scrubbed value=email",
    ),
    "a page that nobody read told": (
        "UPDATE counts SET value2 = n('/om-oss') WHERE dimension = n('scrubbed') AND dimension2 = n('address')",
        "what was cut was cut from a page that was read: site=klinik.example basis=service grain=1 "
        "period=2026-11-04 dimension=scrubbed value=email dimension2=address value2=/om-oss",
    ),
    "a rare text named": (
        "INSERT INTO names SELECT site, dimension, period, value, 'bara jag' FROM counts "
        "WHERE dimension = n('search_term') AND entries = 1 AND value <> n('(none)')",
        "what is named was shared by as many visits as promised: site=klinik.example basis=consented grain=2 "
        "period=2026-10-01 dimension=search_term",
    ),
    "a text's name taken, and its pair's left": (
        "DELETE FROM names WHERE dimension = n('search_term')",
        "what search_term+search_engine names is named by search_term, of at least as many: site=klinik.example "
        "basis=consented grain=2 period=2026-10-01 dimension=search_term value=... has (8, 4, 8, 4, 4, 4), "
        "expected (0, 0, 0, 0, 0, 0)",
    ),
    "a pair named after another text": (
        "UPDATE names SET name = replace(name, 'kbt', 'par') WHERE dimension = n('search_term+search_engine')",
        "what search_term+search_engine names is named by search_term, of at least as many",
    ),
    "a pair named after an engine that was not used": (
        "UPDATE names SET name = replace(name, 'Google', 'Bing') WHERE dimension = n('search_term+search_engine')",
        "what search_term+search_engine names is named by search_engine, of at least as many",
    ),
    "nothing typed told as not asked": (
        "UPDATE counts SET value = n('(not asked)') WHERE dimension = n('search_term') AND value = n('(none)') "
        f"AND period = {(date(2026, 10, 1) - date(1970, 1, 1)).days}",
        "search_term+search_engine has what search_term has where nothing was typed: site=klinik.example "
        "basis=consented grain=2 period=2026-10-01 dimension=search_term value=(none)",
    ),
    "a search that was the first of more visits": (
        "UPDATE counts SET firsts = 0 WHERE dimension = n('site_search') AND firsts = 1",
        "site_search has the first views of every search: site=klinik.example basis=consented grain=2 "
        "period=2026-10-01",
    ),
    "a page of searches that was the first of more": (
        "UPDATE counts SET firsts = 0 WHERE dimension = n('search_result') AND firsts = 1",
        "search_result has the first views of every search: site=klinik.example basis=consented grain=1 "
        "period=2026-11-03",
    ),
    "a rare pair named": (
        "INSERT INTO names SELECT site, dimension, period, value, 'pris' || char(31) || '(none)' FROM counts "
        "WHERE dimension = n('site_search+search_page') AND firsts = 1",
        "what is named was shared by as many visits as promised: site=klinik.example basis=consented grain=2 "
        "period=2026-10-01 dimension=site_search+search_page",
    ),
    "a typed pair's row deleted": (
        "DELETE FROM counts WHERE dimension = n('site_search+search_result') AND firsts = 1",
        "the values of site_search+search_result make the window's total",
    ),
    "a pair that tells what was typed": (
        "UPDATE counts SET value = n('/kurser') WHERE dimension = n('site_search+search_result') AND firsts = 1",
        "what is kept has a name in the registry, and what is counted by the window a digest: site=klinik.example "
        "basis=consented grain=2 period=2026-10-01 dimension=site_search+search_result",
    ),
    "a rare on-site search named": (
        "INSERT INTO names SELECT site, dimension, period, value, 'priser' FROM counts "
        "WHERE dimension = n('site_search') AND value <> n('(none)')",
        "what is named was shared by as many visits as promised: site=klinik.example basis=consented grain=2 "
        "period=2026-10-01 dimension=site_search",
    ),
}


@pytest.mark.parametrize(("statement", "found"), TAMPERED.values(), ids=TAMPERED.keys())
def test_tampering_is_named_by_its_row_and_the_law_that_it_breaks(
    terminal: Terminal, tamper: Tampering, statement: str, found: str
) -> None:
    tamper(statement)
    done = terminal("check")
    assert (done.status, done.out) == (1, "")
    assert found in done.err
    assert done.err.count("\n") == 1


def _is_beyond_proof(dimension: str) -> bool:
    """What is counted once, with no other sum to compare it with."""
    return dimension in {"ignored", "scrubbed", "blocked"}


def test_no_row_can_be_deleted_and_no_counter_raised_unseen(terminal: Terminal, tamper: Tampering) -> None:
    async def tamper_everywhere(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
        """What went unseen."""
        unseen: list[tuple[object, ...]] = []
        store = await SQLiteCounts.open(terminal.data / "counts.db")
        rows = connection.execute("SELECT texts.text, counts.* FROM counts JOIN texts ON id = dimension").fetchall()
        for dimension, *row in rows:
            for index, counter in enumerate((None, *Counters._fields), start=7):
                other = [value + (at == index) for at, value in enumerate(row)]
                if not _is_beyond_proof(dimension):
                    _replace(connection, row, [] if counter is None else other)
                    if await check(store, {CLINIC: 3}) is None:
                        unseen.append((dimension, counter, *row))
                    _replace(connection, row if counter is None else other, row)
        assert await check(store, {CLINIC: 3}) is None, "all is as it was"
        await store.close()
        return unseen

    with tamper.connection() as connection:
        assert asyncio.run(tamper_everywhere(connection)) == []


def _replace(connection: sqlite3.Connection, old: list[int], new: list[int]) -> None:
    keys = "site, dimension, dimension2, basis, grain, period, value, value2"
    connection.execute(f"DELETE FROM counts WHERE ({keys}) = (?, ?, ?, ?, ?, ?, ?, ?)", old[:8])
    if new:
        connection.execute(f"INSERT INTO counts VALUES ({', '.join('?' * len(new))})", new)
    connection.commit()


@pytest.mark.parametrize("window", ["month", "quarter"])
@pytest.mark.parametrize("today", [date(2026, 8, 31), date(2026, 11, 3), date(2026, 12, 1), date(2027, 2, 28)])
def test_what_retention_leaves_holds(tmp_path: Path, window: str, today: date) -> None:
    async def breach() -> object:
        store = await SQLiteCounts.open(tmp_path / "counts.db")
        try:
            installed = site(CLINIC, window=window)
            await Counting(store, tmp_path / "keys")(TOLD, installed)
            for _ in range(2):
                await expire(store, CLINIC, Retention(named=1, totals=3), today)
            return await check(store, {})
        finally:
            await store.close()

    assert asyncio.run(breach()) is None


def test_the_threshold_is_the_lowest_that_was_ever_promised(terminal: Terminal, tamper: Tampering) -> None:
    tamper(
        "INSERT INTO names SELECT site, dimension, period, value, 'par' FROM counts "
        "WHERE dimension = n('search_term') AND entries = 2 AND value <> n('(none)')"
    )
    assert terminal("check").status == 1
    lower = changed("visits = 3", "visits = 2", changed("version = 1", "version = 2", FIVE))
    assert terminal("policy", "publish", CLINIC, terminal.file(lower)).status == 0
    assert terminal("check").status == 0
    higher = changed("visits = 2", "visits = 5", changed("version = 2", "version = 3", lower))
    assert terminal("policy", "publish", CLINIC, terminal.file(higher)).status == 0
    assert terminal("check").status == 0
