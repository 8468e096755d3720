"""What is typical of measurements, and how many of them are good and poor."""

import pytest

from dashboard.numbers.stats import Filter
from dashboard.numbers.vitals import Measured, measured, measured_dimensions
from policy.dimensions import DIMENSIONS
from policy.values import BORDERS, CLASSES, VALUES
from store.sqlite import SQLiteCounts
from tests.dashboard.acting import NOVEMBER, acting_site
from tests.dashboard.acting import measured as told
from tests.dashboard.seed import Counting, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SITE = acting_site()


def of(dimension: str, *counts: int) -> Measured:
    return Measured(DIMENSIONS[dimension], tuple(zip(CLASSES[dimension], counts, strict=True)))


async def test_each_measurement_is_told_by_class_in_their_order(store: SQLiteCounts, count: Counting) -> None:
    await count([*told("lcp", "2500-3999", 2), *told("lcp", "0-999", 1), *told("engaged", "30-59", 4)], SITE)
    found = {each.dimension.name: each for each in await measured(store, SITE, NOVEMBER)}
    assert list(found) == ["engaged", "scroll", "lcp", "cls", "inp"]
    assert [count for _, count in found["lcp"].counts] == [1, 0, 0, 2, 0]
    assert found["lcp"].number == 3
    assert found["scroll"].number == 0
    assert found["scroll"].typical is None


async def test_a_page_has_its_own(store: SQLiteCounts, count: Counting) -> None:
    await count([*told("lcp", "4000-", 2, page="/tung"), *told("lcp", "0-999", 5)], SITE)
    found = await measured(store, SITE, NOVEMBER, Filter("page", "/tung"))
    assert [each.number for each in found] == [0, 0, 2, 0, 0]
    assert measured_dimensions(SITE, Filter("medium", "search")) == ()
    assert await measured(store, site(), NOVEMBER) == ()


def test_three_of_four_do_not_exceed_the_typical_class() -> None:
    assert of("lcp", 3, 0, 0, 1, 0).typical == "0-999"
    assert of("lcp", 2, 0, 0, 1, 1).typical == "2500-3999"
    assert of("lcp", 0, 0, 0, 0, 1).typical == "4000-"
    assert of("lcp", 74, 0, 1, 0, 25).typical == "1800-2499"


def test_of_what_is_not_graded_the_middle_is_typical() -> None:
    assert of("engaged", 5, 0, 0, 4, 0, 1).typical == "0-9"
    assert of("engaged", 4, 0, 0, 5, 0, 1).typical == "60-179"
    assert not of("engaged", 1, 0, 0, 0, 0, 0).is_graded


def test_grades_go_by_the_borders_that_the_words_name() -> None:
    assert of("lcp", 1, 2, 4, 8, 16).grades == (7, 8, 16)
    assert of("cls", 1, 2, 4, 8).grades == (3, 4, 8)
    assert of("inp", 1, 2, 4, 8).grades == (3, 4, 8)
    for name in BORDERS:
        said = [VALUES[name, value]["en"].partition(":")[0] for value in CLASSES[name]]
        one_each = [of(name, *(int(other == value) for other in CLASSES[name])) for value in CLASSES[name]]
        graded = [("Good", "Needs improvement", "Poor")[each.grades.index(1)] for each in one_each]
        assert graded == said
