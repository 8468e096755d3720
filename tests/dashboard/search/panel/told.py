"""What engines have told of a site, in a few words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from dashboard.numbers.ranges import Range
from store.search import Figures, SearchKey, SearchStore, Slice
from tests.dashboard.seed import HOST

Told = Mapping[str | tuple[str, str], tuple[int, int, float]]
"""Clicks, impressions and position: of a term, of a term and a page, and of all together under ""."""

OCTOBER: Final = Range(date(2026, 10, 1), date(2026, 10, 31))


def day(text: str) -> Range:
    return Range(date.fromisoformat(text), date.fromisoformat(text))


async def tell(
    store: SearchStore, days: Range, told: Told, engine: str = "google", host: str = HOST, final: bool = True
) -> None:
    figures = {
        SearchKey(*((key,) if isinstance(key, str) else key)): Figures(clicks, shown, round(position * 1000) * shown)
        for key, (clicks, shown, position) in told.items()
    }
    after = days.end + timedelta(days=1)
    await store.replace(Slice(host, f"imported:{engine}", days.start.isoformat(), after.isoformat()), final, figures)
