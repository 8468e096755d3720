"""Browser, system and device of real user agents; robots; and that their texts are not remembered."""

import gc
from types import FrameType

import pytest

from collector.agents import LONGEST, Agent, Agents
from tests.collector.conftest import GOOGLEBOT, NOW, SAFARI

pytestmark = pytest.mark.quick

HOUR = 3_600
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
    assert Agents()(text, NOW) == agent


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
    assert Agents()(text, NOW).is_bot


@pytest.mark.parametrize("text", ["x" * 100_000, "\0" * 600, "(" * 600, "\u202e\U0001f600" * 300])
def test_any_text_is_told_something(text: str) -> None:
    assert Agents()(text, NOW).device in {"computer", "telephone", "tablet", "other"}


def test_what_is_longer_than_user_agents_are_is_not_looked_at() -> None:
    assert not Agents()(SAFARI + " " * LONGEST + GOOGLEBOT, NOW).is_bot


def test_memory_holds_a_digest_and_families_but_not_the_text() -> None:
    agents = Agents()
    text = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0 of one person"
    agents(text, NOW)
    assert "person" not in repr(vars(agents))
    assert [each for each in gc.get_referrers(text) if not isinstance(each, FrameType | tuple)] == []


def test_nothing_is_remembered_for_longer_than_the_hour() -> None:
    agents = Agents()
    agents(SAFARI, NOW)
    before = dict(vars(agents)["_known"])
    agents(SAFARI, NOW + HOUR - 1)
    assert vars(agents)["_known"] == before
    agents(SAFARI, NOW + HOUR)
    after = vars(agents)["_known"]
    assert len(after) == 1
    assert after.keys().isdisjoint(before), "the digest is under another key"


def test_who_has_no_visitors_remembers_nothing_either() -> None:
    agents = Agents()
    agents(SAFARI, NOW)
    agents.forget(NOW + HOUR - 1)
    assert len(vars(agents)["_known"]) == 1
    agents.forget(NOW + HOUR)
    assert vars(agents)["_known"] == {}


def test_a_flood_of_invented_agents_does_not_fill_the_memory() -> None:
    agents = Agents()
    for index in range(5_000):
        agents(f"{index:07}", NOW)  # too short to be looked up
    assert len(vars(agents)["_known"]) <= 4_096
