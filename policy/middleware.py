"""The Content-Security-Policy of each choice for websites in Python: ASGI middleware."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policy.csp import GIVEN, REFUSED, VARY, ContentPolicy
from policy.document import Policy


class ContentSecurity:
    """Adds to every answer of `app` the policy that the visitor's choice permits, beside those that it has. `service`
    is the service's address, such as https://stats.example.se. Answers hold from the version `material` on, which
    `rakneverk policy csp` names; where it is not said, only those to the document's own version."""

    def __init__(self, app: ASGIApp, policy: Policy, host: str, *, service: str, material: int | None = None) -> None:
        self._app = app
        self._policy = ContentPolicy(policy, host, policy.version if material is None else material, service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = self._policy_for(Headers(scope=scope), scope["path"]).encode()

        async def answer(message: Message) -> None:
            await send(_secured(message, policy) if message["type"] == "http.response.start" else message)

        await self._app(scope, receive, answer)

    def _policy_for(self, headers: Headers, path: str) -> str:
        cookies = "; ".join(headers.getlist("cookie"))
        found = None if re.search(REFUSED, cookies) else re.search(GIVEN, cookies)
        signal = "1" in {headers.get("sec-gpc"), headers.get("dnt")}
        return self._policy.header(found[1] if found else "", path, signal)


def _secured(message: Message, policy: bytes) -> Message:
    headers = [*message.get("headers", ()), (b"content-security-policy", policy)]
    if any(name.lower() == b"content-type" and value.lower().startswith(b"text/html") for name, value in headers):
        headers.append((b"vary", VARY.encode()))
    return {**message, "headers": headers}
