"""What two editions of the lists differ by, in words."""

from typing import Any

import pytest

from collector.lists import EngineRow, Listed
from lists.__main__ import DATA
from lists.difference import Edition, differences
from lists.idle import idle_entries
from lists.renewal import read_edition

pytestmark = pytest.mark.quick

NOW = read_edition(DATA)


def after(**changes: Any) -> list[str]:
    """What it says of lists that are the present ones but for these."""
    return differences(NOW, NOW._replace(listed=NOW.listed._replace(**changes)))


def without(table: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: rows for name, rows in table.items() if name not in names}


def test_the_same_lists_have_no_difference() -> None:
    assert differences(NOW, NOW) == []


def test_a_network_under_another_name_is_renamed() -> None:
    listed = NOW.listed.social
    renamed = without(listed, "Twitter") | {"X": listed["Twitter"]}
    said = after(social=renamed)
    assert said[:2] == ["Social networks", "  ~ Twitter is now called X"]
    assert "  https://t.co/AbCdEf: social Twitter → social X" in said


def test_a_renamed_network_may_have_other_hosts_too() -> None:
    listed = NOW.listed.social
    renamed = without(listed, "Twitter") | {"X": ["t.co", "x.com", "xet.example"]}
    assert after(social=renamed)[1:4] == ["  ~ Twitter is now called X", "  + xet.example (X)", "  - twitter.com (X)"]


def test_a_network_that_takes_one_of_many_hosts_is_another() -> None:
    listed = NOW.listed.social
    said = after(social=without(listed, "Mastodon") | {"Elefant": ["mastodon.social"]})
    assert said[1] == "  + Elefant: mastodon.social"
    assert said[2].startswith("  - Mastodon: mastodon.social, ")


def test_an_engine_that_is_read_otherwise_is_told_by_its_host() -> None:
    rows = [EngineRow(["search.brave.com"], ["query"], hiddenkeyword=["/"])]
    assert after(search=NOW.listed.search | {"Brave": rows}) == [
        "Search engines",
        "  ~ search.brave.com is read otherwise: params q → query, hiddenkeyword none → /",
        "Answers that become others",
        "  https://search.brave.com/search?q=kbt&source=web: search Brave (kbt) → search Brave",
    ]


def test_robots_and_spammers_are_told_one_by_one() -> None:
    other = Edition(NOW.listed._replace(spammers=[*NOW.listed.spammers, "skrap.example"]), [*NOW.patterns, "skrapa"])
    assert differences(NOW, other) == ["Spammers", "  + skrap.example", "Robots' user agents", "  + skrapa"]


IDLE: dict[str, dict[str, Any]] = {
    "social: Facebook: fb.watch": {"social": NOW.listed.social | {"Facebook": ["facebook.com", "fb.watch"]}},
    "social: WhatsApp: wa.me": {"social": NOW.listed.social | {"WhatsApp": ["wa.me"]}},
    "social: WhatsApp: android-app://com.whatsapp": {"social": NOW.listed.social | {"WhatsApp": ["com.whatsapp"]}},
    "ai: Poe: poe.com": {"ai": NOW.listed.ai | {"Poe": ["poe.com"]}},
    "search: Wiby: wiby.me": {
        "search": NOW.listed.search | {"Wiby": [EngineRow(["wiby.me"], ["q"], hiddenkeyword=["/.*/"])]}
    },
    "search: Ecosia: android-app://com.ecosia.android": {
        "search": NOW.listed.search | {"Ecosia": [EngineRow(["www.ecosia.org", "com.ecosia.android"])]}
    },
    "search-only: kagi.com": {"search": without(NOW.listed.search, "Kagi")},
    "search-only: yep.com": {"search": NOW.listed.search | {"Yep": [EngineRow(["yep.com"], ["q"], [], ["/"])]}},
    "dropped: login.live.com": {"social": without(NOW.listed.social, "Windows Live Spaces")},
}


@pytest.mark.parametrize("entry", IDLE)
def test_an_entry_of_the_supplement_that_does_nothing_any_more_is_told(entry: str) -> None:
    assert entry not in idle_entries(NOW.listed)
    said = after(**IDLE[entry])
    assert f"  {entry}" in said[said.index("Entries of supplement.yml that can go") :]


def test_an_entry_that_did_nothing_before_is_not_told_again() -> None:
    before = NOW._replace(listed=NOW.listed._replace(ai=NOW.listed.ai | {"Poe": ["poe.com"]}))
    assert idle_entries(before.listed) == ["ai: Poe: poe.com"]
    assert differences(before, before) == []


def test_an_entry_under_another_name_than_the_lists_is_not_idle() -> None:
    listed: Listed = NOW.listed._replace(ai=NOW.listed.ai | {"Poe the Raven": ["poe.com"]})
    assert idle_entries(listed) == []
