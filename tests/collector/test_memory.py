"""What is remembered of agents, referrers and paths: digests, for at most an hour, and not without end."""

import gc
from types import FrameType

import pytest

from collector.agents import Agent, agent_of
from collector.memory import Memory

pytestmark = pytest.mark.quick

NOW, HOUR = 3_600 * 500_000, 3_600
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Version/26.6 Mobile/15E148 Safari/604.1"


def remember(memory: Memory[Agent], text: str, now: float = NOW) -> Agent:
    return memory.recall(lambda: agent_of(text), now, text)


def test_a_digest_and_families_are_held_but_not_the_text() -> None:
    memory: Memory[Agent] = Memory()
    text = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0 of one person"
    remember(memory, text)
    assert "person" not in repr(vars(memory))
    assert [each for each in gc.get_referrers(text) if not isinstance(each, FrameType | tuple)] == []


def test_what_is_remembered_is_not_made_again() -> None:
    memory: Memory[int] = Memory()
    made = iter(range(9))
    assert [memory.recall(lambda: next(made), NOW, *texts) for texts in (("a",), ("a",), ("a", "b"), ("ab",))] == [
        0,
        0,
        1,
        2,
    ]


def test_what_is_not_to_be_kept_is_made_each_time() -> None:
    memory: Memory[int] = Memory(lambda made: made != 1)
    made = iter((1, 2, 3))
    assert [memory.recall(lambda: next(made), NOW, "a") for _ in range(3)] == [1, 2, 2]
    assert 1 not in vars(memory)["_known"].values()


def test_nothing_is_remembered_for_longer_than_the_hour() -> None:
    memory: Memory[Agent] = Memory()
    remember(memory, SAFARI)
    before = dict(vars(memory)["_known"])
    remember(memory, SAFARI, NOW + HOUR - 1)
    assert vars(memory)["_known"] == before
    remember(memory, SAFARI, NOW + HOUR)
    after = vars(memory)["_known"]
    assert len(after) == 1
    assert after.keys().isdisjoint(before), "the digest is under another key"


def test_who_has_no_visitors_remembers_nothing_either() -> None:
    memory: Memory[Agent] = Memory()
    remember(memory, SAFARI)
    memory.forget(NOW + HOUR - 1)
    assert len(vars(memory)["_known"]) == 1
    memory.forget(NOW + HOUR)
    assert vars(memory)["_known"] == {}


def test_a_flood_of_invented_agents_does_not_fill_the_memory() -> None:
    memory: Memory[Agent] = Memory()
    for index in range(5_000):
        remember(memory, f"{index:07}")  # too short to be looked up
    assert len(vars(memory)["_known"]) <= 4_096
