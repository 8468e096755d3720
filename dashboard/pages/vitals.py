"""How fast pages are and how they are used, in a site's page: what is typical, above all classes."""

from typing import NamedTuple

from dashboard.numbers.vitals import Measured, measured
from dashboard.pages.panels import Panel, View, panel_of, share
from store.counts import CountStore


class Grade(NamedTuple):
    """A part of the picture, from `start` on, both in per cent of its width."""

    name: str
    text: str
    share: str
    start: float
    width: float


class MeasuredPanel(NamedTuple):
    """`typical` is a sentence on the class that stands for all; `grades` are how many are good, in between and poor,
    where that is said of it."""

    panel: Panel
    typical: str | None
    grades: tuple[Grade, ...]


class MeasuredPanels(NamedTuple):
    """`dimensions` need no panel of their own beside these."""

    panels: tuple[MeasuredPanel, ...]
    dimensions: frozenset[str]


async def measured_panels(store: CountStore, view: View) -> MeasuredPanels | None:
    """None where nothing is measured, or that is not counted together with the filter."""
    found = await measured(store, view.site, view.asked.range, view.filter)
    if not found:
        return None
    panels = [
        MeasuredPanel(await panel_of(store, view, each.dimension), _typical(view, each), tuple(_grades(view, each)))
        for each in found
    ]
    return MeasuredPanels(tuple(panels), frozenset(each.dimension.name for each in found))


def _typical(view: View, found: Measured) -> str | None:
    if found.typical is None:
        return None
    text = view.text(found.dimension.name, found.typical)
    key = "vitals_typical" if found.is_graded else "vitals_median"
    return view.language(key, value=text, count=view.language.plural("vitals_count", found.number))


def _grades(view: View, found: Measured) -> list[Grade]:
    if not found.is_graded or not found.number:
        return []
    grades, start = [], 0.0
    language = view.language
    texts = (language("vitals_good"), language("vitals_between"), language("vitals_poor"))
    for name, text, count in zip(("good", "between", "poor"), texts, found.grades, strict=True):
        width = 100 * count / found.number
        grades.append(Grade(name, text, share(language, count, found.number), round(start, 2), round(width, 2)))
        start += width
    return grades
