"""An installation's policies, keys and ledgers, as programs find them and as nobody should leave them."""

from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import pytest

from collector.signing import ReceiptKeys
from dashboard.commands import publish
from dashboard.commands.ledger import BrokenLedger, catch_up, require_sound, verify
from dashboard.serve import build_sites
from policy.document import decode
from policy.ledger import Ledger
from store.ledger import LedgerFiles
from store.policies import PolicyFiles
from tests.dashboard.terminal import CLINIC, FIVE
from tests.policy.documents import changed

FIRST: Final = date(2026, 1, 1)
SECOND: Final = date(2026, 6, 1)
LATER: Final = date(2026, 11, 22)


def edition(number: int, document: str = FIVE) -> str:
    return changed("version = 1", f"version = {number}", document)


class Installation:
    """Policies and keys in a directory."""

    def __init__(self, directory: Path) -> None:
        self.files, self.keys = PolicyFiles(directory / "policies"), ReceiptKeys(directory / "keys")
        self.ledgers = LedgerFiles(directory / "policies")

    def install(self, document: str = FIVE, host: str = CLINIC) -> None:
        """As it was before there were ledgers."""
        publish.install(self.files, host, document, "Europe/Stockholm", None, third_party=False, today=FIRST)

    def publish(self, number: int, day: date = SECOND) -> None:
        publish.publish(self.files, CLINIC, edition(number), day)

    def catch_up(self, day: date = LATER) -> None:
        assert catch_up(self.files, self.keys, day) == []

    def ledger(self, host: str = CLINIC) -> Ledger:
        """As it lies, and sound."""
        ledger = build_sites(self.files)[host].ledger
        ledger.verify()
        return ledger

    def write(self, ledger: Ledger, host: str = CLINIC) -> None:
        """Also what nobody should."""
        self.ledgers.write(host, ledger.text)

    def broken(self, host: str = CLINIC) -> str:
        """Why it does not verify, nor grow."""
        with pytest.raises(BrokenLedger) as caught:
            verify(self.files, host)
        text = self.ledgers.text(host)
        assert [str(each) for each in catch_up(self.files, self.keys, LATER)] == [str(caught.value)]
        with pytest.raises(BrokenLedger):
            self.require_sound()
        assert self.ledgers.text(host) == text
        assert "\n" not in str(caught.value)
        return str(caught.value)

    def require_sound(self) -> None:
        require_sound(self.files, self.keys, FIVE, LATER)


def make_receiptless(data: Path) -> None:
    """Has the clinic's first document be one from before there were receipts, in a new ledger."""
    there = Installation(data)
    start, _, rest = FIVE.partition('[[cookie]]\nname = "rv_receipt"')
    text = start + rest[rest.index("[[processor]]") :]
    [site] = there.files.sites()
    published = msgspec.structs.replace(site.published[0], digest=decode(text).digest)
    there.files.write_text(CLINIC, 1, text)
    there.files.replace_sites([msgspec.structs.replace(site, published=(published,), ledger="")])
    there.ledgers.path(CLINIC).unlink()
    there.catch_up(published.day)
