"""What programs are told, as types: by them an answer is written and described."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from dashboard.numbers import attention, coverage, stats
from dashboard.numbers.goals import Goal, Source, title_of
from dashboard.numbers.series import Span, Step
from dashboard.numbers.shares import Kind as Sums
from dashboard.numbers.stats import StatsRow, Total, measure, permitted
from dashboard.search.panel.terms import Days
from policy.dimensions import Dimension
from policy.site import Site
from store.notes import Note


class DimensionEntry(msgspec.Struct, frozen=True):
    """A dimension that the site's policy permits, with the statistic that names it."""

    name: str
    statistic: str
    title: dict[str, str]

    @classmethod
    def of(cls, row: Dimension) -> "DimensionEntry":
        return cls(row.name, row.statistic, row.title)


class SiteEntry(msgspec.Struct, frozen=True):
    """A site that the user may see, and what is counted on it; `policy` is the version in force."""

    host: str
    timezone: str
    policy: int
    dimensions: tuple[DimensionEntry, ...]

    @classmethod
    def of(cls, site: Site) -> "SiteEntry":
        return cls(
            site.host, site.timezone.key, site.policy.version, tuple(DimensionEntry.of(row) for row in permitted(site))
        )


class SiteList(msgspec.Struct, frozen=True):
    """Those that whoever asks may see, by their hosts."""

    sites: tuple[SiteEntry, ...]


class Statistic(msgspec.Struct, frozen=True):
    """What the policy promises, in the words that complete "we count …"."""

    name: str
    words: dict[str, str]


class PolicyInForce(msgspec.Struct, frozen=True):
    """`since` is the day on which the version came into force; a yes to any version since `material_since` still holds.
    Text that people typed is named once `threshold` visits shared it in a `window`. Months for which what has a name,
    and totals, are kept. `ledger_head` names the ledger of all that was published; "" where there is none yet."""

    site: str
    version: int
    since: date
    digest: str
    material_since: int
    statistics: tuple[Statistic, ...]
    threshold: int
    window: str
    named_months: int
    total_months: int
    ledger_head: str


class ComparedStats(stats.Stats, frozen=True):
    """`covers` are the days that the rows are of, which are whole windows of what people typed, while the total is
    always of those asked for. With `compared`, the same of the days that it was asked to be held against: null where
    they were not counted, or are no longer kept."""

    covers: Days
    compared: stats.Stats | UnsetType | None = UNSET


class Changed(msgspec.Struct, frozen=True):
    """`verdict` is `same` where the difference is no larger than chance makes it, in 95 of 100 comparisons."""

    metric: Literal["visits", "pageviews", "visitors"]
    verdict: Literal["up", "down", "same"]
    now: int
    before: int


