"""Opening the engines: what can be no secret of its form, what is never told, and requests that go wrong."""

import json
import logging
import re
import socket
import traceback
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from dashboard.search.engines.source import Engine, SourceFailure
from dashboard.search.engines.sources import Endpoints, NetSources
from dashboard.search.engines.wire import Limits, fit
from store.access import Form
from tests.dashboard.search.engines.standin import BING_KEY, StandIn

pytestmark = pytest.mark.anyio

NO_RSA = json.dumps(
    {
        "type": "service_account",
        "client_email": "raknare@made-up.iam.gserviceaccount.com",
        "private_key": Ed25519PrivateKey.generate()
        .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        .decode(),
    }
)


@pytest.mark.parametrize(
    ("engine", "form", "secret"),
    [
        ("google", "oauth", ""),
        ("google", "oauth", "two\nlines"),
        ("google", "oauth", "x" * 3_000),
        ("google", "service-account", ""),
        ("google", "service-account", "not JSON"),
        ("google", "service-account", "[]"),
        ("google", "service-account", '{"type": "authorized_user", "client_email": "a@b.se", "private_key": ""}'),
        (
            "google",
            "service-account",
            '{"type": "service_account", "client_email": "a@b.se", "private_key": "rubbish"}',
        ),
        ("google", "service-account", NO_RSA),
        ("google", "key", BING_KEY),
        ("bing", "key", ""),
        ("bing", "key", "a key with spaces"),
        ("bing", "key", "0123456789abcdef&siteUrl=x"),
        ("bing", "oauth", "1//0token"),
    ],
)
async def test_what_cannot_be_a_secret_of_its_form_is_refused_unasked(
    sources: NetSources, standin: StandIn, engine: Engine, form: Form, secret: str
) -> None:
    with pytest.raises(SourceFailure) as raised:
        sources.open(engine, form, secret)
    assert (raised.value.trouble, raised.value.detail) == ("malformed", "")
    assert not secret or secret not in str(raised.value)
    assert standin.asked == []


def test_without_an_operators_client_no_consent_can_be_used(standin: StandIn) -> None:
    sources = NetSources(None, standin.endpoints)
    with pytest.raises(SourceFailure) as raised:
        sources.open("google", "oauth", standin.authority.refresh_token())
    assert (raised.value.trouble, raised.value.detail) == ("unregistered", "")


async def test_nothing_is_asked_before_the_first_question(sources: NetSources, standin: StandIn) -> None:
    sources.open("google", "service-account", standin.authority.account_file())
    sources.open("bing", "key", BING_KEY)
    assert standin.asked == []
    assert standin.authority.access_tokens == set()


def test_the_engines_own_addresses_are_the_default() -> None:
    assert Endpoints().bing == "https://ssl.bing.com/webmaster/api.svc/json"
    assert Endpoints().google.console == "https://searchconsole.googleapis.com"
    assert all(address.startswith("https://") for address in (Endpoints().bing, *Endpoints().google))


async def test_no_secret_is_logged_or_told(
    sources: NetSources, standin: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    token, account = standin.authority.refresh_token(), standin.authority.account_file()
    told = []
    with caplog.at_level(logging.DEBUG):
        for engine, form, secret in (
            ("bing", "key", BING_KEY), ("google", "oauth", token), ("google", "service-account", account),
        ):  # fmt: skip
            source = sources.open(engine, form, secret)  # type: ignore[arg-type]
            told.append(repr(source))
            await source.properties()
            for failure in ("503", "cut", "html", "forbidden"):
                standin.fail(failure)
                try:
                    await source.properties()
                except SourceFailure as failed:
                    told.append("".join(traceback.format_exception(failed)))
    everything = caplog.text + "".join(told)
    assert "GetUserSites" in caplog.text, "httpx does log what is asked"
    private_key = json.loads(account)["private_key"].splitlines()[1]
    for secret in (BING_KEY, token, private_key, *standin.authority.access_tokens):
        assert secret not in everything


async def test_a_secret_that_an_engine_repeats_is_taken_out(sources: NetSources) -> None:
    assert fit(f"ERROR!!! Key {BING_KEY}\nis not known", BING_KEY) == "ERROR!!! Key … is not known"
    assert len(fit("x" * 5_000)) == 200
    assert fit("\x1b[31mred\u202e") == "[31mred"


@pytest.mark.parametrize(
    ("limits", "fault", "trouble"),
    [
        pytest.param(Limits(whole=0.2), "slow", "unanswered", id="does not end"),
        pytest.param(Limits(silence=0.2), "slow", "unanswered", id="stands still"),
        pytest.param(Limits(size=50_000), "huge", "unreadable", id="is larger than any"),
    ],
)
async def test_an_answer_is_given_up_that(standin: StandIn, limits: Limits, fault: str, trouble: str) -> None:
    sources = NetSources(None, standin.endpoints, limits)
    standin.fail(fault)
    with pytest.raises(SourceFailure) as raised:
        await sources.open("bing", "key", BING_KEY).properties()
    assert (raised.value.trouble, raised.value.detail) == (trouble, "")
    await sources.close()


async def test_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sources = NetSources(None, Endpoints(bing=f"http://127.0.0.1:{port}"))
    with pytest.raises(SourceFailure) as raised:
        await sources.open("bing", "key", BING_KEY).properties()
    assert raised.value.trouble == "unreachable"
    await sources.close()


async def test_why_an_engine_is_not_reached_stands_in_the_log_alone(caplog: pytest.LogCaptureFixture) -> None:
    sources = NetSources(None, Endpoints(bing="http://nowhere.invalid"))
    with pytest.raises(SourceFailure) as raised:
        await sources.open("bing", "key", BING_KEY).properties()
    assert (raised.value.trouble, raised.value.detail) == ("unreachable", "")
    assert re.search(r"nowhere\.invalid was not reached: .+", caplog.text)
    assert BING_KEY not in caplog.text
    await sources.close()


@pytest.mark.parametrize("failure", ["500", "html", "html 404", "401", "429", "elsewhere"])
async def test_nothing_of_ours_is_told_as_an_engines_sentence(
    sources: NetSources, standin: StandIn, failure: str
) -> None:
    standin.fail(failure)
    with pytest.raises(SourceFailure) as raised:
        await sources.open("bing", "key", BING_KEY).properties()
    assert raised.value.detail == ""


async def test_the_environments_proxies_are_not_used(sources: NetSources, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://nowhere.invalid:3128")
    assert await sources.open("bing", "key", BING_KEY).properties()


async def test_only_a_consent_can_be_ended_at_the_engine(sources: NetSources, standin: StandIn, tmp_path: Path) -> None:
    token = standin.authority.refresh_token()
    await sources.end("bing", "key", BING_KEY)
    await sources.end("google", "service-account", standin.authority.account_file())
    assert standin.authority.refresh_tokens == {token}
    await sources.end("google", "oauth", token)
    assert standin.authority.refresh_tokens == set()
    await sources.end("google", "oauth", token)  # which holds no longer
    standin.fail("revoke 503")
    with pytest.raises(SourceFailure) as raised:
        await sources.end("google", "oauth", token)
    assert raised.value.trouble == "server"
