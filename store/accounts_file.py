"""The SQLite file of accounts, and what all stores in it share."""

import asyncio
from pathlib import Path
from typing import Self

import aiosqlite

from store.connection import connect
from store.migrations import migrate


class InAccounts:
    """A store with a connection of its own to the file, of whose tasks one writes at a time."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> Self:
        connection = await connect(path)
        try:
            await migrate(connection, "accounts")
        except BaseException:
            await connection.close()
            raise
        return cls(connection)

    async def close(self) -> None:
        await self._connection.close()
