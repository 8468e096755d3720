"""Forms without files, as they were sent."""

from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

_LONGEST: Final = 10_000  # bytes


async def fields_of(request: Request) -> dict[str, str]:
    """The last of each name; none of a form that is longer than any of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            return {}
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True, errors="replace"))
