"""Reports made to be slow: headers and addresses of the greatest length, filled with what the rules look for."""

import random
from collections.abc import Iterator, Mapping
from typing import Final

from bench.hit.agents import Agent
from bench.hit.mix import HOST, SEED, Sent, sent

HEADER: Final = 8_000
"""Characters; what is longer the server refuses by itself."""

URL: Final = 8_000
"""Characters; longer ones are refused by the wire's form."""

_TERM: Final = 1_900  # characters of a referrer that are looked at

_AGENTS: Final[Mapping[str, str]] = {
    "agent of brackets": "Mozilla/5.0 " + "(" * HEADER,
    "agent of versions": "Mozilla/5.0 (Linux; Android 10; K) " + "Chrome/1.0 Safari/1.0 " * 400,
    "agent of devices": "Mozilla/5.0 (Linux; Android 10; " + "SM-A546B Build/A " * 500,
    "agent of one letter": "a" * HEADER,
    "agent of spaces": "Mozilla/5.0" + " " * HEADER + "x",
    "agent in Latin-1": "Mozilla/5.0 (" + "\xe5" * HEADER,
}
_FILLINGS: Final[Mapping[str, str]] = {
    "percent signs thrice encoded": "%252540",
    "Latin-1": "%E5%E4%F6",
    "UTF-8": "%C3%B6",
    "at signs": "a@b.",
    "digits": "0123456789",
    "telephone numbers": "070-174%2006%203",
    "groups of digits": "1-2%20",
    "personnummer": "8112289874%20",
    "cards": "4111%201111%20",
    "beginnings of IBANs": "SE45%205000%20",
    "addresses of hosts": "1.1.1.",
    "colons": "::1:",
    "tokens": "eyJhbGciOi.",
    "errands": "reset/a1b2c3d4e5f6a7b8c9/",
    "slashes": "/",
    "brackets": "%5B%5D",
    "parameters": "a=1&amp;",
    "nested parameters": "q=%3Fq%3D%253Fq%253D",
}


def hostile() -> Iterator[tuple[str, Sent]]:
    """Each with its name."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    plain, page = Agent("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"), f"https://{HOST}/"
    for name, text in _AGENTS.items():
        yield name, sent(Agent(text[:HEADER], text[:HEADER], text[: HEADER - len('""')]), "", page, chance)
    yield "referrer of labels", sent(plain, _filled("https://", "a.", _TERM), page, chance)
    yield "referrer of parameters", sent(plain, _filled("https://www.bing.com/search?", "q=&", _TERM), page, chance)
    for name, filling in _FILLINGS.items():
        yield f"path of {name}", sent(plain, "", _filled(page, filling, URL), chance)
        yield f"search of {name}", sent(plain, "", _filled(f"{page}sok?q=", filling, URL), chance)
        yield f"campaign of {name}", sent(plain, "", _filled(f"{page}?utm_campaign=", filling, URL), chance)
        yield (
            f"referrer's term of {name}",
            sent(plain, _filled("https://www.bing.com/search?q=", filling, URL), page, chance),
        )


def _filled(start: str, filling: str, length: int) -> str:
    return (start + filling * length)[:length]
