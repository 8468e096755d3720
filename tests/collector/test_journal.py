"""What is acknowledged is on disk; what a crash or a full disk tore is passed over; who writes is left alone."""

import asyncio
import os
import resource
import stat
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
import pytest

from collector.hits import Blocked, Choice, Counted, Entry, Hit, Ignored
from collector.journal import Journal, NotDurable, closed_segments
from policy.dimensions import NOT_ASKED
from store.lock import try_lock
from tests.collector.conftest import HOST, TODAY, write_segment

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

LONG: Final = 3_600.0
HOSTILE: Final = "\0'\"\\</script>\u202e\U0001f600"


def choice(version: int = 1) -> Choice:
    return Choice(HOST, TODAY, version, "yes")


def choices(number: int) -> list[Entry]:
    return [choice(version) for version in range(1, number + 1)]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def on_disk(directory: Path) -> list[Entry]:
    return [entry for _, entries in closed_segments(directory) for entry in entries]


async def test_entries_come_back_as_they_were(directory: Path) -> None:
    hit = Hit(page=f"/{HOSTILE}", search_term=HOSTILE)
    entries: list[Entry] = [
        Counted(HOST, TODAY, 498_756, b"\0\xff" * 8, ("visit", "page", "day"), hit, ("email", "pnr")),
        Counted(HOST, TODAY, 498_756, b"1" * 16, (), Hit()),
        Counted(HOST, TODAY, 498_756, b"3" * 16, (), hit, ("email", "pnr"), ("pnr",)),
        Ignored(HOST, TODAY, b"2" * 16, "bot"),
        Choice(HOST, TODAY, 7, "no"),
        Choice(HOST, TODAY, 7, "media+statistics"),
        Blocked(HOST, TODAY, "film", "frame-src", 3),
    ]
    await write_segment(directory, entries)
    assert on_disk(directory) == entries


OLDER: Final = (
    b"\x93\x95\xa6choice\xaeklinik.example\xaa2026-11-22\x07\xa2no\x95\xa7ignored\xaeklinik.example\xaa2026-11-22\xc4\x04"
    b"2222\xa3bot\x98\xa3hit\xaeklinik.example\xaa2026-11-22\xce\x00\x07\x9cD\xc4\x041111\x91\xa5visit\x9a\xa1/"
    + b"\xab(not asked)" * 9
    + b"\x90"
)
"""A record of version 0.1, whose answers were yes and no alone."""


async def test_what_an_older_version_left_is_read(directory: Path) -> None:
    directory.mkdir()
    (directory / "0-1.seg").write_bytes(struct.pack(">II", len(OLDER), zlib.crc32(OLDER)) + OLDER)
    assert on_disk(directory) == [
        Choice(HOST, TODAY, 7, "no"),
        Ignored(HOST, TODAY, b"2222", "bot"),
        Counted(HOST, TODAY, 498_756, b"1111", ("visit",), Hit(page="/")),
    ]


async def test_a_hit_with_fewer_dimensions_keeps_each_in_its_place(directory: Path) -> None:
    """As version 0.1 wrote it, before there were outcomes of searches."""
    values = ["/", "direct", *["(none)"] * 4, "brev", "Firefox", "Linux", "computer"]
    body = msgspec.msgpack.encode([["hit", HOST, TODAY, 498_756, b"1111", ["visit"], values, []]])
    directory.mkdir()
    (directory / "0-1.seg").write_bytes(struct.pack(">II", len(body), zlib.crc32(body)) + body)
    [entry] = on_disk(directory)
    assert isinstance(entry, Counted)
    known = {name: value for name, value in msgspec.structs.asdict(entry.hit).items() if value != NOT_ASKED}
    assert list(known.values()) == values
    assert (known["campaign"], known["browser"], known["device"]) == ("brev", "Firefox", "computer")


async def test_only_the_service_itself_may_read_it(directory: Path) -> None:
    segment = await write_segment(directory, [choice()])
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(segment.stat().st_mode) == 0o600


