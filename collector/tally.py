"""What entries of the journal raise: each hit is spread over a total, a single for each dimension, and its pairs."""

from datetime import date
from typing import Final, Protocol

from collector.hits import Blocked, Choice, Counted, Entry, Hit, Ignored
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS, Dimension
from policy.document import Threshold
from policy.site import Sites
from policy.statistics import ADDRESS, CONSENTED, SERVICE
from store.counts import Counters, Key, TypedText, Visits
from store.periods import Grain, hour_period, window_start

_ONE: Final = Counters(pageviews=1)
_NAMED: Final = tuple(name for name, row in DIMENSIONS.items() if row.values != "typed")
_TYPED: Final = tuple(row for row in DIMENSIONS.values() if row.values == "typed")
_VISITS: Final[dict[str, Visits]] = {"visit": "entries", "page": "firsts", "search": "firsts"}


class Digests(Protocol):
    """What typed text is counted under."""

    def digest(self, window: str, start: str, site: str, dimension: str, text: str) -> str: ...


class Tally:
    """Counts of many entries, and the typed texts among them; `numbers` are those of the hits in it."""

    def __init__(self, keys: Digests, sites: Sites) -> None:
        self._keys, self._sites = keys, sites
        self._sums: dict[Key, list[int]] = {}
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
        return {key: Counters(*sums) for key, sums in self._sums.items()}

    def _raise(self, key: Key, by: Counters) -> None:
        sums = self._sums.get(key)
        if sums is None:
            self._sums[key] = list(by)
            return
        for index, each in enumerate(by):
            if each:
                sums[index] += each

    def _add_hit(self, entry: Counted) -> None:
        site, day, hit, by = entry.site, entry.day, entry.hit, _counters(entry, "page")
        self._raise(Key(site, CONSENTED, Grain.DAY, day), by)
        self._raise(Key(site, CONSENTED, Grain.HOUR, hour_period(date.fromisoformat(day), entry.hour)), by)
        for name in _NAMED:
            self._raise(Key(site, CONSENTED, Grain.DAY, day, name, getattr(hit, name)), by)
        for one, two in PAIRS:
            self._raise(Key(site, CONSENTED, Grain.DAY, day, one, getattr(hit, one), two, getattr(hit, two)), by)
        for dimension in _TYPED:
            self._add_typed(entry, dimension)
        for kind in entry.scrubbed:
            self._raise(Key(site, SERVICE, Grain.DAY, day, "scrubbed", kind), _ONE)
        for kind in entry.in_address if hit.page != NOT_ASKED else ():
            self._raise(Key(site, SERVICE, Grain.DAY, day, "scrubbed", kind, ADDRESS, hit.page), _ONE)

    def _add_typed(self, entry: Counted, dimension: Dimension) -> None:
        """Counts the text by its digest in the window, and offers it for naming."""
        text: str = getattr(entry.hit, dimension.name)
        day = date.fromisoformat(entry.day)
        site = self._sites.known(entry.site)
        threshold = site.policy_on(day).threshold if site else Threshold()
        start = window_start(day, threshold.window).isoformat()
        is_text = text not in {NONE, NOT_ASKED}
        value = self._keys.digest(threshold.window, start, entry.site, dimension.name, text) if is_text else text
        key = Key(entry.site, CONSENTED, Grain.WINDOW, start, dimension.name, value)
        by = _counters(entry, dimension.belongs)
        self._raise(key, by)
        # What looks like a value of ours is never named, nor what no policy is known to have set a threshold for.
        if site and is_text and not (text.startswith("(") and text.endswith(")")):
            counter = _VISITS[dimension.belongs]
            self.typed[key] = TypedText(text, counter, getattr(by, counter), threshold.visits)


def _counters(entry: Counted, belongs: str) -> Counters:
    first = entry.first
    return Counters(
        1, "visit" in first, ("search" if belongs == "search" else "page") in first,
        "day" in first, "week" in first, "month" in first,
    )  # fmt: skip


assert Hit.__struct_fields__ == tuple(DIMENSIONS), "a Hit has a field for each registered dimension and nothing else"
