"""`python -m bench.panel`: measures panels and the whole page, prints JSON and writes the table of docs/bench.md."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from bench.document import DOCS, write
from bench.hit.mix import HOST
from bench.panel.measure import LAST, measure, sizes
from bench.panel.report import Year, figures, tables
from bench.panel.traffic import visitors, year
from collector.hits import Hit
from collector.lists import load_lists
from store.sqlite import SQLiteCounts

FULL, QUICK, PATHS = 10_000_000, 100_000, 10_000
_OTHERS: Final = (("kbtverkstanbutik.se", 100, 500), ("liten.example", 1_000, 40))
"""Sites in the same file: how many times fewer page views, and how many paths."""


async def fill(path: Path, pageviews: int, paths: int, drawn_from: Sequence[Hit]) -> None:
    """A year of several sites."""
    store = await SQLiteCounts.open(path)
    try:
        sites = [(HOST, pageviews, paths), *((host, pageviews // less, few) for host, less, few in _OTHERS)]
        for host, number, values in sites:
            for week in year(drawn_from, host, number, values, LAST):
                await store.load(week)
        await store.empty_log()
    finally:
        await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.panel", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} page views, and no table is written")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is measured (3)")
    parser.add_argument("--file", type=Path, help="keep the year here, or take it from here")
    arguments = parser.parse_args()
    pageviews = QUICK if arguments.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.file or Path(folder) / "counts.db"
        if not path.exists():
            asyncio.run(fill(path, pageviews, PATHS, visitors(load_lists())))
        taken, reference = asyncio.run(measure(path, arguments.rounds))
        measured = Year(pageviews, pageviews + sum(pageviews // less for _, less, _ in _OTHERS), PATHS, sizes(path))
    found = figures(taken, reference)
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(found)).decode() + "\n")
    if not arguments.quick:
        write(DOCS / "bench.md", "panel", tables(found, reference, measured))


if __name__ == "__main__":
    main()
