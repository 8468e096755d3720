"""What axe finds: Deque's accessibility engine for WCAG, run in the page."""

from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Page

_ENGINE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

_RUN: Final = """async (selector) => {
    const {violations} = await axe.run(selector || document, {resultTypes: ['violations']});
    return violations.map(({id, help, nodes}) => `${id}: ${help} (${nodes.map(({target}) => target).join(' ')})`);
}"""


def violations(page: Page, selector: str = "") -> tuple[str, ...]:
    """Of the whole page, or of what is in the element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{_ENGINE};0")
    found: list[Any] = page.evaluate(_RUN, selector)
    return tuple(found)
