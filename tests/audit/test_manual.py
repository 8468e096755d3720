"""The page on the audit says what the program does."""

import re
from pathlib import Path
from typing import Final

import pytest

from audit.rules import RULES
from tests.audit.test_faults import UNSEEN
from tests.dashboard.terminal import Terminal

pytestmark = pytest.mark.quick

PAGE: Final = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")


def test_it_lists_the_rules() -> None:
    table = PAGE.partition("<!-- rules -->")[2].partition("<!-- /rules -->")[0].strip().splitlines()
    assert table[2:] == [f"| {rule.id} | {rule.title.en} | {rule.source.en} |" for rule in RULES]


def test_it_names_the_rules_that_no_browser_sees() -> None:
    assert set(re.findall(r"L\d+", PAGE.partition("<!-- /rules -->")[2].partition("\n\n## ")[0])) == UNSEEN


def test_it_lists_the_options(tmp_path: Path) -> None:
    helped = Terminal(tmp_path)("audit", "--help").out
    options = set(re.findall(r"(?m)^  (--[a-z-]+)", helped)) - {"--data"}
    assert options == set(re.findall(r"(?m)^\| `(--[a-z-]+)", PAGE))
