"""The report of an audit: its content in one language, as JSON and as a page."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audit.declaration import Declaration
from audit.evidence import Evidence, PhaseName
from audit.figures import figures
from audit.finding import Finding, Language, Severity
from audit.judge import Result, Verdict
from audit.known import load_known
from audit.rules.case import KINDS, PHASES
from audit.rules.gap import because
from audit.seen import Party, Thing, parties, things
from audit.words import WORDS

HERE: Final = Path(__file__).parent


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report; its texts are in the report's language."""


class Told(Row, frozen=True, kw_only=True):
    """A finding."""

    severity: Severity
    what: str
    where: str
    why: str
    mend: str


class Point(Row, frozen=True, kw_only=True):
    """A rule and what it came to; `unchecked` says what of it could not be checked, and why."""

    id: str
    title: str
    source: str
    result: Result
    findings: tuple[Told, ...]
    unchecked: tuple[str, ...]
    notes: tuple[str, ...]


class StoredRow(Row, frozen=True, kw_only=True):
    """Something that lay on the device; `days` is null for what ends with the browser or never."""

    name: str
    kind: str
    host: str
    own: bool
    days: float | None
    kept: str
    http_only: bool
    partitioned: bool
    set_by: str
    phases: tuple[str, ...]
    pages: tuple[str, ...]
    declared: bool | None
    known_as: str


class AskedRow(Row, frozen=True, kw_only=True):
    """A host that was asked for something."""

    host: str
    own: bool
    kinds: tuple[str, ...]
    requests: int
    phases: tuple[str, ...]
    pages: tuple[str, ...]
    service: str


class Figure(Row, frozen=True, kw_only=True):
    """A measure."""

    name: str
    value: str


class Report(Row, frozen=True, kw_only=True):
    """All of it. `result` counts the points by outcome; `day` is when the audit began (UTC), and
    `unseen` what it could not see, and why."""

    v: int = 1
    host: str
    url: str
    title: str
    day: str
    began: str
    seconds: float
    program: str
    browser: str
    language: Language
    declaration: str
    faults: int
    result: dict[Result, int]
    points: tuple[Point, ...]
    stored: tuple[StoredRow, ...]
    asked: tuple[AskedRow, ...]
    figures: tuple[Figure, ...]
    pages: tuple[str, ...]
    skipped: int
    unseen: tuple[str, ...]

    def findings(self, severity: Severity) -> Iterator[tuple[Point, Told]]:
        """With the point that each belongs to."""
        return ((point, each) for point in self.points for each in point.findings if each.severity == severity)


def report_of(
    evidence: Evidence, declaration: Declaration | None, verdicts: Iterable[Verdict], language: Language
) -> Report:
    points = tuple(_point(verdict, language) for verdict in verdicts)
    results: tuple[Result, ...] = ("fail", "warn", "unchecked", "passed")
    return Report(
        host=evidence.host,
        url=evidence.url,
        title=evidence.title,
        day=evidence.began[:10],
        began=evidence.began,
        seconds=evidence.seconds,
        program=evidence.program,
        browser=evidence.browser,
        language=language,
        declaration=declaration.source.in_(language) if declaration else "",
        faults=sum(each.severity == "fail" for point in points for each in point.findings),
        result={result: sum(point.result == result for point in points) for result in results},
        points=points,
        stored=tuple(_stored(thing, declaration, language) for thing in things(evidence)),
        asked=tuple(_asked(party, declaration, language) for party in parties(evidence)),
        figures=tuple(Figure(name=name.in_(language), value=value.in_(language)) for name, value in figures(evidence)),
        pages=evidence.pages,
        skipped=len(evidence.skipped),
        unseen=tuple(dict.fromkeys(because(gap).in_(language) for gap in evidence.gaps)),
    )


def _point(verdict: Verdict, language: Language) -> Point:
    return Point(
        id=verdict.rule.id,
        title=verdict.rule.title.in_(language),
        source=verdict.rule.source.in_(language),
        result=verdict.result,
        findings=tuple(_told(finding, language) for finding in verdict.findings),
        unchecked=tuple(each.because.in_(language) for each in verdict.unchecked),
        notes=tuple(each.text.in_(language) for each in verdict.notes),
    )


def _told(finding: Finding, language: Language) -> Told:
    return Told(
        severity=finding.severity,
        what=finding.what.in_(language),
        where=finding.where.in_(language),
        why=finding.why.in_(language),
        mend=finding.mend.in_(language),
    )


def _stored(thing: Thing, declaration: Declaration | None, language: Language) -> StoredRow:
    stored = thing.first
    known = load_known().find(stored.name, stored.host)
    return StoredRow(
        name=stored.name,
        kind=KINDS[stored.kind].in_(language),
        host=stored.host,
        own=stored.own,
        days=thing.longest,
        kept=_kept(thing, language),
        http_only=stored.http_only,
        partitioned=stored.partitioned,
        set_by=stored.set_by,
        phases=_stages(thing.phases, language),
        pages=thing.pages,
        declared=bool(declaration.rows(stored)) if declaration else None,
        known_as=" / ".join(f"{each.platform} ({each.category})" for each in known),
    )


def _stages(phases: Iterable[PhaseName], language: Language) -> tuple[str, ...]:
    """In the order in which the audit goes through them."""
    seen = set(phases)
    return tuple(WORDS[f"stage_{phase}"].in_(language) for phase in PHASES if phase in seen)


def _kept(thing: Thing, language: Language) -> str:
    if thing.first.kind == "cookie" and thing.longest is not None:
        count = round(thing.longest)
        return WORDS["days_1" if count == 1 else "days_n"].filled(count=count).in_(language)
    lasts = thing.first.kind not in ("cookie", "session-storage")
    return WORDS["endless" if lasts else "session"].in_(language)


def _asked(party: Party, declaration: Declaration | None, language: Language) -> AskedRow:
    service = declaration.service(party.host) if declaration else None
    return AskedRow(
        host=party.host,
        own=party.own,
        kinds=party.kinds,
        requests=party.times,
        phases=_stages(party.phases, language),
        pages=party.pages,
        service=service.title if service else "",
    )


def as_json(report: Report, evidence: Evidence) -> str:
    """The report with the evidence that it rests on; indented, with a line feed at the end."""
    whole = msgspec.to_builtins(report) | {"evidence": evidence}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def as_html(report: Report) -> str:
    """One file: it loads nothing."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    def word(key: str, **filled: object) -> str:
        return WORDS[key].filled(**filled).in_(report.language)

    return environment.get_template("report.html").render(report=report, word=word)
