"""Hits that are safe on disk and not yet in the counts: append-only segments, one writer each.

A segment is `PROCESS-N.seg`: records of length, CRC-32 and a batch of entries in msgpack. Its writer holds a lock on it
until it is closed, so a segment that can be locked is closed, or its writer is dead. A torn record was never
acknowledged, and is the last: after a failed write a new segment is begun.
"""

import asyncio
import logging
import os
import secrets
import struct
import time
import zlib
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from collector.hits import Entry
from store.lock import try_lock

_log: Final = logging.getLogger("rakneverk.journal")
_HEADER: Final = struct.Struct(">II")
_LARGEST: Final = 1 << 20
_WAITING: Final = 20_000
"""Entries that may wait for the disk before more are refused."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Entry]).decode


class NotDurable(Exception):
    """The entry could not be put on disk and is not acknowledged."""


class Journal:
    """The writer of one process. `seconds` is the age at which a segment is closed for the fold."""

    def __init__(self, directory: Path, seconds: float) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory, self._seconds = directory, seconds
        self._process, self._number = secrets.token_hex(8), 0
        self._segment: int | None = None
        self._size, self._closes = 0, 0.0
        self._waiting: list[tuple[Entry, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._closing = False
        self._task = asyncio.create_task(self._run())

    async def append(self, entry: Entry) -> None:
        """Returns when the entry is on disk; raises `NotDurable`."""
        if self._closing or len(self._waiting) >= _WAITING:
            raise NotDurable("more hits wait for the disk than may")
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, done))
        self._wake.set()
        await done

    async def close(self) -> None:
        """Writes what waits, and closes the segment for the fold."""
        self._closing = True
        self._wake.set()
        await self._task
        self._thread.shutdown()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._closing or self._waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._left())
            self._wake.clear()
            batch, self._waiting = self._waiting, []
            try:
                await loop.run_in_executor(self._thread, self._write, [entry for entry, _ in batch])
            except Exception as error:  # whatever it is, the next batch must not wait for ever
                _refuse(batch, error)
            else:
                _acknowledge(batch)
        await loop.run_in_executor(self._thread, self._end)

    def _left(self) -> float | None:
        """Seconds until the open segment is closed; None when there is none."""
        return None if self._segment is None else max(0.0, self._closes - time.monotonic())

    def _write(self, entries: list[Entry]) -> None:
        if entries:
            try:
                self._append(entries)
            except BaseException:
                self._end()
                raise
        if self._segment is not None and (self._size >= _LARGEST or time.monotonic() >= self._closes):
            self._end()

    def _append(self, entries: list[Entry]) -> None:
        if self._segment is None:
            self._segment = self._begin()
            self._size, self._closes = 0, time.monotonic() + self._seconds
        body = _encode(entries)
        record = memoryview(_HEADER.pack(len(body), zlib.crc32(body)) + body)
        while record:
            record = record[os.write(self._segment, record) :]
        os.fdatasync(self._segment)
        self._size += len(body)

    def _begin(self) -> int:
        """A new segment under lock, whose name is on disk before the first hit in it is acknowledged."""
        while True:
            self._number += 1
            path = self._directory / f"{self._process}-{self._number}.seg"
            segment = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
            try:
                if try_lock(segment) and path.exists():  # else a fold saw it before the lock, and took it for an orphan
                    sync(self._directory)
                    return segment
            except OSError:
                os.close(segment)
                raise
            os.close(segment)

    def _end(self) -> None:
        if self._segment is not None:
            segment, self._segment = self._segment, None
            os.close(segment)


def _acknowledge(batch: list[tuple[Entry, asyncio.Future[None]]]) -> None:
    for _, done in batch:
        if not done.done():
            done.set_result(None)


def _refuse(batch: list[tuple[Entry, asyncio.Future[None]]], error: Exception) -> None:
    why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__
    for _, done in batch:
        if not done.done():
            done.set_exception(NotDurable(why))


def sync(directory: Path) -> None:
    """Makes the directory's names durable."""
    file = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def closed_segments(directory: Path) -> Generator[tuple[Path, list[Entry]], None, None]:
    """Each segment that nobody writes, with its entries, held under its lock while it is looked at."""
    for path in sorted(directory.glob("*.seg")):
        file = os.open(path, os.O_RDONLY)
        try:
            if try_lock(file) and (entries := _read(path)) is not None:
                yield path, entries
        finally:
            os.close(file)


def _read(path: Path) -> list[Entry] | None:
    """What only another version can read is set aside for it, so that it holds up no other."""
    try:
        return list(_entries(path.read_bytes()))
    except msgspec.DecodeError:
        path.rename(path.with_suffix(".unread"))
        _log.error("%s is of another version: it is kept as %s.unread and not counted", path.name, path.stem)
        return None


def _entries(segment: bytes) -> Iterator[Entry]:
    at = 0
    while at + _HEADER.size <= len(segment):
        length, checksum = _HEADER.unpack_from(segment, at)
        at += _HEADER.size
        body = segment[at : at + length]
        if not length or len(body) < length or zlib.crc32(body) != checksum:
            return  # of a file's end that was never written some file systems make zeros, and zeros fit their checksum
        yield from _decode(body)
        at += length
