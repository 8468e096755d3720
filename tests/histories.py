"""Histories of what people typed and did: keys that are lost, policies that change; and what is true of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from hypothesis import strategies as st

from collector.hits import Counted, First, Hit
from collector.keys import TypedKeys
from collector.tally import Tally
from dashboard.numbers.ranges import Range
from policy.dimensions import NONE, NOT_ASKED, TOGETHER, WINDOW_PAIRS
from policy.site import Site, Sites, site_of
from policy.statistics import STATISTICS
from store.counts import Batch
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.collector.conftest import document
from tests.policy.documents import changed

HOSTS: Final = ("klinik.example", "butik.example")
TERMS: Final = ("ångest", "kbt nära mig")
ENGINES: Final = ("Google", "Bing")
SEARCHES: Final = ("sömnskola", "mitt eget namn")
PAGES: Final = ("/", "/kurser")
RESULTS: Final = ("found", "nothing")
WORDS: Final = {"search_term": TERMS, "site_search": SEARCHES}
OTHERS: Final = {"search_engine": ENGINES, "search_page": PAGES, "search_result": RESULTS}
CONTACTS: Final = ("telephone", "mail")
EVENTS: Final = ("brev",)
CAMPAIGNS: Final = ("höst",)
DONE: Final = {"contact": CONTACTS, "event": EVENTS}
BESIDE: Final = {
    **OTHERS, "page": PAGES, "medium": ("search", "direct"), "referrer": ENGINES, "campaign": CAMPAIGNS,
}  # fmt: skip

DAYS: Final = [
    date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 31),
    date(2027, 1, 1), date(2027, 1, 2),
]  # fmt: skip


Told = Iterator[tuple[str, str, bool]]
"""What would name something, by dimension or pair, and whether it is a visit of that."""


class Typed(NamedTuple):
    """A page view of what somebody typed; `late` if it was made on the day before the one that it comes on."""

    host: str
    term: str
    engine: str
    search: str
    page: str
    result: str
    begins: bool
    searches: bool
    late: bool

    @property
    def hit(self) -> Hit:
        on_site = (self.page, self.result) if self.search != NONE else (NONE, NONE)
        return Hit("/", "search", self.engine, self.engine, self.term, self.search, NONE, NONE, NONE, NONE, *on_site)

    @property
    def first(self) -> tuple[First, ...]:
        begins: tuple[First, ...] = ("visit", "page") if self.begins else ()
        return (*begins, "search") if self.searches else begins

    @property
    def view(self) -> bool:
        return True

    def told(self) -> Told:
        return _told(self.hit, WORDS, lambda name: self.begins if name == "search_term" else self.searches)


class Done(NamedTuple):
    """A contact, an event or both, on a page of a visit from somewhere; `first` if not done before in the visit."""

    host: str
    contact: str
    event: str
    page: str
    engine: str
    campaign: str
    is_first: bool
    late: bool

    @property
    def hit(self) -> Hit:
        medium = "direct" if self.engine == NONE else "search"
        values = {name: value for name, value in (("contact", self.contact), ("event", self.event)) if value != NONE}
        source = {"medium": medium, "referrer": self.engine, "search_engine": self.engine, "campaign": self.campaign}
        return Hit(page=self.page, **source, **values)

    @property
    def first(self) -> tuple[First, ...]:
        return ("event",) if self.is_first else ()

    @property
    def view(self) -> bool:
        return False

    def told(self) -> Told:
        return _told(self.hit, DONE, lambda _: self.is_first)


def _told(hit: Hit, singles: Iterable[str], is_visit: Callable[[str], bool]) -> Told:
    pairs = [(name, one, other) for name, (one, other) in WINDOW_PAIRS.items() if one in singles]
    for name, one, other in (*((name, name, "") for name in singles), *pairs):
        if (text := getattr(hit, one)) not in (NONE, NOT_ASKED):
            yield name, text + (TOGETHER + getattr(hit, other) if other else ""), is_visit(one)


class Publishing(NamedTuple):
    """A version whose threshold this is; its window changes where the day lets it."""

    visits: int
    window: str


class Losing(NamedTuple):
    """All keys are lost."""


class Waiting(NamedTuple):
    """The next of the days comes."""


Step = Sequence[Typed | Done] | Publishing | Losing | Waiting

TYPED: Final = st.builds(
    Typed,
    host=st.sampled_from([*HOSTS[:1] * 4, *HOSTS]),
    term=st.sampled_from([*TERMS, NONE]),
    engine=st.sampled_from([*ENGINES, NONE]),
    search=st.sampled_from([*SEARCHES, NONE]),
    page=st.sampled_from([*PAGES, NONE]),
    result=st.sampled_from(RESULTS),
    begins=st.sampled_from([True, True, False]),
    searches=st.sampled_from([True, True, False]),
    late=st.sampled_from([True, False, False, False]),
)
ACTS: Final = st.builds(
    Done,
    host=st.sampled_from([*HOSTS[:1] * 4, *HOSTS]),
    contact=st.sampled_from([*CONTACTS, *CONTACTS, NONE]),
    event=st.sampled_from([*EVENTS, NONE]),
    page=st.sampled_from(PAGES),
    engine=st.sampled_from([*ENGINES, NONE]),
    campaign=st.sampled_from([*CAMPAIGNS, NONE]),
    is_first=st.sampled_from([True, True, False]),
    late=st.sampled_from([True, False, False, False]),
)
STEPS: Final = st.lists(
    st.one_of(
        st.lists(TYPED, min_size=1, max_size=8),
        st.lists(st.one_of(TYPED, ACTS), min_size=1, max_size=12),
        st.lists(ACTS, min_size=1, max_size=12),
        st.builds(Publishing, st.integers(2, 5), st.sampled_from(["month", "quarter"])),
        st.just(Losing()),
        st.just(Waiting()),
        st.just(Waiting()),
    ),
    min_size=6,
    max_size=24,
)


Key = tuple[int, str]
"""Of a window: how many were lost before it, and the window's kind."""


