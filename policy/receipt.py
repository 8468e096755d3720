"""The receipt of a yes: what it says, the one way to write it, and whether one of the site's keys has signed it."""

import base64
import binascii
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Meta, Struct

from policy.document import Policy
from policy.ledger import Digest, InWords, KeyId, Ledger, misread
from policy.phrases import ENGLISH, SWEDISH
from policy.schema import Host, Words
from policy.words import Language, day_in_words

LONGEST: Final = 16_384
"""Bytes of a receipt that are looked at."""

RECEIPT: Final = "rv_receipt"
"""The cookie that keeps it."""

APART: Final = timedelta(days=1)
"""How far a day of the site's may be from that of UTC."""

Fault = Literal["unreadable", "unknown-key", "altered", "other-ledger"]


class BadReceipt(InWords):
    """It proves nothing; the message says why, `fault` in one word."""

    def __init__(self, fault: Fault, why: str, /, **facts: object) -> None:
        super().__init__(_BAD[why], **facts)
        self.fault: Fault = fault


class Receipt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a yes was given on a `day` on the site's clock. `accepted` is to what, in the cookie's form; `policy` and
    `digest` name the version that asked, `ledger` the ledger's head then, `key` the key that signs."""

    accepted: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...], Meta(min_length=1)]
    day: date
    digest: Digest
    key: KeyId
    ledger: Digest
    policy: Annotated[int, Meta(ge=1)]
    site: Host
    v: Literal[1] = 1


class SignedReceipt(Receipt, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`signature` is Ed25519's over the canonical form of all the rest, in base64url without padding."""

    signature: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{86}\Z")]

    @property
    def unsigned(self) -> Receipt:
        return Receipt(**{name: getattr(self, name) for name in Receipt.__struct_fields__})


_decoder: Final = msgspec.json.Decoder(SignedReceipt)


def canonical(receipt: Receipt) -> bytes:
    """Keys in order, no spaces, UTF-8. Of a signed receipt this is what the visitor keeps as a file."""
    return msgspec.json.encode(receipt, order="sorted")


def signed(receipt: Receipt, signature: bytes) -> SignedReceipt:
    return SignedReceipt(**msgspec.structs.asdict(receipt), signature=_encoded(signature))


def read_receipt(text: bytes) -> SignedReceipt:
    """From a file, however it is laid out. Raises `BadReceipt`; whether it is genuine `verify` says."""
    if len(text) > LONGEST:
        raise BadReceipt("unreadable", "long", most=LONGEST)
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadReceipt("unreadable", "misread", why=misread(error)) from None


def to_cookie(receipt: SignedReceipt) -> str:
    """The value of the cookie `rv_receipt`."""
    return _encoded(canonical(receipt))


def from_cookie(value: str) -> SignedReceipt:
    """Raises `BadReceipt`."""
    try:
        text = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadReceipt("unreadable", "base64url") from None
    receipt = read_receipt(text)
    if to_cookie(receipt) != value:
        raise BadReceipt("unreadable", "form")
    return receipt


def verify(receipt: SignedReceipt, keys: Mapping[str, bytes]) -> None:
    """`keys` are those of the site's ledger. Raises `BadReceipt`."""
    public = keys.get(receipt.key)
    if public is None:
        raise BadReceipt("unknown-key", "key", key=receipt.key)
    signature = base64.urlsafe_b64decode(receipt.signature + "==")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, canonical(receipt.unsigned))
    except InvalidSignature:
        raise BadReceipt("altered", "signature") from None
    if _encoded(signature) != receipt.signature:  # its last digit has bits that carry nothing
        raise BadReceipt("altered", "signature_form")


def verify_in(receipt: SignedReceipt, ledger: Ledger) -> None:
    """Whether a key of the ledger has signed it, and the ledger bears out what it says. Raises `BadReceipt`, and
    `BrokenChain` where the ledger itself is broken."""
    ledger.verify()
    verify(receipt, ledger.keys)
    if receipt.ledger not in ledger.hashes:
        raise BadReceipt("other-ledger", "head", head=receipt.ledger)
    then = ledger.up_to(receipt.ledger)
    asked, written = then.policies.get(receipt.policy), then.entries[-1].day
    said = (receipt.site, receipt.digest, receipt.key)
    # The ledger's days are UTC's, and a day begins up to fourteen hours earlier or twelve later elsewhere.
    if asked is None or (asked.site, asked.digest, then.key) != said:
        raise BadReceipt("other-ledger", "contradicted")
    if receipt.day < written - APART:
        raise BadReceipt("other-ledger", "early", day=receipt.day, written=written)
    replaced = ledger.replaced(receipt.ledger)
    if replaced and receipt.day > replaced + APART:
        raise BadReceipt("other-ledger", "late", day=receipt.day, key=receipt.key, replaced=replaced)
    passed = next((each for each in ledger.voiding(receipt.policy) if each.since < receipt.day - APART), None)
    if voiding := next(then.voiding(receipt.policy), passed):
        raise BadReceipt(
            "other-ledger", "voided",
            version=receipt.policy, day=receipt.day, since=voiding.since, later=voiding.version,
        )  # fmt: skip


