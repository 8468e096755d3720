"""The choice that holds, as it is read from the header `Cookie`; browsers show that the script reads it alike."""

from typing import Final

import pytest

from collector.pages.held import Held, held, read_cookies
from tests.collector.conftest import document, site, without_services

pytestmark = pytest.mark.quick

ALONE: Final = without_services(document())


@pytest.mark.parametrize(
    ("cookies", "signal", "expected"),
    [
        ("rv_choice=yes.1", False, Held("yes", 1, frozenset({"statistics"}))),
        ("rv_choice=yes.1", True, Held("", lapsed=True)),
        ("rv_choice=yes.1.s", True, Held("yes", 1, frozenset({"statistics"}), (), despite=True)),
        ("rv_choice=yes.9", False, Held("yes", 9, frozenset({"statistics"}))),
        ("rv_choice=no.1", True, Held("no", 1)),
        ("rv_choice=yes.1x", False, Held("", lapsed=True)),
        ("xrv_choice=yes.1", False, Held("")),
        ("rv_choice=; rv_receipt=", False, Held("")),
        ("", False, Held("")),
    ],
)
def test_the_choice_is_read_as_the_script_reads_it(cookies: str, signal: bool, expected: Held) -> None:
    assert held(site(ALONE), read_cookies(cookies), signal) == expected


def test_of_a_header_beyond_all_measure_the_beginning_is_read() -> None:
    much = "a=b; " * 12_000
    assert read_cookies(f"rv_choice=no.1; {much}").choice == "no.1"
    assert read_cookies(f"{much}rv_choice=no.1").choice == ""
    cut = f"rv_receipt={'x' * 9_000}; rv_choice=yes.1; rv_receipt={'y' * 9_000}"
    assert read_cookies(cut).receipts == ("x" * 9_000,), "never a part of a value"
