"""The table behind the chart: every bar with what it is held against, whichever its length, and its notes."""

import re
from datetime import date, timedelta
from html import unescape

import httpx
import pytest

from store.notes import Notes
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, TODAY, Counting, Visit, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]


async def rows(owner: httpx.AsyncClient, **query: str) -> list[list[str]]:
    """With the headings first."""
    html = (await owner.get(f"/sites/{HOST}", params=query)).text
    table = html.partition('<table class="numbers">')[2].partition("</table>")[0]
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
    return [[unescape(cell).replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in found]


def visits(first: date, last: date, each: int = 1) -> list[Visit]:
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [Visit(day.isoformat(), ["/", "/a"]) for day in days] * each


async def test_days_are_held_against_the_same_weekdays(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*visits(date(2026, 10, 1), TODAY), *visits(date(2026, 11, 9), date(2026, 11, 9), 4)])
    found = await rows(owner, **{"from": "2026-11-16", "to": "2026-11-18"})
    assert found == [
        ["Dag", "Besök", "Sidvisningar", "Besök före", "Jämförs med"],
        ["måndag 16 november 2026", "1", "2", "5", "måndag 9 november 2026"],
        ["tisdag 17 november 2026", "1", "2", "1", "tisdag 10 november 2026"],
        ["onsdag 18 november 2026", "1", "2", "1", "onsdag 11 november 2026"],
    ]


async def test_weeks_and_months_are_held_against_the_days_that_stand_in_their_place(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(visits(date(2023, 12, 1), TODAY))
    found = await rows(owner, **{"from": "2025-01-01", "to": "2025-06-30", "compare": "year"})
    assert found[1] == ["1–5 januari 2025 (ofullständig)", "5", "10", "5", "1–5 januari 2024"]
    assert sum(int(row[1]) for row in found[1:]) == 181
    assert sum(int(row[3]) for row in found[1:]) == 182, "with the 29th of February"
    found = await rows(owner, **{"from": "2025-08-01", "to": "2026-10-31"})
    assert found[1] == ["augusti 2025", "31", "62", "31", "maj 2024"]


async def test_today_is_going_on_and_has_the_whole_day_before_beside_it(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(visits(date(2026, 10, 1), TODAY))
    found = await rows(owner, period="7d")
    assert found[-1] == ["söndag 22 november 2026 (pågår)", "1", "2", "1", "söndag 15 november 2026"]


async def test_an_hour_that_comes_twice_has_one_to_be_held_against(owner: httpx.AsyncClient, count: Counting) -> None:
    await count(visits(date(2026, 10, 1), TODAY, 40))
    found = await rows(owner, **{"from": "2026-10-25", "to": "2026-10-25"})
    assert len(found) == 1 + 25
    assert [row[0] for row in found[3:5]] == ["02:00 (UTC+02:00)", "02:00 (UTC+01:00)"]
    assert found[3][3:] == ["0", "söndag 18 oktober 2026, 02:00"]
    assert found[4][3:] == ["–", ""]
    assert found[14] == ["12:00", "40", "80", "40", "söndag 18 oktober 2026, 12:00"]


async def test_notes_stand_in_the_table_and_below_the_chart(
    owner: httpx.AsyncClient, count: Counting, notes: Notes
) -> None:
    await notes.add(HOST, date(2026, 11, 17), date(2026, 11, 18), "Annons <b>\N{RIGHT-TO-LEFT OVERRIDE}")
    await notes.add("other.example", date(2026, 11, 17), date(2026, 11, 18), "en annans")
    await count(visits(date(2026, 11, 1), TODAY))
    found = await rows(owner, **{"from": "2026-11-16", "to": "2026-11-19"})
    assert found[0][-1] == "Anteckningar"
    assert [row[-1] for row in found[1:]] == ["", "Annons <b>[U+202E]", "Annons <b>[U+202E]", ""]
    html = (await owner.get(f"/sites/{HOST}?from=2026-11-16&to=2026-11-19")).text
    assert html.count('<svg class="mark"') == 2
    assert "17–18 november 2026</span> <bdi>Annons &lt;b&gt;[U+202E]</bdi>" in html
    assert "en annans" not in html


async def test_without_visits_in_the_policy_page_views_are_drawn(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=("pages",))]
    await count(visits(date(2026, 11, 16), TODAY), installed.sites[0])
    found = await rows(owner, **{"from": "2026-11-19", "to": "2026-11-20", "compare": "none"})
    assert found == [["Dag", "Sidvisningar"], ["torsdag 19 november 2026", "2"], ["fredag 20 november 2026", "2"]]
