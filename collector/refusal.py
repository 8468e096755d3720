"""A request that is answered with a problem document (RFC 9457)."""

from collections.abc import Awaitable, Callable
from typing import Final

from msgspec import json
from starlette.requests import Request
from starlette.responses import Response

ANSWER: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Rakneverk-Ignored, Retry-After",
    "Cache-Control": "no-store",
}
"""Headers of what any website may read and nobody keep."""


class Refused(Exception):
    """The request is answered with a problem document."""

    def __init__(self, status: int, title: str, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.retry_after = status, title, detail, retry_after

    def response(self) -> Response:
        problem = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        wait = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        body = json.encode({key: value for key, value in problem.items() if value})
        return Response(body, self.status, {**ANSWER, **wait}, "application/problem+json")


Handler = Callable[[Request], Awaitable[Response]]


def refusing(handler: Handler) -> Handler:
    """The handler, with refusals answered as problem documents."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            return refused.response()

    return answer
