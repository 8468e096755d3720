"""The ledger of a site: what visitors were asked with, one line after the other, each bound to the one before it."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from policy.schema import Words

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""SHA-256 in hexadecimal digits."""

_DigestOrNone = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]

KeyId = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]


class InWords(Exception):
    """What is wrong, in both languages; as a string in English. Texts among the `facts` are of the language too."""

    def __init__(self, words: Words, /, **facts: object) -> None:
        self._words, self._facts = words, facts
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        facts = {name: fact.in_(language) if isinstance(fact, Words) else fact for name, fact in self._facts.items()}
        return self._words.in_(language).format_map(facts)


class BrokenChain(InWords):
    """The ledger is not what was once written; the message says which line, what is wrong and what to do."""

    def __init__(self, why: str, /, **facts: object) -> None:
        super().__init__(_BROKEN[why], **facts)

    def told(self, language: str) -> str:
        return f"{super().told(language)} {_BROKEN['mend'].in_(language)}"


class _Entry(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """One line. `n` counts from 1; `previous` is the hash of the line before, "" for the first; `day` (UTC) is when it
    was written."""

    day: date
    n: Annotated[int, Meta(ge=1)] = 1
    previous: _DigestOrNone = ""


class PolicyEntry(_Entry, frozen=True, kw_only=True, tag="policy"):
    """A published version of the policy. `document` is the SHA-256 of the text, `digest` that of its content; `scripts`
    those of the script as it was served from `day` on, in order: with the news of a change, and without when they are
    news no more. `texts` are the banner's on `day`, by language; `pages` is the SHA-256 of what the visitors' pages are
    made of. None of the three where a later version had taken its place before it was written down, so that nobody
    knows."""

    site: str
    version: Annotated[int, Meta(ge=1)]
    since: date
    digest: Digest
    document: Digest
    material: tuple[str, ...]
    changed: tuple[str, ...]
    texts: dict[str, Any]
    scripts: tuple[Digest, ...]
    pages: _DigestOrNone
    software: str


class SoftwareEntry(_Entry, frozen=True, kw_only=True, tag="software"):
    """Another version of the program, which serves another script or other pages under the same policy."""

    version: str
    scripts: Annotated[tuple[Digest, ...], Meta(min_length=1)]
    pages: Digest
    texts: dict[str, Any]


class KeyEntry(_Entry, frozen=True, kw_only=True, tag="key"):
    """From here on receipts are signed with this key; `public` is its public half (Ed25519) in base64url."""

    id: KeyId
    public: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}\Z")]


