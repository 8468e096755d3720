"""Whatever visitors type or do and whatever an owner does: nothing that fewer than the threshold share is told by name.

Over random histories: several sites, batches, late page views, keys lost, the policy's threshold and window changed
amid it. Then all that an owner can read is read, and compared with what was typed.
"""

import asyncio
import csv
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import date
from itertools import combinations, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings

from dashboard.commands.counts import _print_table
from dashboard.locale.language import LANGUAGES
from dashboard.numbers.check import check
from dashboard.numbers.ranges import Asked, Range
from dashboard.numbers.stats import Filter, Stats, stats
from dashboard.pages.panels import View, panel_of, shown
from dashboard.search.panel.listing import search_terms
from dashboard.search.panel.panel import search_panel
from dashboard.search.panel.terms import CAMPAIGN, ON_SITE, SEARCH
from policy.dimensions import NONE, RARE, TOGETHER, WINDOW_PAIRS
from policy.site import Site
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from tests.empty import empty_counts
from tests.histories import (
    BESIDE,
    DONE,
    HOSTS,
    OTHERS,
    PAGES,
    SEARCHES,
    STEPS,
    TERMS,
    WORDS,
    Cell,
    Done,
    Installation,
    Losing,
    Publishing,
    Step,
    Typed,
    Waiting,
)

RANGES: Final = [
    Range(date(2026, 8, 1), date(2027, 3, 31)), Range(date(2026, 7, 1), date(2026, 9, 30)),
    Range(date(2026, 9, 30), date(2026, 10, 1)), Range(date(2026, 10, 31), date(2026, 10, 31)),
    Range(date(2026, 11, 30), date(2026, 12, 31)), Range(date(2026, 10, 1), date(2027, 1, 2)),
]  # fmt: skip


async def _read(there: Installation, site: Site) -> dict[tuple[str, str], dict[Range, int]]:
    """The visits of all that is told by name, by dimension or pair, text and range: by every dimension and filter."""
    cells: dict[tuple[str, str], dict[Range, int]] = defaultdict(dict)
    for days in RANGES:
        for name, words in WORDS.items():
            found = await _stats(there, site, days, name)
            told = {row.value: row.visits or 0 for row in found.rows if row.value in words}
            assert not any(word in _printed(found) for word in set(words) - told.keys())
            for word in words:
                cells[name, word][days] = told.get(word, 0)
                filtered = await _stats(there, site, days, None, Filter(name, word))
                assert (filtered.total.visits or 0) == told.get(word, 0)
        for name, (one, other) in WINDOW_PAIRS.items():
            texts: Sequence[str] = (WORDS | DONE)[one]
            values = (*BESIDE[other], NONE)
            by_word = {word: await _visits(there, site, days, other, Filter(one, word)) for word in texts}
            by_value = {value: await _visits(there, site, days, one, Filter(other, value)) for value in values}
            for word, value in product(texts, values):
                assert by_word[word][value] == by_value[value][word], "whichever way one asks"
                cells[name, word + TOGETHER + value][days] = by_word[word][value]
            assert one not in DONE or not any(RARE in found for found in by_value.values())
    return cells


async def _visits(there: Installation, site: Site, days: Range, name: str, only: Filter) -> Counter[str]:
    found = await _stats(there, site, days, name, only)
    assert all(row.pageviews > 0 and (row.visits or 0) >= 0 for row in found.rows)
    return Counter({row.value: row.visits or 0 for row in found.rows})


async def _stats(there: Installation, site: Site, days: Range, name: str | None, only: Filter | None = None) -> Stats:
    return await stats(there.store, site, days.start, days.end, name, only)


def _printed(found: Stats) -> str:
    with redirect_stdout(io.StringIO()) as out:
        _print_table(found, ",")
    assert len(list(csv.reader(out.getvalue().splitlines()))) == len(found.rows) + 2
    return out.getvalue()


async def _pages(there: Installation, site: Site) -> str:
    """All that the pages of a site would show, with every filter that they take."""
    filters = [None, *[Filter(name, value) for name, values in (WORDS | OTHERS).items() for value in values]]
    told = ""
    for days, only in product(RANGES[:2], filters):
        view = View(site, Asked(days, None), only, LANGUAGES["sv"])
        for row in shown(view):
            told += repr(await panel_of(there.store, view, row))
        told += repr(await search_panel(there.store, there.figures, view, days.end, None))
    return told


async def _listed(there: Installation, site: Site, days: Range) -> None:
    """The list of terms tells of a term what may be told apart of it, and by no word more."""
    told = await search_terms(there.store, there.figures, site, days, days.end)
    singles = {name: there.told(site.host, name, days) for name in WORDS}
    pairs = {name: there.told(site.host, name, days) for name in WINDOW_PAIRS}
    lines = [(row.term, line) for row in told.rows for line in row.lines]
    on_site = {term: line for term, line in lines if line.origin == ON_SITE}
    assert {term: line.visits for term, line in on_site.items()} == dict(singles["site_search"])
    for term, line in on_site.items():
        searched_from = {page for page in PAGES if pairs["site_search+search_page"][term + TOGETHER + page]}
        assert set(line.searched_from) == searched_from
        nothing = pairs["site_search+search_result"][term + TOGETHER + "nothing"]
        found = pairs["site_search+search_result"][term + TOGETHER + "found"]
        assert line.found_nothing == (nothing > 0)
        assert line.nothing == (nothing if nothing and nothing + found == line.visits else None)
    by_engine = {(term, line.engine or NONE): line.visits for term, line in lines if line.origin in {SEARCH, CAMPAIGN}}
    told_apart = {tuple(text.split(TOGETHER)): visits for text, visits in pairs["search_term+search_engine"].items()}
    assert by_engine == {key: visits for key, visits in told_apart.items() if visits}


