"""`python -m bench.hit`: measures hits and writes the tables of docs/bench.md."""

import argparse
import warnings

from bench.document import DOCS, write
from bench.hit.hostile import hostile
from bench.hit.measure import measure, slowest
from bench.hit.mix import everything, mix
from bench.hit.report import tables
from collector.lists import load_lists


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.hit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="times that each report is measured (5)")
    rounds = parser.parse_args().rounds
    warnings.simplefilter("ignore", DeprecationWarning)  # `user_agents` calls what ua-parser no longer advises
    lists, site = load_lists(), everything()
    reports = mix(lists)
    times = measure(reports, site, lists, rounds)
    write(DOCS / "bench.md", "hit", tables(reports, times, slowest(hostile(), site, lists, rounds), rounds))


if __name__ == "__main__":
    main()
