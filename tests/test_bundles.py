"""What is served is what the readable source of the script and its style say."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.browser.configuration import STATIC

BUNDLES: Final[dict[str, tuple[str, set[str]]]] = {
    name: (entry, set(parts.split()))
    for name, entry, parts in re.findall(
        r"\$\(call bundle,([\w-]+),(\w+),([A-Z ]*)\)", (STATIC.parent / "Makefile").read_text(encoding="utf-8")
    )
}
"""What is served, with its entry and the constants that are true in it."""

PARTS: Final = ("OPTIONAL", "CLICKS", "MEASURES", "VITALS", "NOTICE", "SERVICES")

SHORTENED: Final = ["--ecma", "2020", "--toplevel", "--mangle", "--compress", "passes=3,unsafe_arrows,pure_getters"]
BUNDLED: Final = ["--bundle", "--format=iife", "--target=es2020", "--charset=utf8"]


def _tool(name: str) -> str:
    local = Path(__file__).parents[1] / "node_modules/.bin" / name
    found = os.environ.get(name.upper()) or shutil.which(local) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not at hand")
    return found


def _run(command: list[str], stdin: str = "") -> str:
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("place", ["__POLICY__", "__STYLE__"])
@pytest.mark.parametrize("name", BUNDLES)
def test_what_the_collector_fills_in_has_exactly_one_place(name: str, place: str) -> None:
    assert (STATIC / f"{name}.min.js").read_text(encoding="utf-8").count(place) == 1
    sources = (path.read_text(encoding="utf-8") for path in (STATIC / "script").glob("*.js"))
    assert sum(text.count(place) for text in sources) == 1


@pytest.mark.parametrize("name", BUNDLES)
def test_sources_and_bundle_agree(name: str) -> None:
    esbuild, terser = _tool("esbuild"), _tool("terser")
    entry, parts = BUNDLES[name]
    constants = [f"--define:{part}={'true' if part in parts else 'false'}" for part in PARTS]
    bundled = _run([esbuild, f"{STATIC}/script/{entry}.js", *constants, *BUNDLED])
    made = _run([terser, *SHORTENED], bundled)
    assert made.strip() == (STATIC / f"{name}.min.js").read_text(encoding="utf-8").strip()


def test_every_bundle_is_made_of_known_parts() -> None:
    assert {path.name.removesuffix(".min.js") for path in STATIC.glob("*.min.js")} == BUNDLES.keys()
    assert set().union(*(parts for _, parts in BUNDLES.values())) == set(PARTS)


@pytest.mark.parametrize("name", ["banner", "services"])
def test_style_and_minified_agree(name: str) -> None:
    made = _run([_tool("esbuild"), str(STATIC / f"{name}.css"), "--minify", "--target=es2020", "--charset=utf8"])
    assert made == (STATIC / f"{name}.min.css").read_text(encoding="utf-8")
