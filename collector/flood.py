"""A limit on how many hits a minute one address may send, under a key that is renewed every minute."""

import hashlib
import secrets
from collections import Counter


class FloodGate:
    """Keeps digests of addresses for the present minute, and no address. `limit` 0 lets everything pass."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._minute = -1

    def lets_in(self, address: str, now: float) -> bool:
        if not self._limit:
            return True
        minute = int(now) // 60
        if minute != self._minute:
            self._minute, self._key, self._seen = minute, secrets.token_bytes(32), Counter[bytes]()
        digest = hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()
        self._seen[digest] += 1
        return self._seen[digest] <= self._limit

    def wait(self, now: float) -> int:
        """Seconds until the next minute."""
        return 60 - int(now) % 60
