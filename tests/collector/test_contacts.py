"""Orders and bookings, and what is done where less is told of a page than its path."""

from typing import Any

import pytest

from collector.hits import Ignored
from policy.dimensions import NONE
from policy.statistics import STATISTICS
from tests.collector.conftest import HOST, document, site
from tests.collector.test_optional import SENSITIVE, act, classified, counted

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("path", "is_order"),
    [
        ("/tack", True),
        ("/tack/", True),
        ("/Tack/1234?key=x", True),
        ("//tack//", True),
        ("/t%61ck/x", True),
        ("/tackar", False),
        ("/om/tack", False),
        ("/", False),
    ],
)
def test_a_view_of_the_page_after_an_order_or_of_one_below_it_is_an_order(path: str, is_order: bool) -> None:
    assert counted(path=path).hit.contact == ("order" if is_order else NONE)


def test_an_order_counts_where_its_page_is_new_in_the_visit() -> None:
    assert counted(path="/tack", first=["visit", "page"]).hit.contact == "order"
    assert counted(path="/tack", first=["visit"]).hit.contact == NONE


def test_where_no_booking_service_is_named_no_click_on_it_is_counted() -> None:
    where = site(document(STATISTICS).replace('booking = ["https://boka.example/kliniken/"], ', ""))
    refused = classified(where, kind="act", contact="booking")
    assert isinstance(refused, Ignored)
    assert refused.reason == "not-permitted"
    assert act(where, contact="mail").hit.contact == "mail"


def test_of_a_section_it_is_not_told_that_an_order_was_made_there() -> None:
    where = site(document(STATISTICS, 1, SENSITIVE).replace('order = ["/tack/"]', 'order = ["/behandlingar/tack"]'))
    assert counted(where, path="/behandlingar/tack").hit.contact == NONE


def test_where_no_order_is_named_none_is_counted() -> None:
    where = site(document(["pages", "contact_clicks"]).replace(', order = ["/tack/"]', ""))
    assert counted(where, path="/tack/").hit.contact == NONE


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({"outbound": "https://www.ocdforbundet.se/tvangssyndrom"}, "ocdforbundet.se/"),
        ({"outbound": "https://exempel.se/tack/anna@exempel.se"}, "exempel.se/"),
        ({"outbound": f"https://www.{HOST}/om"}, f"www.{HOST}/"),
        ({"contact": "mail"}, "mail"),
        ({"event": "brev"}, "brev"),
    ],
)
def test_what_is_done_in_a_section_does_not_tell_which_page_it_was(keys: dict[str, Any], value: str) -> None:
    entry = act(path="/behandlingar/tvang", **keys)
    assert getattr(entry.hit, next(iter(keys))) == value
    assert (entry.hit.page, entry.scrubbed) == ("/behandlingar/", ())


def test_of_what_is_sensitive_on_a_linked_site_the_host_alone_is_told() -> None:
    assert act(outbound=f"https://www.{HOST}/boka/order/12345").hit.outbound == f"www.{HOST}/"
    assert act(outbound=f"https://www.{HOST}/behandlingar/panik").hit.outbound == f"www.{HOST}/behandlingar/"
