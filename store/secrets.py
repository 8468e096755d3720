"""Secrets in files of 32 random bytes: made whole, for the service alone, and destroyed by being overwritten."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

_GONE: Final = ".destroyed"
"""How the name of a secret ends that nobody reads any more."""


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
            os.fsync(directory)  # before anything is written down under it
        finally:
            os.close(directory)
    return path.read_bytes()


def destroy(path: Path) -> None:
    """Overwrites a secret and deletes its file, under another name: wherever it stops, nobody reads the rest as one."""
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
