"""The draft of what a declaration lacks: sound but for what its owner must fill in."""

import tomllib

import pytest

from audit.proposal import propose
from policy.check import PolicyError, read
from tests.audit.by_hand import GOOD, TEXT, Change, declaration, more, request, stored

pytestmark = pytest.mark.quick

MEASURED: Change = more("accepted", stored("_ga_1A2B", days=730.0), stored("_ga_3C4D", days=730.0))
VIDEO: Change = more(
    "accepted",
    stored("vuid", host="vimeo.com", own=False, days=399.2, http_only=True),
    requests=[request("player.vimeo.com", kind="iframe"), request("i.vimeocdn.com", kind="image")],
)


def test_nothing_is_proposed_where_nothing_is_missing() -> None:
    assert propose(GOOD, declaration(), "sv") == ""


def test_a_known_cookie_is_named_as_the_list_has_it() -> None:
    draft = propose(MEASURED(GOOD), declaration(), "en")
    [row] = tomllib.loads(draft)["cookie"]
    assert row["name"] == "_ga_*"
    assert row["lifetime"] == 400
    assert row["needs"].startswith("{{")
    assert "# By the list: Google Analytics (Analytics). ID used to identify users" in draft


def test_an_unknown_cookie_is_called_unknown() -> None:
    draft = propose(more("accepted", stored("_x", days=None))(GOOD), declaration(), "sv")
    [row] = tomllib.loads(draft)["cookie"]
    assert (row["name"], row["lifetime"]) == ("_x", 0)
    assert "# Okänd: listan har inte namnet." in draft
    assert all(text.startswith("{{") for text in row["purpose"].values())


def test_a_service_has_its_hosts_and_what_it_keeps() -> None:
    written = tomllib.loads(propose(VIDEO(GOOD), declaration(), "en"))
    services = {row["name"]: row for row in written["service"]}
    assert services["vimeo-com"]["title"] == "Vimeo"
    assert services["vimeo-com"]["hosts"] == ["player.vimeo.com"]
    assert services["vimeo-com"]["cookies"] == ["vuid"]
    assert services["vimeocdn-com"]["title"].startswith("{{")
    [row] = written["cookie"]
    assert (row["needs"], row["set_by"], row["domain"], row["http_only"]) == ("service", "vimeo-com", "vimeo.com", True)


def test_without_a_declaration_all_is_proposed() -> None:
    written = tomllib.loads(propose(GOOD, None, "en"))
    assert {row["name"] for row in written["cookie"]} == {"rv_choice", "rv_receipt", "rv_visit", "film_id"}
    assert [row["hosts"] for row in written["service"]] == [["film.localhost"]]


def test_what_has_no_row_is_a_remark() -> None:
    draft = propose(more("before", stored("https://klinik.localhost/", "service-worker"))(GOOD), declaration(), "en")
    assert "# Cannot be declared, remove: https://klinik.localhost/ (service worker)." in draft
    assert not tomllib.loads(draft)


def test_no_name_of_the_website_ends_its_line() -> None:
    name = 'a"\n[[service]]\x7f\u202e'
    [row] = tomllib.loads(propose(more("accepted", stored(name))(GOOD), declaration(), "sv"))["cookie"]
    assert row["name"] == name


def test_the_check_of_policies_says_what_its_owner_must_decide() -> None:
    with pytest.raises(PolicyError) as refused:
        read(TEXT + propose(MEASURED(GOOD), declaration(), "sv"))
    assert [problem.key for problem in refused.value.problems] == ["cookie[6].needs"]
