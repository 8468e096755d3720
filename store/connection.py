"""SQLite connections as every file of ours is opened: durable at commit, and leaving nothing of what was deleted."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiosqlite

_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",  # a segment is unlinked right after the commit that counts it
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # no sorting of values in files that nobody deletes
    "PRAGMA foreign_keys = ON",
)

FileError: Final = sqlite3.DatabaseError
"""What a damaged file raises, for those who may not import the driver."""

BUSY: Final = 10_000
"""Milliseconds for which a connection waits for another that writes."""

_PAUSE, _PAUSES = 0.02, 500


async def connect(path: Path, *, read_only: bool = False) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None)
    try:
        await connection.execute(f"PRAGMA busy_timeout = {BUSY}")
        await _write_ahead(connection)
        for pragma in _PRAGMAS:
            await connection.execute(pragma)
        if read_only:
            await connection.execute("PRAGMA query_only = ON")
        path.chmod(0o600)
    except BaseException:
        await connection.close()  # its thread would keep the process from ending
        raise
    return connection


async def _write_ahead(connection: aiosqlite.Connection) -> None:
    """Of two that open a new file at once SQLite refuses one without waiting, whatever the timeout."""
    for _ in range(_PAUSES):
        try:
            await connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            await asyncio.sleep(_PAUSE)
    await connection.execute("PRAGMA journal_mode = WAL")


@asynccontextmanager
async def transaction(connection: aiosqlite.Connection) -> AsyncIterator[None]:
    """All of it or nothing, also when the task is cancelled."""
    try:
        await connection.execute("BEGIN IMMEDIATE")
        yield
        await connection.execute("COMMIT")
    except BaseException:
        await connection.rollback()  # queued behind what was cancelled; nothing where no transaction is open
        raise
