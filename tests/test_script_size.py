"""The embedded script keeps its budget, and what is served is what the readable source says."""

import gzip
import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from collector.script import script_of
from policy.site import site_of
from tests.browser.companies import with_companies
from tests.browser.configuration import OPTIONAL_KEYS, STATIC, served

pytestmark = pytest.mark.quick

BUDGET: Final = 6_000
"""Bytes of the whole answer under gzip -9: banner, tracker and texts in two languages."""

OPTIONAL: Final = 1_500
"""Bytes that all statistics which few policies name may add to it together, but for web vitals."""

VITALS: Final = 400
"""Bytes that web vitals add to all others; without clicks they keep within the budget of the others."""

FIRST_USER: Final = STATIC.parent / "policy/examples/kbt-verkstan.toml"

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


def test_script_of_the_first_user_keeps_its_budget() -> None:
    site = site_of("kbt-verkstan.se", "Europe/Stockholm", [(date(2026, 1, 1), FIRST_USER.read_text(encoding="utf-8"))])
    size = len(gzip.compress(script_of(site, date(2026, 11, 22)).text.encode(), 9))
    assert size <= BUDGET, f"{size} bytes"
    assert len(gzip.compress(served().encode(), 9)) <= BUDGET, "what the tests in the browser are served"


def _size(**told: Any) -> int:
    return len(gzip.compress(served(**told).encode(), 9))


def _without(told: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in names}


def test_what_few_policies_name_keeps_a_budget_of_its_own() -> None:
    added = _size(**_without(OPTIONAL_KEYS, "vitals")) - _size()
    assert added <= OPTIONAL, f"{added} bytes"
    unclicked = _size(**_without(OPTIONAL_KEYS, "outbound", "downloads", "contacts", "events")) - _size()
    assert unclicked <= OPTIONAL, f"{unclicked} bytes with web vitals and without clicks"


def test_web_vitals_beside_all_others_keep_theirs() -> None:
    added = _size(**OPTIONAL_KEYS) - _size(**_without(OPTIONAL_KEYS, "vitals"))
    assert added <= VITALS, f"{added} bytes"


def test_the_same_beside_services_is_no_larger() -> None:
    services = with_companies()
    added = _size(**services, **OPTIONAL_KEYS) - _size(**services)
    assert added <= OPTIONAL, f"{added} bytes"


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


def test_sources_are_short_enough_to_be_read() -> None:
    for path in (STATIC / "script").glob("*.js"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 200, path.name
        assert max(map(len, lines)) <= 110, path.name
