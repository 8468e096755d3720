"""What an owner should see to, judged from a site's counts alone, and only where chance does not explain it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, get_args

from dashboard.numbers.comparison import chance, spread_of_days
from dashboard.numbers.coverage import Answers
from dashboard.numbers.ranges import Range
from dashboard.numbers.rhythm import Rhythm, history_before

Kind = Literal[
    "never",  # nothing has come since the site was added
    "gone",  # page views, answers and what is left out have all stopped
    "unreported",  # answers with a yes come, page views do not
    "left_out",  # page views come, and all of them are left out
    "refused",  # every answer since is a no
    "unasked",  # page views go on, answers have stopped
    "personal",  # personal data in the addresses of pages
    "old_version",  # answers still come to a policy that has been replaced
    "engine",  # a search engine's figures cannot be fetched
    "coverage",  # a smaller part says yes
    "fell",
    "rose",
]
URGENCY: Final[tuple[Kind, ...]] = get_args(Kind)
"""The most urgent first."""

ALARM: Final = 3e-5
"""The most that chance may explain of what is called to attention. It is asked every day, of every site:
docs/dashboard.md says how often it is wrong."""

WEEK: Final = 7
BEFORE: Final = 21
"""Days of answers to hold the last week's against."""

_JUMP: Final = 28  # days that the last week's visits are held against
_RATIO: Final = 2  # a change by less than double or half is no jump, however certain it is
_LEARNT: Final = 14  # days of history without which there is no rhythm
FEW: Final = 40
"""Answers in four weeks, below which neither their end nor a smaller part of yes can be told from chance."""

_CLUSTER: Final = 2.0  # the least spread that is reckoned with: few days show too little of it, and answers none
_POINTS: Final = 0.1  # of all answers: by less than this a coverage has not fallen
_BOTH: Final = 20  # answers in each period, below which the normal distribution is no measure
_SIGMAS: Final = 4.2  # the same for the normal distribution
_MANY: Final = 20  # answers that would hold a yes, where nothing has been counted yet
_STRAY: Final = 3  # answers that windows left open, or a page left at once, can explain
_PART: Final = 0.1  # likewise, of all answers


class Item(NamedTuple):
    """What the fields hold depends on the kind: the last day on which it was otherwise; counts (of coverage, per cent)
    now and before; the kind of data, or the engine; the reason for leaving out, or the engine's trouble; paths."""

    kind: Kind
    since: date | None = None
    number: int = 0
    before: int = 0
    what: str = ""
    why: str = ""
    pages: tuple[str, ...] = ()


class Since(NamedTuple):
    """What has come since the last page view that was counted."""

    answers: Answers
    ignored: Mapping[str, int]


class Outdated(NamedTuple):
    """Answers of the last week to versions that a policy in force since `day` has replaced, of `all`."""

    version: int
    day: date
    number: int
    all: int


class Silence(NamedTuple):
    """How long nothing has been counted; `last` is the last day on which something was, None where none was ever.
    `rhythm` is None where there is too little history for one."""

    last: date | None
    rhythm: Rhythm | None
    mean_days: float

    @property
    def chance(self) -> float:
        return self.rhythm.chance_of_none(self.mean_days) if self.rhythm else 1.0

    @property
    def is_unlikely(self) -> bool:
        return self.chance < ALARM

    def with_part_of(self, day: date, part: float) -> "Silence":
        """Where a part of a day's visits are due too."""
        if self.rhythm is None:
            return self
        return self._replace(mean_days=self.mean_days + part * self.rhythm.weight(day))


class Facts(NamedTuple):
    """What is known of a site: `daily` are its visits by day, or its page views where the policy names no visits.
    `since` is asked for only where the silence is unlikely or nothing was ever counted; before `counted`, `daily` says
    nothing."""

    today: date
    installed: date
    daily: Mapping[date, int]
    silence: Silence | None = None
    since: Since | None = None
    answers: Answers = Answers()
    answers_before: Answers = Answers()
    cut: Mapping[str, Sequence[str]] = {}
    outdated: Outdated | None = None
    engines: Mapping[str, str] = {}
    counted: date = date.min


