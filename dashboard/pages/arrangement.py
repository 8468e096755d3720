"""In which order a site's page shows its panels: first what owners ask for, last and folded what few look at."""

from collections.abc import Collection, Iterable
from typing import Final, Literal, NamedTuple

from dashboard.pages.panels import Panel, View
from dashboard.pages.vitals import MeasuredPanel
from policy.dimensions import DIMENSIONS, Dimension

Place = Literal["foremost", "rest", "links", "measured", "speed", "technique"]

_FOREMOST: Final = frozenset({"pages", "referrers", "search_engines", "campaigns"})
_LINKS: Final = frozenset({"outbound_links", "downloads"})
_TECHNIQUE: Final = frozenset({"user-agent", "screen", "language", "timezone"})
"""What tells of the visitor's own equipment."""

_FOLDED: Final[dict[Place, str]] = {
    "links": "group_links", "measured": "group_measured", "speed": "group_speed", "technique": "group_technique",
}  # fmt: skip


class Group(NamedTuple):
    """Panels that are folded, but for what a filter leaves of them."""

    name: str
    title: str
    is_open: bool
    panels: tuple[MeasuredPanel, ...]


class Arranged(NamedTuple):
    """`groups` stand after the panels that are not folded."""

    foremost: tuple[MeasuredPanel, ...]
    rest: tuple[MeasuredPanel, ...]
    groups: tuple[Group, ...]


def arranged(view: View, panels: Iterable[Panel], measured: Collection[MeasuredPanel]) -> Arranged:
    found: dict[Place, list[MeasuredPanel]] = {}
    for each in [*(MeasuredPanel(panel, None, ()) for panel in panels), *measured]:
        found.setdefault(place_of(DIMENSIONS[each.panel.name]), []).append(each)
    groups = (
        Group(f"group-{place}", view.language(title), view.filter is not None, tuple(found[place]))
        for place, title in _FOLDED.items()
        if place in found
    )
    return Arranged(tuple(found.get("foremost", ())), tuple(found.get("rest", ())), tuple(groups))


def place_of(row: Dimension) -> Place:
    if row.statistic in _FOREMOST:
        return "foremost"
    if row.belongs == "measurement":
        return "speed" if row.statistic == "web_vitals" else "measured"
    if _TECHNIQUE.intersection(row.reads):
        return "technique"
    return "links" if row.statistic in _LINKS else "rest"
