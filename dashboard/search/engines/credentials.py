"""Access to Google in its two forms: google-auth signs and refreshes, the wire sends."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qs

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.auth.transport import Request, Response
from google.oauth2.credentials import Credentials as ConsentCredentials
from google.oauth2.service_account import Credentials as AccountCredentials
from msgspec import Meta, Struct

from dashboard.search.engines.oauth import SCOPE, GoogleClient, GoogleEndpoints
from dashboard.search.engines.source import SourceFailure, Trouble
from dashboard.search.engines.wire import Reply, Wire, decoded

_LARGEST: Final = 20_000

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
        raise SourceFailure("revoked", "that is not the form of a refresh token")
    return ConsentCredentials(  # type: ignore[no-untyped-call]
        None, refresh_token=token, token_uri=endpoints.token, client_id=client.id, client_secret=client.secret
    )


def account_credentials(endpoints: GoogleEndpoints, text: str) -> Credentials:
    """Of the JSON key of a service account. What the file says of addresses is left aside: it would have us send signed
    requests wherever its writer likes."""
    try:
        account = msgspec.json.decode(text[:_LARGEST], type=_Account)
        key = load_pem_private_key(account.private_key.encode(), None)
    except (msgspec.DecodeError, ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise SourceFailure("revoked", "that is not the JSON key of a service account")
    credentials: Credentials = AccountCredentials.from_service_account_info(  # type: ignore[no-untyped-call]
        {
            "client_email": account.client_email,
            "private_key": account.private_key,
            "private_key_id": account.private_key_id,
            "token_uri": endpoints.token,
        },
        scopes=[SCOPE],
    )
    return credentials


async def access_token(credentials: Credentials, wire: Wire, *, renew: bool = False) -> str:
    """In a thread, for google-auth waits and signs in place. Raises `SourceFailure`."""
    if renew or not credentials.valid:
        sender = _Sender(wire, asyncio.get_running_loop())
        try:
            await asyncio.to_thread(credentials.refresh, sender)
        except (GoogleAuthError, ValueError):
            raise SourceFailure("unreadable", "Google's answer holds no access token") from None
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


class _Account(Struct):
    type: Literal["service_account"]
    client_email: Annotated[str, Meta(min_length=3, max_length=320)]
    private_key: str
    private_key_id: str = ""


class _Grant(Struct):
    access_token: Annotated[str, Meta(min_length=1)]


class _Refused(Struct):
    """RFC 6749 5.2."""

    error: str
    error_description: str = ""


def _refusal(reply: Reply, sent: bytes) -> SourceFailure:
    if reply.status == 429:
        return reply.failure("throttled", "HTTP 429")
    refused = decoded(reply.body, _Refused)
    form = parse_qs(sent.decode())
    secrets = [text for name in ("client_secret", "refresh_token", "assertion") for text in form.get(name, ())]
    detail = f"{refused.error}: {refused.error_description}" if refused.error_description else refused.error
    return reply.failure(_ERRORS.get(refused.error, "unreadable"), detail, *secrets)
