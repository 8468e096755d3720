"""Robots by what stands in their user agents: two lists besides what the parser knows, and a short one of our own."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import msgspec
import ua_parser_rs
from msgspec import Struct

ISBOT: Final = Path(__file__).parent / "data" / "isbot-patterns.json"

_CRAWLERS: Final = "crawleruseragents/crawler-user-agents.json"

PEOPLE: Final = {
    r"AP3A\.240617\.008": "the build of Android 15 on OPPO's telephones",
    "MetaIAB Facebook": "Facebook's browser, for links in the app",
    "Viber": "Viber's browser, for links in the app",
    r"Code\/1\.": "editors that show a page, and whatever else ends in Code/1.",
    "Fluid": "a browser for one website as a program of its own",
    "Sonic": "ViewSonic's screens and tablets",
    "Butterfly": "a telephone of HTC's",
    r"008\/": "Opera Mini, whose version may end so",
    r"RED\/": "WIRED's app, and others whose name ends so",
}
"""Patterns of crawler-user-agents that are not used, for they find people: whom, of each."""

APPS: Final = {
    "WhatsApp": "the messenger",
    "SmartNews": "a reader of news",
    "NewsArticle": "Toutiao, a reader of news",
    "NewsBlur": "a reader of feeds",
    "Feedly": "a reader of feeds",
    "Bluesky": "the social network's app",
    "Mastodon": "the social network's app",
    "Tumblr": "the social network's app",
}
"""Apps that show a link in a browser of their own, which ends in their name; their servers call themselves so too, but
name no telephone and no engine."""

_TELEPHONE: Final = re.compile(
    r"Mozilla/5\.0 \((?:Linux; (?:U; )?Android|iPhone|iPad|iPod)\b[^()]*\) AppleWebKit/[\d.]+ \(KHTML, like Gecko\) "
    r"(?=.*\b(?:Chrome/\d|Mobile/\w))"
)
_APP: Final = re.compile(rf"(?<![\w.-])(?:{'|'.join(APPS)})/[\d.]+(?![\w.-])", re.IGNORECASE)

OURS: Final = {
    r"[{$<]": "stands in no browser's user agent, and in those of scanners that try out templates",
    "jsdom/": "a browser without a screen, for tests and for reading pages",
    "HappyDOM/": "the same",
    "HtmlUnit": "the same",
    r"\bZombie\.js": "the same",
    "SlimerJS": "the same",
    "Sitebulb": "goes through whole websites for their owners; the lists know it in lower case alone",
    "Nuclei": "looks for weak places in websites",
    "Netsparker": "the same",
    r"\bnikto\b": "the same",
}
"""Patterns that the lists lack, capitals or not, with the reason of each."""

_LOOK: Final = re.compile(r"\(\?<?[!=](?:[^()]|\([^()]*\))*\)")
_CHOICE_BEHIND: Final = re.compile(r"\(\?<!([^()|]+(?:\|[^()|]+)+)\)")


class Robots:
    """Tells robots by any of the patterns: `crawlers` minds capitals, `isbot` does not."""

    def __init__(self, crawlers: Iterable[str], isbot: Collection[str]) -> None:
        looking = [pattern for pattern in isbot if _LOOK.search(pattern)]
        plain = [*crawlers, *(f"(?i){pattern}" for pattern in isbot if not _LOOK.search(pattern))]
        self._plain = _extractor(plain)
        # The compiled matcher knows no look-around: it rules out most texts, and `re` decides on the others.
        self._nearly = _extractor(f"(?i){_LOOK.sub('', pattern)}" for pattern in looking)
        self._looking = re.compile("|".join(f"(?:{_for_python(pattern)})" for pattern in looking), re.I | re.A)

    def knows(self, user_agent: str) -> bool:
        if _TELEPHONE.match(user_agent):
            user_agent = _APP.sub("", user_agent)
        if self._plain.extract(user_agent) is not None:
            return True
        return self._nearly.extract(user_agent) is not None and self._looking.search(user_agent) is not None


@cache
def load_robots() -> Robots:
    """Once for a process, at the first user agent: it takes a tenth of a second and some megabytes."""
    patterns = [*crawler_patterns(), *(f"(?i){pattern}" for pattern in OURS)]
    return Robots(patterns, msgspec.json.decode(ISBOT.read_bytes(), type=list[str]))


class _Crawler(Struct, frozen=True):
    pattern: str


def crawler_patterns() -> list[str]:
    """Of crawler-user-agents, without importing it: that would keep what else its file says."""
    file = Path(str(distribution("crawler-user-agents").locate_file(_CRAWLERS)))
    crawlers = msgspec.json.decode(file.read_bytes(), type=list[_Crawler])
    return [crawler.pattern for crawler in crawlers if crawler.pattern not in PEOPLE]


def _for_python(pattern: str) -> str:
    """As `re` takes it, in which what is looked for behind has one length: one after the other in the place of a
    choice."""
    return _CHOICE_BEHIND.sub(lambda found: "".join(f"(?<!{each})" for each in found[1].split("|")), pattern)


def _extractor(patterns: Iterable[str]) -> ua_parser_rs.UserAgentExtractor:
    return ua_parser_rs.UserAgentExtractor([(pattern, None, None, None, None, None) for pattern in patterns])
