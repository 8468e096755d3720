"""Keeping what an engine answered: cleaned, and in the place of what was kept of the same days."""

import asyncio
from datetime import date, timedelta
from typing import Final

from dashboard.search.engines.source import Answer, Clean, Engine, SourceFailure, basis
from dashboard.search.figures import figures_of, too_many
from store.search import SearchStore, Slice

_AFTER_ALL: Final = "9999-12-31"


async def keep(figures: SearchStore, host: str, engine: Engine, answer: Answer, clean: Clean) -> None:
    """Raises `SourceFailure` where it is more than can be counted."""
    # Which takes a while for tens of thousands of terms.
    kept = await asyncio.to_thread(figures_of, answer.rows, clean, engine, answer.days)
    if too_many(kept.figures):
        raise SourceFailure("unreadable")
    start, end = answer.days.start.isoformat(), answer.days.after.isoformat()
    await figures.replace(Slice(host, basis(engine), start, end), answer.final, kept.figures)


async def forget_to_come(figures: SearchStore, host: str, engine: Engine, today: date) -> None:
    """Deletes what is held of days after tomorrow: a clock that was ahead has had them asked for, and when they come
    they would be taken for known. Tomorrow it may be already for whoever gives a file."""
    since = (today + timedelta(days=2)).isoformat()
    if any(each.slice.basis == basis(engine) and each.slice.start >= since for each in await figures.held(host)):
        await figures.forget(host, _AFTER_ALL, basis(engine), since)
