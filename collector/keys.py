"""Keys on disk, and those under which typed text is counted: one for each window, destroyed at its end."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

_LATEST: Final = timedelta(hours=13)
"""After a day has ended in UTC: the westernmost zone's 12 hours, and one for hits that came late."""

_GONE: Final = ".destroyed"
"""How the name of a key ends that nobody reads any more."""

_MONTHS: Final = {"month": 1, "quarter": 3}


class TypedKeys:
    """The directory `keys/`: `typed-WINDOW-START.key`, 32 random bytes each, made when first asked for."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory = directory
        self._known: dict[tuple[str, str], bytes] = {}

    def digest(self, window: str, start: str, site: str, dimension: str, text: str) -> str:
        """32 hex digits, the same in every process while the window lasts, and not to be guessed after it."""
        key = self._known.get((window, start))
        if key is None:
            key = self._known[window, start] = secret(self._directory / f"typed-{window}-{start}.key")
        message = msgspec.msgpack.encode((site, dimension, text))
        return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]

    def destroy(self, now: float) -> None:
        """Destroys the keys of the windows that have ended everywhere."""
        finish(self._directory)
        today = (datetime.fromtimestamp(now, UTC) - _LATEST).date()
        for path in self._directory.glob("typed-*.key"):
            _, window, start = path.stem.split("-", 2)
            if _end(window, date.fromisoformat(start)) <= today:
                destroy(path)
                self._known.pop((window, start), None)


def secret(path: Path) -> bytes:
    """The file's 32 random bytes, made whole under another name first: two processes agree on one."""
    if not path.exists():
        new = path.with_name(f".{secrets.token_hex(8)}")
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        finally:
            new.unlink()
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)  # before anything is written down of the key
        finally:
            os.close(directory)
    return path.read_bytes()


def destroy(path: Path) -> None:
    """Overwrites a key and deletes its file, under another name: wherever it stops, nobody takes the rest for a key."""
    path.rename(path.with_name(path.name + _GONE))
    finish(path.parent)


def finish(directory: Path) -> None:
    """Ends the destructions that were cut off."""
    for path in directory.glob(f"*{_GONE}"):
        with suppress(FileNotFoundError), path.open("r+b") as file:  # another process may do it too
            file.write(bytes(32))
            file.flush()
            os.fsync(file.fileno())
        path.unlink(missing_ok=True)


def _end(window: str, start: date) -> date:
    months = start.month - 1 + _MONTHS[window]
    return date(start.year + months // 12, months % 12 + 1, 1)
