"""Pictures of the banner, taken in a Chromium without a window, on a page of a site that is never left."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Browser, Page, Route

from audit.browser import browser, find_browser
from audit.refusal import NoBrowser

Scheme = Literal["light", "dark"]

SIZES: Final = ((1280, 800), (320, 568))
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")

PATIENCE: Final = 10_000
"""Milliseconds that the banner has to appear."""

_PAGE: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{host}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<script async src="{script}"></script></head>
<body><main><h1>{host}</h1></main><footer><a href="{script}" data-rakneverk-open>Kakor</a></footer></body></html>"""


class NoPicture(Exception):
    """The message says why."""


class Photograph(NamedTuple):
    """A picture of the banner in a window of that width; `layer` is "first" or "settings"."""

    language: str
    width: int
    scheme: Scheme
    layer: str
    png: bytes


class Scene(NamedTuple):
    """What is photographed: a site's script, in each language, with the settings or without."""

    host: str
    script: str
    languages: Sequence[str]
    has_settings: bool


def photographs(program: Path | None, scene: Scene) -> list[Photograph]:
    """Without a `program`, by the Chromium that is found. Raises `NoPicture`."""
    try:
        with browser(find_browser(program)) as running:
            return list(_photographs(running, scene))
    except NoBrowser:
        raise NoPicture(
            "No Chromium could be started; install one (Debian, Ubuntu: apt install chromium), or name its path in "
            "RAKNEVERK_CHROMIUM."
        ) from None
    except Exception as error:  # playwright's own, and bare ones from where it talks to its driver
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        raise NoPicture(f"Chromium did not manage ({reason}).") from error


def _photographs(running: Browser, scene: Scene) -> Iterator[Photograph]:
    for language in scene.languages:
        for size in SIZES:
            for scheme in SCHEMES:
                yield from _visit(running, scene, language, size, scheme)


def _visit(
    running: Browser, scene: Scene, language: str, size: tuple[int, int], scheme: Scheme
) -> Iterator[Photograph]:
    width, height = size
    context = running.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", locale=language
    )
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        _open(page, scene, language)
        yield Photograph(language, width, scheme, "first", page.screenshot())
        if scene.has_settings:
            page.locator('[data-consent="settings"]').click()
            page.locator("[data-rakneverk-settings]").wait_for()
            yield Photograph(language, width, scheme, "settings", page.screenshot())
    finally:
        context.close()


def _open(page: Page, scene: Scene, language: str) -> None:
    """As at the site's own address; whatever else is asked for is refused here, so that nothing reaches a network."""
    address = f"https://{scene.host}/"
    script = f"{address}s.js"
    html = _PAGE.format(language=escape(language), host=escape(scene.host), script=script)

    def answer(route: Route) -> None:
        if route.request.url == address:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif route.request.url == script:
            route.fulfill(body=scene.script, content_type="text/javascript; charset=utf-8")
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto(address)
    page.locator("[data-consent-banner]").wait_for()
