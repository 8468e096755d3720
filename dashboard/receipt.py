"""The commands `receipt`: whether a visitor's receipt is genuine, and signing with a new key."""

import argparse
from pathlib import Path
from typing import Final

from collector.signing import ReceiptKeys
from dashboard.ledger import BrokenLedger, rotate, today
from dashboard.publish import Refusal
from dashboard.settings import Settings
from dashboard.terminal import line
from policy.ledger import BrokenChain, Ledger
from policy.receipt import BadReceipt, SignedReceipt, read_receipt, statement, verify_in
from store.ledger import LedgerFiles
from store.policies import PolicyFiles

_GENUINE: Final[dict[str, str]] = {
    "sv": "äkta, enligt liggaren vars sista rad har {head}.",
    "en": "genuine, by the ledger whose head is {head}.",
}


def receipt_verify(settings: Settings, given: argparse.Namespace) -> int:
    """Raises `BadReceipt` with the file's name."""
    receipt = _read(given.file)
    path = given.ledger or _ledger(settings, receipt.site)
    ledger = Ledger.of(_content(path, "name the site's ledger with --ledger"))
    try:
        verify_in(receipt, ledger)
    except BadReceipt as bad:
        raise BadReceipt(bad.fault, f"{line(str(given.file))}: {bad}") from None
    except BrokenChain as broken:
        raise BrokenLedger(f"{path}: {broken}") from None
    print(f"{line(str(given.file))}: {_GENUINE[given.language].format(head=ledger.head)}")
    for sentence in statement(receipt, given.language):
        print(line(sentence))
    return 0


def receipt_rotate(settings: Settings, _: argparse.Namespace) -> int:
    files, keys = PolicyFiles(settings.data / "policies"), ReceiptKeys(settings.data / "keys")
    if not files.sites():
        raise Refusal("There is no site here yet: adding one makes the first key.")
    faults = rotate(files, keys, today())
    print(f"Key {keys.newest().number} signs from now on; the one before is destroyed. Old receipts stay verifiable.")
    if faults:
        raise BrokenLedger("\n".join(map(str, faults)))
    return 0


def _ledger(settings: Settings, host: str) -> Path:
    """Also of a site that was removed."""
    files = PolicyFiles(settings.data / "policies")
    if host not in {site.host for site in files.all_sites()}:
        raise Refusal(f"There is no site {host} in {settings.data}: name the site's ledger with --ledger.")
    return LedgerFiles(files.directory).path(host)


def _read(file: Path) -> SignedReceipt:
    try:
        return read_receipt(_content(file, "name a file that a visitor has saved"))
    except BadReceipt as bad:
        raise BadReceipt(bad.fault, f"{line(str(file))}: {bad}") from None


def _content(path: Path, advice: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"{line(str(path))} cannot be read ({error.strerror}): {advice}.") from None
