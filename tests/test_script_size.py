"""The embedded script keeps its budget, and what is served is what the readable source says."""

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.configuration import STATIC, served

pytestmark = pytest.mark.quick

BUDGET = 6_000
"""Bytes of the whole answer under gzip -9: banner, tracker and texts in two languages."""


def _esbuild() -> str | None:
    local = Path(__file__).parents[1] / "node_modules/.bin/esbuild"
    return os.environ.get("ESBUILD") or shutil.which(local) or shutil.which("esbuild")


def test_script_with_two_languages_keeps_its_budget() -> None:
    size = len(gzip.compress(served().encode(), 9))
    assert size <= BUDGET, f"{size} bytes"


@pytest.mark.parametrize("place", ["__POLICY__", "__STYLE__"])
@pytest.mark.parametrize("name", ["script.js", "script.min.js"])
def test_what_the_collector_fills_in_has_exactly_one_place(name: str, place: str) -> None:
    assert (STATIC / name).read_text(encoding="utf-8").count(place) == 1


@pytest.mark.parametrize(("source", "minified"), [("script.js", "script.min.js"), ("banner.css", "banner.min.css")])
def test_source_and_minified_agree(source: str, minified: str) -> None:
    esbuild = _esbuild()
    if esbuild is None:
        pytest.skip("esbuild is not at hand")
    command = [esbuild, str(STATIC / source), "--minify", "--target=es2020"]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert made == (STATIC / minified).read_text(encoding="utf-8")


def test_source_is_short_enough_to_be_read() -> None:
    lines = (STATIC / "script.js").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    assert max(map(len, lines)) <= 110
