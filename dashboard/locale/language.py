"""Which of the two languages a page speaks, and how numbers, dates and hostile values are written in it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal
from urllib.parse import unquote

from dashboard.locale.words import NO_VALUE, OTHER, VALUES, WORDS
from dashboard.numbers.ranges import Range
from dashboard.search.pages.upload_words import UPLOAD_WORDS
from dashboard.search.pages.words import SEARCH_WORDS
from dashboard.search.panel.words import PANEL_WORDS
from policy.dimensions import RARE, Dimension

Code = Literal["sv", "en"]

SAID: Final = WORDS | SEARCH_WORDS | UPLOAD_WORDS | PANEL_WORDS
"""All that pages say, by key."""

COOKIE: Final = "language"

_MONTHS: Final[dict[Code, tuple[str, ...]]] = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
_SHORT_MONTHS: Final[dict[Code, tuple[str, ...]]] = {
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_WEEKDAYS: Final[dict[Code, tuple[str, ...]]] = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_THOUSANDS: Final[dict[Code, str]] = {"sv": _NO_BREAK, "en": ","}
_POINT: Final[dict[Code, str]] = {"sv": ",", "en": "."}
_PERCENT: Final[dict[Code, str]] = {"sv": f"{_NO_BREAK}%", "en": "%"}
_DIRECTING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FEW: Final = 20  # below this a change in per cent says more than the numbers can bear


class Language:
    """One of the two."""

    def __init__(self, code: Code) -> None:
        self.code: Code = code
        self.other: Code = "en" if code == "sv" else "sv"

    def __call__(self, key: str, **filled: object) -> str:
        text: str = getattr(SAID[key], self.code)
        return text.format(**filled) if filled else text

    def title(self, dimension: Dimension) -> str:
        return dimension.title[self.code]

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", _THOUSANDS[self.code])

    def decimal(self, number: float) -> str:
        """With one decimal."""
        whole, _, part = f"{number:.1f}".partition(".")
        return self.number(int(whole)) + _POINT[self.code] + part

    def percent(self, part: int, whole: int) -> str:
        return f"{round(100 * part / whole)}{_PERCENT[self.code]}"

    def change(self, now: int, before: int) -> str:
        """With its sign: in per cent, or in number where there were few before."""
        if before < _FEW:
            return _signed(now - before, self.number(abs(now - before)))
        per_cent = round(100 * (now - before) / before)
        return _signed(per_cent, self.number(abs(per_cent)) + _PERCENT[self.code])

    def either(self, names: Iterable[str]) -> str:
        return f" {self('terms_or')} ".join(names)

    def day(self, day: date) -> str:
        return f"{day.day} {_MONTHS[self.code][day.month - 1]} {day.year}"

    def short_day(self, day: date) -> str:
        return f"{day.day}{_NO_BREAK}{_SHORT_MONTHS[self.code][day.month - 1]}"

    def weekday(self, day: date) -> str:
        return f"{_WEEKDAYS[self.code][day.weekday()]} {self.day(day)}"

    def month(self, day: date) -> str:
        return f"{_MONTHS[self.code][day.month - 1]} {day.year}"

    def short_month(self, day: date) -> str:
        """January says its year, so that a long chart tells the years apart."""
        return str(day.year) if day.month == 1 else _SHORT_MONTHS[self.code][day.month - 1]

    def days(self, days: Range) -> str:
        """A range in full, saying month and year once where they are the same."""
        start, end = days
        if start == end:
            return self.weekday(start)
        if start.year != end.year:
            return f"{self.day(start)} – {self.day(end)}"
        if start.month != end.month:
            return f"{start.day} {_MONTHS[self.code][start.month - 1]} – {self.day(end)}"
        return f"{start.day}–{self.day(end)}"

    def months(self, days: Range) -> str:
        """The months of a range that holds whole ones."""
        start, end = days
        if start.year != end.year:
            return f"{self.month(start)} – {self.month(end)}"
        if start.month != end.month:
            return f"{_MONTHS[self.code][start.month - 1]}–{self.month(end)}"
        return self.month(end)

    def value(self, dimension: str, value: str) -> str:
        """A value as it is read: ours in words, a path decoded, and nothing that steers the text around it."""
        if words := VALUES.get((dimension, value)):
            return str(getattr(words, self.code))
        if value == RARE:
            return self("rare")
        if value == "(other)":
            return str(getattr(OTHER, self.code))
        text = visible(unquote(value) if value.startswith("/") else value)
        return text if text.strip() else self("blank")

    def without(self, dimension: Dimension, count: int) -> str:
        """How many had no value."""
        number = self.number(count)
        if words := NO_VALUE.get(dimension.name):
            return str(getattr(words, self.code)).format(count=number)
        return self("without", title=self.title(dimension).lower(), count=number)


LANGUAGES: Final[dict[str, Language]] = {"sv": Language("sv"), "en": Language("en")}


def choose(query: Mapping[str, str], cookies: Mapping[str, str], accepted: str) -> Language:
    """By `?lang=`, else the cookie, else the browser's Accept-Language; Swedish where none of them says."""
    for code in (query.get("lang"), cookies.get(COOKIE), _preferred(accepted)):
        if code in LANGUAGES:
            return LANGUAGES[code]
    return LANGUAGES["sv"]


_ACCEPTED: Final = re.compile(r"\s*([A-Za-z]{2})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?")


def _preferred(accepted: str) -> str | None:
    found = [match for part in accepted.split(",") if (match := _ACCEPTED.fullmatch(part))]
    ranked = sorted(found, key=lambda match: -float(match[2] or 1))
    return next((match[1].lower() for match in ranked if match[1].lower() in LANGUAGES), None)


def visible(text: str) -> str:
    """Control characters, and marks that turn the direction of what follows, are written out."""
    return "".join(f"[U+{ord(char):04X}]" if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in _DIRECTING


def _signed(change: int, written: str) -> str:
    sign = "±" if change == 0 else "+" if change > 0 else "−"
    return sign + written
