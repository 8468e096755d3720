"""What one process does in the background for all: folding, forgetting, deleting what has expired."""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from collector.fold import Fold
from collector.journal import try_lock
from collector.keys import TypedKeys
from collector.retention import expire
from policy.site import Sites
from store.sqlite import SQLiteCounts

_log: Final = logging.getLogger("rakneverk.jobs")
_MINUTE: Final = 60.0


class Jobs:
    """Runs in every process; only that which holds `jobs.lock` works, and another takes over when it dies."""

    def __init__(
        self, data: Path, fold: Fold, store: SQLiteCounts, keys: TypedKeys, sites: Callable[[], Sites], seconds: float
    ) -> None:
        self._fold, self._store, self._keys, self._sites, self._seconds = fold, store, keys, sites, seconds
        self._lock = os.open(data / "jobs.lock", os.O_CREAT | os.O_RDWR, 0o600)
        self._tidied = 0.0
        self._expired: dict[str, object] = {}
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Ends the loop, and folds what the journal has closed."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if try_lock(self._lock):
            await self._fold.run(time.time())
        os.close(self._lock)

    async def _run(self) -> None:
        while True:
            if try_lock(self._lock):
                await self._work(time.time())
            await asyncio.sleep(self._seconds)

    async def _work(self, now: float) -> None:
        """Nothing here may end the loop: hits lie safe in the journal until the next turn."""
        try:
            await self._fold.run(now)
            if now - self._tidied >= _MINUTE or now < self._tidied:
                self._tidied = now
                await self._store.forget_numbers(now)
                self._keys.destroy(now)
                await self._expire(now)
        except Exception as error:
            # Only the kind: a message can quote what was being counted.
            _log.error("a background job failed and will be tried again: %s", type(error).__name__)

    async def _expire(self, now: float) -> None:
        for site in self._sites():
            due = (datetime.fromtimestamp(now, site.timezone).date(), site.policy.version)
            if self._expired.get(site.host) != due:
                await expire(self._store, site.host, site.policy.retention, due[0])
                self._expired[site.host] = due
