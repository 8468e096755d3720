"""Keeping the ledgers up with what is published, and holding one against the other."""

import argparse
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Final, NamedTuple

from collector.pages.digest import pages_digest
from collector.script import script_of
from collector.signing import BadKey, Public, ReceiptKeys
from dashboard.commands.publish import Refusal, installed
from dashboard.commands.terminal import warn
from dashboard.serve import build_sites, ledger_of
from dashboard.settings import Settings
from policy.banner import NOTICE, configuration
from policy.changes import changes
from policy.check import read
from policy.document import Policy, material_changes
from policy.ledger import BrokenChain, Entry, Ledger, PolicyEntry, ShotsEntry, SoftwareEntry, key_entry, key_id
from policy.receipt import RECEIPT
from policy.site import Site
from store.ledger import LedgerFiles
from store.policies import InstalledSite, PolicyFiles

_BEHIND: Final = timedelta(days=1)
_AHEAD: Final = timedelta(days=400)
"""How far the clock may be from what was written down last: a ledger's days never fall, so one that is wrong stays."""


class BrokenLedger(Refusal):
    """The ledger of a site is not what it was; the message says where it lies, what is wrong and what to do."""


class Sound(NamedTuple):
    """A ledger that fits all that is published."""

    ledger: Ledger
    versions: int
    shots: int


def catch_up(files: PolicyFiles, keys: ReceiptKeys, today: date, *, after_long: bool = False) -> list[BrokenLedger]:
    """Writes down what is published, or served by another program, and not in the ledgers yet; then destroys the keys
    that sign no more. Returns those ledgers that do not fit what is published, or the clock: they are left as they are.
    With `after_long` the clock is believed however long nothing was written."""
    broken: list[BrokenLedger] = []
    heads: dict[str, str] = {}
    with files.locked():
        sites = build_sites(files)
        public = keys.newest() if any(sites) else None
        for site in files.sites():
            try:
                require_writable(files, site, today, after_long=after_long)
            except BrokenLedger as fault:
                broken.append(fault)
            else:
                assert public is not None, "there is a site"
                heads[site.host] = _extended(files, sites[site.host], public, today).head
        files.note_heads(heads)
        if public:
            keys.destroy_before(public.number)
    return broken


def rotate(files: PolicyFiles, keys: ReceiptKeys, today: date) -> list[BrokenLedger]:
    """Has receipts signed with a new key from now on. Returns the ledgers that could not be told of it."""
    keys.rotate()
    return catch_up(files, keys, today, after_long=True)


def require_sound(files: PolicyFiles, keys: ReceiptKeys, text: str, today: date) -> None:
    """Raises `BrokenLedger` or `BadKey` if the ledgers of the sites that the document governs could not be written on;
    `PolicyError` if it is no document."""
    policy = read(text)
    if files.sites():
        keys.newest()
    for fault in _faults(files, policy, today):
        raise fault


def hindrances(files: PolicyFiles, keys: Path, policy: Policy, today: date) -> list[str]:
    """What `require_sound` would say of the policy; makes no key, nor the directory of them."""
    found = list(map(str, _faults(files, policy, today)))
    if any(keys.glob("receipt-*.key")):
        try:
            ReceiptKeys(keys).newest()
        except BadKey as fault:
            found.insert(0, str(fault))
    return found


def _faults(files: PolicyFiles, policy: Policy, today: date) -> Iterator[BrokenLedger]:
    """Of the ledgers that could not be written on, of the sites that the policy governs."""
    for site in files.all_sites():
        if policy.governs(site.host):
            try:
                require_writable(files, site, today)
            except BrokenLedger as fault:
                yield fault


def verify(files: PolicyFiles, host: str) -> Sound:
    """Holds the whole ledger against the published documents and the pictures. Raises `BrokenLedger`."""
    site = installed(files, host)
    ledger = _require_fitting(files, site)
    ledgers = LedgerFiles(files.directory)
    later = [each.version for each in site.published if each.version not in ledger.policies]
    if later:
        raise BrokenLedger(
            f"{ledgers.path(host)}: version {later[0]} is published and not written down yet; the next start of "
            f"rakneverk serve does it."
        )
    shots = {shot.sha256 for entry in ledger.entries if isinstance(entry, ShotsEntry) for shot in entry.shots}
    for digest in sorted(shots):
        path = ledgers.shot(host, digest)
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise BrokenLedger(f"{path}: the picture is not the one that the ledger names; put it back from a backup.")
    return Sound(ledger, len(ledger.policies), len(shots))


