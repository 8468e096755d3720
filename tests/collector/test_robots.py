"""Robots are told by their user agents, and no person is taken for one."""

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final, get_args

import pytest

from collector.agents import LONGEST, agent_of
from collector.hits import Reason
from collector.robots import APPS, ISBOT, OURS, PEOPLE, Robots, crawler_patterns, load_robots

pytestmark = pytest.mark.quick

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "robots.md"
PEOPLES: Final = Path(__file__).parents[1] / "data" / "agents-of-people.txt"


def people() -> list[str]:
    lines = PEOPLES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def crawlers() -> list[dict[str, Any]]:
    """All that the package says."""
    file = distribution("crawler-user-agents").locate_file("crawleruseragents/crawler-user-agents.json")
    rows: list[dict[str, Any]] = json.loads(Path(str(file)).read_bytes())
    return rows


def test_no_person_is_taken_for_a_robot() -> None:
    assert len(people()) >= 90
    assert [text for text in people() if agent_of(text).is_bot] == []


def test_all_robots_that_the_package_has_seen_are_told_but_for_those_who_are_people() -> None:
    missed = [(row["pattern"], text) for row in crawlers() for text in row["instances"] if not agent_of(text).is_bot]
    assert {pattern for pattern, _ in missed} <= PEOPLE.keys(), missed
    assert len(missed) <= 4, "of over two thousand"


def test_each_pattern_that_is_left_out_is_in_the_package_and_would_find_one_of_the_people() -> None:
    patterns = {row["pattern"] for row in crawlers()}
    for pattern in PEOPLE:
        assert pattern in patterns, f"{pattern} is not in the package any more: nothing needs to be left out"
        alone = Robots([pattern], [])
        assert any(alone.knows(text) for text in people()), pattern
    assert patterns - PEOPLE.keys() == set(crawler_patterns())


@pytest.mark.parametrize(
    ("text", "is_robot"),
    [
        ("Mozilla/5.0 (compatible; Googlebot-News)", True),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0.0.0 Safari/537.36", True),
        ("Mozilla/5.0 (Linux; Android 14; cubot x70) AppleWebKit/537.36 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (Linux; Android 14; x70) AppleWebKit/537.36 abots Mobile Safari/537.36", True),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 camscanner Mobile Safari/537.36", False),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 scanner Mobile Safari/537.36", True),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Google Pixel Mobile Safari/537.36", False),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Channel/google Mobile Safari/537.36", False),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Google-Read-Aloud Mobile Safari/537.36", True),
        ("WhatsApp/2.25.20.80", True),
        ("WhatsApp/2.25.20.80 A", True),
        ("http.rb/5.2.0 (Mastodon/4.3.1; +https://mastodon.example/) Bot", True),
        ("Mozilla/5.0 (compatible; Bluesky/1.1; +https://bsky.app)", True),
        ("Feedly/1.0 (+https://feedly.com/fetcher.html; like FeedFetcher-Google)", True),
        ("{{7*7}}aaaaa", True),
        ("${jndi:ldap://x/a}", True),
        ("Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/22.1.0", True),
        ("python-requests/2.33.0", True),
        ("curl/8.16.0", True),
        ("okhttp/5.1.0", True),
        ("Mozilla/5.0", True),
    ],
)
def test_what_stands_before_and_after_a_word_decides(text: str, is_robot: bool) -> None:
    assert load_robots().knows(text) is is_robot


def test_the_patterns_are_read_as_they_came() -> None:
    patterns: list[str] = json.loads(ISBOT.read_bytes())
    assert len(patterns) == len(set(patterns)) > 200
    for pattern in patterns:
        Robots([], [pattern])


def test_every_reason_to_leave_out_a_page_view_is_documented() -> None:
    table = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    told = {name for line in table for name in re.findall(r"`([a-z-]+)`", line.split("|")[1])}
    assert told == set(get_args(Reason))


@pytest.mark.parametrize("text", ["(" * LONGEST, "a" * LONGEST, "/1.0;" * 100, "\U0001f600" * LONGEST, " http" * 100])
def test_any_text_is_answered(text: str) -> None:
    assert load_robots().knows(text) in {True, False}


def test_each_app_is_known_from_its_servers_by_the_telephone_that_it_names() -> None:
    telephone = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
    )
    computer = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
    robots = load_robots()
    for app in APPS:
        assert not robots.knows(f"{telephone} {app}/2.25.20"), app
        assert robots.knows(f"{computer} {app}/2.25.20"), f"{app} need not be listed: nothing takes it for a robot"
        assert robots.knows(f"{telephone} {app}/2.25.20 (compatible; Googlebot/2.1)"), app
        assert robots.knows(f"{telephone} {app}Bot/2.25.20"), app


def test_each_pattern_of_ours_finds_what_no_list_does_and_nobody_of_the_people() -> None:
    lists = Robots(crawler_patterns(), json.loads(ISBOT.read_bytes()))
    chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
    for pattern in OURS:
        text = f"{chrome} " + ("${jndi:x}" if pattern.startswith("[") else re.sub(r"\\b|\\", "", pattern) + "3")
        text = text.replace("nikto3", "nikto/3")
        assert not lists.knows(text), f"{pattern} need not be ours"
        assert load_robots().knows(text), pattern
        assert not any(Robots([f"(?i){pattern}"], []).knows(each) for each in people()), pattern
