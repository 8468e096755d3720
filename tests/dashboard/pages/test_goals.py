"""Goals on a site's page: numbers with rates or the word that they are too few, and where visits came from."""

from datetime import date

import httpx
import pytest

from dashboard.locale.language import LANGUAGES
from dashboard.numbers.ranges import Asked
from dashboard.numbers.stats import Filter
from dashboard.pages.goals import GoalPanel, goal_panel
from dashboard.pages.panels import View
from policy.site import Site
from store.sqlite import SQLiteCounts
from tests.dashboard.acting import NOVEMBER, act, acting_site, since, visits
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, Counting, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = acting_site()
PAGE = f"/sites/{HOST}?from=2026-11-01&to=2026-11-22"


def view(only: Filter | None = None, language: str = "sv", of: Site = SITE) -> View:
    return View(of, Asked(NOVEMBER, None), only, LANGUAGES[language])


async def panel(store: SQLiteCounts, only: Filter | None = None, language: str = "sv") -> GoalPanel:
    found = await goal_panel(store, view(only, language))
    assert found is not None
    return found


def rows(found: GoalPanel) -> dict[str, tuple[str, ...]]:
    return {row.text: (*row.cells, row.rate or "") for table in found.tables for row in table.rows}


@pytest.fixture
async def counted(store: SQLiteCounts, count: Counting) -> SQLiteCounts:
    told = [*visits(200, "/", "/kontakt", source="search"), *visits(10)]
    told += [act(source="search", page="/kontakt", contact="telephone")] * 7
    told += [*[act(contact="telephone")] * 4, act(event="course")]
    await count(told, SITE)
    return store


async def test_each_goal_has_its_numbers_in_the_words_of_the_policy(counted: SQLiteCounts) -> None:
    assert rows(await panel(counted)) == {
        "Klick för att ringa eller sms:a": ("11", "11", "5,2\N{NO-BREAK SPACE}%"),
        "Klick för att mejla": ("0", "0", "för få"),
        "Nådde tacksidan": ("0", "0", "för få"),
        "Anmäld till kurs": ("1", "1", "för få"),
    }
    assert "Signed up for a course" in rows(await panel(counted, None, "en"))


async def test_notes_say_of_how_many_visits_rates_are(counted: SQLiteCounts) -> None:
    whole, few = (await panel(counted)).notes
    assert whole == "Andelarna gäller alla 210 besök som sagt ja."
    assert "färre än 5 av minst 30 besök" in few
    among = await panel(counted, Filter("page", "/kontakt"))
    selection, here, _, rare = among.notes
    assert selection == "Andelarna gäller urvalets 200 besök som sagt ja."
    assert here.startswith("Här räknas det som hände på den valda sidan")
    assert "minst 3 besök" in rare
    assert "oktober–december 2026" in among.basis, "the whole window"


async def test_since_when_a_goal_was_counted_is_told(counted: SQLiteCounts) -> None:
    later = since(date(2026, 11, 2), site(statistics=("visits", "pages")), SITE)
    found = await goal_panel(counted, view(None, "en", later))
    assert found is not None
    assert "Clicks to mail: counted since 2 November 2026. The rate is of the visits since then." in found.notes


async def test_a_chosen_goal_tells_where_its_visits_came_from(counted: SQLiteCounts) -> None:
    found = await panel(counted, Filter("contact", "telephone"))
    assert found.lead == "Klick för att ringa eller sms:a: 11 gånger, i 11 av 210 besök (5,2\N{NO-BREAK SPACE}%)."
    assert [table.name for table in found.tables] == [
        "goals-medium", "goals-referrer", "goals-search_engine", "goals-campaign",
    ]  # fmt: skip
    by_medium = {row.text: (*row.cells, row.rate) for row in found.tables[0].rows}
    assert by_medium == {"Sökmotorer": ("7", "200", "3,5\N{NO-BREAK SPACE}%"), "Direkt": ("4", "10", "för få")}
    assert found.dimensions == {"medium", "referrer", "search_engine", "campaign"}


async def test_a_goal_that_few_reached_has_no_rate_in_its_sentence(counted: SQLiteCounts) -> None:
    assert (await panel(counted, Filter("event", "course"), "en")).lead == (
        "Signed up for a course: 1 time, in 1 of 210 visits."
    )


async def test_without_visits_there_are_times_alone(store: SQLiteCounts, count: Counting) -> None:
    unvisited = site(statistics=("pages", "referrers", "contact_clicks"))
    await count([act(contact="mail")], unvisited)
    found = await goal_panel(store, view(None, "en", unvisited))
    assert found is not None
    assert rows(found) == {"Clicks to mail": ("1", ""), "Clicks to call or text": ("0", "")}
    assert [table.columns for table in found.tables] == [("Times",)]
    assert found.notes == ()
    chosen = await goal_panel(store, view(Filter("contact", "mail"), "en", unvisited))
    assert chosen is not None
    assert chosen.lead == "Clicks to mail: 1 time."


@pytest.mark.parametrize(("of", "only"), [(site(), None), (SITE, Filter("engaged", "0-9"))])
async def test_there_is_none_without_goals(store: SQLiteCounts, of: Site, only: Filter | None) -> None:
    assert await goal_panel(store, view(only, of=of)) is None


async def test_the_page_has_goals_once_and_each_leads_to_its_sources(
    owner: httpx.AsyncClient, counted: SQLiteCounts, installed: Installed
) -> None:
    installed.sites = [SITE]
    page = (await owner.get(PAGE)).text
    assert page.count("Klick för att ringa eller sms:a</bdi>") == 1
    assert 'href="/sites/example.se?from=2026-11-01&amp;to=2026-11-22&amp;filter=contact%3Dtelephone"' in page
    chosen = (await owner.get(PAGE, params={"filter": "event=course", "from": "2026-11-01", "to": "2026-11-22"})).text
    assert '<h2 id="goals">Varifrån de kom</h2>' in chosen
    assert "Anmäld till kurs" in chosen
    assert 'id="medium"' not in chosen, "no panel tells the same"


async def test_a_hostile_value_is_only_text(
    owner: httpx.AsyncClient, store: SQLiteCounts, count: Counting, installed: Installed
) -> None:
    installed.sites = [SITE]
    hostile = "<script>alert(1)</script>\N{RIGHT-TO-LEFT OVERRIDE}"
    await count([*visits(1), act(event=hostile)], SITE)
    page = (await owner.get(PAGE)).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]" in page
    assert "<script>alert" not in page
