"""Goals: what a site wants of its visits, how often it came about, and after which sources."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from dashboard.numbers.counted import days_counted
from dashboard.numbers.ranges import Range
from dashboard.numbers.stats import (
    Filter,
    NotPaired,
    NotPermitted,
    StatsRow,
    Total,
    breakdown,
    covered,
    filterable,
    paired,
    permitted,
    total,
)
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, RARE, Dimension
from policy.document import LANGUAGES, Policy
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
    """How often something was done, in how many visits, and of how many on the days on which it was counted. Both are
    None where the policy does not name visits, and what they are of also where that is not known."""

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
    """A value of one of `goal_dimensions`; `since` is the day from which it was counted, where that is a later one than
    the first of those looked at."""

    dimension: str
    value: str
    reached: Reached
    since: date | None


class Source(NamedTuple):
    """A value of a dimension that tells where visits come from, with how many of its visits reached a goal."""

    value: str
    reached: Reached


class Goals(NamedTuple):
    """`whole` are the visits that the goals are of, if they were counted on all days; after the goal that a filter
    chooses, `sources` tell by dimension where its visits came from. `covers` are the days of what is counted together,
    the sources or else the goals among what is filtered: whole windows."""

    covers: Range
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
    span = days if only is None else covered(site, rows[0].name, days.start, days.end, only)
    visits = _Visits(store, site, only)
    found = [
        Goal(row.name, value, Reached(times, reached, await visits.of(*counted)), _since(span, *counted))
        for row in rows
        if only is None or row.name in paired(site, only.dimension)
        for value, times, reached in await _reached(store, site, days, row, only)
        for counted in [days_counted(site, _names(site, row, value), span)]
    ]
    found.sort(key=lambda goal: (goal.value == "(other)", -goal.reached.times))
    return Goals(span, await total(store, site, span, only), tuple(found), {})


def _names(site: Site, row: Dimension, value: str) -> Callable[[Policy], bool]:
    """Whether a policy has the value counted; one that no version declares, as "(other)", wherever the statistic is."""
    known = [each.policy for each in site.history.values() if row.statistic in each.policy.statistics]
    is_declared = any(value in _declared(policy, row) for policy in known)
    return lambda policy: row.statistic in policy.statistics and (not is_declared or value in _declared(policy, row))


def _since(days: Range, *counted: Range) -> date | None:
    return counted[0].start if counted and counted[0].start > days.start else None


class _Visits:
    """Of parts of a range, each asked for once."""

    def __init__(self, store: CountStore, site: Site, only: Filter | None = None) -> None:
        self._store, self._site, self._only = store, site, only
        self._known: dict[Range, int | None] = {}

    async def of(self, *counted: Range) -> int | None:
        found = [await self._over(days) for days in counted]
        return sum(each or 0 for each in found) if found and None not in found else None

    async def _over(self, days: Range) -> int | None:
        if days not in self._known:
            self._known[days] = (await total(self._store, self._site, days, self._only)).visits
        return self._known[days]


def title_of(site: Site, goal: Goal) -> dict[str, str]:
    """What it is called by language: events by the policy, contacts by ours; nothing where neither knows it."""
    told = site.policy.statistics.get(DIMENSIONS[goal.dimension].statistic)
    if told is not None and goal.value in told.names:
        return {language: told.names[goal.value].in_(language) for language in LANGUAGES}
    return {str(language): text for language, text in VALUES.get((goal.dimension, goal.value), {}).items()}


async def _reached(
    store: CountStore, site: Site, days: Range, row: Dimension, only: Filter | None
) -> list[tuple[str, int, int | None]]:
    """Those of the policy in its order, then what was counted under an earlier one. Among what is filtered only those
    that enough visits reached: of the others nobody is told whether they were."""
    counted = {each.value: each for each in await breakdown(store, site, days, row, only) if each.value != RARE}
    if only is None:
        none = 0 if "visits" in site.policy.statistics else None
        names = [*_declared(site.policy, row), *counted]
        counted = {name: StatsRow(name, 0, none, None) for name in names} | counted
    return [(each.value, each.pageviews, each.visits) for each in counted.values()]


def _declared(policy: Policy, row: Dimension) -> list[str]:
    """The values that a policy with the statistic can tell."""
    told = policy.statistics[row.statistic]
    if row.values != "closed":
        return list(told.names)
    ours = [value for dimension, value in VALUES if dimension == row.name]
    return [value for value in ours if value not in _ASKED_FOR or getattr(told, _ASKED_FOR[value][1])]


async def _after(store: CountStore, site: Site, days: Range, only: Filter) -> Goals:
    """One goal, and the sources of the visits that reached it, each beside all visits from it."""
    row, chosen = DIMENSIONS[only.dimension], await total(store, site, days, only)
    counted = days_counted(site, _names(site, row, only.value), days)
    reached = Reached(chosen.pageviews, chosen.visits, await _Visits(store, site).of(*counted))
    by = [DIMENSIONS[name] for name in paired(site, only.dimension) if DIMENSIONS[name].belongs == "visit"]
    span = covered(site, by[0].name, days.start, days.end, only) if by else days
    parts = days_counted(site, _names(site, row, only.value), span)
    sources = {each.name: await _sources(store, site, days, each, only, parts) for each in by}
    return Goals(span, await total(store, site, days), (Goal(*only, reached, _since(days, *counted)),), sources)


async def _sources(
    store: CountStore, site: Site, days: Range, row: Dimension, only: Filter, parts: Sequence[Range]
) -> tuple[Source, ...]:
    """Those with visits, the goal's first; last what has no name. Where there is such, only those are told whose visits
    are known to have reached it: it may be of any other."""
    reached = {each.value: each for each in await breakdown(store, site, days, row, only)}
    everyone, none = Counter[str](), 0 if "visits" in site.policy.statistics else None
    for part in parts:
        everyone.update({each.value: each.visits or 0 for each in await breakdown(store, site, part, row)})
    found = []
    for value in reached if RARE in reached else reached | everyone:
        if value not in (NONE, NOT_ASKED):
            of = None if value == RARE or none is None else everyone[value]
            did = reached.get(value) or StatsRow(value, 0, none, None)
            found.append(Source(value, Reached(did.pageviews, did.visits, of)))
    found.sort(key=lambda each: (each.value == RARE, -(each.reached.of or 0), each.value))
    found.sort(key=lambda each: (each.value == RARE, -(each.reached.visits or 0), -each.reached.times))
    return tuple(found)
