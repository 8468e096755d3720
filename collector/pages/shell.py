"""The pages that visitors read: the templates that they are made of, and the headers that they are sent with."""

import hashlib
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from collector.pages.languages import language_of
from policy.words import Language

_HERE: Final = Path(__file__).parent

STYLE: Final = (_HERE / "assets" / "policy.css").read_text(encoding="utf-8")
STYLE_PATH: Final = f"assets/policy.{hashlib.sha256(STYLE.encode()).hexdigest()[:12]}.css"
"""Below `/policy/`; relative to the page, so that any prefix works."""

PAGE: Final = {
    "Cache-Control": "max-age=300",
    "Vary": "Accept-Language",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

IMMUTABLE: Final = {"Cache-Control": "max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
"""For what is named by its digest."""

TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def language_asked(request: Request) -> Language:
    """That of the page which the request is for."""
    return language_of(request.query_params.get("lang"), request.headers.get("accept-language", ""))


async def style(_: Request) -> Response:
    """Answers for `/policy/` and `STYLE_PATH`."""
    return Response(STYLE, media_type="text/css", headers=IMMUTABLE)
