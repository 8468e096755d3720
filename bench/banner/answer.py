"""What lies in the browser before an answer and after a refusal, and what axe finds in the banner."""

from typing import Any, Final, NamedTuple

from playwright.sync_api import Browser, Page

from bench.banner import packages
from bench.banner.contestant import Contestant
from bench.banner.load import Conditions, profile, visit
from bench.banner.server import Server

_STORED: Final = """async () => {
  const databases = (await indexedDB.databases()).map(({ name }) => [name, '']);
  return [...Object.entries(localStorage), ...Object.entries(sessionStorage), ...databases];
}"""
_STILL: Final = "document.getAnimations().every(({ playState }) => playState !== 'running')"
_VIOLATIONS: Final = "async () => (await axe.run()).violations.map(({ id, impact }) => `${id} (${impact})`)"

Stored = dict[str, str]
"""Cookies and whatever else the page keeps, by name."""


class Answer(NamedTuple):
    """`refused` of two visitors, each in a fresh profile; `requests` are those that a refusal makes."""

    violations: tuple[str, ...]
    before: Stored
    refused: tuple[Stored, Stored]
    requests: int

    @property
    def identifies(self) -> bool:
        """Whether two visitors who refused can be told from each other by what they carry."""
        one, other = self.refused
        return one != other


def answer(browser: Browser, server: Server, contestant: Contestant, conditions: Conditions) -> Answer:
    with profile(browser, contestant, conditions) as page:
        visit(page, server, contestant)
        before = _stored(page)
        page.wait_for_function(_STILL)
        page.add_script_tag(path=packages.MODULES / "axe-core" / "axe.min.js")
        violations = page.evaluate(_VIOLATIONS)
    first, requests = _refuse(browser, server, contestant, conditions)
    second, _ = _refuse(browser, server, contestant, conditions)
    return Answer(tuple(violations), before, (first, second), requests)


def _refuse(browser: Browser, server: Server, contestant: Contestant, conditions: Conditions) -> tuple[Stored, int]:
    if not contestant.refuse:
        return {}, 0
    with profile(browser, contestant, conditions) as page:
        visit(page, server, contestant)
        server.asked.clear()
        server.posts = 0
        page.locator(contestant.refuse).click()
        page.locator(contestant.refuse).wait_for(state="hidden")
        page.wait_for_load_state("networkidle")
        page.evaluate("() => new Promise(requestIdleCallback)")
        return _stored(page), len(server.asked) + server.posts


def _stored(page: Page) -> Stored:
    entries: list[list[Any]] = page.evaluate(_STORED)
    cookies = {str(cookie.get("name")): str(cookie.get("value")) for cookie in page.context.cookies()}
    return cookies | {str(name): str(value) for name, value in entries}
