"""A year of page views, spread over counts as a fold does it, a day at a time: the same for the same seed."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from operator import attrgetter
from typing import Final

import msgspec

from bench.hit.door import Door
from bench.hit.measure import NOW
from bench.hit.mix import everything, mix
from collector.hits import Counted, Hit
from collector.lists import Lists
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, PAIRS, TOGETHER, WINDOW_PAIRS, Dimension
from policy.statistics import CONSENTED, SERVICE
from store.counts import Counters, Key
from store.periods import Grain, hour_period, window_start

Values = tuple[str, ...]
Loaded = tuple[Key, Counters, str | None]
"""A row as a store loads it."""

DAYS: Final = 365
SEED: Final = 20_261_122
VISITORS: Final = 20_000
_REFERRERS: Final = 5_000  # websites of a tail that few come from
_WEEK: Final = (1.15, 1.2, 1.15, 1.1, 0.95, 0.65, 0.8)
_EPOCH: Final = date(1970, 1, 1)
_OURS: Final = frozenset({NONE, NOT_ASKED})
_TYPED: Final = frozenset({*WINDOW_PAIRS, *(name for name, row in DIMENSIONS.items() if row.values == "typed")})

# What a page view is the first of, as one number: those of its visit are also some visitors' firsts.
_LATER, _PAGE, _VISIT, _DAY, _WEEKLY, _MONTH = range(6)
_COUNTERS: Final = tuple(
    Counters(1, first >= _VISIT, first >= _PAGE, first >= _DAY, first >= _WEEKLY, first >= _MONTH) for first in range(6)
)


def visitors(lists: Lists, number: int = VISITORS) -> list[Hit]:
    """What visits are drawn from: page views of as many browsers and sources, less the robots among them."""
    door = Door(everything(), lists)
    entries = (door.take(each.body, each.headers, NOW) for each in mix(lists, number))
    return [entry.hit for entry in entries if isinstance(entry, Counted)]


class Traffic:
    """Of one site, with as many pages as are read at all."""

    def __init__(self, visitors: Sequence[Hit], host: str, pages: int, seed: int = SEED) -> None:
        self._chance, self._host, self._hits = random.Random(seed), host, visitors  # noqa: S311 - nothing secret
        self._pages = [f"/{'artiklar' if page % 3 else 'butik'}/om-{page % 89}-och-{page}/" for page in range(pages)]
        self._often = list(accumulate(1 / place for place in range(1, pages + 1)))
        self._tail = list(accumulate(1 / place for place in range(1, _REFERRERS + 1)))
        self._drawn: dict[int, dict[tuple[str, str], dict[Values, Counters]]] = {}
        self._named: Counter[tuple[str, str]] = Counter()

    def day(self, day: date, pageviews: int) -> Iterator[Loaded]:
        """About as many page views; more from Monday to Thursday. After four weeks the same days come again: to draw
        others takes longer than to store them."""
        place = day.toordinal() % 28
        if place not in self._drawn:
            self._drawn[place] = _sums(*self._visits(max(1, round(pageviews * _WEEK[day.weekday()]))))
        total = Key(self._host, CONSENTED, Grain.DAY, day.isoformat())
        for (one, two), sums in self._drawn[place].items():
            if one in _TYPED:
                yield from self._typed(day, one, sums)
            elif one:
                yield from _rows(total._replace(dimension=one, dimension2=two), sums)
            else:
                yield total, sums[()], None
                yield from self._hours(day, sums[()])
                yield from self._service(total, sums[()].pageviews)

    def _visits(self, pageviews: int) -> tuple[list[Hit], list[int]]:
        """Page views of one day and what each is the first of: visits of one page and of up to eight."""
        chance, hits, firsts = self._chance, list[Hit](), list[int]()
        pages = iter(chance.choices(self._pages, cum_weights=self._often, k=pageviews + 8))
        while len(hits) < pageviews:
            visitor, entry = self._visitor(), next(pages)
            hits.append(msgspec.structs.replace(visitor, page=entry, entry_page=entry))
            firsts.append(chance.choice((_VISIT, _VISIT, _DAY, _WEEKLY, _MONTH, _MONTH)))
            for _ in range(chance.choice((0, 0, 0, 0, 1, 1, 2, 3, 7)) if len(hits) < pageviews else 0):
                hits.append(msgspec.structs.replace(visitor, page=next(pages, entry), site_search=NONE))
                firsts.append(_PAGE if chance.random() < 0.8 else _LATER)
        return hits, firsts

    def _visitor(self) -> Hit:
        hit = self._chance.choice(self._hits)
        if self._chance.random() < 0.05:
            website = self._chance.choices(range(_REFERRERS), cum_weights=self._tail)[0]
            hit = msgspec.structs.replace(hit, medium="website", referrer=f"webbplats-{website}.se")
        return hit

    def _hours(self, day: date, total: Counters) -> Iterator[Loaded]:
        """Of the day and the evening."""
        begin = (day - _EPOCH).days * 24
        for hour in range(15):
            share = Counters(*((each + hour) // 15 for each in total))  # which add up to it
            yield Key(self._host, CONSENTED, Grain.HOUR, hour_period(day, begin + 7 + hour)), share, None

    def _typed(self, day: date, name: str, sums: Mapping[Values, Counters]) -> Iterator[Loaded]:
        """By the window, under a digest; named once enough visits shared it."""
        window = window_start(day, "quarter").isoformat()
        key = Key(self._host, CONSENTED, Grain.WINDOW, window, name)
        for (text, *_), counters in sums.items():
            if text.partition(TOGETHER)[0] in _OURS:
                yield key._replace(value=text), counters, None
                continue
            self._named[window, text] += counters.entries
            digest = sha256(f"{window}{name}{text}".encode()).hexdigest()[:24]
            yield key._replace(value=digest), counters, text if self._named[window, text] > 3 else None

    def _service(self, total: Key, pageviews: int) -> Iterator[Loaded]:
        """Answers, and robots that were left out."""
        counts = (
            ("choice", "yes", pageviews // 3),
            ("choice", "no", pageviews // 5),
            ("ignored", "bot", pageviews // 9),
        )
        for dimension, value, count in counts:
            key = total._replace(basis=SERVICE, dimension=dimension, value=value)
            yield key, Counters(count + 1), None
            if dimension == "choice":
                yield key._replace(dimension2="version", value2="1"), Counters(count + 1), None


def year(drawn_from: Sequence[Hit], host: str, pageviews: int, pages: int, last: date) -> Iterator[list[Loaded]]:
    """Week by week, up to the last day."""
    traffic = Traffic(drawn_from, host, pages)
    days = [last - timedelta(DAYS - 1 - number) for number in range(DAYS)]
    for start in range(0, DAYS, 7):
        week: dict[Key, tuple[Counters, str | None]] = {}
        for day in days[start : start + 7]:
            for key, counters, name in traffic.day(day, round(pageviews / DAYS)):
                before = week.get(key)
                week[key] = (counters.plus(before[0]), name or before[1]) if before else (counters, name)
        yield [(key, *counted) for key, counted in week.items()]


def _sums(hits: Sequence[Hit], firsts: Sequence[int]) -> dict[tuple[str, str], dict[Values, Counters]]:
    """Of all page views, of each dimension and of each pair."""
    columns = {name: list(map(attrgetter(name), hits)) for name in DIMENSIONS}
    found = {("", ""): _added(Counter(((), first) for first in firsts))}
    for name, row in DIMENSIONS.items():
        found[name, ""] = _added(_counted(row, firsts, columns[name]))
    for one, two in PAIRS:
        found[one, two] = _added(_counted(DIMENSIONS[one], firsts, columns[one], columns[two]))
    for name, (one, two) in WINDOW_PAIRS.items():
        both = [TOGETHER.join(each) for each in zip(columns[one], columns[two], strict=True)]
        found[name, ""] = _added(_counted(DIMENSIONS[one], firsts, both))
    return found


def _counted(row: Dimension, firsts: Sequence[int], *columns: Sequence[str]) -> Counter[tuple[Values, int]]:
    """How often each value, or each pair of values, came with each of the firsts."""
    found = Counter(zip(zip(*columns, strict=True), firsts, strict=True))
    if row.counts == "valued":
        return Counter({each: count for each, count in found.items() if each[0][0] not in _OURS})
    return found


def _added(counted: Counter[tuple[Values, int]]) -> dict[Values, Counters]:
    sums: dict[Values, Counters] = {}
    for (values, first), count in counted.items():
        counters = Counters(*(count * each for each in _COUNTERS[first]))
        sums[values] = sums[values].plus(counters) if values in sums else counters
    return sums


def _rows(key: Key, sums: Mapping[Values, Counters]) -> Iterator[Loaded]:
    for values, counters in sums.items():
        value, value2 = (*values, "")[:2]
        yield key._replace(value=value, value2=value2), counters, None
