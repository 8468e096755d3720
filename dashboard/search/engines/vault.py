"""Seals what opens a search engine, so that a copy of the database alone opens nothing."""

import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.secrets import secret

FILE: Final = "search.key"
"""In `keys/`, which is in no backup."""

_NONCE: Final = 12
_LENGTH: Final = 32


class BrokenSeal(Exception):
    """What was sealed under another key, for another site or engine, or has been altered: it must be given again."""


class Vault:
    """Seals by AES-256-GCM (NIST SP 800-38D) under the key in `path`, made when first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def seal(self, site: str, engine: str, text: str) -> bytes:
        """Nonce, ciphertext and tag. Equal texts are sealed differently each time. Raises `BrokenSeal` where the key is
        damaged."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher().encrypt(nonce, text.encode(), _bound(site, engine))

    def open(self, site: str, engine: str, sealed: bytes) -> str:
        """Raises `BrokenSeal`."""
        if not self._path.exists():
            raise BrokenSeal("the key is gone")  # and no other is made: it would open nothing
        try:
            text = self._cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(site, engine))
        except (InvalidTag, ValueError):
            raise BrokenSeal("sealed under another key, for another site, or altered") from None
        return text.decode()

    def _cipher(self) -> AESGCM:
        key = secret(self._path)
        if len(key) != _LENGTH or not any(key):  # zeros are what a disk that failed may leave, and everyone's key
            raise BrokenSeal(f"{self._path} is damaged. Delete it: another is made, and owners connect engines again")
        return AESGCM(key)


def _bound(site: str, engine: str) -> bytes:
    return msgspec.msgpack.encode((site, engine))