class SlowDisk:
    """`os.fdatasync` that waits until it is let go; as slow disks do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real = os.fdatasync
        self.asked, self.may, self.times = threading.Event(), threading.Event(), 0
        monkeypatch.setattr(os, "fdatasync", self)

    def __call__(self, file: int) -> None:
        self.times += 1
        self.asked.set()
        assert self.may.wait(10)
        self._real(file)


async def test_an_entry_is_acknowledged_only_once_it_is_synced(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    journal = Journal(directory, LONG)
    waiting = asyncio.create_task(journal.append(choice()))
    assert await asyncio.to_thread(disk.asked.wait, 10)
    assert not waiting.done()
    disk.may.set()
    await waiting
    await journal.close()


async def test_what_comes_while_the_disk_is_busy_is_the_next_batch(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    journal = Journal(directory, LONG)
    first = asyncio.create_task(journal.append(choice()))
    assert await asyncio.to_thread(disk.asked.wait, 10)
    rest = asyncio.gather(*(journal.append(each) for each in choices(50)))
    disk.may.set()
    await asyncio.gather(first, rest)
    assert disk.times == 2
    await journal.close()
    assert len(on_disk(directory)) == 51


async def test_a_visitor_who_goes_away_does_not_keep_others_from_being_counted(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    journal = Journal(directory, LONG)
    gone = asyncio.create_task(journal.append(choice()))
    assert await asyncio.to_thread(disk.asked.wait, 10)
    gone.cancel()
    disk.may.set()
    await journal.append(choice(2))
    await journal.close()
    assert on_disk(directory) == choices(2), "and what was written of the first stays"


async def test_a_torn_last_record_is_passed_over_wherever_it_was_torn(directory: Path) -> None:
    segment = await write_segment(directory, choices(3))
    whole = segment.read_bytes()
    length = len(whole) // 3
    for end in range(len(whole)):
        segment.write_bytes(whole[:end])
        assert on_disk(directory) == choices(end // length)


async def test_a_record_that_does_not_fit_its_checksum_ends_the_segment(directory: Path) -> None:
    segment = await write_segment(directory, choices(3))
    whole = bytearray(segment.read_bytes())
    whole[-1] ^= 1
    segment.write_bytes(whole)
    assert on_disk(directory) == choices(2)


@pytest.mark.parametrize("tail", [b"\0" * 4_096, b"\xff" * 4_096, b"\0\0\0\x01"])
async def test_what_the_file_system_puts_behind_the_last_record_is_no_entry(directory: Path, tail: bytes) -> None:
    segment = await write_segment(directory, choices(3))
    segment.write_bytes(segment.read_bytes() + tail)
    assert on_disk(directory) == choices(3)


async def test_the_segment_that_is_being_written_is_not_read_by_others(directory: Path) -> None:
    journal = Journal(directory, LONG)
    await journal.append(choice())
    assert len(list(directory.glob("*.seg"))) == 1
    assert on_disk(directory) == []
    await journal.close()
    assert on_disk(directory) == [choice()]


async def test_a_segment_under_another_processs_lock_is_left_alone(directory: Path) -> None:
    segment = await write_segment(directory, [choice()])
    with segment.open("rb") as other:
        assert try_lock(other.fileno())
        assert on_disk(directory) == []
    assert on_disk(directory) == [choice()]


async def test_a_segment_is_closed_when_it_is_old_enough(directory: Path) -> None:
    journal = Journal(directory, seconds=0)
    for version in (1, 2):
        await journal.append(choice(version))
        assert len(on_disk(directory)) == version, "ready for the fold while the journal goes on"
    assert len(list(directory.glob("*.seg"))) == 2
    await journal.close()


async def test_a_segment_is_closed_when_it_is_large_enough(directory: Path) -> None:
    journal = Journal(directory, LONG)
    large = Counted(HOST, TODAY, 498_756, b"1" * 16, (), Hit(page="/" + "x" * 999))
    await asyncio.gather(*(journal.append(large) for _ in range(500)))
    assert on_disk(directory) == [], "half a megabyte may grow"
    await asyncio.gather(*(journal.append(large) for _ in range(600)))
    assert len(on_disk(directory)) == 1_100
    await journal.close()


async def test_two_writers_never_share_a_segment(directory: Path) -> None:
    one, two = Journal(directory, LONG), Journal(directory, LONG)
    await asyncio.gather(one.append(choice(1)), two.append(choice(2)))
    assert len(list(directory.glob("*.seg"))) == 2
    await one.close()
    assert on_disk(directory) == [choice(1)]
    await two.close()


async def test_closing_writes_what_waits_and_takes_nothing_more(directory: Path) -> None:
    journal = Journal(directory, LONG)
    waiting = [asyncio.create_task(journal.append(each)) for each in choices(10)]
    await asyncio.wait(waiting, timeout=0)
    await journal.close()
    await asyncio.gather(*waiting)
    assert on_disk(directory) == choices(10)
    with pytest.raises(NotDurable):
        await journal.append(choice())


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The system refuses what would make a file larger; half a record is still written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_what_the_disk_has_no_room_for_is_refused_and_the_next_goes_to_a_new_segment(directory: Path) -> None:
    journal = Journal(directory, LONG)
    await journal.append(choice(1))
    (segment,) = directory.glob("*.seg")
    whole = segment.stat().st_size
    with files_no_larger_than(whole + 10), pytest.raises(NotDurable):
        await journal.append(choice(2))
    assert segment.stat().st_size == whole + 10, "the record is torn"
    await journal.append(choice(3))
    await journal.close()
    assert sorted(on_disk(directory), key=str) == [choice(1), choice(3)]
    assert len(list(directory.glob("*.seg"))) == 2


async def test_a_segment_whose_name_cannot_be_made_durable_is_not_held_on_to(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: int) -> None:
        raise OSError(5, "Input/output error")

    journal = Journal(directory, LONG)
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        for _ in range(3):
            with pytest.raises(NotDurable, match="Input/output error"):
                await journal.append(choice())
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files
    await journal.append(choice(2))
    await journal.close()
    assert on_disk(directory) == [choice(2)]


async def test_without_its_directory_the_journal_refuses_and_recovers(directory: Path) -> None:
    journal = Journal(directory, LONG)
    directory.rmdir()
    directory.write_text("in the way")
    with pytest.raises(NotDurable, match="Not a directory"):
        await journal.append(choice())
    directory.unlink()
    directory.mkdir()
    await journal.append(choice())
    await journal.close()
    assert on_disk(directory) == [choice()]
