"""Which days a page opens on, the ways to others, and that every link says its days."""

import re
from datetime import date, timedelta
from html import unescape

import httpx
import pytest

from dashboard.numbers.ranges import PRESETS
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, TODAY, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]


def visits(a_day: int, days: int = 60) -> list[Visit]:
    return [Visit((TODAY - timedelta(days=back)).isoformat()) for back in range(days)] * a_day


async def page_of(owner: httpx.AsyncClient, path: str = "", **query: str) -> str:
    answer = await owner.get(f"/sites/{HOST}{path}", params=query)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def current(html: str) -> list[str]:
    return re.findall(r'id="preset-\d+" aria-current="true">([^<]+)<', html)


def presets(html: str) -> list[str]:
    return re.findall(r'id="preset-\d+"[^>]*>([^<]+)<', html)


def step(html: str, name: str) -> str | None:
    found = re.search(rf'id="{name}" href="([^"]+)"', html)
    return found and found[1]


async def test_a_small_site_opens_on_twelve_months_by_week_and_has_no_hours(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(visits(8))
    html = await page_of(owner)
    assert current(html) == ["12 månader"]
    assert "Besök per vecka" in html
    assert len(presets(html)) == len(PRESETS)
    html = await page_of(owner, period="yesterday")
    assert current(html) == ["I går"]
    assert "Webbplatsen har färre än 30 räknade besök om dagen." in html
    assert "per timme" not in html
    assert '<dd class="figure"><strong>8</strong>' in html, "the total is still told"


async def test_a_larger_one_opens_on_four_weeks_by_day(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(visits(31))
    html = await page_of(owner)
    assert current(html) == ["28 dagar"]
    assert "Besök per dag" in html
    assert len(presets(html)) == len(PRESETS)
    html = await page_of(owner, period="yesterday")
    assert "Besök per timme" in html


async def test_days_that_are_asked_for_are_shown_on_any_site(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(visits(8))
    assert current(await page_of(owner, period="28d")) == ["28 dagar"]
    assert current(await page_of(owner, **{"from": "2026-11-01", "to": "2026-11-03"})) == []


async def test_every_link_of_a_page_says_its_days(owner: httpx.AsyncClient, count: Counting) -> None:
    """Those of a page that was opened without any lead to the same days when the site has grown."""
    await count([*visits(8), *[google("2026-11-20", f"/sida-{number}") for number in range(15)]])
    html = await page_of(owner)
    links = re.findall(rf'href="((?:/sites/{HOST}[^"]*)?\?[^"]+)"', html.partition("<main")[2].partition("<footer")[0])
    assert len(links) > 20
    assert [each for each in links if "period=" not in each and "from=" not in each] == []
    assert f"/sites/{HOST}/panels/page?period=12m" in html
    assert current(await page_of(owner, "/panels/page")) == ["12 månader"]


async def test_steps_lead_back_to_where_counting_began_and_forth_to_today(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(visits(2, 40))
    html = await page_of(owner, period="month", compare="none")
    assert step(html, "earlier") == "?from=2026-10-01&to=2026-10-31&compare=none"
    assert step(html, "later") is None
    html = await page_of(owner, **{"from": "2026-10-01", "to": "2026-10-31"})
    assert step(html, "earlier") is None, "nothing was counted before"
    assert step(html, "later") == "?from=2026-11-01&to=2026-11-30"
    html = await page_of(owner, **{"from": "2026-11-01", "to": "2026-11-30", "filter": "page=/"})
    assert step(html, "earlier") == "?from=2026-10-01&to=2026-10-31&filter=page%3D%2F"


@pytest.mark.parametrize(("start", "end"), [("2000-01-01", "2009-12-31"), ("2190-01-01", "2199-12-31")])
async def test_there_is_no_step_out_of_the_calendar(
    owner: httpx.AsyncClient, count: Counting, start: str, end: str
) -> None:
    await count(visits(2, 40))
    html = await page_of(owner, **{"from": start, "to": end})
    assert (step(html, "earlier"), step(html, "later")) in {(None, None), (None, "?from=2010-01-01&to=2019-12-31")}


def bounds(html: str) -> str:
    return " ".join(re.findall(r"data-told>((?:Räknat|Dagarna)[^<]+)</p>", html))


async def test_a_site_that_is_new_opens_on_the_days_since_its_first(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(visits(3, 5))
    html = await page_of(owner)
    assert current(html) == ["28 dagar"]
    assert html.count('<rect class="value"') == 5
    assert bounds(html) == "Räknat sedan den 18 november 2026; dagarna före är inte räknade."


async def test_only_counted_days_are_drawn_and_others_are_told(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(visits(3, 40))
    html = await page_of(owner, **{"from": "2025-12-01", "to": "2026-11-30"})
    assert html.count('<rect class="value"') == 6, "weeks since 14 October"
    assert bounds(html) == (
        "Räknat sedan den 14 oktober 2026; dagarna före är inte räknade. Dagarna efter den 22 november 2026 har inte "
        "kommit än."
    )
    assert bounds(await page_of(owner, period="28d")) == ""
    assert "Räknat sedan" in await page_of(owner, "/panels/page", period="12m")


async def test_what_retention_does_not_keep_is_told_so(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(since=date(2022, 1, 1))]
    await count([Visit("2023-11-22")])
    assert bounds(await page_of(owner, **{"from": "2022-01-01", "to": "2024-12-31"})) == (
        "Räknat sedan den 22 november 2023. Äldre siffror finns inte: policyn sparar dem i 36 månader."
    )


@pytest.mark.parametrize(("start", "end"), [("2026-01-01", "2026-06-30"), ("2030-01-01", "2030-12-31")])
async def test_days_without_a_count_are_no_zeros(
    owner: httpx.AsyncClient, count: Counting, start: str, end: str
) -> None:
    await count(visits(3, 40))
    html = await page_of(owner, **{"from": start, "to": end})
    assert bounds(html)
    assert (step(html, "earlier"), step(html, "later")) in {(None, None), (None, "?from=2026-07-01&to=2026-12-31")}
    for absent in ("Ingen svarade", "Inget under perioden", "besök räknades", 'class="card panel"', 'class="figure"'):
        assert absent not in html


async def test_the_form_keeps_what_is_compared(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(visits(8))
    assert 'name="compare" value="none"' in await page_of(owner, compare="none")
    assert 'name="compare"' not in await page_of(owner)
