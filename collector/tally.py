"""What entries of the journal raise: each hit is spread over a total, a single for each dimension, and its pairs."""

from collections import defaultdict
from datetime import date
from operator import attrgetter
from typing import Final, Literal, NamedTuple, Protocol

from collector.hits import Blocked, Choice, Counted, Entry, Hit, Ignored
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS, TOGETHER, WINDOW_PAIRS, Dimension
from policy.document import Threshold
from policy.site import Sites
from policy.statistics import ADDRESS, CONSENTED, SERVICE
from store.counts import Counters, Key, TypedText, Visits
from store.periods import Grain, hour_period, window_start

_ONE: Final = Counters(pageviews=1)
_OURS: Final = frozenset({NONE, NOT_ASKED})
_TYPED: Final = tuple(row for row in DIMENSIONS.values() if row.values == "typed")
_TOGETHER: Final = tuple(
    (name, DIMENSIONS[one], DIMENSIONS[two]) for name, (one, two) in WINDOW_PAIRS.items() if DIMENSIONS[one] in _TYPED
)
_VISITS: Final[dict[str, Visits]] = {"visit": "entries", "page": "firsts", "search": "firsts", "event": "firsts"}

_VALUED: Final = tuple(row for row in DIMENSIONS.values() if row.counts == "valued")
_values_of: Final = attrgetter(*(row.name for row in _VALUED))
_UNASKED: Final = (NOT_ASKED,) * len(_VALUED)

# Every page view is spread over these, and pairs of them.
_ALL: Final = tuple(row for row in DIMENSIONS.values() if row.values != "typed" and row.counts == "all")
_NAMES: Final = tuple(row.name for row in _ALL)
_SEARCHED: Final = tuple(row.belongs == "search" for row in _ALL)
_all_of: Final = attrgetter(*_NAMES)
_ones_of: Final = attrgetter(*(one for one, _ in PAIRS if one in _NAMES))
_twos_of: Final = attrgetter(*(two for one, two in PAIRS if one in _NAMES))
_PAIRS: Final = tuple(pair for pair in PAIRS if pair[0] in _NAMES)

Cell = tuple[str, str, str, str]
"""What is counted of a period: the end of a key."""

Sums = dict[Cell, list[int]]


class Digests(Protocol):
    """What typed text is counted under."""

    def digest(self, window: str, start: str, site: str, dimension: str, text: str) -> str: ...


class _Window(NamedTuple):
    """Where the typed text of a site's day is counted, and how many visits must share it to be named; None where no
    policy is known to say."""

    kind: str
    start: str
    threshold: int | None


