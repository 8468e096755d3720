"""What holds of a store of counts after any batches whatever."""

from collections.abc import Iterable
from functools import reduce
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.counts import Batch, Counters, CountStore, Key, Point, Row
from store.periods import Grain
from tests.store.conftest import Fresh
from tests.store.page_views import BASIS, END, SITE, START, Answers, PageView, answers, batches, dumped, page_views

pytestmark = pytest.mark.anyio

Dumped = tuple[Key, Counters, str | None]
DAYS = ("2026-07-01", "2026-08-09", "2026-09-01", "2026-10-01", "2026-10-02", "2026-11-01", "2026-11-22", "2026-11-23")


def _sum(points: Iterable[Point | Row]) -> Counters:
    return reduce(Counters.plus, (point.counters for point in points), Counters())


def _assert_margins(said: Answers) -> None:
    days = {point.period: point.counters for point in said.days}
    hours: dict[str, Counters] = {}
    for point in said.hours:
        hours[point.period[:10]] = hours.get(point.period[:10], Counters()).plus(point.counters)
    assert hours == days
    for dimension, rows in said.tops.items():
        assert _sum(rows) == _sum(said.days), f"the sum over {dimension}"
    singles = {(name, row.value): row.counters for name, rows in said.tops.items() for row in rows}
    for (name, other, value), rows in said.drills.items():
        assert _sum(rows) == singles[other, value], f"{name} among {other} {value!r}"


@given(st.lists(page_views(), min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
async def test_margins_hold_after_any_page_views(fresh: Fresh, views: list[PageView]) -> None:
    async with fresh() as store:
        for each in batches(views):
            await store.add(each)
        for site, basis in product((SITE, "example.com"), (BASIS, "server")):
            _assert_margins(await answers(store, site, basis))


class _Forgetting(NamedTuple):
    site: str
    grain: Grain
    before: str
    dimensions: tuple[str, ...] | None


class _Loading(NamedTuple):
    """What another store has counted."""

    batches: list[Batch]


Step = Batch | _Forgetting | _Loading


@st.composite
def _steps(draw: st.DrawFn) -> list[Step]:
    """Batches, some of them again, and loading and forgetting between them."""
    made: list[Batch] = []
    steps: list[Step] = []
    for number in range(draw(st.integers(0, 6))):
        step = draw(st.sampled_from(["new", "new", "again", "load", "forget"]))
        new = batches(draw(st.lists(page_views(), min_size=1, max_size=8)), f"{number}")
        if step == "new":
            made.extend(new)
            steps.extend(new)
        elif step == "load":
            steps.append(_Loading(new))
        elif step == "again" and made:
            steps.append(draw(st.sampled_from(made)))
        else:
            steps.append(draw(_forgettings()))
    return steps


def _forgettings() -> st.SearchStrategy[_Forgetting]:
    return st.builds(
        _Forgetting,
        site=st.sampled_from([SITE, "example.com"]),
        grain=st.sampled_from(Grain),
        before=st.sampled_from(["2026-08-12", "2026-10-01", "2026-11-11", "2026-11-22", END]),
        dimensions=st.none() | st.sets(st.sampled_from(["", "page", "medium", "search_term"])).map(tuple),
    )


async def _take(store: CountStore, step: Step, rows: Iterable[Dumped]) -> bool:
    if isinstance(step, Batch):
        return await store.add(step)
    if isinstance(step, _Forgetting):
        await store.forget(*step)
    else:
        await store.load(rows)
    return True


async def _dump_of(fresh: Fresh, step: Step) -> list[Dumped]:
    """What a store that took no more than these batches has of both sites."""
    if not isinstance(step, _Loading):
        return []
    async with fresh() as source:
        for each in step.batches:
            await source.add(each)
        return [*await dumped(source), *await dumped(source, "example.com")]


@given(_steps(), st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True).map(sorted))
@settings(max_examples=15, deadline=None)
async def test_any_sequence_gives_equal_answers_on_both(
    fresh_sqlite: Fresh, fresh_clickhouse: Fresh, steps: list[Step], days: list[str]
) -> None:
    async with fresh_sqlite() as one, fresh_clickhouse() as two:
        for step in steps:
            rows = await _dump_of(fresh_sqlite, step)
            assert await _take(one, step, rows) == await _take(two, step, rows)
        assert await one.sites() == await two.sites()
        for site, basis in product((SITE, "example.com"), (BASIS, "server")):
            assert await dumped(one, site) == await dumped(two, site)
            for start, end in ((START, END), days):
                assert await answers(one, site, basis, start, end) == await answers(two, site, basis, start, end)
