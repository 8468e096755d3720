"""A ClickHouse database as the stores in it speak to it, by `clickhouse-connect`."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, TypeVar

from clickhouse_connect.driver.client import Client

_T = TypeVar("_T")

_INSERT: Final = {
    "async_insert": 0,  # waiting with others in a buffer, an insert is no longer one block of its own
    "min_insert_block_size_rows": 1_000_000_000,  # one block, however long
    "min_insert_block_size_bytes": 0,
    "max_partitions_per_insert_block": 0,  # what is loaded may span many years
}

_SPOOL: Final = 16 << 20
"""Bytes of an answer that are held in memory; what is more lies in a temporary file without a name."""


class ClickHouse:
    """One database. Everything is done in one thread, hence one thing at a time and in order, as the client needs it.

    What `run` is given is done there, and may call the other methods.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clickhouse")

    async def run(self, call: Callable[..., _T], *arguments: Any) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, *arguments)

    def query(self, query: str, parameters: dict[str, Any] | None = None) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = self._client.query(query, parameters).result_rows
        return rows

    def command(self, command: str, parameters: dict[str, Any] | None = None, **settings: Any) -> None:
        self._client.command(command, parameters, settings=settings)

    def insert(self, table: str, columns: Sequence[str], lines: Sequence[Sequence[Any]], **settings: Any) -> None:
        """As one block, which ClickHouse writes whole or not at all."""
        self._client.insert(table, lines, column_names=columns, settings={**_INSERT, **settings})

    def fetch(self, query: str, parameters: dict[str, Any]) -> IO[bytes]:
        """The rows as lines of JSON, whole before the first is read: so no reader holds up others."""
        fetched = SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115
        settings = {"output_format_json_quote_64bit_integers": 0}
        with self._client.raw_stream(query, parameters, settings, "JSONCompactEachRow") as stream:
            shutil.copyfileobj(stream, fetched)
        fetched.seek(0)
        return fetched

    async def close(self) -> None:
        await self.run(self._client.close)
        self._thread.shutdown()
