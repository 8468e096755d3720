"""Adding segments to the counts: whole batches, each hit once, in one transaction with its number."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from collector.hits import Counted, Entry, Ignored
from collector.journal import closed_segments, sync
from collector.keys import TypedKeys
from collector.tally import Tally
from policy.site import Sites
from store.counts import Batch, KnownNumber
from store.lock import try_lock
from store.sqlite import SQLiteCounts

_BREATH: Final = 200
"""Entries after which others have a turn."""


class Fold:
    """Every process may call `run`; one at a time folds."""

    def __init__(self, journal: Path, store: SQLiteCounts, keys: TypedKeys, sites: Callable[[], Sites]) -> None:
        self._journal, self._store, self._keys, self._sites = journal, store, keys, sites

    async def run(self, now: float) -> bool:
        """Folds every closed segment; False when another process is at it."""
        with _locked(self._journal / "fold.lock") as locked:
            if not locked:
                return False
            folded = False
            with closing(closed_segments(self._journal)) as segments:  # a fold that is cancelled gives the lock back
                for path, entries in segments:
                    await self._fold(path, entries, now)
                    folded = True
            if folded:
                await self._forget_batches()
        return True

    async def _fold(self, path: Path, entries: Sequence[Entry], now: float) -> None:
        months: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            months[entry.day[:7]].append(entry)
        for month, some in sorted(months.items()):
            while True:
                try:
                    await self._store.add(await self._batch(f"{path.name}/{month}", month, some, now))
                    break
                except KnownNumber:  # counted by another fold since it was asked for
                    continue
        path.unlink()

    async def _batch(self, name: str, month: str, entries: Sequence[Entry], now: float) -> Batch:
        known = await self._store.known(entry.number for entry in entries if isinstance(entry, Counted | Ignored))
        tally = Tally(self._keys, self._sites())
        for index, entry in enumerate(entries):
            if index % _BREATH == 0:
                await asyncio.sleep(0)  # hits come first
            number = entry.number if isinstance(entry, Counted | Ignored) else None
            if number is None or not (number in known or number in tally.numbers):
                tally.add(entry)
        return Batch(name, month, int(now), tally.counts, frozenset(tally.numbers), tally.typed)

    async def _forget_batches(self) -> None:
        """Only once a segment is gone for good can its batches not come again."""
        await asyncio.to_thread(sync, self._journal)
        left = {path.name for path in self._journal.glob("*.seg")}
        gone = [name for name in await self._store.batches() if name.partition("/")[0] not in left]
        await self._store.forget_batches(gone)


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield try_lock(file)
    finally:
        os.close(file)
