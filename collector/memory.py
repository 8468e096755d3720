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

    def __init__(self, keeps: Callable[[T], bool] = lambda _: True) -> None:
        """What `keeps` is false of is made again each time."""
        self._keeps = keeps
        self._begin(0)

    def recall(self, make: Callable[[], T], now: float, *texts: str) -> T:
        """What `make` makes of the texts, or made of them within the hour. `now` is in seconds since 1970."""
        if now // _HOUR != self._hour:
            self.forget(now)
        keyed = self._keyed.copy()
        keyed.update("\0".join(texts).encode("utf-8", "replace"))
        digest = keyed.digest()
        known = self._known.get(digest)
        if known is not None:
            return known
        made = make()
        if self._keeps(made):
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[digest] = made
        return made

    def forget(self, now: float) -> None:
        """Forgets what is not of the present hour."""
        hour = now // _HOUR
        if hour != self._hour:
            self._begin(hour)

    def _begin(self, hour: float) -> None:
        self._hour = hour
        self._keyed = hashlib.blake2b(key=secrets.token_bytes(32), digest_size=16)
        self._known: dict[bytes, T] = {}
