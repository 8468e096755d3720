"""The choice that holds in a browser: read from what it sends, exactly as the script reads what it keeps."""

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from collector.choice import items_of
from policy.banner import CHOICE
from policy.site import Site

# As in static/script/choice.js, which a test holds beside this.
_CHOICE: Final = re.compile(rf"; *{CHOICE}=(yes|no)\.([0-9]{{1,9}})(\.s)?(\+[a-z0-9+-]+)?(?=;)")


class Held(NamedTuple):
    """`accepted` are items, and `part` what was accepted as the cookie names it: nothing where it was everything.
    `despite` tells a yes that was given in spite of the browser's signal. Where no answer holds, `lapsed` tells that
    there is one which does not any more."""

    answer: Literal["yes", "some", "no", ""]
    version: int = 0
    accepted: frozenset[str] = frozenset()
    part: tuple[str, ...] = ()
    despite: bool = False
    lapsed: bool = False


def signals(headers: Mapping[str, str]) -> bool:
    """Whether the browser says no by itself: Global Privacy Control, or Do Not Track."""
    return headers.get("sec-gpc") == "1" or headers.get("dnt") == "1"


def held(site: Site, cookies: str, signal: bool) -> Held:
    """`cookies` is the header of that name; `signal` whether the browser says no by itself."""
    found = _CHOICE.findall(f"; {cookies};")
    # Where something has set more than one, below other paths, a no holds.
    answer, version, despite, part = next(
        (each for each in found if each[0] == "no"), (found or [("", "0", "", "")])[0]
    )
    lapsed = Held("", lapsed=bool(cookie(cookies, CHOICE)))
    if not answer or int(version) < site.material_since:
        return lapsed
    if answer == "no":
        return Held("no", int(version))
    items = items_of(site.policy)
    names = tuple(part.split("+")[1:])
    accepted = frozenset(item for item, category in items.items() if not part or item in names or category in names)
    # A signal that came after the yes takes it back; only a yes given in spite of it holds.
    if not accepted or (signal and not despite):
        return lapsed
    return Held("yes" if accepted == items.keys() else "some", int(version), accepted, names, bool(despite))


def is_answer(value: str) -> bool:
    """Whether the cookie's value is an answer, to whatever version."""
    found = _CHOICE.match(f"; {CHOICE}={value};")
    return found is not None and found[0] == f"; {CHOICE}={value}"


def cookie(cookies: str, name: str) -> str:
    """The value of the first cookie of the name in the header; "" where there is none."""
    return next(
        (value for each, _, value in (one.strip().partition("=") for one in cookies.split(";")) if each == name), ""
    )
