"""Pictures of how visitors were asked, written down in the ledger: when a policy is published, or later."""

import argparse
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from collector.script import script_of
from collector.signing import BadKey, ReceiptKeys
from dashboard.commands.ledger import catch_up, require_writable, today
from dashboard.commands.publish import Refusal, installed, version_of
from dashboard.serve import build_sites
from dashboard.settings import Settings
from policy.banner import wordings
from policy.ledger import Ledger, PolicyEntry, Shot, ShotsEntry, SoftwareEntry
from policy.site import Site
from store.ledger import LedgerFiles
from store.policies import PolicyFiles

if TYPE_CHECKING:
    from dashboard.commands.camera import Photograph

NEVER = "none"
"""The setting of whoever wants no pictures."""


class CannotShoot(Refusal):
    """No picture was taken, and nothing changed; the message says why and what to do."""


class _Asked(NamedTuple):
    """How a version was asked, by the last line `n` of the ledger that has a script of its own."""

    n: int
    day: date
    scripts: tuple[str, ...]


def policy_shoot(settings: Settings, given: argparse.Namespace) -> int:
    """The command."""
    version = version_of(PolicyFiles(settings.data / "policies"), given.host, given.version)
    if settings.chromium == NEVER:
        raise CannotShoot("RAKNEVERK_CHROMIUM is none: no pictures are taken. Take it away, or name a Chromium.")
    print(_told(shoot(settings, given.host, version)))
    return 0


def after_publishing(settings: Settings, hosts: Iterable[str]) -> None:
    """Takes what pictures it can, and says what to do about those that it cannot: what is published is so."""
    if settings.chromium == NEVER:
        return
    for host in hosts:
        try:
            print(_told(shoot(settings, host)))
        except (Refusal, BadKey, OSError) as error:
            print(f"No pictures of the question were taken: {error} Later: rakneverk policy shoot {host}")


def shoot(settings: Settings, host: str, version: int | None = None) -> int:
    """Has pictures taken of a version, without one of that in force; returns how many, 0 if there were some already.
    Raises `Refusal`."""
    files = PolicyFiles(settings.data / "policies")
    number = version_of(files, host, version)
    catch_up(files, ReceiptKeys(settings.data / "keys"), today())
    site = build_sites(files)[host]
    asked = _asked(site.ledger, number)
    if asked is None:
        raise CannotShoot(f"The ledger cannot be written on; see rakneverk policy verify {host}.")
    if _is_pictured(LedgerFiles(files.directory), site, number, asked):
        return 0
    taken = _photographed(settings, _then(site, number), asked)
    _write_down(files, host, number, asked, taken)
    return len(taken)


def _told(taken: int) -> str:
    if not taken:
        return "The pictures of the question are there already."
    return f"{taken} pictures of the question are taken, and written down in the ledger."


def _asked(ledger: Ledger, version: int) -> _Asked | None:
    """None where there is no sound ledger."""
    asked, present = None, 0
    for entry in ledger.entries:
        if isinstance(entry, PolicyEntry):
            present = entry.version
        if present != version or not isinstance(entry, PolicyEntry | SoftwareEntry):
            continue
        if asked is None or not set(entry.scripts) <= set(asked.scripts):
            asked = _Asked(entry.n, entry.day, entry.scripts)
    return asked


def _is_pictured(ledgers: LedgerFiles, site: Site, version: int, asked: _Asked) -> bool:
    """Whether there are pictures of the script that was served last, and their files."""
    last = _last_pictured(site.ledger, version)
    if last is None or last.n < asked.n:
        return False
    return all(ledgers.shot(site.host, shot.sha256).is_file() for shot in last.shots)


def _last_pictured(ledger: Ledger, version: int) -> ShotsEntry | None:
    taken = [each for each in ledger.entries if isinstance(each, ShotsEntry) and each.version == version]
    return taken[-1] if taken else None


def _then(site: Site, version: int) -> Site:
    """The site as it was when the version was the newest."""
    history = {number: published for number, published in site.history.items() if number <= version}
    return Site(site.host, site.timezone.key, history)


def _photographed(settings: Settings, site: Site, asked: _Asked) -> list[tuple[Shot, bytes]]:
    script = script_of(site, asked.day).text
    if sha256(script.encode()).hexdigest() not in asked.scripts:
        raise CannotShoot(
            f"Version {site.policy.version} was asked with another version of the program, or nobody wrote down how; "
            "what it looked like then cannot be shown now."
        )
    # Playwright is an extra, for those who want pictures and audits.
    try:
        from dashboard.commands.camera import NoPicture, Scene, photographs  # noqa: PLC0415
    except ModuleNotFoundError:
        raise CannotShoot("Playwright is not installed; install rakneverk[audit].") from None
    scene = Scene(site.host, script, list(wordings(site.policy)), bool(site.policy.service))
    try:
        taken = photographs(_program(settings), scene)
    except NoPicture as reason:
        raise CannotShoot(str(reason)) from None
    return [(_shot(each), each.png) for each in taken]


def _shot(taken: "Photograph") -> Shot:
    digest = sha256(taken.png).hexdigest()
    return Shot(language=taken.language, width=taken.width, scheme=taken.scheme, layer=taken.layer, sha256=digest)


def _program(settings: Settings) -> Path | None:
    """None to look for one."""
    if not settings.chromium:
        return None
    program = Path(settings.chromium)
    if not program.is_file():
        raise CannotShoot(f"RAKNEVERK_CHROMIUM is {program}: there is no such program.")
    return program


def _write_down(files: PolicyFiles, host: str, version: int, asked: _Asked, taken: list[tuple[Shot, bytes]]) -> None:
    """The files first, then the line that names them. Taking the pictures took a while: much may have happened."""
    ledgers = LedgerFiles(files.directory)
    entry = ShotsEntry(day=today(), version=version, shots=tuple(shot for shot, _ in taken))
    with files.locked():
        require_writable(files, installed(files, host), entry.day)
        ledger = build_sites(files)[host].ledger
        for _, png in taken:
            ledgers.write_shot(host, png)
        last = _last_pictured(ledger, version)
        if last is None or last.n < asked.n or last.shots != entry.shots:
            ledger = ledger.with_entry(entry)
            ledgers.write(host, ledger.text)
            files.note_heads({host: ledger.head})
