"""The page where an owner brings in search engines' figures, and what its forms do."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from dashboard.search.engines import connecting
from dashboard.search.engines.sources import NetSources
from dashboard.search.rooms import SearchRooms
from store.access import Access, Fetched
from store.accounts import Accounts
from tests.dashboard.conftest import NOWHERE, Installed
from tests.dashboard.search.engines.authority import ACCOUNT
from tests.dashboard.search.engines.standin import BING_KEY, StandIn
from tests.dashboard.search.pages.owner import DOMAIN, PAGE, connected, log_in, said, send, told
from tests.dashboard.seed import HOST, NOW, PASSWORD, site

pytestmark = pytest.mark.anyio


async def test_nothing_is_connected_and_the_ways_stand_in_the_order_of_least_work(owner: httpx.AsyncClient) -> None:
    text = said((await owner.get(PAGE)).text)
    assert text.count("Inte ansluten") == 2
    assert text.count("Inga siffror än.") == 2
    places = [text.index(title) for title in ("1 Ladda upp en fil", "2 Anslut Google", "3 Ett tjänstekonto", "4 Bings")]
    assert places == sorted(places)


async def test_a_viewer_sees_how_things_stand_and_no_form(
    visitor: httpx.AsyncClient, accounts: Accounts, search: SearchRooms
) -> None:
    await told(search)
    await accounts.add_user("viewer@example.se", PASSWORD, "viewer", HOST)
    await log_in(visitor, "viewer@example.se")
    page = await visitor.get(PAGE)
    assert "Sökord 1 Klick 40" in said(page.text)
    assert 'action="/sites/' not in page.text
    for action in ("upload", "google", "account", "bing", "try", "properties", "choose", "disconnect", "forget"):
        answer = await send(visitor, action, secret=BING_KEY, engine="google")
        assert answer.status_code == 403
        assert "Bara den som äger webbplatsen" in said(answer.text)
    assert await search.access.every() == []
    assert await search.figures.held(HOST)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_whoever_is_not_logged_in_is_led_to_the_login_and_back(visitor: httpx.AsyncClient, method: str) -> None:
    answer = await visitor.request(method, PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next=%2Fsites%2F{HOST}%2Fsearch")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_another_owners_site_is_not_found(owner: httpx.AsyncClient, method: str) -> None:
    assert (await owner.request(method, "/sites/other.example/search")).status_code == 404


@pytest.mark.parametrize("action", ["upload", "google", "bing", "disconnect", "forget"])
async def test_a_form_from_elsewhere_does_nothing(owner: httpx.AsyncClient, search: SearchRooms, action: str) -> None:
    await connected(search)
    await told(search)
    for fields in ({}, {"form_token": "invented"}):
        answer = await owner.post(PAGE, data={"action": action, "secret": BING_KEY, **fields})
        assert answer.status_code == 403
        assert "för gammalt" in said(answer.text)
    assert await search.access.get(HOST, "google")
    assert await search.figures.held(HOST)


@pytest.mark.parametrize("sender", ["cross-site", "same-site", "none"])
async def test_a_form_that_the_browser_says_is_from_elsewhere_does_nothing(
    owner: httpx.AsyncClient, search: SearchRooms, sender: str
) -> None:
    owner.headers["Sec-Fetch-Site"] = sender
    assert (await send(owner, "bing", secret=BING_KEY)).status_code == 403
    owner.headers["Sec-Fetch-Site"] = "same-origin"
    assert (await send(owner, "bing", secret=BING_KEY)).status_code == 303
    assert len(await search.access.every()) == 1


async def test_what_is_no_form_of_ours_is_refused(owner: httpx.AsyncClient) -> None:
    assert (await send(owner, "invented")).status_code == 400
    broken = await owner.post(
        PAGE, content=b"--x\r\nnothing", headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code == 403


async def test_a_policy_without_search_terms_takes_nothing_in(
    owner: httpx.AsyncClient, installed: Installed, search: SearchRooms
) -> None:
    await told(search)
    installed.sites = [site(statistics=("visits", "pages"))]
    page = await owner.get(PAGE)
    assert "Din policy räknar inte upp sökord" in said(page.text)
    assert "Ladda upp en fil" not in said(page.text)
    assert (await send(owner, "bing", secret=BING_KEY)).status_code == 403
    assert (await send(owner, "forget", engine="google")).status_code == 303, "what is there may go"
    assert await search.figures.held(HOST) == []


async def test_a_key_of_bings_is_tried_and_kept_sealed(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    answer = await send(owner, "bing", secret=f" {BING_KEY}\n")
    assert answer.status_code == 303
    access = await search.access.get(HOST, "bing")
    assert access
    assert (access.form, access.property) == ("key", f"https://{HOST}/")
    assert BING_KEY.encode() not in access.secret
    page = await owner.get(answer.headers["location"])
    assert "Bing är ansluten." in said(page.text)
    assert "Bing Ansluten Med en API-nyckel: https://example.se/." in said(page.text)
    assert BING_KEY not in page.text
    assert len(standin.asked) == 1, "and never again to show a page"


async def test_a_key_that_bing_does_not_know_is_not_kept(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    wrong = "f" * 32
    answer = await send(owner, "bing", secret=wrong)
    assert answer.status_code == 400
    assert "Bing godtar inte det du gav." in said(answer.text)
    assert wrong not in answer.text
    assert await search.access.every() == []


async def test_an_empty_field_is_asked_for(owner: httpx.AsyncClient) -> None:
    for action in ("bing", "account"):
        assert "fyll i fältet först" in said((await send(owner, action, secret="  ")).text)


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        ("bing 4", "Bing vill bli frågat långsammare. Försök igen om en stund. Bing skriver: ERROR!!!"),
        ("bing 14", "Anslutningen får inte läsa Bing. Se efter hos Bing att kontot får läsa där"),
        ("500", "Något gick fel hos Bing. Försök igen om en stund."),
        ("html", "Bing svarade på ett sätt som Räkneverk inte förstår. Bing kan ha ändrat sin tjänst."),
        ("cut", "Bing svarade inte, eller bara till hälften. Försök igen om en stund."),
    ],
)
async def test_what_goes_wrong_when_connecting_is_said_and_nothing_kept(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn, failure: str, sentence: str
) -> None:
    standin.fail(failure)
    answer = await send(owner, "bing", secret=BING_KEY)
    assert f"Det gick inte att ansluta, och inget är sparat. {sentence}" in said(answer.text)
    assert ("Bing skriver:" in answer.text) == failure.startswith("bing "), "only where it does"
    assert await search.access.every() == []


async def test_what_cannot_be_a_key_is_told_so_by_us(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    answer = await send(owner, "bing", secret="not a key!")
    assert "Det du gav ser inte ut som en nyckel från Bing." in said(answer.text)
    assert "Bing är inte tillfrågad." in said(answer.text)
    assert "Bing skriver:" not in answer.text
    broken = '{"type": "service_account", "client_email": "a@b.se", "private_key": "rubbish"}'
    answer = await send(owner, "account", secret=broken)
    assert "Det du gav ser inte ut som en nyckel från Google." in said(answer.text)
    assert "Google skriver:" not in answer.text
    assert standin.asked == []
    assert await search.access.every() == []


class TestWithoutANetwork:
    @pytest.fixture
    async def sources(self) -> AsyncIterator[NetSources]:
        sources = NetSources(endpoints=NOWHERE)
        yield sources
        await sources.close()

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("sv", "Servern nådde inte Bing. Försök igen om en stund; händer det igen, be den som driver Räkneverk att "
             "kontrollera nätet."),
            ("en", "The server did not reach Bing. Try again in a while; if it happens again, ask whoever runs "
             "Räkneverk to check the network."),
        ],
    )  # fmt: skip
    async def test_an_engine_that_is_not_reached_has_said_nothing(
        self, owner: httpx.AsyncClient, language: str, sentence: str
    ) -> None:
        owner.cookies.set("language", language)
        text = said((await send(owner, "bing", secret=BING_KEY)).text)
        assert sentence in text
        assert "Bing skriver" not in text
        assert "Bing writes" not in text


async def test_the_page_does_not_wait_for_long(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "PATIENCE", 0.05)
    standin.fail("slow")
    answer = await send(owner, "bing", secret=BING_KEY)
    assert "Bing svarade inte, eller bara till hälften." in said(answer.text)
    assert "Bing skriver:" not in answer.text
    await connected(search, "bing", secret=BING_KEY, property="")
    standin.fail("slow")
    assert "Ingen webbplats är vald hos Bing." in said((await owner.get(PAGE)).text)


async def test_a_property_that_is_not_the_sites_is_refused_with_those_that_are_seen(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    hostile = "https://<b>\u202eevil.example/"
    standin.bing_sites = {hostile: True, f"https://not{HOST}/": True, f"https://{HOST}.evil.example/": True}
    answer = await send(owner, "bing", secret=BING_KEY)
    assert f"ser inte {HOST} hos Bing. Inget är sparat." in said(answer.text)
    assert "https://&lt;b&gt;[U+202E]evil.example/" in answer.text
    assert f"https://not{HOST}/" in answer.text
    standin.bing_sites = {}
    assert "ser ingen webbplats alls hos Bing" in said((await send(owner, "bing", secret=BING_KEY)).text)
    assert await search.access.every() == []


async def test_a_service_account_waits_until_its_address_is_added(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    standin.properties = {}
    secret = standin.authority.account_file()
    answer = await send(owner, "account", secret=secret)
    page = await owner.get(answer.headers["location"])
    assert "Google Nästan klar Nyckeln fungerar, men kontot får inte läsa" in said(page.text)
    assert ACCOUNT in said(page.text)
    assert "PRIVATE KEY" not in page.text
    standin.properties = {DOMAIN: "SITE_RESTRICTED_USER"}
    answer = await send(owner, "try", engine="google")
    assert "Google svarar, och hela domänen example.se kan läsas." in said(
        (await owner.get(answer.headers["location"])).text
    )
    access = await search.access.get(HOST, "google")
    assert access
    assert (access.form, access.property) == ("service-account", DOMAIN)


async def test_a_service_account_as_a_file(owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn) -> None:
    shown = await owner.get(PAGE)
    token = re.search(r'name="form_token" value="([^"]+)"', shown.text)
    assert token
    file = ("key.json", b"\xef\xbb\xbf" + standin.authority.account_file().encode(), "application/json")
    fields = {"form_token": token[1], "action": "account", "secret": ""}
    assert (await owner.post(PAGE, data=fields, files={"file": file})).status_code == 303
    assert await search.access.get(HOST, "google")


@pytest.mark.parametrize("secret", ["hej", "{}", '{"type": "authorized_user"}', "[1]", '{"type": "service_account"}'])
async def test_what_is_not_the_key_of_a_service_account_goes_nowhere(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn, secret: str
) -> None:
    answer = await send(owner, "account", secret=secret)
    assert answer.status_code == 400
    assert "Det där är inte nyckeln till ett tjänstekonto." in said(answer.text)
    assert standin.asked == []
    assert await search.access.every() == []


async def test_where_several_fit_the_owner_chooses_and_the_widest_stands_first(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    standin.properties = {
        f"http://{HOST}/": "SITE_OWNER", "https://others.example/": "SITE_OWNER", f"https://{HOST}/": "SITE_OWNER",
        f"https://{HOST}/blogg/": "SITE_OWNER", DOMAIN: "SITE_OWNER",
    }  # fmt: skip
    answer = await send(owner, "account", secret=standin.authority.account_file())
    page = await owner.get(answer.headers["location"])
    offered = re.findall(r'name="property" value="([^"]+)"', page.text)
    assert offered == [DOMAIN, f"https://{HOST}/", f"http://{HOST}/"]
    refused = await send(owner, "choose", engine="google", property="https://others.example/")
    assert "Den går inte att välja längre." in said(refused.text)
    assert "Välj webbplats hos Google" in said(refused.text)
    access = await search.access.get(HOST, "google")
    assert access
    assert access.property == ""
    assert (await send(owner, "choose", engine="google", property=f"https://{HOST}/")).status_code == 303
    access = await search.access.get(HOST, "google")
    assert access
    assert access.property == f"https://{HOST}/"


async def test_another_property_can_be_chosen_later(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    standin.properties[f"https://{HOST}/"] = "SITE_OWNER"
    await connected(search, secret=standin.authority.refresh_token())
    answer = await send(owner, "properties", engine="google")
    assert re.findall(r'name="property" value="([^"]+)"', answer.text) == [DOMAIN, f"https://{HOST}/"]


async def test_trying_now_has_what_failed_fetched_again(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    await connected(search, secret=standin.authority.refresh_token())
    await search.access.note(HOST, "google", Fetched(int(NOW), None, int(NOW) + 86_400, "forbidden", 3, ""))
    assert (await send(owner, "try", engine="google")).status_code == 303
    assert await search.access.fetched(HOST, "google") is None, "so that it is due"


async def test_trying_now_says_what_is_wrong(owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn) -> None:
    await connected(search, secret="1//0never-given")
    text = said((await send(owner, "try", engine="google")).text)
    assert "Google godtar inte anslutningen längre." in text
    await connected(search, secret=standin.authority.refresh_token())
    standin.properties = {"https://others.example/": "SITE_OWNER"}
    text = said((await send(owner, "try", engine="google")).text)
    assert f"Anslutningen ser inte {HOST} hos Google just nu. Den ser de här: https://others.example/" in text
    standin.properties = {}
    assert "ser ingen webbplats hos Google just nu" in said((await send(owner, "try", engine="google")).text)


@pytest.mark.parametrize(("chosen", "left"), [("keep", 1), ("forget", 0)])
async def test_disconnecting_deletes_the_secret_and_asks_what_becomes_of_the_figures(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn, chosen: str, left: int
) -> None:
    token = standin.authority.refresh_token()
    await connected(search, secret=token)
    await told(search)
    await told(search, "bing")
    answer = await send(owner, "disconnect", engine="google", figures=chosen)
    assert "Google är frånkopplad" in said((await owner.get(answer.headers["location"])).text)
    assert await search.access.every() == []
    held = [each.slice.basis for each in await search.figures.held(HOST)]
    assert (held.count("imported:google"), held.count("imported:bing")) == (left, 1)
    assert token not in standin.authority.refresh_tokens, "Google was told"


async def test_a_permission_that_another_site_lives_by_is_not_withdrawn(
    owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn
) -> None:
    token = standin.authority.refresh_token()
    await connected(search, secret=token)
    await search.access.put(Access("other.example", "google", "oauth", "sc-domain:other.example", b"sealed"))
    answer = await send(owner, "disconnect", engine="google", figures="keep")
    assert "är inte återkallad" in said((await owner.get(answer.headers["location"])).text)
    assert token in standin.authority.refresh_tokens


async def test_an_engine_is_connected_once(owner: httpx.AsyncClient, search: SearchRooms, standin: StandIn) -> None:
    await connected(search)
    page = said((await owner.get(PAGE)).text)
    assert page.count("Google är redan ansluten. Koppla från ovan") == 2
    for action, secret in (("google", ""), ("account", standin.authority.account_file())):
        answer = await send(owner, action, secret=secret)
        assert "Google är redan ansluten. Koppla från först." in said(answer.text)


async def test_an_engine_that_the_policy_does_not_tell_of_is_said_so_before_one_tries_and_refused(
    owner: httpx.AsyncClient, installed: Installed, search: SearchRooms, standin: StandIn
) -> None:
    assert "Policyn nämner inte" not in said((await owner.get(PAGE)).text)
    installed.sites = [site(engines=["google"])]
    text = said((await owner.get(PAGE)).text)
    assert text.count("Policyn nämner inte Bing:") == 2, "in its state, and in the place of its form"
    assert "Policyn nämner inte Google" not in text
    assert '[[provider]] engine = "bing" name = "Bing Webmaster Tools" country = "IE" gives.sv = ' in text
    for action in ("bing", "try", "properties", "choose"):
        answer = await send(owner, action, secret=BING_KEY, engine="bing")
        assert answer.status_code == 403
        assert "besökarna får inte veta att du får siffror därifrån" in said(answer.text)
    installed.sites = [site(engines=["bing"])]
    for action in ("google", "account"):
        assert (await send(owner, action, secret=standin.authority.account_file())).status_code == 403
    assert (await owner.get("/search/google", params={"state": "made-up", "code": "made-up"})).status_code != 303
    assert standin.asked == []
    assert await search.access.every() == []
    await connected(search)
    assert (await send(owner, "disconnect", engine="google", figures="keep")).status_code == 303
    assert await search.access.every() == [], "an end may always be made"
