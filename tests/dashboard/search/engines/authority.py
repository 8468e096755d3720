"""Google's accounts as the stand-in has them: consent, tokens, and their end."""

import base64
import hashlib
import json
import secrets
from typing import Any, Final
from urllib.parse import urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

SCOPE: Final = "https://www.googleapis.com/auth/webmasters.readonly"
CLIENT: Final = "1234-abcd.apps.googleusercontent.com"
CLIENT_SECRET: Final = "GOCSPX-made-up-secret"
REDIRECT: Final = "https://stats.example/search/google"
ACCOUNT: Final = "raknare@made-up.iam.gserviceaccount.com"
_AUDIENCE: Final = "https://oauth2.googleapis.com/token"  # which google-auth names wherever it sends
_JWT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Authority:
    """Gives and takes tokens. `answer` is what the owner says on the consent page: the scopes that are ticked, or None
    for no."""

    def __init__(self, account_key: RSAPrivateKey) -> None:
        self.redirect = REDIRECT
        self.answer: str | None = SCOPE
        self.lasts = 3_599
        self.account_exists = True
        self.refresh_tokens: set[str] = set()
        self.access_tokens: set[str] = set()
        self._account_key = account_key
        self._codes: dict[str, tuple[str, str, str]] = {}

    def client_file(self) -> str:
        """As Google's console gives it for a web application."""
        web = {
            "client_id": CLIENT, "project_id": "made-up", "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": "https://oauth2.googleapis.com/token", "client_secret": CLIENT_SECRET,
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "redirect_uris": [self.redirect],
        }  # fmt: skip
        return json.dumps({"web": web})

    def account_file(self) -> str:
        """The JSON key of the service account. Its token_uri leads astray, as a hostile file's would."""
        pem = self._account_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        account = {
            "type": "service_account", "project_id": "made-up", "private_key_id": "0123abcd", "private_key": pem,
            "client_email": ACCOUNT, "client_id": "1", "token_uri": "http://127.0.0.1:9/elsewhere",
            "universe_domain": "elsewhere.example",
        }  # fmt: skip
        return json.dumps(account)

    def refresh_token(self) -> str:
        """One that an owner has given, as the secret of an access."""
        token = "1//0" + secrets.token_urlsafe(40)
        self.refresh_tokens.add(token)
        return token

    async def consent(self, request: Request) -> Response:
        """The page on which the owner says yes or no: answered at once."""
        query = request.query_params
        wanted = {
            "client_id": CLIENT, "redirect_uri": self.redirect, "response_type": "code", "scope": SCOPE,
            "access_type": "offline", "prompt": "consent", "code_challenge_method": "S256",
        }  # fmt: skip
        wrong = [name for name, value in wanted.items() if query.get(name) != value]
        if wrong or not query.get("state") or len(query.get("code_challenge", "")) != 43:
            return PlainTextResponse(f"Error 400: invalid_request {wrong}", 400)
        if self.answer is None:
            return RedirectResponse(f"{self.redirect}?{urlencode({'error': 'access_denied', 'state': query['state']})}")
        code = "4/0" + secrets.token_urlsafe(30)
        self._codes[code] = (query["code_challenge"], query["redirect_uri"], self.answer)
        back = {"state": query["state"], "code": code, "scope": self.answer}
        return RedirectResponse(f"{self.redirect}?{urlencode(back)}")

    async def token(self, request: Request) -> Response:
        async with request.form() as sent:
            form = {name: str(value) for name, value in sent.items()}
        grant = form.get("grant_type", "")
        if grant == _JWT:
            return self._for_account(form.get("assertion", ""))
        if form.get("client_id") != CLIENT or form.get("client_secret") != CLIENT_SECRET:
            return _refused(401, "invalid_client", "Unauthorized")
        if grant == "authorization_code":
            return self._for_code(form)
        if grant == "refresh_token":
            if form.get("refresh_token") not in self.refresh_tokens:
                return _refused(400, "invalid_grant", "Token has been expired or revoked.")
            return JSONResponse(self._access(SCOPE))
        return _refused(400, "unsupported_grant_type", f"Invalid grant_type: {grant}")

    async def revoke(self, request: Request) -> Response:
        async with request.form() as form:
            token = str(form.get("token", ""))
        if token not in self.refresh_tokens:
            return _refused(400, "invalid_token", "Token expired or revoked")
        self.refresh_tokens.discard(token)
        self.access_tokens.clear()
        return JSONResponse({})

    def _for_code(self, form: dict[str, str]) -> Response:
        challenge, redirect, scope = self._codes.pop(form.get("code", ""), ("", "", ""))
        proof = _base64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if not challenge or proof != challenge:
            return _refused(400, "invalid_grant", "Malformed auth code.")
        if redirect != form.get("redirect_uri"):
            return _refused(400, "redirect_uri_mismatch", "Bad Request")
        return JSONResponse(self._access(scope) | {"refresh_token": self.refresh_token()})

    def _for_account(self, assertion: str) -> Response:
        try:
            head, body, signature = assertion.split(".")
            self._account_key.public_key().verify(_bytes(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return _refused(400, "invalid_grant", "Invalid JWT Signature.")
        claims = json.loads(_bytes(body))
        if json.loads(_bytes(head))["alg"] != "RS256" or claims["aud"] != _AUDIENCE:
            return _refused(400, "invalid_grant", "Invalid JWT: Failed audience check.")
        if not self.account_exists or claims["iss"] != ACCOUNT:
            return _refused(400, "invalid_grant", "Invalid grant: account not found")
        if claims["scope"] != SCOPE or claims["exp"] - claims["iat"] > 3_600:
            return _refused(400, "invalid_scope", f"{claims['scope']} is not a valid audience string.")
        return JSONResponse(self._access(SCOPE))

    def _access(self, scope: str) -> dict[str, Any]:
        token = "ya29." + secrets.token_urlsafe(40)
        self.access_tokens.add(token)
        return {"access_token": token, "expires_in": self.lasts, "scope": scope, "token_type": "Bearer"}


def _refused(status: int, error: str, description: str) -> Response:
    return JSONResponse({"error": error, "error_description": description}, status)


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
