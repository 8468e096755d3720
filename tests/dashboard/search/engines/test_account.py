"""The key of a service account: what is loaded, and what is refused before it costs anything."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from dashboard.search.engines.bing import Bing
from dashboard.search.engines.source import SourceFailure
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.wire import Wire, decoded
from tests.dashboard.search.engines.authority import ACCOUNT
from tests.dashboard.search.engines.standin import StandIn

pytestmark = pytest.mark.anyio

BRACKETS = "[" * 200_000


def account(key: RSAPrivateKey, **more: Any) -> str:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return json.dumps({"type": "service_account", "client_email": ACCOUNT, "private_key": pem, **more})


def made(p: int, q: int, **changed: int) -> RSAPrivateKey:
    """Of two numbers, whatever they are."""
    e = 65_537
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = {"d": d, "dmp1": d % (p - 1), "dmq1": d % (q - 1), "iqmp": pow(q, -1, p)} | changed
    found = RSAPrivateNumbers(p, q, public_numbers=RSAPublicNumbers(e, p * q), **numbers)
    return found.private_key(unsafe_skip_rsa_key_validation=True)


def refuses(sources: NetSources, secret: str) -> bool:
    try:
        sources.open("google", "service-account", secret)
    except SourceFailure as failure:
        return failure.trouble == "malformed"
    return False


P, Q = 2**1279 - 1, 2**607 - 1


async def test_whether_its_primes_are_prime_is_not_looked_into(sources: NetSources) -> None:
    assert not refuses(sources, account(made(P, Q)))
    assert not refuses(sources, account(made((2**521 - 1) * (2**607 - 1), P))), "which takes seconds, in all threads"


@pytest.mark.parametrize("name", ["d", "dmp1", "dmq1", "iqmp"])
async def test_numbers_that_do_not_belong_together_are_refused(sources: NetSources, name: str) -> None:
    assert refuses(sources, account(made(P, Q, **{name: 12_345})))


async def test_a_key_longer_than_any_of_googles_is_refused(sources: NetSources) -> None:
    assert not refuses(sources, account(generate_private_key(65_537, 2_048)))
    assert refuses(sources, account(made(2**3217 - 1, P)))


async def test_a_text_longer_than_any_of_googles_is_refused_unread(sources: NetSources, standin: StandIn) -> None:
    given = json.loads(standin.authority.account_file())
    assert not refuses(sources, json.dumps(given | {"x": "x" * 4_000}))
    assert refuses(sources, json.dumps(given | {"x": "x" * 8_000}))


@pytest.mark.parametrize("depth", [1_500, 7_000])
async def test_brackets_in_brackets_are_no_account(sources: NetSources, depth: int) -> None:
    assert refuses(sources, '{"x":' + BRACKETS[:depth])
    assert refuses(sources, '{"x":' + "[" * (depth // 2) + "]" * (depth // 2) + "}")


async def test_brackets_in_brackets_are_no_answer(standin: StandIn) -> None:
    with pytest.raises(SourceFailure) as raised:
        decoded(BRACKETS.encode(), dict[str, Any])
    assert raised.value.trouble == "unreadable"
    standin.fail("brackets")
    wire = Wire()
    with pytest.raises(SourceFailure) as raised:
        await Bing(wire, standin.endpoints.bing, "0123456789abcdef").properties()
    assert raised.value.trouble == "unreadable"
    await wire.close()
