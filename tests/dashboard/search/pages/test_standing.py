"""How an engine stands for a site: what is held of it, when it was asked, and what is wrong."""

from typing import Final

import httpx
import pytest

from dashboard.search.engines.source import Trouble
from dashboard.search.rooms import SearchRooms
from store.access import Fetched
from store.search import Figures, SearchKey, Slice
from tests.dashboard.search.engines.standin import StandIn
from tests.dashboard.search.pages.owner import PAGE, TERM, connected, said, send, told
from tests.dashboard.seed import HOST, NOW

pytestmark = pytest.mark.anyio


async def test_what_is_held_is_said_in_days_terms_and_clicks(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    await told(search)
    text = said((await owner.get(PAGE)).text)
    assert "Dagar 1–15 november 2026 Sökord 1 Klick 40" in text
    assert "Radera siffrorna från Google" in text
    await told(search, start="2026-11-18", end="2026-11-20")
    assert "Alla dagar däremellan finns inte." in said((await owner.get(PAGE)).text)


async def test_clicks_are_of_the_days_that_are_shown(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    """Of October the total, of the other months what their terms had."""
    for month, figures in (("08", TERM), ("09", TERM), ("10", SearchKey())):
        after = f"2026-{int(month) + 1:02}-01"
        kept = {TERM: Figures(100, 900, 900_000), figures: Figures(700, 9_000, 900_000)}
        await search.figures.replace(Slice(HOST, "imported:google", f"2026-{month}-01", after), True, kept)
    assert "Dagar 1 augusti–31 oktober 2026 Sökord 1 Klick minst 2 100" in said((await owner.get(PAGE)).text)


async def test_totals_by_the_day_stand_for_their_weeks_terms(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    """As Bing tells of both: the week's terms had fewer, and on the day after it nothing but a total is told yet."""
    for day in range(14, 22):
        kept = Slice(HOST, "imported:bing", f"2026-11-{day}", f"2026-11-{day + 1}")
        await search.figures.replace(kept, True, {SearchKey(): Figures(10, 90, 0)})
    week = Slice(HOST, "imported:bing", "2026-11-14", "2026-11-21")
    await search.figures.replace(week, True, {TERM: Figures(40, 90, 90_000)})
    assert "Dagar 14–21 november 2026 Sökord 1 Klick 80" in said((await owner.get(PAGE)).text)


async def test_days_without_any_search_take_nothing_from_a_total(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    await told(search)
    await search.figures.replace(Slice(HOST, "imported:google", "2026-11-16", "2026-11-17"), True, {})
    assert "Dagar 1–16 november 2026 Sökord 1 Klick 40" in said((await owner.get(PAGE)).text)


async def test_a_month_that_is_not_over_ends_today(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    await told(search, start="2026-11-01", end="2026-12-01")
    assert "Dagar 1–22 november 2026 Sökord 1 Klick 40" in said((await owner.get(PAGE)).text)


WHAT: Final[dict[Trouble, tuple[str, str]]] = {
    "revoked": ("Behöver dig", "Google godtar inte anslutningen längre."),
    "forbidden": ("Behöver dig", "Anslutningen får inte läsa hela domänen example.se."),
    "property": ("Behöver dig", "Google känner inte till hela domänen example.se."),
    "quota": ("Försöker igen", "Dagens frågor till Google är slut."),
    "throttled": ("Försöker igen", "Google vill bli frågat långsammare."),
    "malformed": ("Behöver dig", "Det som sparats för Google är ingen nyckel."),
    "unregistered": ("Behöver dig", "Det här Räkneverket är inte längre registrerat hos Google."),
    "unreachable": ("Försöker igen", "Servern nådde inte Google."),
    "unanswered": ("Försöker igen", "Google svarade inte, eller bara till hälften."),
    "server": ("Försöker igen", "Något gick fel hos Google."),
    "unreadable": ("Behöver dig", "Google svarade på ett sätt som Räkneverk inte förstår."),
}


@pytest.mark.parametrize("trouble", WHAT)
async def test_each_trouble_is_said_with_what_to_do(
    owner: httpx.AsyncClient, search: SearchRooms, trouble: Trouble
) -> None:
    await connected(search)
    last = Fetched(int(NOW) - 60, int(NOW) - 90_000, int(NOW) + 3_600, trouble, 2, "Their <own> sentence.")
    await search.access.note(HOST, "google", last)
    page = await owner.get(PAGE)
    state, sentence = WHAT[trouble]
    text = said(page.text)
    assert f"Google {state} Med ett Google-konto: hela domänen {HOST}. {sentence}" in text
    assert "Google skriver: Their <own> sentence." in text
    assert "Hämtades senast 21 november 2026 kl. 11.00." in text
    assert "Försökte senast 22 november 2026 kl. 11.59." in text
    assert "Försök i rad som inte gått: 2." in text
    assert "Nästa gång 22 november 2026 kl. 13.00." in text


async def test_a_connection_that_works_says_when(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    await connected(search)
    assert "hämtas för första gången inom några minuter" in said((await owner.get(PAGE)).text)
    await search.access.note(HOST, "google", Fetched(int(NOW), None, int(NOW) + 60))
    assert "Allt är inte hämtat än" in said((await owner.get(PAGE)).text)
    await search.access.note(HOST, "google", Fetched(int(NOW), int(NOW), int(NOW) + 86_400))
    text = said((await owner.get(PAGE)).text)
    assert "Hämtades senast 22 november 2026 kl. 12.00. Nästa gång 23 november 2026 kl. 12.00." in text
    assert "Försökte" not in text


async def test_a_broken_seal_says_to_connect_anew(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    await connected(search, secret="lost")
    access = await search.access.get(HOST, "google")
    assert access
    await search.access.put(access._replace(secret=access.secret[:-1] + bytes([access.secret[-1] ^ 1])))
    text = said((await owner.get(PAGE)).text)
    assert "Google Behöver dig" in text
    assert "Det som sparats för Google går inte att öppna." in text
    assert "Pröva nu" not in text
    assert (await send(owner, "try", engine="google")).status_code == 303
    assert standin.asked == []
    assert (await send(owner, "disconnect", engine="google", figures="keep")).status_code == 303
    assert await search.access.every() == []
