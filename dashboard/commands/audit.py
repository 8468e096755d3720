"""The command `audit`: drives a browser over a website, and writes what it comes to."""

import argparse
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from audit.address import website
from audit.declaration import declared
from audit.finding import Language
from audit.judge import judge
from audit.proposal import propose
from audit.refusal import CannotAudit
from audit.report import Point, Report, as_html, as_json, report_of
from audit.report import Told as Finding
from audit.words import WORDS
from dashboard.commands.given import text_of
from dashboard.commands.publish import Refusal
from dashboard.commands.terminal import line
from dashboard.serve import build_sites
from dashboard.settings import Settings
from policy.check import PolicyError, read
from policy.document import Policy
from store.policies import PolicyFiles

if TYPE_CHECKING:
    from audit.evidence import Evidence
    from audit.order import Told

CLEAN, FAULTY, NOT_AUDITED = 0, 1, 3
"""How the command ends; 2 is for usage, as everywhere."""

MOST_PAGES: Final = 500

_NEEDED: Final = frozenset({"playwright", "axe_playwright_python", "duckduckgo_autoconsent"})
"""What the extra brings."""

_WIDTH: Final = 30
"""Characters of a full bar."""


class NotAudited(Exception):
    """The message says why, and what to do."""


def audit(settings: Settings, given: argparse.Namespace) -> int:
    try:
        return _audit(settings, given)
    except (NotAudited, CannotAudit, Refusal) as refusal:
        why = str(refusal)
    except PolicyError as error:
        why = "\n".join(f"{given.policy}: {problem}" for problem in error.problems)
    except OSError as error:
        why = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    print(f"rakneverk: {why}", file=sys.stderr)
    return NOT_AUDITED


def _audit(settings: Settings, given: argparse.Namespace) -> int:
    language: Language = given.language
    policy = read(text_of(given.policy)) if given.policy else None
    hosts = None if given.any_host else own_hosts(settings, policy)
    website(given.url, hosts)  # refused before a browser starts
    _require_room(given.out, *([given.propose.parent] if given.propose else []))
    evidence = _examined(given, hosts, policy)
    declaration = declared(evidence, policy, str(given.policy))
    report = report_of(evidence, declaration, judge(evidence, declaration), language)
    files = {given.out / f"audit-{evidence.host}-{report.day}.html": as_html(report)}
    if given.json:
        files[given.out / f"audit-{evidence.host}-{report.day}.json"] = as_json(report, evidence)
    if given.propose and (draft := propose(evidence, declaration, language)):
        files[given.propose] = draft
    write_all(files)
    for each in told(report):
        print(each)
    for path in files:
        print(path)
    return FAULTY if report.faults else CLEAN


def _require_room(*folders: Path) -> None:
    """Asked before the audit, which may take its time. Raises `NotAudited`."""
    for folder in folders:
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        if not there.is_dir() or not os.access(there, os.W_OK):
            raise NotAudited(f"{folder} cannot be written to: name another folder with --out or --propose.")


def own_hosts(settings: Settings, policy: Policy | None) -> frozenset[str]:
    """Those of the sites in the data directory, if there is one, and those that the policy governs."""
    hosts = {host for site in build_sites(PolicyFiles(settings.data / "policies")) for host in site.hosts}
    if policy:
        hosts |= policy.hosts
    return frozenset(hosts)


def _examined(given: argparse.Namespace, hosts: frozenset[str] | None, policy: Policy | None) -> "Evidence":
    # What drives the browser is an extra, for those who audit.
    try:
        from playwright.sync_api import Error  # noqa: PLC0415

        from audit.browser import browser, find_browser  # noqa: PLC0415
        from audit.order import Order, longest  # noqa: PLC0415
        from audit.visit import examine  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] not in _NEEDED:
            raise
        raise NotAudited(
            f"{missing.name} is not installed, which drives the browser: pip install 'rakneverk[audit]'"
        ) from None
    sensitive = tuple(each.path for each in policy.sensitive.paths) if policy else ()
    order = Order(given.url, hosts, pages=given.pages, sensitive=sensitive)
    try:
        with browser(find_browser(given.browser)) as running, Bar(sys.stderr, given.language) as bar:
            bar.begins(longest(order))
            return examine(running, order, bar.told, datetime.now(UTC))
    except Error as failure:
        raise NotAudited(f"The browser failed: {failure.message.splitlines()[0]} Try once more.") from None


class Bar:
    """How far it is: a bar at a terminal, elsewhere a line for each part."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream, self._language, self._last = stream, language, ""

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream.isatty():
            self._put("\r\x1b[K")

    def begins(self, seconds: float) -> None:
        """With how long it can take at most."""
        self._put(WORDS["at_most"].filled(minutes=max(1, round(seconds / 60))).in_(self._language) + "\n")

    @property
    def told(self) -> "Told":
        return self._tells if self._stream.isatty() else self._writes

    def _tells(self, done: int, of: int, what: str) -> None:
        full = _WIDTH * done // max(1, of)
        self._put(f"\r\x1b[K[{'#' * full}{'.' * (_WIDTH - full)}] {done}/{of} {self._word(what)}")

    def _writes(self, done: int, of: int, what: str) -> None:
        if what != self._last:
            self._last = what
            self._put(f"{done}/{of} {self._word(what)}\n")

    def _word(self, what: str) -> str:
        return WORDS[f"does_{what}"].in_(self._language)

    def _put(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def told(report: Report) -> list[str]:
    """What the terminal says of it: each finding in a line, and the counts."""

    def word(key: str, **filled: object) -> str:
        return WORDS[key].filled(**filled).in_(report.language)

    def row(point: Point, each: Finding) -> str:
        """Names come from the website: nothing of them may end the line or steer the terminal."""
        where = f" [{each.where}]" if each.where else ""
        return "\t".join(map(line, (point.id, word(f"result_{each.severity}"), each.what + where)))

    rows = [row(*each) for severity in ("fail", "warn") for each in report.findings(severity)]
    counts = ", ".join(f"{count} {word(f'count_{result}')}" for result, count in report.result.items())
    of = word("counts", count=len(report.points))
    return [*rows, f"{report.host}. {of}: {counts}."]


def write_all(files: Mapping[Path, str]) -> None:
    """Each whole: under another name first, and renamed when all are there."""
    made: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.part")
            made.append((beside, path))
            beside.write_text(text, encoding="utf-8")
        for beside, path in made:
            beside.replace(path)
    finally:
        for beside, _ in made:
            beside.unlink(missing_ok=True)
