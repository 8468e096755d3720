"""`python -m bench.audit`: audits the others' pages and ours, and writes the table of docs/audit.md."""

import os
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from audit.browser import browser, find_browser
from audit.declaration import declared
from audit.judge import judge
from audit.order import Order
from audit.visit import examine
from bench.audit.ours import WIRED, served
from bench.audit.peer import PEERS
from bench.audit.report import Audited, tables
from bench.audit.server import Server
from bench.banner import packages
from bench.banner.__main__ import Progress
from bench.document import DOCS, write

PAGES: Final = 2


def main() -> None:
    packages.install()
    progress = Progress(len(PEERS) + 1)
    audited = []
    with browser(find_browser()) as running:
        with Server(PEERS) as server:
            for peer in PEERS:
                audited.append(_audited(running, peer.title, peer.wired, f"{server.url(peer.host)}/"))
                progress.step(peer.title)
        with served() as url:
            audited.append(_audited(running, "Räkneverk", WIRED, url))
            progress.step("Räkneverk")
        today = datetime.now(UTC).date()
        about = f"{today}, Chromium {running.version}, {PAGES} pages each, {os.uname().sysname}."
    write(DOCS / "audit.md", "peers", tables(audited, about))


def _audited(running: Browser, title: str, wired: str, url: str) -> Audited:
    host = urlsplit(url).hostname
    assert host
    order = Order(url, frozenset({host}), pages=PAGES)
    evidence = examine(running, order, lambda *_: None, datetime.now(UTC))
    return Audited(title, wired, judge(evidence, declared(evidence, None, "")))


if __name__ == "__main__":
    main()
