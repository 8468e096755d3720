"""A page cache between the web server and the application: one copy for all, and for each visitor their own policy."""

import pytest

from tests.servers.conftest import Visitor
from tests.servers.internet import FILMS, THIRD, Internet

pytestmark = pytest.mark.parametrize("front", ["nginx"], indirect=True)


def test_the_cached_copy_is_one_and_the_policies_differ(front: str, visitor: Visitor, internet: Internet) -> None:
    found = []
    for choice in ("yes.1", "no.1", "yes.1+media", ""):
        visitor.answers(choice)
        found.append(visitor.opens("/sparad").header_value("cached"))
        if choice.startswith("yes"):
            assert internet.got(FILMS) >= FILMS, choice
        else:
            assert len(visitor.blocked(len(THIRD))) == len(THIRD), choice
            assert internet.reached == [], choice
    assert found == ["MISS", "HIT", "HIT", "HIT"]
    assert internet.made.count("/sparad") == 1


def test_a_page_that_was_cached_before_an_answer_opens_after_a_yes(
    front: str, visitor: Visitor, internet: Internet
) -> None:
    assert visitor.opens("/tidigare").header_value("cached") == "MISS"
    assert internet.reached == []
    visitor.answers("yes.1")
    assert visitor.opens("/tidigare").header_value("cached") == "HIT"
    assert internet.got(FILMS) >= FILMS
