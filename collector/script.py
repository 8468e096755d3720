"""The script that a website embeds: the same for all, with the site's policy inlined."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec

from policy.banner import configuration
from policy.site import Site

_PLACE: Final = "__POLICY__"
_ESCAPES: Final = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Script(NamedTuple):
    """The script's text and its strong ETag."""

    text: str
    etag: str


def script_of(site: Site) -> Script:
    return _script(_inlined(site))


def _inlined(site: Site) -> str:
    text = msgspec.json.encode(configuration(site), order="sorted").decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


@lru_cache(maxsize=256)
def _script(policy: str) -> Script:
    text = _source().replace(_PLACE, policy)
    return Script(text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')


@lru_cache(maxsize=1)
def _source() -> str:
    return (files("static") / "script.min.js").read_text(encoding="utf-8")
