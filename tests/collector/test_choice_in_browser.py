"""What a browser keeps of the collector's answer to a choice, and for how long."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import time
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright
from starlette.responses import HTMLResponse
from starlette.types import Message, Receive, Scope, Send

from bench.loopback import Loopback
from dashboard.commands import publish
from dashboard.commands.demonstration import HOSTS
from dashboard.serve import create
from dashboard.settings import read_settings
from store.policies import PolicyFiles
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.demonstration import PATIENCE, Demonstration
from tests.collector.conftest import without_services
from tests.policy.documents import DOCUMENT

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

CLINIC: Final = "klinik.localhost"

SENDS: Final = """async ([url, answer, credentials]) => {
  const body = JSON.stringify({ v: 1, site: 'kbt-verkstan.se', policy: 1, answer });
  return (await fetch(url, { method: 'POST', body, credentials })).status;
}"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with Demonstration(tmp_path_factory.mktemp("choice")) as service:
        yield service


class Late:
    """A website with its service, whose first answer to a choice is ready and does not leave before it is let go."""

    def __init__(self, data: Path) -> None:
        document = without_services(DOCUMENT).replace("klinik.example", CLINIC)
        publish.install(PolicyFiles(data / "policies"), CLINIC, document, "UTC", None, False, date(2026, 1, 1))
        self.ready, self.let_go, self.left = (threading.Event() for _ in range(3))
        self._service = create(read_settings({}, data=data), "collector")
        self._server = Loopback().serve(self, lifespan=True)
        self.url = f"http://{CLINIC}:{self._server.port}/"
        self._page = HTMLResponse(
            f"""<!doctype html><html lang="sv"><title>Om oss</title><link rel="icon" href="data:,">
            <script async src="http://stats.{CLINIC}:{self._server.port}/s/{CLINIC}.js"></script>
            <button data-rakneverk-open>Kakor</button>"""
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def later(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.ready.set()
                await asyncio.to_thread(self.let_go.wait, PATIENCE)
            await send(message)

        if scope.get("path") in {"/", "/om"}:
            await self._page(scope, receive, send)
        elif scope.get("path") == "/consent" and not self.ready.is_set():
            await self._service(scope, receive, later)
            self.left.set()
        else:
            await self._service(scope, receive, send)

    def stop(self) -> None:
        self.let_go.set()
        self._server.stop()


@pytest.fixture
def late(tmp_path: Path) -> Iterator[Late]:
    late = Late(tmp_path)
    yield late
    late.stop()


@pytest.fixture
def visitor() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_context(locale="sv-SE")
        browser.close()


def page(visitor: BrowserContext, service: Demonstration) -> Page:
    opened = visitor.new_page()
    opened.goto(f"http://{HOSTS.clinic}:{service.port}/")
    return opened


def days(cookie: Any) -> int:
    left: float = cookie["expires"] - time()
    return round(left / 86_400)


@pytest.mark.parametrize(
    ("answer", "status", "kept"), [("no", 204, {"rv_choice"}), ("yes", 200, {"rv_choice", "rv_receipt"})]
)
def test_the_answer_alone_sets_the_cookie_for_the_whole_domain_and_its_full_life(
    visitor: BrowserContext, service: Demonstration, answer: str, status: int, kept: set[str]
) -> None:
    consent = f"http://{HOSTS.clinic_service}:{service.port}/consent"
    opened = page(visitor, service)
    assert opened.evaluate(SENDS, [consent, answer, "omit"]) == status
    assert visitor.cookies() == []
    assert opened.evaluate(SENDS, [consent, answer, "include"]) == status
    cookies = {cookie.get("name"): cookie for cookie in visitor.cookies()}
    assert cookies.keys() == kept
    cookie = cookies["rv_choice"]
    assert (cookie.get("name"), cookie.get("value")) == ("rv_choice", f"{answer}.1")
    assert (cookie.get("domain"), cookie.get("path")) == (f".{HOSTS.clinic}", "/")
    assert (days(cookie), cookie.get("sameSite"), cookie.get("httpOnly")) == (182, "Lax", False)


def test_the_scripts_cookie_and_the_servers_are_one(visitor: BrowserContext, service: Demonstration) -> None:
    opened = page(visitor, service)
    with opened.expect_response(lambda answer: answer.url.endswith("/consent")) as sent:
        opened.locator('[data-consent="reject"]').click()
    set_by_server = sent.value.all_headers()["set-cookie"]
    assert set_by_server.startswith("rv_choice=no.1; Max-Age=")
    (cookie,) = visitor.cookies()
    assert (cookie.get("value"), days(cookie)) == ("no.1", 182)


@pytest.mark.parametrize("where", ["on the same page", "on the next page"])
def test_a_late_answer_to_an_earlier_choice_does_not_overwrite_a_newer_one(
    late: Late, visitor: BrowserContext, where: str
) -> None:
    opened = visitor.new_page()
    opened.goto(late.url)
    opened.locator('[data-consent="accept"]').click()
    assert late.ready.wait(PATIENCE), "with a cookie that says yes"
    if where == "on the next page":
        opened.goto(late.url + "om")
    opened.locator("[data-rakneverk-open]").click()
    with opened.expect_response("**/consent") as newer:
        opened.locator('[data-consent="reject"]').click()
    assert newer.value.all_headers()["set-cookie"].startswith("rv_choice=no.1; ")
    late.let_go.set()
    assert late.left.wait(PATIENCE)
    opened.goto(late.url)  # the browser has read by now what came before
    assert [cookie.get("value") for cookie in visitor.cookies()] == ["no.1"]
