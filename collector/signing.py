"""The keys that sign receipts, and the receipt that a yes is answered with."""

import re
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policy.ledger import key_id
from policy.receipt import APART, Receipt, SignedReceipt, canonical, signed
from policy.site import Site
from store.secrets import destroy, finish, secret

_FILE: Final = re.compile(r"receipt-([1-9][0-9]{0,8})\.key")


class MissingKey(Exception):
    """The private half of the key that a receipt names is not here, or cannot be read."""


class BadKey(Exception):
    """A file in `keys/` holds no key; the message says which and what to do."""


class Public(NamedTuple):
    """The public half of key number N, 32 bytes."""

    number: int
    half: bytes


class _Signer(NamedTuple):
    id: str
    key: Ed25519PrivateKey


class ReceiptKeys:
    """The directory `keys/`: `receipt-N.key`, the 32 bytes of an Ed25519 key (RFC 8032) each, made when first asked
    for. The highest signs; the public halves are in the ledgers."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory = directory
        self._signer: _Signer | None = None
        self._signed = lru_cache(maxsize=4_096)(self._sign)

    def newest(self) -> Public:
        """Of the key that signs."""
        number = max(self._numbers(), default=1)
        path = self._path(number)
        try:
            return Public(number, _private(secret(path)).public_key().public_bytes_raw())
        except ValueError:
            raise BadKey(
                f"{path} is damaged: it must hold 32 random bytes. Delete it, and the next start makes another key."
            ) from None

    def sign(self, receipt: Receipt) -> SignedReceipt:
        """With the key that the receipt names: equal receipts are signed equally. Raises `MissingKey`."""
        return self._signed(receipt)

    def rotate(self) -> None:
        """Makes the next key. The one before it stays until `destroy_before`, so that the ledgers can be told first."""
        secret(self._path(max(self._numbers(), default=0) + 1))

    def destroy_before(self, number: int) -> None:
        """Destroys the private halves of the keys before this one."""
        finish(self._directory)
        for earlier in self._numbers():
            if earlier < number:
                destroy(self._path(earlier))

    def _sign(self, receipt: Receipt) -> SignedReceipt:
        if self._signer is None or self._signer.id != receipt.key:
            self._signer = self._find(receipt.key)
        return signed(receipt, self._signer.key.sign(canonical(receipt)))

    def _find(self, name: str) -> _Signer:
        """Only the one that is asked for is kept in memory."""
        try:
            numbers = sorted(self._numbers(), reverse=True)
        except OSError:
            raise MissingKey(name) from None
        for number in numbers:
            with suppress(OSError, ValueError):  # destroyed meanwhile, another user's, or damaged
                key = _private(self._path(number).read_bytes())
                if key_id(key.public_key().public_bytes_raw()) == name:
                    return _Signer(name, key)
        raise MissingKey(name)

    def _numbers(self) -> list[int]:
        names = (_FILE.fullmatch(path.name) for path in self._directory.iterdir())
        return [int(found[1]) for found in names if found]

    def _path(self, number: int) -> Path:
        return self._directory / f"receipt-{number}.key"


def _private(content: bytes) -> Ed25519PrivateKey:
    """Raises `ValueError`: also for zeros, which is what a disk that failed may leave, and everyone's key."""
    if not any(content):
        raise ValueError("nothing was written")
    return Ed25519PrivateKey.from_private_bytes(content)


def receipt_of(site: Site, version: int, accepted: tuple[str, ...], day: date) -> Receipt | None:
    """None where the site's ledger could not bear it out: it lacks the version, or a key, or is of a later day; and for
    a version that a later one has voided, for the yes does not hold."""
    ledger = site.ledger
    asked = ledger.policies.get(version)
    if asked is None or not ledger.key or version < site.material_since or any(ledger.voiding(version)):
        return None
    if ledger.day and day < ledger.day - APART:
        return None
    return Receipt(
        accepted=accepted, day=day, digest=asked.digest, key=ledger.key, ledger=ledger.head, policy=version,
        site=site.host,
    )  # fmt: skip
