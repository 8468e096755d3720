"""Keeping what an engine answered: cleaned, and in the place of what was kept of the same days."""

import asyncio

from dashboard.search.engines.source import Answer, Clean, Engine, basis
from dashboard.search.figures import figures_of
from store.search import SearchStore, Slice


async def keep(figures: SearchStore, host: str, engine: Engine, answer: Answer, clean: Clean) -> None:
    kept = await asyncio.to_thread(figures_of, answer.rows, clean)  # which takes a while for tens of thousands of terms
    start, end = answer.days.start.isoformat(), answer.days.after.isoformat()
    await figures.replace(Slice(host, basis(engine), start, end), answer.final, kept.figures)
