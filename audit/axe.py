"""What axe-core finds in a page with a layer over it."""

from typing import Any, Final

import msgspec
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import JSHandle, Page

from audit.evidence import Violation

_RUN: Final = """async (layer) => {
    const found = await axe.run(document, {resultTypes: ['violations'], iframes: false, elementRef: true});
    const inside = ({element}) => {
        for (let at = element; at; at = at.parentNode || at.host) if (at === layer) return true;
        return false;
    };
    return found.violations.flatMap(({id, impact, help, helpUrl, tags, nodes}) => [true, false].map((side) => ({
        rule: id, impact: impact || '', help, url: helpUrl, tags, inside: side,
        targets: nodes.filter((node) => inside(node) === side).map(({target}) => target.flat().join(' ')),
    }))).filter(({targets}) => targets.length);
}"""

_STILL: Final = "() => document.getAnimations().every(({playState}) => playState !== 'running')"

_FADE: Final = 1_000
"""Milliseconds for what fades in: half way there its colours are not those that are read."""


def violations(page: Page, layer: JSHandle | None) -> tuple[Violation, ...]:
    """Of the whole page, those of the layer told from the rest."""
    until = "(time) => new Promise((done) => setTimeout(done, time))"
    if not page.evaluate(_STILL):
        page.evaluate(until, _FADE)
    page.evaluate(Axe().axe_script)
    found: Any = page.evaluate(_RUN, layer)
    return tuple(msgspec.convert(row, Violation) for row in found)
