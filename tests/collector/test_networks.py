"""Networks of data centres: which addresses lie in them, and a list that cannot be read says where."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import binary, ip_addresses, lists, text, tuples
from hypothesis.strategies import integers as whole

from collector.networks import BadNetwork, Network, Networks, read_networks

pytestmark = pytest.mark.quick

LIST = """
# Web hosts
192.0.2.0/25
192.0.2.128/25    # the other half
198.51.100.7
2001:db8:1::/48
::ffff:203.0.113.0/120
"""


@pytest.fixture
def networks(tmp_path: Path) -> Networks:
    file = tmp_path / "networks.txt"
    file.write_bytes(b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode())
    return read_networks(file)


@pytest.mark.parametrize(
    "address",
    ["192.0.2.0", "192.0.2.127", "192.0.2.128", "192.0.2.255", "198.51.100.7", "2001:db8:1::", "2001:DB8:1:ffff::1",
     "::ffff:192.0.2.1", "::ffff:c000:201", "203.0.113.9", "::ffff:203.0.113.9"],
)  # fmt: skip
def test_what_lies_in_a_network_is_held(networks: Networks, address: str) -> None:
    assert networks.hold(address)


@pytest.mark.parametrize(
    "address",
    ["192.0.1.255", "192.0.3.0", "198.51.100.6", "198.51.100.8", "2001:db8:2::", "2001:db8:0:ffff::1", "::192.0.2.1",
     "::1", "127.0.0.1", "", "testclient", "192.0.2", "192.0.2.1:80", "[2001:db8:1::]", "fe80::1%eth0", "\0", "å"],
)  # fmt: skip
def test_what_lies_elsewhere_or_is_no_address_is_not(networks: Networks, address: str) -> None:
    assert not networks.hold(address)


def test_without_a_list_nothing_is_held() -> None:
    assert not Networks().hold("192.0.2.1")


def _network(address: IPv4Address | IPv6Address, length: int) -> Network:
    return ip_network(f"{address}/{min(length, address.max_prefixlen)}", strict=False)


NETWORKS = tuples(ip_addresses(), whole(0, 128)).map(lambda parts: _network(*parts))
NOT_MAPPED = NETWORKS.filter(lambda each: each.version == 4 or not each.overlaps(IPv6Network("::ffff:0:0/96")))


@given(lists(NOT_MAPPED, max_size=8), lists(ip_addresses(), max_size=8))
def test_it_agrees_with_looking_at_each_network(there: list[Network], others: list[IPv4Address | IPv6Address]) -> None:
    networks = Networks(there)
    for address in [*others, *(end for each in there for end in (each[0], each[-1]))]:
        plain = getattr(address, "ipv4_mapped", None) or address
        assert networks.hold(str(address)) is any(plain in each for each in there)


@given(text() | binary().map(lambda data: data.decode("latin-1")))
def test_any_text_is_answered(address: str) -> None:
    networks = Networks([ip_network("0.0.0.0/1"), ip_network("::/1")])
    try:
        is_address = bool(ip_address(address))
    except ValueError:
        is_address = False
    assert networks.hold(address) <= is_address


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("192.0.2.1/24", "192.0.2.1/24 is an address inside a network; write 192.0.2.0/24."),
        ("2001:db8::1/32", "2001:db8::1/32 is an address inside a network; write 2001:db8::/32."),
        ("AS64500", "'AS64500' is no network; write one as 192.0.2.0/24 or 2001:db8::/32."),
        ("192.0.2.0/33", "'192.0.2.0/33' is no network; write one as 192.0.2.0/24 or 2001:db8::/32."),
        ("192.0.2.0-192.0.2.9", "'192.0.2.0-192.0.2.9' is no network; write one as 192.0.2.0/24 or 2001:db8::/32."),
        ("x" * 90, f"'{'x' * 60}…' is no network; write one as 192.0.2.0/24 or 2001:db8::/32."),
        ("\xff", "'\N{REPLACEMENT CHARACTER}' is no network; write one as 192.0.2.0/24 or 2001:db8::/32."),
    ],
)
def test_a_wrong_line_is_named_with_what_to_write(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "networks.txt"
    file.write_bytes(b"# ours\n192.0.2.0/24\n" + line.encode("latin-1" if line == "\xff" else "utf-8") + b"\n")
    with pytest.raises(BadNetwork) as refused:
        read_networks(file)
    assert str(refused.value) == f"{file}, line 3: {says}"
