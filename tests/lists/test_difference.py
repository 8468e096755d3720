"""What two editions of the lists differ by, in words."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from collector.lists import EngineRow, Listed
from lists.__main__ import DATA
from lists.difference import Edition, differences
from lists.idle import idle_entries
from lists.renewal import read_edition

Changes = dict[str, Any]


@cache
def now() -> Edition:
    return read_edition(DATA)


def after(**changes: Any) -> list[str]:
    """What it says of lists that are the present ones but for these."""
    return differences(now(), now()._replace(listed=now().listed._replace(**changes)))


def without(table: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: rows for name, rows in table.items() if name not in names}


def test_the_same_lists_have_no_difference() -> None:
    assert differences(now(), now()) == []


def test_a_network_under_another_name_is_renamed() -> None:
    listed = now().listed.social
    renamed = without(listed, "Twitter") | {"X": listed["Twitter"]}
    said = after(social=renamed)
    assert said[:2] == ["Social networks", "  ~ Twitter is now called X"]
    assert "  https://t.co/AbCdEf: social Twitter → social X" in said


def test_a_renamed_network_may_have_other_hosts_too() -> None:
    listed = now().listed.social
    renamed = without(listed, "Twitter") | {"X": ["t.co", "x.com", "xet.example"]}
    assert after(social=renamed)[1:4] == ["  ~ Twitter is now called X", "  + xet.example (X)", "  - twitter.com (X)"]


def test_a_network_that_takes_one_of_many_hosts_is_another() -> None:
    listed = now().listed.social
    said = after(social=without(listed, "Mastodon") | {"Elefant": ["mastodon.social"]})
    assert said[1] == "  + Elefant: mastodon.social"
    assert said[2].startswith("  - Mastodon: mastodon.social, ")


def test_an_engine_that_is_read_otherwise_is_told_by_its_host() -> None:
    rows = [EngineRow(["search.brave.com"], ["query"], hiddenkeyword=["/"])]
    assert after(search=now().listed.search | {"Brave": rows}) == [
        "Search engines",
        "  ~ search.brave.com is read otherwise: params q → query, hiddenkeyword none → /",
        "Answers that become others",
        "  https://search.brave.com/search?q=kbt&source=web: search Brave (kbt) → search Brave",
    ]


def test_robots_and_spammers_are_told_one_by_one() -> None:
    other = Edition(
        now().listed._replace(spammers=[*now().listed.spammers, "skrap.example"]), [*now().patterns, "skrapa"]
    )
    assert differences(now(), other) == ["Spammers", "  + skrap.example", "Robots' user agents", "  + skrapa"]


IDLE: dict[str, Callable[[Listed], Changes]] = {
    "social: Facebook: fb.watch": lambda listed: {"social": listed.social | {"Facebook": ["facebook.com", "fb.watch"]}},
    "social: WhatsApp: wa.me": lambda listed: {"social": listed.social | {"WhatsApp": ["wa.me"]}},
    "social: WhatsApp: android-app://com.whatsapp": lambda listed: {
        "social": listed.social | {"WhatsApp": ["com.whatsapp"]}
    },
    "ai: Poe: poe.com": lambda listed: {"ai": listed.ai | {"Poe": ["poe.com"]}},
    "search: Wiby: wiby.me": lambda listed: {
        "search": listed.search | {"Wiby": [EngineRow(["wiby.me"], ["q"], hiddenkeyword=["/.*/"])]}
    },
    "search: Ecosia: android-app://com.ecosia.android": lambda listed: {
        "search": listed.search | {"Ecosia": [EngineRow(["www.ecosia.org", "com.ecosia.android"])]}
    },
    "search-only: kagi.com": lambda listed: {"search": without(listed.search, "Kagi")},
    "search-only: yep.com": lambda listed: {
        "search": listed.search | {"Yep": [EngineRow(["yep.com"], ["q"], [], ["/"])]}
    },
    "dropped: login.live.com": lambda listed: {"social": without(listed.social, "Windows Live Spaces")},
}
"""Of which entry of the supplement nothing is left, after which change of the lists."""


def test_all_of_them_do_something_now() -> None:
    assert IDLE.keys().isdisjoint(idle_entries(now().listed))


@pytest.mark.parametrize("entry", IDLE)
def test_an_entry_of_the_supplement_that_does_nothing_any_more_is_found(entry: str) -> None:
    listed = now().listed
    assert entry in idle_entries(listed._replace(**IDLE[entry](listed)))


def test_it_is_told_at_the_end() -> None:
    said = after(**IDLE["search-only: kagi.com"](now().listed))
    assert "  search-only: kagi.com" in said[said.index("Entries of supplement.yml that can go") :]


def test_an_entry_that_did_nothing_before_is_not_told_again() -> None:
    before = now()._replace(listed=now().listed._replace(ai=now().listed.ai | {"Poe": ["poe.com"]}))
    assert idle_entries(before.listed) == ["ai: Poe: poe.com"]
    assert differences(before, before) == []


def test_an_entry_under_another_name_than_the_lists_is_not_idle() -> None:
    listed: Listed = now().listed._replace(ai=now().listed.ai | {"Poe the Raven": ["poe.com"]})
    assert idle_entries(listed) == []