def silence_of(daily: Mapping[date, int], last: date | None, begun: date, today: date) -> Silence:
    """Of the whole days after the last on which something was counted. `daily` must hold the weeks before it."""
    if last is None or last >= today:
        return Silence(last, None, 0)
    history = history_before(last + timedelta(days=1))
    span = Range(max(history.start, begun), last)
    if span.days < _LEARNT:
        return Silence(last, None, 0)
    rhythm = Rhythm.of(daily, span)
    return Silence(last, rhythm, sum(rhythm.weight(day) for day in _days(last + timedelta(days=1), today)))


def attention(facts: Facts) -> tuple[Item, ...]:
    """The most urgent first."""
    found = [*_silent(facts), *_other(facts)]
    if not any(item.kind in _STOPPED for item in found):
        found += [*_unasked(facts), *_coverage(facts), *_jump(facts)]
    return tuple(sorted(found, key=lambda item: URGENCY.index(item.kind)))


_STOPPED: Final = frozenset[Kind]({"never", "gone", "unreported", "left_out", "refused"})


def _silent(facts: Facts) -> Iterator[Item]:
    silence, since = facts.silence, facts.since
    if silence is None or since is None:
        return
    last, ignored = silence.last, sum(since.ignored.values())
    day = last or facts.installed
    if not since.answers.all and not ignored:
        yield Item("gone" if last else "never", day)
    elif ignored:
        reason = max(since.ignored, key=lambda each: (since.ignored[each], each))
        yield Item("left_out", day, ignored, why=reason)
    elif since.answers.yes >= (1 if last else _STRAY):
        yield Item("unreported", day, since.answers.yes)
    elif last or since.answers.all >= _MANY:
        yield Item("refused", day, since.answers.all)


def _other(facts: Facts) -> Iterator[Item]:
    for kind, pages in facts.cut.items():
        yield Item("personal", what=kind, pages=tuple(pages))
    for engine, trouble in facts.engines.items():
        yield Item("engine", what=engine, why=trouble)
    old = facts.outdated
    if old and old.number >= max(_STRAY, _PART * old.all):
        yield Item("old_version", old.day, old.number, old.version)


def _unasked(facts: Facts) -> Iterator[Item]:
    """Held against how the visits went: fewer visitors give fewer answers."""
    now = _sum(facts.daily, _back(facts.today, 1, WEEK))
    before = _sum(facts.daily, _back(facts.today, WEEK + 1, BEFORE))
    if facts.answers.all or not now:
        return
    if (before / (now + before)) ** (facts.answers_before.all / _CLUSTER) < ALARM:
        yield Item("unasked", number=now, before=facts.answers_before.all)


def _coverage(facts: Facts) -> Iterator[Item]:
    now, before = facts.answers, facts.answers_before
    if now.all < _BOTH or before.all < _BOTH:
        return
    pooled = (now.yes + before.yes) / (now.all + before.all)
    error = math.sqrt(pooled * (1 - pooled) * (1 / now.all + 1 / before.all))
    fall = before.yes / before.all - now.yes / now.all
    if fall >= _POINTS and fall > _SIGMAS * error:
        yield Item("coverage", None, round(100 * now.yes / now.all), round(100 * before.yes / before.all))


def _jump(facts: Facts) -> Iterator[Item]:
    """Of the last whole week against the four before, as far as the site has been counted."""
    week, span = _back(facts.today, 1, WEEK), _back(facts.today, WEEK + 1, _JUMP)
    begun = max(facts.installed, facts.counted)
    span = Range(max(span.start, begun), span.end)
    if span.days < _LEARNT:
        return
    now, before = _sum(facts.daily, week), _sum(facts.daily, span)
    expected = before * WEEK / span.days
    if now < _RATIO * expected and expected < _RATIO * now:
        return
    history = history_before(week.start)
    history = Range(max(history.start, begun), history.end)
    spread = spread_of_days([facts.daily.get(day, 0) for day in _days(history.start, history.after)])
    if chance((now, WEEK), (before, span.days), spread, _CLUSTER) < ALARM:
        yield Item("rose" if now > expected else "fell", number=now, before=round(expected))


def _back(today: date, first: int, days: int) -> Range:
    """So many days, the last of which is `first` days ago."""
    end = today - timedelta(days=first)
    return Range(end - timedelta(days=days - 1), end)


def _days(start: date, after: date) -> Iterator[date]:
    return (start + timedelta(days=offset) for offset in range((after - start).days))


def _sum(daily: Mapping[date, int], days: Range) -> int:
    return sum(daily.get(day, 0) for day in _days(days.start, days.after))
