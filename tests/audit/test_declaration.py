"""What is declared beside what was seen: which rows speak of what, and which of either stand alone."""

import msgspec
import pytest
from msgspec.structs import replace

from audit.declaration import Comparison, compare, declared
from audit.evidence import Evidence, Published, Stored
from audit.seen import parties, things
from policy.document import Policy
from tests.audit.by_hand import GOOD, OTHER, PAGE, POLICY, Change, declaration, instead, more, request, stored, whole

pytestmark = pytest.mark.quick

FITS = {
    "its own name": ("film_id", stored("film_id"), True),
    "another name": ("film_id", stored("film_ids"), False),
    "a beginning": ("film_*", stored("film_ids"), True),
    "the same name at another": ("film_id", stored("film_id", host=OTHER, own=False), False),
}


def with_row(policy: Policy, changed: str, /, **changes: object) -> Policy:
    rows = (replace(row, **changes) if row.name == changed else row for row in policy.cookie)
    return replace(policy, cookie=tuple(rows))


def compared(change: Change, policy: Policy = POLICY) -> Comparison:
    evidence: Evidence = change(GOOD)
    return compare(declaration(policy), things(evidence), parties(evidence))


@pytest.mark.parametrize(("name", "seen", "fits"), FITS.values(), ids=FITS)
def test_a_row_speaks_of_its_name_where_it_lies(name: str, seen: Stored, fits: bool) -> None:
    assert bool(declaration(with_row(POLICY, "film_id", name=name)).rows(seen)) is fits


def test_a_row_with_a_domain_speaks_of_cookies_below_it_alone() -> None:
    there = declaration(with_row(POLICY, "film_id", domain="film.localhost"))
    assert there.rows(stored("film_id", host="player.film.localhost", own=False))
    assert not there.rows(stored("film_id"))


def test_what_a_service_keeps_in_its_own_frame_is_its() -> None:
    frame = declaration(with_row(POLICY, "film_id", kind="local-storage"))
    assert frame.rows(stored("film_id", "local-storage", host="film.localhost", own=False))
    assert not frame.rows(stored("film_id", "local-storage", host=OTHER, own=False))


def test_the_most_exact_row_is_asked() -> None:
    policy = with_row(POLICY, "rv_queue", name="rv_*", kind="cookie")
    row = declaration(policy).row(stored("rv_choice"))
    assert row is not None
    assert row.name == "rv_choice"


def test_a_good_website_is_as_declared() -> None:
    found = compared(lambda evidence: evidence)
    assert (found.extra, found.hosts, found.missing, found.idle, found.deviations) == ((), (), (), (), ())


def test_what_a_mere_visit_need_not_leave_is_not_missing() -> None:
    found = compared(instead("rv_visit"), with_row(POLICY, "film_id", needs="login", set_by=""))
    assert [row.name for row in found.missing] == ["rv_visit"]
    assert [row.name for row in found.waiting] == ["rv_queue"]


def test_a_service_that_was_not_met_leaves_nothing() -> None:
    found = compared(
        lambda evidence: replace(
            instead("film_id")(evidence), steps=tuple(each for each in evidence.steps if each.phase == "before")
        )
    )
    assert "film_id" in [row.name for row in found.waiting]
    assert not found.idle


def test_a_day_is_granted_and_no_more() -> None:
    assert not compared(instead("film_id", stored("film_id", days=30.9))).deviations
    assert compared(instead("film_id", stored("film_id", days=31.1))).deviations


def test_a_cookie_declared_until_the_browser_closes_may_not_outlive_it() -> None:
    found = compared(lambda evidence: evidence, with_row(POLICY, "film_id", lifetime=0))
    assert [each.fact for each in found.deviations] == ["lifetime"]


def test_another_company_is_undeclared_after_a_yes_alone() -> None:
    """What is asked before an answer is another rule's."""
    assert not compared(more("before", requests=[request()])).hosts
    assert [each.host for each in compared(more("accepted", requests=[request()])).hosts] == [OTHER]


def test_the_owners_file_goes_before_what_the_website_publishes() -> None:
    found = declared(published(POLICY)(GOOD), replace(POLICY, version=2), "policy.toml")
    assert found is not None
    assert (found.policy.version, found.source.en) == (2, "the file policy.toml")


def published(policy: Policy) -> Change:
    document = {"version": policy.version, "policy": msgspec.to_builtins(policy)}
    return whole(published=Published(url=f"{PAGE}policy/klinik.localhost.json", document=document))


def test_what_the_website_publishes_is_read() -> None:
    found = declared(published(POLICY)(GOOD), None, "")
    assert found is not None
    assert found.policy == POLICY


@pytest.mark.parametrize("told", [{}, {"policy": None}, {"policy": {"version": "one"}}])
def test_what_cannot_be_read_declares_nothing(told: dict[str, object]) -> None:
    answer = Published(url=PAGE, document=told)
    assert declared(whole(published=answer)(GOOD), None, "") is None
