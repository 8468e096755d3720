"""Numbered migrations of the SQLite files: each is applied once, in a transaction of its own."""

import sqlite3
from collections.abc import Iterator
from importlib.resources import files

import aiosqlite

from store.connection import transaction


async def migrate(connection: aiosqlite.Connection, folder: str) -> None:
    """Brings a file up to the newest of `folder`; two processes that start at once apply each migration once."""
    await connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
    entries = sorted((files(__name__) / folder).iterdir(), key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".sql"):
            await _apply(connection, entry.name, entry.read_text(encoding="utf-8"))


async def _apply(connection: aiosqlite.Connection, name: str, script: str) -> None:
    async with transaction(connection):
        inserted = await connection.execute("INSERT OR IGNORE INTO migrations VALUES (?)", (name,))
        if inserted.rowcount:
            for statement in _statements(script):
                await connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    assert not statement.strip(), "a migration ends with a semicolon"
