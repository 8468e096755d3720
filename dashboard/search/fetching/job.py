"""The daily fetch of what engines have to tell: a piece at a time, each kept at once, site by site."""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from collector.journal import try_lock
from collector.retention import months_before
from dashboard.search.engines.calendar import engines_day
from dashboard.search.engines.connecting import disconnect
from dashboard.search.engines.source import ENGINES, Engine, Source, SourceFailure, Task, basis
from dashboard.search.engines.vault import BrokenSeal
from dashboard.search.fetching.keeping import keep
from dashboard.search.fetching.schedule import retry, tomorrow
from dashboard.search.rooms import SearchRooms
from policy.site import Site, Sites
from store.access import Access, Fetched

_log: Final = logging.getLogger("rakneverk.search")

_MINUTE: Final = 60.0

_TASKS: Final = 20
"""For each site in a turn. A day takes three requests of Google as a rule (its total, terms, pages) and five at most
(terms and pages are told in pieces of 25,000, and 50,000 is all): 60 to 100 in a minute, of the 1,200 that a site may.
How much it bears in ten minutes Google does not say; these are at most 1,000. 16 months take about an hour."""

_AT_ONCE: Final = 4
"""Sites, of all that are due in a turn: one that gets no answer holds up no other, and the rest stays small."""


class Fetching:
    """Asks for what is missing or may still change. What is held tells what has been done: after a stop anywhere the
    next turn goes on from there."""

    def __init__(self, rooms: SearchRooms, sites: Callable[[], Sites]) -> None:
        self._rooms, self._sites = rooms, sites
        self._rounds: dict[tuple[str, str], _Round] = {}

    async def turn(self, now: float) -> None:
        """A part of what is due for each site that is due. Raises nothing that goes wrong in it."""
        gate = asyncio.Semaphore(_AT_ONCE)
        try:
            accesses = await self._rooms.access.every()
        except Exception as error:
            _log.error("what to ask search engines for could not be read: %s", type(error).__name__)
            return
        async with asyncio.TaskGroup() as group:
            for access in accesses:
                group.create_task(self._attempt(gate, access, now))

    async def _attempt(self, gate: asyncio.Semaphore, access: Access, now: float) -> None:
        async with gate:
            try:
                await self._fetch(access, now)
            except Exception as error:
                _tell(access, error)

    async def _fetch(self, access: Access, now: float) -> None:
        if self._is_void(access):
            await disconnect(self._rooms, access, _engine(access))
            return
        before = await self._rooms.access.fetched(access.site, access.engine)
        if self._governing(access) is None or not _is_due(before, now):
            return
        try:
            done = await self._ask(access, now)
        except SourceFailure as failure:
            await self._note(access, _failed(access, before, failure, now))
        except Exception as error:
            _tell(access, error)
            await self._note(access, _failed(access, before, SourceFailure("unreadable"), now))
        else:
            await self._note(access, _went_well(access, before, done, now))

    def _governing(self, access: Access) -> Site | None:
        """The site, if there is something that may be asked of it."""
        site = self._sites().get(access.site)
        return site if site and access.property and _names_terms(site) else None

    def _is_void(self, access: Access) -> bool:
        """Whether the site is known to have no use for it any more."""
        site = self._sites().known(access.site)
        return site is not None and (site.removed or not _names_terms(site))

    async def _ask(self, access: Access, now: float) -> bool:
        """Whether nothing is left to ask for."""
        site = self._governing(access)
        assert site is not None, "asked for a moment ago"
        since = months_before(site.day(now), site.policy.retention.named)
        engine, source = _engine(access), self._source(access)
        held = [each for each in await self._rooms.figures.held(site.host) if each.slice.basis == basis(engine)]
        at_hand = self._round(access, now)
        left = at_hand.left(source.due(held, engines_day(now), since))
        for task in left[:_TASKS]:
            site = self._governing(access)
            if site is None or not await self._stands(access):
                return True
            with at_hand.asking(task):
                for answer in await source.ask(access.property, task):
                    await keep(self._rooms.figures, site.host, engine, answer, self._rooms.clean(site))
        return len(left) <= _TASKS

    def _source(self, access: Access) -> Source:
        try:
            secret = self._rooms.vault.open(access.site, access.engine, access.secret)
        except BrokenSeal:
            raise SourceFailure("revoked") from None
        return self._rooms.sources.open(_engine(access), access.form, secret)

    def _round(self, access: Access, now: float) -> "_Round":
        """Of the day, and of what was given: with another access all is asked for anew."""
        key, day = (access.site, access.engine), engines_day(now)
        known = self._rounds.get(key)
        if known is None or (known.access, known.day) != (access, day):
            known = self._rounds[key] = _Round(access, day)
        return known

    async def _note(self, access: Access, fetched: Fetched) -> None:
        """Unless another access has been given meanwhile, of which this says nothing."""
        if await self._stands(access):
            await self._rooms.access.note(access.site, access.engine, fetched)

    async def _stands(self, access: Access) -> bool:
        """Whether it has neither been taken back nor given anew."""
        return await self._rooms.access.get(access.site, access.engine) == access


class _Round:
    """What has been asked for on one of the engines' days with one access, and what went wrong when it last was."""

    def __init__(self, access: Access, day: date) -> None:
        self.access, self.day = access, day
        self._asked: set[Task] = set()
        self._failed: set[Task] = set()

    def left(self, tasks: Iterable[Task]) -> list[Task]:
        """What failed stands last, so that it does not keep all others waiting for ever."""
        return sorted((task for task in tasks if task not in self._asked), key=lambda task: task in self._failed)

    @contextmanager
    def asking(self, task: Task) -> Iterator[None]:
        """Asked for, once all that is done within has been done."""
        try:
            yield
        except Exception:
            self._failed.add(task)
            raise
        self._asked.add(task)


class FetchJob:
    """Runs in every process of the dashboard's side; only that which holds `search.lock` asks, and another takes over
    when it dies."""

    def __init__(self, data: Path, fetching: Fetching, clock: Callable[[], float] = time.time) -> None:
        self._fetching, self._clock = fetching, clock
        self._lock = os.open(data / "search.lock", os.O_CREAT | os.O_RDWR, 0o600)
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Breaks off what is being asked: what has been answered is kept, the rest is asked for again."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        os.close(self._lock)

    async def _run(self) -> None:
        while True:
            if try_lock(self._lock):
                await self._fetching.turn(self._clock())
            await asyncio.sleep(_MINUTE)


def _engine(access: Access) -> Engine:
    return next(each for each in ENGINES if each == access.engine)


def _names_terms(site: Site) -> bool:
    return "search_terms" in site.policy.statistics


def _is_due(before: Fetched | None, now: float) -> bool:
    """Also after a clock that went wrong has been set back."""
    return before is None or now >= before.due or now < before.tried


def _went_well(access: Access, before: Fetched | None, done: bool, now: float) -> Fetched:
    if done:
        return Fetched(int(now), int(now), tomorrow(access.site, now))
    return Fetched(int(now), before.complete if before else None, int(now))


def _failed(access: Access, before: Fetched | None, failure: SourceFailure, now: float) -> Fetched:
    complete, tries = (before.complete, before.tries + 1) if before else (None, 1)
    due = retry(failure, tries, access.site, now)
    return Fetched(int(now), complete, due, failure.trouble, tries, failure.detail)


def _tell(access: Access, error: Exception) -> None:
    # Only the kind: a message can quote terms.
    kind = type(error).__name__
    _log.error("what %s tells of %s was not fetched and will be asked again: %s", access.engine, access.site, kind)
