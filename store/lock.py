"""Locks on files, by which processes of one data directory keep out of each other's way."""

import fcntl


def try_lock(file: int) -> bool:
    """Takes the lock of an open file unless another holds it; it goes with the file's closing or the process's end."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
