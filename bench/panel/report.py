"""The table of docs/bench.md on panels, and the same as JSON: each figure beside its budget."""

import os
import platform
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from bench.document import table
from bench.panel.measure import RANGES, Taken, What

_WHOLE, _ANY, _PAGE, _AGAIN = 40, 120, 200, 2
"""Milliseconds that design and tests set: whole months, any range, the whole page, and each of them again."""


_ORDER: Final[Sequence[What]] = ("panel of `page`", "panel of `referrer`", "whole page", "all of `page`")


class Year(NamedTuple):
    """What was measured: page views of the site and of all, its paths, bytes by table."""

    pageviews: int
    everywhere: int
    paths: int
    sizes: Mapping[str, int]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line; `to_reference` is the first answer's processor time to the reference's."""

    what: str
    days: str
    budget: int | None
    milliseconds: float
    to_reference: float
    on_the_clock: float
    again: float


_MONTHS: Final = [name for name, (first, last) in RANGES.items() if first.endswith("-01") and last >= "2026-10-31"
                  and last.endswith("-31")]  # fmt: skip


def figures(taken: Mapping[tuple[What, str], Taken], reference: float) -> list[Figure]:
    """What has a budget first."""
    return [
        Figure(
            what=what,
            days=name,
            budget=_budget(what, name),
            milliseconds=round(times.first, 2),
            to_reference=round(times.first / reference, 3),
            on_the_clock=round(times.waited, 2),
            again=round(times.again, 2),
        )
        for (what, name), times in sorted(taken.items(), key=lambda each: _ORDER.index(each[0][0]))
    ]


def _budget(what: What, name: str) -> int | None:
    if what == "all of `page`":
        return None
    if what == "whole page":
        return _PAGE
    return _WHOLE if name in _MONTHS else _ANY


def tables(found: list[Figure], reference: float, year: Year) -> str:
    rows = [
        [each.what, each.days, str(each.budget or "–"), f"{each.milliseconds:.1f}", f"{each.to_reference:.2f}×",
         f"{each.on_the_clock:.0f}", f"{each.again:.1f}"]
        for each in found
    ]  # fmt: skip
    head = ["", "days", "budget, ms", "taken, ms", "to the reference", "on the clock, ms", "again, ms"]
    return "\n\n".join([_about(reference, year), table(head, rows), _storage(year)])


def _about(reference: float, year: Year) -> str:
    machine = f"CPython {platform.python_version()} on a machine with {os.cpu_count()} processors"
    return (
        f"{year.pageviews:,} page views of {year.paths:,} paths, {machine} and, at the end, a load of "
        f"{os.getloadavg()[0]:.1f}. The reference took {reference:.1f} ms."
    )


def _storage(year: Year) -> str:
    counts, sums = (year.sizes[name] / year.everywhere for name in ("counts", "sums"))
    return (
        f"The file has {year.sizes['file'] / year.everywhere:.1f} bytes for each of {year.everywhere:,} page views: "
        f"{counts:.1f} are counts, {sums:.1f} the sums of spans."
    )