def policy_verify(settings: Settings, given: argparse.Namespace) -> int:
    """The command."""
    files = PolicyFiles(settings.data / "policies")
    sound = verify(files, given.host)
    lines = len(sound.ledger.lines)
    counts = (counted(lines, "line"), counted(sound.versions, "version"), counted(sound.shots, "picture"))
    print(f"The ledger of {given.host} is whole: {', '.join(counts)}.")
    tell({given.host: sound.ledger})
    if given.head:
        print(_found(sound.ledger, given.head))
    warn_of_receipts([build_sites(files)[given.host]])
    return 0


def _found(ledger: Ledger, head: str) -> str:
    """Where the ledger has a head that somebody wrote down. Raises `BrokenLedger`."""
    if head not in ledger.hashes:
        raise BrokenLedger(
            "No line of the ledger has the head that you gave: it is another website's, or the ledger was rewritten."
        )
    entry = ledger.up_to(head).entries[-1]
    return f"Line {entry.n} of {entry.day} has the head that you gave: nothing up to there was rewritten."


def warn_of_receipts(sites: Iterable[Site]) -> None:
    """Says on stderr of which sites nobody gets a receipt, and what to do: documents from before there were receipts
    are in force until another is published."""
    for site in sites:
        if not any(row.name == RECEIPT for row in site.policy.cookie):
            warn(
                f"Version {site.policy.version} of the policy of {site.host} has no row for {RECEIPT}, so nobody there "
                f'gets a receipt. Add a [[cookie]] with name = "{RECEIPT}", kind = "cookie", needs = "yes", '
                "http_only = true, the lifetime of rv_choice and a purpose, as in policy/examples/kbt-verkstan.toml, "
                f"and publish version {site.policy.version + 1}: every visitor is then asked again."
            )


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def tell(ledgers: Mapping[str, Ledger]) -> None:
    """Prints the heads of the ledgers by host, and what they are good for; nothing of one that has none."""
    heads = {host: ledger for host, ledger in ledgers.items() if ledger.head}
    for host, ledger in heads.items():
        print(f"Head of {host}: {ledger.head}, of {ledger.day}.")
    if heads:
        print(
            "A head is the checksum of a ledger's last line. Write it down somewhere else: with it, rakneverk policy "
            "verify HOST --head SHA256 tells later whether anything up to that line was rewritten."
        )


def tell_heads(settings: Settings, *hosts: str) -> None:
    """Catches up; prints the heads of these sites, and on stderr what is wrong with whichever."""
    files, keys = PolicyFiles(settings.data / "policies"), ReceiptKeys(settings.data / "keys")
    for fault in catch_up(files, keys, today()):
        warn(str(fault))
    tell({host: ledger for host, ledger in ledgers_of(files).items() if host in hosts})


def ledgers_of(files: PolicyFiles) -> dict[str, Ledger]:
    """By host, of the installed sites, as they lie."""
    ledgers = LedgerFiles(files.directory)
    return {site.host: ledger_of(ledgers, site) for site in files.sites()}


def keep_up(settings: Settings) -> None:
    """Catches up where that can be done. What hinders it is said on stderr: without ledgers and receipts all else
    goes on."""
    try:
        tell_heads(settings)
    except BadKey as fault:
        why = str(fault)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}." if error.filename else f"{error}."
    else:
        return
    warn(f"{why} Until that is mended nothing is written in the ledgers.")


def today() -> date:
    """UTC's, by which the ledgers count."""
    return datetime.now(UTC).date()


def _extended(files: PolicyFiles, site: Site, public: Public, today: date) -> Ledger:
    """The site's ledger with what it lacked, as it is now on disk."""
    ledger = site.ledger
    for entry in _missing(files, site, public, max(today, ledger.day or today)):
        ledger = ledger.with_entry(entry)
    if ledger.head != site.ledger.head:
        LedgerFiles(files.directory).write(site.host, ledger.text)
    return ledger


