"""The policy's text alone, to stand in a page of the owner's: as HTML, and as a script that fills it in."""

import re
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from collector.pages.policy_text import context
from collector.pages.shell import TEMPLATES
from collector.script import literal
from policy.site import Site
from policy.words import Language

LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")
"""Those that it is in, first the one of a page that does not name any."""

LEVELS: Final = range(1, 6)
"""Where its headings can begin: those below them must be headings of HTML too."""

_AROUND: Final = frozenset({"div", "dl", "ol", "section", "table", "tbody", "thead", "tr", "ul"})
"""Elements in which white space means nothing."""


@lru_cache(maxsize=256)
def fragment(site: Site, language: Language, level: int) -> str:
    """The text in force as one element without ids, classes but its own, style or script."""
    return TEMPLATES.get_template("policy/fragment.html").render(
        whole=False, **context(site, language, site.policy.version, level)
    )


@lru_cache(maxsize=256)
def fragment_script(site: Site, language: Language, level: int) -> str:
    """A script that puts the same elements into those of a page that are marked for it. It makes each as such: a page
    that forbids HTML from texts (Trusted Types) shows it too."""
    return _script().replace("__FRAGMENT__", literal(_tree(fragment(site, language, level))))


@cache
def _script() -> str:
    return (Path(__file__).parent / "assets" / "fragment.js").read_text(encoding="utf-8")


class _Tree(HTMLParser):
    """Reads well-formed HTML without empty elements into [name, attributes, child, ...]."""

    def __init__(self) -> None:
        super().__init__()
        self.root: list[Any] = ["", {}]
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: list[Any] = [tag, dict(attrs)]
        self._open[-1].append(element)
        self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, "the template closes what it opens"

    def handle_data(self, data: str) -> None:
        within = self._open[-1]
        if data.strip() or within[0] not in {"", *_AROUND}:
            within.append(re.sub(r"\s+", " ", data))


def _tree(html: str) -> list[Any]:
    reader = _Tree()
    reader.feed(html)
    reader.close()
    _, _, element = reader.root
    found: list[Any] = element
    return found
