"""What the documents say of the script's bytes is what it has."""

import re

import pytest

from bench.script import PAGE, fill, measured, optional

pytestmark = pytest.mark.quick

NEARLY = 40
"""Bytes by which another compressor, or a word in the banner, may differ."""


def test_the_table_says_what_each_statistic_adds() -> None:
    figures = measured()
    assert list(figures) == optional()
    stated = re.findall(r"^\| `(\w+)` \|.*\| (\d+), (\d+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(stated) >= 10
    for name, alone, beside in stated:
        assert (int(alone), int(beside)) == pytest.approx(figures[name], abs=NEARLY), name


def test_only_the_last_column_is_filled_in() -> None:
    page = "| key | bytes |\n| `flow` | `page` | – |\n| `screen` | small |\n"
    assert fill(page, {"flow": (750, 26)}) == page.replace("–", "750, 26")
