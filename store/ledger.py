"""The ledgers of the sites as files, and the pictures that they tell of: `policies/HOST/ledger.jsonl`, `shots/`."""

import hashlib
from pathlib import Path

from store.policies import write_whole


class LedgerFiles:
    """Below the directory `policies/`. Whoever writes holds the lock of its `PolicyFiles` since reading."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, host: str) -> Path:
        return self._directory / host / "ledger.jsonl"

    def text(self, host: str) -> bytes:
        """All lines as they lie; nothing where there is no ledger yet."""
        try:
            return self.path(host).read_bytes()
        except FileNotFoundError:
            return b""

    def write(self, host: str, text: bytes) -> None:
        """Puts the whole of it in the place of what was there."""
        self.path(host).parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path(host), text)

    def shot(self, host: str, digest: str) -> Path:
        """Where the picture with the SHA-256 lies."""
        return self._directory / host / "shots" / f"{digest}.png"

    def write_shot(self, host: str, png: bytes) -> str:
        """Keeps a picture; returns its SHA-256 in hexadecimal digits, by which a line of the ledger names it."""
        digest = hashlib.sha256(png).hexdigest()
        self.shot(host, digest).parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.shot(host, digest), png)
        return digest
