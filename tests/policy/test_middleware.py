"""Websites in Python with the middleware: what is added to an answer, and that nothing else of it changes."""

from pathlib import Path
from typing import Final

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from policy.csp import ContentPolicy
from policy.middleware import ContentSecurity
from tests.policy.documents import DOCUMENT, policy

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

HOST: Final = "klinik.example"
SERVICE: Final = "https://stats.klinik.example"
OWNERS: Final = "script-src 'self'"
EXPECTED: Final = ContentPolicy(policy(), HOST, 2, SERVICE)


async def page(_: Request) -> Response:
    return HTMLResponse("<h1>Film</h1>", headers={"Content-Security-Policy": OWNERS, "Vary": "Accept-Language"})


async def text(_: Request) -> Response:
    return PlainTextResponse("film")


APP: Final = Starlette(routes=[Route("/text", text), Route("/{path:path}", page)])


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def visit(path: str = "/", **headers: str) -> httpx.Response:
    secured = ContentSecurity(APP, policy(), HOST, service=SERVICE, material=2)
    transport = httpx.ASGITransport(secured)
    async with httpx.AsyncClient(transport=transport) as browser:
        return await browser.get(
            f"https://{HOST}{path}", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )


def ours(answer: httpx.Response) -> str:
    policies = answer.headers.get_list("content-security-policy")
    assert policies[:-1] in ([], [OWNERS])
    return str(policies[-1])


@pytest.mark.parametrize("cookie", ["", "no.2", "yes.2", "yes.1", "yes.2+media", "yes.2+media+statistics"])
async def test_each_choice_has_its_policy(cookie: str) -> None:
    answer = await visit(cookie=f"a=b; rv_choice={cookie}; c=d")
    assert ours(answer) == EXPECTED.header(cookie, "/", signal=False)


async def test_without_cookies_nothing_is_permitted() -> None:
    assert ours(await visit()) == EXPECTED.base


@pytest.mark.parametrize(
    ("cookie", "told"), [("no.2", False), ("yes.2+media", False), ("yes.2+media+statistics", True), ("yes.2", True)]
)
async def test_who_has_not_accepted_the_statistics_reports_nothing(cookie: str, told: bool) -> None:
    assert ("report-uri" in ours(await visit(cookie=f"rv_choice={cookie}"))) == told


async def test_of_two_choices_the_first_counts_as_in_the_script() -> None:
    assert ours(await visit(cookie="rv_choice=no.2; rv_choice=yes.2")) == EXPECTED.base


@pytest.mark.parametrize("refusal", ["no.2", "no.1", "no.9"])
async def test_of_several_answers_a_refusal_counts_wherever_it_stands(refusal: str) -> None:
    """As when a page's script has set one for a path below."""
    for cookie in ("rv_choice=yes.2.s; {}", "a=b; rv_choice=yes.2;{}; c=d", "{}; rv_choice=yes.2"):
        assert ours(await visit(cookie=cookie.format(f"rv_choice={refusal}"))) == EXPECTED.base, cookie


@pytest.mark.parametrize("cookie", ["xrv_choice=no.2; rv_choice=yes.2", "a=rv_choice=no.2; rv_choice=yes.2"])
async def test_what_is_not_the_choice_refuses_nothing(cookie: str) -> None:
    assert ours(await visit(cookie=cookie)) == EXPECTED.header("yes.2", "/", signal=False)


@pytest.mark.parametrize("cookie", ["xrv_choice=yes.2", 'rv_choice="yes.2"', "a=rv_choice=yes.2"])
async def test_what_is_not_the_choice_permits_nothing(cookie: str) -> None:
    assert ours(await visit(cookie=cookie)) == EXPECTED.base


@pytest.mark.parametrize("header", ["sec_gpc", "dnt"])
async def test_the_browsers_signal_is_a_no(header: str) -> None:
    assert ours(await visit(cookie="rv_choice=yes.2", **{header: "1"})) == EXPECTED.base
    in_spite = await visit(cookie="rv_choice=yes.2.s", **{header: "1"})
    assert ours(in_spite) == EXPECTED.header("yes.2.s", "/", signal=True) != EXPECTED.base
    assert ours(await visit(cookie="rv_choice=yes.2", **{header: "0"})) != EXPECTED.base


async def test_a_sensitive_path_is_closed_however_it_is_written() -> None:
    stray = ("/b%65handlingar/%E5", "/behandlingar%2F%E5", "/%42EHANDLINGAR%2f%ff%C3%A5")
    for path in ("/behandlingar/angest", "/%42ehandlingar/", "//behandlingar//x", *stray):
        assert ours(await visit(path, cookie="rv_choice=yes.2")) == EXPECTED.base, path


async def test_unless_another_is_named_only_answers_to_the_documents_version_hold() -> None:
    secured = ContentSecurity(APP, policy("version = 1", "version = 7"), HOST, service=SERVICE)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(secured), base_url=f"https://{HOST}") as browser:
        assert ours(await browser.get("/", headers={"cookie": "rv_choice=yes.6"})) == EXPECTED.base
        assert ours(await browser.get("/", headers={"cookie": "rv_choice=yes.7"})) != EXPECTED.base


async def test_the_owners_policy_and_the_caches_rule_stay_beside_ours() -> None:
    answer = await visit(cookie="rv_choice=yes.2")
    assert answer.headers.get_list("content-security-policy")[0] == OWNERS
    assert answer.headers.get_list("vary") == ["Accept-Language", "Cookie, DNT, Sec-GPC"]


async def test_caches_may_keep_for_all_what_is_no_page() -> None:
    answer = await visit("/text")
    assert ours(answer) == EXPECTED.base
    assert "vary" not in answer.headers


async def test_a_stream_goes_through_as_it_comes() -> None:
    sent: list[Message] = []

    async def parts(scope: Scope, receive: Receive, send: Send) -> None:
        async def content() -> object:
            for part in (b"one", b"two"):
                assert not any(message.get("body") == part for message in sent)
                yield part

        await StreamingResponse(content(), media_type="text/html")(scope, receive, send)  # type: ignore[arg-type]

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "asgi": {"spec_version": "2.4"}}
    await ContentSecurity(parts, policy(), HOST, service=SERVICE)(scope, receive, send)
    assert [message.get("body") for message in sent] == [None, b"one", b"two", b""]


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
async def test_what_is_no_request_is_left_alone(kind: str) -> None:
    given: list[object] = []

    async def app(*arguments: object) -> None:
        given.extend(arguments)

    async def receive() -> Message:
        return {}

    async def send(_: Message) -> None:
        pass

    scope: Scope = {"type": kind}
    await ContentSecurity(app, policy(), HOST, service=SERVICE)(scope, receive, send)
    assert given == [scope, receive, send]


def test_the_example_in_the_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.toml").write_text(DOCUMENT.replace(HOST, "example.se"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[2] / "docs" / "csp.md").read_text(encoding="utf-8")
    names: dict[str, object] = {"app": APP}
    exec(page.partition("```python\n")[2].partition("```")[0], names)
    assert isinstance(names["app"], ContentSecurity)
