"""Remembering what was worked out of a text, without the text."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_MOST: Final = 4_096
_HOUR: Final = 3_600


class Memory(Generic[T]):
    """Under a keyed digest of the texts that it was made of, never under the texts, and for at most an hour."""

    def __init__(self) -> None:
        self._begin(0)

    def recall(self, make: Callable[[], T], now: float, *texts: str) -> T:
        """What `make` makes of the texts, or made of them within the hour. `now` is in seconds since 1970."""
        self.forget(now)
        digest = hashlib.blake2b("\0".join(texts).encode(errors="replace"), key=self._key, digest_size=16).digest()
        known = self._known.get(digest)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[digest] = make()
        return known

    def forget(self, now: float) -> None:
        """Forgets what is not of the present hour."""
        hour = int(now) // _HOUR
        if hour != self._hour:
            self._begin(hour)

    def _begin(self, hour: int) -> None:
        self._hour, self._key = hour, secrets.token_bytes(32)
        self._known: dict[bytes, T] = {}
