"""Panels: a dimension's rows as a table with bars and shares, in the words and numbers of a language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urlencode

from dashboard.locale.language import Language
from dashboard.numbers.listing import Leaf, Order, Sortable, Wanted, by_text, holding, leaf_of, sorted_by, wanted
from dashboard.numbers.ranges import Asked
from dashboard.numbers.shares import METRICS, Kind, Metric, Whole, Wholes, metrics_of, number_of
from dashboard.numbers.stats import (
    OTHER,
    OURS,
    Filter,
    Leading,
    StatsRow,
    breakdown,
    leading,
    paired,
    permitted,
    visitors_counter,
)
from dashboard.numbers.typed import whole_windows, window_pair
from dashboard.pages.listing import Column, Form, Heading, Lists, Turning
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, RARE, Dimension
from policy.document import LANGUAGES
from policy.site import Site
from policy.values import CLASSES
from store.counts import CountStore

SHORT: Final = 10
"""Rows of a panel on the site's page; all of them are on a page of their own."""

VALUE: Final = "value"
"""The column of the values themselves, as lists are sorted by it."""

_NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
_METRICS: Final[dict[str, Metric]] = {name: name for name in METRICS}
_TIMES: Final = {"measurement": "panel_measurements", "event": "panel_events"}
_SUMS: Final[dict[Kind, str]] = {
    "part": "panel_part",
    "several": "panel_several",
    "measured": "panel_measured",
    "cut": "panel_cut",
}


class View(NamedTuple):
    """What of a site is looked at, and how. With `today`, the site's own, it is known what retention has forgotten."""

    site: Site
    asked: Asked
    filter: Filter | None
    language: Language
    today: date | None = None

    @property
    def kept(self) -> dict[str, str]:
        """What a link or form carries that keeps the range and the filter."""
        return self.asked.query | ({"filter": str(self.filter)} if self.filter else {})

    def query(self, **changes: str) -> str:
        """Of a link that keeps the range, and the filter if it is not changed."""
        kept = self.kept | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    def text(self, dimension: str, value: str) -> str:
        """A value as it is read: of events what the policy calls them, with a capital as the other rows."""
        row, named = DIMENSIONS.get(dimension), None
        if row is not None and row.statistic in self.site.policy.statistics:
            named = self.site.policy.statistics[row.statistic].names.get(value)
        if named is None:
            return self.language.value(dimension, value)
        title = named.in_(self.language.code if self.language.code in LANGUAGES else LANGUAGES[-1])
        return title[:1].upper() + title[1:]


class PanelRow(NamedTuple):
    """`length` is the bar's, in per cent of the longest; `share` is the first cell's, of the panel's total; `link`
    shows only what has this value."""

    text: str
    link: str | None
    length: float
    share: str
    cells: tuple[str, ...]


class Panel(NamedTuple):
    """`rest` are the rows after those with a name of their own: values that were put together, and what typed text has
    no name for, of which `rare_note` tells why. `totals` stand in the header, below the headings of the numbers; the
    shares are of the first. `asides` are the counts without a value, which no bar compares; `sums` says where rows do
    not add up to the total. `length` is of all rows with a name."""

    name: str
    title: str
    note: str
    value: Heading
    columns: tuple[Heading, ...]
    total_title: str
    totals: tuple[str, ...]
    rows: tuple[PanelRow, ...]
    rest: tuple[PanelRow, ...]
    rare_note: str | None
    asides: tuple[str, ...]
    sums: str | None
    length: int
    empty: str | None


class Listed(NamedTuple):
    """A panel on a page of its own, with what stands around its list: a form where it is a long one."""

    panel: Panel
    form: Form | None
    turning: Turning | None


class Apart(NamedTuple):
    """A panel that a filter cannot choose from, with a link that shows it of everything."""

    title: str
    link: str


async def panels_of(store: CountStore, view: View, rows: Iterable[Dimension]) -> list[Panel]:
    """Each with its first rows."""
    wholes = Wholes(store, view.site, view.asked.range, view.filter, view.today)
    return [await panel_of(store, view, row, wholes) for row in rows]


def shown(view: View) -> list[Dimension]:
    """Those that the policy names, or those of them that the filter lets be seen."""
    rows = permitted(view.site)
    if view.filter is None:
        return list(rows)
    together = paired(view.site, view.filter.dimension)
    return [row for row in rows if row.name in together]


def apart_of(view: View, seen: Iterable[str] = ()) -> list[Apart]:
    """What is not counted together with the filter's dimension, but for what is `seen` otherwise."""
    if view.filter is None:
        return []
    all_seen = {row.name for row in shown(view)} | {view.filter.dimension, *seen}
    rows = (row for row in permitted(view.site) if row.name not in all_seen)
    return [Apart(view.language.title(row), f"{panel_path(view, row.name)}{view.query(filter='')}") for row in rows]


def panel_path(view: View, name: str) -> str:
    return f"/sites/{view.site.host}/panels/{name}"


