"""What a page that loads from third parties, without any marking and without our script, gets through to them."""

from collections.abc import Callable
from typing import Final

import pytest

from tests.servers.conftest import Visitor
from tests.servers.fronts import FRONTS
from tests.servers.internet import ADS, FILMS, RAN, STRANGER, THIRD, Internet

ALL: Final = {f"http://{host}{path}".removesuffix("/player.html") for host, path in THIRD}
"""As the browser names what it has kept out: of a frame only the origin."""
PIXEL: Final = f"http://{STRANGER}/pixel.svg"
BANNER: Final = f"http://{ADS}/ads.js"

pytestmark = pytest.mark.parametrize("front", FRONTS, indirect=True)

NOTHING: Final = {
    "no answer": "",
    "a no": "no.1",
    "a yes to an earlier question": "yes.0",
    "a yes to the statistics alone": "yes.1+statistics",
    "what is no choice": "yes.1+mediamarketing",
}


def test_nothing_gets_through_before_an_answer_and_after_a_no(front: str, visitor: Visitor, internet: Internet) -> None:
    for why, choice in NOTHING.items():
        visitor.answers(choice)
        visitor.opens()
        assert visitor.blocked(len(ALL)) == ALL, why
        assert visitor.reads("own", len(RAN)) == RAN, "the site's own is left alone"
        assert internet.reached == [], why


def test_after_a_yes_the_declared_services_load_and_no_other(front: str, visitor: Visitor, internet: Internet) -> None:
    for choice in ("yes.1", "yes.2", "yes.1.s", "yes.1+marketing+media"):
        visitor.answers(choice)
        visitor.opens()
        assert internet.got(THIRD - {(STRANGER, "/pixel.svg")}) == THIRD - {(STRANGER, "/pixel.svg")}, choice
        assert visitor.blocked(1) == {PIXEL}


def test_a_part_lets_through_what_was_accepted(front: str, visitor: Visitor, internet: Internet) -> None:
    for choice in ("yes.1+media", "yes.1.s+media+statistics", "yes.1+film"):
        visitor.answers(choice)
        visitor.opens()
        assert internet.got(FILMS) == FILMS, choice
        assert visitor.blocked(2) == {BANNER, PIXEL}


def test_the_service_is_told_what_was_blocked_only_where_the_statistics_are_accepted(
    front: str, visitor: Visitor
) -> None:
    refused = ("", "no.1", "yes.0+statistics", "yes.1+media", "yes.1.s+film+marketing")
    accepted = ("yes.1", "yes.1.s", "yes.1+statistics", "yes.1.s+media+statistics", "yes.2+marketing+statistics")
    for choice in (*refused, *accepted):
        visitor.answers(choice)
        policy = visitor.asks_for().header_value("content-security-policy") or ""
        assert policy.startswith("default-src 'self'"), choice
        assert ("report-uri" in policy) == (choice in accepted), choice


def test_of_several_answers_a_refusal_counts(front: str, visitor: Visitor, internet: Internet) -> None:
    for choice, below in (("yes.1", "no.1"), ("no.1", "yes.1"), ("no.2", "yes.1.s+media")):
        visitor.answers(choice, film=below)
        visitor.opens("/film")
        assert visitor.blocked(len(ALL)) == ALL, (choice, below)
        assert internet.reached == [], (choice, below)


def test_on_a_sensitive_path_nothing_loads_even_after_a_yes(front: str, visitor: Visitor, internet: Internet) -> None:
    visitor.answers("yes.1")
    for path in (
        "/behandlingar/angest",
        "/Behandlingar/",
        "/%62ehandlingar/",
        "//behandlingar/x?y",
        "/b%65handlingar/%E5",
    ):
        visitor.opens(path)
        assert visitor.blocked(len(ALL)) == ALL, path
        assert internet.reached == [], path


def test_against_the_browsers_signal_only_an_answer_in_spite_of_it_counts(
    front: str, profile: Callable[..., Visitor], internet: Internet
) -> None:
    for header in ("Sec-GPC", "DNT"):
        visitor = profile(extra_http_headers={header: "1"})
        visitor.answers("yes.1")
        visitor.opens()
        assert visitor.blocked(len(ALL)) == ALL, header
        assert internet.reached == [], header
        visitor.answers("yes.1.s+media")
        visitor.opens()
        assert internet.got(FILMS) == FILMS, header


def test_a_change_of_mind_holds_for_pages_that_the_browser_keeps(
    front: str, visitor: Visitor, internet: Internet
) -> None:
    for choice in ("", "yes.1", "no.1", "yes.1+media", ""):
        visitor.answers(choice)
        visitor.opens("/kvar")
        if choice.startswith("yes"):
            assert internet.got(FILMS) >= FILMS, choice
        else:
            assert visitor.blocked(len(ALL)) == ALL, choice
            assert internet.reached == [], choice


def test_caches_may_keep_for_all_what_is_no_page(front: str, visitor: Visitor) -> None:
    assert visitor.opens().header_value("vary")
    assert visitor.page.evaluate("() => fetch('/own.js').then(({ headers }) => headers.get('Vary'))") is None
