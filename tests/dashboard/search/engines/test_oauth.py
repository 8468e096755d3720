"""An owner's consent: the operator's client, the way to Google and back, and whose it is."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from dashboard.search.engines.oauth import SCOPE, BadClient, Consent, ConsentFailure, GoogleClient
from dashboard.search.engines.source import SourceFailure
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import Vault
from tests.dashboard.search.engines.authority import CLIENT, CLIENT_SECRET, REDIRECT
from tests.dashboard.search.engines.standin import StandIn

pytestmark = pytest.mark.anyio

SITE, SESSION, NOW = "kbt-verkstan.se", "session-of-the-owner", 1_795_435_200.0


@pytest.fixture
def consent(sources: NetSources, vault: Vault) -> Consent:
    consent = sources.consent(vault)
    assert consent is not None
    return consent


async def back(address: str) -> dict[str, str]:
    """Where Google sends the browser that went there, as the query that arrives."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(address)
    assert answer.status_code == 307, answer.text
    location = answer.headers["location"]
    assert location.startswith(f"{REDIRECT}?")
    return dict(parse_qsl(urlsplit(location).query))


async def test_a_consent_gives_a_token_that_reads(consent: Consent, sources: NetSources) -> None:
    query = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    given = await consent.given(query, SESSION, NOW + 60)
    assert given.site == SITE
    assert await sources.open("google", "oauth", given.token).properties() == ["sc-domain:kbt-verkstan.se"]


async def test_the_address_asks_to_read_and_for_no_more(consent: Consent) -> None:
    query = dict(parse_qsl(urlsplit(consent.address(SITE, SESSION, REDIRECT, NOW)).query))
    assert query["scope"] == SCOPE == "https://www.googleapis.com/auth/webmasters.readonly"
    assert (query["access_type"], query["prompt"], query["client_id"]) == ("offline", "consent", CLIENT)
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")


async def test_the_address_holds_no_secret_and_is_another_each_time(consent: Consent) -> None:
    one, two = (consent.address(SITE, SESSION, REDIRECT, NOW) for _ in range(2))
    assert one != two
    assert SESSION not in one
    assert CLIENT_SECRET not in one
    assert "code_verifier" not in one


@pytest.mark.parametrize(
    ("session", "later"),
    [("session-of-another", 60), ("", 60), (SESSION, 901)],
)
async def test_an_answer_is_for_the_browser_that_asked_and_for_a_while(
    consent: Consent, standin: StandIn, session: str, later: int
) -> None:
    query = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    with pytest.raises(ConsentFailure) as raised:
        await consent.given(query, session, NOW + later)
    assert raised.value.reason == "state"
    assert standin.authority.refresh_tokens == set(), "the code is not even exchanged"


@pytest.mark.parametrize("state", ["", ".", "x.kbt-verkstan.se", "åäö.kbt-verkstan.se", "QUJD"])
async def test_an_answer_that_nobody_asked_for(consent: Consent, state: str) -> None:
    with pytest.raises(ConsentFailure) as raised:
        await consent.given({"state": state, "code": "4/0made-up"}, SESSION, NOW)
    assert raised.value.reason == "state"


async def test_the_site_cannot_be_exchanged_on_the_way(consent: Consent) -> None:
    query = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    sealed, _, site = query["state"].partition(".")
    assert consent.site_of(query["state"]) == site == SITE
    with pytest.raises(ConsentFailure) as raised:
        await consent.given(query | {"state": f"{sealed}.other.example"}, SESSION, NOW)
    assert raised.value.reason == "state"


async def test_a_code_of_another_consent_does_not_do(consent: Consent) -> None:
    mine = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    theirs = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    with pytest.raises(SourceFailure, match="invalid_grant") as raised:
        await consent.given(mine | {"code": theirs["code"]}, SESSION, NOW)
    assert raised.value.trouble == "revoked"


async def test_a_code_counts_once(consent: Consent) -> None:
    query = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    await consent.given(query, SESSION, NOW)
    with pytest.raises(SourceFailure):
        await consent.given(query, SESSION, NOW)


@pytest.mark.parametrize(("answer", "reason"), [(None, "denied"), ("", "scope"), ("openid email", "scope")])
async def test_an_owner_may_say_no_or_leave_the_box_empty(
    consent: Consent, standin: StandIn, answer: str | None, reason: str
) -> None:
    standin.authority.answer = answer
    query = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    with pytest.raises(ConsentFailure) as raised:
        await consent.given(query, SESSION, NOW)
    assert raised.value.reason == reason


@pytest.mark.parametrize(("failure", "trouble"), [("503", "server"), ("html", "unreadable"), ("cut", "unanswered")])
async def test_google_fails_at_the_exchange(consent: Consent, standin: StandIn, failure: str, trouble: str) -> None:
    query = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    standin.fail(f"token {failure}")
    with pytest.raises(SourceFailure) as raised:
        await consent.given(query, SESSION, NOW)
    assert raised.value.trouble == trouble


async def test_without_a_token_that_lasts_nothing_was_given(consent: Consent, standin: StandIn) -> None:
    query = await back(consent.address(SITE, SESSION, REDIRECT, NOW))
    standin.fail("token short-lived")
    with pytest.raises(ConsentFailure) as raised:
        await consent.given(query, SESSION, NOW)
    assert raised.value.reason == "token"


# The operator's client


async def test_the_file_that_googles_console_gives_is_read(client: GoogleClient) -> None:
    assert (client.id, client.secret, client.redirects) == (CLIENT, CLIENT_SECRET, frozenset({REDIRECT}))
    assert CLIENT_SECRET not in repr(client)


WEB = {"client_id": CLIENT, "client_secret": CLIENT_SECRET}


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", {"installed": WEB}, {"web": {"client_id": CLIENT}}, {"web": WEB | {"client_secret": ""}},
     {"type": "service_account", "client_email": "a@b.se"}, b"\xff\xfe", "x" * 200_000],
)  # fmt: skip
def test_another_file_is_refused_with_what_to_do(tmp_path: Path, content: str | bytes | Mapping[str, object]) -> None:
    path = tmp_path / "client.json"
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadClient, match='"Web application"') as raised:
        GoogleClient.read(path)
    assert CLIENT_SECRET not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadClient, match="cannot be read: No such file"):
        GoogleClient.read(tmp_path / "client.json")


def test_without_a_client_there_is_no_consent(vault: Vault) -> None:
    assert NetSources().consent(vault) is None