def statement(receipt: Receipt, language: Language, policy: Policy | None = None) -> list[str]:
    """What it says, a sentence each. With the policy that it names, services are called as visitors know them."""
    said = _STATEMENT[language]
    titles = {service.name: service.title for service in policy.service} if policy else {}
    facts = {
        "day": day_in_words(receipt.day, language),
        "site": receipt.site,
        "accepted": "; ".join(_title(name, language, titles) for name in receipt.accepted),
        "policy": receipt.policy,
        "digest": receipt.digest,
        "ledger": receipt.ledger,
        "key": receipt.key,
    }
    return [sentence.format_map(facts) for sentence in said]


_STATEMENT: Final[dict[Language, tuple[str, ...]]] = {
    "sv": (
        "Den {day} gavs ett samtycke på {site}.",
        "Det gäller: {accepted}.",
        "Frågan ställdes enligt version {policy} av integritetspolicyn, med kontrollsumman {digest}.",
        "Den sista raden i webbplatsens liggare hade då kontrollsumman {ledger}.",
        "Kvittot är undertecknat med nyckeln {key}. Det har inget nummer och är likadant för alla som godkände samma "
        "sak samma dag.",
    ),
    "en": (
        "On {day} consent was given on {site}.",
        "It covers: {accepted}.",
        "The question was asked under version {policy} of the privacy policy, with the checksum {digest}.",
        "The last line of the website's ledger then had the checksum {ledger}.",
        "The receipt is signed with the key {key}. It has no number and is the same for everyone who agreed to the "
        "same on the same day.",
    ),
}


_BAD: Final = {
    "long": Words(
        sv="Det här är inget kvitto: ett sådant har högst {most} byte.",
        en="This is no receipt: those have at most {most} bytes.",
    ),
    "misread": Words(
        sv="Det här är inget kvitto, eller inte hela kvittot: {why}.",
        en="This is no receipt, or not the whole of one: {why}.",
    ),
    "base64url": Words(
        sv="Det här är inget kvitto: det är inte skrivet i base64url.",
        en="This is no receipt: it is not in base64url.",
    ),
    "form": Words(
        sv="Det här är inget kvitto så som tjänsten skriver det.", en="This is no receipt as the service writes it."
    ),
    "key": Words(
        sv="Liggaren har ingen nyckel {key}: kvittot kommer från en annan installation, eller så är liggaren inte hel.",
        en="The ledger has no key {key}: the receipt is another installation's, or the ledger is not whole.",
    ),
    "signature": Words(
        sv="Underskriften stämmer inte: kvittot är ändrat eller förfalskat.",
        en="The signature does not fit: the receipt was altered or forged.",
    ),
    "signature_form": Words(
        sv="Underskriften är inte skriven som den var: kvittot är ändrat.",
        en="The signature is not written as it was: the receipt was altered.",
    ),
    "head": Words(
        sv="Ingen rad i liggaren har kontrollsumman {head}, som kvittot anger: liggaren hör till en annan webbplats, "
        "är en äldre kopia eller har skrivits om.",
        en="No line of the ledger has the hash {head} that the receipt names: the ledger is another website's, an "
        "older copy, or was rewritten.",
    ),
    "contradicted": Words(
        sv="Liggaren säger något annat om den webbplatsen, versionen eller nyckeln.",
        en="The ledger says something else of that website, version or key.",
    ),
    "early": Words(
        sv="Kvittot är från {day}, men raden i liggaren som det anger skrevs senare, {written}: en av dagarna är fel.",
        en="It is of {day}, and the line of the ledger that it names was written later, on {written}: one of the days "
        "is wrong.",
    ),
    "late": Words(
        sv="Kvittot är från {day}, men nyckeln {key} undertecknade inget efter {replaced}, då en annan tog dess plats.",
        en="It is of {day}, and the key {key} signed nothing after {replaced}, when another took its place.",
    ),
    "voided": Words(
        sv="Besökarna tillfrågades inte enligt version {version} den {day}: sedan {since} gäller version {later}, som "
        "frågade alla på nytt.",
        en="Version {version} was not what visitors were asked with on {day}: since {since} version {later} asked "
        "everyone again.",
    ),
}


def _title(name: str, language: Language, titles: Mapping[str, str]) -> str:
    phrases = (SWEDISH if language == "sv" else ENGLISH).services
    assert phrases is not None, "the languages that come with the service lack nothing"
    if name == "statistics":
        return phrases.statistics
    return phrases.categories[name].title if name in phrases.categories else titles.get(name, name)


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
