"""Access to Google in its two forms: google-auth signs and refreshes, the wire sends."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qs

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPrivateNumbers
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from google.auth.credentials import Credentials
from google.auth.crypt import RSASigner
from google.auth.exceptions import GoogleAuthError
from google.auth.transport import Request, Response
from google.oauth2.credentials import Credentials as ConsentCredentials
from google.oauth2.service_account import Credentials as AccountCredentials
from msgspec import Meta, Struct

from dashboard.search.engines.oauth import SCOPE, GoogleClient, GoogleEndpoints
from dashboard.search.engines.source import SourceFailure, Trouble
from dashboard.search.engines.wire import Reply, Wire, decoded

_LARGEST: Final = 8_000
"""Characters of the JSON; Google's has about 2,400."""

_LARGEST_KEY: Final = 4_096
"""Bits; Google's have 2,048."""

_ERRORS: Final[Mapping[str, Trouble]] = {
    "invalid_grant": "revoked",  # also a token that has expired, and a service account or key that is gone
    "invalid_client": "revoked",
    "unauthorized_client": "revoked",
    "invalid_scope": "revoked",
    "access_denied": "forbidden",
    "admin_policy_enforced": "forbidden",
    "org_internal": "forbidden",
    "server_error": "server",
    "internal_failure": "server",
    "temporarily_unavailable": "server",
}


def consent_credentials(endpoints: GoogleEndpoints, client: GoogleClient, token: str) -> Credentials:
    """Of what an owner gave by consent."""
    if not token or len(token) > 2_000 or not token.isascii() or not token.isprintable():
        raise SourceFailure("malformed")
    return ConsentCredentials(  # type: ignore[no-untyped-call]
        None, refresh_token=token, token_uri=endpoints.token, client_id=client.id, client_secret=client.secret
    )


def account_credentials(endpoints: GoogleEndpoints, text: str) -> Credentials:
    """Of the JSON key of a service account. What the file says of addresses is left aside: it would have us send signed
    requests wherever its writer likes."""
    if len(text) > _LARGEST:
        raise SourceFailure("malformed")
    account = account_of(text)
    try:
        key = _key(account.private_key) if account else None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if account is None or key is None:
        raise SourceFailure("malformed")
    signer = RSASigner(key, account.private_key_id)  # type: ignore[no-untyped-call]
    return AccountCredentials(  # type: ignore[no-untyped-call]
        signer, account.client_email, endpoints.token, scopes=[SCOPE]
    )


class Account(Struct, frozen=True):
    """The JSON key of a service account, as far as it is used."""

    type: Literal["service_account"]
    client_email: Annotated[str, Meta(min_length=3, max_length=320)]
    private_key: str
    private_key_id: str = ""

    def __repr__(self) -> str:
        return f"Account({self.client_email!r})"


def account_of(text: str) -> Account | None:
    """None where it is something else."""
    try:
        return msgspec.json.decode(text, type=Account)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _key(pem: str) -> RSAPrivateKey | None:
    """Without the test whether its primes are prime, which stops all threads for seconds: with a number that is none,
    Google would only refuse what is signed. What OpenSSL must be able to rely on is looked at instead."""
    key = load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey) or key.key_size > _LARGEST_KEY:
        return None
    return key if _is_coherent(key.private_numbers()) else None


def _is_coherent(key: RSAPrivateNumbers) -> bool:
    """Whether the numbers of the key belong together (RFC 8017 3.2)."""
    n, e = key.public_numbers.n, key.public_numbers.e
    return (
        min(key.p, key.q) > 2
        and n == key.p * key.q
        and bool(key.p & key.q & e & 1)
        and (key.dmp1, key.dmq1) == (key.d % (key.p - 1), key.d % (key.q - 1))
        and e * key.dmp1 % (key.p - 1) == e * key.dmq1 % (key.q - 1) == 1
        and key.iqmp * key.q % key.p == 1
    )


async def access_token(credentials: Credentials, wire: Wire, *, renew: bool = False) -> str:
    """In a thread, for google-auth waits and signs in place. Raises `SourceFailure`."""
    if renew or not credentials.valid:
        sender = _Sender(wire, asyncio.get_running_loop())
        try:
            await asyncio.to_thread(credentials.refresh, sender)
        except (GoogleAuthError, ValueError):
            raise SourceFailure("unreadable") from None
    return str(credentials.token)


class _Sender(Request):
    """How google-auth sends. A refusal never reaches it: it would ask again in place, and sleep in between."""

    def __init__(self, wire: Wire, loop: asyncio.AbstractEventLoop) -> None:
        self._wire, self._loop = wire, loop

    def __call__(
        self, url: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None,
        timeout: float | None = None, **_: Any,
    ) -> "_Received":  # fmt: skip
        sending = self._wire.send(method, url, headers=headers or {}, content=body)
        reply = asyncio.run_coroutine_threadsafe(sending, self._loop).result()
        if reply.status != 200:
            raise _refusal(reply, body or b"")
        decoded(reply.body, _Grant)
        return _Received(reply)


class _Received(Response):
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    @property
    def status(self) -> int:
        return self._reply.status

    @property
    def headers(self) -> Mapping[str, str]:
        return {}

    @property
    def data(self) -> bytes:
        return self._reply.body


class _Grant(Struct):
    access_token: Annotated[str, Meta(min_length=1)]


class _Refused(Struct):
    """RFC 6749 5.2."""

    error: str
    error_description: str = ""


def _refusal(reply: Reply, sent: bytes) -> SourceFailure:
    if reply.status == 429:
        return reply.failure("throttled")
    refused = decoded(reply.body, _Refused)
    form = parse_qs(sent.decode())
    secrets = [text for name in ("client_secret", "refresh_token", "assertion") for text in form.get(name, ())]
    detail = f"{refused.error}: {refused.error_description}" if refused.error_description else refused.error
    return reply.failure(_ERRORS.get(refused.error, "unreadable"), detail, *secrets)
