"""Floods are stopped, and no address is kept to do so."""

import pytest

from collector.flood import FloodGate
from tests.collector.conftest import ADDRESS

pytestmark = pytest.mark.quick

MINUTE = 60.0 * 1_000_000


def test_an_address_is_let_in_as_often_as_the_limit_says() -> None:
    gate = FloodGate(3)
    assert [gate.lets_in(ADDRESS, MINUTE + second) for second in range(5)] == [True, True, True, False, False]


def test_one_flood_does_not_keep_others_out() -> None:
    gate = FloodGate(1)
    assert gate.lets_in(ADDRESS, MINUTE)
    assert not gate.lets_in(ADDRESS, MINUTE)
    assert gate.lets_in("2001:db8::1", MINUTE)


def test_reports_of_blocked_loads_take_no_room_from_page_views() -> None:
    gate = FloodGate(1)
    assert gate.lets_in(ADDRESS, MINUTE, "report")
    assert not gate.lets_in(ADDRESS, MINUTE, "report")
    assert gate.lets_in(ADDRESS, MINUTE)


def test_the_next_minute_begins_anew() -> None:
    gate = FloodGate(1)
    assert gate.lets_in(ADDRESS, MINUTE + 59)
    assert not gate.lets_in(ADDRESS, MINUTE + 59.9)
    assert gate.lets_in(ADDRESS, MINUTE + 60)


def test_without_a_limit_everything_passes() -> None:
    gate = FloodGate(0)
    assert all(gate.lets_in(ADDRESS, MINUTE) for _ in range(1_000))


@pytest.mark.parametrize(("second", "wait"), [(0, 60), (1, 59), (59, 1)])
def test_it_says_how_long_to_wait(second: int, wait: int) -> None:
    assert FloodGate(1).wait(MINUTE + second) == wait


def test_no_address_is_kept_and_no_digest_outlives_its_minute() -> None:
    gate = FloodGate(1)
    gate.lets_in(ADDRESS, MINUTE)
    assert ADDRESS not in repr(vars(gate))
    before = dict(vars(gate)["_seen"])
    gate.lets_in(ADDRESS, MINUTE + 60)
    after = vars(gate)["_seen"]
    assert len(before) == len(after) == 1
    assert after.keys().isdisjoint(before), "the digest is under another key"


def test_when_nobody_comes_the_last_minute_is_forgotten_too() -> None:
    gate = FloodGate(1)
    gate.lets_in(ADDRESS, MINUTE)
    gate.forget(MINUTE + 59)
    assert not gate.lets_in(ADDRESS, MINUTE + 59)
    gate.forget(MINUTE + 60)
    assert not vars(gate)["_seen"]


def test_a_sender_has_64_bits_of_addresses() -> None:
    gate = FloodGate(1)
    assert gate.lets_in("2001:db8:1:2::1", 0)
    assert not gate.lets_in("2001:db8:1:2:ffff::9", 0)
    assert gate.lets_in("2001:db8:1:3::1", 0)


def test_an_ipv4_address_is_one_sender_however_the_server_is_told_it() -> None:
    for form in ("::ffff:{}", "64:ff9b::{}"):
        gate = FloodGate(1)
        assert gate.lets_in("192.0.2.1", 0)
        assert not gate.lets_in(form.format("192.0.2.1"), 0)
        assert gate.lets_in(form.format("192.0.2.2"), 0), "a neighbour has a limit of its own"
        assert not gate.lets_in("192.0.2.2", 0)
