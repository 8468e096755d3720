"""Holding a ledger against what is published: every fault is one clear line, and nothing is written on it."""

import re
from pathlib import Path
from typing import Final

import msgspec
import pytest

from collector.signing import receipt_of
from dashboard.commands import publish
from dashboard.commands.ledger import BrokenLedger, keep_up, rotate, verify
from dashboard.serve import build_sites
from dashboard.settings import read_settings
from policy.ledger import Ledger, Shot, ShotsEntry, key_id
from store.policies import PolicyFiles
from tests.dashboard.installation import FIRST, LATER, SECOND, Installation, edition, make_receiptless
from tests.dashboard.terminal import BOTH, CLINIC, FIVE, SHOP, Terminal

pytestmark = pytest.mark.quick

HASH: Final = re.compile(r"[0-9a-f]{64}")


@pytest.fixture
def there(tmp_path: Path) -> Installation:
    """A site that has been published, without a ledger yet."""
    there = Installation(tmp_path)
    there.install()
    return there


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


class TestFaults:
    @pytest.fixture(autouse=True)
    def written(self, there: Installation) -> None:
        there.catch_up(FIRST)

    def test_a_line_that_was_altered(self, there: Installation, tmp_path: Path) -> None:
        text = there.ledgers.text(CLINIC)
        there.ledgers.write(CLINIC, text.replace(b'"changed":[]', b'"changed":["x"]'))
        told = there.broken()
        assert told.startswith(f"{tmp_path}/policies/{CLINIC}/ledger.jsonl: No line has the hash ")

    def test_a_line_in_the_middle_that_was_altered(self, there: Installation) -> None:
        there.ledgers.write(CLINIC, there.ledgers.text(CLINIC).replace(b"2026-01-01", b"2025-01-01", 1))
        there.files.note_heads({CLINIC: ""})
        assert "Line 2 does not follow the line before it" in there.broken()

    def test_lines_that_were_taken_away(self, there: Installation) -> None:
        there.write(Ledger(there.ledger().lines[:1]))
        assert "lines were altered or taken out" in there.broken()

    def test_a_file_that_is_gone(self, there: Installation) -> None:
        noted, path = there.ledger().head, there.ledgers.path(CLINIC)
        path.unlink()
        told = there.broken()
        assert told == (
            f"{path}: It is gone or empty, but sites.json notes {noted} as the hash of its last line. "
            "Put ledger.jsonl back from a backup, or see docs/proof.md."
        )
        path.write_bytes(b"")
        assert there.broken() == told

    def test_a_document_that_was_altered(self, there: Installation) -> None:
        there.files.write_text(CLINIC, 1, FIVE + "# nothing\n")
        assert "line 2 says something else of version 1 than what is published" in there.broken()

    @pytest.mark.parametrize("change", [{"day": SECOND}, {"digest": "0" * 64}, {"version": 2}], ids=str)
    def test_an_index_that_was_altered(self, there: Installation, change: dict[str, object]) -> None:
        [site] = there.files.sites()
        altered = msgspec.structs.replace(site.published[0], **change)
        there.files.write_text(CLINIC, 2, edition(2))
        there.files.replace_sites([msgspec.structs.replace(site, published=(altered,))])
        assert "line 2 says something else of version 1 than what is published" in there.broken()

    def test_a_picture_that_was_altered_or_is_gone(self, there: Installation) -> None:
        digest = there.ledgers.write_shot(CLINIC, b"\x89PNG")
        shot = Shot(language="sv", width=320, scheme="dark", layer="first", sha256=digest)
        there.write(there.ledger().with_entry(ShotsEntry(day=LATER, version=1, shots=(shot,))))
        assert verify(there.files, CLINIC).shots == 1
        path = there.ledgers.shot(CLINIC, digest)
        for alter in (lambda: path.write_bytes(b"another"), path.unlink):
            alter()
            with pytest.raises(BrokenLedger, match=f"{digest}.png: the picture is not the one that the ledger names"):
                verify(there.files, CLINIC)
            there.require_sound()

    def test_the_other_sites_go_on(self, tmp_path: Path) -> None:
        there = Installation(tmp_path / "both")
        for host in (CLINIC, SHOP):
            there.install(BOTH, host)
        there.catch_up(FIRST)
        there.ledgers.path(CLINIC).unlink()
        assert len(rotate(there.files, there.keys, LATER)) == 1
        assert there.ledger(SHOP).key == key_id(there.keys.newest().half)

    def test_one_that_cannot_be_read_is_its_own_sites_fault_alone(self, tmp_path: Path) -> None:
        there = Installation(tmp_path / "both")
        for host in (CLINIC, SHOP):
            there.install(BOTH, host)
        there.catch_up(FIRST)
        path = there.ledgers.path(CLINIC)
        path.unlink()
        path.mkdir()
        sites = build_sites(there.files)
        assert (sites[CLINIC].ledger.is_sound, sites[SHOP].ledger.is_sound) == (False, True)
        with pytest.raises(BrokenLedger, match=r"ledger\.jsonl: It cannot be read \(Is a directory\)\. Put"):
            verify(there.files, CLINIC)
        assert len(rotate(there.files, there.keys, LATER)) == 1
        assert there.ledger(SHOP).key == key_id(there.keys.newest().half)

    def test_visitors_of_a_site_with_a_broken_one_get_no_receipt(self, there: Installation) -> None:
        there.ledgers.path(CLINIC).write_bytes(b"{\n")
        assert receipt_of(build_sites(there.files)[CLINIC], 1, ("statistics",), LATER) is None


