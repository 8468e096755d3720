"""What docs/proof.md says of verifying without the service is true."""

import runpy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature

from collector.signing import ReceiptKeys, receipt_of
from dashboard.commands.ledger import rotate, today
from dashboard.serve import build_sites
from policy.ledger import Entry, Ledger
from policy.receipt import SignedReceipt, canonical, read_receipt
from store.policies import PolicyFiles
from tests.dashboard.terminal import CLINIC, FIVE, Terminal
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

PAGE = (Path(__file__).parents[1] / "docs" / "proof.md").read_text(encoding="utf-8")
Lay = Callable[[bytes, bytes], None]


@pytest.fixture
def ledger(tmp_path: Path) -> bytes:
    """Of a site whose first key has been replaced."""
    terminal = Terminal(tmp_path)
    terminal.add(CLINIC, FIVE)
    rotate(PolicyFiles(terminal.data / "policies"), ReceiptKeys(terminal.data / "keys"), today())
    return (terminal.data / "policies" / CLINIC / "ledger.jsonl").read_bytes()


@pytest.fixture
def receipt(ledger: bytes, tmp_path: Path) -> bytes:
    site = build_sites(PolicyFiles(tmp_path / "data" / "policies"))[CLINIC]
    made = receipt_of(site, 1, ("media", "statistics"), today())
    assert made is not None
    return canonical(ReceiptKeys(tmp_path / "data" / "keys").sign(made))


@pytest.fixture
def voided(receipt: bytes, tmp_path: Path) -> tuple[bytes, bytes]:
    """A ledger with a later version that asked anew, and a receipt for the one before, signed afterwards."""
    text = changed("version = 1", "version = 2", changed("referrers = {}", "referrers = {}\nbrowsers = {}", FIVE))
    terminal = Terminal(tmp_path)
    assert terminal("policy", "publish", CLINIC, terminal.file(text)).status == 0
    later = (terminal.data / "policies" / CLINIC / "ledger.jsonl").read_bytes()
    after = msgspec.structs.replace(read_receipt(receipt).unsigned, ledger=Ledger.of(later).head)
    return later, canonical(ReceiptKeys(terminal.data / "keys").sign(after))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Runs the page's program over a ledger and a receipt."""
    [program] = [block.partition("```")[0] for block in PAGE.split("```python\n")[1:]]
    (tmp_path / "verify.py").write_text(program, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def lay(ledger: bytes, receipt: bytes) -> None:
        (tmp_path / "ledger.jsonl").write_bytes(ledger)
        (tmp_path / "receipt.json").write_bytes(receipt)
        runpy.run_path("verify.py")

    return lay


def test_a_genuine_receipt_is_found_so_by_the_program_of_the_page(
    run: Lay, ledger: bytes, receipt: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    run(ledger, receipt)
    assert capsys.readouterr().out.startswith('genuine: {"accepted":["media","statistics"],"day":"')


def test_what_is_altered_is_not(run: Lay, ledger: bytes, receipt: bytes) -> None:
    with pytest.raises(InvalidSignature):
        run(ledger, receipt.replace(b'["media",', b'["functional","media",'))
    with pytest.raises(AssertionError, match="the chain is broken"):
        run(ledger.replace(b'"n":2', b'"n":3'), receipt)
    with pytest.raises(ValueError, match="is not in list"):
        run(b"\n".join(ledger.splitlines()[:-1]), receipt)


def test_nor_is_one_for_a_version_after_which_everyone_was_asked_again(run: Lay, voided: tuple[bytes, bytes]) -> None:
    with pytest.raises(AssertionError, match="everyone had been asked again"):
        run(*voided)


def test_nor_is_one_of_a_day_after_the_key_was_replaced(
    run: Lay, ledger: bytes, receipt: bytes, tmp_path: Path
) -> None:
    """Signed with the key while it lay there."""
    keys = ReceiptKeys(tmp_path / "data" / "keys")
    later = msgspec.structs.replace(read_receipt(receipt).unsigned, day=today() + timedelta(days=2))
    forged = canonical(keys.sign(later))
    run(ledger, forged)
    rotate(PolicyFiles(tmp_path / "data" / "policies"), keys, today())
    rotated = (tmp_path / "data" / "policies" / CLINIC / "ledger.jsonl").read_bytes()
    run(rotated, receipt)
    with pytest.raises(AssertionError, match="the key had been replaced"):
        run(rotated, forged)


def test_each_kind_of_line_with_its_keys_stands_in_the_page() -> None:
    table = PAGE.partition("| `kind` | says |")[2].partition("\n\n")[0]
    told = {line.split("`")[1]: line for line in table.splitlines() if line.startswith("| `")}
    common = {"day", "n", "previous"}
    for kind in get_args(Entry):
        for name in set(kind.__struct_fields__) - common - {"shots", "id"}:
            assert f"`{name}`" in told[kind.__struct_config__.tag], (kind, name)


def test_each_key_of_a_receipt_stands_in_the_page() -> None:
    table = PAGE.partition("| key | means |")[2]
    for name in set(SignedReceipt.__struct_fields__) - {"site", "v"}:
        assert f"`{name}`" in table
