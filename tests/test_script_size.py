"""The embedded script keeps its budget, and its sources can be read."""

import gzip
from datetime import date
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


def test_sources_are_short_enough_to_be_read() -> None:
    for path in (STATIC / "script").glob("*.js"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 200, path.name
        assert max(map(len, lines)) <= 110, path.name
