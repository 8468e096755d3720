"""Browser, system, device and whether it is a robot, from the user agent."""

from functools import cache
from typing import Any, Final, Literal, NamedTuple

from ua_parser import Parser
from ua_parser.loaders import load_lazy_builtins
from ua_parser.regex import Resolver
from user_agents.parsers import UserAgent, parse_browser, parse_device, parse_operating_system

from collector.robots import load_robots

LONGEST: Final = 512
"""Characters of a user agent that are looked at; hostile ones are longer."""

_SHORTEST: Final = 8

_AUDIT: Final = "RakneverkAudit"
"""What the user agent of `rakneverk audit` contains: its visits are answered like any other, and never counted."""


class Agent(NamedTuple):
    """Families without versions."""

    browser: str
    system: str
    device: Literal["computer", "telephone", "tablet", "other"]
    is_bot: bool


class _FastUserAgent(UserAgent):  # type: ignore[misc]
    """`user_agents`' entry on ua-parser's present, compiled parser: it calls the old one, 10 to 30 times slower."""

    def __init__(self, text: str) -> None:
        parsed = _parser().parse(text).with_defaults()
        browser, system, device = parsed.user_agent, parsed.os, parsed.device
        self.ua_string = text
        self.browser = parse_browser(browser.family, browser.major, browser.minor, browser.patch)
        self.os = parse_operating_system(system.family, system.major, system.minor, system.patch, system.patch_minor)
        self.device = parse_device(device.family, device.brand, device.model)


@cache
def _parser() -> Parser:
    """Not the one that ua-parser offers: that remembers the last 2,000 texts, as they are and for good."""
    return Parser(Resolver(load_lazy_builtins()))


def is_audit(text: str) -> bool:
    return _AUDIT in text


def agent_of(text: str) -> Agent:
    """Never raises; of a long text the beginning is looked at."""
    text = text[:LONGEST]
    if len(text) < _SHORTEST:
        return Agent("Other", "Other", "other", is_bot=True)
    agent: Any = _FastUserAgent(text)
    device: Literal["computer", "telephone", "tablet", "other"] = (
        "tablet" if agent.is_tablet else "telephone" if agent.is_mobile else "computer" if agent.is_pc else "other"
    )
    is_bot = bool(agent.is_bot) or load_robots().knows(text)
    return Agent(agent.browser.family, agent.os.family, device, is_bot)
