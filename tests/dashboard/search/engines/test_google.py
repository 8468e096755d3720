"""Search Console as it is asked: what is due, what comes back, and what each failure is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from dashboard.numbers.ranges import Range
from dashboard.search.engines.google import Google
from dashboard.search.engines.source import Source, SourceFailure, Task, Told, Trouble
from dashboard.search.engines.sources import NetSources
from store.search import Held, Slice
from tests.dashboard.search.conftest import ENGINES_NOW
from tests.dashboard.search.engines.searches import RARE, TERMS
from tests.dashboard.search.engines.standin import StandIn

pytestmark = pytest.mark.anyio

PROPERTY = "sc-domain:kbt-verkstan.se"
TODAY = date(2026, 11, 23)
SETTLED, FRESH = date(2026, 11, 10), date(2026, 11, 22)
OCTOBER = Task(Range(date(2026, 10, 1), date(2026, 10, 31)), pairs=True)


@pytest.fixture
def source(standin: StandIn, sources: NetSources) -> Source:
    return sources.open("google", "oauth", standin.authority.refresh_token())


def day(of: date) -> Task:
    return Task(Range(of, of), pairs=False)


def held(
    start: date, end: date, *, final: bool = True, pairs: bool = False, total: bool = True, fetched: bool = True
) -> Held:
    piece = Slice("kbt-verkstan.se", "imported:google", start.isoformat(), end.isoformat())
    return Held(piece, final, total, total, total, pairs, fetched)


async def told(source: Source, task: Task) -> list[Told]:
    (answer,) = await source.ask(PROPERTY, task)
    return list(answer.rows)


# What is told


async def test_the_properties_are_those_that_may_be_read(source: Source) -> None:
    assert await source.properties() == [PROPERTY]


async def test_an_account_without_properties_has_none(source: Source, standin: StandIn) -> None:
    standin.properties.clear()
    assert await source.properties() == []


async def test_a_day_has_its_total_and_terms_and_no_page_is_asked_for(source: Source, standin: StandIn) -> None:
    rows = await told(source, day(SETTLED))
    assert len([row for row in rows if not row.term]) == 1
    assert {row.term for row in rows if row.term} == set(TERMS)
    assert not any(row.page for row in rows)
    assert not any("PAGE" in asked.body["dimensions"] for asked in standin.asked)
    assert all(row.position >= 1 for row in rows)


async def test_a_month_has_its_total_terms_and_pages(source: Source) -> None:
    rows = await told(source, OCTOBER)
    shown = sum(row.impressions for row in rows if not row.term and not row.page)
    pages = {row.page: row.impressions for row in rows if row.page and not row.term}
    assert "https://kbt-verkstan.se/behandling/panik" in pages
    assert sum(pages.values()) == shown
    assert {row.term for row in rows if row.term and not row.page} == set(TERMS)


async def test_what_google_withholds_is_in_the_total_and_among_no_terms(source: Source) -> None:
    rows = await told(source, day(SETTLED))
    named = sum(row.clicks for row in rows if row.term)
    (total,) = [row for row in rows if not row.term and not row.page]
    assert named < total.clicks
    assert not {row.term for row in rows} & set(RARE)


async def test_a_month_has_its_terms_also_by_the_pages_that_they_led_to(source: Source) -> None:
    rows = await told(source, Task(Range(date(2026, 10, 1), date(2026, 10, 31)), pairs=True))
    alone = {row.term: row.impressions for row in rows if row.term and not row.page}
    by_term: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if row.term and row.page:
            by_term[row.term] += row.impressions
    assert by_term == alone
    days = [await told(source, day(date(2026, 10, 1) + timedelta(days=count))) for count in range(31)]
    assert set(alone) == {row.term for rows in days for row in rows if row.term}
    assert _total_of(rows) == sum(_total_of(each) for each in days)


async def test_more_terms_than_an_answer_holds_are_read_page_by_page(source: Source, standin: StandIn) -> None:
    standin.extra_terms = 25_000
    rows = await told(source, day(SETTLED))
    assert len({row.term for row in rows if row.term}) == 25_000 + len(TERMS)
    starts = [asked.body["startRow"] for asked in standin.asked if asked.body["dimensions"] == ["QUERY"]]
    assert starts == [0, 25_000]


async def test_a_day_without_searches_has_no_rows_and_is_final(source: Source) -> None:
    (answer,) = await source.ask(PROPERTY, day(date(2025, 6, 1)))
    assert (list(answer.rows), answer.final) == ([], True)


# What is final


async def test_a_day_is_final_when_google_says_no_more_of_it(source: Source) -> None:
    (answer,) = await source.ask(PROPERTY, day(SETTLED))
    assert (answer.days, answer.final) == (Range(SETTLED, SETTLED), True)


async def test_the_newest_days_are_not_and_change(source: Source, standin: StandIn) -> None:
    (before,) = await source.ask(PROPERTY, day(FRESH))
    standin.now += 5 * 86_400
    (after,) = await source.ask(PROPERTY, day(FRESH))
    assert (before.final, after.final) == (False, True)
    assert after.rows[0].impressions > before.rows[0].impressions


async def test_google_may_take_longer_over_a_day(source: Source, standin: StandIn) -> None:
    standin.unfinished = 10
    (late,) = await source.ask(PROPERTY, day(date(2026, 11, 14)))
    (done,) = await source.ask(PROPERTY, day(date(2026, 11, 13)))
    assert (late.final, done.final) == (False, True)


async def test_a_young_day_of_which_google_says_nothing_is_not_final(source: Source, standin: StandIn) -> None:
    standin.fail("empty", "empty", "empty")
    (answer,) = await source.ask(PROPERTY, day(date(2026, 11, 21)))
    assert not answer.final


async def test_a_month_is_final_when_its_last_day_is(source: Source, standin: StandIn) -> None:
    (answer,) = await source.ask(PROPERTY, OCTOBER)
    assert (answer.days, answer.final) == (OCTOBER.days, True)
    standin.now -= 21 * 86_400
    (answer,) = await source.ask(PROPERTY, OCTOBER)
    assert (answer.days, answer.final) == (OCTOBER.days, False)


# What is due


async def test_all_is_due_at_first_the_newest_first_and_today_is_not(source: Source) -> None:
    tasks = source.due([], TODAY, date(2026, 9, 15))
    assert [task.days.start for task in tasks if not task.pairs] == [
        date(2026, 11, 22) - timedelta(days=count) for count in range(69)
    ]
    assert [task for task in tasks if task.pairs] == [OCTOBER], "November is not over, and September not all in reach"
    assert tasks.index(OCTOBER) == 22 + 31
    assert OCTOBER in source.due([], date(2026, 11, 1), date(2026, 9, 15))


async def test_sixteen_months_are_asked_for_at_most(source: Source) -> None:
    tasks = source.due([], TODAY, date(2020, 1, 1))
    assert min(task.days.start for task in tasks) == date(2025, 7, 22)
    assert source.due([], date(2026, 6, 30), date(2020, 1, 1))[-1].days.start == date(2025, 2, 28)


async def test_what_is_held_and_final_is_not_asked_for_again(source: Source) -> None:
    known = [
        held(date(2026, 11, 22), date(2026, 11, 23), final=False),
        held(date(2026, 11, 21), date(2026, 11, 22), total=False),
        held(date(2026, 10, 1), date(2026, 11, 1), pairs=True, total=False),
        held(date(2026, 9, 1), date(2026, 10, 1), final=False, pairs=True, total=False),
    ]
    tasks = source.due(known, TODAY, date(2026, 9, 1))
    asked = {task.days for task in tasks}
    assert Range(FRESH, FRESH) in asked
    assert Range(date(2026, 11, 21), date(2026, 11, 21)) not in asked, "a day without searches is known too"
    assert [task.days.start.month for task in tasks if task.pairs] == [9]


@pytest.mark.parametrize("pairs", [False, True])
async def test_an_export_file_is_not_taken_for_what_is_fetched(source: Source, pairs: bool) -> None:
    files = [
        held(date(2026, 10, 1), date(2026, 11, 1), pairs=pairs, fetched=False),
        held(date(2026, 11, 10), date(2026, 11, 11), pairs=pairs, fetched=False),
    ]
    tasks = source.due(files, TODAY, date(2026, 10, 1))
    assert Task(Range(date(2026, 10, 1), date(2026, 10, 31)), pairs=True) in tasks
    assert day(date(2026, 11, 10)) in tasks


@pytest.mark.parametrize(("passed", "is_final"), [(9, False), (10, True)])
async def test_a_day_without_a_total_is_known_only_after_a_while(
    source: Source, standin: StandIn, passed: int, is_final: bool
) -> None:
    standin.fail("empty", "empty")
    (answer,) = await source.ask(PROPERTY, day(TODAY - timedelta(passed)))
    assert answer == (answer.days, is_final, [])


async def test_what_has_neither_a_term_nor_a_page_is_no_total(source: Source, standin: StandIn) -> None:
    whole = await told(source, day(SETTLED))
    standin.fail("fine", "nameless")
    assert [row for row in await told(source, day(SETTLED)) if not row.term and not row.page] == [
        row for row in whole if not row.term and not row.page
    ]


async def test_nothing_is_due_of_what_may_not_be_kept(source: Source) -> None:
    assert source.due([], TODAY, TODAY) == []
    assert source.due([], TODAY, TODAY + timedelta(days=40)) == []


# What goes wrong


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        ("forbidden", "forbidden"),
        ("insufficientPermissions", "revoked"),
        ("quotaExceeded", "quota"),
        ("rateLimitExceeded", "throttled"),
        ("429", "throttled"),
        ("404", "property"),
        ("html 404", "unreadable"),
        ("500", "server"),
        ("503", "server"),
        ("cut", "unanswered"),
        ("html", "unreadable"),
        ("elsewhere", "unreadable"),
        ("list", "unreadable"),
        ("row", "unreadable"),
        ("negative", "unreadable"),
        ("keyless", "unreadable"),
        ("too many", "unreadable"),
        ("too far", "unreadable"),
        ("token invalid_grant", "revoked"),
        ("token invalid_client", "revoked"),
        ("token admin_policy_enforced", "forbidden"),
        ("token server_error", "server"),
        ("token 503", "server"),
        ("token 429", "throttled"),
        ("token html", "unreadable"),
        ("token list", "unreadable"),
        ("token empty", "unreadable"),
        ("token cut", "unanswered"),
    ],
)
async def test_each_failure_is_of_its_class(source: Source, standin: StandIn, failure: str, trouble: Trouble) -> None:
    standin.fail(failure)
    with pytest.raises(SourceFailure) as raised:
        await source.ask(PROPERTY, day(SETTLED))
    assert raised.value.trouble == trouble
    assert await source.ask(PROPERTY, day(SETTLED)), "and is over with that request"


async def test_a_failure_says_what_google_says_of_it(source: Source, standin: StandIn) -> None:
    standin.fail("forbidden")
    with pytest.raises(SourceFailure, match="User does not have sufficient permission") as raised:
        await source.ask(PROPERTY, day(SETTLED))
    assert raised.value.wait is None


@pytest.mark.parametrize(("failure", "wait"), [("429", 120), ("503", 30), ("429 dated", 600)])
async def test_google_may_say_how_long_to_wait(source: Source, standin: StandIn, failure: str, wait: int) -> None:
    standin.fail(failure)
    with pytest.raises(SourceFailure) as raised:
        await source.ask(PROPERTY, day(SETTLED))
    assert raised.value.wait == wait
    assert standin.now == ENGINES_NOW


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("sc-domain:nowhere.example", "forbidden"),
        ("kbt-verkstan.se", "property"),
        ("https://a.se/b?c=/../", "forbidden"),
    ],
)
async def test_a_property_that_the_access_may_not_see(source: Source, name: str, trouble: Trouble) -> None:
    with pytest.raises(SourceFailure) as raised:
        await source.ask(name, day(SETTLED))
    assert raised.value.trouble == trouble


async def test_a_token_that_ends_early_is_renewed_once(source: Source, standin: StandIn) -> None:
    await source.properties()
    standin.authority.access_tokens.clear()
    assert await source.properties() == [PROPERTY]
    standin.fail("401", "401")
    with pytest.raises(SourceFailure) as raised:
        await source.properties()
    assert raised.value.trouble == "revoked"


async def test_a_token_is_asked_for_again_when_its_time_is_up(sources: NetSources, standin: StandIn) -> None:
    standin.authority.lasts = 0
    source = sources.open("google", "oauth", standin.authority.refresh_token())
    await source.properties()
    await source.properties()
    assert len(standin.authority.access_tokens) == 2


async def test_a_consent_that_was_withdrawn_at_google_must_be_given_again(source: Source, standin: StandIn) -> None:
    standin.authority.refresh_tokens.clear()
    with pytest.raises(SourceFailure, match=r"Token has been expired or revoked\.") as raised:
        await source.properties()
    assert raised.value.trouble == "revoked"


# The service account


async def test_a_service_account_signs_for_itself(sources: NetSources, standin: StandIn) -> None:
    source = sources.open("google", "service-account", standin.authority.account_file())
    assert isinstance(source, Google)
    assert await source.properties() == [PROPERTY]


async def test_a_service_account_that_is_gone(sources: NetSources, standin: StandIn) -> None:
    standin.authority.account_exists = False
    source = sources.open("google", "service-account", standin.authority.account_file())
    with pytest.raises(SourceFailure, match="account not found") as raised:
        await source.properties()
    assert raised.value.trouble == "revoked"


def _total_of(rows: Iterable[Told]) -> int:
    return sum(row.clicks for row in rows if not row.term and not row.page)
