"""The element for pages that never load from third parties, where no web server adds anything."""

from tests.servers.conftest import Visitor
from tests.servers.internet import OWN, RAN, THIRD, Internet
from tests.servers.owner import Owner


def test_nothing_gets_through_whatever_the_answer(owner: Owner, visitor: Visitor, internet: Internet) -> None:
    internet.head = owner.snippet("meta")
    visitor.answers("yes.1")
    visitor.opens(host=OWN)
    internet.head = ""
    assert len(visitor.blocked(len(THIRD))) == len(THIRD)
    assert visitor.reads("own", len(RAN)) == RAN, "the site's own is left alone"
    assert internet.reached == []