class Tally:
    """Counts of many entries, and the typed texts among them; `numbers` are those of the hits in it."""

    def __init__(self, keys: Digests, sites: Sites) -> None:
        self._keys, self._sites = keys, sites
        self._sums: dict[tuple[str, str, Grain, str], Sums] = defaultdict(dict)
        self._windows: dict[tuple[str, str], _Window] = {}
        self.typed: dict[Key, TypedText] = {}
        self.numbers: set[bytes] = set()

    def add(self, entry: Entry) -> None:
        match entry:
            case Counted():
                self.numbers.add(entry.number)
                self._add_hit(entry)
            case Ignored(site, day, number, reason):
                self.numbers.add(number)
                self._raise(Key(site, SERVICE, Grain.DAY, day, "ignored", reason), _ONE)
            case Choice(site, day, policy, answer):
                key = Key(site, SERVICE, Grain.DAY, day, "choice", answer)
                self._raise(key, _ONE)
                self._raise(key._replace(dimension2="version", value2=str(policy)), _ONE)
            case Blocked(site, day, service, directive, loads):
                key = Key(site, SERVICE, Grain.DAY, day, "blocked", f"{service} {directive}")
                self._raise(key, Counters(pageviews=loads))

    @property
    def counts(self) -> dict[Key, Counters]:
        return {
            Key(*period, *cell): Counters(*sums) for period, cells in self._sums.items() for cell, sums in cells.items()
        }

    def _raise(self, key: Key, by: Counters) -> None:
        _raise(self._sums[key[:4]], key[4:], by)

    def _add_hit(self, entry: Counted) -> None:
        site, day, hit = entry.site, entry.day, entry.hit
        cells = self._sums[site, CONSENTED, Grain.DAY, day]
        values = _values_of(hit)
        if values != _UNASKED:
            self._add_valued(cells, entry, values)
        if entry.view:
            self._add_view(cells, entry)
        for kind in entry.scrubbed:
            self._raise(Key(site, SERVICE, Grain.DAY, day, "scrubbed", kind), _ONE)
        for kind in entry.in_address if hit.page != NOT_ASKED else ():
            self._raise(Key(site, SERVICE, Grain.DAY, day, "scrubbed", kind, ADDRESS, hit.page), _ONE)

    def _add_view(self, cells: Sums, entry: Counted) -> None:
        site, day, hit = entry.site, entry.day, entry.hit
        by, searched = _counters(entry, "page"), _counters(entry, "search")
        _raise(cells, ("", "", "", ""), by)
        self._raise(Key(site, CONSENTED, Grain.HOUR, hour_period(date.fromisoformat(day), entry.hour)), by)
        for name, is_searched, value in zip(_NAMES, _SEARCHED, _all_of(hit), strict=True):
            _raise(cells, (name, value, "", ""), searched if is_searched else by)
        for (one, two), value, value2 in zip(_PAIRS, _ones_of(hit), _twos_of(hit), strict=True):
            _raise(cells, (one, value, two, value2), by)
        for row in _TYPED:
            self._add_by_window(entry, row, row.name, searched if row.belongs == "search" else by)
        for name, row, other in _TOGETHER:
            self._add_by_window(entry, row, name, searched if row.belongs == "search" else by, other)

    def _add_valued(self, cells: Sums, entry: Counted, values: tuple[str, ...]) -> None:
        """Of what counts only where it has a value: those, and each together with what it is paired with."""
        first = "page" if entry.view else "event"
        by = {
            "visit": _counters(entry, "page"),
            "page": _counters(entry, "page"),
            "event": Counters(1, firsts=first in entry.first),
            "measurement": _ONE,
        }
        for row, value in zip(_VALUED, values, strict=True):
            if value not in _OURS:
                _raise(cells, (row.name, value, "", ""), by[row.belongs])
                for other in row.pairs:
                    if row.pairs_by == "day":
                        _raise(cells, (row.name, value, other, getattr(entry.hit, other)), by[row.belongs])
                    else:
                        name = f"{row.name}+{other}"
                        self._add_by_window(entry, row, name, by[row.belongs], DIMENSIONS[other])

    def _add_by_window(
        self, entry: Counted, row: Dimension, name: str, by: Counters, other: Dimension | None = None
    ) -> None:
        """Counts under `name` by its digest in the window what was typed or done, alone or together with the value of
        another dimension, and offers it for naming. Where nothing was, or was asked for, there is nothing to hide."""
        value: str = getattr(entry.hit, row.name)
        text, is_text = value, value not in _OURS
        if other is not None:
            beside: str = getattr(entry.hit, other.name)
            is_text = is_text and beside != NOT_ASKED
            text = TOGETHER.join((value if is_text or value in _OURS else NOT_ASKED, beside))
        window = self._window(entry.site, entry.day)
        digest = self._keys.digest(window.kind, window.start, entry.site, name, text) if is_text else text
        key = Key(entry.site, CONSENTED, Grain.WINDOW, window.start, name, digest)
        self._raise(key, by)
        # What looks like a value of ours is never named, nor what no policy is known to have set a threshold for.
        if window.threshold and is_text and not (value.startswith("(") and value.endswith(")")):
            counter = _VISITS[row.belongs]
            self.typed[key] = TypedText(text, counter, getattr(by, counter), window.threshold)

    def _window(self, host: str, day: str) -> _Window:
        window = self._windows.get((host, day))
        if window is None:
            site, when = self._sites.known(host), date.fromisoformat(day)
            kind = (site.policy_on(when).threshold if site else Threshold()).window
            start = window_start(when, kind)
            threshold = site.threshold_since(start) if site else None
            window = self._windows[host, day] = _Window(kind, start.isoformat(), threshold)
        return window


def _counters(entry: Counted, belongs: Literal["page", "search"]) -> Counters:
    first = entry.first
    return Counters(1, "visit" in first, belongs in first, "day" in first, "week" in first, "month" in first)


def _raise(cells: Sums, cell: Cell, by: Counters) -> None:
    sums = cells.get(cell)
    if sums is None:
        cells[cell] = list(by)
        return
    for index, each in enumerate(by):
        if each:
            sums[index] += each


assert Hit.__struct_fields__ == tuple(DIMENSIONS), "a Hit has a field for each registered dimension and nothing else"
