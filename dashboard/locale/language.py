"""Which language a page speaks, and how numbers, dates and hostile values are written in it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from typing import Final
from urllib.parse import unquote

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.messages.catalog import Catalog
from babel.numbers import format_decimal, format_percent

from dashboard.locale.catalog import FIRST, OURS, codes, key_of, read, translations
from dashboard.numbers.ranges import Range
from policy.dimensions import RARE, Dimension

COOKIE: Final = "language"

_DIRECTING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FEW: Final = 20  # below this a change in per cent says more than the numbers can bear


class UnknownText(Exception):
    """No catalog has the text."""


class Language:
    """One of those that have a catalog; `fallback` says what it lacks."""

    def __init__(self, code: str, catalog: Catalog, fallback: "Language | None" = None) -> None:
        self.code = code
        self.locale: Locale = catalog.locale or Locale.parse(code)
        self.keys = {key_of(message) for message in catalog if message.id}
        self._texts, self._fallback = translations(catalog), fallback

    def __call__(self, key: str, /, **filled: object) -> str:
        """Raises `UnknownText`."""
        return self.filled("", key, **filled)

    def filled(self, context: str, key: str, /, **filled: object) -> str:
        """What is said in a context, with what stands in its braces. Raises `UnknownText`."""
        text = self.said(context, key)
        if text is None:
            raise UnknownText(key)
        return text.format(**filled) if filled else text

    def plural(self, key: str, number: int, /, **filled: object) -> str:
        """In the form that goes with the number, which fills in `{count}`. Raises `UnknownText`."""
        if ("", key) not in self.keys:
            if self._fallback is None:
                raise UnknownText(key)
            return self._fallback.plural(key, number, **filled)
        text: str = self._texts.ungettext(key, key, number)
        return text.format(count=self.number(number), **filled)

    def said(self, context: str, key: str) -> str | None:
        """Of what is said in a context, such as of a value of a dimension; None where nothing is."""
        if (context, key) not in self.keys:
            return self._fallback.said(context, key) if self._fallback else None
        text: str = self._texts.upgettext(context, key) if context else self._texts.ugettext(key)
        return text

    @property
    def others(self) -> tuple["Language", ...]:
        return tuple(each for each in LANGUAGES.values() if each.code != self.code)

    def title(self, dimension: Dimension) -> str:
        return self.said("dimension", dimension.name) or dimension.name

    def number(self, count: int) -> str:
        return _number(count, self.locale)

    def decimal(self, number: float) -> str:
        """With one decimal."""
        return format_decimal(number, format="#,##0.0", locale=self.locale)

    def percent(self, part: int, whole: int) -> str:
        return format_percent(part / whole, locale=self.locale)

    def rate(self, part: int, whole: int) -> str:
        """In per cent, with a decimal where it is below ten of them."""
        pattern = self.locale.percent_formats[None].pattern
        decimal = pattern if 10 * part >= whole else pattern.replace("##0", "##0.0")
        return format_percent(part / whole, decimal, locale=self.locale)

    def change(self, now: int, before: int) -> str:
        """With its sign: in per cent, or in number where there were few before."""
        if before < _FEW:
            return _signed(now - before, self.number(abs(now - before)))
        per_cent = round(100 * (now - before) / before)
        return _signed(per_cent, self.percent(abs(per_cent), 100))

    def either(self, names: Iterable[str]) -> str:
        return f" {self('terms_or')} ".join(names)

    def day(self, day: date) -> str:
        return format_date(day, "long", self.locale)

    def short_day(self, day: date) -> str:
        return _short_day(day, self.locale)

    def weekday(self, day: date) -> str:
        return format_date(day, "full", self.locale)

    def month(self, day: date) -> str:
        return format_skeleton("yMMMM", day, locale=self.locale)

    def short_month(self, day: date) -> str:
        """January says its year, so that a long chart tells the years apart."""
        return str(day.year) if day.month == 1 else format_date(day, "LLL", self.locale)

    def days(self, days: Range) -> str:
        """A range in full, saying month and year once where they are the same."""
        start, end = days
        return self.weekday(start) if start == end else self._interval(start, end)

    def months(self, days: Range) -> str:
        """The months of a range that holds whole ones."""
        return format_interval(*days, "yMMMM", locale=self.locale)

    def value(self, dimension: str, value: str) -> str:
        """A value as it is read: ours in words, a path decoded, and nothing that steers the text around it."""
        if words := self.said(dimension, value) or self._by_locale(dimension, value):
            return words
        if value == RARE:
            return self("rare")
        if value == "(other)":
            return self("other")
        text = visible(unquote(value) if value.startswith("/") else value)
        return text if text.strip() else self("blank")

    def without(self, dimension: Dimension, count: int) -> str:
        """How many had no value."""
        number = self.number(count)
        if words := self.said("without", dimension.name):
            return words.format(count=number)
        return self("without", count=number)

    def _interval(self, start: date, end: date) -> str:
        """As the locale writes an interval of days, but with the months in full, of which it tells no pattern."""
        differs = "y" if start.year != end.year else "M" if start.month != end.month else "d"
        patterns = self.locale.interval_formats["yMMMd"][differs]
        dated = zip((start, end), patterns, strict=True)
        return "".join(format_date(day, pattern.replace("MMM", "MMMM"), self.locale) for day, pattern in dated)

    def _by_locale(self, dimension: str, value: str) -> str | None:
        """Countries and languages, whose names are known of every locale."""
        named = {"country": self.locale.territories, "language": self.locale.languages}.get(dimension)
        return named.get(value) if named else None


def load(folder: Traversable) -> dict[str, Language]:
    """All that have a file in the folder."""
    fallback = Language(FIRST[-1], read(folder, FIRST[-1]))
    others = {code: Language(code, read(folder, code), fallback) for code in codes(folder) if code != fallback.code}
    return {FIRST[0]: others[FIRST[0]], fallback.code: fallback} | others


LANGUAGES: Final[dict[str, Language]] = load(OURS)


def choose(query: Mapping[str, str], cookies: Mapping[str, str], accepted: str) -> Language:
    """By `?lang=`, else the cookie, else the browser's Accept-Language; Swedish where none of them says."""
    for code in (query.get("lang"), cookies.get(COOKIE), _preferred(accepted)):
        if code in LANGUAGES:
            return LANGUAGES[code]
    return LANGUAGES[FIRST[0]]


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


# Pages write the same numbers and days again and again, and the rules of a locale are slow to follow.
@lru_cache(4096)
def _number(count: int, locale: Locale) -> str:
    return format_decimal(count, locale=locale)


@lru_cache(1024)
def _short_day(day: date, locale: Locale) -> str:
    return format_skeleton("MMMd", day, locale=locale)
