"""Background work: it is done by one process, in its time, and no part of it waits for one that fails."""

import asyncio
import os
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from collector.fold import Fold
from collector.hits import Counted, First, Hit
from collector.jobs import Housekeeping, Jobs
from policy.site import Sites, site_of
from policy.statistics import CONSENTED, STATISTICS
from store.lock import try_lock
from store.periods import Grain
from store.search import Figures, Held, SearchKey, Slice
from store.sqlite import SQLiteCounts
from tests.collector.conftest import (
    END,
    HOST,
    NOW,
    START,
    TODAY,
    Visitors,
    document,
    number,
    other_site,
    site,
    write_segment,
)
from tests.policy.documents import BING

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

HOUR = 3_600
VISIT: tuple[First, ...] = ("visit", "page")
UNREADABLE = b"\xc1 is in no msgpack"


def hit(page: str = "/") -> Counted:
    return Counted(HOST, TODAY, int(NOW) // HOUR, number().encode(), VISIT, Hit(page=page))


def housekeeping(there: Visitors) -> Housekeeping:
    fold = Fold(there.data / "journal", there.store, there.keys, there.sites)
    return Housekeeping(fold, there.store, there.figures, there.keys, there.sites)


async def pages(store: SQLiteCounts) -> list[str]:
    rows = await store.top(HOST, CONSENTED, Grain.DAY, "page", START, END)
    return [row.value for row in rows]


async def test_what_a_dead_process_left_is_folded_in_the_first_turn(collector: Visitors) -> None:
    left = await write_segment(collector.data / "journal", [hit("/om")])
    left.write_bytes(left.read_bytes() + b"\0\0\1\0torn when it died")
    await housekeeping(collector).turn(NOW)
    assert await pages(collector.store) == ["/om"]
    assert not left.exists()


async def test_the_numbers_of_hits_are_forgotten_after_an_hour(collector: Visitors) -> None:
    work, again = housekeeping(collector), hit()
    await write_segment(collector.data / "journal", [again])
    await work.turn(NOW)
    await work.turn(NOW + HOUR - 900)
    assert await collector.store.known([again.number]) == {again.number}
    await work.turn(NOW + HOUR)
    assert await collector.store.known([again.number]) == set()


async def test_the_key_of_a_window_is_destroyed_when_it_has_ended(collector: Visitors) -> None:
    work = housekeeping(collector)
    await collector.hit("/?s=kbt", first=["visit", "search"])
    await work.turn(NOW)
    assert len(list((collector.data / "keys").glob("typed-*"))) == 1
    await work.turn(datetime(2027, 1, 1, 13, tzinfo=UTC).timestamp())
    assert list((collector.data / "keys").glob("typed-*")) == []


async def test_counts_are_deleted_on_the_day_that_the_policy_says(collector: Visitors) -> None:
    work = housekeeping(collector)
    await collector.hit("/om")
    await work.turn(datetime(2027, 11, 22, 12, tzinfo=UTC).timestamp())
    assert await pages(collector.store) == ["/om"]
    await work.turn(datetime(2027, 11, 22, 22, 59, tzinfo=UTC).timestamp())
    assert await pages(collector.store) == ["/om"]
    await work.turn(datetime(2027, 11, 22, 23, tzinfo=UTC).timestamp())  # the day has begun where the site is
    assert await pages(collector.store) == []


async def test_a_policy_that_keeps_less_is_obeyed_within_a_minute(collector: Visitors) -> None:
    work = housekeeping(collector)
    await collector.hit("/om")
    later = datetime(2027, 2, 1, 12, tzinfo=UTC).timestamp()
    await work.turn(later)
    assert await pages(collector.store) == ["/om"]
    collector.install(site(document(), document(STATISTICS, 2, ("named = 12", "named = 1"))))
    await work.turn(later + 60)
    assert await pages(collector.store) == []


async def test_a_segment_of_another_version_is_set_aside_and_holds_up_no_other(
    collector: Visitors, caplog: pytest.LogCaptureFixture
) -> None:
    record = struct.pack(">II", len(UNREADABLE), zlib.crc32(UNREADABLE)) + UNREADABLE
    (collector.data / "journal" / "0-1.seg").write_bytes(record)
    await collector.hit("/om")
    await housekeeping(collector).turn(NOW)
    assert await pages(collector.store) == ["/om"]
    assert (collector.data / "journal" / "0-1.unread").read_bytes() == record
    assert [record.message for record in caplog.records] == [
        "0-1.seg is of another version: it is kept as 0-1.unread and not counted"
    ]


async def test_what_was_counted_of_a_removed_site_goes_when_its_policy_says(collector: Visitors) -> None:
    await collector.hit("/om")
    await collector.fold()
    collector.install(site_of(HOST, "Europe/Stockholm", [(date(2026, 1, 1), document())], removed=True))
    await housekeeping(collector).turn(datetime(2028, 1, 1, 12, tzinfo=UTC).timestamp())
    assert await pages(collector.store) == []


async def test_the_write_ahead_log_keeps_no_page_view(collector: Visitors) -> None:
    await collector.hit("/om", id="nummer-som-inte-ska-finnas-kvar")
    work = housekeeping(collector)
    await work.turn(NOW)
    log = collector.data / "counts.db-wal"
    assert log.read_bytes() == b""
    await work.turn(NOW + HOUR)
    kept = {path.name: path.read_bytes() for path in collector.data.glob("counts.db*")}
    assert [name for name, content in kept.items() if b"nummer-som-inte-ska-finnas-kvar" in content] == []


TOLD = {SearchKey(): Figures(9, 90, 180_000), SearchKey("kbt-terapi"): Figures(3, 30, 60_000)}


async def tell(there: Visitors, start: str, end: str, host: str = HOST) -> None:
    await there.figures.replace(Slice(host, "imported:google", start, end), True, TOLD)


async def told(there: Visitors, host: str = HOST) -> list[str]:
    return [each.slice.start for each in await there.figures.held(host)]


async def test_what_engines_told_goes_with_the_first_of_its_days(collector: Visitors) -> None:
    for start, end in (("2025-11-21", "2025-11-22"), ("2025-11-21", "2026-03-01"), ("2025-11-22", "2025-11-23")):
        await tell(collector, start, end)
    await housekeeping(collector).turn(NOW)
    assert await told(collector) == ["2025-11-22"]


async def test_what_engines_told_is_held_to_a_policy_that_keeps_less_within_a_minute(collector: Visitors) -> None:
    work = housekeeping(collector)
    for start, end in (("2026-10-21", "2026-10-22"), ("2026-10-22", "2026-10-23")):
        await tell(collector, start, end)
    await work.turn(NOW)
    assert await told(collector) == ["2026-10-21", "2026-10-22"]
    collector.install(site(document(), document(STATISTICS, 2, ("named = 12", "named = 1"))))
    await work.turn(NOW + 60)
    assert await told(collector) == ["2026-10-22"]


async def test_nothing_that_engines_told_is_kept_under_a_policy_without_search_terms(collector: Visitors) -> None:
    work = housekeeping(collector)
    await tell(collector, "2026-11-20", "2026-11-21")
    await tell(collector, "2026-11-20", "2026-11-21", "other.example")
    await work.turn(NOW)
    assert b"kbt-terapi" in collector.bytes_on_disk()
    without = [name for name in STATISTICS if name != "search_terms"]
    collector.install(site(document(), document(without, 2)), other_site("other.example"))
    await work.turn(NOW + 60)
    assert await told(collector) == []
    assert await told(collector, "other.example") == ["2026-11-20"]
    await collector.figures.forget("other.example", "2030-01-01")
    await work.turn(NOW + 120)
    assert b"kbt-terapi" not in collector.bytes_on_disk()


@pytest.mark.parametrize("left", ["google", "bing"])
async def test_nothing_is_kept_that_an_engine_told_of_which_the_policy_does_not_tell(
    collector: Visitors, left: str
) -> None:
    collector.install(site(document() + BING))
    work = housekeeping(collector)
    for engine in ("google", "bing"):
        await collector.figures.replace(Slice(HOST, f"imported:{engine}", "2026-11-20", "2026-11-21"), True, TOLD)
    await work.turn(NOW)
    assert len(await told(collector)) == 2
    later = document(STATISTICS, 2, ('engine = "google"', f'engine = "{left}"'))
    collector.install(site(document() + BING, later))
    await work.turn(NOW + 60)
    assert [each.slice.basis for each in await collector.figures.held(HOST)] == [f"imported:{left}"]


async def test_what_engines_told_of_pages_goes_when_the_policy_names_none(collector: Visitors) -> None:
    work = housekeeping(collector)
    slice = Slice(HOST, "imported:google", "2026-10-01", "2026-11-01")
    pages = {
        SearchKey("", "/hemlig-sida"): Figures(9, 90, 9),
        SearchKey("kbt-terapi", "/hemlig-sida"): Figures(9, 9, 9),
    }
    await collector.figures.merge(slice, True, TOLD | pages)
    await work.turn(NOW)
    assert await collector.figures.top([slice]) == TOLD | pages
    collector.install(
        site(document(), document([name for name in STATISTICS if name not in {"pages", "search_outcomes"}], 2))
    )
    await work.turn(NOW + 60)
    assert await collector.figures.top([slice]) == TOLD
    assert await collector.figures.held(HOST) == [Held(slice, True, True, True, False, False, fetched=False)]
    assert b"hemlig-sida" not in collector.bytes_on_disk()


async def test_what_engines_told_of_a_removed_site_goes_when_its_policy_says(collector: Visitors) -> None:
    await tell(collector, "2026-11-20", "2026-11-21")
    collector.install(site_of(HOST, "Europe/Stockholm", [(date(2026, 1, 1), document())], removed=True))
    await housekeeping(collector).turn(datetime(2027, 11, 20, 12, tzinfo=UTC).timestamp())
    assert await told(collector) == ["2026-11-20"]
    await housekeeping(collector).turn(datetime(2027, 11, 21, 12, tzinfo=UTC).timestamp())
    assert await told(collector) == []


def jobs(there: Visitors, forget: Callable[[float], None] = lambda now: None) -> Jobs:
    """Without sites, for it goes by the clock: nothing expires."""
    fold = Fold(there.data / "journal", there.store, there.keys, there.sites)
    work = Housekeeping(fold, there.store, there.figures, there.keys, lambda: Sites([]))
    return Jobs(there.data, work, forget, seconds=HOUR)


async def test_what_the_journal_closed_last_is_folded_at_the_end(collector: Visitors) -> None:
    await write_segment(collector.data / "journal", [hit("/om")])
    await jobs(collector).close()
    assert await pages(collector.store) == ["/om"]


async def test_only_the_process_that_holds_the_lock_works_and_another_takes_over(collector: Visitors) -> None:
    await write_segment(collector.data / "journal", [hit("/om")])
    other = os.open(collector.data / "jobs.lock", os.O_CREAT | os.O_RDWR)
    assert try_lock(other)
    await jobs(collector).close()
    assert await pages(collector.store) == []
    os.close(other)
    await jobs(collector).close()
    assert await pages(collector.store) == ["/om"]


async def test_every_process_forgets_whoever_holds_the_lock(collector: Visitors) -> None:
    other = os.open(collector.data / "jobs.lock", os.O_CREAT | os.O_RDWR)
    assert try_lock(other)
    told = asyncio.Event()
    idle = jobs(collector, lambda now: told.set())
    await asyncio.wait_for(told.wait(), 10)
    await idle.close()
    os.close(other)
