"""Processor time of hits, in turns with what they are compared with, so that a slow minute is everyone's."""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec
import user_agents

from bench.hit.door import Door
from bench.hit.mix import Sent
from collector.lists import Lists
from policy.site import Site

Times = list[float]
"""Microseconds of processor time."""

Work = Callable[[Sent], object]
Before = Callable[[], None]

NOW: Final = 1_795_348_800
_TURN: Final = 500  # requests in a row of one contestant
_SELDOM: Final = 20  # of so many agents one is parsed by the library that takes longest
_HOUR: Final = 3_600


def measure(mix: Sequence[Sent], site: Site, lists: Lists, rounds: int) -> Mapping[str, Times]:
    """Each contestant's times, of each report the best of the rounds: what others do on the machine only adds."""
    known = Door(site, lists)
    for each in mix:
        known.take(each.body, each.headers, NOW)
    times = [_round(mix, _contestants(known, Door(site, lists), Door(site, lists))) for _ in range(rounds)]
    return {name: [min(each) for each in zip(*(of[name] for of in times), strict=True)] for name in times[0]}


def _contestants(known: Door, new: Door, blank: Door) -> Mapping[str, tuple[Work, Before | None]]:
    """Each with what is done before, untimed."""
    return {
        "steady": (lambda each: known.take(each.body, each.headers, NOW), None),
        "first": (lambda each: new.take(each.body, each.headers, NOW), None),
        "unknown": _blank(blank),
        "json": (lambda each: json.loads(each.body), None),
        "msgspec": (lambda each: msgspec.json.decode(each.body), None),
        "user_agents": (lambda each: user_agents.parse(each.agent), None),
    }


def _blank(door: Door) -> tuple[Work, Before]:
    """Each hit in another hour than the one before, so that nothing is remembered."""
    hour = NOW

    def forget() -> None:
        nonlocal hour
        hour += _HOUR
        door.forget(hour)

    return lambda each: door.take(each.body, each.headers, hour), forget


def _round(mix: Sequence[Sent], contestants: Mapping[str, tuple[Work, Before | None]]) -> Mapping[str, Times]:
    times: dict[str, Times] = {name: [] for name in contestants}
    for start in range(0, len(mix), _TURN):
        for name, (work, before) in contestants.items():
            step = _SELDOM if name == "user_agents" else 1
            times[name] += timed(work, mix[start : start + _TURN : step], before)
    return times


def timed(work: Work, sent: Sequence[Sent], before: Before | None = None) -> Times:
    clock, cost = time.thread_time_ns, _clock_cost()
    found = []
    for each in sent:
        if before:
            before()
        start = clock()
        work(each)
        found.append(max(0.0, (clock() - start - cost) / 1_000))
    return found


def _clock_cost() -> int:
    """Nanoseconds that reading the clock twice takes by itself."""
    clock = time.thread_time_ns
    return min(-(clock() - clock()) for _ in range(50))


def slowest(reports: Iterable[tuple[str, Sent]], site: Site, lists: Lists, rounds: int) -> Mapping[str, float]:
    """What each report takes where nothing in it was seen before: the best of the rounds, by its name."""
    work, before = _blank(Door(site, lists))
    return {name: min(timed(work, [each] * rounds, before)) for name, each in reports}
