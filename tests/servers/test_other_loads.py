"""What else a page can load from others, by every means that was found; and what such a policy does not stop."""

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.servers.conftest import Visitor
from tests.servers.internet import ELSEWHERE, FILM, OWN, RAN, SITE, STRANGER, Internet

pytestmark = pytest.mark.parametrize("front", ["middleware"], indirect=True)

ELEMENTS: Final = {
    "prefetch": '<link rel="prefetch" href="{url}">',
    "preload": '<link rel="preload" as="script" href="{url}">',
    "modulepreload": '<link rel="modulepreload" href="{url}">',
    "import": '<style>@import url("{url}")</style>',
    "background": '<p style="background: url({url})">.</p>',
    "srcset": '<img srcset="{url} 1x" alt="">',
    "poster": '<video poster="{url}"></video>',
    "audio": '<audio src="{url}" preload="auto"></audio>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "svg": '<svg><image href="{url}" width="9" height="9"/></svg>',
    "module": '<script type="module" src="{url}"></script>',
    "redirect": f'<img src="{ELSEWHERE}" alt="">',
    "srcdoc": "<iframe srcdoc=\"<img src={url} onerror=parent.own.push('srcdoc')>\"></iframe>",
}

CALLS: Final = {
    "request": "const r = new XMLHttpRequest(); r.open('GET', '{url}'); r.send()",
    "dynamic-import": "import('{url}').catch(() => 0)",
    "events": "new EventSource('{url}')",
    "socket": "new WebSocket('{url}'.replace('http', 'ws'))",
    "worker": "new Worker(URL.createObjectURL(new Blob(['fetch(`{url}`).catch(() => postMessage(0))'])))"
    ".onmessage = note('worker that was stopped')",
    "image": "new Image().src = '{url}'",
    "ping": "const a = Object.assign(document.createElement('a'), {{href: '#', ping: '{url}'}}); a.click()",
    "face": "new FontFace('x', 'url({url})').load().catch(() => 0)",
    "base": "document.head.append(Object.assign(document.createElement('base'), {{href: '{url}'}})); "
    "new Image().src = 'base.svg'",
}


BY: Final = {*ELEMENTS, *CALLS}


def _address(means: str) -> str:
    return f"http://{STRANGER}/{means}.svg"


TOLD: Final = {
    *(_address(means) for means in BY - {"object", "embed", "redirect", "socket", "srcdoc", "worker"}),
    _address("socket").replace("http:", "ws:"),
    f"http://{SITE}{ELSEWHERE}",
    f"http://{STRANGER}",
}
"""What the page is told was kept out: of an object and what is embedded only the origin. Of what a frame and a worker
try they are told themselves."""


def _loads(page: Page) -> None:
    """Tries every means."""
    for name, element in ELEMENTS.items():
        page.evaluate(
            "(html) => document.body.append(document.createRange().createContextualFragment(html))",
            element.format(url=_address(name)),
        )
    for name, call in CALLS.items():
        page.evaluate(
            "(text) => document.head.append(Object.assign(document.createElement('script'), {text}))",
            call.format(url=_address(name)),
        )


def _strangers(reached: list[tuple[str, str]]) -> set[str]:
    return {path[1:].partition(".")[0] for host, path in reached if host == STRANGER}


def test_every_means_works_where_there_is_no_policy(front: str, visitor: Visitor, internet: Internet) -> None:
    visitor.opens(host=OWN)
    _loads(visitor.page)
    internet.wait(lambda: _strangers(internet.reached) >= BY)


@pytest.mark.parametrize("choice", ["", "yes.1"])
def test_nothing_undeclared_is_loaded_by_any_means(
    front: str, visitor: Visitor, internet: Internet, choice: str
) -> None:
    visitor.answers(choice)
    visitor.opens()
    _loads(visitor.page)
    visitor.page.wait_for_function("(told) => told.every((url) => blocked.includes(url))", arg=sorted(TOLD))
    assert visitor.reads("own", len(RAN) + 2) == RAN | {"srcdoc", "worker that was stopped"}
    assert _strangers(internet.reached) == set()


def test_a_link_and_a_form_to_others_work_as_before(front: str, visitor: Visitor, internet: Internet) -> None:
    visitor.opens()
    form = f'<form method="post" action="http://{STRANGER}/pay.html"><button>Betala</button></form>'
    visitor.page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', html)", form)
    visitor.page.get_by_role("button").click()
    visitor.page.wait_for_url(f"http://{STRANGER}/pay.html")
    visitor.opens()
    visitor.page.evaluate("(url) => { location.href = url }", f"http://{FILM}/link.html")
    visitor.page.wait_for_url(f"http://{FILM}/link.html")
