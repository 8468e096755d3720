"""The SQLite file of counts and search figures, opened once by whoever composes and shared by the stores in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Self

import aiosqlite

from store.connection import BUSY, connect, transaction
from store.migrations import migrate

_PATIENCE: Final = 500
"""Milliseconds for which emptying the log, and every writer behind it, waits for readers that are soon done."""


class Database:
    """One writer and one reader of the file; other processes may read beside them, and write one at a time."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self.writer, self.reader = writer, reader
        self._writing = asyncio.Lock()
        self._log_is_empty = False

    @classmethod
    async def open(cls, path: Path) -> Self:
        writer = await connect(path)
        try:
            await migrate(writer, "counts")
            return cls(writer, await connect(path, read_only=True))
        except BaseException:
            await writer.close()
            raise

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writer, for one task at a time; all that is written within is kept, or nothing."""
        async with self._writing, transaction(self.writer):
            self._log_is_empty = False
            yield self.writer

    async def empty_log(self) -> None:
        """Moves what was written into the file and empties the write-ahead log, in which else everything would stand
        that the file has long forgotten. What a reader holds up is left to the next call."""
        async with self._writing:
            if self._log_is_empty:
                return
            await self.writer.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            try:
                rows = await self.writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await self.writer.execute(f"PRAGMA busy_timeout = {BUSY}")
            self._log_is_empty = [row[0] for row in rows] == [0]

    async def close(self) -> None:
        """Closes the file for every store in it; closing again does nothing."""
        await self.reader.close()
        await self.writer.close()
