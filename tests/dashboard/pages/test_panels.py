"""What a panel says beside its rows."""

from datetime import date

import pytest

from dashboard.locale.language import LANGUAGES
from dashboard.numbers.ranges import Asked, Range
from dashboard.numbers.stats import Filter
from dashboard.pages.panels import Panel, View, panel_of
from policy.dimensions import DIMENSIONS
from policy.site import Site, site_of
from store.sqlite import SQLiteCounts
from tests.collector.conftest import HOST, document
from tests.dashboard.seed import FIVE, Counting, google

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

NOVEMBER = Asked(Range(date(2026, 11, 1), date(2026, 11, 22)), None)
HIGH = ("visits = 3", "visits = 7")


def installed(*published: tuple[date, str]) -> Site:
    return site_of(HOST, "Europe/Stockholm", published or [(date(2026, 1, 1), document(FIVE))])


async def terms(store: SQLiteCounts, site: Site, language: str, only: Filter | None = None) -> Panel:
    view = View(site, NOVEMBER, only, LANGUAGES[language])
    return await panel_of(store, view, DIMENSIONS["search_term"])


WHY = {
    "sv": "Det som en enda person har skrivit kan röja vem det är.",
    "en": "What a single person has typed can tell who it is.",
}
LIMIT = {
    "sv": "Gränsen räknar besök, inte personer.",
    "en": "The limit counts visits, not persons.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("only", [None, Filter("search_engine", "Google")])
async def test_what_is_rare_is_told_with_the_reason(
    store: SQLiteCounts, count: Counting, language: str, only: Filter | None
) -> None:
    await count([google("2026-11-02", term="bara jag")], installed())
    panel = await terms(store, installed(), language, only)
    assert [row.text for row in panel.rest] == [LANGUAGES[language]("rare")]
    assert panel.rare_note is not None
    assert panel.rare_note.startswith(WHY[language])
    assert panel.rare_note.endswith(LIMIT[language])


@pytest.mark.parametrize(("since", "named"), [(date(2026, 11, 3), 7), (date(2026, 9, 3), 3)])
async def test_the_limit_that_is_told_is_that_of_the_window(
    store: SQLiteCounts, count: Counting, since: date, named: int
) -> None:
    lowered = installed((date(2026, 1, 1), document(FIVE, 1, HIGH)), (since, document(FIVE, 2)))
    await count([google("2026-11-02", term="bara jag")], lowered)
    panel = await terms(store, lowered, "sv")
    assert f"minst {named} besök" in (panel.rare_note or "")


@pytest.mark.parametrize(("dimension", "windows"), [("search_term", True), ("page", False)])
async def test_a_filter_on_what_is_counted_with_typed_text_says_which_months_are_shown(
    store: SQLiteCounts, dimension: str, windows: bool
) -> None:
    view = View(installed(), NOVEMBER, Filter("search_engine", "Google"), LANGUAGES["sv"])
    panel = await panel_of(store, view, DIMENSIONS[dimension])
    whole = "räknat efter samtycke, per kvartal: oktober–december 2026"
    assert panel.note == (whole if windows else "räknat efter samtycke")
