"""Goals in a site's page: how often each was reached, and by a goal that is chosen where its visits came from."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.numbers.goals import LEAST_REACHED, LEAST_VISITS, Goal, Goals, Reached, Source, goals, is_goal, is_told
from dashboard.numbers.goals import goal_dimensions as rows_of_goals
from dashboard.numbers.stats import OURS, Filter, paired
from dashboard.pages.panels import SHORT, View, by_window, panel_path, rare_note
from policy.dimensions import DIMENSIONS, Dimension
from store.counts import CountStore


class GoalRow(NamedTuple):
    """`link` shows only what has to do with it; `length` is the bar's, in per cent of the longest. `cells` are numbers;
    `rate` is what part of the visits reached it, or a word where they are too few to tell, None where visits are not
    counted."""

    text: str
    link: str | None
    length: float
    cells: tuple[str, ...]
    rate: str | None


class GoalTable(NamedTuple):
    """`more` leads to a list of it, where there is one."""

    name: str
    title: str
    value: str
    columns: tuple[str, ...]
    rows: tuple[GoalRow, ...]
    more: str | None


class GoalPanel(NamedTuple):
    """`lead` says in a sentence how often the chosen goal was reached, and `basis` how the tables count. `dimensions`
    are those that need no panel of their own beside this."""

    title: str
    lead: str | None
    basis: str
    notes: tuple[str, ...]
    tables: tuple[GoalTable, ...]
    dimensions: frozenset[str]


async def goal_panel(store: CountStore, view: View) -> GoalPanel | None:
    """None where the policy names no goals, or they are not counted together with the filter."""
    site, only, language = view.site, view.filter, view.language
    if not is_told(site, only):
        return None
    found = await goals(store, site, view.asked.range, only)
    if only is not None and is_goal(site, only):
        tables = tuple(_sources(view, only, name, rows) for name, rows in found.sources.items())
        lead = _lead(view, found.goals[0])
        title, shown = language("goals_sources"), frozenset(found.sources)
    else:
        rows = [(row, [goal for goal in found.goals if goal.dimension == row.name]) for row in rows_of_goals(site)]
        tables, lead, title = tuple(_goals(view, row, goals) for row, goals in rows if goals), None, language("goals")
        shown = frozenset(row.name for row, _ in rows)
    basis = language("basis") if only is None else f"{language('basis')}, {by_window(view)}"
    return GoalPanel(title, lead, basis, tuple(_notes(view, found)), tables, shown)


def _lead(view: View, goal: Goal) -> str:
    language, (times, visits, of) = view.language, goal.reached
    name = view.text(goal.dimension, goal.value)
    if visits is None or of is None:
        return language("goals_times", goal=name, times=language.plural("goals_count", times))
    key = "goals_lead" if goal.reached.is_rate else "goals_lead_few"
    return language(
        key,
        goal=name,
        times=language.plural("goals_count", times),
        visits=language.number(visits),
        all=language.plural("goals_visits", of),
        rate=rate(view, goal.reached),
    )


def _notes(view: View, found: Goals) -> list[str]:
    language, only, visits = view.language, view.filter, found.whole.visits
    notes = [rare_note(view, DIMENSIONS[only.dimension])] if only is not None else []
    if visits is None:
        return notes
    of = "goals_of" if only is None or is_goal(view.site, only) else "goals_of_selection"
    told = [(goal, goal.since) for goal in found.goals if goal.since is not None]
    return [
        language.plural(of, visits),
        *([language("goals_on_page")] if only is not None and only.dimension == "page" else []),
        *(
            language("goals_since", goal=view.text(goal.dimension, goal.value), day=language.day(day))
            for goal, day in told
        ),
        language("goals_enough", visits=LEAST_VISITS, reached=LEAST_REACHED),
        *notes,
    ]


def _goals(view: View, row: Dimension, found: Sequence[Goal]) -> GoalTable:
    language, title = view.language, view.language.title(row)
    columns = [language("panel_events")]
    if all(goal.reached.visits is not None for goal in found):
        columns += [language("visits"), language("panel_share")]
    longest = max((goal.reached.times for goal in found), default=0)
    rows = [
        GoalRow(
            view.text(goal.dimension, goal.value),
            _link(view, Filter(goal.dimension, goal.value)),
            _length(goal.reached.times, longest),
            _numbers(view, goal.reached.times, goal.reached.visits),
            rate(view, goal.reached),
        )
        for goal in found
    ]
    alone = f"{panel_path(view, row.name)}{view.query()}" if any(goal.reached.times for goal in found) else None
    return GoalTable(f"goals-{row.name}", title, language("goals_goal"), tuple(columns), tuple(rows), alone)


def _sources(view: View, only: Filter, name: str, found: Sequence[Source]) -> GoalTable:
    language, row = view.language, DIMENSIONS[name]
    columns = [language("panel_events")]
    if all(source.reached.visits is not None for source in found):
        columns = [language("goals_did"), language("visits"), language("goals_rate")]
    longest = max((_did(source.reached) for source in found), default=0)
    rows = [
        GoalRow(
            view.text(name, source.value),
            _link(view, Filter(name, source.value)),
            _length(_did(source.reached), longest),
            _of_source(view, source.reached),
            rate(view, source.reached),
        )
        for source in found[:SHORT]
    ]
    more = f"{panel_path(view, name)}{view.query()}" if len(found) > SHORT else None
    return GoalTable(f"goals-{name}", language.title(row), language.title(row), tuple(columns), tuple(rows), more)


def rate(view: View, reached: Reached) -> str | None:
    """In per cent, or in a word that they are too few."""
    if reached.visits is None:
        return None
    if not reached.is_rate or reached.of is None:
        return view.language("goals_few")
    return view.language.rate(reached.visits, reached.of)


def _did(reached: Reached) -> int:
    return reached.times if reached.visits is None else reached.visits


def _of_source(view: View, reached: Reached) -> tuple[str, ...]:
    if reached.visits is None:
        return _numbers(view, reached.times)
    return (view.language.number(reached.visits), "–" if reached.of is None else view.language.number(reached.of))


def _numbers(view: View, *counts: int | None) -> tuple[str, ...]:
    return tuple(view.language.number(count) for count in counts if count is not None)


def _length(number: int, longest: int) -> float:
    return round(100 * number / longest, 2) if longest else 0


def _link(view: View, chosen: Filter) -> str | None:
    if chosen.value in OURS or not paired(view.site, chosen.dimension):
        return None
    return f"/sites/{view.site.host}{view.query(filter=str(chosen))}"
