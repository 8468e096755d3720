"""What a hit costs, held against a reference that is measured beside it; and the mix that it is measured on."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import pytest

from bench.document import write
from bench.hit.agents import robots
from bench.hit.door import Door
from bench.hit.hostile import HEADER, URL, hostile
from bench.hit.measure import NOW, measure, slowest
from bench.hit.mix import HOST, Sent, everything, mix
from bench.hit.report import tables
from collector.hits import Counted, Ignored
from collector.lists import load_lists
from collector.wire import read_hit

LISTS: Final = load_lists()
SITE: Final = everything()
ROBOTS: Final = frozenset(robots())
ROUNDS: Final = 5

USUAL: Final = 16.0
"""Times that a usual hit may cost what `json.loads` of its body does; twice what it was measured to."""

WORST: Final = 5_000.0
"""Times that a hostile report may cost the same of a usual body."""


@pytest.fixture(scope="module")
def reports() -> list[Sent]:
    return mix(LISTS, 2_000)


def outcome(door: Door, sent: Sent) -> str:
    entry = door.take(sent.body, sent.headers, NOW)
    return entry.reason if isinstance(entry, Ignored) else "counted"


def test_the_mix_is_of_browsers_that_count_and_of_a_few_robots(reports: Sequence[Sent]) -> None:
    door = Door(SITE, LISTS)
    found = Counter(outcome(door, each) for each in reports if each.agent in ROBOTS)
    assert 0.03 < found.total() / len(reports) < 0.07
    assert found["bot"] > 0.99 * found.total(), found
    assert {outcome(door, each) for each in reports if each.agent not in ROBOTS} == {"counted", "spam"}


def test_the_mix_has_a_long_tail_of_everything(reports: Sequence[Sent]) -> None:
    for name, least in (("agent", 300), ("referrer", 150), ("url", 900)):
        counts = Counter(getattr(each, name) for each in reports)
        assert len(counts) > least
        assert counts.most_common(1)[0][1] > 25, "and what most have in common"
    assert [each.body for each in mix(LISTS, 50)] == [each.body for each in reports[:50]]


def test_the_mix_holds_personal_data_that_is_cut(reports: Sequence[Sent]) -> None:
    door = Door(SITE, LISTS)
    entries = [door.take(each.body, each.headers, NOW) for each in reports]
    kinds = {kind for entry in entries if isinstance(entry, Counted) for kind in entry.scrubbed}
    assert kinds >= {"email", "token", "phone"}


def seconds(work: Callable[[Sent], object], reports: Sequence[Sent]) -> float:
    start = time.process_time()
    for each in reports:
        work(each)
    return time.process_time() - start


def test_a_usual_hit_costs_a_few_times_what_decoding_it_costs(reports: Sequence[Sent]) -> None:
    """The least of several rounds in turns: what others do on the machine only adds."""
    door, reports, ratios = Door(SITE, LISTS), reports[:1_000], []
    seconds(lambda each: door.take(each.body, each.headers, NOW), reports)
    for _ in range(ROUNDS):
        reference = seconds(lambda each: json.loads(each.body), reports)
        ratios.append(seconds(lambda each: door.take(each.body, each.headers, NOW), reports) / reference)
    assert min(ratios) < USUAL


def test_no_hostile_report_takes_long(reports: Sequence[Sent]) -> None:
    decoded = min(seconds(lambda each: json.loads(each.body), reports[:500]) / 500 for _ in range(ROUNDS))
    taken = slowest(hostile(), SITE, LISTS, rounds=2)
    longest = max(taken, key=lambda name: taken[name])
    assert taken[longest] < WORST * decoded * 1e6, longest


def test_hostile_reports_are_as_long_as_any_can_be() -> None:
    found = dict(hostile())
    for name, each in found.items():
        assert read_hit(each.body).site == HOST, name
    assert max(len(read_hit(each.body).url) for each in found.values()) == URL
    assert max(len(value) for each in found.values() for _, value in each.headers) == HEADER


def test_the_tables_tell_of_every_contestant(reports: Sequence[Sent], tmp_path_factory: pytest.TempPathFactory) -> None:
    few = reports[:100]
    times = measure(few, SITE, LISTS, rounds=1)
    found = slowest(list(hostile())[:10], SITE, LISTS, rounds=1)
    page = tmp_path_factory.mktemp("docs") / "bench.md"
    page.write_text("before\n<!-- hit -->\nold\n<!-- /hit -->\nafter\n", encoding="utf-8")
    write(page, "hit", tables(few, times, found, rounds=1))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- hit -->\n100 reports with ")
    assert text.endswith("|\n<!-- /hit -->\nafter\n")
    assert "old" not in text
    assert text.count("\n| ") == 8 + 10, "six contestants, eight hostile reports, and the heads"
