"""The receipt of a yes: equal for all who agreed alike, genuine or not, and what it says in words."""

import json
from base64 import urlsafe_b64encode
from datetime import date
from typing import Final

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from policy.ledger import BrokenChain, Ledger, key_entry, key_id
from policy.receipt import (
    BadReceipt,
    Receipt,
    SignedReceipt,
    canonical,
    from_cookie,
    read_receipt,
    signed,
    statement,
    to_cookie,
    verify,
    verify_in,
)
from policy.site import site_of
from tests.policy.documents import DOCUMENT, changed
from tests.policy.ledgers import FIRST, ledger_of, of_version

pytestmark = pytest.mark.quick

KEY: Final = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
OTHER_KEY: Final = Ed25519PrivateKey.from_private_bytes(b"2" * 32)
PUBLIC: Final = KEY.public_key().public_bytes_raw()
OTHER_PUBLIC: Final = OTHER_KEY.public_key().public_bytes_raw()
HOST: Final = "klinik.example"
SITE: Final = site_of(HOST, "Europe/Stockholm", [(FIRST, DOCUMENT)])
LEDGER: Final = ledger_of(SITE, PUBLIC)
RECEIPT: Final = Receipt(
    accepted=("media", "statistics"), day=date(2026, 11, 22), digest=SITE.policy.digest, key=key_id(PUBLIC),
    ledger=LEDGER.head, policy=1, site=HOST,
)  # fmt: skip


def sign(receipt: Receipt, key: Ed25519PrivateKey = KEY) -> SignedReceipt:
    return signed(receipt, key.sign(canonical(receipt)))


def other(**changes: object) -> SignedReceipt:
    """A receipt that says something else and is signed with the right key."""
    return sign(msgspec.structs.replace(RECEIPT, **changes))


SIGNED: Final = sign(RECEIPT)
LATER_TEXT: Final = changed("version = 1", "version = 2")


def fault(receipt: SignedReceipt, ledger: Ledger = LEDGER) -> str:
    with pytest.raises(BadReceipt) as caught:
        verify_in(receipt, ledger)
    english, swedish = str(caught.value), caught.value.told("sv")
    assert english == caught.value.told("en") != swedish
    assert "{" not in english + swedish
    assert (english + swedish).isprintable()
    return caught.value.fault


