"""The Chromium that an audit drives: where it is, how it is started, what it says that it is."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from audit.refusal import NoBrowser

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")

FLAGS: Final = (
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--disable-blink-features=AutomationControlled",
)
"""Nothing but what a page asks for is asked for, and that over TCP, so that it can be seen; and no page
hides its banner from what it takes for a robot, as some do."""

MARK: Final = "RakneverkAudit"
"""A collector of Räkneverk leaves out whoever has it in the user agent."""

_INSTALL: Final = (
    "Install Chromium (Debian and Ubuntu: apt install chromium; elsewhere: playwright install chromium) "
    "or name the program with --browser."
)


def find_browser(given: Path | None = None) -> Path | None:
    """The program; None for the one that Playwright has installed itself, if it has. Raises `NoBrowser`."""
    if given is not None:
        if not given.is_file():
            raise NoBrowser("", f"{given}: no such program. {_INSTALL}")
        return given
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


@contextmanager
def browser(program: Path | None) -> Iterator[Browser]:
    """A running Chromium without a window. Raises `NoBrowser`."""
    with sync_playwright() as playwright:
        running = _launch(playwright, program)
        try:
            yield running
        finally:
            running.close()


def _launch(playwright: Playwright, program: Path | None) -> Browser:
    # Strangers' scripts run in it, so the sandbox is wanted; where the kernel grants none, or for root, there is none.
    name, reason = program or "Playwright's own Chromium", ""
    for sandbox in (True, False) if os.geteuid() else (False,):
        try:
            return _launched(playwright, program, sandbox=sandbox)
        except Error as error:
            reason = next((line for line in error.message.splitlines() if line.strip()), "")
    raise NoBrowser("", f"{name} could not be started ({reason}). {_INSTALL}")


def _launched(playwright: Playwright, program: Path | None, *, sandbox: bool) -> Browser:
    if program is None:
        return playwright.chromium.launch(channel="chromium", args=FLAGS, chromium_sandbox=sandbox)
    # The full browser: a small headless one lays out and paints in ways of its own.
    return playwright.chromium.launch(
        executable_path=program, args=[*FLAGS, "--headless=new"], chromium_sandbox=sandbox
    )


def program_version() -> str:
    try:
        return version("rakneverk")
    except PackageNotFoundError:
        return "0"


def user_agent(running: Browser) -> str:
    """The browser's own, as it is with a window, and the token."""
    major = running.version.partition(".")[0]
    return (
        f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36 "
        f"{MARK}/{program_version()}"
    )
