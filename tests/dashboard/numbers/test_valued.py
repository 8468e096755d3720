"""What counts only where it has a value: what it is measured in, and what of it must add up."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from collector.hits import Counted, Entry, Hit
from dashboard.numbers.check import check
from dashboard.numbers.stats import Filter, NotPaired, Total, paired, stats
from policy.dimensions import NONE, RARE
from policy.statistics import CONSENTED
from store.counts import Batch, Counters, Key
from store.periods import Grain
from store.sqlite import SQLiteCounts
from tests.dashboard.seed import FIVE, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

DAY: Final = "2026-11-02"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 22)
SITE: Final = site(statistics=(*FIVE, "visitors", "entry_pages", "contact_clicks", "engaged_time"))
SEARCHED: Final = {"medium": "search", "referrer": "Google", "search_engine": "Google", "campaign": NONE}


def act(first: bool, **values: str) -> Counted:
    hit = Hit(**{"page": "/om"} | values)
    return Counted(SITE.host, DAY, 0, b"", ("event",) if first else (), hit, view=False)


TOLD: Final[list[Visit | Entry]] = [
    google(DAY, "/", "/om"),
    act(True, contact="telephone", **SEARCHED),
    *[act(True, contact="telephone", **SEARCHED)] * 3,
    act(False, contact="telephone", **SEARCHED),
    act(True, contact="mail", **SEARCHED | {"page": "/"}),
    act(False, engaged="0-9"),
    act(False, engaged="30-59"),
    act(False, engaged="30-59", page="/"),
]


async def rows(store: SQLiteCounts, dimension: str, only: Filter | None = None) -> dict[str, tuple[int | None, ...]]:
    found = await stats(store, SITE, FIRST, LAST, dimension, only)
    return {row.value: (row.pageviews, row.visits, row.visitors) for row in found.rows}


@pytest.fixture
async def counted(store: SQLiteCounts, count: Counting) -> SQLiteCounts:
    await count(TOLD, SITE)
    return store


async def test_acts_are_in_no_total(counted: SQLiteCounts) -> None:
    assert (await stats(counted, SITE, FIRST, LAST, None)).total == Total(2, 1, 1)


async def test_of_an_event_visits_are_those_in_which_it_happened(counted: SQLiteCounts) -> None:
    assert await rows(counted, "contact") == {"telephone": (5, 4, None), "mail": (1, 1, None)}
    calls = Filter("contact", "telephone")
    assert await rows(counted, "medium", calls) == {"search": (5, 4, None)}
    assert await rows(counted, "page", calls) == {"/om": (5, 4, None)}
    assert (await stats(counted, SITE, FIRST, LAST, "page", calls)).total == Total(5, 4, None)


async def test_beside_a_source_or_page_only_what_enough_visits_did_is_told(counted: SQLiteCounts) -> None:
    """And no rest of it, which nobody knows: the source's visits need not have done anything."""
    assert await rows(counted, "contact", Filter("medium", "search")) == {"telephone": (5, 4, None)}
    assert await rows(counted, "medium", Filter("contact", "mail")) == {RARE: (1, 1, None)}


async def test_of_a_measurement_there_are_neither_visits_nor_visitors(counted: SQLiteCounts) -> None:
    assert await rows(counted, "engaged") == {"30-59": (2, None, None), "0-9": (1, None, None)}
    assert await rows(counted, "engaged", Filter("page", "/om")) == {"30-59": (1, None, None), "0-9": (1, None, None)}
    longer = Filter("engaged", "30-59")
    assert await rows(counted, "page", longer) == {"/om": (1, None, None), "/": (1, None, None)}
    assert (await stats(counted, SITE, FIRST, LAST, "page", longer)).total == Total(2, None, None)


async def test_sources_of_a_kind_are_to_be_had(counted: SQLiteCounts) -> None:
    assert await rows(counted, "referrer", Filter("medium", "search")) == {"Google": (2, 1, 1)}


async def test_what_is_not_counted_together_is_refused(counted: SQLiteCounts) -> None:
    assert paired(SITE, "contact") == ("page", "medium", "referrer", "search_engine")
    with pytest.raises(NotPaired, match="engaged is not counted together with medium"):
        await rows(counted, "engaged", Filter("medium", "search"))


async def test_every_sum_holds(counted: SQLiteCounts) -> None:
    assert await check(counted, {}) is None


CONTACT: Final = Key(SITE.host, CONSENTED, Grain.DAY, DAY, "contact", "mail")
TAMPERED: Final = {
    "a pair by the window that is in no single": (
        CONTACT._replace(grain=Grain.WINDOW, period="2026-10-01", dimension="contact+medium", value=32 * "0"),
        "contact+medium make contact",
    ),
    "a pair by the day": (
        CONTACT._replace(dimension2="medium", value2="search"),
        "counted together by the window is not counted so by day",
    ),
    "a pair that is in no single": (
        CONTACT._replace(dimension="engaged", value="10-29", dimension2="page", value2="/"),
        "make engaged",
    ),
    "a single that is in no pair": (CONTACT, "make contact"),
    "what has no value": (CONTACT._replace(value=NONE), "of contact only what has a value is counted"),
    "a number": (CONTACT._replace(dimension="engaged", value="37"), "of engaged only the class is kept"),
    "a screen's width": (CONTACT._replace(dimension="screen", value="1337"), "of screen only the class is kept"),
}


@pytest.mark.parametrize("case", TAMPERED)
async def test_what_does_not_add_up_is_named(tmp_path: Path, case: str) -> None:
    key, law = TAMPERED[case]
    store = await SQLiteCounts.open(tmp_path / "counts.db")
    await Counting(store, tmp_path / "keys")(TOLD, SITE)
    await store.add(Batch("more", DAY[:7], 0, {key: Counters(1)}))
    breach = await check(store, {})
    await store.close()
    assert breach is not None
    assert law in str(breach)
