"""The tables of docs/bench.md: medians, and how often the page alone each one costs."""

import os
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from bench.banner.answer import Answer, Stored
from bench.banner.contestant import Contestant
from bench.banner.load import Conditions, Load
from bench.document import table

Loads = Mapping[str, Sequence[Load]]
"""Those of one set of conditions by the contestant's name; the first contestant is the page alone."""


def tables(
    contestants: Sequence[Contestant],
    loads: Mapping[Conditions, Loads],
    answers: Mapping[str, Answer],
    about: str,
) -> str:
    first = next(iter(loads))
    head = ["", *(each.title for each in contestants)]
    parts = [about, table(head, [*_weight(loads[first]), *_answers(answers)])]
    for conditions, measured in loads.items():
        parts.append(f"{_sentence(conditions)}\n\n{table(head, _times(measured))}")
    parts.append("\n".join(f"- **{each.title}**: {each.configured}" for each in contestants if each.configured))
    return "\n\n".join(parts)


def _sentence(conditions: Conditions) -> str:
    away = f"{conditions.latency} ms latency" if conditions.latency else "no latency"
    slowed = f"processor slowed {conditions.slower} times" if conditions.slower > 1 else "processor not slowed"
    return f"{conditions.title}, {conditions.width}×{conditions.height}, {away}, {slowed}:"


def _weight(loads: Loads) -> list[list[str]]:
    """What does not vary: files are the same in each load."""
    each = [rows[0] for rows in loads.values()]
    alone = each[0]
    return [
        ["bytes added, raw", *(_added(row.raw - alone.raw) for row in each)],
        ["bytes added, gzip -9", *(_added(row.compressed - alone.compressed) for row in each)],
        ["requests added", *(_added(row.requests - alone.requests) for row in each)],
    ]


def _added(number: int) -> str:
    return f"{number:,}" if number else "–"


def _answers(answers: Mapping[str, Answer]) -> list[list[str]]:
    each = list(answers.values())
    return [
        ["axe violations", *(_violations(row) for row in each)],
        ["stored before a choice", *(_kept(row.before) for row in each)],
        ["stored after a refusal", *(_kept(row.refused[0]) for row in each)],
        ["… the same for all who refuse", *(_same(row) for row in each)],
        ["requests that a refusal makes", *(str(row.requests) for row in each)],
    ]


def _violations(answer: Answer) -> str:
    return f"{len(answer.violations)}: {', '.join(answer.violations)}" if answer.violations else "0"


def _kept(stored: Stored) -> str:
    size = sum(len(name) + len(value) for name, value in stored.items())
    return f"{size} bytes: {', '.join(f'`{name}`' for name in stored)}" if stored else "nothing"


def _same(answer: Answer) -> str:
    return ("**no**" if answer.identifies else "yes") if answer.refused[0] else "–"


def _times(loads: Loads) -> list[list[str]]:
    alone = next(iter(loads.values()))

    def row(title: str, value: Callable[[Load], float]) -> list[str]:
        """Medians, and in brackets how many times the page alone."""
        base = median(map(value, alone))
        return [title, *(_ratio(median(map(value, rows)), base) for rows in loads.values())]

    return [
        ["script, ms of processor time", *(f"{median(load.script for load in rows):.0f}" for rows in loads.values())],
        row("main thread, ms of processor time", lambda load: load.main),
        row("first paint, ms", lambda load: load.first_paint),
        ["refusal visible, ms", *(_shown(rows) for rows in loads.values())],
        ["… after that load's first paint, ms", *(_delay(rows) for rows in loads.values())],
        row("largest contentful paint, ms", lambda load: load.largest),
        ["… which is", *(_largest(rows) for rows in loads.values())],
        ["layout shift", *(f"{max(load.shift for load in rows):.3g}" for rows in loads.values())],
    ]


def _ratio(value: float, base: float) -> str:
    return f"{value:.0f}" if value == base else f"{value:.0f} ({value / base:.1f}×)"


def _shown(rows: Sequence[Load]) -> str:
    times = [load.shown for load in rows if load.shown is not None]
    return f"{median(times):.0f}" if times else "–"


def _delay(rows: Sequence[Load]) -> str:
    return f"{median(load.delay for load in rows):.0f}" if rows[0].shown is not None else "–"


def _largest(rows: Sequence[Load]) -> str:
    own = sum(load.largest_is_page for load in rows)
    if own == len(rows):
        return "the page's"
    return "the banner's" if own == 0 else f"the banner's in {len(rows) - own} of {len(rows)}"


def machine(chromium: str, rounds: int) -> str:
    """What the numbers were taken on; a load above the number of processors says that others worked there too."""
    load = os.getloadavg()[0]
    return (
        f"Medians of {rounds} loads each, taken in turns, with Chromium {chromium} on a machine with "
        f"{os.cpu_count()} processors and, at the end, a load of {load:.1f}."
    )
