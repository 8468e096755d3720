"""The daily fetch of what engines have to tell: a piece at a time, each kept at once, site by site."""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from dashboard.search.engines.calendar import engines_day
from dashboard.search.engines.connecting import disconnect, forget_others
from dashboard.search.engines.source import ENGINES, Answer, Engine, Source, SourceFailure, Task
from dashboard.search.engines.vault import BrokenSeal
from dashboard.search.fetching.keeping import forget_to_come, keep
from dashboard.search.fetching.schedule import retry, tomorrow
from dashboard.search.rooms import SearchRooms
from policy.calendar import months_before
from policy.site import Site, Sites
from store.access import Access, Fetched
from store.lock import try_lock

_log: Final = logging.getLogger("rakneverk.search")

_MINUTE: Final = 60.0

_TASKS: Final = 20
"""For each site in a turn. A day takes two requests of Google as a rule (its total and its terms) and three at most
(terms are told in pieces of 25,000, and 50,000 is all): 40 to 60 in a minute, of the 1,200 that a site may. How much it
bears in ten minutes Google does not say; these are at most 600. 16 months take about half an hour."""

_AT_ONCE: Final = 4
"""Sites, of all that are due in a turn, so that what is held of them stays small."""

_PART: Final = 60.0
"""Seconds that the others, and the next turn, wait for a site. It then begins with nothing new, and what is under way
goes on beside them."""

_LONGEST: Final = 600.0
"""Seconds for one thing that is asked. A month of 1.5 million pairs is 62 requests."""


class Fetching:
    """Asks for what is missing or may still change. What is held tells what has been done: after a stop anywhere the
    next turn goes on from there."""

    def __init__(
        self, rooms: SearchRooms, sites: Callable[[], Sites], part: float = _PART, longest: float = _LONGEST
    ) -> None:
        self._rooms, self._sites, self._part, self._longest = rooms, sites, part, longest
        self._rounds: dict[tuple[str, str], _Round] = {}
        self._under_way: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def turn(self, now: float) -> None:
        """A part of what is due for each site that is due, but those still under way. Raises nothing that goes wrong in
        it; whoever breaks it off also breaks off what is under way."""
        gate = asyncio.Semaphore(_AT_ONCE)
        try:
            accesses = await self._rooms.access.every()
        except Exception as error:
            _log.error("what to ask search engines for could not be read: %s", type(error).__name__)
            return
        try:
            async with asyncio.TaskGroup() as group:
                for access in accesses:
                    if (access.site, access.engine) not in self._under_way:
                        group.create_task(self._wait(gate, access, now))
        except asyncio.CancelledError:
            await self.close()
            raise

    async def close(self) -> None:
        """Breaks off what is being asked: what has been answered is kept, the rest is asked for again."""
        under_way = [*self._under_way.values()]
        for each in under_way:
            each.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _wait(self, gate: asyncio.Semaphore, access: Access, now: float) -> None:
        key = access.site, access.engine
        async with gate:
            attempt = self._under_way[key] = asyncio.create_task(self._attempt(access, now))
            attempt.add_done_callback(lambda _: self._under_way.pop(key))
            await asyncio.wait([attempt], timeout=self._part)

    async def _attempt(self, access: Access, now: float) -> None:
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
        return site if site and access.property and site.policy.may_tell(access.engine) else None

    def _is_void(self, access: Access) -> bool:
        """Whether the site is known to have no use for it any more."""
        site = self._sites().known(access.site)
        return site is not None and (site.removed or not site.policy.may_tell(access.engine))

    async def _ask(self, access: Access, now: float) -> bool:
        """Whether nothing is left to ask for."""
        site = self._governing(access)
        assert site is not None, "asked for a moment ago"
        since = months_before(site.day(now), site.policy.retention.named)
        engine, source = _engine(access), self._source(access)
        await self._begin(access, engine)
        held = await forget_to_come(self._rooms.figures, site.host, engine, engines_day(now))
        at_hand = self._round(access, now)
        left = at_hand.left(source.due(held, engines_day(now), since))
        begun = time.monotonic()
        for asked, task in enumerate(left[:_TASKS], 1):
            site = self._governing(access)
            if site is None or not await self._stands(access):
                return True
            with at_hand.asking(task):
                for answer in await self._answers(source, access, task):
                    await keep(self._rooms.figures, site.host, engine, answer, self._rooms.clean(site))
            if time.monotonic() > begun + self._part:
                return asked == len(left)
        return len(left) <= _TASKS

    async def _begin(self, access: Access, engine: Engine) -> None:
        """What was fetched of another property goes first: a turn may have been at it when this one was chosen."""
        if await self._rooms.access.fetched_of(access.site, engine) != access.property:
            await forget_others(self._rooms, access, engine)
            await self._rooms.access.note_fetched_of(access.site, engine, access.property)

    async def _answers(self, source: Source, access: Access, task: Task) -> Sequence[Answer]:
        try:
            async with asyncio.timeout(self._longest):
                return await source.ask(access.property, task)
        except TimeoutError:
            raise SourceFailure("unanswered") from None

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
        """Breaks off what is being asked, as `Fetching.close` does."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._fetching.close()
        os.close(self._lock)

    async def _run(self) -> None:
        while True:
            if try_lock(self._lock):
                await self._fetching.turn(self._clock())
            await asyncio.sleep(_MINUTE)


def _engine(access: Access) -> Engine:
    return next(each for each in ENGINES if each == access.engine)


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
