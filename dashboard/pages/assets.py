"""Style sheets, scripts and pictures, each under an address that names its content: browsers keep them for good."""

import hashlib
from functools import partial
from importlib.resources import files
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Asset(NamedTuple):
    """A file as it is served."""

    url: str
    content: bytes
    media_type: str


def load_assets() -> dict[str, Asset]:
    """By file name."""
    entries = sorted((files("dashboard") / "assets").iterdir(), key=lambda entry: entry.name)
    return {entry.name: _asset(entry.name, entry.read_bytes()) for entry in entries}


def routes_of(assets: dict[str, Asset]) -> list[Route]:
    """A route for each, so that none hides what another application serves beside them."""
    return [Route(asset.url, partial(_serve, asset=asset)) for asset in assets.values()]


def _asset(name: str, content: bytes) -> Asset:
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(f"/assets/{stem}-{digest}{dot}{suffix}", content, _TYPES[dot + suffix])


async def _serve(_: Request, asset: Asset) -> Response:
    return Response(asset.content, headers=_HEADERS, media_type=asset.media_type)
