"""Words, numbers and dates in both languages."""

from datetime import date

import pytest

from dashboard.locale.language import LANGUAGES, choose, visible
from dashboard.numbers.ranges import Range
from policy.dimensions import DIMENSIONS

pytestmark = pytest.mark.quick

SWEDISH, ENGLISH = LANGUAGES["sv"], LANGUAGES["en"]
FIRST, LAST = date(2026, 10, 26), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "expected"),
    [
        ({}, {}, "", "sv"),
        ({}, {}, "en-GB,en;q=0.9", "en"),
        ({}, {}, "de, sv-SE;q=0.8, en;q=0.9", "en"),
        ({}, {}, "*;q=0.1, ;;;, q=9", "sv"),
        ({}, {"language": "sv"}, "en", "sv"),
        ({"lang": "en"}, {"language": "sv"}, "sv", "en"),
        ({"lang": "tlh"}, {"language": "xx"}, "en", "en"),
    ],
)
def test_the_language_is_asked_for_or_remembered_or_the_browsers(
    query: dict[str, str], cookie: dict[str, str], accepted: str, expected: str
) -> None:
    assert choose(query, cookie, accepted).code == expected


def test_numbers() -> None:
    assert SWEDISH.number(1234567) == "1\xa0234\xa0567"
    assert ENGLISH.number(1234567) == "1,234,567"
    assert SWEDISH.percent(71, 120) == "59\xa0%"
    assert ENGLISH.percent(71, 120) == "59%"


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(120, 100, "+20\xa0%"), (80, 100, "−20\xa0%"), (100, 100, "±0\xa0%"), (6, 2, "+4"), (0, 19, "−19"), (5, 5, "±0")],
)
def test_a_change_is_in_per_cent_unless_there_were_few(now: int, before: int, expected: str) -> None:
    assert SWEDISH.change(now, before) == expected


@pytest.mark.parametrize(
    ("start", "end", "swedish", "english"),
    [
        (LAST, LAST, "söndag 22 november 2026", "Sunday, 22 November 2026"),
        (date(2026, 11, 1), LAST, "1–22 november 2026", "1–22 November 2026"),
        (FIRST, LAST, "26 oktober–22 november 2026", "26 October\u2009–\u200922 November 2026"),
        (date(2025, 12, 1), LAST, "1 december 2025–22 november 2026", "1 December 2025\u2009–\u200922 November 2026"),
    ],
)
def test_ranges_in_words(start: date, end: date, swedish: str, english: str) -> None:
    assert SWEDISH.days(Range(start, end)) == swedish
    assert ENGLISH.days(Range(start, end)) == english


def test_windows_in_words() -> None:
    assert SWEDISH.months(Range(date(2026, 10, 1), date(2026, 12, 31))) == "oktober–december 2026"
    assert SWEDISH.months(Range(date(2026, 11, 1), date(2026, 11, 30))) == "november 2026"
    assert SWEDISH.months(Range(date(2025, 10, 1), date(2026, 3, 31))) == "oktober 2025\u2009–\u2009mars 2026"


@pytest.mark.parametrize(
    ("dimension", "value", "shown"),
    [
        ("page", "/blogg/%C3%A5ngest", "/blogg/ångest"),
        ("page", "/%FF%00", "/\ufffd[U+0000]"),
        ("page", "/rabatt%20100%", "/rabatt 100%"),
        ("referrer", "100%25.example", "100%25.example"),
        ("medium", "search", "Sökmotorer"),
        ("referrer", "search", "search"),
        ("referrer", "(other)", "Övriga"),
        ("referrer", "\u202egpj.exe", "[U+202E]gpj.exe"),
        ("search_term", "  ", "[tomt]"),
    ],
)
def test_values_as_they_are_read(dimension: str, value: str, shown: str) -> None:
    assert SWEDISH.value(dimension, value) == shown


@pytest.mark.parametrize("text", ["العربية", "👩‍👩‍👧 emoji", "<b>'; DROP", "ångest"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert visible(text) == text


def test_what_has_no_value_is_a_phrase() -> None:
    assert SWEDISH.without(DIMENSIONS["search_term"], 312) == "utan sökord: 312"
    assert ENGLISH.without(DIMENSIONS["referrer"], 1312) == "without a named referrer: 1,312"
