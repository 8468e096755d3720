"""The table of docs/audit.md: what each rule found in each banner, and below it in words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audit.finding import Finding
from audit.judge import Verdict
from bench.document import table


class Audited(NamedTuple):
    """A banner, how it was wired, and what was found."""

    title: str
    wired: str
    verdicts: Sequence[Verdict]


def tables(audited: Sequence[Audited], about: str) -> str:
    head = ["", *(each.title for each in audited)]
    return "\n\n".join([about, table(head, _rows(audited)), *(_words(each) for each in audited)])


def _rows(audited: Sequence[Audited]) -> Iterator[list[str]]:
    for verdicts in zip(*(each.verdicts for each in audited), strict=True):
        rule = verdicts[0].rule
        yield [f"{rule.id} {rule.title.en}", *map(_cell, verdicts)]


def _cell(verdict: Verdict) -> str:
    counts = {"fault": 0, "warning": 0}
    for finding in verdict.findings:
        counts["fault" if finding.severity == "fail" else "warning"] += 1
    told = [f"{number} {word}{'s' if number > 1 else ''}" for word, number in counts.items() if number]
    if told:
        return f"**{', '.join(told)}**" if counts["fault"] else told[0]
    return "not checked" if verdict.unchecked else "ok"


def _words(audited: Audited) -> str:
    lines = [f"**{audited.title}**: {audited.wired}"]
    for verdict in audited.verdicts:
        lines += [f"- {verdict.rule.id}: {_told(finding)}" for finding in verdict.findings]
    return "\n".join([lines[0], "", *lines[1:]] if len(lines) > 1 else lines)


def _told(finding: Finding) -> str:
    """Without where: addresses on loopback say nothing here."""
    warning = " (warning)" if finding.severity == "warn" else ""
    return f"{finding.what.en}{warning}".replace("\n", " ")
