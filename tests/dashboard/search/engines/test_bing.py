"""Bing Webmaster Tools as it is asked: days, weeks, and what each failure is."""

from datetime import date
from itertools import pairwise

import pytest

from dashboard.numbers.ranges import Range
from dashboard.search.engines.source import Source, SourceFailure, Task, Trouble
from dashboard.search.engines.sources import NetSources
from tests.dashboard.search.engines.searches import RARE, TERMS
from tests.dashboard.search.engines.standin import BING_KEY, StandIn

pytestmark = pytest.mark.anyio

SITE = "https://kbt-verkstan.se/"
TODAY = date(2026, 11, 23)
ALL = Task(Range(date(2026, 1, 1), TODAY), pairs=False)


@pytest.fixture
def source(sources: NetSources) -> Source:
    return sources.open("bing", "key", BING_KEY)


async def test_the_properties_are_the_sites_that_are_verified(source: Source, standin: StandIn) -> None:
    assert await source.properties() == [SITE]
    standin.bing_sites.clear()
    assert await source.properties() == []


async def test_days_have_totals_weeks_have_terms_and_no_page_is_asked_for(source: Source, standin: StandIn) -> None:
    answers = {answer.days: answer for answer in await source.ask(SITE, ALL)}
    days = [days for days in answers if days.days == 1]
    weeks = [days for days in answers if days.days == 7]
    assert len(days) + len(weeks) == len(answers)
    assert max(day.end for day in days) == date(2026, 11, 21)
    assert all(not row.term and not row.page for day in days for row in answers[day].rows)
    assert {row.term for row in answers[weeks[0]].rows if not row.page} == set(TERMS)
    assert all(row.term and not row.page for week in weeks for row in answers[week].rows)
    assert not any("GetPageStats" in asked.path for asked in standin.asked)
    assert not {row.term for week in weeks for row in answers[week].rows} & set(RARE)


async def test_a_week_ends_with_its_date_in_whichever_way_that_is_written(source: Source) -> None:
    weeks = [answer.days for answer in await source.ask(SITE, ALL) if answer.days.days == 7]
    assert weeks[-2:] == [
        Range(date(2026, 11, 7), date(2026, 11, 13)),
        Range(date(2026, 11, 14), date(2026, 11, 20)),
    ]
    assert all(week.after == following.start for week, following in pairwise(weeks))


async def test_a_days_terms_are_not_told_and_a_total_has_no_position(source: Source) -> None:
    totals = [answer.rows for answer in await source.ask(SITE, ALL) if answer.days.days == 1]
    assert {row.position for rows in totals for row in rows} == {0.0}


async def test_nothing_is_told_of_before_the_task(source: Source) -> None:
    answers = await source.ask(SITE, Task(Range(date(2026, 11, 10), TODAY), pairs=False))
    assert [answer.days.start for answer in answers if answer.days.days == 7] == [date(2026, 11, 14)]
    assert min(answer.days.start for answer in answers) == date(2026, 11, 10)


async def test_what_a_week_has_passed_since_is_final(source: Source) -> None:
    answers = await source.ask(SITE, ALL)
    assert {answer.final for answer in answers if answer.days.end <= date(2026, 11, 16)} == {True}
    assert {answer.final for answer in answers if answer.days.end > date(2026, 11, 16)} == {False}


async def test_a_site_without_figures_has_no_answers(source: Source, standin: StandIn) -> None:
    standin.is_known = False
    assert await source.ask(SITE, ALL) == []


async def test_one_question_is_due_each_time_and_reaches_as_far_as_may_be_kept(source: Source) -> None:
    assert source.due([], TODAY, date(2026, 8, 1)) == [Task(Range(date(2026, 8, 1), TODAY), pairs=False)]
    assert source.due([], TODAY, date(2020, 1, 1)) == [Task(Range(date(2025, 7, 23), TODAY), pairs=False)]
    assert source.due([], TODAY, date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        ("bing 1", "server"),
        ("bing 3", "revoked"),
        ("bing 4", "throttled"),
        ("bing 5", "throttled"),
        ("bing 6", "forbidden"),
        ("bing 7", "property"),
        ("bing 11", "property"),
        ("bing 14", "forbidden"),
        ("bing 16", "unreadable"),
        ("401", "revoked"),
        ("429", "throttled"),
        ("503", "server"),
        ("cut", "unanswered"),
        ("html", "unreadable"),
        ("html 404", "unreadable"),
        ("list", "unreadable"),
        ("no d", "unreadable"),
        ("bad date", "unreadable"),
        ("date of 2500", "unreadable"),
        ("too many of Bing's", "unreadable"),
    ],
)
async def test_each_failure_is_of_its_class(source: Source, standin: StandIn, failure: str, trouble: Trouble) -> None:
    standin.fail(failure)
    with pytest.raises(SourceFailure) as raised:
        await source.ask(SITE, ALL)
    assert raised.value.trouble == trouble
    assert await source.ask(SITE, ALL), "and is over with that request"


async def test_bing_is_left_alone_for_a_while_after_too_many_requests(source: Source, standin: StandIn) -> None:
    standin.fail("bing 4", "429")
    waits = []
    for _ in range(2):
        with pytest.raises(SourceFailure) as raised:
            await source.properties()
        waits.append(raised.value.wait)
    assert waits == [60, 120], "what it names itself holds"


async def test_a_key_of_another_and_a_site_of_another(sources: NetSources, source: Source) -> None:
    with pytest.raises(SourceFailure, match="InvalidApiKey") as raised:
        await sources.open("bing", "key", "f" * 32).properties()
    assert raised.value.trouble == "revoked"
    with pytest.raises(SourceFailure, match="NotAuthorized") as raised:
        await source.ask("https://old.example/", ALL)
    assert raised.value.trouble == "forbidden"
