"""DuckDuckGo's autoconsent in the place of a browser that refuses for its owner: does it know the banner?"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from duckduckgo_autoconsent import bundle, rules_json
from playwright.sync_api import CDPSession, Error

from audit.evidence import Autoconsent
from audit.profile import Profile

_WORLD: Final = "autoconsent"

_CONFIG: Final = {
    "enabled": True,
    "autoAction": "optOut",
    "disabledCmps": [],
    "enablePrehide": False,
    "enableCosmeticRules": False,
    "enableHeuristicDetection": True,
    "heuristicMode": "reject",
    "detectRetries": 20,
    "isMainWorld": False,
}

_SETTLE: Final = 6.0
"""Seconds for it to find the banner, refuse, and say so."""

_BESIDE: Final = """
const tell = globalThis.autoconsentTold;
globalThis.autoconsentSendMessage = async (message) => {
    await null;
    if (message.type === 'init') {
        globalThis.autoconsentReceiveMessage({type: 'initResp', config: %s, rules: {autoconsent: %s}});
    } else tell(JSON.stringify(message));
};
%s"""
"""The part of an extension that lives in the page's frames; the rest is here."""


@cache
def _script() -> str:
    return _BESIDE % (json.dumps(_CONFIG), rules_json(), bundle())


class Extension:
    """What it says, once it has been put into a profile by `prepare`."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def prepare(self, session: CDPSession) -> None:
        """It runs in a world of its own in each frame, as an extension does, so no policy of the page stops it."""
        session.on("Runtime.bindingCalled", lambda event: self._hears(session, event))
        session.send("Runtime.enable")
        session.send("Runtime.addBinding", {"name": "autoconsentTold", "executionContextName": _WORLD})
        session.send("Page.addScriptToEvaluateOnNewDocument", {"source": _script(), "worldName": _WORLD})

    def _hears(self, session: CDPSession, event: Any) -> None:
        if event["name"] != "autoconsentTold":
            return
        message = json.loads(event["payload"])
        self.said.append(message)
        if message["type"] == "eval":
            self._evaluates(session, message, event["executionContextId"])

    def _evaluates(self, session: CDPSession, message: dict[str, Any], context: int) -> None:
        """Some rules look at what the page's own scripts have left."""
        try:
            found = session.send("Runtime.evaluate", {"expression": message["code"], "returnByValue": True})
            result = bool(found["result"].get("value"))
        except Error:
            result = False
        answer = json.dumps({"type": "evalResp", "id": message["id"], "result": result})
        expression = f"autoconsentReceiveMessage({answer})"
        try:
            session.send("Runtime.evaluate", {"expression": expression, "contextId": context})
        except Error:
            return

    def heard(self, *types: str) -> list[dict[str, Any]]:
        return [message for message in self.said if message["type"] in types]


def verdict(profile: Profile, extension: Extension) -> Autoconsent:
    """What it makes of the page that is open, and what the page then does."""
    _wait(profile, lambda: bool(extension.heard("autoconsentDone", "autoconsentError")))
    found = extension.heard("popupFound", "cmpDetected")
    refused = any(message.get("result") for message in extension.heard("optOutResult"))
    profile.traffic.drain()
    profile.settles()
    asked = profile.banner() is not None
    requests = profile.traffic.drain()
    return Autoconsent(
        detected=bool(found), name=str(found[-1].get("cmp", "")) if found else "", refused=refused, asked=asked,
        foreign=tuple(row for row in requests if not row.own), stored=profile.stored(),
    )  # fmt: skip


def _wait(profile: Profile, holds: Callable[[], bool]) -> None:
    for _ in range(int(_SETTLE * 10)):
        if holds():
            return
        profile.page.wait_for_timeout(100)
