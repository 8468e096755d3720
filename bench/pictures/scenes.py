"""What is photographed: which pages, how wide, in which colours, and which of the pictures the documents show."""

from typing import Final, Literal, NamedTuple

from bench.pictures.installation import EMPTY, HOSTILE, LITTLE, MUCH

Scheme = Literal["light", "dark"]

SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
WIDTHS: Final = (1280, 375)

_WEEKS: Final = "from=2026-10-26&to=2026-11-22"

PAGES: Final = {
    "login": "/login",
    "overview": "/sites",
    "tokens": "/tokens",
    "much": f"/sites/{MUCH}",
    "much-12m": f"/sites/{MUCH}?period=12m",
    "day": f"/sites/{MUCH}?from=2026-11-20&to=2026-11-20",
    "filtered": f"/sites/{MUCH}?{_WEEKS}&filter=referrer%3DGoogle",
    "goal": f"/sites/{MUCH}?{_WEEKS}&filter=contact%3Dtelephone",
    "list": f"/sites/{MUCH}/panels/page?{_WEEKS}&sort=visits&order=desc",
    "terms": f"/sites/{MUCH}/panels/search?{_WEEKS}",
    "engines": f"/sites/{MUCH}/search",
    "notes": f"/sites/{MUCH}/notes",
    "little": f"/sites/{LITTLE}",
    "empty": f"/sites/{EMPTY}",
    "empty-list": f"/sites/{EMPTY}/panels/page",
    "hostile": f"/sites/{HOSTILE}",
    "hostile-list": f"/sites/{HOSTILE}/panels/page",
    "hostile-terms": f"/sites/{HOSTILE}/panels/search",
    "hostile-notes": f"/sites/{HOSTILE}/notes",
    "error": f"/sites/{MUCH}?from=2026-02-31&to=2026-03-01",
    "missing": "/sites/elsewhere.example",
}
"""By the names of their pictures."""


class Shown(NamedTuple):
    """A picture in the documents: `height` pixels of a page, from `selector` on or else from its top. English is what
    the documents are in."""

    page: str
    width: int
    height: int
    scheme: Scheme
    selector: str = ""


SHOWN: Final = {
    "dashboard": Shown("much", 1280, 1095, "light"),
    "dashboard-dark": Shown("much", 1280, 1095, "dark"),
    "panels": Shown("much", 1280, 1000, "light", ".panels"),
    "sites": Shown("overview", 1280, 900, "light"),
    "few-visits": Shown("little", 1280, 960, "light"),
    "telephone": Shown("much", 375, 812, "dark", ".totals"),
}
