"""Browser, system and device of real user agents; and robots."""

import pytest

from collector.agents import LONGEST, Agent, agent_of
from tests.collector.conftest import GOOGLEBOT, SAFARI

pytestmark = pytest.mark.quick

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0"


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        (SAFARI, Agent("Mobile Safari", "iOS", "telephone", is_bot=False)),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36",
            Agent("Chrome Mobile", "Android", "telephone", is_bot=False),
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36",
            Agent("Chrome", "Windows", "computer", is_bot=False),
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/153.0.0.0",
            Agent("Edge", "Windows", "computer", is_bot=False),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 "
            "Safari/605.1.15",
            Agent("Safari", "Mac OS X", "computer", is_bot=False),
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
            Agent("Firefox", "Linux", "computer", is_bot=False),
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 "
            "Mobile/15E148 Safari/604.1",
            Agent("Mobile Safari", "iOS", "tablet", is_bot=False),
        ),
    ],
)
def test_families_without_versions(text: str, agent: Agent) -> None:
    assert agent_of(text) == agent


@pytest.mark.parametrize(
    "text",
    [
        GOOGLEBOT,
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "",
        "-",
    ],
)
def test_robots_are_told(text: str) -> None:
    assert agent_of(text).is_bot


@pytest.mark.parametrize("text", ["x" * 100_000, "\0" * 600, "(" * 600, "\u202e\U0001f600" * 300])
def test_any_text_is_told_something(text: str) -> None:
    assert agent_of(text).device in {"computer", "telephone", "tablet", "other"}


def test_what_is_longer_than_user_agents_are_is_not_looked_at() -> None:
    assert not agent_of(SAFARI + " " * LONGEST + GOOGLEBOT).is_bot
