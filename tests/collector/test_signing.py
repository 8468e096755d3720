"""The keys that sign receipts: one for every process, for the service alone, and gone when the next has its place."""

import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import pytest

from collector.keys import TypedKeys
from collector.signing import BadKey, MissingKey, ReceiptKeys, receipt_of
from policy.ledger import Ledger, key_entry, key_id
from policy.receipt import Receipt, verify
from tests.collector.conftest import HOST, TODAY, document, site
from tests.policy.ledgers import ledger_of

pytestmark = pytest.mark.quick

DAY: Final = date.fromisoformat(TODAY)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def receipt(keys: ReceiptKeys) -> Receipt:
    """Of a site whose ledger names the key that signs now."""
    there = site(document())
    there.ledger = ledger_of(there, keys.newest().half)
    made = receipt_of(there, 1, ("statistics",), DAY)
    assert made is not None
    return made


def test_it_is_signed_by_the_key_that_the_ledger_names(directory: Path) -> None:
    keys = ReceiptKeys(directory)
    signed = keys.sign(receipt(keys))
    half = keys.newest().half
    assert signed.key == key_id(half)
    verify(signed, {signed.key: half})


def test_every_process_signs_alike(directory: Path) -> None:
    one, two = ReceiptKeys(directory), ReceiptKeys(directory)
    assert one.newest() == two.newest()
    assert one.sign(receipt(one)) == two.sign(receipt(two))


def test_another_installation_has_another_key(tmp_path: Path) -> None:
    assert ReceiptKeys(tmp_path / "one").newest().half != ReceiptKeys(tmp_path / "two").newest().half


def test_only_the_service_itself_may_read_a_key(directory: Path) -> None:
    ReceiptKeys(directory).newest()
    assert files(directory) == ["receipt-1.key"]
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((directory / "receipt-1.key").stat().st_mode) == 0o600
    assert len((directory / "receipt-1.key").read_bytes()) == 32


def test_a_key_is_made_when_first_asked_for_and_not_before(directory: Path) -> None:
    ReceiptKeys(directory)
    assert files(directory) == []


def test_processes_that_ask_first_at_once_agree_on_one_key(directory: Path) -> None:
    begin = threading.Barrier(8)

    def ask(_: int) -> bytes:
        begin.wait()
        return ReceiptKeys(directory).newest().half

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert files(directory) == ["receipt-1.key"]


def test_after_a_rotation_the_next_key_signs_and_the_one_before_is_destroyed(directory: Path) -> None:
    keys = ReceiptKeys(directory)
    before, old = receipt(keys), keys.sign(receipt(keys))
    keys.rotate()
    assert keys.newest().number == 2
    assert keys.sign(before) == old, "until the ledgers have been told"
    keys.destroy_before(2)
    assert files(directory) == ["receipt-2.key"]
    assert keys.sign(receipt(keys)).key == key_id(keys.newest().half) != old.key
    with pytest.raises(MissingKey):
        ReceiptKeys(directory).sign(before)


def test_a_process_that_is_told_of_the_next_key_forgets_the_one_before(directory: Path) -> None:
    keys, other = ReceiptKeys(directory), ReceiptKeys(directory)
    before = receipt(keys)
    keys.sign(before)
    other.rotate()
    keys.sign(receipt(keys))
    other.destroy_before(2)
    with pytest.raises(MissingKey):
        keys.sign(msgspec.structs.replace(before, day=date(2026, 11, 23)))


def test_the_tenth_key_comes_after_the_ninth(directory: Path) -> None:
    keys = ReceiptKeys(directory)
    for _ in range(10):
        keys.rotate()
    assert keys.newest().number == 10
    keys.destroy_before(10)
    assert files(directory) == ["receipt-10.key"]


def test_keys_of_typed_text_beside_it_are_let_alone(directory: Path) -> None:
    TypedKeys(directory).digest("quarter", "2026-10-01", HOST, "search_term", "ångest")
    keys = ReceiptKeys(directory)
    keys.newest()
    keys.rotate()
    keys.destroy_before(2)
    assert files(directory) == ["receipt-2.key", "typed-quarter-2026-10-01.key"]


@pytest.mark.parametrize("content", [b"", b"short", bytes(33), bytes(32)])
def test_a_file_that_holds_no_key_is_told_of_by_name(directory: Path, content: bytes) -> None:
    keys = ReceiptKeys(directory)
    asked = receipt(keys)
    (directory / "receipt-1.key").write_bytes(content)
    with pytest.raises(BadKey, match=r"receipt-1\.key is damaged: it must hold 32 random bytes\. Delete it"):
        keys.newest()
    with pytest.raises(MissingKey):
        keys.sign(asked)


def test_what_the_ledger_could_not_bear_out_has_no_receipt(directory: Path) -> None:
    public = ReceiptKeys(directory).newest().half
    there = site(document())
    assert receipt_of(there, 1, ("statistics",), DAY) is None, "no ledger yet"
    whole = ledger_of(there, public)
    there.ledger = Ledger(whole.lines[:1])
    assert receipt_of(there, 1, ("statistics",), DAY) is None, "the version is not written down yet"
    there.ledger = Ledger([*whole.lines, b"{"])
    assert receipt_of(there, 1, ("statistics",), DAY) is None, "it is broken"
    there.ledger = whole
    assert receipt_of(there, 1, ("statistics",), DAY) is not None
    there.ledger = whole.with_entry(key_entry(public, date(2036, 1, 1)))
    assert receipt_of(there, 1, ("statistics",), DAY) is None, "its last line is of a day to come"


def test_a_destruction_that_was_cut_off_is_ended_and_nobody_reads_the_rest(directory: Path, tmp_path: Path) -> None:
    keys = ReceiptKeys(directory)
    before = receipt(keys)
    (tmp_path / "same").hardlink_to(directory / "receipt-1.key")
    keys.rotate()
    (directory / "receipt-1.key").rename(directory / "receipt-1.key.destroyed")
    with pytest.raises(MissingKey):
        ReceiptKeys(directory).sign(before)
    keys.destroy_before(2)
    assert files(directory) == ["receipt-2.key"]
    assert (tmp_path / "same").read_bytes() == bytes(32)


def test_a_disk_that_fails_amid_a_destruction_leaves_no_key_of_zeros(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = ReceiptKeys(directory)
    keys.newest()
    keys.rotate()

    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(OSError, match="Input/output"):
            keys.destroy_before(2)
    assert files(directory) == ["receipt-1.key.destroyed", "receipt-2.key"]
    keys.destroy_before(2)
    assert files(directory) == ["receipt-2.key"]


def test_a_new_key_has_its_name_on_disk_before_anyone_is_told(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync, synced = os.fsync, []

    def noted(file: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(file).st_mode), files(directory)))
        fsync(file)

    monkeypatch.setattr(os, "fsync", noted)
    ReceiptKeys(directory).newest()
    assert synced[-1] == (True, ["receipt-1.key"])