class TestCommands:
    def test_adding_and_publishing_print_the_head(self, terminal: Terminal) -> None:
        done = terminal("site", "add", CLINIC, "--policy", terminal.file(FIVE))
        first = self.head(terminal)
        head, advice = done.out.splitlines()[-2:]
        assert re.fullmatch(rf"Head of {CLINIC}: {first}, of [0-9-]{{10}}\.", head)
        assert advice.startswith("A head is the checksum of a ledger's last line. Write it down somewhere else: ")
        done = terminal("policy", "publish", CLINIC, terminal.file(edition(2)))
        assert done.status == 0
        assert f"Head of {CLINIC}: {self.head(terminal)}, of " in done.out
        assert self.head(terminal) != first
        [head] = HASH.findall(terminal("policy", "verify", CLINIC).out)
        assert head == self.head(terminal)

    def head(self, terminal: Terminal) -> str:
        [site] = PolicyFiles(terminal.data / "policies").sites()
        return site.ledger

    def test_verify_counts_what_it_has_looked_at(self, terminal: Terminal) -> None:
        terminal.add()
        done = terminal("policy", "verify", CLINIC)
        assert (done.status, done.err) == (0, "")
        assert done.out.startswith(
            f"The ledger of {CLINIC} is whole: 2 lines, 1 version, 0 pictures.\nHead of {CLINIC}: "
        )

    def test_verify_finds_a_head_that_was_written_down(self, terminal: Terminal) -> None:
        terminal.add()
        noted = self.head(terminal)
        assert terminal("policy", "publish", CLINIC, terminal.file(edition(2))).status == 0
        assert "\nLine 2 of " in terminal("policy", "verify", CLINIC, "--head", noted).out
        done = terminal("policy", "verify", CLINIC, "--head", "0" * 64)
        assert (done.status, done.err.count("\n")) == (1, 1)
        assert "or the ledger was rewritten" in done.err

    def test_a_broken_one_is_one_line_and_nothing_is_published_on_it(self, terminal: Terminal) -> None:
        terminal.add()
        (terminal.data / "policies" / CLINIC / "ledger.jsonl").write_bytes(b"[]\n")
        for command in (("verify", CLINIC), ("publish", CLINIC, terminal.file(edition(2)))):
            done = terminal("policy", *command)
            assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
            assert "ledger.jsonl: No line has the hash" in done.err
        assert terminal("policy", "show", CLINIC).out == FIVE

    def test_a_document_that_is_gone_is_one_line(self, terminal: Terminal) -> None:
        terminal.add()
        (terminal.data / "policies" / CLINIC / "1.toml").unlink()
        for command in (("policy", "verify", CLINIC), ("serve", "--port", "1")):
            done = terminal(*command)
            assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
            assert "1.toml is missing, which sites.json says was published" in done.err

    def test_an_unknown_site_is_refused(self, terminal: Terminal) -> None:
        terminal.add()
        done = terminal("policy", "verify", "unknown.example")
        assert (done.status, done.out) == (1, "")
        assert "There is no site unknown.example here" in done.err

    def test_publishing_the_same_text_writes_down_what_a_crash_left_out(self, terminal: Terminal) -> None:
        terminal.add()
        publish.publish(PolicyFiles(terminal.data / "policies"), CLINIC, edition(2), LATER)
        assert terminal("policy", "verify", CLINIC).status == 1
        terminal("policy", "publish", CLINIC, terminal.file(edition(2)))
        assert terminal("policy", "verify", CLINIC).status == 0


