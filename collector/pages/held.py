"""The choice that holds in a browser: read from what it sends, exactly as the script reads what it keeps."""

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from collector.choice import items_of
from policy.banner import CHOICE
from policy.own_visits import MARK
from policy.receipt import RECEIPT
from policy.site import Site

# As in static/script/choice.js, which a test holds beside this.
_CHOICE: Final = re.compile(rf"; *{CHOICE}=(yes|no)\.([0-9]{{1,9}})(\.s)?(\+[a-z0-9+-]+)?(?=;)")
_OURS: Final = re.compile(rf";\s*({CHOICE}|{RECEIPT}|{MARK})=([^;]*)")
_LONGEST: Final = 16_384  # characters of the header: what this service sets takes a tenth of that


class Cookies(NamedTuple):
    """What a browser sends of our cookies, in its order: `choices` as answers are written, and every value of a cookie
    that keeps a choice or a receipt; `marked` tells that its visits are to be left out."""

    choices: tuple[tuple[str, str, str, str], ...]
    kept: tuple[str, ...]
    receipts: tuple[str, ...]
    marked: bool = False

    @property
    def choice(self) -> str:
        """The value of the first; "" where there is none."""
        return next(iter(self.kept), "")


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


def read_cookies(header: str) -> Cookies:
    """From the header `Cookie`, of which no more than the beginning is looked at: a browser sends far less."""
    whole = header if len(header) <= _LONGEST else header[:_LONGEST].rpartition(";")[0]
    ours = [(name, value.strip()) for name, value in _OURS.findall(f";{whole}")]
    return Cookies(
        tuple(_CHOICE.findall(f"; {whole};")),
        tuple(value for name, value in ours if name == CHOICE and value),
        tuple(value for name, value in ours if name == RECEIPT and value),
        (MARK, "1") in ours,
    )


def held(site: Site, cookies: Cookies, signal: bool) -> Held:
    """`signal` tells whether the browser says no by itself."""
    # Where something has set more than one, below other paths, a no holds.
    answer, version, despite, part = next(
        (each for each in cookies.choices if each[0] == "no"), (cookies.choices or (("", "0", "", ""),))[0]
    )
    lapsed = Held("", lapsed=bool(cookies.kept))
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