class Shot(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture of the banner: in which language, how wide, in light or dark, which layer; SHA-256 of the PNG file."""

    language: str
    width: Annotated[int, Meta(ge=1)]
    scheme: Literal["light", "dark"]
    layer: str
    sha256: Digest


class ShotsEntry(_Entry, frozen=True, kw_only=True, tag="shots"):
    """Pictures that were taken of a version."""

    version: Annotated[int, Meta(ge=1)]
    shots: tuple[Shot, ...]


Entry = PolicyEntry | SoftwareEntry | KeyEntry | ShotsEntry

_decoder: Final = msgspec.json.Decoder(Entry)


class Ledger:
    """The lines as they lie, without their line feeds. Where they are no chain, or none with the hash that was `noted`,
    all that is read from them is empty and `verify` says why."""

    def __init__(self, lines: Iterable[bytes] = (), noted: str = "") -> None:
        self.lines, self._noted = tuple(lines), noted

    @classmethod
    def unreadable(cls, reason: str) -> "Ledger":
        """One that lies there and cannot be read: empty, and broken."""
        ledger = cls()
        ledger._read = (), BrokenChain("unreadable", reason=reason)
        return ledger

    @classmethod
    def of(cls, text: bytes, noted: str = "") -> "Ledger":
        """From the bytes of a file."""
        return cls(text.removesuffix(b"\n").split(b"\n") if text else (), noted)

    @property
    def text(self) -> bytes:
        """The bytes of the file."""
        return b"".join(line + b"\n" for line in self.lines)

    def verify(self) -> None:
        """Raises `BrokenChain`. Whether the last line is as it was, only a hash that was noted can tell."""
        if self._broken:
            raise self._broken

    @property
    def is_sound(self) -> bool:
        return self._broken is None

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return self._read[0]

    @cached_property
    def hashes(self) -> tuple[str, ...]:
        """Of each line, SHA-256: each was the head once."""
        return tuple(map(hash_of, self.lines)) if self.is_sound else ()

    @property
    def head(self) -> str:
        """The hash of the last line, which stands for all of them; "" where there are none."""
        return self.hashes[-1] if self.hashes else ""

    @property
    def day(self) -> date | None:
        """When the last line was written."""
        return self.entries[-1].day if self.entries else None

    @cached_property
    def keys(self) -> Mapping[str, bytes]:
        """By its id the public half of every key that was ever used."""
        return {entry.id: public_of(entry) for entry in self.entries if isinstance(entry, KeyEntry)}

    @property
    def key(self) -> str:
        """The id of the key that signs now; "" before the first."""
        return next((entry.id for entry in reversed(self.entries) if isinstance(entry, KeyEntry)), "")

    @cached_property
    def policies(self) -> Mapping[int, PolicyEntry]:
        """By version."""
        return {entry.version: entry for entry in self.entries if isinstance(entry, PolicyEntry)}

    def with_entry(self, entry: Entry) -> "Ledger":
        """The ledger with one line more; its number and the hash before it are set here, and no line is older than the
        one before it, whatever the clock says. Raises `BrokenChain`."""
        self.verify()
        day = max(entry.day, self.day or entry.day)
        new = msgspec.structs.replace(entry, n=len(self.lines) + 1, previous=self.head, day=day)
        return Ledger((*self.lines, _line(new)))

    def up_to(self, head: str) -> "Ledger":
        """The ledger as it was when the hash was its head."""
        number = self.hashes.index(head) + 1
        then = Ledger(self.lines[:number])
        then._read = self.entries[:number], None  # the beginning of a sound chain is one
        return then

    def replaced(self, head: str) -> date | None:
        """The day on which another key took the place of that which signed when the hash was the head."""
        later = self.entries[self.hashes.index(head) + 1 :]
        return next((entry.day for entry in later if isinstance(entry, KeyEntry)), None)

    def voiding(self, version: int) -> Iterator[PolicyEntry]:
        """The later versions with which everyone was asked again, so that no answer to this one held."""
        return (entry for entry in self.policies.values() if entry.version > version and entry.material)

    @property
    def _broken(self) -> BrokenChain | None:
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[tuple[Entry, ...], BrokenChain | None]:
        try:
            return tuple(_entries(self.lines, self._noted)), None
        except BrokenChain as broken:
            return (), broken


def hash_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def key_id(public: bytes) -> str:
    """What a key is called: the first 16 hexadecimal digits of the SHA-256 of its raw public half."""
    return hashlib.sha256(public).hexdigest()[:16]


def key_entry(public: bytes, day: date) -> KeyEntry:
    return KeyEntry(day=day, id=key_id(public), public=base64.urlsafe_b64encode(public).rstrip(b"=").decode())


def public_of(entry: KeyEntry) -> bytes:
    return base64.urlsafe_b64decode(entry.public + "=")


def misread(error: Exception) -> Words:
    """Why JSON was refused, in words that quote nothing of it: it may hold characters that terminals obey."""
    if isinstance(error, msgspec.ValidationError):
        return Words(
            sv="en nyckel är okänd eller saknas, eller har ett värde som den inte kan ha",
            en="a key is unknown or missing, or has a value that it cannot have",
        )
    if at := re.search(r"\(byte ([0-9]+)\)", str(error)):
        return Words(sv=f"det är inte JSON vid byte {at[1]}", en=f"it is no JSON at byte {at[1]}")
    return Words(sv="det är inte JSON, eller inte hela", en="it is no JSON, or not the whole of it")


def begins_as_ledger(text: bytes) -> bool:
    """Whether the first line is one of a ledger's, whatever became of it."""
    try:
        _decoder.decode(text.partition(b"\n")[0])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _line(entry: Entry) -> bytes:
    """The one way to write it: keys in order, no spaces, UTF-8."""
    return msgspec.json.encode(entry, order="sorted")


def _entries(lines: Sequence[bytes], noted: str) -> Iterator[Entry]:
    previous, before, version = "", date.min, 0
    if noted and not lines:
        raise BrokenChain("gone", noted=noted)
    if noted and noted not in map(hash_of, lines):
        raise BrokenChain("noted", noted=noted)
    for number, line in enumerate(lines, 1):
        entry = _decoded(number, line)
        if entry.n != number or entry.previous != previous:
            raise BrokenChain("unchained", n=number)
        if entry.day < before:
            raise BrokenChain("older", n=number)
        if isinstance(entry, KeyEntry) and key_id(public_of(entry)) != entry.id:
            raise BrokenChain("key", n=number)
        if isinstance(entry, PolicyEntry):
            if version and entry.version != version + 1:
                raise BrokenChain("version", n=number, version=entry.version)
            version = entry.version
        yield entry
        previous, before = hash_of(line), entry.day


def _decoded(number: int, line: bytes) -> Entry:
    try:
        entry: Entry = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenChain("line", n=number, why=misread(error)) from None
    if _line(entry) != line:
        raise BrokenChain("form", n=number)
    return entry


_BROKEN: Final = {
    "unreadable": Words(sv="Den kan inte läsas ({reason}).", en="It cannot be read ({reason})."),
    "gone": Words(
        sv="Den är borta eller tom, men sites.json anger {noted} som den sista radens kontrollsumma.",
        en="It is gone or empty, but sites.json notes {noted} as the hash of its last line.",
    ),
    "noted": Words(
        sv="Ingen rad har kontrollsumman {noted}, som sites.json anger som den sista radens: rader har ändrats eller "
        "tagits bort.",
        en="No line has the hash {noted} that sites.json noted as the last: lines were altered or taken out.",
    ),
    "unchained": Words(
        sv="Rad {n} följer inte på raden före: någon av dem har ändrats, eller så har en rad satts in, flyttats eller "
        "tagits bort.",
        en="Line {n} does not follow the line before it: one of them was altered, or a line was put in, moved or taken "
        "out.",
    ),
    "older": Words(sv="Rad {n} är äldre än raden före.", en="Line {n} is older than the line before it."),
    "key": Words(
        sv="Rad {n} kallar en nyckel vid en annan nyckels namn.", en="Line {n} names a key by another key's id."
    ),
    "version": Words(
        sv="Rad {n} har version {version} av policyn i fel ordning.",
        en="Line {n} has version {version} of the policy out of order.",
    ),
    "line": Words(sv="Rad {n} kan inte läsas: {why}.", en="Line {n} cannot be read: {why}."),
    "form": Words(
        sv="Rad {n} är inte skriven så som det här programmet skriver.",
        en="Line {n} is not written as this program writes it.",
    ),
    "mend": Words(
        sv="Lägg tillbaka ledger.jsonl från en säkerhetskopia, eller läs docs/proof.md.",
        en="Put ledger.jsonl back from a backup, or see docs/proof.md.",
    ),
}