class TestReceiptless:
    """A document from before there were receipts is in force."""

    @pytest.fixture(autouse=True)
    def old(self, terminal: Terminal) -> None:
        terminal.add()
        make_receiptless(terminal.data)

    def test_verify_says_that_nobody_gets_a_receipt_and_what_to_do(self, terminal: Terminal) -> None:
        done = terminal("policy", "verify", CLINIC)
        assert (done.status, done.err.count("\n")) == (0, 1)
        assert done.err.startswith(
            "rakneverk: Version 1 of the policy of klinik.example has no row for rv_receipt, so nobody there gets a "
            'receipt. Add a [[cookie]] with name = "rv_receipt", kind = "cookie", needs = "yes", http_only = true, '
        )
        assert done.err.endswith(" and publish version 2: every visitor is then asked again.\n")

    def test_with_the_row_nothing_is_said(self, terminal: Terminal) -> None:
        assert terminal("policy", "publish", CLINIC, terminal.file(edition(2))).out.startswith(
            "Version 2 is in force for klinik.example. Every visitor is asked again, because of cookie.rv_receipt."
        )
        assert terminal("policy", "verify", CLINIC).err == ""


class TestStart:
    """What hinders the ledgers does not hinder the service."""

    @pytest.fixture(autouse=True)
    def installed(self, terminal: Terminal) -> None:
        terminal.add()

    def told(self, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> str:
        keep_up(read_settings(data=terminal.data))
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        return err

    def test_a_damaged_key(self, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
        key = terminal.data / "keys" / "receipt-1.key"
        key.write_bytes(b"ten bytes.")
        assert f"rakneverk: {key} is damaged: " in self.told(terminal, capsys)

    def test_a_key_that_may_not_be_read(self, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
        key = terminal.data / "keys" / "receipt-1.key"
        key.unlink()
        key.mkdir()
        assert f"rakneverk: {key}: Is a directory" in self.told(terminal, capsys)

    def test_a_place_where_nothing_can_be_written(self, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
        publish.publish(PolicyFiles(terminal.data / "policies"), CLINIC, edition(2), LATER)
        (terminal.data / "policies" / CLINIC / "ledger.jsonl.new").mkdir()
        assert "ledger.jsonl.new: Is a directory" in self.told(terminal, capsys)

    def test_a_torn_index_is_a_refusal(self, terminal: Terminal) -> None:
        index = terminal.data / "policies" / "sites.json"
        index.write_bytes(index.read_bytes()[:100])
        done = terminal("serve")
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
        assert done.err.startswith(f"rakneverk: {index} is damaged: ")