class Cell(NamedTuple):
    """What has one name: a text, or a text with another value."""

    host: str
    window: date
    name: str
    text: str


class Installation:
    """A store with two sites under one policy, and what was truly typed and done."""

    def __init__(self, data: Path, store: SQLiteCounts, figures: SQLiteSearch) -> None:
        self.store, self.figures, self._data = store, figures, data
        self.keys = TypedKeys(data / "keys")
        self._batches = count()
        self._at = 0
        self._published = [(date(2026, 1, 1), Publishing(3, "quarter"))]
        self._lost = 0
        self._visits: Counter[tuple[Cell, Key]] = Counter()
        self._views: Counter[tuple[Cell, Key]] = Counter()
        self.named: dict[tuple[Cell, Key], int] = {}
        """Cells that must have a name, of each key, with the threshold when they got it."""

    @property
    def day(self) -> date:
        return DAYS[self._at]

    def sites(self) -> list[Site]:
        documents = [
            (
                day,
                document(
                    STATISTICS,
                    version,
                    ("visits = 3", f"visits = {one.visits}"),
                    ('window = "quarter"', f'window = "{one.window}"'),
                ),
            )
            for version, (day, one) in enumerate(self._published, 1)
        ]
        named = {host: [(day, _of(host, text)) for day, text in documents] for host in HOSTS}
        return [site_of(host, "UTC", some) for host, some in named.items()]

    async def take(self, step: Step) -> None:
        match step:
            case Publishing():
                kept = self._published[-1][1].window
                begins = (self.day.month % 3, self.day.day) == (1, 1)
                self._published.append((self.day, step if begins else step._replace(window=kept)))
            case Losing():
                for path in (self._data / "keys").iterdir():
                    path.unlink()
                self.keys = TypedKeys(self._data / "keys")
                self._lost += 1
            case Waiting():
                self._at = min(self._at + 1, len(DAYS) - 1)
                self.keys.destroy(datetime(*self.day.timetuple()[:3], 12, tzinfo=UTC).timestamp())
            case hits:
                months: dict[str, list[tuple[date, Typed | Done]]] = defaultdict(list)
                for each in hits:
                    day = DAYS[max(self._at - 1, 0)] if each.late else self.day
                    months[day.isoformat()[:7]].append((day, each))
                for month, some in sorted(months.items()):
                    await self._add(month, some)

    async def _add(self, month: str, hits: Sequence[tuple[date, Typed | Done]]) -> None:
        tally = Tally(self.keys, Sites(self.sites()))
        last: dict[tuple[Cell, Key], bool] = {}
        for day, each in hits:
            hour = (day.toordinal() - date(1970, 1, 1).toordinal()) * 24 + 12
            tally.add(Counted(each.host, day.isoformat(), hour, b"", each.first, each.hit, view=each.view))
            for name, text, is_visit in each.told():
                counted = Cell(each.host, self._window(day), name, text), self._key(day)
                self._visits[counted] += is_visit
                self._views[counted] += 1
                last[counted] = is_visit
        await self.store.add(Batch(str(next(self._batches)), month, 0, tally.counts, typed=tally.typed))
        for counted, is_visit in last.items():
            if counted[0].name in DONE:  # by the day, and in the open
                continue
            threshold = self._threshold(counted[0].window)
            if self._visits[counted] - is_visit >= threshold:
                self.named.setdefault(counted, threshold)

    def _window(self, day: date) -> date:
        months = 3 if self._kind(day) == "quarter" else 1
        return date(day.year, (day.month - 1) // months * months + 1, 1)

    def _kind(self, day: date) -> str:
        return [one.window for since, one in self._published if since <= day][-1]

    def _key(self, day: date) -> Key:
        return self._lost, self._kind(day)

    def _threshold(self, window: date) -> int:
        """The highest that was in force at any time since the eve of the window."""
        until = [*[since for since, _ in self._published[1:]], date.max]
        return max(one.visits for (_, one), end in zip(self._published, until, strict=True) if end >= window)

    def told(self, host: str, name: str, days: Range) -> Counter[str]:
        """The visits of named cells in the windows that a range touches: of texts, or of pairs as far as they leave
        nothing of what they are of, or enough visits."""
        told: Counter[str] = Counter()
        for window in self.windows(days):
            cells = self._named(host, window, name)
            if name in WINDOW_PAIRS:
                for text, (visits, views) in self._wholes(host, window, WINDOW_PAIRS[name][0]).items():
                    some = sorted((cells[each][0], each) for each in cells if each.startswith(text + TOGETHER))
                    while some:
                        rest = visits - sum(cells[each][0] for _, each in some)
                        if rest >= self._threshold(window) or views == sum(cells[each][1] for _, each in some):
                            break
                        del cells[some.pop(0)[1]]
            told.update({text: visits for text, (visits, _) in cells.items()})
        return told

    def done(self, host: str, name: str, days: Range) -> Counter[str]:
        """The visits of what was done, in the windows that a range touches."""
        done: Counter[str] = Counter()
        for window in self.windows(days):
            done.update({text: visits for text, (visits, _) in self._wholes(host, window, name).items()})
        return done

    def windows(self, days: Range) -> set[date]:
        """Those that a range touches."""
        return {self._window(days.start + timedelta(n)) for n in range(days.days)}

    def _wholes(self, host: str, window: date, name: str) -> dict[str, tuple[int, int]]:
        """Visits and page views of what pairs are of."""
        return self._sums(self._views if name in DONE else self.named, host, window, name)

    def _named(self, host: str, window: date, name: str) -> dict[str, tuple[int, int]]:
        """Visits and page views of what has a name, under whichever key."""
        return self._sums(self.named, host, window, name)

    def _sums(
        self, cells: Iterable[tuple[Cell, Key]], host: str, window: date, name: str
    ) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for cell, key in cells:
            if cell[:3] == (host, window, name):
                visits, views = found.get(cell.text, (0, 0))
                found[cell.text] = visits + self._visits[cell, key], views + self._views[cell, key]
        return found


def _of(host: str, text: str) -> str:
    return text if host == HOSTS[0] else changed(f'host = "{HOSTS[0]}"', f'host = "{host}"', text)
