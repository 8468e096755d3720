"""The script that a website embeds: the same for all, with the site's policy inlined."""

import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec

from policy.banner import configuration
from policy.site import Site

_ESCAPES: Final = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Script(NamedTuple):
    """The script's text and its strong ETag."""

    text: str
    etag: str


def script_of(site: Site) -> Script:
    return _script(_literal(configuration(site)))


def script_text(configuration: Mapping[str, object]) -> str:
    """The minified script with its style and what it is told of the policy."""
    return _script(_literal(configuration)).text


@lru_cache(maxsize=256)
def _script(policy: str) -> Script:
    text = _minified().replace("__POLICY__", policy)
    return Script(text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')


@cache
def _minified() -> str:
    script, style = ((files("static") / name).read_text("utf-8") for name in ("script.min.js", "banner.min.css"))
    return script.replace("__STYLE__", _literal(style.strip()))


def _literal(value: object) -> str:
    """The value as a JavaScript literal that is safe wherever a script can stand."""
    text = msgspec.json.encode(value).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text
