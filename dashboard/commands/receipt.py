"""The commands `receipt`: whether a visitor's receipt is genuine, and signing with a new key."""

import argparse
from pathlib import Path
from typing import Final

from collector.signing import ReceiptKeys
from dashboard.commands.ledger import BrokenLedger, ledgers_of, rotate, tell, today
from dashboard.commands.publish import Refusal
from dashboard.commands.terminal import line
from dashboard.settings import Settings
from policy.ledger import BrokenChain, Ledger, begins_as_ledger, key_id
from policy.receipt import BadReceipt, read_receipt, statement, verify_in
from policy.schema import Words
from policy.words import Language
from store.ledger import LedgerFiles
from store.policies import PolicyFiles

_SAID: Final = {
    "genuine": Words(
        sv="{file}: äkta, enligt liggaren vars sista rad har {head}.",
        en="{file}: genuine, by the ledger whose head is {head}.",
    ),
    "receipt": Words(
        sv="{file} kan inte läsas ({why}): ange en fil som en besökare har sparat.",
        en="{file} cannot be read ({why}): name a file that a visitor has saved.",
    ),
    "site": Words(
        sv="Det finns ingen webbplats {host} i {data}: ange webbplatsens liggare med --ledger.",
        en="There is no site {host} in {data}: name the site's ledger with --ledger.",
    ),
    "gone": Words(
        sv="{file} är borta eller tom: lägg tillbaka den från en säkerhetskopia, eller ange en kopia med --ledger.",
        en="{file} is gone or empty: put it back from a backup, or name a copy with --ledger.",
    ),
    "ledger": Words(sv="{file} kan inte läsas ({why}). {instead}", en="{file} cannot be read ({why}). {instead}"),
    "empty": Words(sv="{file}: Liggaren är tom. {instead}", en="{file}: The ledger is empty. {instead}"),
    "none": Words(sv="{file}: Det här är ingen liggare. {instead}", en="{file}: This is no ledger. {instead}"),
    "instead": Words(
        sv="Ange webbplatsens: policies/{host}/ledger.jsonl i datakatalogen, eller en kopia hämtad från tjänsten, "
        "/policy/{host}/ledger.jsonl.",
        en="Name the site's: policies/{host}/ledger.jsonl in the data directory, or a copy fetched from the service, "
        "/policy/{host}/ledger.jsonl.",
    ),
}
_WHY: Final = {FileNotFoundError: "den finns inte", IsADirectoryError: "det är en katalog",
               PermissionError: "den får inte läsas"}  # fmt: skip
"""What hinders the reading of a file, in Swedish; in English the system says it."""


def receipt_verify(settings: Settings, given: argparse.Namespace) -> int:
    """Raises `Refusal` with the file's name, in the language asked for."""
    language: Language = given.language
    try:
        receipt = read_receipt(_content(given.file, "receipt", language))
        ledger = _ledger(settings, receipt.site, given.ledger, language)
        verify_in(receipt, ledger)
    except BadReceipt as bad:
        raise Refusal(f"{line(str(given.file))}: {bad.told(language)}") from None
    print(_said("genuine", language, file=given.file, head=ledger.head))
    for sentence in statement(receipt, language):
        print(line(sentence))
    return 0


def receipt_rotate(settings: Settings, _: argparse.Namespace) -> int:
    files = PolicyFiles(settings.data / "policies")
    if not files.sites():
        raise Refusal("There is no site here yet: adding one makes the first key.")
    keys = ReceiptKeys(settings.data / "keys")
    faults = rotate(files, keys, today())
    public, ledgers = keys.newest(), ledgers_of(files)
    lacking = ", ".join(host for host, ledger in ledgers.items() if ledger.key != key_id(public.half))
    but = f", but not for {lacking}" if lacking else ""
    print(f"Key {public.number} signs from now on{but}; the one before is destroyed. Old receipts stay verifiable.")
    tell({host: ledger for host, ledger in ledgers.items() if ledger.key == key_id(public.half)})
    if faults:
        why = "\n".join(map(str, faults))
        raise BrokenLedger(
            f"{why}\nUntil that is mended nobody gets a receipt of {lacking}: the ledger lacks the new key, which the "
            "next start of rakneverk serve writes into it."
        )
    return 0


def _ledger(settings: Settings, host: str, copy: Path | None, language: Language) -> Ledger:
    """The copy that was named, or that of the site here, also if it was removed. Raises `Refusal`."""
    path = copy or _own(settings, host, language)
    if copy is None and not (path.exists() and path.stat().st_size):
        raise Refusal(_said("gone", language, file=path))
    instead = _said("instead", language, host=host)
    content = _content(path, "ledger", language, instead=instead)
    if copy and not begins_as_ledger(content):
        raise Refusal(_said("none" if content.strip() else "empty", language, file=path, instead=instead))
    ledger = Ledger.of(content)
    try:
        ledger.verify()
    except BrokenChain as broken:
        raise BrokenLedger(f"{line(str(path))}: {broken.told(language)}") from None
    return ledger


def _own(settings: Settings, host: str, language: Language) -> Path:
    files = PolicyFiles(settings.data / "policies")
    if host not in {site.host for site in files.all_sites()}:
        raise Refusal(_said("site", language, host=host, data=settings.data))
    return LedgerFiles(files.directory).path(host)


def _content(path: Path, what: str, language: Language, **facts: object) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = (_WHY.get(type(error)) if language == "sv" else None) or error.strerror
        raise Refusal(_said(what, language, file=path, why=why, **facts)) from None


def _said(what: str, language: Language, **facts: object) -> str:
    return line(_SAID[what].in_(language).format_map(facts))
