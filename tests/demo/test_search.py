"""What engines are made to tell of the demonstration's sites: as they would, of pages that there are."""

import os
import subprocess
import sys
from datetime import date
from typing import Final

import pytest

from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import ENGINES, Answer, Engine
from demo.search import told
from demo.sites import SiteName, pages

SITES: Final[tuple[SiteName, ...]] = ("kbt-verkstan.se", "kbtverkstanbutik.se")
TODAY: Final = date(2026, 11, 22)
DAYS: Final = Range(date(2026, 3, 15), TODAY)

TELL: Final = """
from datetime import date
from dashboard.numbers.ranges import Range
from demo.search import told
print(list(told("kbt-verkstan.se", Range(date(2026, 9, 1), date(2026, 11, 22)), date(2026, 11, 22), 1)))
"""


def answers(site: SiteName, of: Engine) -> list[Answer]:
    return [answer for engine, answer in told(site, DAYS, TODAY, seed=1) if engine == of]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("engine", ENGINES)
def test_terms_lead_to_pages_that_there_are(site: SiteName, engine: Engine) -> None:
    known = {f"https://{site}{page.path}" for page in pages(site)}
    named = {row.page for answer in answers(site, engine) for row in answer.rows}
    assert named - {""} <= known
    assert len(named) > 5 if engine == "google" else named == {""}, "Bing is not asked for pages"


@pytest.mark.parametrize("site", SITES)
def test_google_tells_of_every_day_and_withholds_some_of_it_from_the_terms(site: SiteName) -> None:
    days = [answer for answer in answers(site, "google") if answer.days.days == 1]
    assert [answer.days.start for answer in days] == [date.fromordinal(DAYS.start.toordinal() + n) for n in range(250)]
    assert days[-1].days.end == date(2026, 11, 19), "three days late"
    for answer in days:
        (total,) = [row for row in answer.rows if not (row.term or row.page)]
        of_terms = [row for row in answer.rows if row.term]
        assert not any(row.page for row in answer.rows)
        assert 0 < sum(row.impressions for row in of_terms) < total.impressions
        assert total.clicks <= total.impressions


def test_google_tells_of_pages_by_whole_months() -> None:
    months = [answer for answer in answers("kbt-verkstan.se", "google") if answer.days.days > 1]
    assert [answer.days.start.month for answer in months] == [4, 5, 6, 7, 8, 9, 10]
    assert {answer.days.after.day for answer in months} == {1}
    for answer in months:
        (total,) = [row for row in answer.rows if not (row.term or row.page)]
        of_pages = [row for row in answer.rows if row.page and not row.term]
        assert total.impressions == sum(row.impressions for row in of_pages)
        assert any(row.term and row.page for row in answer.rows)


def test_bing_tells_of_days_in_all_and_of_terms_by_weeks_that_end_on_fridays() -> None:
    found = answers("kbt-verkstan.se", "bing")
    days, weeks = [[each for each in found if each.days.days == length] for length in (1, 7)]
    assert len(found) == len(days) + len(weeks)
    assert all(not (row.term or row.page or row.position) for each in days for row in each.rows)
    assert {each.days.end.weekday() for each in weeks} == {4}
    assert (weeks[0].days.start, weeks[-1].days.end) == (date(2026, 3, 21), date(2026, 11, 13))


@pytest.mark.parametrize("site", SITES)
def test_engines_differ_in_where_they_show_a_term(site: SiteName) -> None:
    def positions(engine: Engine) -> dict[str, float]:
        rows = [row for answer in answers(site, engine) for row in answer.rows]
        return {row.term: row.position for row in rows if row.term and not row.page}

    google, bing = positions("google"), positions("bing")
    both = google.keys() & bing.keys()
    assert len(both) > 10
    assert sum(abs(google[term] - bing[term]) > google[term] / 10 for term in both) > len(both) / 2


def test_it_is_the_same_in_every_process() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", TELL], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
