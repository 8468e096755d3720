"""Keeping what an engine answered: cleaned, and in the place of what was kept of the same days."""

import asyncio
from datetime import date, timedelta

from dashboard.search.engines.source import Answer, Clean, Engine, SourceFailure, basis
from dashboard.search.figures import figures_of, held_by, too_many
from store.search import AFTER_ALL, Held, SearchStore, Slice


async def keep(figures: SearchStore, host: str, engine: Engine, answer: Answer, clean: Clean) -> None:
    """Raises `SourceFailure` where it is more than can be counted."""
    # Which takes a while for tens of thousands of terms.
    kept = await asyncio.to_thread(figures_of, answer.rows, clean, engine, answer.days)
    if too_many(kept.figures):
        raise SourceFailure("unreadable")
    start, end = answer.days.start.isoformat(), answer.days.after.isoformat()
    await figures.replace(Slice(host, basis(engine), start, end), answer.final, kept.figures)


async def forget_to_come(figures: SearchStore, host: str, engine: Engine, today: date) -> list[Held]:
    """Deletes what is held of days after tomorrow: a clock that was ahead has had them asked for, and when they come
    they would be taken for known. Tomorrow it may be already for whoever gives a file. Returns what is left."""
    since = (today + timedelta(days=2)).isoformat()
    held = await held_by(figures, host, engine)
    left = [each for each in held if each.slice.start < since]
    if len(left) < len(held):
        await figures.forget(host, AFTER_ALL, basis(engine), since)
    return left
