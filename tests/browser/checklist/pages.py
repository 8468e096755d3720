"""The websites that are examined: fair ones, ours, and for each row of the checklist bad ones with a single fault."""

from dataclasses import replace
from typing import Final

from tests.browser.checklist.evidence import Declaration, Row
from tests.browser.checklist.policies import ALONE, IN_ARABIC, WITH_FILM, declaration
from tests.browser.checklist.stage import FILM, SITE, Website

DECLARATION: Final = Declaration(
    domain=SITE,
    rows=(
        Row("cookie", "rv_choice", "choice"),
        Row("local-storage", "rv_visit", "statistics"),
        Row("local-storage", "rv_queue", "statistics"),
        Row("cookie", "viewer", "service", "film"),
        Row("local-storage", "player-*", "service", "film"),
    ),
    categories=frozenset({"statistics", "media"}),
    services={"film": (FILM,)},
    health_care=True,
    untold=("panikattacker",),
)

_FAIR: Final = Website(DECLARATION)

FAIR: Final = {
    "replica in Swedish": _FAIR,
    "replica in English": replace(_FAIR, lang="en"),
}

_EMBEDS: Final = """<p><a data-service="film" data-src="FILM/embed" data-title="Kursen" href="FILM/se">Se filmen</a></p>
<script type="text/plain" data-service="film" data-src="FILM/tag.js"></script>"""

_OWN: Final = Website(declaration(ALONE[0]), ALONE)
_OWN_WITH_FILM: Final = Website(declaration(WITH_FILM[0]), WITH_FILM, body=_EMBEDS)

OURS: Final = {
    "ours in Swedish": _OWN,
    "ours in English": replace(_OWN, lang="en"),
    "ours with its own button": replace(_OWN, footer='<a href="/kakor">Om kakor</a>'),
    "ours with a service": _OWN_WITH_FILM,
    "ours with a service in English": replace(_OWN_WITH_FILM, lang="en"),
    "ours with a service in Arabic": replace(_OWN_WITH_FILM, documents=IN_ARABIC, lang="ar"),
}


def _with(fault: str) -> Website:
    return replace(_FAIR, fault=fault)


_WALL: Final = """<script>addEventListener('load', () => requestAnimationFrame(() => {
    const wall = document.createElement('div');
    wall.style.cssText = 'position:fixed;inset:0;background:#fffc;z-index:5';
    const asked = document.querySelector('[data-consent-banner]');
    if (asked) document.body.append(wall);
    addEventListener('click', () => document.cookie.includes('rv_choice') && wall.remove());
}))</script>"""

_DELETED: Final = """<script>
    const forgotten = 'rv_choice=;path=/;max-age=0;domain=' + location.hostname;
    if (document.cookie.includes('rv_choice=no')) document.cookie = forgotten;
</script>"""

_DESIGN: Final = "<script>document.cookie = 'design=b;path=/'</script>"
_DESIGNED: Final = replace(
    _OWN_WITH_FILM.declaration,
    rows=(*_OWN_WITH_FILM.declaration.rows, Row("cookie", "design", "trying out designs")),
)

_CENSOR: Final = """<script>
    new MutationObserver(() => document.querySelectorAll('[data-rakneverk-placeholder] p').forEach((line) => {
        const text = line.firstChild;
        if (WORDS.test(text.data)) text.data = text.data.replace(WORDS, '');
    })).observe(document, {childList: true, subtree: true});
</script>"""


def _without(words: str) -> Website:
    """The placeholder is silent on what the words match."""
    return replace(_OWN_WITH_FILM, head=_CENSOR.replace("WORDS", words))


BAD: Final = (
    *(
        (row, fault, _with(fault))
        for row, fault in (
            ("L1", "refusal one layer down"),
            ("L1", "refusal below the view"),
            ("L2", "grey refusal"),
            ("L2", "small refusal"),
            ("L3", "chatty refusal"),
            ("L4", "silent on a category"),
            ("L5", "silent on withdrawal"),
            ("L5", "settings silent on withdrawal"),
            ("L6", "ticked beforehand"),
            ("L6", "scrolling is a yes"),
            ("L6", "Escape is a yes"),
            ("L6", "going on is a yes"),
            ("L7", "legitimate interest"),
            ("L12", "withdrawal behind the settings"),
            ("L12", "link to a page without a form"),
            ("L12", "form without effect"),
            ("L13", "withdrawal without effect"),
            ("L14", "wordless withdrawal"),
            ("L17", "deaf to a material change"),
            ("L17", "asks for spelling"),
            ("L18", "forgotten refusal"),
            ("L18", "short refusal"),
            ("L18", "kept too long"),
            ("L19", "refusal with an identifier"),
            ("L21", "deaf to the signal"),
            ("L22", "third party on a closed page"),
            ("L22", "tells which treatment"),
            ("L22", "silent on health"),
            ("L22", "settings silent on health"),
            ("L23", "small targets"),
            ("L23", "trap"),
            ("L23", "stolen focus"),
            ("L23", "modal"),
            ("L23", "half the view and more"),
        )
    ),
    ("L5", "placeholder silent on withdrawal", _without("/Du kan ändra dig[^.]*[.]/")),
    ("L22", "placeholder silent on health", _without("/uttryckliga samtycke/")),
    ("L8", "wall", replace(_OWN_WITH_FILM, head=_WALL)),
    ("L9", "stored on arrival", replace(_OWN_WITH_FILM, head="<script>localStorage.setItem('first', '1')</script>")),
    ("L10", "third party in the page", replace(_OWN_WITH_FILM, planted='<img src="PIXEL/1.gif" alt="">')),
    ("L12", "no way back", replace(_FAIR, footer="")),
    ("L18", "refusal deleted by the page", replace(_OWN_WITH_FILM, head=_DELETED)),
    ("L20", "necessary for trying out designs", replace(_OWN_WITH_FILM, declaration=_DESIGNED, head=_DESIGN)),
    ("L22", "third party in a closed page", replace(_OWN_WITH_FILM, closed='<img src="PIXEL/1.gif" alt="">')),
)
"""What a page can do by itself is done to our own banner; what our script keeps it from, to the replica."""
