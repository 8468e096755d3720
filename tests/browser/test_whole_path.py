"""The whole path in a real browser: banner, answers, pages, searches, dashboard; and what is left on disk."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any, Final

import pytest
from playwright.sync_api import APIRequestContext, Browser, BrowserContext, Page, Request, expect

from dashboard.commands.demonstration import EMAIL, HOSTS, PASSWORD
from tests.browser.conftest import launched, windowed
from tests.browser.demonstration import ADDRESS, PATIENCE, Demonstration

MARK: Final = "Mrk/7"
MAIL: Final = "anna.markerad@exempel.se"
RAW: Final = "markerad-fraga-i-adressen"
SHARED: Final = "delat sökord"
RARE: Final = "högst eget sökord"

BEGUN: Final = "new Promise((begun) => requestAnimationFrame(() => begun()))"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with Demonstration(tmp_path_factory.mktemp("whole-path")) as demonstration:
        yield demonstration


@pytest.fixture(scope="module")
def marked(browser: Browser) -> Iterator[Browser]:
    """A browser whose agent is marked, as its address is by the proxy; also in what it sends of a page that has been
    left, where the agent of a context does not reach."""
    marked = launched(browser.browser_type, f"--user-agent={windowed(browser)} {MARK}")
    yield marked
    marked.close()


class Profile:
    """A fresh browser profile, in which each page is left as soon as its script has begun."""

    def __init__(self, browser: Browser, port: int) -> None:
        self.context: BrowserContext = browser.new_context(locale="sv-SE")
        self.page: Page = self.context.new_page()
        self.sent: list[Request] = []
        self.page.on("request", lambda request: self.sent.append(request))  # noqa: PLW0108 - Playwright marks its handlers
        self._port = port

    def opens(self, path: str, host: str = HOSTS.clinic) -> None:
        self.page.goto(f"http://{host}:{self._port}{path}")
        self.page.evaluate(BEGUN)

    def answers(self, how: str) -> None:
        with self.page.expect_response(lambda answer: answer.url.endswith("/consent")):
            self.page.locator(f'[data-consent="{how}"]').click()

    def searches(self, words: str) -> None:
        self.page.get_by_role("searchbox").first.fill(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.evaluate(BEGUN)

    def posted(self) -> list[str]:
        return [request.url.rpartition("/")[2].partition("?")[0] for request in self.sent if request.method == "POST"]

    def kept(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(
            """async () => ({local: localStorage.length, session: sessionStorage.length,
               databases: (await indexedDB.databases()).length, cookie: document.cookie})"""
        )
        return found


class Owner:
    """Asks the dashboard and its API."""

    def __init__(self, browser: Browser, port: int) -> None:
        self.base = f"http://localhost:{port}"
        self.context = browser.new_context(locale="sv-SE")
        self.page = self.context.new_page()
        self.page.goto(f"{self.base}/login")
        self.page.locator("input[name=email]").fill(EMAIL)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/sites")

    def stats(self, dimension: str = "") -> Any:
        today = self.page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Europe/Stockholm'})")
        query = f"from={today}&to={today}" + (f"&dimension={dimension}" if dimension else "")
        api: APIRequestContext = self.context.request
        return api.get(f"{self.base}/api/v1/sites/kbt-verkstan.se/stats?{query}").json()

    def rows(self, dimension: str) -> dict[str, int]:
        return {row["value"]: row["visits"] for row in self.stats(dimension)["rows"]}

    def sees(self, holds: Callable[[], bool]) -> None:
        """Waits until the fold has counted what holds."""
        deadline = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < deadline, f"not counted: {self.stats()['total']}"


@pytest.fixture(scope="module")
def owner(browser: Browser, demonstration: Demonstration) -> Owner:
    return Owner(browser, demonstration.port)


@pytest.fixture
def profile(marked: Browser, demonstration: Demonstration) -> Iterator[Profile]:
    profile = Profile(marked, demonstration.port)
    yield profile
    profile.context.close()


def test_a_refusal_stores_and_sends_nothing_but_itself(profile: Profile) -> None:
    profile.opens("/")
    expect(profile.page.locator("[data-consent-banner]")).to_be_visible()
    assert profile.kept() == {"local": 0, "session": 0, "databases": 0, "cookie": ""}
    assert profile.posted() == []
    profile.answers("reject")
    profile.opens("/om-kbt")
    expect(profile.page.locator("h1")).to_be_visible()
    assert profile.page.locator("[data-consent-banner]").count() == 0
    assert profile.kept() == {"local": 0, "session": 0, "databases": 0, "cookie": "rv_choice=no.1"}
    assert profile.posted() == ["consent"]
    assert {request.url.split("/")[2].partition(":")[0] for request in profile.sent} == {
        HOSTS.clinic, HOSTS.clinic_service,
    }  # fmt: skip


def test_what_agreed_visitors_read_and_search_is_counted_shown_and_nothing_else_kept(
    marked: Browser, demonstration: Demonstration, owner: Owner
) -> None:
    first = Profile(marked, demonstration.port)
    first.opens(f"/?epost={MAIL}&hemligt={RAW}")
    first.answers("accept")
    first.opens("/om-kbt")
    first.searches(SHARED)
    for _ in range(5):
        first.searches(SHARED.upper())
    first.searches(RARE)
    first.opens("/priser")
    owner.sees(lambda: owner.stats()["total"] == {"pageviews": 10, "visits": 1, "visitors": None})
    assert owner.rows("page") == {"/": 1, "/om-kbt": 1, "/sok": 1, "/priser": 1}
    assert owner.rows("site_search") == {"(none)": 0, "(rare)": 2}, "one profile names nothing, however often"
    for number in (2, 3, 4):
        assert SHARED not in owner.rows("site_search"), f"three must share it before the {number}th names it"
        other = Profile(marked, demonstration.port)
        other.opens("/")
        other.answers("accept")
        other.opens("/om-kbt")
        other.searches(SHARED)
        owner.sees(lambda number=number: owner.stats()["total"]["visits"] == number)  # type: ignore[misc]
        owner.sees(lambda number=number: owner.rows("page").get("/sok") == number)  # type: ignore[misc]
        other.context.close()
    assert owner.rows("site_search") == {SHARED: 4, "(rare)": 1, "(none)": 0}
    assert owner.rows("medium") == {"direct": 4}
    first.context.close()


def test_the_dashboard_shows_those_numbers(owner: Owner) -> None:
    owner.page.goto(f"{owner.base}/sites/kbt-verkstan.se?period=today")
    text = owner.page.locator("main").inner_text()
    assert "4 ja" in text
    for shown in ("/om-kbt", "/priser", SHARED, "Direkt"):
        assert shown in text
    assert RARE not in text


def test_no_byte_on_disk_tells_who_it_was(demonstration: Demonstration, owner: Owner) -> None:
    """After the tests above: once the journal has been folded."""
    journal = demonstration.data / "journal"
    owner.sees(lambda: not list(journal.glob("*.seg")))
    files = [path for path in demonstration.data.rglob("*") if path.is_file()]
    assert demonstration.data / "counts.db" in files
    held = {path: path.read_bytes() for path in files}
    for mark in (ADDRESS, "AppleWebKit", MARK, MAIL, MAIL.replace("@", "%40"), RAW, "epost=", RARE):
        for form in (mark.encode(), mark.encode("utf-16-le"), mark.upper().encode()):
            assert [path.name for path, content in held.items() if form in content] == [], mark
    assert any(SHARED.encode() in content for content in held.values()), "the search would find what is there"


def test_every_sum_holds(demonstration: Demonstration) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "check", "--data", str(demonstration.data)]
    assert subprocess.run(command, capture_output=True, check=True, cwd=Path.cwd()).stdout == b"Every sum holds.\n"
