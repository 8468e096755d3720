"""Connecting Google: to its page and back, and what it may answer."""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from dashboard.search.engines.sources import NetSources
from dashboard.search.rooms import SearchRooms
from store.accounts import Accounts
from tests.dashboard.search.engines.standin import StandIn
from tests.dashboard.search.pages.owner import BASE, DOMAIN, PAGE, connected, log_in, said, send
from tests.dashboard.seed import HOST

pytestmark = pytest.mark.anyio

CONSENT: Final = re.compile(r'<a class="button" href="([^"]+)"')


async def go(owner: httpx.AsyncClient) -> str:
    """To the page that leads to Google; returns where it leads."""
    found = CONSENT.search((await send(owner, "google")).text)
    assert found
    return found[1].replace("&amp;", "&")


async def answered(address: str) -> str:
    """What Google's page sends the browser back to."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(address)
    assert answer.status_code in {302, 307}, answer.text
    return answer.headers["location"].removeprefix(BASE)


async def test_a_consent_is_kept_sealed_and_the_property_chosen(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    answer = await owner.get(await answered(await go(owner)))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(PAGE), "no code stays in the address"
    page = await owner.get(answer.headers["location"])
    assert "Google är ansluten." in said(page.text)
    [token] = standin.authority.refresh_tokens
    access = await search.access.get(HOST, "google")
    assert access
    assert (access.form, access.property) == ("oauth", DOMAIN)
    assert token.encode() not in access.secret
    assert token not in page.text


async def test_the_way_to_google_is_a_link_that_asks_for_reading_alone(owner: httpx.AsyncClient) -> None:
    answer = await send(owner, "google")
    assert answer.status_code == 200
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    asked = parse_qs(urlsplit(await go(owner)).query)
    assert asked["scope"] == ["https://www.googleapis.com/auth/webmasters.readonly"]
    assert asked["redirect_uri"] == [f"{BASE}/search/google"]
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])


async def test_at_another_address_than_the_registered_one_the_way_there_is_shown(
    owner: httpx.AsyncClient, standin: StandIn
) -> None:
    registered = f"{BASE}/search/google"
    assert "den adress som är registrerad" not in said((await send(owner, "google")).text)
    owner.base_url = httpx.URL("https://stats.another.example")
    for name, value in list(owner.cookies.items()):
        owner.cookies.set(name, value, domain="stats.another.example")
    page = await send(owner, "google")
    assert "be den som driver Räkneverk att registrera https://stats.another.example/search/google" in said(page.text)
    assert f'href="{registered.removesuffix("/search/google")}{PAGE}"' in page.text


async def test_what_comes_back_to_another_session_is_refused(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    back = await answered(await go(owner))
    owner.cookies.clear()
    asked = await owner.get(back)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Fsites")
    await log_in(owner)
    refused = await owner.get(back)
    assert refused.status_code == 400
    assert "Det tog för lång tid, eller började i en annan webbläsare." in said(refused.text)
    assert await search.access.every() == []


async def test_what_was_altered_is_refused(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    back = await answered(await go(owner))
    for altered in (back.replace("state=", "state=A"), back.replace(HOST, "other.example"), "/search/google"):
        assert (await owner.get(altered)).status_code in {400, 404}
    assert await search.access.every() == []


async def test_a_viewer_connects_nothing(visitor: httpx.AsyncClient, accounts: Accounts, search: SearchRooms) -> None:
    await log_in(visitor)
    back = await answered(await go(visitor))
    await accounts.add_user("viewer@example.se", "ett långt lösenord", "viewer", HOST)
    visitor.cookies.clear()
    await log_in(visitor, "viewer@example.se")
    assert (await visitor.get(back)).status_code == 403
    assert await search.access.every() == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("access_denied", "Du sade nej hos Google"),
        ("admin_policy_enforced", "Google tillåter inte det här för ditt konto."),
        ("server_error", "Google hade ett fel just nu."),
        ("<script>", "Google avbröt med beskedet ”<script>”."),
    ],
)
async def test_a_no_at_google_is_a_sentence(
    owner: httpx.AsyncClient, search: SearchRooms, error: str, sentence: str
) -> None:
    state = parse_qs(urlsplit(await go(owner)).query)["state"][0]
    answer = await owner.get("/search/google", params={"state": state, "error": error})
    assert answer.status_code == 400
    assert sentence in said(answer.text)
    assert f'href="{PAGE}?lang=en"' in answer.text, "the other language does not ask Google again"
    assert await search.access.every() == []


async def test_a_box_that_was_not_ticked_is_a_sentence(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    standin.authority.answer = "openid"
    answer = await owner.get(await answered(await go(owner)))
    assert "rutan för Search Console var inte ikryssad" in said(answer.text)
    assert await search.access.every() == []


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        ("token invalid_client", "Google känner inte igen Räkneverks registrering."),
        ("token invalid_grant", "Det tog för lång tid"),
        ("token cut", "Google svarade inte, eller bara till hälften."),
        ("token html", "Google svarade på ett sätt som Räkneverk inte förstår."),
        ("500", "Något gick fel hos Google."),
    ],
)
async def test_what_goes_wrong_behind_the_scenes_is_a_sentence(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn, failure: str, sentence: str
) -> None:
    back = await answered(await go(owner))
    standin.fail(failure)
    assert sentence in said((await owner.get(back)).text)
    assert await search.access.every() == []


async def test_an_account_without_the_site_is_refused_and_its_consent_ended(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    standin.properties = {"https://others.example/": "SITE_OWNER"}
    answer = await owner.get(await answered(await go(owner)))
    assert f"ser inte {HOST} hos Google. Inget är sparat. Den ser bara de här: https://others.example/" in said(
        answer.text
    )
    assert await search.access.every() == []
    assert standin.authority.refresh_tokens == set()


async def test_several_properties_are_chosen_from_after_the_way_back(
    owner: httpx.AsyncClient, standin: StandIn
) -> None:
    standin.properties[f"https://{HOST}/"] = "SITE_OWNER"
    answer = await owner.get(await answered(await go(owner)))
    page = await owner.get(answer.headers["location"])
    assert "Google Nästan klar" in said(page.text)
    assert re.findall(r'name="property" value="([^"]+)"', page.text) == [DOMAIN, f"https://{HOST}/"]


async def test_google_is_not_offered_twice(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    await connected(search)
    assert CONSENT.search((await send(owner, "google")).text) is None


class TestWithoutAClient:
    """The operator has registered none."""

    @pytest.fixture
    def sources(self, standin: StandIn) -> NetSources:
        return NetSources(None, standin.endpoints)

    async def test_the_page_says_who_can(self, owner: httpx.AsyncClient) -> None:
        text = said((await owner.get(PAGE)).text)
        assert "2 Anslut Google Går inte här än" in text
        assert "Be den personen att registrera Räkneverk som OAuth-klient hos Google" in text
        assert ".md" not in text, "an owner has no handbook"
        assert (await send(owner, "google")).status_code == 400

    async def test_nothing_comes_back(self, owner: httpx.AsyncClient) -> None:
        assert (await owner.get("/search/google?state=x.example.se&code=1")).status_code == 404
