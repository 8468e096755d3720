"""The table of docs/audit.md: what each rule found in each banner, and below it in words."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from audit.finding import Finding
from audit.judge import Verdict

PAGE: Final = Path(__file__).parents[2] / "docs" / "audit.md"
MARK: Final = "peers"


class Audited(NamedTuple):
    """A banner, how it was wired, and what was found."""

    title: str
    wired: str
    verdicts: Sequence[Verdict]


def tables(audited: Sequence[Audited], about: str) -> str:
    return "\n\n".join([about, _table(audited), *(_words(each) for each in audited)])


def write(text: str, page: Path = PAGE) -> None:
    """Puts it where the page has its marks."""
    begin, end = f"<!-- {MARK} -->", f"<!-- /{MARK} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    assert found, f"{page.name} has no {begin}"
    assert closed, f"{page.name} has no {end}"
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def _table(audited: Sequence[Audited]) -> str:
    head = ["", *(each.title for each in audited)]
    lines = [head, ["---"] * len(head), *_rows(audited)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


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
