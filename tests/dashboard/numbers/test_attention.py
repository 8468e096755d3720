"""What is called to attention, from what is known of a site."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from dashboard.numbers.attention import ALARM, URGENCY, Facts, Item, Outdated, Since, attention, silence_of
from dashboard.numbers.coverage import Answers

pytestmark = pytest.mark.quick

TODAY = date(2026, 11, 23)
BEGUN = date(2026, 1, 1)
NO_ANSWERS = Answers()


def steady(number: int, *, until: int = 1, days: int = 90) -> dict[date, int]:
    """The same each day, up to so many days ago."""
    return {TODAY - timedelta(days=ago): number for ago in range(until, days + 1)}


def facts(daily: Mapping[date, int], since: Since | None = None, **told: object) -> Facts:
    silence = silence_of(daily, max(daily, default=None), BEGUN, TODAY)
    return Facts(TODAY, BEGUN, daily, silence, since)._replace(**told)  # type: ignore[arg-type]


def kinds(found: Facts) -> list[str]:
    return [item.kind for item in attention(found)]


def test_a_site_as_usual_needs_nothing() -> None:
    usual = facts(steady(8), answers=Answers(30, 20), answers_before=Answers(90, 60))
    assert attention(usual) == ()


@pytest.mark.parametrize(
    ("visits", "silent_days"),
    [(20, 1), (8, 2), (3, 4), (1, 12)],
    ids=["busy", "clinic", "quiet", "one a day"],
)
def test_a_silence_is_unlikely_after_the_longer_the_fewer_come(visits: int, silent_days: int) -> None:
    daily = steady(visits, until=1)
    last = TODAY - timedelta(days=1)
    assert not silence_of(daily, last, BEGUN, last + timedelta(days=silent_days)).is_unlikely
    assert silence_of(daily, last, BEGUN, last + timedelta(days=silent_days + 1)).is_unlikely


def test_a_few_visits_in_two_months_are_never_missed_in_a_month() -> None:
    daily = {TODAY - timedelta(days=ago): 1 for ago in (31, 50, 70)}
    assert not silence_of(daily, max(daily), BEGUN, TODAY).is_unlikely


def test_a_site_of_a_week_has_no_rhythm_yet() -> None:
    begun = TODAY - timedelta(days=10)
    daily = {begun + timedelta(days=offset): 50 for offset in range(5)}
    assert not silence_of(daily, max(daily), begun, TODAY).is_unlikely


def test_a_part_of_today_counts_as_that_part() -> None:
    silence = silence_of(steady(20), TODAY - timedelta(days=1), BEGUN, TODAY)
    assert silence.with_part_of(TODAY, 0).chance == 1
    assert silence.with_part_of(TODAY, 0.5).chance > ALARM > silence.with_part_of(TODAY, 1).chance


LONG_SILENT = steady(8, until=10)
LAST = TODAY - timedelta(days=10)


@pytest.mark.parametrize(
    ("since", "item"),
    [
        (Since(NO_ANSWERS, {}), Item("gone", LAST)),
        (Since(Answers(9, 4), {}), Item("unreported", LAST, 4)),
        (Since(Answers(9, 0), {}), Item("refused", LAST, 9)),
        (Since(NO_ANSWERS, {"bot": 2, "old-consent": 7}), Item("left_out", LAST, 9, why="old-consent")),
        (Since(Answers(9, 4), {"own-visit": 3}), Item("left_out", LAST, 3, why="own-visit")),
    ],
    ids=["all stopped", "answers go on", "all said no", "all left out", "left out, with answers"],
)
def test_a_silence_says_only_what_is_known_of_it(since: Since, item: Item) -> None:
    assert attention(facts(LONG_SILENT, since)) == (item,)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (Since(NO_ANSWERS, {}), ["never"]),
        (Since(Answers(5, 3), {}), ["unreported"]),
        (Since(Answers(5, 1), {}), []),  # left at once after the yes, perhaps
        (Since(Answers(5, 0), {}), []),
        (Since(Answers(20, 0), {}), ["refused"]),
        (Since(NO_ANSWERS, {"own-visit": 1}), ["left_out"]),
    ],
)
def test_of_a_new_site_it_is_said_what_has_come(since: Since, expected: list[str]) -> None:
    assert kinds(facts({}, since)) == expected


def test_what_has_stopped_has_not_fallen_too() -> None:
    stopped = facts(LONG_SILENT, Since(NO_ANSWERS, {}), answers_before=Answers(200, 100))
    assert kinds(stopped) == ["gone"]


@pytest.mark.parametrize(
    ("week", "usual", "expected"),
    [
        (40, 10, ["rose"]),
        (2, 10, ["fell"]),
        (13, 10, []),  # certain, and small
        (0.4, 1, []),  # large, and no more than chance
    ],
)
def test_a_jump_is_large_and_certain(week: float, usual: int, expected: list[str]) -> None:
    whole = round(7 * week)
    daily = steady(usual, until=8) | {
        TODAY - timedelta(days=ago): whole // 7 + (ago <= whole % 7) for ago in range(1, 8)
    }
    assert kinds(facts(daily)) == expected


def test_a_jump_tells_the_week_and_a_usual_one() -> None:
    daily = steady(10, until=8) | steady(40, days=7)
    assert attention(facts(daily)) == (Item("rose", number=280, before=70),)


def test_a_site_of_two_weeks_has_no_usual_week_to_jump_from() -> None:
    begun = TODAY - timedelta(days=14)
    daily = {day: (1 if day < TODAY - timedelta(days=7) else 50) for day in steady(1, days=14)}
    assert kinds(facts(daily)._replace(installed=begun)) == []


def test_answers_that_stop_while_visits_go_on_are_missed() -> None:
    unasked = facts(steady(8), answers=NO_ANSWERS, answers_before=Answers(120, 60))
    assert attention(unasked) == (Item("unasked", number=56, before=120),)
    assert kinds(facts(steady(8), answers=NO_ANSWERS, answers_before=Answers(20, 10))) == []


def test_fewer_visitors_give_fewer_answers() -> None:
    hardly_any = steady(8, until=8) | {TODAY - timedelta(days=3): 1}
    found = kinds(facts(hardly_any, answers=NO_ANSWERS, answers_before=Answers(50, 25)))
    assert "unasked" not in found


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Answers(100, 30), Answers(300, 180), [Item("coverage", None, 30, 60)]),
        (Answers(100, 55), Answers(300, 180), []),  # no more than chance
        (Answers(100_000, 55_000), Answers(300_000, 180_000), []),  # certain, and small
        (Answers(100, 90), Answers(300, 180), []),  # risen
        (Answers(5, 0), Answers(15, 15), []),  # too few to tell
    ],
)
def test_a_fall_of_the_coverage_is_large_and_certain(now: Answers, before: Answers, expected: list[Item]) -> None:
    assert list(attention(facts(steady(8), answers=now, answers_before=before))) == expected


def test_answers_to_an_old_policy_are_more_than_stray_ones() -> None:
    day = TODAY - timedelta(days=20)
    many, few = Outdated(2, day, 30, 100), Outdated(2, day, 2, 100)
    assert attention(facts(steady(8), outdated=many)) == (Item("old_version", day, 30, 2),)
    assert kinds(facts(steady(8), outdated=few)) == []
    assert kinds(facts(steady(8), outdated=Outdated(2, day, 3, 100))) == []


def test_the_most_urgent_stands_first() -> None:
    found = facts(
        LONG_SILENT, Since(NO_ANSWERS, {}), cut={"email": ["/tack"]}, engines={"google": "revoked"},
        outdated=Outdated(2, BEGUN, 9, 9),
    )  # fmt: skip
    assert kinds(found) == ["gone", "personal", "old_version", "engine"]
    assert attention(found)[1] == Item("personal", what="email", pages=("/tack",))
    assert attention(found)[3] == Item("engine", what="google", why="revoked")
    places = [URGENCY.index(item.kind) for item in attention(found)]
    assert places == sorted(places)
