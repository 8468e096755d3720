"""From what was seen and what was declared to a verdict on each rule."""

from typing import Literal, NamedTuple

from audit.declaration import Declaration
from audit.evidence import Evidence
from audit.finding import Finding, Note, Outcome, Unchecked
from audit.rules import RULES
from audit.rules.case import case_of
from audit.rules.rule import Rule

Result = Literal["fail", "warn", "unchecked", "passed"]


class Verdict(NamedTuple):
    """What one rule came to. `unchecked` may stand beside findings: a part of the rule could not be checked."""

    rule: Rule
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    notes: tuple[Note, ...] = ()

    @property
    def result(self) -> Result:
        severities = {finding.severity for finding in self.findings}
        if "fail" in severities:
            return "fail"
        if "warn" in severities:
            return "warn"
        return "unchecked" if self.unchecked else "passed"


def judge(evidence: Evidence, declaration: Declaration | None) -> tuple[Verdict, ...]:
    """One verdict for each rule, in the checklist's order."""
    case = case_of(evidence, declaration)
    return tuple(_verdict(rule, list(rule.judge(case))) for rule in RULES)


def _verdict(rule: Rule, outcomes: list[Outcome]) -> Verdict:
    findings = tuple(dict.fromkeys(each for each in outcomes if isinstance(each, Finding)))
    unchecked = tuple(dict.fromkeys(each for each in outcomes if isinstance(each, Unchecked)))
    notes = tuple(dict.fromkeys(each for each in outcomes if isinstance(each, Note)))
    return Verdict(rule, findings, unchecked, notes)
