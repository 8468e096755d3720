"""What a browser keeps of the collector's answer to a choice, and for how long."""

from collections.abc import Iterator
from pathlib import Path
from time import time
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from dashboard.demonstration import HOSTS
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.demonstration import Demonstration

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

SENDS: Final = """async ([url, answer, credentials]) => {
  const body = JSON.stringify({ v: 1, site: 'kbt-verkstan.se', policy: 1, answer });
  return (await fetch(url, { method: 'POST', body, credentials })).status;
}"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with Demonstration(tmp_path_factory.mktemp("choice")) as service:
        yield service


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


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_the_answer_alone_sets_the_cookie_for_the_whole_domain_and_its_full_life(
    visitor: BrowserContext, service: Demonstration, answer: str
) -> None:
    consent = f"http://{HOSTS.clinic_service}:{service.port}/consent"
    opened = page(visitor, service)
    assert opened.evaluate(SENDS, [consent, answer, "omit"]) == 204
    assert visitor.cookies() == []
    assert opened.evaluate(SENDS, [consent, answer, "include"]) == 204
    (cookie,) = visitor.cookies()
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
