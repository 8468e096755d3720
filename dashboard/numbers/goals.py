"""Goals: what a site wants of its visits, how often it came about, and after which sources."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import (
    Filter,
    NotPaired,
    NotPermitted,
    StatsRow,
    Total,
    breakdown,
    filterable,
    paired,
    permitted,
    total,
)
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, Dimension
from policy.site import Site
from policy.values import VALUES
from store.counts import CountStore

LEAST_VISITS: Final = 30
LEAST_REACHED: Final = 5
"""With fewer of either, a rate would say more about chance than about the site."""

_SOURCE: Final = "medium"
_ASKED_FOR: Final[Mapping[str, tuple[str, Literal["booking", "order"]]]] = {
    value: ("contact_clicks", value) for value in ("booking", "order")
}
"""The contacts that are told only where the policy says by which addresses."""


class Reached(NamedTuple):
    """How often something was done, in how many visits, and of how many. Both are None where the policy does not name
    visits, and what they are of also where that is not known."""

    times: int
    visits: int | None
    of: int | None

    @property
    def is_rate(self) -> bool:
        """Whether there are enough to tell a rate."""
        if self.visits is None or self.of is None:
            return False
        return self.of >= LEAST_VISITS and LEAST_REACHED <= self.visits <= self.of


class Goal(NamedTuple):
    """A value of one of `goal_dimensions`."""

    dimension: str
    value: str
    reached: Reached


class Source(NamedTuple):
    """A value of a dimension that tells where visits come from, with how many of its visits reached a goal."""

    value: str
    reached: Reached


class Goals(NamedTuple):
    """`whole` are the visits that the goals are of; after the goal that a filter chooses, `sources` tell by dimension
    where its visits came from."""

    whole: Total
    goals: tuple[Goal, ...]
    sources: Mapping[str, tuple[Source, ...]]


def goal_dimensions(site: Site) -> tuple[Dimension, ...]:
    """Those that tell what happened in a visit, together with its source."""
    return tuple(row for row in permitted(site) if row.belongs == "event" and _SOURCE in row.pairs)


def is_goal(site: Site, only: Filter | None) -> bool:
    return only is not None and only.dimension in {row.name for row in goal_dimensions(site)}


def is_told(site: Site, only: Filter | None) -> bool:
    """Whether there are goals, and they are counted together with what is filtered by."""
    rows = goal_dimensions(site)
    return bool(rows) and (
        only is None or is_goal(site, only) or any(row.name in paired(site, only.dimension) for row in rows)
    )


async def goals(store: CountStore, site: Site, days: Range, only: Filter | None = None) -> Goals:
    """Those that the policy can tell, also where they were not reached. Raises `NotPermitted` or `NotPaired`."""
    rows = goal_dimensions(site)
    if not rows:
        raise NotPermitted(f"The policy of {site.host} names no goals.", [row.name for row in permitted(site)])
    if not is_told(site, only):
        together = [name for name in filterable(site) if is_told(site, Filter(name, ""))]
        raise NotPaired(f"Goals are not counted together with {only and only.dimension}.", together)
    if only is not None and is_goal(site, only):
        return await _after(store, site, days, only)
    whole = await total(store, site, days, only)
    found = [
        Goal(row.name, value, Reached(times, visits, whole.visits))
        for row in rows
        for value, times, visits in await _reached(store, site, days, row, only)
    ]
    return Goals(whole, tuple(sorted(found, key=lambda goal: (goal.value == "(other)", -goal.reached.times))), {})


async def _reached(
    store: CountStore, site: Site, days: Range, row: Dimension, only: Filter | None
) -> list[tuple[str, int, int | None]]:
    """Those of the policy in its order, then what was counted under an earlier one."""
    none = 0 if "visits" in site.policy.statistics else None
    counted = {each.value: each for each in await breakdown(store, site, days, row, only)}
    names = [*_declared(site, row), *counted]
    empty = {name: StatsRow(name, 0, none, None) for name in names}
    return [(each.value, each.pageviews, each.visits) for each in (empty | counted).values()]


def _declared(site: Site, row: Dimension) -> list[str]:
    """The values that the policy in force can tell."""
    told = site.policy.statistics[row.statistic]
    if row.values != "closed":
        return list(told.names)
    ours = [value for dimension, value in VALUES if dimension == row.name]
    return [value for value in ours if value not in _ASKED_FOR or getattr(told, _ASKED_FOR[value][1])]


async def _after(store: CountStore, site: Site, days: Range, only: Filter) -> Goals:
    """One goal, and the sources of the visits that reached it, each beside all visits from it."""
    whole, chosen = await total(store, site, days), await total(store, site, days, only)
    goal = Goal(*only, Reached(chosen.pageviews, chosen.visits, whole.visits))
    by = [DIMENSIONS[name] for name in paired(site, only.dimension) if DIMENSIONS[name].belongs == "visit"]
    return Goals(whole, (goal,), {row.name: await _sources(store, site, days, row, only) for row in by})


async def _sources(store: CountStore, site: Site, days: Range, row: Dimension, only: Filter) -> tuple[Source, ...]:
    """Those with visits, the goal's first."""
    reached = {each.value: each for each in await breakdown(store, site, days, row, only)}
    everyone = {each.value: each.visits for each in await breakdown(store, site, days, row)}
    none = None if None in everyone.values() else 0
    found = [
        Source(
            value,
            Reached(reached[value].pageviews, reached[value].visits, of) if value in reached else Reached(0, none, of),
        )
        for value, of in (dict.fromkeys(reached) | everyone).items()
        if value not in (NONE, NOT_ASKED)
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (-(each.reached.visits or 0), -each.reached.times, -(each.reached.of or 0), each.value),
        )
    )
