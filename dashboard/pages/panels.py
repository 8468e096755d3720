"""Panels: a dimension's rows as a table with bars, in the words and numbers of a language."""

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple
from urllib.parse import urlencode

from dashboard.locale.language import Language
from dashboard.numbers.ranges import Asked
from dashboard.numbers.stats import (
    Filter,
    StatsRow,
    breakdown,
    paired,
    permitted,
    visitors_counter,
)
from dashboard.numbers.typed import typed_pair, whole_windows
from policy.dimensions import NONE, NOT_ASKED, RARE, Dimension
from policy.site import Site
from store.counts import CountStore

SHORT: Final = 10
"""Rows of a panel on the site's page; all of them are on a page of their own."""

Metric = Literal["visits", "pageviews", "visitors"]
METRICS: Final[tuple[Metric, ...]] = ("visits", "pageviews", "visitors")


class View(NamedTuple):
    """What of a site is looked at, and how."""

    site: Site
    asked: Asked
    filter: Filter | None
    language: Language

    @property
    def kept(self) -> dict[str, str]:
        """What a link or form carries that keeps the range and the filter."""
        return self.asked.query | ({"filter": str(self.filter)} if self.filter else {})

    def query(self, **changes: str) -> str:
        """Of a link that keeps the range, and the filter if it is not changed."""
        kept = self.kept | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})


class PanelRow(NamedTuple):
    """`share` is the bar's length in per cent of the longest; `link` shows only what has this value."""

    text: str
    link: str | None
    share: float
    cells: tuple[str, ...]


class Panel(NamedTuple):
    """`asides` are the counts without a value, which no bar compares; `rare` is what typed text has no name for."""

    name: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[PanelRow, ...]
    rare: PanelRow | None
    rare_note: str | None
    asides: tuple[str, ...]
    length: int


async def panels_of(store: CountStore, view: View, rows: Iterable[Dimension]) -> list[Panel]:
    """Each with its first rows."""
    return [await panel_of(store, view, row, SHORT) for row in rows]


def shown(view: View) -> list[Dimension]:
    """Those that the policy names, or those of them that the filter lets be seen."""
    rows = permitted(view.site)
    if view.filter is None:
        return list(rows)
    together = paired(view.site, view.filter.dimension)
    return [row for row in rows if row.name in together]


async def panel_of(store: CountStore, view: View, dimension: Dimension, most: int | None = None) -> Panel:
    """With all rows where `most` is None."""
    language = view.language
    rows = await breakdown(store, view.site, view.asked.range, dimension, view.filter)
    columns = _columns(rows)
    named = [row for row in rows if row.value not in {NONE, NOT_ASKED, RARE}]
    rare = [row for row in rows if row.value == RARE and _is_by_window(view, dimension)]
    longest = max((_number(row, columns[0]) for row in [*named, *rare]), default=0)
    made = [_row(view, dimension, row, columns, longest) for row in named[:most]]
    return Panel(
        name=dimension.name,
        title=language.title(dimension),
        note=_note(view, dimension),
        columns=tuple(_heading(view, column) for column in columns),
        rows=tuple(made),
        rare=_row(view, dimension, rare[0], columns, longest) if rare else None,
        rare_note=_rare_note(view) if rare else None,
        asides=tuple(_asides(language, dimension, rows, columns[0])),
        length=len(named),
    )


def _columns(rows: Sequence[StatsRow]) -> list[Metric]:
    """The metrics that the rows have, page views at least."""
    return [name for name in METRICS if name == "pageviews" or (rows and getattr(rows[0], name) is not None)]


def _number(row: StatsRow, metric: Metric) -> int:
    number: int | None = getattr(row, metric)
    return number or 0


def _heading(view: View, metric: Metric) -> str:
    days = view.asked.range
    is_added_up = metric == "visitors" and days.days > 1 and visitors_counter(days) == "daily"
    return view.language("visitors_daily" if is_added_up else metric)


def _row(view: View, dimension: Dimension, row: StatsRow, columns: Sequence[Metric], longest: int) -> PanelRow:
    can_filter = view.filter is None and paired(view.site, dimension.name) and not row.value.startswith("(")
    return PanelRow(
        view.language.value(dimension.name, row.value),
        f"/sites/{view.site.host}{view.query(filter=f'{dimension.name}={row.value}')}" if can_filter else None,
        round(100 * _number(row, columns[0]) / longest, 2) if longest else 0,
        tuple(view.language.number(_number(row, column)) for column in columns),
    )


def _is_by_window(view: View, dimension: Dimension) -> bool:
    """Typed text is counted by the window, and so is what is counted together with it."""
    together = typed_pair(dimension.name, view.filter.dimension) if view.filter else None
    return dimension.values == "typed" or together is not None


def _note(view: View, dimension: Dimension) -> str:
    if not _is_by_window(view, dimension):
        return view.language("basis")
    return f"{view.language('basis')}, {by_window(view)}"


def by_window(view: View) -> str:
    """Which whole windows the range touches."""
    months = view.language.months(whole_windows(view.site, *view.asked.range))
    window = view.language(f"window_{view.site.policy.threshold.window}")
    return view.language("by_window", window=window, months=months)


def _rare_note(view: View) -> str:
    """The number is the highest that any of the windows demands."""
    first = whole_windows(view.site, *view.asked.range).start
    window = view.language(f"window_{view.site.policy.threshold.window}")
    note = "rare_beside_note" if view.filter else "rare_note"
    return view.language(note, threshold=view.site.threshold_since(first), window=window)


def _asides(language: Language, dimension: Dimension, rows: Sequence[StatsRow], metric: Metric) -> list[str]:
    counts = {row.value: _number(row, metric) for row in rows if row.value in {NONE, NOT_ASKED}}
    asides = [language.without(dimension, counts[NONE])] if counts.get(NONE) else []
    if counts.get(NOT_ASKED):
        asides.append(language("not_asked", count=language.number(counts[NOT_ASKED])))
    return asides
