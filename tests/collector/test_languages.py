"""Which language a page is in."""

import pytest

from collector.languages import language_of

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
