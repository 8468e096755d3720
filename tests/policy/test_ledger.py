"""The ledger: a chain in which nothing can be altered, moved or taken out unseen, and what is read from it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.ledger import (
    BrokenChain,
    Ledger,
    PolicyEntry,
    Shot,
    ShotsEntry,
    SoftwareEntry,
    begins_as_ledger,
    hash_of,
    key_entry,
    key_id,
    public_of,
)
from policy.site import site_of
from tests.policy.documents import DOCUMENT, changed
from tests.policy.ledgers import FIRST, ledger_of, of_version

pytestmark = pytest.mark.quick

LATER = date(2026, 11, 22)
KEY, NEXT_KEY = b"k" * 32, b"n" * 32
SITE = site_of(
    "klinik.example",
    "Europe/Stockholm",
    [(FIRST, DOCUMENT), (date(2026, 6, 1), changed("version = 1", "version = 2"))],
)
SHOTS = ShotsEntry(
    day=LATER, version=2, shots=(Shot(language="sv", width=320, scheme="dark", layer="first", sha256="e" * 64),)
)
LEDGER = (
    ledger_of(SITE, KEY)
    .with_entry(
        SoftwareEntry(
            day=LATER, version="1.1", scripts=("6" * 64,), pages="7" * 64, texts={"sv": {"title": "Får vi räkna?"}}
        )
    )
    .with_entry(SHOTS)
    .with_entry(key_entry(NEXT_KEY, LATER))
)


def broken(ledger: Ledger) -> str:
    """Why it is no chain; nothing is read from it then."""
    with pytest.raises(BrokenChain) as caught:
        ledger.verify()
    assert (ledger.head, ledger.entries, dict(ledger.keys), dict(ledger.policies)) == ("", (), {}, {})
    assert not ledger.is_sound
    swedish = caught.value.told("sv")
    assert swedish.endswith(" Lägg tillbaka ledger.jsonl från en säkerhetskopia, eller läs docs/proof.md.")
    assert "{" not in swedish
    assert swedish.isprintable()
    return str(caught.value)


def test_each_line_has_its_number_and_the_hash_of_the_one_before() -> None:
    LEDGER.verify()
    previous = ""
    for number, line in enumerate(LEDGER.lines, 1):
        content = json.loads(line)
        assert (content["n"], content["previous"]) == (number, previous)
        previous = hash_of(line)
    assert LEDGER.head == previous


def test_a_line_is_written_as_any_json_library_writes_it_with_sorted_keys_and_no_spaces() -> None:
    for line in LEDGER.lines:
        again = json.dumps(json.loads(line), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert again.encode() == line


def test_it_is_read_from_the_file_that_it_is_written_as() -> None:
    assert LEDGER.text.endswith(b"}\n")
    again = Ledger.of(LEDGER.text)
    assert (again.lines, again.entries, again.head) == (LEDGER.lines, LEDGER.entries, LEDGER.head)


def test_an_empty_one_is_sound_and_has_no_head() -> None:
    empty = Ledger.of(b"")
    empty.verify()
    assert (empty.head, empty.key, empty.day, dict(empty.keys), empty.text) == ("", "", None, {}, b"")


def test_it_tells_versions_keys_and_the_key_that_signs_now() -> None:
    assert list(LEDGER.policies) == [1, 2]
    assert LEDGER.policies[2].digest == SITE.history[2].policy.digest
    assert dict(LEDGER.keys) == {key_id(KEY): KEY, key_id(NEXT_KEY): NEXT_KEY}
    assert LEDGER.key == key_id(NEXT_KEY)
    assert LEDGER.day == LATER


def test_a_key_that_comes_back_signs_again() -> None:
    again = LEDGER.with_entry(key_entry(KEY, LATER))
    assert again.key == key_id(KEY)
    assert len(again.keys) == 2


def test_it_is_known_as_it_was_at_any_earlier_head() -> None:
    then = LEDGER.up_to(LEDGER.hashes[1])
    assert list(then.policies) == [1]
    assert then.head == LEDGER.hashes[1]


def test_no_line_is_older_than_the_one_before_whatever_the_clock_says() -> None:
    ledger = LEDGER.with_entry(key_entry(b"o" * 32, date(2020, 1, 1)))
    assert ledger.day == LATER
    ledger.verify()


def test_a_key_is_kept_whole() -> None:
    assert public_of(key_entry(bytes(range(32)), FIRST)) == bytes(range(32))


@given(data=st.data())
def test_any_altered_byte_is_found(data: st.DataObject) -> None:
    """Of the last line by the head that was noted."""
    text = bytearray(LEDGER.text)
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] ^= data.draw(st.integers(1, 255))
    broken(Ledger.of(bytes(text), noted=LEDGER.head))


@given(data=st.data())
def test_any_line_that_is_taken_out_moved_or_doubled_is_found(data: st.DataObject) -> None:
    lines = list(LEDGER.lines)
    at = data.draw(st.integers(0, len(lines) - 1))
    line = lines.pop(at)
    if at < len(lines):
        broken(Ledger(lines))
    broken(Ledger(lines, noted=LEDGER.head))
    to = data.draw(st.integers(0, len(lines)).filter(lambda place: place != at))
    broken(Ledger([*lines[:to], line, *lines[to:]]))
    broken(Ledger([*LEDGER.lines[: at + 1], line, *LEDGER.lines[at + 1 :]]))


def test_a_head_that_was_noted_before_the_last_lines_fits_and_one_after_them_does_not() -> None:
    Ledger(LEDGER.lines, noted=LEDGER.hashes[2]).verify()
    assert "No line has the hash" in broken(Ledger(LEDGER.lines[:-1], noted=LEDGER.head))


def test_one_whose_lines_are_all_gone_is_told_as_such() -> None:
    told = broken(Ledger.of(b"", noted=LEDGER.head))
    assert told.startswith(f"It is gone or empty, but sites.json notes {LEDGER.head} as the hash of its last line. Put")


@pytest.mark.parametrize("text", [b"", b"\n", b"{}", b"\xff", b"version = 1\n", b"[" * 100_000])
def test_what_begins_otherwise_is_no_ledger(text: bytes) -> None:
    assert not begins_as_ledger(text)
    assert not begins_as_ledger(text + b"\n" + LEDGER.text)


def test_one_that_was_altered_further_on_is_a_ledger() -> None:
    assert begins_as_ledger(LEDGER.text)
    assert begins_as_ledger(LEDGER.lines[0] + b"\nnothing")


def test_why_a_line_cannot_be_read_is_told_in_the_same_language() -> None:
    with pytest.raises(BrokenChain) as caught:
        Ledger([b"{}"]).verify()
    assert caught.value.told("sv").startswith("Rad 1 kan inte läsas: en nyckel är okänd eller saknas")


def test_a_rewritten_chain_has_another_head() -> None:
    """Whoever can write the file can write a sound one; what was noted of the old one shows it."""
    rewritten = Ledger()
    for entry in LEDGER.entries:
        other = "f" * 64
        is_first = isinstance(entry, PolicyEntry) and entry.version == 1
        rewritten = rewritten.with_entry(of_version(SITE, 1) if is_first else entry)
        if is_first:
            line = rewritten.lines[-1].replace(SITE.history[1].policy.digest.encode(), other.encode())
            rewritten = Ledger((*rewritten.lines[:-1], line))
    rewritten.verify()
    assert not set(rewritten.hashes[1:]) & set(LEDGER.hashes)


LINE = LEDGER.lines[1]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([b""], "Line 1 cannot be read"),
        ([b"{"], "Line 1 cannot be read"),
        ([b"[" * 100_000], "Line 1 cannot be read"),
        ([b"\xff"], "Line 1 cannot be read"),
        ([*LEDGER.lines[:1], LINE, b"null"], "Line 3 cannot be read"),
        ([LEDGER.lines[0].replace(b'"key"', b'"hand"')], "Line 1 cannot be read: a key is unknown or missing"),
        ([LEDGER.lines[0].replace(b'"n":1', b'"n":1,"who":"me"')], "Line 1 cannot be read"),
        ([LEDGER.lines[0].replace(b'"n":1', b'"n": 1')], "Line 1 is not written as this program writes it"),
        ([LEDGER.lines[0].replace(b'"n":1', b'"n":2')], "Line 1 does not follow the line before it"),
        ([LEDGER.lines[0].replace(key_id(KEY).encode(), b"0" * 16)], "Line 1 names a key by another key's id"),
        ([LINE.replace(b'"n":2', b'"n":1')], "Line 1 does not follow the line before it"),
    ],
)
def test_what_is_no_chain_is_told_by_line_and_with_what_to_do(lines: list[bytes], why: str) -> None:
    told = broken(Ledger(lines))
    assert told.startswith(why)
    assert told.endswith("see docs/proof.md.")
    assert "\n" not in told


def test_a_version_out_of_order_is_refused() -> None:
    other = site_of("klinik.example", "Europe/Stockholm", [(FIRST, changed("version = 1", "version = 4"))])
    assert "Line 7 has version 4 of the policy out of order" in broken(LEDGER.with_entry(of_version(other, 4)))
    Ledger().with_entry(of_version(other, 4)).verify()


def test_a_line_older_than_the_one_before_is_refused() -> None:
    entry = of_version(SITE, 1)
    first = Ledger().with_entry(key_entry(KEY, LATER))
    second = (
        first.with_entry(entry)
        .lines[1]
        .replace(b'{"changed":[],"day":"2026-11-22"', b'{"changed":[],"day":"2026-01-01"')
    )
    assert "Line 2 is older" in broken(Ledger((*first.lines, second)))


def test_on_a_broken_one_nothing_is_written() -> None:
    with pytest.raises(BrokenChain):
        Ledger([b"{"]).with_entry(SHOTS)


@pytest.mark.parametrize("key", [r"\u001b[2K", "\x1b]0;", "\u202e", "\u0085"])
def test_nothing_of_a_line_that_cannot_be_read_is_quoted(key: str) -> None:
    for text in (f'{{"kind":"key","{key}":1}}', f'{{"kind":"{key}"}}', f"{key}", f'{{"{key}'):
        assert broken(Ledger([text.encode()])).isprintable()


def test_one_that_cannot_be_read_is_empty_and_says_why() -> None:
    ledger = Ledger.unreadable("Is a directory")
    assert (
        broken(ledger)
        == "It cannot be read (Is a directory). Put ledger.jsonl back from a backup, or see docs/proof.md."
    )
    assert (ledger.head, ledger.key, ledger.lines, ledger.day) == ("", "", (), None)


def test_it_tells_when_a_key_was_replaced() -> None:
    ledger = Ledger().with_entry(key_entry(KEY, FIRST)).with_entry(of_version(SITE, 1))
    later = ledger.with_entry(key_entry(b"o" * 32, LATER))
    assert ledger.replaced(ledger.head) is None
    assert [later.replaced(head) for head in later.hashes] == [LATER, LATER, None]
