"""Which language a page is in."""

import pytest

from collector.pages.languages import language_of

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, "", "sv"),
        (None, "sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        (None, "en-US,en;q=0.9,sv;q=0.8", "en"),
        (None, "de-DE,de;q=0.9,en;q=0.5", "en"),
        (None, "de-DE,de;q=0.9", "sv"),
        (None, "sv;q=0.5, EN ; q=0.6", "en"),
        (None, "en;q=0, sv;q=0", "sv"),
        (None, "en;q=x,*", "sv"),
        (None, "entirely,wrong;;;q", "sv"),
        ("en", "sv", "en"),
        ("sv", "en", "sv"),
        ("fi", "sv", "en"),
    ],
)
def test_the_page_is_swedish_unless_another_language_is_asked_for_or_english_preferred(
    asked: str | None, accepted: str, language: str
) -> None:
    assert language_of(asked, accepted) == language


def test_of_a_header_beyond_all_measure_the_beginning_is_read() -> None:
    assert language_of(None, "fi," * 20_000 + "en") == "sv"
    assert language_of(None, "sv;q=0.1,en," + "fi," * 20_000) == "en"
    end = "en;q=0."
    assert language_of(None, "sv;q=0.5," + "f" * (1_024 - 10 - len(end)) + f",{end}9") == "sv", "never a part of it"
