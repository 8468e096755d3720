"""Numbers as engines and spreadsheets write them: which mark parts decimals, a whole column tells."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple

Mark = Literal[".", ","]
MARKS: Final[tuple[Mark, ...]] = (".", ",")

NOTHING: Final = frozenset({"", "-", "~", "–", "—", "--"})
"""Where the engine has no number."""

_SPACES: Final = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}"
_QUOTES: Final = "'\N{RIGHT SINGLE QUOTATION MARK}"
_PERCENT: Final = re.compile(rf"[{_SPACES}]*[%\N{{ARABIC PERCENT SIGN}}\N{{FULLWIDTH PERCENT SIGN}}][{_SPACES}]*")
_GROUPS: Final = {
    mark: re.compile(rf"[0-9]{{1,3}}(?P<group>[{_SPACES}{_QUOTES}{other}])(?:[0-9]{{2,3}}(?P=group))*[0-9]{{3}}")
    for mark, other in ((".", ","), (",", "."))
}  # of two in the middle, as India writes them: 12,34,567
_LONGEST: Final = 40  # characters


class Numeral(NamedTuple):
    """A number with as many decimals as it was written with; `per_cent` if it was written so."""

    value: Fraction
    decimals: int
    per_cent: bool


def count_of(text: str) -> int | None:
    """A whole number without decimals, whose thousands may be parted by any mark; None for what is none."""
    text = text.strip()
    if text in NOTHING:
        return 0
    for mark in MARKS:
        found = numeral(text, mark)
        if found and not found.decimals and not found.per_cent:
            return int(found.value)
    return None


def numeral(text: str, mark: Mark) -> Numeral | None:
    """As it reads where `mark` parts the decimals."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    bare = _PERCENT.sub("", text)
    whole, point, decimals = bare.partition(mark)
    if _GROUPS[mark].fullmatch(whole):
        whole = re.sub("[^0-9]", "", whole)
    if not _is_digits(whole) or (point and not _is_digits(decimals)):
        return None
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    return Numeral(value, len(decimals), bare != text)


def thousands(cells: Sequence[str]) -> set[str]:
    """The marks by which the thousands of whole numbers are parted."""
    return {found["group"] for mark in MARKS for cell in cells if (found := _GROUPS[mark].fullmatch(cell.strip()))}


def readings(cells: Sequence[str]) -> dict[Mark, list[Numeral | None]]:
    """The column by each mark for decimals under which every cell is a number, or nothing: None."""
    found: dict[Mark, list[Numeral | None]] = {}
    for mark in MARKS:
        if first_unread(cells, mark) == len(cells):
            found[mark] = [None if cell.strip() in NOTHING else numeral(cell, mark) for cell in cells]
    return found


def first_unread(cells: Sequence[str], mark: Mark) -> int:
    """The place of the first cell that is no number where `mark` parts the decimals; their number if all are."""
    unread = (at for at, cell in enumerate(cells) if cell.strip() not in NOTHING and not numeral(cell, mark))
    return next(unread, len(cells))


def is_ratio(clicks: int, impressions: int, ratio: Numeral) -> bool:
    """Whether a CTR is what it says, as exactly as it is written; one without a sign may be a fraction or per cent."""
    if not impressions:
        return not clicks and not ratio.value
    share = Fraction(clicks, impressions)
    exactness = Fraction(1, 10**ratio.decimals)
    as_per_cent = abs(share * 100 - ratio.value) <= exactness
    return as_per_cent or (not ratio.per_cent and abs(share - ratio.value) <= exactness)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()
