"""Reports as the script sends them, with the headers that browsers put beside them: the same for the same seed."""

import random
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec

from bench.hit.agents import Agent, Agents
from bench.hit.pages import Pages
from bench.hit.referrers import Referrers
from collector.lists import Lists
from policy.site import Site, site_of

HOST: Final = "kbt-verkstan.se"
SEED: Final = 20_261_122
SIZE: Final = 10_000

Headers = Sequence[tuple[bytes, bytes]]
"""As the server hands them on: names in lower case."""

_NAMED: Final = "[statistics]\n"
_MORE: Final = "search_outcomes = {}\nvisitors = {}\ncampaigns = {}\nbrowsers = {}\nsystems = {}\ndevices = {}\n"


class Sent(NamedTuple):
    """One report as it reaches the collector, and the texts in it that are worked on."""

    body: bytes
    headers: Headers
    agent: str
    referrer: str
    url: str


def everything() -> Site:
    """The first user's site, under a policy that names every statistic there is: a hit costs no more elsewhere."""
    document = files("policy").joinpath("examples", "kbt-verkstan.toml").read_text(encoding="utf-8")
    text = document.replace(_NAMED, _NAMED + _MORE, 1)
    return site_of(HOST, "Europe/Stockholm", [(date(2026, 1, 1), text)])


def mix(lists: Lists, size: int = SIZE, seed: int = SEED) -> list[Sent]:
    """Requests of a day's browsers and robots, each of a visit of its own."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    agents, referrers, pages = Agents(chance), Referrers(chance, lists, HOST), Pages(chance, HOST)
    return [sent(agents.draw(), referrers.draw(), pages.draw(), chance) for _ in range(size)]


def sent(agent: Agent, referrer: str, url: str, chance: random.Random) -> Sent:
    """By the script in that browser, under a random number."""
    number = "-".join(str(chance.getrandbits(32)) for _ in range(3))
    report = {
        "v": 1, "site": HOST, "id": number, "url": url, "policy": 1, "referrer": referrer, "first": _first(chance),
        "age": 0,
    }  # fmt: skip
    body = msgspec.json.encode(report)
    return Sent(body, _headers(agent, len(body)), agent.text, referrer, url)


def _first(chance: random.Random) -> tuple[str, ...]:
    return chance.choice((("visit", "page"), ("page",), (), ("visit", "page", "day"), ("page",)))


def _headers(agent: Agent, length: int) -> Headers:
    """Of a `fetch` across origins from a page of the site, through a proxy on the same machine."""
    hints = {
        "sec-ch-ua-platform": f'"{agent.platform}"',
        "sec-ch-ua": agent.brands,
        "sec-ch-ua-mobile": "?1" if agent.mobile else "?0",
    }
    named = {
        "host": f"stats.{HOST}",
        "x-forwarded-for": "192.0.2.77",
        "x-forwarded-proto": "https",
        "content-length": str(length),
        **(hints if agent.brands else {}),
        "user-agent": agent.text,
        "content-type": "text/plain;charset=UTF-8",
        "accept": "*/*",
        "origin": f"https://{HOST}",
        "sec-fetch-site": "same-site",
        "sec-fetch-mode": "cors",
        "sec-fetch-dest": "empty",
        "accept-encoding": "gzip, deflate, br, zstd",
        "accept-language": "sv-SE,sv;q=0.9,en;q=0.8",
        "priority": "u=4, i",
    }
    return [(_octets(name), _octets(value)) for name, value in named.items()]


@cache
def _octets(text: str) -> bytes:
    """Made once, as what has just arrived is in the processor's cache, and half a million objects are not."""
    return text.encode("latin-1", "replace")
