"""What a browser tells with a request besides its user agent, and whether the two can both be true.

Contradictions count and gaps do not: proxies take headers away, and other browsers than Chromium's kin have no hints.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

_LONGEST: Final = 512  # characters of a header that are looked at

_BRAND: Final = re.compile(r'"((?:[^"\\]|\\.)*)";\s*v="(\d{1,4})')
_VERSION: Final = re.compile(r"(?:Chrome|Chromium)/(\d{1,4})")
_GREASE: Final = re.compile(r"[\W_]*Not(?![A-Za-z]).*Br(?:and|owser)", re.IGNORECASE)

_PLAIN: Final = frozenset({"Chromium", "Google Chrome", "Microsoft Edge"})
"""Brands whose user agents are known: others' may name an older Chromium, or another system, for the sake of peace."""

_WEB_VIEW: Final = "Android WebView"

_SYSTEMS: Final = {
    "Windows NT": "Windows", "CrOS": "Chrome OS", "Android": "Android", "Macintosh": "macOS", "Linux": "Linux",
}  # fmt: skip
"""What user agents call the systems, in the order in which they are looked for, and what hints call them."""

_NO_REQUEST_OF_OURS: Final = frozenset({"navigate", "websocket"})


HEADERS: Final = ("sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-mode", "sec-fetch-dest")


class Hints(NamedTuple):
    """The headers Sec-CH-UA, -Mobile and -Platform, Sec-Fetch-Mode and -Dest; "" for those that did not come."""

    brands: str = ""
    mobile: str = ""
    platform: str = ""
    mode: str = ""
    destination: str = ""


def hints_of(headers: Mapping[str, str]) -> Hints:
    """`headers` are found by their names in lower case."""
    return Hints(*[headers.get(name, "")[:_LONGEST] for name in HEADERS])


def contradicts(hints: Hints, user_agent: str) -> bool:
    """Whether no browser that runs the script sends both."""
    if hints.destination not in {"", "empty"} or hints.mode in _NO_REQUEST_OF_OURS:
        return True  # the script's requests are neither a page's nor an image's
    brands = {name: version for name, version in _BRAND.findall(hints.brands) if not _GREASE.match(name)}
    if not brands or _WEB_VIEW in brands:  # apps give what they show whatever user agent they like
        return False
    if "HeadlessChrome" in brands or _is_other_engine(user_agent):
        return True
    return brands.keys() <= _PLAIN and (_is_other_version(brands, user_agent) or _is_other_system(hints, user_agent))


def _is_other_engine(user_agent: str) -> bool:
    """Whether it says that it is Firefox or Safari, which have no such hints."""
    if "Chrom" in user_agent or "iOS/" in user_agent:  # such as CriOS/: whatever engine they get there one day
        return False
    return "Firefox/" in user_agent or ("Version/" in user_agent and "Safari/" in user_agent)


def _is_other_version(brands: Mapping[str, str], user_agent: str) -> bool:
    claimed, told = _VERSION.search(user_agent), brands.get("Chromium")
    return bool(claimed and told and claimed[1] != told)


def _is_other_system(hints: Hints, user_agent: str) -> bool:
    claimed = next((system for word, system in _SYSTEMS.items() if word in user_agent), "")
    told = hints.platform.strip('"').replace("Chromium OS", "Chrome OS")
    if told == "Android" or not claimed:  # which poses as a computer where "desktop site" is asked for
        return False
    if hints.mobile == "?1" and claimed in {"Windows", "Chrome OS", "macOS"}:
        return True
    return told in _SYSTEMS.values() and told != claimed and {told, claimed} != {"Linux", "Chrome OS"}
