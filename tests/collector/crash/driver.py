"""Runs under the shim: for every n, hits are sent, repeated and folded, and search figures replaced, by a child that
dies at its n-th change of a file; then a second child, which does not die, takes over. Prints one JSON object."""

import asyncio
import ctypes
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from collector.fold import Fold
from collector.hits import Choice, Counted, Hit
from collector.journal import Journal
from collector.keys import TypedKeys
from dashboard.numbers.check import check
from policy.site import Sites
from store.counts import Batch
from store.database import Database
from store.periods import Grain
from store.search import Figures, SearchKey, Slice
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch

SITE, DAY = "kbt-verkstan.se", "2026-11-22"
NOW = datetime.fromisoformat(f"{DAY}T12:00:00+00:00").timestamp()
HITS = 6
CHOICES = 2
SLICE = Slice(SITE, "imported:google", DAY, "2026-11-23")
TELLINGS = [{SearchKey(f"ord {number} av {telling}"): Figures(telling) for number in range(5)} for telling in (1, 2)]
_SHIM = ctypes.CDLL(None)


class WithoutOnce(SQLiteCounts):
    """The once-only rule left out: no hit number is ever known."""

    async def known(self, numbers: Iterable[bytes]) -> set[bytes]:
        return set()

    async def _note(self, numbers: frozenset[bytes], slot: int) -> None: ...


class WithoutMark(SQLiteCounts):
    """The segment's mark left out: a batch that comes again is taken for a new one."""

    async def add(self, batch: Batch) -> bool:
        return await super().add(batch._replace(id=os.urandom(8).hex()))


class WithoutWhole(SQLiteSearch):
    """The one transaction left out: what a slice held goes before the new comes."""

    async def replace(
        self, slice: Slice, final: bool, figures: Mapping[SearchKey, Figures], fetched: bool = False
    ) -> None:
        await super().replace(slice, final, {}, fetched)
        await super().replace(slice, final, figures, fetched)


class Kind(NamedTuple):
    counts: type[SQLiteCounts] = SQLiteCounts
    figures: type[SQLiteSearch] = SQLiteSearch


KINDS = {
    "": Kind(),
    "once": Kind(counts=WithoutOnce),
    "mark": Kind(counts=WithoutMark),
    "whole": Kind(figures=WithoutWhole),
}


def hit(index: int) -> Counted:
    page = Hit(page=f"/{index}", search_term="kbt" if index % 2 else f"eget ord {index}")
    return Counted(SITE, DAY, int(NOW) // 3600, f"number-of-hit-{index}".encode(), ("visit", "page"), page)


class Service:
    """One life of the service over a data directory."""

    def __init__(self, data: Path, kind: Kind) -> None:
        self.data, self.kind = data, kind

    async def send(self, indices: Iterable[int], acknowledged: Callable[[int], None]) -> None:
        """Each hit is sent twice, in two segments, as a browser does whose answer did not come; folds between."""
        database = await Database.open(self.data / "counts.db")
        store, figures = self.kind.counts(database), self.kind.figures(database)
        fold = Fold(self.data / "journal", store, TypedKeys(self.data / "keys"), lambda: Sites([]))
        for telling, chosen in enumerate((indices, indices)):
            journal = Journal(self.data / "journal", seconds=60)
            for index in chosen:
                await journal.append(hit(index))
                acknowledged(index)
            for _ in range(CHOICES if chosen else 0):
                await journal.append(Choice(SITE, DAY, 1, "yes"))
            await journal.close()
            await fold.run(NOW)
            await figures.replace(SLICE, False, TELLINGS[telling])
            acknowledged(HITS + telling)
        await database.close()

    async def found(self) -> dict[str, Any]:
        (self.data / "journal").mkdir(exist_ok=True)
        database = await Database.open(self.data / "counts.db")
        store, figures = SQLiteCounts(database), SQLiteSearch(database)
        keys = TypedKeys(self.data / "keys")
        await Fold(self.data / "journal", store, keys, lambda: Sites([])).run(NOW)
        rows = await store.top(SITE, "consented", Grain.DAY, "page", DAY, "2026-11-23")
        choices = await store.top(SITE, "service", Grain.DAY, "choice", DAY, "2026-11-23")
        breach = await check(store, {})
        told = await figures.top([SLICE])
        left = [path.name for path in (self.data / "journal").glob("*.seg")]
        await database.close()
        return {
            "pages": {row.value: row.counters.pageviews for row in rows},
            "choices": sum(row.counters.pageviews for row in choices),
            "breach": str(breach) if breach else "",
            "telling": [{}, *TELLINGS].index(dict(told)),
            "segments": left,
        }


def in_child(work: Callable[[], Coroutine[Any, Any, object]], arm: Callable[[], None]) -> tuple[int, bytes]:
    """The child's exit status (negative: the signal that ended it) and what it wrote to its pipe."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writer, 1)
        try:
            arm()
            asyncio.run(work())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        written = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), written


def acknowledge(index: int) -> None:
    os.write(1, bytes([index]))


def faults(data: Path, kind: Kind, n: int) -> tuple[bool, list[str]]:
    """Whether the child died at its n-th change, and what was wrong afterwards."""
    service = Service(data, kind)
    status, acknowledged = in_child(
        lambda: service.send(range(HITS), acknowledge), lambda: _SHIM.arm(os.fsencode(data), ctypes.c_long(n))
    )
    wrong = [] if status in {0, -signal.SIGKILL} else [f"the child ended with {status}"]
    first = _found(service)
    wrong += [
        f"/{index} was acknowledged and is lost"
        for index in set(acknowledged)
        if index < HITS and f"/{index}" not in first["pages"]
    ]
    again = [index for index in range(HITS) if index not in acknowledged]
    in_child(lambda: service.send(again, acknowledge), lambda: None)
    last = _found(service)
    wrong += [f"{page} is counted {times} times" for page, times in last["pages"].items() if times != 1]
    wrong += [] if len(last["pages"]) == HITS else [f"{len(last['pages'])} of {HITS} pages are there"]
    sent = 2 * CHOICES * (2 if again else 1)
    wrong += [] if last["choices"] <= sent else [f"{last['choices']} choices of {sent}"]
    wrong += [found["breach"] for found in (first, last) if found["breach"]]
    known = max([0, *(index - HITS + 1 for index in acknowledged)])
    wrong += [] if first["telling"] >= known else ["acknowledged figures are lost"]
    wrong += [] if last["telling"] == len(TELLINGS) else [f"the figures are those of telling {last['telling']}"]
    wrong += [f"segments are left: {last['segments']}"] if last["segments"] else []
    return status == -signal.SIGKILL, wrong


def _found(service: Service) -> dict[str, Any]:
    async def tell() -> None:
        os.write(1, json.dumps(await service.found()).encode())

    found: dict[str, Any] = json.loads(in_child(tell, lambda: None)[1])
    return found


def main() -> None:
    kind = KINDS[sys.argv[1] if len(sys.argv) > 1 else ""]
    wrong: dict[int, list[str]] = {}
    n, died = 0, True
    while died:
        n += 1
        data = Path(tempfile.mkdtemp(prefix="rakneverk-crash-"))
        died, faulty = faults(data, kind, n)
        if faulty:
            wrong[n] = faulty
        shutil.rmtree(data)
    sys.stdout.write(json.dumps({"points": n - 1, "wrong": wrong}))


if __name__ == "__main__":
    main()
