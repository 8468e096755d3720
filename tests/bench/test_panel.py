"""What a panel costs over a year, held against a reference of the same run; and the year that it is measured on."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import anyio
import pytest

from bench.document import write
from bench.hit.mix import HOST
from bench.panel.__main__ import fill
from bench.panel.measure import RANGES, Taken, What, measure, sizes
from bench.panel.report import Figure, Year, figures, tables
from bench.panel.traffic import Loaded, Traffic, visitors
from collector.hits import Hit
from collector.lists import load_lists
from policy.dimensions import DIMENSIONS
from policy.statistics import CONSENTED
from store.counts import Counters, total_of
from store.periods import Grain
from store.sqlite import SQLiteCounts

PAGEVIEWS: Final = 30_000

PANEL: Final = 1.0
"""Times of the reference that a panel of some hundred values may take; five times what it was measured to."""


@pytest.fixture(scope="module")
def drawn_from() -> Sequence[Hit]:
    return visitors(load_lists(), 2_000)


@pytest.fixture(scope="module")
def day(drawn_from: Sequence[Hit]) -> Sequence[Loaded]:
    return list(Traffic(drawn_from, HOST, 1_000).day(date(2026, 11, 2), 2_000))


@pytest.mark.quick
def test_a_day_has_the_same_sum_in_every_dimension(day: Sequence[Loaded]) -> None:
    (total,) = (counters for key, counters, _ in day if key[2:] == (Grain.DAY, "2026-11-02", "", "", "", ""))
    assert 2_000 < total.pageviews < 2_500
    assert total.pageviews > total.firsts > total.entries > total.daily > total.monthly > 0
    for name, row in DIMENSIONS.items():
        if row.counts == "all":
            found = total_of(counters for key, counters, _ in day if (key.dimension, key.dimension2) == (name, ""))
            assert found == total, name
    hours = total_of(counters for key, counters, _ in day if key.grain is Grain.HOUR)
    assert hours == total


@pytest.mark.quick
def test_a_day_has_a_long_tail_of_pages_and_referrers(day: Sequence[Loaded]) -> None:
    for dimension, least in (("page", 400), ("referrer", 100)):
        found = [counters for key, counters, _ in day if (key.dimension, key.dimension2) == (dimension, "")]
        assert len(found) > least
        assert max(found) > Counters(100)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, drawn_from: Sequence[Hit]) -> Path:
    path = tmp_path_factory.mktemp("year") / "counts.db"
    anyio.run(fill, path, PAGEVIEWS, 500, drawn_from)
    return path


@pytest.fixture(scope="module")
def taken(filled: Path) -> tuple[dict[tuple[What, str], Taken], float]:
    times, reference = anyio.run(measure, filled, 1)
    return dict(times), reference


def test_the_year_has_all_page_views_of_all_sites_and_right_sums(filled: Path) -> None:
    async def read() -> tuple[int, Sequence[str], Sequence[object]]:
        store = await SQLiteCounts.open(filled)
        days = await store.series(HOST, CONSENTED, Grain.DAY, "2025-11-23", "2026-11-23")
        found = total_of(each.counters for each in days).pageviews, await store.sites(), await store.wrong_sums()
        await store.close()
        return found

    pageviews, sites, wrong = anyio.run(read)
    assert 0.95 * PAGEVIEWS < pageviews < 1.05 * PAGEVIEWS
    assert len(sites) == 3
    assert wrong == []


def test_a_panel_costs_little_and_again_next_to_nothing(taken: tuple[dict[tuple[What, str], Taken], float]) -> None:
    times, reference = taken
    panels = [each for (what, _), each in times.items() if what.startswith("panel")]
    assert len(panels) == 2 * len(RANGES)
    assert max(each.first for each in panels) < PANEL * reference
    assert max(each.again for each in panels) < PANEL / 10 * reference


def test_the_table_tells_of_every_panel_and_page(
    taken: tuple[dict[tuple[What, str], Taken], float], filled: Path, tmp_path: Path
) -> None:
    times, reference = taken
    found = figures(times, reference)
    page = tmp_path / "bench.md"
    page.write_text("<!-- panel -->\nold\n<!-- /panel -->\n", encoding="utf-8")
    write(page, "panel", tables(found, reference, Year(PAGEVIEWS, PAGEVIEWS, 500, sizes(filled))))
    text = page.read_text(encoding="utf-8")
    assert text.count("\n| ") == 2 + 4 * len(RANGES)
    assert re.search(r"[\d.]+ are counts, [\d.]+ the sums of spans", text)
    assert budgets(found, "panel of `page`") == [40, 40, 40, 120, 120, 120]
    assert budgets(found, "whole page") == [200] * 6
    assert budgets(found, "all of `page`") == [None] * 6


def budgets(found: Sequence[Figure], what: What) -> list[int | None]:
    return [each.budget for each in found if each.what == what]
