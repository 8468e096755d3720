"""The ways from page to page in a site's page: around the page that is chosen, or the commonest steps."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from dashboard.numbers.flow import FROM, TO, Step, around, is_flow, steps
from dashboard.numbers.stats import Filter
from dashboard.pages.panels import SHORT, View, panel_path, share
from store.counts import CountStore


class Way(NamedTuple):
    """A page that is come from or gone on to, or both ends of a step; links show what is around a page. `length` is the
    bar's, in per cent of the longest."""

    pages: tuple[tuple[str, str], ...]
    length: float
    number: str
    share: str | None


class Ways(NamedTuple):
    """`heading` is None where there is one table; `more` leads to all, where not all are here."""

    name: str
    heading: str | None
    number: str
    rows: tuple[Way, ...]
    more: str | None


class FlowPanel(NamedTuple):
    """`dimensions` need no panel of their own beside this."""

    title: str
    notes: tuple[str, ...]
    tables: tuple[Ways, ...]
    dimensions: frozenset[str]


async def flow_panel(store: CountStore, view: View) -> FlowPanel | None:
    """None where steps are not counted, or not together with the filter."""
    if not is_flow(view.site):
        return None
    if view.filter is None:
        return await _commonest(store, view)
    return await _around(store, view, view.filter.value) if view.filter.dimension == TO else None


async def _commonest(store: CountStore, view: View) -> FlowPanel:
    found = await steps(store, view.site, view.asked.range, SHORT)
    longest = _weight(found[0]) if found else 0
    rows = [_way(view, step, (step.start, step.end), longest, None) for step in found]
    table = Ways("flow-steps", None, _counted(view, found), tuple(rows), None)
    return FlowPanel(view.language("flow"), (view.language("flow_hint"),), (table,), frozenset({FROM}))


async def _around(store: CountStore, view: View, page: str) -> FlowPanel:
    language = view.language
    found = await around(store, view.site, view.asked.range, page)
    sides: tuple[tuple[Literal["before", "after"], str, Sequence[Step]], ...] = (
        ("before", language("flow_before"), found.before),
        ("after", language("flow_after"), found.after),
    )
    links = {"before": f"{panel_path(view, FROM)}{view.query()}", "after": _after(view, page)}
    tables = []
    for name, heading, ways in sides:
        longest = max(map(_weight, ways), default=0)
        ends = [step.start if name == "before" else step.end for step in ways[:SHORT]]
        rows = [_way(view, step, (end,), longest, found.visits) for step, end in zip(ways, ends, strict=False)]
        more = links[name] if len(ways) > SHORT else None
        tables.append(Ways(f"flow-{name}", heading, _counted(view, ways), tuple(rows), more))
    notes = [] if not found.visits else [language.plural("flow_of", found.visits)]
    if found.began is not None and found.visits:
        notes.append(language.plural("flow_began", found.began))
    notes.append(language("flow_note"))
    return FlowPanel(language("flow_around", page=view.text(TO, page)), tuple(notes), tuple(tables), frozenset({FROM}))


def _after(view: View, page: str) -> str:
    return f"{panel_path(view, TO)}{view.query(filter=str(Filter(FROM, page)))}"


def _way(view: View, step: Step, ends: Sequence[str], longest: int, whole: int | None) -> Way:
    number = _weight(step)
    return Way(
        tuple((view.text(TO, end), _link(view, end)) for end in ends),
        round(100 * number / longest, 2),
        view.language.number(number),
        None if step.visits is None or whole is None else share(view.language, number, whole),
    )


def _link(view: View, page: str) -> str:
    return f"/sites/{view.site.host}{view.query(filter=str(Filter(TO, page)))}"


def _weight(step: Step) -> int:
    return step.times if step.visits is None else step.visits


def _counted(view: View, found: Sequence[Step]) -> str:
    is_of_visits = "visits" in view.site.policy.statistics
    return view.language("visits" if is_of_visits else "panel_events")