async def panel_of(store: CountStore, view: View, dimension: Dimension, wholes: Wholes | None = None) -> Panel:
    """With its first rows, that nobody sorts."""
    most = None if dimension.name in CLASSES else SHORT  # of classes all are shown
    found = await _found(store, view, dimension, most, wholes)
    headings = [Heading(name, found.heading(name)) for name in (VALUE, *found.metrics)]
    return found.panel(headings, found.named[:most], found.rest, None)


async def listed_panel(store: CountStore, view: View, dimension: Dimension, query: Mapping[str, str]) -> Listed:
    """With a leaf of the rows that are looked for, in the order that is asked for."""
    found = await _found(store, view, dimension, None)
    asked = found.wanted(query)
    lists = Lists(view.language, asked, view.query, view.kept, found.own_order)
    leaf = found.leaf(asked)
    rest = found.rest if leaf.is_last and not asked.find else []
    empty = lists.none_found() if found.length and not leaf.rows else None
    headings = lists.headings(found.columns())
    form = lists.form() if found.length > SHORT or asked.find else None
    return Listed(found.panel(headings, leaf.rows, rest, empty), form, lists.turning(leaf))


async def _found(
    store: CountStore, view: View, dimension: Dimension, most: int | None, wholes: Wholes | None = None
) -> "_Found":
    """All rows, or at least the first of them."""
    site, days, only = view.site, view.asked.range, view.filter
    found = await leading(store, site, days, dimension, only, most)
    wholes = wholes or Wholes(store, site, days, only, view.today)
    campaigns = await _of_campaigns(store, view) if dimension.name == "referrer" else {}
    return _Found(view, dimension, found, await wholes.of(dimension, found), campaigns)


async def _of_campaigns(store: CountStore, view: View) -> dict[str, int]:
    """Page views by what links of campaigns call themselves, be it an engine's name: no filter has a third side."""
    if view.filter is not None:
        return {}
    rows = await breakdown(store, view.site, view.asked.range, DIMENSIONS["referrer"], Filter("medium", "campaign"))
    return {row.value: row.pageviews for row in rows}


