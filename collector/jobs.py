"""What one process does in the background for all: folding, forgetting, deleting what has expired."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from collector.fold import Fold
from collector.keys import TypedKeys
from collector.retention import expire, expire_figures
from policy.site import Sites
from store.lock import try_lock
from store.search import SearchStore
from store.sqlite import SQLiteCounts

_log: Final = logging.getLogger("rakneverk.jobs")
_MINUTE: Final = 60.0


class Housekeeping:
    """What is due, one turn at a time."""

    def __init__(
        self, fold: Fold, store: SQLiteCounts, figures: SearchStore, keys: TypedKeys, sites: Callable[[], Sites]
    ) -> None:
        self._fold, self._store, self._figures, self._keys, self._sites = fold, store, figures, keys, sites
        self._tidied = 0.0
        self._expired: dict[str, object] = {}

    async def turn(self, now: float) -> None:
        """Folds; once a minute forgets and deletes, also when folding fails. Raises nothing that a job raises."""
        await self._attempt(self._fold.run, now)
        if now - self._tidied >= _MINUTE or now < self._tidied:
            self._tidied = now
            for job in (self._store.forget_numbers, self._destroy_keys, self._expire):
                await self._attempt(job, now)
        await self._attempt(self._empty_log, now)

    async def end(self, now: float) -> None:
        """Folds what the journal has closed last."""
        await self._fold.run(now)
        await self._store.empty_log()

    async def _empty_log(self, _: float) -> None:
        await self._store.empty_log()

    async def _attempt(self, job: Callable[[float], Awaitable[object]], now: float) -> None:
        """Nothing may end the loop: hits lie safe in the journal until the next turn."""
        try:
            await job(now)
        except Exception as error:
            # Only the kind: a message can quote what was being counted.
            _log.error("a background job failed and will be tried again: %s", type(error).__name__)

    async def _destroy_keys(self, now: float) -> None:
        self._keys.destroy(now)

    async def _expire(self, now: float) -> None:
        for site in self._sites().everything:
            due = (site.day(now), site.policy.version)
            if self._expired.get(site.host) != due:
                await expire(self._store, site.host, site.policy.retention, due[0])
                await expire_figures(self._figures, site.host, site.policy, due[0])
                self._expired[site.host] = due


class Jobs:
    """Runs in every process; only that which holds `jobs.lock` works, and another takes over when it dies."""

    def __init__(self, data: Path, housekeeping: Housekeeping, forget: Callable[[float], None], seconds: float) -> None:
        """`forget` is told the time in every process, so that what may be remembered for a minute is not for longer."""
        self._housekeeping, self._forget, self._seconds = housekeeping, forget, seconds
        self._lock = os.open(data / "jobs.lock", os.O_CREAT | os.O_RDWR, 0o600)
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Ends the loop, and folds what the journal has closed."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if try_lock(self._lock):
            await self._housekeeping.end(time.time())
        os.close(self._lock)

    async def _run(self) -> None:
        while True:
            self._forget(time.time())
            if try_lock(self._lock):
                await self._housekeeping.turn(time.time())
            await asyncio.sleep(self._seconds)
