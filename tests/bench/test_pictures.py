"""The pictures in the documents: of pages that there are, all of them made, and none too large."""

import re

import pytest

from bench.document import DOCS
from bench.pictures.__main__ import LARGEST
from bench.pictures.scenes import PAGES, SHOWN

pytestmark = pytest.mark.quick

README = DOCS.parent / "README.md"


def test_what_is_shown_is_of_a_page_that_is_photographed() -> None:
    assert {shown.page for shown in SHOWN.values()} <= PAGES.keys()


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_there_and_small(name: str) -> None:
    assert 5_000 < (DOCS / "images" / f"{name}.webp").stat().st_size <= LARGEST


def test_documents_show_pictures_that_are_there_and_say_what_is_on_them() -> None:
    for page in (README, *DOCS.glob("*.md")):
        for text, path in re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", page.read_text(encoding="utf-8")):
            assert text, page.name
            assert (page.parent / path).is_file(), f"{page.name}: {path}"
