"""A limit on what one address may send in a minute, under a key that is renewed every minute."""

import hashlib
import secrets
from collections import Counter
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Final, Literal

_REMEMBERED: Final = 100_000
"""Senders a minute; those beyond are let in uncounted rather than remembered."""

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 addresses, as a translator before the server tells them (RFC 6052, 2.1)."""

Sent = Literal["hit", "report"]


class FloodGate:
    """Keeps digests of addresses for the present minute, and no address. `limit` 0 lets everything pass."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._begin(-1)

    def lets_in(self, address: str, now: float, sent: Sent = "hit") -> bool:
        """What is sent by itself is counted by itself: a page full of blocked loads costs its reader no page view."""
        if not self._limit:
            return True
        self.forget(now)
        digest = hashlib.blake2b(
            _network(address).encode(), key=self._key, digest_size=16, person=sent.encode()
        ).digest()
        if digest not in self._seen and len(self._seen) >= _REMEMBERED:
            return True
        self._seen[digest] += 1
        return self._seen[digest] <= self._limit

    def forget(self, now: float) -> None:
        """Forgets what is not of the present minute."""
        minute = int(now) // 60
        if minute != self._minute:
            self._begin(minute)

    def _begin(self, minute: int) -> None:
        self._minute, self._key, self._seen = minute, secrets.token_bytes(32), Counter[bytes]()

    def wait(self, now: float) -> int:
        """Seconds until the next minute."""
        return 60 - int(now) % 60


def _network(address: str) -> str:
    """What one sender has: an IPv4 address, however it is written, or 64 bits of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    if found in _TRANSLATED:
        return str(IPv4Address(int(found) & 0xFFFFFFFF))
    return str(found.ipv4_mapped or int(found) >> 64)
