"""The consent checklist: a fair banner fails no row of it, each bad page one row and that alone, and ours none."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from policy.phrases import ENGLISH, SWEDISH, Phrases
from tests.browser.checklist.pages import BAD, FAIR, OURS
from tests.browser.checklist.rows import ROWS, judge
from tests.browser.checklist.stage import Stage, Website, staged
from tests.browser.checklist.visit import examine, without_script
from tests.browser.checklist.words import CATEGORIES


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("journal")) as stage:
        yield stage


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    with without_script(browser) as page:
        yield page


@pytest.mark.parametrize(("row", "website"), [pytest.param(row, page, id=f"{row} {name}") for row, name, page in BAD])
def test_bad_page_fails_its_row_and_it_alone(
    browser: Browser, plain: Page, stage: Stage, row: str, website: Website
) -> None:
    found = judge(examine(browser, plain, stage, website))
    assert list(found) == [row], found


def test_each_row_has_a_bad_page() -> None:
    assert {row for row, _, _ in BAD} == set(ROWS)


@pytest.mark.parametrize(("language", "phrases"), [("sv", SWEDISH), ("en", ENGLISH)])
def test_each_category_is_known_by_its_words(language: str, phrases: Phrases) -> None:
    assert phrases.services is not None
    for name, category in phrases.services.categories.items():
        assert re.search(CATEGORIES[name][language], category.within, re.IGNORECASE), category.within


@pytest.mark.parametrize("website", [pytest.param(page, id=name) for name, page in {**FAIR, **OURS}.items()])
def test_fair_banner_fails_no_row(browser: Browser, plain: Page, stage: Stage, website: Website) -> None:
    evidence = examine(browser, plain, stage, website)
    assert not judge(evidence)
    assert evidence.states["arrived"].asks
    assert evidence.signalled_way
    loaded = {request.host for request in evidence.states["accepted"].requests}
    for hosts in website.declaration.services.values():
        assert loaded.issuperset(hosts), "or nothing is shown by what does not load"