def test_its_form_is_what_any_json_library_writes_with_sorted_keys_and_no_spaces() -> None:
    assert canonical(RECEIPT).decode() == (
        f'{{"accepted":["media","statistics"],"day":"2026-11-22","digest":"{SITE.policy.digest}",'
        f'"key":"{key_id(PUBLIC)}","ledger":"{LEDGER.head}","policy":1,"site":"klinik.example","v":1}}'
    )
    again = json.dumps(json.loads(canonical(SIGNED)), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == canonical(SIGNED)


def test_it_holds_nothing_of_who_agreed() -> None:
    assert Receipt.__struct_fields__ == ("accepted", "day", "digest", "key", "ledger", "policy", "site", "v")
    assert sign(RECEIPT) == SIGNED, "signed twice it is the same"


def test_a_genuine_one_holds_against_the_ledger_also_later() -> None:
    verify_in(SIGNED, LEDGER)
    later = LEDGER.with_entry(key_entry(OTHER_PUBLIC, date(2026, 12, 1)))
    verify_in(SIGNED, later)


def test_it_is_read_from_a_file_however_laid_out_and_from_the_cookie() -> None:
    spread = json.dumps(json.loads(canonical(SIGNED)), indent=4).encode() + b"\r\n"
    assert read_receipt(canonical(SIGNED)) == read_receipt(spread) == from_cookie(to_cookie(SIGNED)) == SIGNED
    assert set(to_cookie(SIGNED)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(to_cookie(SIGNED)) < 700


@given(data=st.data())
def test_any_altered_byte_is_found(data: st.DataObject) -> None:
    text = bytearray(canonical(SIGNED))
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadReceipt):
        verify_in(read_receipt(bytes(text)), LEDGER)


@given(data=st.data())
def test_any_altered_character_of_the_cookie_is_found(data: st.DataObject) -> None:
    value = to_cookie(SIGNED)
    at = data.draw(st.integers(0, len(value) - 1))
    character = data.draw(st.characters(max_codepoint=255).filter(lambda each: each != value[at]))
    altered = value[:at] + character + value[at + 1 :]
    with pytest.raises(BadReceipt):
        verify_in(from_cookie(altered), LEDGER)


@pytest.mark.parametrize("bit", range(1, 16))
def test_the_bits_of_the_signature_that_carry_nothing_are_looked_at(bit: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[alphabet.index(SIGNED.signature[-1]) ^ bit]
    altered = msgspec.structs.replace(SIGNED, signature=SIGNED.signature[:-1] + last)
    assert fault(altered) == "altered"


def test_what_is_forged_or_of_another_installation_proves_nothing() -> None:
    assert fault(sign(RECEIPT, OTHER_KEY)) == "altered"
    assert fault(other(key=key_id(OTHER_PUBLIC))) == "unknown-key"
    assert fault(SIGNED, ledger_of(SITE, OTHER_PUBLIC)) == "unknown-key"
    assert fault(SIGNED, Ledger()) == "unknown-key"
    stranger = sign(msgspec.structs.replace(RECEIPT, key=key_id(OTHER_PUBLIC)), OTHER_KEY)
    assert fault(stranger) == "unknown-key"


@pytest.mark.parametrize(
    "changes",
    [
        {"ledger": "0" * 64},
        {"policy": 2},
        {"digest": "0" * 64},
        {"site": "butik.example"},
        {"day": date(2025, 12, 30)},
        {"ledger": LEDGER.hashes[0]},
    ],
    ids=str,
)
def test_what_the_ledger_does_not_bear_out_proves_nothing_whoever_signed(changes: dict[str, object]) -> None:
    assert fault(other(**changes)) == "other-ledger"


def test_a_rewritten_ledger_shows_by_the_receipts_given_before() -> None:
    entry = msgspec.structs.replace(of_version(SITE, 1), document="e" * 64)
    rewritten = Ledger().with_entry(key_entry(PUBLIC, FIRST)).with_entry(entry)
    rewritten.verify()
    assert fault(SIGNED, rewritten) == "other-ledger"
    assert fault(SIGNED, Ledger(LEDGER.lines[:1])) == "other-ledger"


def test_a_receipt_is_of_the_key_that_signed_at_its_head() -> None:
    rotated = LEDGER.with_entry(key_entry(OTHER_PUBLIC, date(2026, 12, 1)))
    receipt = msgspec.structs.replace(RECEIPT, ledger=rotated.head, day=date(2026, 12, 1))
    assert fault(sign(receipt), rotated) == "other-ledger", "the key was destroyed by then"
    verify_in(sign(msgspec.structs.replace(receipt, key=key_id(OTHER_PUBLIC)), OTHER_KEY), rotated)


@pytest.mark.parametrize("day", [date(2026, 12, 3), date(2027, 11, 22)])
def test_a_key_signs_nothing_of_a_day_after_another_took_its_place(day: date) -> None:
    """Who has stolen it can name an old head, but no later day."""
    rotated = LEDGER.with_entry(key_entry(OTHER_PUBLIC, date(2026, 12, 1)))
    verify_in(other(day=date(2026, 12, 2)), rotated)
    with pytest.raises(BadReceipt, match="signed nothing after 2026-12-01, when another took its place") as caught:
        verify_in(other(day=day), rotated)
    assert caught.value.fault == "other-ledger"


def test_a_day_before_the_line_that_it_names_is_told_as_such() -> None:
    """As after a clock that was years ahead when the line was written."""
    with pytest.raises(
        BadReceipt, match=r"It is of 2025-12-30, and the line .* was written later, on 2026-01-01"
    ) as caught:
        verify_in(other(day=date(2025, 12, 30)), LEDGER)
    assert caught.value.told("sv") == (
        "Kvittot är från 2025-12-30, men raden i liggaren som det anger skrevs senare, 2026-01-01: en av dagarna är "
        "fel."
    )


VOIDING: Final = (date(2026, 6, 1), changed("visits = {}", "visits = {}\npages = {}", LATER_TEXT))
VOIDED: Final = ledger_of(site_of(HOST, "Europe/Stockholm", [(FIRST, DOCUMENT), VOIDING]), PUBLIC)


@pytest.mark.parametrize("head", VOIDED.hashes[1:])
def test_a_version_after_which_everyone_was_asked_again_is_agreed_to_no_more(head: str) -> None:
    """Neither with the ledger of that time nor with an older head."""
    with pytest.raises(BadReceipt, match="version 2 asked everyone again") as caught:
        verify_in(other(ledger=head), VOIDED)
    assert caught.value.fault == "other-ledger"


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2)])
def test_until_then_and_where_that_day_has_come_already_it_was(day: date) -> None:
    verify_in(other(ledger=VOIDED.hashes[1], day=day), VOIDED)


