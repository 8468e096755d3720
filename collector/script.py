"""The script that a website embeds: the same for all, with the site's policy inlined."""

import hashlib
from collections.abc import Mapping, Set
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import msgspec

from policy.banner import configuration
from policy.site import Site

_ESCAPES: Final = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}

_ALWAYS: Final = frozenset({
    "site", "version", "material", "domains", "linked", "days", "inputs", "terms", "parameters", "sensitive", "texts",
    "services", "closed",
})  # fmt: skip
"""Keys of a configuration without optional statistics; each of these adds one."""

_CLICKS: Final = frozenset({"outbound", "downloads", "contacts", "events"})
_VITALS: Final = "vitals"
_MEASURES: Final = frozenset({"engaged", "scroll", _VITALS})


class Script(NamedTuple):
    """The script's text and its strong ETag."""

    text: str
    etag: str


def script_of(site: Site, today: date) -> Script:
    return _filled(configuration(site, today))


def script_text(configuration: Mapping[str, object]) -> str:
    """The minified script with its style and what it is told of the policy."""
    return _filled(configuration).text


def _filled(configuration: Mapping[str, object]) -> Script:
    return _script(literal(configuration), _bundle_of(configuration))


def _bundle_of(configuration: Mapping[str, Any]) -> str:
    """The smallest bundle that does all that the policy asks for."""
    named = {name for name, value in configuration.items() if value is not False} - _ALWAYS
    if configuration.get("services"):
        return "services-all" if named & (_CLICKS | _MEASURES) else "services"
    notice = any("notice" in texts for texts in configuration.get("texts", {}).values())
    return _least(named) + ("-notice" if notice else "")


def _least(named: Set[str]) -> str:
    if named & _CLICKS:
        return "all" if _VITALS in named else "acts"
    if named & _MEASURES:
        return "vitals" if _VITALS in named else "measures"
    return "optional" if named else "script"


@lru_cache(maxsize=256)
def _script(policy: str, bundle: str) -> Script:
    text = _dressed(bundle).replace("__POLICY__", policy)
    return Script(text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')


@cache
def _dressed(bundle: str) -> str:
    styles = ("banner", "services") if bundle.startswith("services") else ("banner",)
    style = "".join(_static(f"{name}.min.css").strip() for name in styles)
    return _static(f"{bundle}.min.js").replace("__STYLE__", literal(style))


def _static(name: str) -> str:
    return (files("static") / name).read_text("utf-8")


def literal(value: object) -> str:
    """The value as a JavaScript literal that is safe wherever a script can stand."""
    text = msgspec.json.encode(value).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text
