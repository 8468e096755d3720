"""Web servers with the snippets, one after another on the same port, and a Chromium that finds them by their names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from bench.loopback import Loopback
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.servers.fronts import FRONTS, Place
from tests.servers.internet import ADS, FILM, OWN, PATIENCE, SITE, STRANGER, Internet, free_port
from tests.servers.owner import STATS, Owner


@dataclass(frozen=True)
class Ports:
    """Of what answers as the clinic's website, as its applications and all third parties, and as the service."""

    site: int
    internet: int
    service: int


@pytest.fixture(scope="package")
def internet() -> Internet:
    return Internet()


@pytest.fixture(scope="package")
def ports(internet: Internet) -> Iterator[Ports]:
    server = Loopback().serve(internet.application())
    yield Ports(free_port(), server.port, free_port())
    server.stop()


@pytest.fixture(scope="package")
def browser(ports: Ports) -> Iterator[Browser]:
    """Knows the names of the test alone, all of them on loopback; so real names and default ports are visited."""
    places = {SITE: ports.site, STATS: ports.service, **dict.fromkeys((OWN, FILM, ADS, STRANGER), ports.internet)}
    rules = ", ".join([*(f"MAP {name} 127.0.0.1:{port}" for name, port in places.items()), "MAP * ~NOTFOUND"])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, f"--host-resolver-rules={rules}"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Owner:
    return Owner(tmp_path_factory.mktemp("owner"))


@pytest.fixture(scope="package")
def front(request: pytest.FixtureRequest, owner: Owner, ports: Ports, internet: Internet) -> Iterator[str]:
    """The web server of the parameter's name, running. What it caches it keeps for the tests that follow."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # some servers give up the rights that they were started with
        with FRONTS[request.param](owner, Place(folder, ports.site, ports.internet), internet):
            yield request.param


class Visitor:
    """A browser profile of its own."""

    def __init__(self, context: BrowserContext, internet: Internet) -> None:
        context.set_default_timeout(PATIENCE * 1000)
        self._context, self._internet = context, internet
        self.page: Page = context.new_page()

    def answers(self, choice: str, **below: str) -> None:
        """As the banner's script keeps it; empty to take the cookie away. Others have it for the paths `below`."""
        self._context.clear_cookies()
        for path, value in {"": choice, **below}.items():
            if value:
                self._context.add_cookies(
                    [{"name": "rv_choice", "value": value, "domain": f".{SITE}", "path": f"/{path}"}]
                )

    def opens(self, path: str = "/film", host: str = SITE) -> Response:
        """A page; what third parties got before is forgotten."""
        self.page.goto("about:blank")
        self._internet.reached.clear()
        answer = self.page.goto(f"http://{host}{path}")
        assert answer
        return answer

    def asks_for(self, path: str = "/film") -> Response:
        """A page, without waiting for what it loads."""
        answer = self.page.goto(f"http://{SITE}{path}", wait_until="commit")
        assert answer
        return answer

    def reads(self, name: str, number: int) -> set[str]:
        """A list that the page keeps, when it has as many as that."""
        self.page.wait_for_function("([name, number]) => new Set(window[name]).size >= number", arg=[name, number])
        return set(self.page.evaluate("(name) => window[name]", name))

    def blocked(self, number: int) -> set[str]:
        """Addresses that the browser has kept out."""
        return self.reads("blocked", number)


@pytest.fixture
def profile(browser: Browser, internet: Internet) -> Iterator[Callable[..., Visitor]]:
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> Visitor:
        contexts.append(browser.new_context(**options))
        return Visitor(contexts[-1], internet)

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(profile: Callable[..., Visitor]) -> Visitor:
    return profile()
