"""DuckDuckGo's autoconsent, which refuses on visitors' behalf, knows our banner for what it is and refuses it."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.checklist.pages import OURS
from tests.browser.checklist.stage import Stage, staged
from tests.browser.checklist.visit import profile
from tests.browser.website import PATIENCE

KNOWN: Final = ["ours in Swedish", "ours in English", "ours with a service", "ours with a service in English"]
"""Arabic buttons it does not know."""

_CONFIG: Final = {
    "autoAction": "optOut",
    "heuristicMode": "reject",
    "enableHeuristicDetection": True,
    "isMainWorld": True,
}

_EXTENSION: Final = """(([config, rules]) => {
    const answer = (message) => window.autoconsentReceiveMessage(message);
    window.told = [];
    window.autoconsentSendMessage = async (message) => {
        told.push(message);
        await null;
        if (message.type === 'init') answer({type: 'initResp', config, rules: {autoconsent: rules}});
        if (message.type === 'eval') answer({type: 'evalResp', id: message.id, result: (0, eval)(message.code)});
    };
})(%s);
%s"""
"""Stands for the extension's background page, and then runs what the extension puts into each frame."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("journal")) as stage:
        yield stage


@pytest.fixture(scope="module")
def extension() -> str:
    package = files("duckduckgo_autoconsent")
    rules = json.loads(package.joinpath("autoconsent_rules.json").read_text("utf-8"))
    return _EXTENSION % (json.dumps([_CONFIG, rules]), package.joinpath("autoconsent.js").read_text("utf-8"))


@pytest.mark.parametrize("name", KNOWN)
def test_autoconsent_refuses_our_banner(browser: Browser, stage: Stage, extension: str, name: str) -> None:
    stage.shows(OURS[name])
    with profile(browser, stage) as visit:
        visit.context.add_init_script(extension)
        visit.opens()
        expect(visit.page.locator("[data-consent-banner]")).to_have_count(0, timeout=PATIENCE * 1000)
        visit.page.wait_for_function("told.some(({type}) => type === 'autoconsentDone')")
        told: list[dict[str, Any]] = visit.page.evaluate("told")
        assert [message["result"] for message in told if message["type"] == "optOutResult"] == [True]
        state = visit.state()
        assert [(stored.name, stored.value) for stored in state.stored] == [("rv_choice", "no.1")]
        assert all(OURS[name].declaration.is_own(request.host) for request in state.requests)
        assert visit.ask("focus") == ""
        visit.opens("/andra")
        assert not visit.ask("asks")