async def _history(steps: Sequence[Step]) -> None:
    with TemporaryDirectory() as directory:
        store = await SQLiteCounts.open(await empty_counts(Path(directory) / "counts.db"))
        figures = await SQLiteSearch.open(Path(directory) / "counts.db")
        try:
            there = Installation(Path(directory), store, figures)
            for step in steps:
                await there.take(step)
                await _names_are_those_that_were_shared(there)
            await _nothing_rare_is_told(there)
        finally:
            await figures.close()
            await store.close()


async def _names_are_those_that_were_shared(there: Installation) -> None:
    for host in HOSTS:
        named = [
            Cell(host, date.fromisoformat(key.period), key.dimension, name)
            async for key, _, name in there.store.dump(host)
            if name is not None
        ]
        assert Counter(named) == Counter(cell for cell, _ in there.named if cell.host == host)


async def _nothing_rare_is_told(there: Installation) -> None:
    breach = await check(there.store, {host: min(there.named.values(), default=2) for host in HOSTS})
    assert breach is None, str(breach)
    for site in there.sites():
        cells = await _read(there, site)
        least = min(there.named.values(), default=0)
        for (name, text), by_range in cells.items():
            for days, visits in by_range.items():
                assert visits == there.told(site.host, name, days)[text]
                assert visits == 0 or visits >= least >= 2
            for all_, some in combinations(RANGES, 2):
                if all_.start <= some.start and some.end <= all_.end:
                    rest = by_range[all_] - by_range[some]
                    assert rest == 0 or rest >= least, "what lies between two ranges"
        for days in RANGES:
            await _listed(there, site, days)
        for (name, (one, _)), days in product(WINDOW_PAIRS.items(), RANGES):
            if one in DONE and len(there.windows(days)) > 1:  # what was done where nothing is told of it is open
                continue
            for word in (WORDS | DONE)[one]:
                told = [
                    by_range[days]
                    for (of, text), by_range in cells.items()
                    if of == name and text.startswith(word + TOGETHER)
                ]
                whole = there.done(site.host, one, days)[word] if one in DONE else cells[one, word][days]
                rest = whole - sum(told)
                assert not any(told) or rest == 0 or rest >= least, "what its pairs leave of it"
        named = {cell.text for cell, _ in there.named if cell.host == site.host}
        pages = await _pages(there, site)
        assert not [word for word in (*TERMS, *SEARCHES) if word not in named and word in pages]


_ONE: Final = Typed(HOSTS[0], TERMS[0], "Google", SEARCHES[0], "/", "nothing", True, True, False)
_CALL: Final = Done(HOSTS[0], "telephone", "brev", "/kurser", "Google", NONE, is_first=True, late=False)


TOLD: Final[dict[str, list[Step]]] = {
    "the threshold and the window changed": [
        [_ONE] * 4, Publishing(5, "quarter"), Waiting(), [_ONE] * 4, Publishing(2, "month"), Waiting(), [_ONE] * 3,
    ],
    "the threshold lowered amid a window": [Publishing(5, "quarter"), [_ONE] * 3, Publishing(2, "quarter"), [_ONE] * 2],
    "keys lost": [[_ONE] * 3, Losing(), [_ONE] * 4, Losing(), [_ONE] * 4],
    "a term that is shared, and its pair with an engine is not": [
        [_ONE._replace(engine="Bing"), *[_ONE] * 4], [_ONE._replace(term=TERMS[1])] * 3,
    ],
    "a search that is shared, and the page where one of them was made is not": [
        [_ONE._replace(page="/kurser")] * 4, [_ONE._replace(result="found")],
    ],
    "page views that come after the window's end": [
        Waiting(), [_ONE] * 2, Waiting(), [_ONE, _ONE._replace(late=True)], [_ONE, _ONE],
    ],
    "the window changed after the first page views of its first day": [
        Waiting(), Waiting(), [_ONE] * 2, Publishing(3, "month"), [_ONE] * 2, [_ONE] * 2,
    ],
    "calls from a page that others share, and one from another": [[_CALL] * 4, [_CALL._replace(page="/")]],
    "calls from two sources that leave too few of a third": [
        [_CALL] * 5 + [_CALL._replace(engine="Bing")] * 4 + [_CALL._replace(engine=NONE)],
    ],
    "calls under keys that are lost, in windows that change": [
        Waiting(), [_CALL] * 4, Losing(), [_CALL] * 4, Waiting(), Publishing(4, "month"), [_CALL] * 5, Waiting(),
        [_CALL._replace(late=True)] * 2, [_CALL._replace(is_first=False)] * 3,
    ],
    "the last visit that is needed": [[_ONE] * 3, [_ONE._replace(begins=False, searches=False)]],
}  # fmt: skip


@pytest.mark.parametrize("steps", TOLD.values(), ids=TOLD.keys())
def test_nothing_that_fewer_share_is_told_by_name(steps: Sequence[Step]) -> None:
    asyncio.run(_history(steps))


@settings(deadline=None, max_examples=20, derandomize=True)
@given(STEPS)
def test_no_cell_that_has_a_name_nor_any_union_or_difference_of_periods_holds_less_than_the_threshold(
    steps: Sequence[Step],
) -> None:
    asyncio.run(_history(steps))
