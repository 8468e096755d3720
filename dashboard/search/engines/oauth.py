"""An owner's consent at Google: the operator's client, the way there and back, and the end of it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple
from urllib.parse import urlencode

import msgspec
from msgspec import Meta, Struct

from dashboard.search.engines.vault import BrokenSeal, Vault
from dashboard.search.engines.wire import Wire, decoded

SCOPE: Final = "https://www.googleapis.com/auth/webmasters.readonly"

REDIRECT: Final = "/search/google"
"""Where Google sends the browser back to: the path of the one redirect URI that the operator registers."""

_LASTS: Final = 900
"""Seconds between going to Google and coming back."""

_LARGEST: Final = 100_000
_SEAL: Final = "google-consent"


class GoogleEndpoints(NamedTuple):
    """Where Google answers (its discovery documents and https://accounts.google.com/.well-known/openid-configuration)."""

    console: str = "https://searchconsole.googleapis.com"
    consent: str = "https://accounts.google.com/o/oauth2/v2/auth"
    token: str = "https://oauth2.googleapis.com/token"  # noqa: S105
    revoke: str = "https://oauth2.googleapis.com/revoke"


class BadClient(Exception):
    """The operator's file is not of a client that can be used; the message says why and what to do."""


class GoogleClient:
    """The OAuth client of the installation: what Google's console gives as a JSON file for a "Web application"."""

    def __init__(self, id: str, secret: str, redirects: frozenset[str]) -> None:
        self.id, self.secret, self.redirects = id, secret, redirects

    def __repr__(self) -> str:
        return f"GoogleClient({self.id!r})"

    @classmethod
    def read(cls, path: Path) -> "GoogleClient":
        """Raises `BadClient`."""
        try:
            with path.open("rb") as file:
                content = file.read(_LARGEST)
        except OSError as error:
            raise BadClient(f"{path} cannot be read: {error.strerror}.") from None
        try:
            web = msgspec.json.decode(content, type=_File).web
        except (msgspec.DecodeError, UnicodeDecodeError):
            web = None
        if web is None:
            raise BadClient(
                f"{path} is not the file of an OAuth client. In Google's console, make a client of the type "
                '"Web application" and download its JSON; that of another type, or of a service account, does not do.'
            )
        return cls(web.client_id, web.client_secret, frozenset(web.redirect_uris))


class ConsentFailure(Exception):
    """Nothing was given; `reason` says why."""

    def __init__(self, reason: Literal["state", "denied", "scope", "token"]) -> None:
        self.reason = reason
        super().__init__(_REASONS[reason])


_REASONS: Final = {
    "state": "The answer belongs to no consent that this browser asked for in the last 15 minutes.",
    "denied": "Google was not allowed to give anything.",
    "scope": "Search Console's data were left out of what was allowed.",
    "token": "Google gave no access that lasts.",
}


class Given(NamedTuple):
    """What an owner gave: for which site, and the token, which is kept sealed as the secret of an `Access`."""

    site: str
    token: str

    def __repr__(self) -> str:
        return f"Given({self.site!r})"


class Consent:
    """The authorization code flow (RFC 6749 4.1) with PKCE (RFC 7636). What must come back unchanged travels sealed in
    `state`, so that the server keeps nothing of a consent that nobody finishes."""

    def __init__(self, wire: Wire, endpoints: GoogleEndpoints, client: GoogleClient, vault: Vault) -> None:
        self._wire, self._endpoints, self._client, self._vault = wire, endpoints, client, vault

    def address(self, site: str, session: str, redirect: str, now: float) -> str:
        """Where to send the browser whose `session` this is; `redirect` is the whole URI that it comes back to."""
        verifier = secrets.token_urlsafe(64)
        pending = _Pending(_digest(session), redirect, verifier, int(now) + _LASTS)
        sealed = self._vault.seal(site, _SEAL, msgspec.json.encode(pending).decode())
        query = {
            "client_id": self._client.id,
            "redirect_uri": redirect,
            "response_type": "code",
            "scope": SCOPE,
            "access_type": "offline",
            "prompt": "consent",  # without it a second consent brings no token that lasts
            "state": f"{base64.urlsafe_b64encode(sealed).decode()}.{site}",
            "code_challenge": _unpadded(hashlib.sha256(verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        return f"{self._endpoints.consent}?{urlencode(query)}"

    async def given(self, query: Mapping[str, str], session: str, now: float) -> Given:
        """What the browser came back with. Raises `ConsentFailure` and `SourceFailure`."""
        site, pending = self._pending(query.get("state", ""), session, now)
        if "error" in query or not query.get("code"):
            raise ConsentFailure("denied")
        form = {
            "grant_type": "authorization_code",
            "code": query["code"],
            "client_id": self._client.id,
            "client_secret": self._client.secret,
            "redirect_uri": pending.redirect,
            "code_verifier": pending.verifier,
        }
        reply = await self._wire.send("POST", self._endpoints.token, headers=_FORM, content=urlencode(form).encode())
        if reply.status != 200:
            refusal = decoded(reply.body, _Refusal)
            detail = f"{refusal.error}: {refusal.error_description}"
            raise reply.failure("revoked", detail, query["code"], self._client.secret, pending.verifier)
        tokens = decoded(reply.body, _Tokens)
        if SCOPE not in tokens.scope.split():  # the owner can leave the box empty on Google's page
            raise ConsentFailure("scope")
        if not tokens.refresh_token:
            raise ConsentFailure("token")
        return Given(site, tokens.refresh_token)

    @property
    def registered(self) -> frozenset[str]:
        """The redirect URIs in the client's file, which may be older than what Google knows; it may name none."""
        return self._client.redirects

    def site_of(self, state: str) -> str:
        """Which site the browser went for, to show a page of it; nothing is proven by it."""
        return state.partition(".")[2]

    def _pending(self, state: str, session: str, now: float) -> tuple[str, "_Pending"]:
        sealed, _, site = state.partition(".")
        try:
            text = self._vault.open(site, _SEAL, base64.urlsafe_b64decode(sealed.encode()))
        except (BrokenSeal, ValueError):
            raise ConsentFailure("state") from None
        pending = msgspec.json.decode(text, type=_Pending)
        if not hmac.compare_digest(pending.session, _digest(session)) or now >= pending.until:
            raise ConsentFailure("state")
        return site, pending


async def revoke(wire: Wire, endpoints: GoogleEndpoints, token: str) -> None:
    """Ends at Google what an owner gave (RFC 7009). Raises `SourceFailure` where Google cannot be told; a token that
    holds no longer is as good as ended."""
    reply = await wire.send("POST", endpoints.revoke, headers=_FORM, content=urlencode({"token": token}).encode())
    if reply.status not in {200, 400}:
        raise reply.failure("server")


class _Web(Struct):
    client_id: Annotated[str, Meta(min_length=1)]
    client_secret: Annotated[str, Meta(min_length=1)]
    redirect_uris: list[str] = []


class _File(Struct):
    web: _Web


class _Pending(Struct):
    session: str
    redirect: str
    verifier: str
    until: int


class _Tokens(Struct):
    scope: str = ""
    refresh_token: str = ""


class _Refusal(Struct):
    error: str
    error_description: str = ""


_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


def _digest(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()


def _unpadded(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
