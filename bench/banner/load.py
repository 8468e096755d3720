"""One load of a page in a browser profile of its own, and what it cost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from bench.banner.contestant import HERE, Contestant
from bench.banner.server import Server

_PATIENCE: Final = 60_000  # milliseconds
_WATCH: Final = (HERE / "watch.js").read_text(encoding="utf-8")


class Conditions(NamedTuple):
    """Window in pixels, milliseconds that each answer takes to come, and how many times the processor is slowed, as for
    a telephone."""

    title: str
    width: int
    height: int
    latency: int
    slower: int = 4


class Load(NamedTuple):
    """Times in milliseconds since the navigation began; `shown` is when the refusal could be seen, None without a
    banner, and `frames` how many it took from when it was in the page. `script`, `layout` (style and layout) and `main`
    (all of it) are processor time of the page's main thread, so that others' work on the machine does not count; the
    rest is on the wall clock."""

    requests: int
    raw: int
    compressed: int
    first_paint: float
    shown: float | None
    frames: int
    largest: float
    largest_is_page: bool
    shift: float
    script: float
    layout: float
    main: float

    @property
    def delay(self) -> float:
        """From the page's first paint until the refusal could be seen."""
        return 0.0 if self.shown is None else max(0.0, self.shown - self.first_paint)


@contextmanager
def profile(browser: Browser, contestant: Contestant, conditions: Conditions) -> Iterator[Page]:
    """A page of a fresh profile that watches for the banner."""
    # Programs that know a driven browser by its name show it no banner.
    agent = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/{browser.version} Safari/537.36"
    window: ViewportSize = {"width": conditions.width, "height": conditions.height}
    context = browser.new_context(viewport=window, user_agent=agent)
    context.set_default_timeout(_PATIENCE)
    context.add_init_script(f"({_WATCH})({json.dumps(contestant.refuse)})")
    yield context.new_page()
    context.close()


def load(browser: Browser, server: Server, contestant: Contestant, conditions: Conditions) -> Load:
    with profile(browser, contestant, conditions) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": conditions.slower})
        devtools.send("Network.enable")
        devtools.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": conditions.latency, "downloadThroughput": -1, "uploadThroughput": -1},
        )
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        server.asked.clear()
        visit(page, server, contestant)
        return _read(page, devtools, server)


def visit(page: Page, server: Server, contestant: Contestant) -> None:
    """Until the page asks for nothing more, its banner is there, and the browser has told what it has painted."""
    page.goto(server.url(contestant), wait_until="networkidle")
    shown = "bannerBench.shown && " if contestant.refuse else ""
    page.wait_for_function(f"{shown}bannerBench.first && bannerBench.largest")


def _read(page: Page, devtools: CDPSession, server: Server) -> Load:
    metrics = {row["name"]: row["value"] for row in devtools.send("Performance.getMetrics")["metrics"]}
    seen = page.evaluate("bannerBench")
    return Load(
        requests=len(server.asked),
        raw=sum(len(file.raw) for file in server.asked),
        compressed=sum(len(file.compressed) for file in server.asked),
        first_paint=seen["first"],
        shown=seen["shown"] or None,
        frames=seen["frames"],
        largest=seen["largest"],
        largest_is_page=seen["largestIsPage"],
        shift=seen["shift"],
        script=1000 * (metrics["ScriptDuration"] + metrics["V8CompileDuration"]),
        layout=1000 * (metrics["RecalcStyleDuration"] + metrics["LayoutDuration"]),
        main=1000 * metrics["TaskDuration"],
    )
