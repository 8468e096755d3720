"""A thousand visitors who answer alike leave one value in their browsers."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.browser.checklist.pages import OURS
from tests.browser.checklist.stage import SITE, Stage, staged
from tests.browser.checklist.visit import profile

BY_HAND: Final = 30
"""Answers by the keyboard; a program that refuses on a visitor's behalf needs no patience."""

EACH_IS_NEW: Final = """([domain, hook]) => {
    const values = window.values = {};
    const ask = () => {
        document.querySelector('footer a').click();
        return document.querySelector(`[data-consent="${hook}"]`);
    };
    window.next = () => {
        const value = document.cookie;
        values[value] = (values[value] || 0) + 1;
        document.cookie = `rv_choice=;path=/;max-age=0;domain=${domain}`;
        localStorage.clear();
        ask().focus();
    };
    window.refuse = (times) => {
        for (let time = 0; time < times; time++) {
            document.querySelector('[data-consent="reject"]').click();
            next();
        }
    };
    addEventListener('click', ({isTrusted}) => isTrusted && next());
    ask().focus();
}"""
"""After each answer the browser forgets it, and is asked again."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("journal")) as stage:
        yield stage


@pytest.mark.parametrize(("hook", "cookie"), [("reject", "rv_choice=no.1"), ("accept", "rv_choice=yes.1")])
def test_equal_answers_are_equal_cookies(browser: Browser, stage: Stage, hook: str, cookie: str) -> None:
    stage.shows(OURS["ours in Swedish"])
    with profile(browser, stage) as visit:
        visit.opens()
        visit.page.evaluate(EACH_IS_NEW, [SITE, hook])
        for _ in range(BY_HAND):
            visit.page.keyboard.press("Enter")
        assert visit.page.evaluate("values") == {cookie: BY_HAND}
        assert len(cookie) <= 30


def test_a_thousand_refusals_are_one_cookie(browser: Browser, stage: Stage) -> None:
    stage.shows(OURS["ours in Swedish"])
    with profile(browser, stage) as visit:
        visit.opens()
        visit.page.evaluate(EACH_IS_NEW, [SITE, "reject"])
        visit.page.evaluate("refuse(1000)")
        assert visit.page.evaluate("values") == {"rv_choice=no.1": 1000}
