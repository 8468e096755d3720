"""Measurements on a site's page: what is typical in a sentence, and how many are good, in between and poor."""

import httpx
import pytest

from dashboard.locale.language import LANGUAGES
from dashboard.numbers.ranges import Asked
from dashboard.numbers.stats import Filter
from dashboard.pages.panels import View
from dashboard.pages.vitals import MeasuredPanel, measured_panels
from store.sqlite import SQLiteCounts
from tests.dashboard.acting import NOVEMBER, acting_site, measured, visits
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, Counting, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = acting_site()


async def panels(store: SQLiteCounts, language: str = "sv") -> dict[str, MeasuredPanel]:
    found = await measured_panels(store, View(SITE, Asked(NOVEMBER, None), None, LANGUAGES[language]))
    assert found is not None
    assert found.dimensions == {"engaged", "scroll", "lcp", "cls", "inp"}
    return {each.panel.name: each for each in found.panels}


@pytest.fixture
async def counted(store: SQLiteCounts, count: Counting) -> SQLiteCounts:
    told = [*visits(20), *measured("lcp", "0-999", 6), *measured("lcp", "2500-3999", 3), *measured("lcp", "4000-", 1)]
    await count([*told, *measured("engaged", "10-29", 1)], SITE)
    return store


async def test_what_is_typical_is_said_in_a_sentence(counted: SQLiteCounts) -> None:
    found = await panels(counted)
    assert found["lcp"].typical == "Tre av fyra mätningar är ”Kan bli bättre: 2,5–4 s” eller bättre. 10 mätningar."
    assert found["engaged"].typical == "I mitten av alla mätningar: 10–29 sekunder. 1 mätning."
    assert found["inp"].typical is None


async def test_the_picture_has_three_parts_that_fill_it(counted: SQLiteCounts) -> None:
    found = await panels(counted, "en")
    assert [(grade.text, grade.share, grade.start, grade.width) for grade in found["lcp"].grades] == [
        ("Good", "60%", 0, 60), ("Needs improvement", "30%", 60, 30), ("Poor", "10%", 90, 10),
    ]  # fmt: skip
    assert found["engaged"].grades == ()
    assert found["cls"].grades == (), "nothing to draw"


async def test_behind_the_picture_stand_all_classes_in_their_order(counted: SQLiteCounts) -> None:
    rows = (await panels(counted))["lcp"].panel.rows
    assert [row.cells for row in rows] == [("6",), ("0",), ("0",), ("3",), ("1",)]


async def test_they_are_of_what_is_measured_alone(store: SQLiteCounts) -> None:
    for of, only in ((site(), None), (SITE, Filter("medium", "search"))):
        assert await measured_panels(store, View(of, Asked(NOVEMBER, None), only, LANGUAGES["sv"])) is None


async def test_the_page_shows_each_once(owner: httpx.AsyncClient, counted: SQLiteCounts, installed: Installed) -> None:
    installed.sites = [SITE]
    page = (await owner.get(f"/sites/{HOST}?from=2026-11-01&to=2026-11-22")).text
    assert page.count('<h2 id="lcp">') == page.count('<h2 id="engaged">') == 1
    assert page.count('class="grades"') == 1