def test_a_day_that_has_not_begun_where_the_site_is_is_not_too_early() -> None:
    verify_in(other(day=date(2025, 12, 31)), LEDGER)


def test_against_a_broken_ledger_nothing_is_said() -> None:
    with pytest.raises(BrokenChain):
        verify_in(SIGNED, Ledger([b"{"]))


WHOLE: Final = canonical(SIGNED)


@pytest.mark.parametrize(
    "text",
    [
        b"", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 5_000, WHOLE[:-1], WHOLE + WHOLE, canonical(RECEIPT),
        WHOLE.replace(b'"v":1', b'"v":2'), WHOLE.replace(b'"v":1', b'"v":1,"who":"me"'),
        WHOLE.replace(b'"policy":1', b'"policy":"1"'), WHOLE.replace(b'"policy":1', b'"policy":0'),
        WHOLE.replace(b"2026-11-22", b"2026-11-22T10:00:00"), WHOLE.replace(b"2026-11-22", b"2026-13-22"),
        WHOLE.replace(b'["media","statistics"]', b"[]"), WHOLE.replace(b"klinik.example", b"../klinik.example"),
        WHOLE.replace(SIGNED.signature.encode(), b"x"), b" " * 20_000 + WHOLE,
    ],
)  # fmt: skip
def test_what_is_no_receipt_is_refused_as_such(text: bytes) -> None:
    with pytest.raises(BadReceipt, match="no receipt") as caught:
        read_receipt(text)
    assert caught.value.fault == "unreadable"
    with pytest.raises(BadReceipt):
        from_cookie(urlsafe_b64encode(text).decode())


@pytest.mark.parametrize("said", [r"\u001b[2K\u001b[1Greceipt.json is genuine.", "\u202e", "\u0085"])
def test_nothing_of_what_is_no_receipt_is_quoted(said: str) -> None:
    unknown = WHOLE.replace(b'"v":1', f'"v":1,"{said}":1'.encode())
    for text in (unknown, said.encode(), WHOLE + said.encode(), unknown[:-5]):
        with pytest.raises(BadReceipt) as caught:
            read_receipt(text)
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("value", ["", "a", "!", "å", to_cookie(SIGNED) + "=", to_cookie(SIGNED) + " ", "rv_receipt"])
def test_what_is_no_cookie_of_ours_is_refused(value: str) -> None:
    with pytest.raises(BadReceipt):
        from_cookie(value)


def test_what_it_says_in_swedish() -> None:
    first, second, third, fourth, fifth = statement(RECEIPT, "sv")
    assert first == "Den 22 november 2026 gavs ett samtycke på klinik.example."
    assert second == "Det gäller: Film och kartor; Statistik."
    assert third.startswith("Frågan ställdes enligt version 1 av integritetspolicyn, med kontrollsumman ")
    assert SITE.policy.digest in third
    assert LEDGER.head in fourth
    assert fifth.startswith(f"Kvittot är undertecknat med nyckeln {key_id(PUBLIC)}. Det har inget nummer")


def test_what_it_says_in_english_with_services_as_visitors_know_them() -> None:
    part = msgspec.structs.replace(RECEIPT, accepted=("film", "statistics"))
    assert statement(part, "en", SITE.policy)[:2] == [
        "On 22 November 2026 consent was given on klinik.example.",
        "It covers: Filmrutan; Statistics.",
    ]
    assert statement(part, "en")[1] == "It covers: film; Statistics."


def test_a_receipt_that_the_document_changed_since_still_holds() -> None:
    site = site_of(HOST, "Europe/Stockholm", [(FIRST, DOCUMENT), (date(2026, 12, 1), LATER_TEXT)])
    verify(SIGNED, ledger_of(site, PUBLIC).keys)
    verify_in(SIGNED, ledger_of(site, PUBLIC))
