"""Ways on a site's page: the commonest steps, and by a chosen page what came before and after it."""

import httpx
import pytest

from dashboard.locale.language import LANGUAGES
from dashboard.numbers.ranges import Asked
from dashboard.numbers.stats import Filter
from dashboard.pages.flow import FlowPanel, flow_panel
from dashboard.pages.panels import SHORT, View
from policy.site import Site
from store.sqlite import SQLiteCounts
from tests.dashboard.acting import NOVEMBER, acting_site, visits
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, Counting, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = acting_site()
PAGE = f"/sites/{HOST}?from=2026-11-01&to=2026-11-22"


async def panel(store: SQLiteCounts, only: Filter | None = None, of: Site = SITE) -> FlowPanel | None:
    return await flow_panel(store, View(of, Asked(NOVEMBER, None), only, LANGUAGES["sv"]))


def rows(found: FlowPanel | None) -> list[list[tuple[str, str, str | None]]]:
    assert found is not None
    return [
        [(" → ".join(text for text, _ in way.pages), way.number, way.share) for way in table.rows]
        for table in found.tables
    ]


@pytest.fixture
async def counted(store: SQLiteCounts, count: Counting) -> SQLiteCounts:
    await count([*visits(3, "/", "/priser", "/kontakt"), *visits(1, "/priser", "/")], SITE)
    return store


async def test_of_all_pages_the_commonest_steps_are_shown(counted: SQLiteCounts) -> None:
    assert rows(await panel(counted)) == [
        [("/ → /priser", "3", None), ("/priser → /kontakt", "3", None), ("/priser → /", "1", None)]
    ]


async def test_around_a_page_shares_are_of_its_visits(counted: SQLiteCounts) -> None:
    found = await panel(counted, Filter("page", "/priser"))
    percent = "\N{NO-BREAK SPACE}%"
    assert rows(found) == [
        [("/", "3", f"75{percent}")],
        [("/kontakt", "3", f"75{percent}"), ("/", "1", f"25{percent}")],
    ]
    assert found is not None
    assert found.title == "Till och från /priser"
    assert found.notes[:2] == ("Andelarna gäller 4 besök på sidan.", "1 besök började här.")


async def test_where_there_are_more_a_link_leads_to_them(store: SQLiteCounts, count: Counting) -> None:
    await count([each for number in range(SHORT + 1) for each in visits(1, "/", f"/{number}")], SITE)
    found = await panel(store, Filter("page", "/"))
    assert found is not None
    before, after = found.tables
    assert before.more is None
    assert after.more is not None
    assert after.more.endswith("/panels/page?from=2026-11-01&to=2026-11-22&filter=previous_page%3D%2F")
    assert len(after.rows) == SHORT


@pytest.mark.parametrize(("of", "only"), [(site(), None), (SITE, Filter("medium", "search"))])
async def test_there_is_none_where_steps_are_not_counted(store: SQLiteCounts, of: Site, only: Filter | None) -> None:
    assert await panel(store, only, of) is None


async def test_each_page_of_a_step_leads_to_the_ways_around_it(
    owner: httpx.AsyncClient, counted: SQLiteCounts, installed: Installed
) -> None:
    installed.sites = [SITE]
    page = (await owner.get(PAGE)).text
    assert 'id="previous_page"' not in page, "no panel tells the same"
    link = "/sites/example.se?from=2026-11-01&to=2026-11-22&filter=page%3D%2Fpriser"
    assert f'href="{link.replace("&", "&amp;")}" id="flow-steps-1-2"' in page
    around = (await owner.get(link)).text
    assert "Till och från /priser" in around
