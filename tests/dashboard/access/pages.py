"""Each page that an owner can come to, over an installation of four sorts of sites."""

from typing import Final

from bench.pictures.installation import EMPTY, HOSTILE, LITTLE, MUCH, SHOP

WEEK: Final = "from=2026-11-16&to=2026-11-21"

PANELS: Final = ("medium", "search_page", "missing_page", "country", "contact", "engaged", "scroll", "lcp")
"""One of each kind of values."""

PAGES: Final = (
    "/sites",
    "/tokens",
    f"/sites/{MUCH}",
    f"/sites/{MUCH}?{WEEK}",
    f"/sites/{MUCH}?from=2026-11-20&to=2026-11-20",
    f"/sites/{MUCH}?{WEEK}&compare=year",
    f"/sites/{MUCH}?{WEEK}&filter=page%3D%2Fkontakt",
    f"/sites/{MUCH}?{WEEK}&filter=medium%3Dsearch",
    f"/sites/{MUCH}?{WEEK}&filter=contact%3Dtelephone",
    f"/sites/{MUCH}/notes",
    f"/sites/{MUCH}/notes?change=1",
    f"/sites/{MUCH}/search",
    f"/sites/{MUCH}/panels/search",
    f"/sites/{MUCH}/panels/search?find=kbt",
    f"/sites/{MUCH}/panels/page?{WEEK}&find=k&sort=value&order=asc",
    f"/sites/{MUCH}/panels/browser?{WEEK}&filter=page%3D%2F",
    f"/sites/{SHOP}",
    f"/sites/{LITTLE}",
    f"/sites/{EMPTY}",
    f"/sites/{EMPTY}/notes",
    f"/sites/{EMPTY}/panels/page",
    f"/sites/{HOSTILE}",
    f"/sites/{HOSTILE}/notes",
    f"/sites/{HOSTILE}/panels/page",
    f"/sites/{HOSTILE}/panels/search",
    f"/sites/{HOSTILE}/panels/campaign",
    *(f"/sites/{MUCH}/panels/{name}?{WEEK}" for name in PANELS),
)

FAULTS: Final = {
    f"/sites/{MUCH}?from=2026-02-31&to=2026-03-01": 400,
    f"/sites/{MUCH}?filter=nothing%3Dx": 400,
    f"/sites/{MUCH}/panels/nothing": 404,
    "/sites/elsewhere.example": 404,
    "/sites/a/b/c": 404,
}
