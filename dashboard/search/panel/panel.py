"""The panel of search terms: every term once, with what each origin says of it, and what none of them names."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from dashboard.numbers.listing import Leaf, leaf_of
from dashboard.numbers.ranges import DEFAULT, Asked, Range
from dashboard.pages.listing import Column, Form, Heading, Lists, Turning
from dashboard.pages.panels import View, by_window, panel_path
from dashboard.search.figures import OTHER
from dashboard.search.panel.listing import STATISTIC, search_terms
from dashboard.search.panel.looked import TERM, Looked, foremost_of, found_in
from dashboard.search.panel.terms import (
    ON_SITE,
    UNDIVIDED,
    CountedSource,
    Days,
    EngineSource,
    Line,
    OfPage,
    SearchTerms,
    Term,
    by_origin,
)
from policy.dimensions import NONE
from policy.statistics import CONSENTED
from store.counts import CountStore
from store.search import SearchStore

NAME: Final = "search"
"""Of the panel, as dimensions have theirs."""

_PAGES: Final = 3  # of a term, before the rest is a number
_DASH: Final = "–"


class Cell(NamedTuple):
    """A number or a dash, in the column of that name."""

    column: str
    text: str


class LineView(NamedTuple):
    """One origin of a term, with its basis where it does not say it itself; `note` is what became of searches on the
    site."""

    origin: str
    basis: str | None
    cells: tuple[Cell, ...]
    note: str | None = None


class Unnamed(NamedTuple):
    """What one origin counted and names no term of."""

    text: str
    line: LineView


class Kept(NamedTuple):
    """What engines have told of other days, and a link that chooses those days."""

    text: str
    title: str
    link: str


class PageView(NamedTuple):
    """`link` shows only what has the page."""

    text: str
    link: str | None


class Way(NamedTuple):
    """Pages that a term led to, or was searched from."""

    words: str
    pages: tuple[PageView, ...]
    more: str | None


class TermView(NamedTuple):
    """`share` is the bar's length in per cent: of the most clicks, or of the most visits where it has no clicks."""

    text: str
    share: float
    by_clicks: bool
    lines: tuple[LineView, ...]
    ways: tuple[Way, ...]


class Choice(NamedTuple):
    """A link to the terms of one origin."""

    title: str
    number: str
    link: str
    is_current: bool


class SearchPanel(NamedTuple):
    """`of_page` is what engines tell of the page alone that is asked for. `unnamed` are counted and have no term; `why`
    says for each kind why; `how` is how to read it all. `length` is of all terms. `form` and `turning` are of a list on
    a page of its own. `has_figures` tells whether an engine has told anything yet."""

    title: str
    notes: tuple[str, ...]
    kept: tuple[Kept, ...]
    term: Heading
    columns: tuple[Heading, ...]
    of_page: tuple[LineView, ...]
    rows: tuple[TermView, ...]
    unnamed: tuple[Unnamed, ...]
    why: tuple[str, ...]
    how: tuple[str, ...]
    choices: tuple[Choice, ...]
    form: Form | None
    turning: Turning | None
    length: int
    empty: str | None
    has_figures: bool


async def search_panel(
    counts: CountStore, figures: SearchStore, view: View, today: date, most: int | None, looked: Looked | None = None
) -> SearchPanel | None:
    """At most so many terms, the foremost of each origin; or else a leaf of all. None where there is nothing to be
    shown: the policy must name search terms, and of what a filter may choose engines tell the page alone."""
    if STATISTIC not in view.site.policy.statistics or (view.filter and view.filter.dimension != "page"):
        return None
    page = view.filter.value if view.filter else None
    has_figures = bool(await figures.held(view.site.host))
    told = await search_terms(counts, figures, view.site, view.asked.range, today, page)
    return _Drawing(view, told).panel(most, looked or Looked(), has_figures)


