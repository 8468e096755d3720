"""The tables of docs/bench.md on hits: means and percentiles, and how many times a reference of the same run."""

import os
import platform
from collections.abc import Mapping, Sequence
from statistics import mean, quantiles
from typing import Final

from bench.document import table
from bench.hit.measure import Times
from bench.hit.mix import Sent

_TITLES: Final = {
    "steady": "a hit, of a process that has served a while",
    "first": "… of a process that has just begun: its first 10,000",
    "unknown": "… of which no text was ever seen before",
    "json": "`json.loads` of the body",
    "msgspec": "`msgspec.json.decode` of the body",
    "user_agents": "`user_agents.parse` of the user agent",
}
_WORST: Final = 8  # hostile reports that are named


def tables(mix: Sequence[Sent], times: Mapping[str, Times], hostile: Mapping[str, float], rounds: int) -> str:
    return "\n\n".join([_about(mix, rounds), _mix(times), _hostile(hostile, mean(times["steady"]))])


def _about(mix: Sequence[Sent], rounds: int) -> str:
    """What the numbers were taken on; a load above the number of processors says that others worked there too."""
    distinct = ", ".join(
        f"{len({getattr(each, name) for each in mix}):,} {words}"
        for name, words in (("agent", "user agents"), ("referrer", "referrers"), ("url", "addresses"))
    )
    machine = f"CPython {platform.python_version()} on a machine with {os.cpu_count()} processors"
    return (
        f"{len(mix):,} reports with {distinct}, the best of {rounds} rounds of each, {machine} and, at the end, "
        f"a load of {os.getloadavg()[0]:.1f}. Microseconds:"
    )


def _mix(times: Mapping[str, Times]) -> str:
    references = {name: mean(times[name]) for name in ("json", "user_agents")}
    rows = []
    for name, title in _TITLES.items():
        percentiles = quantiles(times[name], n=100)
        average = mean(times[name])
        ratios = [f"{average / reference:.2g}×" for reference in references.values()]
        rows.append([title, f"{average:.1f}", f"{percentiles[49]:.1f}", f"{percentiles[98]:.1f}", *ratios])
    return table(["", "mean", "median", "99 %", "to `json.loads`", "to `user_agents.parse`"], rows)


def _hostile(hostile: Mapping[str, float], usual: float) -> str:
    """By time, the worst first."""
    slowest = sorted(hostile.items(), key=lambda row: row[1], reverse=True)
    rows = [[name, f"{taken / 1_000:.1f}", f"{taken / usual:.0f}×"] for name, taken in slowest[:_WORST]]
    worst = f"The {_WORST} slowest of {len(hostile)} hostile reports, the best of the rounds, in milliseconds:"
    return f"{worst}\n\n{table(['', 'taken', 'to a usual hit'], rows)}"
