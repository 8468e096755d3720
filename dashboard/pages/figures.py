"""How it is going, in words: the sentence on top, the totals, and what they are compared with."""

from typing import Final, NamedTuple

from dashboard.locale.language import Language
from dashboard.numbers.comparison import Change
from dashboard.numbers.coverage import Answers
from dashboard.numbers.history import field_of
from dashboard.numbers.ranges import Range
from dashboard.numbers.shares import Metric
from dashboard.numbers.totals import Figure, Totals, lately
from dashboard.pages.panels import View, by_window, counted
from dashboard.pages.period import Opened
from policy.dimensions import DIMENSIONS

_FEW: Final = 20
"""Answers below which a share says more than they can bear."""

_PACES: Final[dict[Metric, tuple[str, str, str]]] = {
    "visits": ("going_visits_day", "going_visits_week", "going_visits"),
    "pageviews": ("going_pageviews_day", "going_pageviews_week", "going_pageviews"),
}
_VERDICTS: Final = {"up": "going_up", "down": "going_down", "same": "going_same"}
_LATELY: Final = {"up": "lately_up", "down": "lately_down", "same": "lately_same"}


class FigureView(NamedTuple):
    """One metric's total, and what became of it; `verdict` is that of the change, where there is one to speak of."""

    title: str
    number: str
    change: str
    verdict: str
    note: str | None


def figure_views(page: Opened, found: Totals) -> list[FigureView]:
    return [_figure(page, each, is_compared=found.compared is not None) for each in found.figures]


def headline(page: Opened, found: Totals, answers: Answers) -> list[str]:
    """Sentences: how much is counted in a day, whether that has changed, and of how many. None where nothing was
    counted."""
    language = page.view.language
    if page.counted is None:
        return []
    first = found.figures[0]
    pace = _pace(page, first)
    if first.change is None or not first.change.now + first.change.before:
        said = language("going_alone", pace=pace)
    else:
        said = language(_VERDICTS[first.change.verdict], pace=pace, change=change_text(language, first.change))
    if page.view.filter:
        return [said]
    return [said, *([] if found.compared else _lately(page)), _answers(language, answers)]


def comparison_notes(page: Opened, found: Totals) -> list[str]:
    """Which days are compared with which; or why nothing is."""
    view, days = page.view, found.compared
    language = view.language
    if days is None:
        return [language(_no_comparison(page))] if view.asked.compare != "none" else []
    notes = [language("compared_days", now=language.days(days.now), before=language.days(days.before))]
    if view.asked.range.end >= page.today:
        notes.append(language("compared_whole"))
    if days.now.days != days.before.days:
        lengths = {"days": language.number(days.now.days), "before": language.number(days.before.days)}
        notes.append(language("compared_per_day", **lengths))
    return notes


def change_text(language: Language, change: Change) -> str:
    """With its sign, as many days on both sides."""
    return language.change(change.now, round(change.expected))


def _figure(page: Opened, found: Figure, *, is_compared: bool) -> FigureView:
    view = page.view
    language = view.language
    note = language("daily_note") if found.is_daily else by_window(view) if _is_typed(view) else None
    title = (
        counted(view) if found.metric == "pageviews" else language("visitors_daily" if found.is_daily else found.metric)
    )
    verdict = found.change.verdict if found.change else ""
    said = language("no_change") if is_compared and found.change is None else _change(language, found)
    return FigureView(title, language.number(found.number), said, verdict, note)


def _change(language: Language, found: Figure) -> str:
    """With the number that is compared, where it is not the total: that has the day which is not over."""
    change = found.change
    if change is None:
        return ""
    is_whole = change.now == found.number
    numbers = {"before": language.number(change.before)} | ({} if is_whole else {"now": language.number(change.now)})
    if change.verdict == "same":
        return language("change_same" if is_whole else "change_same_whole", **numbers)
    said = "change_is" if is_whole else "change_is_whole"
    return language(said, change=change_text(language, change), **numbers)


def _lately(page: Opened) -> list[str]:
    """What has changed in the last weeks, where the range ends with them and is too long to be compared itself."""
    view, language = page.view, page.view.language
    is_ending = view.asked.range.days > 28 and view.asked.range.end >= page.today
    change = lately(view.site, page.today, page.history) if is_ending and view.asked.compare != "none" else None
    if change is None:
        return []
    return [language(_LATELY[change.verdict], change=change_text(language, change))]


def _pace(page: Opened, first: Figure) -> str:
    """Of the whole days of the range: in a day, or in a week where that is less than one and a half."""
    view = page.view
    by_day, by_week, in_all = _PACES[first.metric]
    days = _counted_days(page)
    if view.filter is not None or days.days < 1 or view.asked.range.days == 1:
        return view.language.plural(in_all, first.number)
    total = sum(page.history.counts(days, field_of(first.metric, days)))
    if total / days.days >= 1.5 or days.days < 7:
        return view.language.plural(by_day, _rounded(total / days.days))
    return view.language.plural(by_week, _rounded(7 * total / days.days))


def _counted_days(page: Opened) -> Range:
    """Those of the range that are over, and since anything is counted."""
    days, today, since = page.view.asked.range, page.today, page.history.since
    return Range(max(days.start, since or days.start), min(days.end, today.fromordinal(today.toordinal() - 1)))


def _rounded(mean: float) -> int:
    """To two figures that mean something."""
    digits = len(str(int(mean)))
    return int(round(mean, min(0, 2 - digits)))


def _answers(language: Language, answers: Answers) -> str:
    if not answers.all:
        return language("no_answers")
    if answers.all < _FEW:
        return language("answers_few", yes=language.number(answers.yes), all=language.number(answers.all))
    return language("answers_share", share=language.percent(answers.yes, answers.all))


def _no_comparison(page: Opened) -> str:
    if page.view.asked.range.start >= page.today:
        return "no_change_today"
    return "no_change_year" if page.view.asked.compare == "year" else "no_change"


def _is_typed(view: View) -> bool:
    """Whether only what has a typed text counts, and so whole windows."""
    return view.filter is not None and DIMENSIONS[view.filter.dimension].values == "typed"