def _missing(files: PolicyFiles, site: Site, public: Public, day: date) -> Iterator[Entry]:
    if key_id(public.half) != site.ledger.key:
        yield key_entry(public.half, day)
    new = [version for version in site.history if version not in site.ledger.policies]
    for version in new:
        yield _of_policy(files, site, version, day)
    if not new and _program_changed(site):
        yield SoftwareEntry(
            day=day, version=_program(), scripts=_scripts(site, day), pages=pages_digest(), texts=_texts(site, day)
        )


def _of_policy(files: PolicyFiles, site: Site, version: int, day: date) -> PolicyEntry:
    """Of the version in force also how it is asked; how an earlier one was, nobody knows who was not there."""
    published = site.history[version]
    before = next((one.policy for one, two in itertools.pairwise(site.history.values()) if two == published), None)
    in_force = published.policy is site.policy
    digests = {each.version: each.digest for each in installed(files, site.host).published}
    return PolicyEntry(
        day=day,
        site=site.host,
        version=version,
        since=published.day,
        digest=digests[version],
        document=_sha256(files.document(site.host, version)),
        material=material_changes(before, published.policy) if before else (),
        changed=tuple(change.key for change in changes(before, published.policy)) if before else (),
        texts=_texts(site, day) if in_force else {},
        scripts=_scripts(site, day) if in_force else (),
        pages=pages_digest() if in_force else "",
        software=_program(),
    )


def _program_changed(site: Site) -> bool:
    """Whether this program serves another script, or makes pages of something else, than the last line that tells."""
    last = next(each for each in reversed(site.ledger.entries) if isinstance(each, PolicyEntry | SoftwareEntry))
    return (_scripts(site, last.day), pages_digest()) != (last.scripts, last.pages)


def _program() -> str:
    return installed_version("rakneverk")


def _scripts(site: Site, day: date) -> tuple[str, ...]:
    """Of every script that is served from the day on, in order: what is news of a change is dropped when it is old. The
    site's own day may still be the one before."""
    earliest = day - timedelta(days=1)
    ends = {each.day + NOTICE for each in site.history.values()}
    days = sorted({earliest, *(end for end in ends if end > earliest)})
    return tuple(dict.fromkeys(_sha256(script_of(site, each).text.encode()) for each in days))


def _texts(site: Site, day: date) -> dict[str, dict[str, object]]:
    texts: dict[str, dict[str, object]] = configuration(site, day)["texts"]
    return texts


def require_writable(files: PolicyFiles, site: InstalledSite, today: date, *, after_long: bool = False) -> None:
    """Raises `BrokenLedger` where a line of today would not fit what is published, or the lines before it."""
    ledger, path = _require_fitting(files, site), LedgerFiles(files.directory).path(site.host)
    if ledger.day and today < ledger.day - _BEHIND:
        raise BrokenLedger(
            f"{path}: its last line is of {ledger.day}, and the clock says {today}. Set the clock; if it was wrong "
            "then, see docs/proof.md."
        )
    last = max([ledger.day or date.min, *(each.day for each in site.published)])
    if today > last + _AHEAD and not after_long:
        raise BrokenLedger(
            f"{path}: nothing is newer than {last}, and the clock says {today}. Set the clock; if it is right, "
            "write on with: rakneverk receipt rotate"
        )


def _require_fitting(files: PolicyFiles, site: InstalledSite) -> Ledger:
    """The ledger. Raises `BrokenLedger` where it says something else than what was published."""
    ledgers = LedgerFiles(files.directory)
    ledger, path = ledger_of(ledgers, site), ledgers.path(site.host)
    try:
        ledger.verify()
    except BrokenChain as broken:
        raise BrokenLedger(f"{path}: {broken}") from None
    published = {each.version: each for each in site.published}
    for version, entry in ledger.policies.items():
        there = published.get(version)
        known = there and (site.host, there.digest, there.day) == (entry.site, entry.digest, entry.since)
        if not known or _sha256(files.document(site.host, version)) != entry.document:
            raise BrokenLedger(
                f"{path}: line {entry.n} says something else of version {version} than what is published. "
                f"Put sites.json and {version}.toml back from a backup, or see docs/proof.md."
            )
    return ledger


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
