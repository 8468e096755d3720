"""`python -m bench.pictures [DIR]`: makes a year of visits and writes the pictures of docs/images; with a directory,
also one of each page, light and dark, wide and narrow, and what is printed of it."""

import argparse
import asyncio
import base64
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, Page, StorageState

from audit.browser import browser, find_browser
from bench.document import DOCS
from bench.loopback import Loopback
from bench.pictures.installation import EMAIL, PASSWORD, application, make
from bench.pictures.scenes import PAGES, SCHEMES, SHOWN, WIDTHS, Scheme, Shown

DAYS: Final = 364
LARGEST: Final = 120_000
"""Bytes of a picture in the documents."""

_QUALITIES: Final = (90, 80, 70, 55, 40)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pictures", description=__doc__)
    parser.add_argument("directory", nargs="?", type=Path, help="where a picture of every page is put")
    given: Path | None = parser.parse_args().directory
    with TemporaryDirectory(prefix="rakneverk-pictures-") as data, ThreadPoolExecutor(1) as threads:
        # Playwright's own loop runs in this thread.
        threads.submit(lambda: asyncio.run(make(Path(data), DAYS))).result()
        with _served(Path(data)) as address, browser(find_browser()) as running:
            owner = _logged_in(running, address)
            for name, shown in SHOWN.items():
                _write(DOCS / "images" / f"{name}.webp", _compact(running, owner, address, shown))
            if given is not None:
                given.mkdir(parents=True, exist_ok=True)
                _everything(running, owner, address, given)


@contextmanager
def _served(data: Path) -> Iterator[str]:
    loopback = Loopback().serve(application(data), lifespan=True)
    yield f"http://127.0.0.1:{loopback.port}"
    loopback.stop()


def _logged_in(running: Browser, address: str) -> StorageState:
    context = running.new_context()
    page = context.new_page()
    page.goto(f"{address}/login")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sites")
    state = context.storage_state()
    context.close()
    return state


@contextmanager
def _opened(
    running: Browser, owner: StorageState | None, url: str, width: int, scheme: Scheme, language: str
) -> Iterator[Page]:
    context = running.new_context(
        storage_state=owner, viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language,
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


def _compact(running: Browser, owner: StorageState, address: str, shown: Shown) -> bytes:
    """As good as it can be in that many bytes."""
    with _opened(running, owner, address + PAGES[shown.page], shown.width, shown.scheme, "en-GB") as page:
        box = page.locator(shown.selector).first.bounding_box() if shown.selector else None
        top = box["y"] - 20 if box else 0
        clip = {"x": 0, "y": top, "width": shown.width, "height": shown.height, "scale": 1}
        devtools = page.context.new_cdp_session(page)
        for quality in _QUALITIES:
            asked = {"format": "webp", "quality": quality, "captureBeyondViewport": True, "clip": clip}
            picture = base64.b64decode(devtools.send("Page.captureScreenshot", asked)["data"])
            if len(picture) <= LARGEST:
                return picture
    raise SystemExit(f"bench.pictures: {shown.page} is larger than {LARGEST} bytes")


def _everything(running: Browser, owner: StorageState, address: str, directory: Path) -> None:
    for name, path in PAGES.items():
        state = None if path == "/login" else owner
        for width in WIDTHS:
            for scheme in SCHEMES:
                with _opened(running, state, address + path, width, scheme, "sv-SE") as page:
                    _write(directory / f"{name}-{width}-{scheme}.png", page.screenshot(full_page=True))
        with _opened(running, state, address + path, WIDTHS[0], "light", "sv-SE") as page:
            _write(directory / f"{name}.pdf", page.pdf(format="A4"))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    sys.stdout.write(f"{path.name}: {len(content) // 1000} kB\n")


if __name__ == "__main__":
    main()
