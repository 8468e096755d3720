"""Files of stores with nothing in them: made once, for to make one takes longer than most tests have use for it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from store.accounts import Accounts
from store.database import Database


class _Opened(Protocol):
    async def close(self) -> None: ...


_made: Final[dict[Callable[[Path], Awaitable[_Opened]], bytes]] = {}


async def empty_counts(path: Path) -> Path:
    """Puts a file there, if there is none, as it is when counts and search figures were opened and closed."""
    return await _put(path, Database.open)


async def empty_accounts(path: Path) -> Path:
    return await _put(path, Accounts.open)


async def _put(path: Path, opens: Callable[[Path], Awaitable[_Opened]]) -> Path:
    if opens not in _made:
        with TemporaryDirectory() as directory:
            file = Path(directory) / "store.db"
            await (await opens(file)).close()
            assert [each.name for each in file.parent.iterdir()] == [file.name], "all of it is in one file"
            _made[opens] = file.read_bytes()
    if not path.exists():  # who has it open would lose it
        path.write_bytes(_made[opens])
    return path
