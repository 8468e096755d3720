"""The language of a page: what was asked for, or what the browser prefers."""

from typing import Final

from policy.words import Language

_LONGEST: Final = 1_024  # characters of the header: a browser sends a tenth of that


def language_of(asked: str | None, accepted: str) -> Language:
    """What was asked for, English in the place of a third language; else English for a browser that prefers it, by its
    Accept-Language; else Swedish."""
    if asked:
        return "sv" if asked == "sv" else "en"
    weights = {"sv": 0.0, "en": 0.0}
    whole = accepted if len(accepted) <= _LONGEST else accepted[:_LONGEST].rpartition(",")[0]
    for entry in whole.lower().split(","):
        tag, _, quality = entry.partition(";")
        name = tag.strip().partition("-")[0]
        if name in weights:
            weights[name] = max(weights[name], _quality(quality))
    return "en" if weights["en"] > weights["sv"] else "sv"


def _quality(parameter: str) -> float:
    """The weight in an entry of Accept-Language (RFC 9110, 12.4.2); 1 where none is given, 0 where it is not one."""
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    return float(value) if name == "q" and value.replace(".", "", 1).isdecimal() else 0.0