class _Found:
    """Rows of a dimension, and how they are written."""

    def __init__(
        self, view: View, dimension: Dimension, found: Leading, whole: Whole, campaigns: Mapping[str, int]
    ) -> None:
        self._view, self._language, self._dimension, self._whole = view, view.language, dimension, whole
        self._campaigns = campaigns
        self._rows = rows = found.rows
        self.metrics = metrics_of(rows)
        self._classes = list(CLASSES.get(dimension.name, ()))
        self.named = self._in_classes() if self._classes else [row for row in rows if row.value not in OURS]
        put_together = {OTHER, RARE} if self._is_by_window else {OTHER}
        self.rest = sorted((row for row in rows if row.value in put_together), key=lambda row: row.value)
        self.length = (len(self._classes) or found.length) if rows else 0
        self._longest = max((self._first(row) for row in [*self.named, *self.rest]), default=0)

    @property
    def own_order(self) -> tuple[str, Order]:
        return (VALUE, "asc") if self._classes else (self.metrics[0], "desc")

    def columns(self) -> list[Column]:
        first: Order = "asc"
        return [Column(VALUE, self.heading(VALUE), first), *(Column(name, self.heading(name)) for name in self.metrics)]

    def heading(self, name: str) -> str:
        if name == "pageviews":
            return counted(self._view, self._dimension)
        days = self._view.asked.range
        is_added_up = name == "visitors" and days.days > 1 and visitors_counter(days) == "daily"
        return self._language("visitors_daily" if is_added_up else name)

    def wanted(self, query: Mapping[str, str]) -> Wanted:
        return wanted(query, (VALUE, *self.metrics))

    def leaf(self, asked: Wanted) -> Leaf[StatsRow]:
        rows = holding(self.named, asked.find, lambda row: (self._text(row), row.value))
        return leaf_of(sorted_by(rows, self._key(asked.sort), asked.order) if asked.sort else rows, asked.leaf)

    def _key(self, column: str) -> Callable[[StatsRow], Sortable]:
        if column != VALUE:
            return lambda row: number_of(row, _METRICS[column])
        if self._classes:
            return lambda row: self._classes.index(row.value)
        return lambda row: by_text(self._text(row))

    def panel(
        self, headings: Sequence[Heading], rows: Sequence[StatsRow], rest: Sequence[StatsRow], empty: str | None
    ) -> Panel:
        language, has_rare = self._language, any(row.value == RARE for row in rest)
        has_some = bool(rows or rest) and bool(self._rows)
        return Panel(
            name=self._dimension.name,
            title=language.title(self._dimension),
            note=self._note(),
            value=headings[0],
            columns=tuple(headings[1:]),
            total_title=self._total_title(),
            totals=tuple("–" if total is None else language.number(total) for total in self._totals()),
            rows=tuple(map(self._row, rows)) if has_some else (),
            rest=tuple(map(self._row, rest)),
            rare_note=rare_note(self._view, self._dimension) if has_rare else None,
            asides=tuple(self._asides()),
            sums=self._sums() if has_some else None,
            length=self.length,
            empty=None if has_some else empty or language("empty_panel"),
        )

    @property
    def _is_of_some(self) -> bool:
        """Whether the total is of all, of which these rows are only those that have a value."""
        is_of_some = self._dimension.counts == "valued" or self._dimension.belongs == "search"
        return is_of_some and self._whole.kind in {"part", "several"}

    def _total_title(self) -> str:
        if not self._is_of_some:
            return self._language("panel_total")
        words = "panel_all_selected" if self._view.filter else "panel_all"
        return self._language(words, metric=self.heading(self.metrics[0]).lower())

    def _totals(self) -> Sequence[int | None]:
        """Beside what is of all nothing that is of these rows."""
        return self._whole.totals[:1] if self._is_of_some else self._whole.totals

    def _in_classes(self) -> list[StatsRow]:
        """All classes in their order, also those that nothing fell into."""
        found = {row.value: row for row in self._rows}
        none = {name: None if name not in self.metrics else 0 for name in ("visits", "visitors")}
        return [found.get(value) or StatsRow(value, 0, none["visits"], none["visitors"]) for value in self._classes]

    def _first(self, row: StatsRow) -> int:
        return number_of(row, self.metrics[0])

    def _text(self, row: StatsRow) -> str:
        text = self._view.text(self._dimension.name, row.value)
        is_campaign = self._campaigns.get(row.value) == row.pageviews and row.value not in OURS
        return self._language("of_campaign", source=text) if is_campaign else text

    def _row(self, row: StatsRow) -> PanelRow:
        whole = self._whole.totals[0]
        return PanelRow(
            self._text(row),
            self._link(row.value),
            round(100 * self._first(row) / self._longest, 2) if self._longest else 0,
            share(self._language, self._first(row), whole),
            tuple(self._language.number(number_of(row, metric)) for metric in self.metrics),
        )

    def _link(self, value: str) -> str | None:
        """In the place of a filter that there is: no three dimensions are counted together."""
        chosen = Filter(self._dimension.name, value)
        if value in OURS or chosen == self._view.filter or not paired(self._view.site, chosen.dimension):
            return None
        return f"/sites/{self._view.site.host}{self._view.query(filter=str(chosen))}"

    @property
    def _is_by_window(self) -> bool:
        """Typed text is counted by the window, and so is what a registry's row says."""
        only = self._view.filter
        return self._dimension.values == "typed" or (
            only is not None and window_pair(self._dimension.name, only.dimension) is not None
        )

    def _note(self) -> str:
        basis, hint = self._language("basis"), self._language.said("hint", self._dimension.name)
        note = f"{basis}, {by_window(self._view)}" if self._is_by_window else basis
        return f"{note}. {hint}" if hint else note

    def _sums(self) -> str | None:
        language, whole = self._language, self._whole
        if whole.kind == "sum":
            return None
        return language(
            _SUMS[whole.kind],
            summed=language.number(whole.summed),
            all=language.number(whole.totals[0] or 0),
            metric=self.heading(self.metrics[0]).lower(),
            pageviews=language.number(whole.pageviews),
        )

    def _asides(self) -> Iterable[str]:
        language = self._language
        counts = {row.value: self._first(row) for row in self._rows if row.value in {NONE, NOT_ASKED}}
        if counts.get(NONE):
            yield language.without(self._dimension, counts[NONE])
        if counts.get(NOT_ASKED):
            yield language("not_asked", count=language.number(counts[NOT_ASKED]))


def counted(view: View, *dimensions: Dimension) -> str:
    """What is counted as page views: those, or what the dimensions or the filter have in their place."""
    only = [DIMENSIONS[view.filter.dimension]] if view.filter else []
    belong = {row.belongs for row in (*dimensions, *only)}
    return view.language(next((words for of, words in _TIMES.items() if of in belong), "pageviews"))


def within(title: str) -> str:
    """As a title is written inside a sentence; what follows its first letter may be a name."""
    return title[:1].lower() + title[1:]


def rare_note(view: View, dimension: Dimension) -> str:
    """Why some of it has no name. The number is the highest that any of the windows demands."""
    site, only = view.site, view.filter
    first = whole_windows(site, *view.asked.range).start
    is_typed = "typed" in {dimension.values, only and DIMENSIONS[only.dimension].values}
    note = "rare_note" if only is None else "rare_beside_note" if is_typed else "rare_act_note"
    window = view.language(f"window_{site.policy.threshold.window}")
    return view.language(note, threshold=site.threshold_since(first), window=window)


def by_window(view: View) -> str:
    """Which whole windows the range touches."""
    months = view.language.months(whole_windows(view.site, *view.asked.range))
    window = view.language(f"window_{view.site.policy.threshold.window}")
    return view.language("by_window", window=window, months=months)


def share(language: Language, part: int, whole: int | None) -> str:
    """In whole per cent; what is more than nothing and less than all is never rounded to either. A page may be read in
    more visits than began in the range, of which there is no share."""
    if not whole or part > whole:
        return "–"
    per_cent = round(100 * part / whole)
    if per_cent == 0 and part:
        return f"<{_NARROW}{language.percent(1, 100)}"
    if per_cent == 100 and part < whole:
        return f">{_NARROW}{language.percent(99, 100)}"
    return language.percent(part, whole)
