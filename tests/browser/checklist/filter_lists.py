"""What content blockers' common lists look for: patterns of addresses and of elements, of no site in particular."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

_LINES: Final = Path(__file__).with_name("filter_lists.txt").read_text(encoding="utf-8").splitlines()

SELECTORS: Final = tuple(line[2:] for line in _LINES if line.startswith("##"))
PATTERNS: Final = tuple(line for line in _LINES if line and not line.startswith(("##", "!")))

WORDS: Final = frozenset(
    {
        "ad", "ads", "advert", "alert", "analytics", "banner", "bar", "ccpa", "cmp", "consent", "cookie", "cookiebar",
        "cookiebanner", "cookieconsent", "cookies", "disclaimer", "gdpr", "modal", "notice", "notification", "overlay",
        "policy", "popup", "privacy", "rgpd", "rodo", "toast", "tracking",
    }
)  # fmt: skip
"""What the lists' thousands of ids and classes are put together from."""

_WORD: Final = re.compile(r"[A-Z]*[a-z]+|[A-Z]+")


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    """As content blockers read an address pattern: "*" is anything, "^" a separator or the end, "|" a border."""
    parts = {"*": ".*", "^": r"(?:[^\w.%-]|$)"}
    body = "".join(parts.get(character) or re.escape(character) for character in pattern.strip("|"))
    return re.compile(f"{'^' if pattern[0] == '|' else ''}{body}{'$' if pattern[-1] == '|' else ''}", re.IGNORECASE)


def matches(pattern: str, url: str) -> bool:
    return _expression(pattern).search(url) is not None


def blocking(url: str) -> list[str]:
    return [pattern for pattern in PATTERNS if matches(pattern, url)]


def suspicious(names: Iterable[str]) -> list[str]:
    """Ids and classes that have one of the words in them."""
    return sorted(name for name in names if WORDS & {word.lower() for word in _WORD.findall(name)})
