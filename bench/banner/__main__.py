"""`python -m bench.banner`: measures the banners in turns and writes the tables of docs/bench.md."""

import argparse
import shutil
import sys
from collections.abc import Sequence
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from bench.banner import packages
from bench.banner.answer import answer
from bench.banner.contestant import ALONE, Contestant, bare, peers, services, statistics
from bench.banner.load import Conditions, Load, load
from bench.banner.report import machine, tables
from bench.banner.server import Server
from bench.document import DOCS, write

CONDITIONS: Final = (
    Conditions("A window on loopback", 1280, 800, 0),
    Conditions("The same on a quick processor", 1280, 800, 0, slower=1),
    Conditions("A window far away", 1280, 800, 150),
    Conditions("A telephone far away", 390, 844, 150),
)
FLAGS: Final = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--disable-component-update")  # fmt: skip


class Progress:
    """A bar on stderr."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0

    def step(self, what: str) -> None:
        self._done += 1
        filled = 30 * self._done // self._total
        end = "\n" if self._done == self._total else ""
        bar = "#" * filled + "." * (30 - filled)
        print(f"\r\033[K{bar} {self._done}/{self._total} {what}", end=end, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.banner", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="loads of each page under each condition (9)")
    rounds = parser.parse_args().rounds
    packages.install()
    write(DOCS / "bench.md", "banner", measure([ALONE, bare(), statistics(), services(), *peers()], rounds))


def measure(contestants: Sequence[Contestant], rounds: int) -> str:
    progress = Progress(len(contestants) * (len(CONDITIONS) * rounds + 1))
    with Server(contestants) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        load(browser, server, ALONE, CONDITIONS[0])  # the browser's own first start
        loads = {each: _loads(browser, server, contestants, each, rounds, progress) for each in CONDITIONS}
        answers = {}
        for each in contestants:
            answers[each.name] = answer(browser, server, each, CONDITIONS[0])
            progress.step(f"{each.title}, answers")
        about = machine(browser.version, rounds)
        browser.close()
    return tables(contestants, loads, answers, about)


def _loads(
    browser: Browser,
    server: Server,
    contestants: Sequence[Contestant],
    conditions: Conditions,
    rounds: int,
    progress: Progress,
) -> dict[str, list[Load]]:
    """In turns, each round beginning with another, so that a slow minute of the machine is everyone's."""
    found: dict[str, list[Load]] = {each.name: [] for each in contestants}
    for turn in range(rounds):
        first = turn % len(contestants)
        for each in (*contestants[first:], *contestants[:first]):
            found[each.name].append(load(browser, server, each, conditions))
            progress.step(f"{each.title}, {conditions.title.lower()}")
    return found


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("bench.banner: no Chromium on the PATH")
    return found


if __name__ == "__main__":
    main()
