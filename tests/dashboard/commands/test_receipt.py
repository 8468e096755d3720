"""The commands `receipt`: a genuine one is told from what is altered, forged or another's, also without the server."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from collector.signing import ReceiptKeys, receipt_of
from dashboard.serve import build_sites
from policy.ledger import hash_of
from policy.receipt import SignedReceipt, canonical
from store.ledger import LedgerFiles
from store.policies import PolicyFiles
from tests.dashboard.terminal import BOTH, CLINIC, FIVE, SHOP, Terminal
from tests.policy.documents import changed

pytestmark = pytest.mark.quick

TODAY: Final = datetime.now(UTC).date()
SECOND: Final = changed("version = 1", "version = 2", FIVE)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path)
    terminal.add()
    return terminal


def given(terminal: Terminal, host: str = CLINIC) -> SignedReceipt:
    """What a visitor gets who says yes now."""
    site = build_sites(PolicyFiles(terminal.data / "policies"))[host]
    receipt = receipt_of(site, site.policy.version, ("media", "statistics"), TODAY)
    assert receipt is not None
    return ReceiptKeys(terminal.data / "keys").sign(receipt)


def saved(terminal: Terminal, receipt: SignedReceipt | bytes) -> str:
    content = receipt if isinstance(receipt, bytes) else canonical(receipt)
    return terminal.file(content.decode("utf-8", "surrogateescape"), "receipt.json")


def ledger(terminal: Terminal, host: str = CLINIC) -> Path:
    return LedgerFiles(terminal.data / "policies").path(host)


def refused(terminal: Terminal, *arguments: str) -> str:
    done = terminal("receipt", "verify", *arguments)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1), done
    return done.err


def test_a_genuine_one_is_told_in_words(terminal: Terminal) -> None:
    file = saved(terminal, given(terminal))
    done = terminal("receipt", "verify", file)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    [*_, head] = map(hash_of, ledger(terminal).read_bytes().splitlines())
    assert lines[0] == f"{file}: genuine, by the ledger whose head is {head}."
    assert lines[1].endswith(" consent was given on klinik.example.")
    assert lines[2] == "It covers: Video and maps; Statistics."
    assert len(lines) == 6


def test_in_swedish_where_that_is_wanted(terminal: Terminal) -> None:
    done = terminal("receipt", "verify", saved(terminal, given(terminal)), "--language", "sv")
    assert "receipt.json: äkta, enligt liggaren" in done.out
    assert "Det gäller: Film och kartor; Statistik.\n" in done.out


def test_without_the_server_by_a_copy_of_the_ledger(terminal: Terminal, tmp_path: Path) -> None:
    file, copy = saved(terminal, given(terminal)), tmp_path / "copy.jsonl"
    copy.write_bytes(ledger(terminal).read_bytes())
    elsewhere = Terminal(tmp_path / "elsewhere")
    assert elsewhere("receipt", "verify", file, "--ledger", str(copy)).status == 0
    assert not elsewhere.data.exists()
    assert "There is no site klinik.example in " in refused(elsewhere, file)
    assert "name the site's ledger with --ledger" in refused(elsewhere, file)


def test_after_rotations_and_new_versions_old_ones_are_genuine(terminal: Terminal) -> None:
    file = saved(terminal, given(terminal))
    done = terminal("receipt", "rotate")
    said, head, _ = done.out.splitlines()
    assert (done.status, done.err) == (0, "")
    assert said == "Key 2 signs from now on; the one before is destroyed. Old receipts stay verifiable."
    assert head.startswith(f"Head of {CLINIC}: {hash_of(ledger(terminal).read_bytes().splitlines()[-1])}, of ")
    terminal("policy", "publish", CLINIC, terminal.file(SECOND))
    assert given(terminal).policy == 2
    assert [path.name for path in (terminal.data / "keys").iterdir()] == ["receipt-2.key"]
    assert terminal("receipt", "verify", file).status == 0


def test_of_a_site_that_was_removed_too(terminal: Terminal) -> None:
    file = saved(terminal, given(terminal))
    terminal("site", "remove", CLINIC)
    assert terminal("receipt", "verify", file).status == 0


def test_what_was_altered_or_forged_is_told_as_such(terminal: Terminal) -> None:
    text = canonical(given(terminal))
    for old, new in ((b'["media",', b'["functional","media",'), (str(TODAY).encode(), b"2026-01-01")):
        file = saved(terminal, text.replace(old, new))
        told = refused(terminal, file)
        assert told == f"rakneverk: {file}: The signature does not fit: the receipt was altered or forged.\n"
    content = json.loads(text) | {"signature": "A" * 86}
    assert "altered or forged" in refused(terminal, saved(terminal, json.dumps(content).encode()))


def test_one_of_another_installation_is_told_by_its_key(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Terminal(tmp_path / "other")
    assert other("site", "add", CLINIC, "--policy", other.file(FIVE)).status == 0
    stranger = given(other)
    told = refused(terminal, saved(terminal, stranger))
    assert f"The ledger has no key {stranger.key}: the receipt is another installation's" in told


def test_one_of_another_site_here_is_not_borne_out_by_this_ones_ledger(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add(CLINIC, BOTH)
    terminal.add(SHOP, BOTH)
    file = saved(terminal, given(terminal, SHOP))
    assert terminal("receipt", "verify", file).status == 0
    assert "No line of the ledger has the hash" in refused(terminal, file, "--ledger", str(ledger(terminal)))


def test_an_older_copy_of_the_ledger_is_not_enough(terminal: Terminal, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(ledger(terminal).read_bytes())
    terminal("policy", "publish", CLINIC, terminal.file(SECOND))
    assert "an older copy" in refused(terminal, saved(terminal, given(terminal)), "--ledger", str(copy))


def test_a_broken_ledger_says_where(terminal: Terminal) -> None:
    file = saved(terminal, given(terminal))
    ledger(terminal).write_bytes(ledger(terminal).read_bytes().replace(b'"n":2', b'"n":3'))
    assert f"{ledger(terminal)}: Line 2 does not follow the line before it" in refused(terminal, file)


@pytest.mark.parametrize("content", [b"", b"{}", b"null", b"not a receipt", b"\xff\xfe"])
def test_what_is_no_receipt_is_told_by_the_files_name(terminal: Terminal, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "something.json"
    file.write_bytes(content)
    assert refused(terminal, str(file)).startswith(f"rakneverk: {file}: This is no receipt, or not the whole of one")


def test_files_that_are_not_there_are_one_line(terminal: Terminal, tmp_path: Path) -> None:
    there, missing = saved(terminal, given(terminal)), str(tmp_path / "missing")
    assert f"{missing} cannot be read (No such file or directory): name a file" in refused(terminal, missing)
    assert f"{missing} cannot be read" in refused(terminal, there, "--ledger", missing)
    ledger(terminal).unlink()
    gone = f"{ledger(terminal)} is gone or empty: put it back from a backup, or name a copy with --ledger."
    assert gone in refused(terminal, there)
    ledger(terminal).write_bytes(b"")
    assert gone in refused(terminal, there)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The ledger is empty."),
        (b"\n\n", "The ledger is empty."),
        (b"version = 1\n", "This is no ledger."),
        (b"\xff", "This is no ledger."),
    ],
)
def test_what_is_no_ledger_is_told_with_what_to_name_instead(
    terminal: Terminal, tmp_path: Path, content: bytes, why: str
) -> None:
    file, copy = saved(terminal, given(terminal)), tmp_path / "copy.jsonl"
    copy.write_bytes(content)
    told = refused(terminal, file, "--ledger", str(copy))
    assert told == (
        f"rakneverk: {copy}: {why} Name the site's: policies/{CLINIC}/ledger.jsonl in the data directory, or a copy "
        f"fetched from the service, /policy/{CLINIC}/ledger.jsonl.\n"
    )


def test_the_receipt_itself_is_no_ledger(terminal: Terminal) -> None:
    file = saved(terminal, given(terminal))
    assert f"{file}: This is no ledger." in refused(terminal, file, "--ledger", file)


def test_each_refusal_is_in_the_language_asked_for(terminal: Terminal, tmp_path: Path) -> None:
    genuine = given(terminal)
    text = canonical(genuine)
    file, copy, broken = saved(terminal, genuine), tmp_path / "copy.jsonl", tmp_path / "broken.jsonl"
    copy.write_bytes(b"")
    broken.write_bytes(ledger(terminal).read_bytes().replace(b'"n":2', b'"n":3'))
    forged = terminal.file(text.replace(str(TODAY).encode(), b"2026-01-01").decode(), "forged.json")
    nothing = terminal.file("{}", "nothing.json")
    stranger = terminal.file(text.replace(b"klinik.example", b"annan.example").decode(), "stranger.json")
    missing = str(tmp_path / "missing")
    for arguments, why in (
        ([forged], f"{forged}: Underskriften stämmer inte: kvittot är ändrat eller förfalskat."),
        ([nothing], f"{nothing}: Det här är inget kvitto, eller inte hela kvittot: en nyckel är okänd eller saknas"),
        ([stranger], "Det finns ingen webbplats annan.example i "),
        ([missing], f"{missing} kan inte läsas (den finns inte): ange en fil som en besökare har sparat."),
        ([file, "--ledger", missing], f"{missing} kan inte läsas (den finns inte). Ange webbplatsens: policies/"),
        ([file, "--ledger", str(copy)], f"{copy}: Liggaren är tom. Ange webbplatsens: policies/"),
        ([file, "--ledger", nothing], f"{nothing}: Det här är ingen liggare. Ange webbplatsens: policies/"),
        ([file, "--ledger", str(broken)], f"{broken}: Rad 2 följer inte på raden före: någon av dem har ändrats"),
    ):
        assert refused(terminal, *arguments, "--language", "sv").startswith(f"rakneverk: {why}")
    ledger(terminal).unlink()
    told = refused(terminal, file, "--language", "sv")
    assert "ledger.jsonl är borta eller tom: lägg tillbaka den från en säkerhetskopia" in told


def test_without_a_site_there_is_nothing_to_rotate(terminal: Terminal) -> None:
    terminal("site", "remove", CLINIC)
    done = terminal("receipt", "rotate")
    assert (done.status, done.out) == (1, "")
    assert "There is no site here yet" in done.err


def test_a_damaged_key_is_one_line(terminal: Terminal) -> None:
    key = terminal.data / "keys" / "receipt-1.key"
    key.write_bytes(b"short")
    done = terminal("policy", "publish", CLINIC, terminal.file(SECOND))
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert (
        f"{key} is damaged: it must hold 32 random bytes. Delete it, and the next start makes another key." in done.err
    )
    key.unlink()
    assert terminal("policy", "publish", CLINIC, terminal.file(SECOND)).status == 0
    assert terminal("policy", "verify", CLINIC).status == 0


def test_rotating_tells_of_a_ledger_that_could_not_be_told(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.add(CLINIC, BOTH)
    terminal.add(SHOP, BOTH)
    ledger(terminal).unlink()
    done = terminal("receipt", "rotate")
    said, head, _ = done.out.splitlines()
    assert said.startswith(f"Key 2 signs from now on, but not for {CLINIC}; the one before is destroyed. ")
    assert head.startswith(f"Head of {SHOP}: ")
    fault, advice = done.err.splitlines()
    assert done.status == 1
    assert fault.startswith(f"rakneverk: {ledger(terminal)}: It is gone or empty")
    assert advice == (
        f"Until that is mended nobody gets a receipt of {CLINIC}: the ledger lacks the new key, which the next start "
        "of rakneverk serve writes into it."
    )
    assert given(terminal, SHOP).key != ""


FORGED: Final = "\x1b[2K\x1b[1Greceipt.json is genuine."


def test_nothing_in_a_file_or_its_name_is_obeyed_by_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    genuine = canonical(given(terminal))
    unknown = genuine.replace(b'"v":1', b'"v":1,"' + FORGED.replace("\x1b", r"\u001b").encode() + b'":1')
    file = tmp_path / f"{FORGED}\n.json"
    file.write_bytes(unknown)
    named = refused(terminal, str(file))
    told = refused(terminal, saved(terminal, unknown))
    lines = terminal("receipt", "verify", saved(terminal, genuine), "--ledger", str(ledger(terminal))).out
    file.write_bytes(genuine)
    said = terminal("receipt", "verify", str(file)).out
    assert "\x1b" not in named + told + lines + said
    assert "genuine" not in told
    assert said.count("\n") == lines.count("\n")
