"""A Chromium spoken to over its DevTools pipe: Playwright's own way of attaching switches prerendering off."""

import fcntl
import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from tests.browser.website import PATIENCE

_EXEC: Final = """import os, sys
os.dup2(int(sys.argv[1]), 3), os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])"""
"""Chromium reads descriptor 3 and writes descriptor 4; ours are above both."""


class Devtools:
    """One tab. `session` is the page that it shows at first; pages that it prerenders get sessions of their own."""

    def __init__(self, command: Sequence[str], profile: Path) -> None:
        self._in, theirs_out = os.pipe()
        theirs_in, self._out = os.pipe()
        named = f"--user-data-dir={profile}"
        high = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (theirs_in, theirs_out)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _EXEC, *map(str, high), *command, named, "--remote-debugging-pipe"],
            pass_fds=high,
            stderr=subprocess.DEVNULL,
        )
        for end in (theirs_in, theirs_out, *high):
            os.close(end)
        self._number, self._unread = 0, b""
        self._events: list[dict[str, Any]] = []
        self.session = self._attach()

    def _attach(self) -> str:
        found = self.call("Target.getTargets", filter=[{"type": "tab"}])["targetInfos"]
        tab = self.call("Target.attachToTarget", targetId=found[0]["targetId"], flatten=True)["sessionId"]
        self.call("Target.setAutoAttach", tab, autoAttach=True, waitForDebuggerOnStart=False, flatten=True)
        return self.attached("")

    def attached(self, subtype: str) -> str:
        """The session of the page of that subtype, when there is one."""

        def fits(event: dict[str, Any]) -> bool:
            target = event.get("params", {}).get("targetInfo", {})
            named = event.get("method") == "Target.attachedToTarget" and target.get("type") == "page"
            return named and target.get("subtype", "") == subtype

        return str(self.event(fits)["params"]["sessionId"])

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != number:
            self._events.append(answer)
        result: dict[str, Any] = answer["result"]
        return result

    def event(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first event that fits, of those that have come or are still to come."""
        for event in self._events:
            if fits(event):
                return event
        while not fits(event := self._read()):
            self._events.append(event)
        self._events.append(event)
        return event

    def evaluate(self, expression: str, session: str | None = None) -> Any:
        params = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self.call("Runtime.evaluate", session or self.session, **params)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            assert select.select([self._in], [], [], PATIENCE)[0], "Chromium says nothing"
            read = os.read(self._in, 65_536)
            assert read, "Chromium has gone"
            self._unread += read
        message, _, self._unread = self._unread.partition(b"\0")
        decoded: dict[str, Any] = json.loads(message)
        return decoded

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._in)
        os.close(self._out)
