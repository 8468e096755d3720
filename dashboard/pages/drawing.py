"""The chart of a site's page with all that stands around it: what it is held against, notes, and its numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from dashboard.locale.language import Language, visible
from dashboard.numbers.comparison import Compared
from dashboard.numbers.history import metrics_of
from dashboard.numbers.ranges import Range
from dashboard.numbers.series import Span, Step, series, step_of
from dashboard.numbers.shares import Metric
from dashboard.pages.chart import Bin, Chart, Earlier, bins_of, chart_of, days_named
from dashboard.pages.period import Opened
from store.counts import Counters, CountStore, total_of
from store.notes import Note


class NoteView(NamedTuple):
    """A note, and on which days it stands."""

    days: str
    text: str


class Drawing(NamedTuple):
    """`says` is what each bar says of itself; `rows` are those of the table behind, under `columns`; `held` is what the
    lines across are of."""

    chart: Chart
    title: str
    says: tuple[str, ...]
    held: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[NoteView, ...]
    is_ongoing: bool
    is_cut: bool


async def drawing_of(
    store: CountStore, page: Opened, compared: Compared | None, notes: Sequence[Note] = ()
) -> Drawing | None:
    """Of the counted days; None where nothing was."""
    view, days = page.view, page.counted
    if days is None:
        return None
    language, step = view.language, step_of(days if days.days == 1 else view.asked.range)
    spans = await series(store, view.site, days, step, page.now)
    if not any(any(span.counters) for span in spans):
        return None
    earlier: dict[str, Earlier] = {}
    if compared is not None:
        by_hour = step == "hour"
        earlier = (
            await _hours_before(store, page, compared, spans) if by_hour else _days_before(page, compared, spans, step)
        )
    bins = bins_of(spans, step, page.today, language, earlier, notes)
    names = [name for name in metrics_of(view.site) if name != "visitors"]
    metric = names[0]
    values = [_counted(each.counters, metric) for each in bins]
    before = [None if each.before is None else _counted(each.before, metric) for each in bins]
    held = language.days(compared.before) if compared else None
    return Drawing(
        chart_of(bins, values, step, before),
        language(f"chart_{step}", metric=language(metric)),
        tuple(_says(language, metric, *each) for each in zip(bins, values, before, strict=True)),
        held,
        tuple(_columns(language, step, names, held, bool(notes))),
        tuple(_row(language, each, names, held, bool(notes)) for each in bins),
        tuple(NoteView(language.days(Range(note.day, note.until)), visible(note.text)) for note in notes),
        any(each.state == "ongoing" for each in bins),
        any(each.state == "cut" for each in bins),
    )


def _days_before(page: Opened, compared: Compared, spans: Sequence[Span], step: Step) -> dict[str, Earlier]:
    found = {}
    for span in spans:
        if held := compared.counterpart(span.days):
            counters = total_of(page.history.days.get(day, Counters()) for day in _each_day(held))
            found[span.start] = Earlier(days_named(held, step, page.view.language), counters)
    return found


async def _hours_before(
    store: CountStore, page: Opened, compared: Compared, spans: Sequence[Span]
) -> dict[str, Earlier]:
    """The same hour by the clock; of one that the clock showed twice, the same time of the two."""
    view, held = page.view, compared.counterpart(spans[0].days)
    if held is None:
        return {}
    theirs = _by_clock(await series(store, view.site, held, "hour", page.now))
    day = view.language.days(held)
    return {
        ours.start: Earlier(f"{day}, {clock}", theirs[clock, time].counters)
        for (clock, time), ours in _by_clock(spans).items()
        if (clock, time) in theirs
    }


def _by_clock(spans: Sequence[Span]) -> dict[tuple[str, int], Span]:
    seen: Counter[str] = Counter()
    found = {}
    for span in spans:
        clock = span.start[11:16]
        found[clock, seen[clock]] = span
        seen[clock] += 1
    return found


def _each_day(days: Range) -> Iterator[date]:
    return (days.start + timedelta(days=offset) for offset in range(days.days))


def _counted(counters: Counters, metric: Metric) -> int:
    """Visits, or page views."""
    return counters.entries if metric == "visits" else counters.pageviews


_ONE: Final[dict[Metric, str]] = {"visits": "n_visits", "pageviews": "n_pageviews"}


def _says(language: Language, metric: Metric, each: Bin, value: int, before: int | None) -> str:
    said = f"{_name(language, each)}: {language.plural(_ONE[metric], value)}"
    if before is not None:
        said += f" · {each.before_name}: {language.plural(_ONE[metric], before)}"
    return " · ".join([said, *map(visible, each.notes)])


def _name(language: Language, each: Bin) -> str:
    if each.state == "whole":
        return each.name
    return f"{each.name} ({language('ongoing' if each.state == 'ongoing' else 'incomplete')})"


def _columns(language: Language, step: Step, names: Sequence[Metric], held: str | None, has_notes: bool) -> list[str]:
    columns = [language(step), *map(language, names)]
    if held is not None:
        columns += [language("chart_before", metric=language(names[0])), language("chart_before_days")]
    return [*columns, language("notes")] if has_notes else columns


def _row(language: Language, each: Bin, names: Sequence[Metric], held: str | None, has_notes: bool) -> tuple[str, ...]:
    cells = [_name(language, each), *(language.number(_counted(each.counters, name)) for name in names)]
    if held is not None:
        cells += ["–" if each.before is None else language.number(_counted(each.before, names[0])), each.before_name]
    return (*cells, " · ".join(map(visible, each.notes))) if has_notes else tuple(cells)
