"""Whatever comes again, is cut short or comes late: each hit is in the counts once, and names only what many typed."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from pathlib import Path

import pytest

from collector.fold import Fold
from collector.hits import Blocked, Choice, Counted, Entry, First, Hit, Ignored
from collector.keys import TypedKeys
from dashboard.numbers.check import check
from policy.dimensions import NONE, RARE
from policy.site import Sites
from policy.statistics import CONSENTED, SERVICE
from store.lock import try_lock
from store.periods import Grain
from store.sqlite import SQLiteCounts
from tests.collector.conftest import END, HOST, NOW, START, TODAY, number, site, write_segment

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

VISIT: tuple[First, ...] = ("visit", "page")


def hit(page: str = "/", term: str = NONE, first: tuple[First, ...] = VISIT, day: str = TODAY) -> Counted:
    hour = int(datetime.fromisoformat(f"{day}T12:00+00:00").timestamp()) // 3600
    return Counted(HOST, day, hour, number().encode(), first, Hit(page=page, search_term=term, site_search=NONE))


class Folding:
    """A journal, the store that it is folded into, and what is in both."""

    def __init__(self, data: Path, store: SQLiteCounts) -> None:
        self.journal, self.keys, self.store = data / "journal", data / "keys", store
        self.journal.mkdir()

    def fold(self, sites: Sites | None = None) -> Fold:
        there = Sites([site()]) if sites is None else sites
        return Fold(self.journal, self.store, TypedKeys(self.keys), lambda: there)

    async def segment(self, *entries: Entry) -> Path:
        return await write_segment(self.journal, entries)

    async def add(self, *entries: Entry) -> None:
        await self.segment(*entries)
        assert await self.fold().run(NOW)

    def segments(self) -> int:
        return len(list(self.journal.glob("*.seg")))

    async def pages(self) -> dict[str, int]:
        breach = await check(self.store, {})
        assert breach is None, str(breach)
        return await self._values(CONSENTED, Grain.DAY, "page")

    async def terms(self) -> dict[str, int]:
        rows = await self.store.top(HOST, CONSENTED, Grain.WINDOW, "search_term", START, END)
        return {
            row.value if row.value == NONE else row.name or f"{RARE} {row.value}": row.counters.pageviews
            for row in rows
        }

    async def answers(self) -> dict[str, int]:
        return await self._values(SERVICE, Grain.DAY, "choice")

    async def blocked(self) -> dict[str, int]:
        return await self._values(SERVICE, Grain.DAY, "blocked")

    async def _values(self, basis: str, grain: Grain, dimension: str) -> dict[str, int]:
        rows = await self.store.top(HOST, basis, grain, dimension, START, END)
        return {row.value: row.counters.pageviews for row in rows}


@pytest.fixture
async def folding(tmp_path: Path) -> AsyncIterator[Folding]:
    store = await SQLiteCounts.open(tmp_path / "counts.db")
    yield Folding(tmp_path, store)
    await store.close()


async def test_what_is_folded_is_counted_and_leaves_the_journal(folding: Folding) -> None:
    await folding.add(hit("/om"), hit("/om"), hit("/"), Choice(HOST, TODAY, 1, "yes"))
    assert await folding.pages() == {"/om": 2, "/": 1}
    assert await folding.answers() == {"yes": 1}
    assert folding.segments() == 0
    assert await folding.store.batches() == [], "a segment that is gone cannot come again"


async def test_what_has_no_number_is_counted_as_often_as_it_comes(folding: Folding) -> None:
    entries: list[Entry] = [Choice(HOST, TODAY, 1, "media+statistics"), Blocked(HOST, TODAY, "film", "img-src", 2)]
    await folding.add(*entries, *entries)
    assert await folding.answers() == {"media+statistics": 2}
    assert await folding.blocked() == {"film img-src": 4}


async def test_an_empty_journal_is_folded_too(folding: Folding) -> None:
    assert await folding.fold().run(NOW)
    assert await folding.pages() == {}


async def test_every_closed_segment_is_folded(folding: Folding) -> None:
    for page in ("/a", "/b", "/c"):
        await folding.segment(hit(page))
    await folding.fold().run(NOW)
    assert await folding.pages() == {"/a": 1, "/b": 1, "/c": 1}


async def test_a_segment_that_could_not_be_removed_counts_once(
    folding: Folding, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(30, "Read-only file system", str(path))

    await folding.segment(hit("/om"), Choice(HOST, TODAY, 1, "yes"))
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", refuse)
        for _ in range(2):
            with pytest.raises(OSError, match="Read-only"):
                await folding.fold().run(NOW)
    (left,) = folding.journal.glob("*.seg")
    with left.open("rb") as other:
        assert try_lock(other.fileno())
        await folding.add(hit("/"))
    assert await folding.store.batches() == [f"{left.name}/2026-11"], "remembered while the file is there"
    await folding.fold().run(NOW)
    assert await folding.pages() == {"/om": 1, "/": 1}
    assert await folding.answers() == {"yes": 1}, "answers have no number: it is the segment that is known"
    assert await folding.store.batches() == []


async def test_a_hit_that_is_sent_again_counts_once(folding: Folding) -> None:
    again = hit("/om")
    await folding.add(again, again)
    await folding.add(hit("/"), again)
    await folding.segment(again)
    await folding.segment(again)
    await folding.fold().run(NOW)
    assert await folding.pages() == {"/om": 1, "/": 1}


async def test_a_hit_that_was_left_out_counts_once_as_that(folding: Folding) -> None:
    again = Ignored(HOST, TODAY, number().encode(), "bot")
    await folding.add(again, again)
    await folding.add(again)
    rows = await folding.store.top(HOST, SERVICE, Grain.DAY, "ignored", START, END)
    assert [(row.value, row.counters.pageviews) for row in rows] == [("bot", 1)]


async def test_a_segment_over_the_end_of_a_month_and_a_year_is_counted_in_both(folding: Folding) -> None:
    late, early = hit("/late", "kbt", day="2026-12-31"), hit("/early", "kbt", day="2027-01-01")
    await folding.add(late, early, late, hit("/late", day="2026-12-31"))
    assert await folding.pages() == {"/late": 2, "/early": 1}
    days = await folding.store.series(HOST, CONSENTED, Grain.DAY, START, END)
    assert [(day.period, day.counters.pageviews) for day in days] == [("2026-12-31", 2), ("2027-01-01", 1)]
    rare = [name for name in await folding.terms() if name != NONE]
    assert len(rare) == 2, "each quarter counts the term by itself"


async def test_one_of_two_folds_at_once_works(folding: Folding) -> None:
    await folding.segment(hit("/om"), Choice(HOST, TODAY, 1, "yes"))
    ran = tuple(await asyncio.gather(folding.fold().run(NOW), folding.fold().run(NOW)))
    assert ran == (True, False)
    assert await folding.pages() == {"/om": 1}
    assert await folding.answers() == {"yes": 1}


async def test_a_fold_that_is_stopped_in_the_middle_leaves_its_segment_to_the_next(folding: Folding) -> None:
    await folding.segment(hit("/om"), Choice(HOST, TODAY, 1, "yes"))
    stopped: asyncio.Task[bool]

    def stop() -> Sites:
        stopped.cancel()
        return Sites([site()])

    fold = Fold(folding.journal, folding.store, TypedKeys(folding.keys), stop)
    stopped = asyncio.create_task(fold.run(NOW))
    with pytest.raises(asyncio.CancelledError) as error:
        await stopped
    assert await folding.fold().run(NOW), f"whoever still has the {error.typename} holds no lock"
    assert folding.segments() == 0
    assert await folding.pages() == {"/om": 1}
    assert await folding.answers() == {"yes": 1}


async def test_torn_and_empty_segments_are_cleared_away(folding: Folding) -> None:
    torn = await folding.segment(hit("/om"))
    torn.write_bytes(torn.read_bytes() + b"\0\0\1\0torn")
    (folding.journal / "0-1.seg").touch()
    await folding.fold().run(NOW)
    assert await folding.pages() == {"/om": 1}
    assert folding.segments() == 0


def visits(number: int, term: str = "kbt") -> list[Entry]:
    return [hit("/", term) for _ in range(number)]


def names(terms: Iterable[str]) -> set[str]:
    return {term for term in terms if not term.startswith("(")}


@pytest.mark.parametrize("together", [True, False])
async def test_a_text_is_named_from_the_first_page_view_after_three_visits_shared_it(
    folding: Folding, together: bool
) -> None:
    for shared in [visits(4)] if together else [[visit] for visit in visits(4)]:
        before = await folding.terms()
        assert names(before) == set()
        await folding.add(*shared)
    assert await folding.terms() == {"kbt": 4}


@pytest.mark.parametrize("together", [True, False])
async def test_three_visits_alone_name_nothing(folding: Folding, together: bool) -> None:
    for shared in [visits(3)] if together else [[visit] for visit in visits(3)]:
        await folding.add(*shared)
    assert names(await folding.terms()) == set()
    await folding.add(hit("/om", "kbt", first=("page",)))
    assert await folding.terms() == {"kbt": 4}, "a further page view of the third visit is the first after them"


async def test_many_page_views_of_two_visits_name_nothing(folding: Folding) -> None:
    await folding.add(*visits(2), *(hit(f"/{index}", "kbt", first=("page",)) for index in range(20)))
    assert names(await folding.terms()) == set()


async def test_what_is_not_named_is_in_no_file(folding: Folding, tmp_path: Path) -> None:
    await folding.add(*visits(3, "bara några få"), *visits(4, "ofta sökt"))
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "bara några få".encode() not in everything
    assert "ofta sökt".encode() in everything


async def test_a_lost_key_loses_no_total_and_names_nothing_too_early(folding: Folding) -> None:
    await folding.add(*visits(3), hit())
    for key in folding.keys.iterdir():
        key.unlink()
    await folding.add(*visits(3))
    terms = await folding.terms()
    assert names(terms) == set()
    assert sorted(terms.values()) == [1, 3, 3]
    assert await folding.pages() == {"/": 7}


async def test_hits_of_a_removed_site_are_folded_all_the_same(folding: Folding) -> None:
    await folding.segment(hit("/om"))
    await folding.fold(Sites([])).run(NOW)
    assert await folding.pages() == {"/om": 1}
