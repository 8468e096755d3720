"""Networks in which few visitors sit (users of VPNs and relays do), from a list that the operator keeps."""

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from socket import AF_INET, AF_INET6, inet_pton
from typing import Final

Network = IPv4Network | IPv6Network

_MAPPED: Final = IPv6Network("::ffff:0:0/96")
"""IPv4 addresses, as a server that listens for both is told them (RFC 4291, 2.5.5.2)."""

_START: Final = int(_MAPPED.network_address)


class BadNetwork(Exception):
    """A line of the list is no network; the message names the file and the line, and says what to write."""


class Networks:
    """Tells whether an address lies in one of the networks."""

    def __init__(self, networks: Iterable[Network] = ()) -> None:
        plain = [_unmapped(network) for network in networks]
        self._bounds = {
            AF_INET: _bounds(each for each in plain if isinstance(each, IPv4Network)),
            AF_INET6: _bounds(each for each in plain if isinstance(each, IPv6Network)),
        }
        self._is_empty = not plain

    def hold(self, address: str) -> bool:
        """False also for what is no address."""
        if self._is_empty:
            return False
        family = AF_INET6 if ":" in address else AF_INET
        try:
            number = int.from_bytes(inet_pton(family, address))
        except (OSError, ValueError):
            return False
        if family == AF_INET6 and number >> 32 == _START >> 32:
            family, number = AF_INET, number & 0xFFFFFFFF
        return bisect_right(self._bounds[family], number) % 2 == 1


def read_networks(file: Path) -> Networks:
    """One network a line; what follows a "#" is for people. Raises `BadNetwork`, or `OSError`."""
    networks: list[Network] = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        text = line.decode("utf-8-sig", "replace").partition("#")[0].strip()
        if text:
            networks.append(_network(text, f"{file}, line {number}"))
    return Networks(networks)


def _network(text: str, place: str) -> Network:
    with suppress(ValueError):
        return ipaddress.ip_network(text)
    try:
        meant = ipaddress.ip_network(text, strict=False)
    except ValueError:
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        raise BadNetwork(f"{place}: {shown!r} is no network; write one as 192.0.2.0/24 or 2001:db8::/32.") from None
    raise BadNetwork(f"{place}: {text} is an address inside a network; write {meant}.")


def _unmapped(network: Network) -> Network:
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        return IPv4Network((int(network.network_address) - _START, network.prefixlen - 96))
    return network


def _bounds(networks: Iterable[Network]) -> list[int]:
    """Where a network begins, where it has ended, and so on, rising; those that touch are one."""
    bounds: list[int] = []
    for network in ipaddress.collapse_addresses(networks):  # type: ignore[type-var]  # the caller has parted the families
        start, end = int(network.network_address), int(network.broadcast_address) + 1
        if bounds and bounds[-1] == start:
            bounds[-1] = end
        else:
            bounds += [start, end]
    return bounds
