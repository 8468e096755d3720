"""From which page to which visitors go: around one page, and the commonest steps of all."""

from typing import Final, NamedTuple

from dashboard.numbers.counted import days_counted
from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import OURS, Filter, StatsRow, breakdown, leading, permitted, total_over
from policy.dimensions import DIMENSIONS
from policy.site import Site
from store.counts import CountStore

FROM: Final = "previous_page"
TO: Final = "page"

LOOKED_AT: Final = 24
"""Of how many pages it is asked where they lead, at most: a question each."""


class Step(NamedTuple):
    """From page to page: in how many visits, None where the policy does not name them, and how often."""

    start: str
    end: str
    visits: int | None
    times: int


class Around(NamedTuple):
    """What came before a page and after it, the commonest first. `visits` are those with the page on the days on which
    steps were counted; `began` those that began there, None where that is not counted."""

    visits: int | None
    began: int | None
    before: tuple[Step, ...]
    after: tuple[Step, ...]


def is_flow(site: Site) -> bool:
    return any(row.name == FROM for row in permitted(site))


async def around(store: CountStore, site: Site, days: Range, page: str) -> Around:
    counted = days_counted(site, lambda policy: "flow" in policy.statistics, days)
    whole = await total_over(store, site, counted or (days,), Filter(TO, page))
    before = await breakdown(store, site, days, DIMENSIONS[FROM], Filter(TO, page))
    after = await breakdown(store, site, days, DIMENSIONS[TO], Filter(FROM, page))
    return Around(
        whole.visits,
        await _began(store, site, days, page),
        tuple(Step(row.value, page, row.visits, row.pageviews) for row in before if _is_shown(row)),
        tuple(Step(page, row.value, row.visits, row.pageviews) for row in after if _is_shown(row)),
    )


async def steps(store: CountStore, site: Site, days: Range, most: int) -> tuple[Step, ...]:
    """The commonest of all. No step is commoner than the page that it leaves is left, so pages are looked at in that
    order until no other can lead to a commoner one; where that would take too many, those are told that are certain."""
    found: list[Step] = []
    pages = await leading(store, site, days, DIMENSIONS[FROM], None, LOOKED_AT + 1)
    left = [row for row in pages.rows if _is_shown(row)]
    bound = 0
    for index, page in enumerate(left):
        bound = _strength(page)
        if index == LOOKED_AT or (len(found) >= most and _weight(found[most - 1]) >= bound):
            break
        rows = await breakdown(store, site, days, DIMENSIONS[TO], Filter(FROM, page.value))
        found += [Step(page.value, row.value, row.visits, row.pageviews) for row in rows if _is_shown(row)]
        found.sort(key=lambda step: (-_weight(step), step.start, step.end))
        bound = 0
    return tuple(step for step in found[:most] if _weight(step) >= bound)


async def _began(store: CountStore, site: Site, days: Range, page: str) -> int | None:
    row = DIMENSIONS["entry_page"]
    if row not in permitted(site):
        return None
    found = await breakdown(store, site, days, row)
    return next((each.visits for each in found if each.value == page), 0)


def _is_shown(row: StatsRow) -> bool:
    """A step to a page that was read before in the visit is the first of none."""
    return row.value not in OURS and _strength(row) > 0


def _strength(row: StatsRow) -> int:
    return row.pageviews if row.visits is None else row.visits


def _weight(step: Step) -> int:
    return step.times if step.visits is None else step.visits
