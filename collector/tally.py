"""What entries of the journal raise: each hit is spread over a total, a single for each dimension, and its pairs."""

from datetime import date
from typing import Final

from collector.hits import Choice, Counted, Entry, Hit, Ignored
from collector.keys import TypedKeys
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS, Dimension
from policy.document import Threshold
from policy.site import Sites
from store.counts import Counters, Key, TypedText, Visits
from store.periods import Grain, hour_period, window_start

CONSENTED: Final = "consented"
SERVICE: Final = "service"
_ONE: Final = Counters(pageviews=1)
_VISITS: Final[dict[str, Visits]] = {"visit": "entries", "page": "firsts", "search": "firsts"}


class Tally:
    """Counts of many entries, and the typed texts among them; `numbers` are those of the hits in it."""

    def __init__(self, keys: TypedKeys, sites: Sites) -> None:
        self._keys, self._sites = keys, sites
        self.counts: dict[Key, Counters] = {}
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

    def _raise(self, key: Key, by: Counters) -> None:
        counters = self.counts.get(key)
        self.counts[key] = by if counters is None else counters.plus(by)

    def _add_hit(self, entry: Counted) -> None:
        by = _counters(entry, "page")
        total = Key(entry.site, CONSENTED, Grain.DAY, entry.day)
        self._raise(total, by)
        hour = hour_period(date.fromisoformat(entry.day), entry.hour)
        self._raise(total._replace(grain=Grain.HOUR, period=hour), by)
        for name, dimension in DIMENSIONS.items():
            if dimension.values == "typed":
                self._add_typed(entry, dimension)
            else:
                self._raise(total._replace(dimension=name, value=getattr(entry.hit, name)), by)
        for one, two in PAIRS:
            value, value2 = getattr(entry.hit, one), getattr(entry.hit, two)
            self._raise(total._replace(dimension=one, value=value, dimension2=two, value2=value2), by)
        for kind in entry.scrubbed:
            self._raise(Key(entry.site, SERVICE, Grain.DAY, entry.day, "scrubbed", kind), _ONE)

    def _add_typed(self, entry: Counted, dimension: Dimension) -> None:
        """Counts the text by its digest in the window, and offers it for naming."""
        text: str = getattr(entry.hit, dimension.name)
        threshold = self._threshold(entry.site)
        start = window_start(date.fromisoformat(entry.day), threshold.window).isoformat()
        is_text = text not in {NONE, NOT_ASKED}
        value = self._keys.digest(threshold.window, start, entry.site, dimension.name, text) if is_text else text
        key = Key(entry.site, CONSENTED, Grain.WINDOW, start, dimension.name, value)
        by = _counters(entry, dimension.belongs)
        self._raise(key, by)
        if is_text:
            counter = _VISITS[dimension.belongs]
            self.typed[key] = TypedText(text, counter, getattr(by, counter), threshold.visits)

    def _threshold(self, host: str) -> Threshold:
        site = self._sites.get(host)
        return site.policy.threshold if site else Threshold()


def _counters(entry: Counted, belongs: str) -> Counters:
    first = entry.first
    return Counters(
        1, "visit" in first, ("search" if belongs == "search" else "page") in first,
        "day" in first, "week" in first, "month" in first,
    )  # fmt: skip


assert Hit.__struct_fields__ == tuple(DIMENSIONS), "a Hit has a field for each registered dimension and nothing else"
