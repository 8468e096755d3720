"""Another property than before: what was fetched of the old one goes, and the page says so; a part is never taken."""

import httpx
import pytest

from dashboard.search.engines.source import Engine
from dashboard.search.rooms import SearchRooms
from store.search import Figures, SearchKey, Slice
from tests.dashboard.search.engines.standin import BING_KEY, StandIn
from tests.dashboard.search.pages.owner import DOMAIN, PAGE, connected, said, send, told
from tests.dashboard.seed import HOST

pytestmark = pytest.mark.anyio

WHOLE = f"https://{HOST}/"
PART = f"https://{HOST}/blogg/"
BEFORE = f"Det som är hämtat kommer från hela domänen {HOST}. Byter du till en annan webbplats hos Google raderas det"


async def fetched(search: SearchRooms, engine: Engine = "google", of: str = DOMAIN) -> None:
    """Figures that were fetched of a property, those of a file beside them, and the other engine's."""
    await told(search, engine)
    await told(search, "bing" if engine == "google" else "google")
    of_file = Slice(HOST, f"imported:{engine}", "2026-10-01", "2026-11-01")
    await search.figures.replace(of_file, True, {SearchKey(): Figures(7, 70)}, fetched=False)
    await search.access.note_fetched_of(HOST, engine, of)


async def left(search: SearchRooms, engine: Engine = "google") -> list[bool]:
    """Whether each slice of the engine's was fetched."""
    return [each.fetched for each in await search.figures.held(HOST) if each.slice.basis == f"imported:{engine}"]


async def test_choosing_another_deletes_what_was_fetched_of_the_one_before(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    standin.properties[WHOLE] = "SITE_OWNER"
    await connected(search, secret=standin.authority.refresh_token())
    await fetched(search)
    assert BEFORE in said((await send(owner, "properties", engine="google")).text)
    answer = await send(owner, "choose", engine="google", property=WHOLE)
    text = said((await owner.get(answer.headers["location"])).text)
    assert f"Google är ansluten: {WHOLE}. Det som var hämtat från en annan webbplats är raderat" in text
    assert await left(search) == [False], "the file stays"
    assert await left(search, "bing") == [True]


async def test_choosing_the_same_again_deletes_nothing(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    await connected(search, secret=standin.authority.refresh_token())
    await fetched(search)
    answer = await send(owner, "choose", engine="google", property=DOMAIN)
    assert "done=connected" in answer.headers["location"]
    assert await left(search) == [False, True]


@pytest.mark.parametrize(("of", "kept"), [(WHOLE, [False, True]), (f"http://{HOST}/", [False])])
async def test_what_was_fetched_before_a_disconnection_stays_for_the_same_property_alone(
    owner: httpx.AsyncClient, search: SearchRooms, of: str, kept: list[bool]
) -> None:
    await connected(search, "bing", secret=BING_KEY, property=of)
    await fetched(search, "bing", of)
    await send(owner, "disconnect", engine="bing", figures="keep")
    assert f"Det som är hämtat kommer från {of}." in said((await owner.get(PAGE)).text)
    answer = await send(owner, "bing", secret=BING_KEY)
    assert answer.headers["location"].partition("done=")[2].startswith("connected" if True in kept else "replaced")
    assert await left(search, "bing") == kept


async def test_what_was_fetched_of_nobody_knows_what_goes(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    await told(search, "bing")
    await send(owner, "bing", secret=BING_KEY)
    assert await left(search, "bing") == []


async def test_a_file_read_before_the_first_connection_stays(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    of_file = Slice(HOST, "imported:bing", "2026-10-01", "2026-11-01")
    await search.figures.replace(of_file, True, {SearchKey(): Figures(7, 70)}, fetched=False)
    assert "Byter du" not in said((await owner.get(PAGE)).text)
    answer = await send(owner, "bing", secret=BING_KEY)
    assert "done=connected" in answer.headers["location"]
    assert await left(search, "bing") == [False]


async def test_a_part_of_the_site_is_neither_chosen_nor_offered(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    standin.bing_sites = {PART: True}
    answer = await send(owner, "bing", secret=BING_KEY)
    text = said(answer.text)
    assert f"Anslutningen ser bara en del av {HOST} hos Bing" in text
    assert f"Inget är sparat. Anslutningen ser de här: {PART}" in text
    assert await search.access.every() == []
    standin.properties = {PART: "SITE_OWNER"}
    assert (await send(owner, "account", secret=standin.authority.account_file())).status_code == 303
    text = said((await send(owner, "try", engine="google")).text)
    assert f"Anslutningen ser bara en del av {HOST} hos Google" in text
    refused = await send(owner, "choose", engine="google", property=PART)
    assert "en del av" in said(refused.text)
    access = await search.access.get(HOST, "google")
    assert access
    assert access.property == ""
