"""The order of a site's page: first what owners ask for, and what few look at folded below."""

import re
from typing import Final

import httpx
import pytest

from dashboard.pages.arrangement import place_of
from policy.dimensions import DIMENSIONS
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import FIVE, HOST, Counting, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

ALL: Final = site(
    statistics=(
        *FIVE, "campaigns", "browsers", "screens", "languages", "countries", "entry_pages", "flow", "outbound_links",
        "downloads", "contact_clicks", "engaged_time", "scroll_depth", "web_vitals",
    )
)  # fmt: skip
FOLDED: Final = ["group-links", "group-measured", "group-speed", "group-technique"]


@pytest.fixture
async def there(installed: Installed, count: Counting) -> None:
    installed.sites = [ALL]
    await count([google("2026-11-20", "/a")._replace(browser="Firefox")] * 4, ALL)


async def shown(owner: httpx.AsyncClient, **query: str) -> str:
    return (await owner.get(f"/sites/{HOST}", params={"period": "28d"} | query)).text


@pytest.mark.usefixtures("there")
async def test_pages_sources_terms_and_goals_come_first_and_technique_last(owner: httpx.AsyncClient) -> None:
    html = await shown(owner)
    order = ["page", "referrer", "search", "goals", "entry_page", "flow", *FOLDED, "service"]
    assert [each for each in re.findall(r'<\w+[^>]* id="([^"]+)"', html) if each in order] == order
    links = re.findall(r'href="#([^"]+)"', html.partition('class="jump"')[2].partition("</nav>")[0])
    assert {"page", "referrer", "search", "goals", "flow", *FOLDED, "service"} <= set(links)
    assert [each for each in links if f'id="{each}"' not in html] == [], "each leads somewhere"


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(("chosen", "opened"), [("", []), ("page=/a", FOLDED[:3]), ("lcp=0-999", [])])
async def test_what_a_filter_leaves_of_a_group_is_open(
    owner: httpx.AsyncClient, chosen: str, opened: list[str]
) -> None:
    html = await shown(owner, filter=chosen)
    assert re.findall(r'<details class="group" open>.*?<div id="([^"]+)">', html, re.DOTALL) == opened


def test_what_browsers_tell_of_visitors_themselves_is_technique() -> None:
    technique = {name for name, row in DIMENSIONS.items() if place_of(row) == "technique"}
    assert technique == {"browser", "system", "device", "screen", "language", "country"}