class _Drawing:
    """Writes a list of terms in the words and numbers of the view's language."""

    def __init__(self, view: View, told: SearchTerms) -> None:
        self._view, self._told, self._language = view, told, view.language
        self._all_engines = [each for each in told.sources if isinstance(each, EngineSource)]
        self._engines = [each for each in self._all_engines if each.days]
        self._counted = [each for each in told.sources if isinstance(each, CountedSource)]
        self._metric = "visits" if "visits" in view.site.policy.statistics else "pageviews"
        self._has_clicks = bool(self._engines) or any(each.days for each in told.of_page)
        lines = [line for row in told.rows for line in row.lines]
        self._has_visits = any(line.basis == CONSENTED for line in lines) or any(each.rare for each in self._counted)
        self._most_clicks = max((line.clicks or 0 for line in lines), default=0)
        self._most_visits = max((line.counted for line in lines if line.basis == CONSENTED), default=0)

    def panel(self, most: int | None, looked: Looked, has_figures: bool) -> SearchPanel:
        found = found_in(self._told.rows, looked)
        leaf = leaf_of(found, looked.wanted.leaf) if most is None else Leaf(foremost_of(found, most), 1, 0, len(found))
        is_all = not (looked.wanted.find or looked.origin)
        lists = self._lists(looked)
        [term, *columns] = self._headings(lists if most is None else None)
        return SearchPanel(
            title=self._say("title" if self._told.page is None else "title_page"),
            notes=tuple(self._notes()),
            kept=tuple(self._kept()),
            term=term,
            columns=tuple(columns),
            of_page=tuple(self._of_page(each) for each in self._told.of_page if each.days) if is_all else (),
            rows=tuple(map(self._row, leaf.rows)),
            unnamed=tuple(self._unnamed()) if is_all else (),
            why=tuple(self._why()) if is_all else (),
            how=tuple(self._how(len(leaf.rows) < len(found) and most is not None)),
            choices=tuple(self._choices(looked)),
            form=lists.form() if most is None and self._told.rows else None,
            turning=lists.turning(leaf) if most is None else None,
            length=len(self._told.rows),
            empty=None if leaf.rows else self._empty(looked, lists),
            has_figures=has_figures,
        )

    def _say(self, key: str, **filled: object) -> str:
        return self._language(f"terms_{key}", **filled)

    def _columns(self) -> list[str]:
        """Those of which anything is told at all."""
        of_engines = ["clicks", "impressions", "position"] if self._has_clicks else []
        return [*of_engines, *([self._metric] if self._has_visits else [])]

    def _heading(self, name: str) -> str:
        return self._language(name) if name == self._metric else self._say(name)

    def _notes(self) -> Iterable[str]:
        for each in self._engines:
            if each.days != (Days.of(self._view.asked.range),):
                yield self._told_days("told_days", self._name(each.origin), each.days)
        if self._has_visits:
            yield self._say("counted_days", days=by_window(self._view))

    def _told_days(self, key: str, name: str, days: Sequence[Days]) -> str:
        return self._say(key, engine=name, days=self._days(days))

    def _days(self, days: Sequence[Days]) -> str:
        whole = Range(days[0].range.start, days[-1].range.end)
        told = sum(each.range.days for each in days)
        text = self._language.days(whole)
        return text if told == whole.days else self._say("gaps", count=self._language.number(told), days=text)

    def _kept(self) -> Iterable[Kept]:
        if self._told.reason == "too-short":
            link = self._view._replace(asked=Asked(self._view.asked.range, DEFAULT)).query()
            yield Kept(self._say("too_short"), self._say("too_short_show"), link)
        told: list[OfPage | EngineSource] = [*self._told.of_page, *self._all_engines]
        for origin, days in dict.fromkeys((each.origin, days) for each in told for days in each.kept):
            text = self._language.days(days.range)
            link = self._view._replace(asked=Asked(days.range, None)).query()
            yield Kept(self._say("kept", engine=self._name(origin), days=text), self._say("kept_show", days=text), link)

    def _of_page(self, told: OfPage) -> LineView:
        cells = self._cells(told.clicks, told.impressions, told.position, None)
        return LineView(self._say("by_engine", engine=self._name(told.origin)), None, cells, self._days(told.days))

    def _name(self, origin: str) -> str:
        key = f"terms_{origin}"
        return self._language.said("", key) or origin.title()

    def _row(self, row: Term) -> TermView:
        by_clicks = row.clicks > 0
        part, whole = (row.clicks, self._most_clicks) if by_clicks else (row.counted, self._most_visits)
        return TermView(
            self._text(row.term),
            round(100 * part / whole, 2) if whole else 0,
            by_clicks,
            tuple(map(self._line, row.lines)),
            tuple(self._ways(row)),
        )

    def _text(self, term: str) -> str:
        return self._language("blank") if term == NONE else self._language.value("search_term", term)

    def _line(self, line: Line) -> LineView:
        if line.basis != CONSENTED:
            name = self._name(line.origin)
            cells = self._cells(line.clicks, line.impressions, line.position, None)
            return LineView(self._say("by_engine", engine=name), None, cells)
        name = self._language.value("search_engine", line.engine) if line.engine else self._name(line.origin)
        return LineView(name, self._say("after_yes"), self._cells(None, None, None, line.counted), self._outcome(line))

    def _outcome(self, line: Line) -> str | None:
        if not line.found_nothing:
            return None
        if line.nothing is None:
            return self._say("nothing_some")
        number = self._language.number
        return self._say("nothing", count=number(line.nothing), all=number(line.counted))

    def _cells(
        self, clicks: int | None, impressions: int | None, position: float | None, counted: int | None
    ) -> tuple[Cell, ...]:
        number = self._language.number
        written = {
            "clicks": None if clicks is None else number(clicks),
            "impressions": None if impressions is None else number(impressions),
            "position": None if position is None else self._language.decimal(position),
            self._metric: None if counted is None else number(counted),
        }
        return tuple(Cell(name, written[name] or _DASH) for name in self._columns())

    def _ways(self, row: Term) -> Iterable[Way]:
        """Each page once, as engines name them in turn."""
        led = list(dict.fromkeys(page.page for line in row.lines for page in line.pages))
        if OTHER in led:
            led = [*(page for page in led if page != OTHER), OTHER]
        if led and self._told.page is None:
            yield self._way("led_to", led)
        searched = list(dict.fromkeys(page for line in row.lines for page in line.searched_from))
        if searched:
            yield self._way("searched_from", searched)

    def _way(self, key: str, pages: Sequence[str]) -> Way:
        more = len(pages) - _PAGES
        more_text = self._say("more_pages", count=self._language.number(more)) if more > 0 else None
        return Way(self._say(key), tuple(map(self._page, pages[:_PAGES])), more_text)

    def _page(self, page: str) -> PageView:
        if page == OTHER:
            return PageView(self._say("other_pages"), None)
        link = f"/sites/{self._view.site.host}{self._view.query(filter=f'page={page}')}"
        return PageView(self._language.value("page", page), link)

    def _unnamed(self) -> Iterable[Unnamed]:
        for engine in self._engines if self._told.page is None else ():
            name = self._name(engine.origin)
            told = engine.withheld
            if told is None:
                cells = tuple(
                    cell._replace(text=self._say("unknown")) if cell.column in {"clicks", "impressions"} else cell
                    for cell in self._cells(None, None, None, None)
                )
            else:
                cells = self._cells(told.clicks, told.impressions, None, None)
            yield Unnamed(
                self._say("withheld", engine=name), LineView(self._say("by_engine", engine=name), None, cells)
            )
        for each in self._counted:
            if each.rare:
                origin = self._name(UNDIVIDED if each.dimension == "search_term" else ON_SITE)
                cells = self._cells(None, None, None, each.rare)
                yield Unnamed(self._language("rare"), LineView(origin, self._say("after_yes"), cells))

    def _why(self) -> Iterable[str]:
        if self._told.page is not None and self._engines:
            threshold = self._view.site.policy.threshold.visits
            yield self._say("withheld_page", engine=self._either(self._engines), threshold=threshold)
        elif self._engines:
            if any(each.withheld for each in self._engines):
                yield self._say("withheld_why")
            for each in self._engines:
                if self._language.said("", f"terms_withheld_{each.origin}"):
                    threshold = self._view.site.threshold_since(each.days[0].range.start)
                    yield self._say(f"withheld_{each.origin}", threshold=threshold)
            if silent := [each for each in self._engines if each.withheld is None]:
                yield self._say("withheld_unknown", engine=self._either(silent))
        rare = [each for each in self._counted if each.rare]
        if rare:
            window = self._language(f"window_{rare[0].window}")
            yield self._say("rare_why", threshold=rare[0].threshold, window=window)

    def _either(self, engines: Iterable[EngineSource]) -> str:
        return self._language.either(self._name(each.origin) for each in engines)

    def _how(self, is_chosen: bool) -> Iterable[str]:
        if self._has_clicks:
            yield self._say("how_bases")
        for each in self._engines:
            name = self._name(each.origin)
            if each.pages_days and each.pages_days != each.days:
                yield self._told_days("told_pages", name, each.pages_days)
            if not each.is_final:
                yield self._say("told_later", engine=name)
        order = [self._say("how_order")] if self._engines else []
        yield " ".join([*order, *([self._say("how_chosen")] if is_chosen else []), self._say("how_dash")])
        if self._engines and self._counted:
            yield self._say("how_rare_beside", engine=self._either(self._engines))

    def _choices(self, looked: Looked) -> Iterable[Choice]:
        origins = list(dict.fromkeys(line.origin for row in self._told.rows for line in row.lines))
        if len(origins) < 2:
            return
        for origin in ["", *sorted(origins, key=by_origin)]:
            rows = found_in(self._told.rows, Looked(looked.wanted, origin))
            title = self._name(origin) if origin else self._say("all_origins")
            link = self._list_link(**looked.wanted.query, origin=origin)
            yield Choice(title, self._language.number(len(rows)), link, origin == looked.origin)

    def _lists(self, looked: Looked) -> Lists:
        kept = self._view.kept | ({"origin": looked.origin} if looked.origin else {})
        return Lists(self._language, looked.wanted, self._list_link, kept)

    def _headings(self, lists: Lists | None) -> Sequence[Heading]:
        """Those of a list sort it; the best place is the lowest number."""
        columns = [Column(TERM, self._say("term"), "asc")]
        columns += [
            Column(name, self._heading(name), "asc" if name == "position" else "desc") for name in self._columns()
        ]
        return lists.headings(columns) if lists else [Heading(each.name, each.title) for each in columns]

    def _list_link(self, **changes: str) -> str:
        return panel_path(self._view, NAME) + self._view.query(**changes)

    def _empty(self, looked: Looked, lists: Lists) -> str | None:
        """Not where there are figures of other days: that has been said."""
        if looked.wanted.find:
            return lists.none_found()
        if any(self._kept()):
            return None
        if self._told.reason:
            return self._say(f"empty_{self._told.reason}")
        return self._say("empty" if self._told.page is None else "empty_page")
