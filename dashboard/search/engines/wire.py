"""Sends requests to the engines: within a time and a size, without following anything, and no secret in a log."""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache, cached_property
from typing import Final, NamedTuple, TypeVar

import httpx
import msgspec

from dashboard.search.engines.source import SourceFailure, Trouble

_T = TypeVar("_T")

_log: Final = logging.getLogger("rakneverk.search")

_KEY: Final = "rakneverk.key"
_LONGEST_DETAIL: Final = 200
_LONGEST_WAIT: Final = 86_400.0


class Limits(NamedTuple):
    """Seconds to connect, between two pieces of an answer and for the whole of it, and its bytes. 25,000 rows with long
    addresses are some 10 MB."""

    connect: float = 10
    silence: float = 60
    whole: float = 180
    size: int = 32 * 2**20


LIMITS: Final = Limits()


class Reply(NamedTuple):
    """An answer, read to its end. `wait` are the seconds that the engine asks for before the next request."""

    status: int
    body: bytes
    wait: float | None = None

    def failure(self, trouble: Trouble, detail: str = "", *secrets: str) -> SourceFailure:
        return SourceFailure(trouble, fit(detail, *secrets), self.wait)


class Wire:
    """One client for all engines, made at the first request."""

    def __init__(self, limits: Limits = LIMITS, clock: Callable[[], float] = time.time) -> None:
        self._limits, self._clock = limits, clock

    async def send(
        self, method: str, url: str, *, headers: Mapping[str, str] = {}, content: bytes | None = None, key: str = ""
    ) -> Reply:
        """`key` is added to the address as `apikey` on its way out, after httpx has written it in its log.

        Raises `SourceFailure`: "unreachable" where there is no connection, for the reason in the log, "unanswered"
        where nothing whole comes back in time, "server" for 5xx and "unreadable" for what is too large or asks to look
        elsewhere.
        """
        try:
            async with asyncio.timeout(self._limits.whole):
                reply = await self._send(method, url, headers, content, key)
        except TimeoutError:
            raise SourceFailure("unanswered") from None
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            _log.warning("%s was not reached: %s", httpx.URL(url).host, fit(str(error) or type(error).__name__))
            raise SourceFailure("unreachable") from None
        except httpx.DecodingError:
            raise SourceFailure("unreadable") from None
        except httpx.TransportError:
            raise SourceFailure("unanswered") from None
        if reply.status >= 500:
            raise reply.failure("server")
        if 300 <= reply.status < 400:
            raise reply.failure("unreadable")
        return reply

    async def close(self) -> None:
        if "_client" in self.__dict__:
            await self._client.aclose()

    async def _send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, key: str) -> Reply:
        request = self._client.stream(method, url, headers=headers, content=content, extensions={_KEY: key})
        async with request as response:
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > self._limits.size:
                    raise SourceFailure("unreadable")
            return Reply(response.status_code, bytes(body), self._wait(response.headers.get("Retry-After", "")))

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        connect, silence, _, _ = self._limits
        return httpx.AsyncClient(
            transport=_Keyed(httpx.AsyncHTTPTransport(verify=_authorities())),
            timeout=httpx.Timeout(silence, connect=connect),
            headers={"User-Agent": "Rakneverk"},
            follow_redirects=False,
        )

    def _wait(self, text: str) -> float | None:
        """Of a `Retry-After` in either of its forms (RFC 9110 10.2.3)."""
        wait = None
        if text.isdecimal() and len(text) < 10:
            wait = float(text)
        else:
            with suppress(ValueError, OverflowError):
                moment = parsedate_to_datetime(text)
                wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - self._clock()
        return None if wait is None else min(max(wait, 0.0), _LONGEST_WAIT)


@cache
def _authorities() -> ssl.SSLContext:
    """Read once: it takes a while."""
    return httpx.create_ssl_context()


class _Keyed(httpx.AsyncBaseTransport):
    """httpx logs each address at INFO, and Microsoft wants the key in it: it is put there beneath the log."""

    def __init__(self, beneath: httpx.AsyncBaseTransport) -> None:
        self._beneath = beneath

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if key := request.extensions.pop(_KEY, ""):
            url = request.url.copy_add_param("apikey", key)
            request = httpx.Request(
                request.method, url, headers=request.headers, stream=request.stream, extensions=request.extensions
            )
        return await self._beneath.handle_async_request(request)

    async def aclose(self) -> None:
        await self._beneath.aclose()


def fit(text: str, *secrets: str) -> str:
    """An engine's sentence as it may be shown and kept: one short line without the secrets that were sent."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST_DETAIL else line[: _LONGEST_DETAIL - 1] + "…"


def decoded(body: bytes, kind: type[_T]) -> _T:
    """Raises `SourceFailure("unreadable")`, without what was in it: it may be terms."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # the last of a body of brackets
        raise SourceFailure("unreadable") from None
