"""What holds of a store of counts after any batches whatever."""

from collections.abc import Iterable
from functools import reduce
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.counts import Batch, Counters, Point, Row
from store.periods import Grain
from tests.store.conftest import Fresh
from tests.store.page_views import BASIS, END, SITE, Answers, PageView, answers, batches, dumped, page_views

pytestmark = pytest.mark.anyio


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


@st.composite
def _steps(draw: st.DrawFn) -> list[Batch | _Forgetting]:
    """Batches, some of them again, and forgetting between them."""
    made: list[Batch] = []
    steps: list[Batch | _Forgetting] = []
    for number in range(draw(st.integers(0, 6))):
        step = draw(st.sampled_from(["new", "new", "again", "forget"]))
        if step == "new":
            new = batches(draw(st.lists(page_views(), min_size=1, max_size=8)), f"{number}")
            made.extend(new)
            steps.extend(new)
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
        before=st.sampled_from(["2026-10-01", "2026-11-22", END]),
        dimensions=st.none() | st.sets(st.sampled_from(["", "page", "medium", "search_term"])).map(tuple),
    )


@given(_steps())
@settings(max_examples=15, deadline=None)
async def test_any_sequence_gives_equal_answers_on_both(
    fresh_sqlite: Fresh, fresh_clickhouse: Fresh, steps: list[Batch | _Forgetting]
) -> None:
    async with fresh_sqlite() as one, fresh_clickhouse() as two:
        for step in steps:
            if isinstance(step, Batch):
                assert await one.add(step) == await two.add(step)
            else:
                await one.forget(*step)
                await two.forget(*step)
        assert await one.sites() == await two.sites()
        for site in (SITE, "example.com"):
            assert await dumped(one, site) == await dumped(two, site)
            for basis in (BASIS, "server"):
                assert await answers(one, site, basis) == await answers(two, site, basis)