class ComparedDays(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """The whole days that are compared, and those that they are held against: see docs/dashboard.md."""

    start: date
    end: date
    before: Days
    changes: tuple[Changed, ...]


class TotalsAnswer(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """`compared` is null where the days before were not counted, or are no longer kept."""

    site: str
    start: str
    end: str
    filter: str | None
    total: Total
    compared: ComparedDays | None


class PointEntry(msgspec.Struct, frozen=True):
    """Of an hour (`start` has the distance from UTC), or of the days that begin with `start`; not `complete` where the
    range cuts it, or it is not over."""

    start: str
    pageviews: int
    visits: int | None
    visitors: int | None
    complete: bool

    @classmethod
    def of(cls, site: Site, span: Span) -> "PointEntry":
        each = measure(site, span.days, span.counters, of_visits=True)
        visitors = None if "T" in span.start else each.visitors
        return cls(span.start, each.pageviews, each.visits, visitors, span.complete)


class SeriesAnswer(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """In order, without a gap, of those of the days that were counted; of the site's time zone. Visitors are told of no
    hour."""

    site: str
    start: str
    end: str
    timezone: str
    step: Step
    points: tuple[PointEntry, ...]


class PanelAnswer(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """One leaf of a panel's rows: `found` are on all `pages` of them. `covers` are the days that the rows are of, which
    are whole windows of what people typed. `sums` says how all rows stand to `total`: they add up to it (`sum`), or to
    a part of it, as not everything has a value (`part`); one visit may stand in several (`several`); they add up to
    what was measured (`measured`); or days of them are forgotten (`cut`)."""

    site: str
    start: str
    end: str
    dimension: DimensionEntry
    covers: Days
    filter: str | None
    found: int
    page: int
    pages: int
    rows: tuple[StatsRow, ...]
    sums: Sums
    total: Total


class GoalEntry(msgspec.Struct, frozen=True):
    """A contact or an event of the policy: how often it came about, and in how many of `of` visits, which are those of
    the days on which it was counted: from `since`, where that is later than the first of those asked for. `rated` where
    they are enough to tell a rate. `title` is what it is called, where it has a name of its own."""

    dimension: str
    value: str
    title: dict[str, str]
    times: int
    visits: int | None
    of: int | None
    rated: bool
    since: date | None

    @classmethod
    def of_goal(cls, site: Site, goal: Goal) -> "GoalEntry":
        title = title_of(site, goal)
        return cls(goal.dimension, goal.value, title, *goal.reached, goal.reached.is_rate, goal.since)


class SourceEntry(msgspec.Struct, frozen=True):
    """A source with the same of its own visits. "(rare)" is of what has no name, with too few visits by itself."""

    dimension: str
    value: str
    times: int
    visits: int | None
    of: int | None
    rated: bool

    @classmethod
    def of_source(cls, dimension: str, source: Source) -> "SourceEntry":
        return cls(dimension, source.value, *source.reached, source.reached.is_rate)


class GoalsAnswer(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """`goals` are all that the policy can tell, or the one of the filter; `sources` are where the visits that reached
    that came from. `covers` are the days of what is counted together, the sources or else the goals among what is
    filtered: whole windows."""

    site: str
    start: str
    end: str
    covers: Days
    filter: str | None
    goals: tuple[GoalEntry, ...]
    sources: tuple[SourceEntry, ...]


class StepEntry(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """From page to page: in how many visits, and how often."""

    start: str
    end: str
    visits: int | None
    times: int


class FlowAnswer(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """The commonest steps of all; with a filter by a page those to it, then those from it, with how many `visits` read
    it and how many `began` there."""

    site: str
    start: str
    end: str
    filter: str | None
    visits: int | None
    began: int | None
    steps: tuple[StepEntry, ...]


class Count(msgspec.Struct, frozen=True):
    """How often one value came."""

    value: str
    count: int

    @classmethod
    def ranked(cls, counts: Mapping[str, int]) -> "tuple[Count, ...]":
        """The highest first."""
        return tuple(cls(*each) for each in sorted(counts.items(), key=lambda each: (-each[1], each[0])))


class Answers(msgspec.Struct, frozen=True):
    """To the question about cookies: all of them, those that accept statistics, and each kind by its number; a yes to a
    part is told by its categories."""

    all: int
    accepting: int
    by_answer: tuple[Count, ...]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Answers":
        return cls(*coverage.Answers.of(counts), Count.ranked(counts))


class Cut(msgspec.Struct, frozen=True):
    """A kind of personal data that was taken away, how often, and the pages in whose own addresses it stood."""

    kind: str
    count: int
    pages: tuple[str, ...]


class ServiceAnswer(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """What the service counts for itself: answers; page views that were left out, by reason; personal data that was
    taken away; and loads that browsers blocked, by service and directive."""

    site: str
    start: str
    end: str
    answers: Answers
    ignored: tuple[Count, ...]
    scrubbed: tuple[Cut, ...]
    blocked: tuple[Count, ...]


class NoteEntry(msgspec.Struct, frozen=True):
    """On the days from `day` to `until`, both included."""

    number: int
    day: date
    until: date
    text: str

    @classmethod
    def of(cls, note: Note) -> "NoteEntry":
        return cls(note.number, note.day, note.until, note.text)


class NoteList(msgspec.Struct, frozen=True):
    """Those that touch the days asked for, in their order."""

    site: str
    notes: tuple[NoteEntry, ...]


class AttentionEntry(msgspec.Struct, frozen=True):
    """What an owner should see to: `since` is the last day on which it was otherwise. What `number`, `before`, `what`,
    `why` and `pages` are, docs/api.md says of each kind."""

    kind: attention.Kind
    since: date | None
    number: int
    before: int
    what: str
    why: str
    pages: tuple[str, ...]


class AttentionAnswer(msgspec.Struct, frozen=True):
    """Of one site, the most urgent first."""

    site: str
    items: tuple[AttentionEntry, ...]

    @classmethod
    def of(cls, site: Site, items: Iterable[attention.Item]) -> "AttentionAnswer":
        return cls(site.host, tuple(AttentionEntry(**item._asdict()) for item in items))


class ProblemKind(msgspec.Struct, frozen=True):
    """A kind of problem; `type` is what problem documents carry."""

    type: str
    status: int
    title: str
    meaning: str


class ProblemKinds(msgspec.Struct, frozen=True):
    """All of them."""

    problems: tuple[ProblemKind, ...]
