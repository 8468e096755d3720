"""Made-up visits are the same for the same seed, and such as a browser with the script would report."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import msgspec
import pytest

from collector.scrub import scrub_url
from collector.wire import read_hit
from demo.acts import EVENTS, ORDERED, Act
from demo.sites import SiteName, finds, pages
from demo.visits import Answer, MadeUp, View

pytestmark = pytest.mark.quick

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SITES: tuple[SiteName, ...] = ("kbt-verkstan.se", "kbtverkstanbutik.se")
MONDAY = date(2026, 11, 16)


def events(site: SiteName, day: date, seed: int = 1) -> list[View | Act | Answer]:
    return list(MadeUp(seed, dict.fromkeys(SITES, 2)).day(site, day))


def visits(site: SiteName, day: date) -> Iterator[list[View]]:
    """The page views of a day, visit by visit."""
    visit: list[View] = []
    for event in events(site, day):
        if isinstance(event, View):
            if "visit" in event.wire.first and visit:
                yield visit
                visit = []
            visit.append(event)
    yield visit


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> SiteName:
    chosen: SiteName = request.param
    return chosen


def test_the_same_seed_makes_the_same_visits(site: SiteName) -> None:
    assert events(site, MONDAY) == events(site, MONDAY)
    assert events(site, MONDAY) != events(site, MONDAY, seed=2)


def test_days_differ(site: SiteName) -> None:
    made_up = MadeUp(1, dict.fromkeys(SITES, 2))
    assert list(made_up.day(site, MONDAY)) != list(made_up.day(site, MONDAY))


def test_every_report_passes_the_collectors_door(site: SiteName) -> None:
    for report in events(site, MONDAY):
        if not isinstance(report, Answer):
            sent = msgspec.json.encode(report.wire)
            assert msgspec.json.encode(read_hit(sent)) == sent
            assert (report.wire.site, report.wire.policy) == (site, 2)


def test_no_two_reports_have_one_number() -> None:
    made_up = MadeUp(1, dict.fromkeys(SITES, 2))
    reports = [event for site in SITES for event in made_up.day(site, MONDAY) if not isinstance(event, Answer)]
    assert len({report.wire.id for report in reports}) == len(reports)


def test_a_visit_begins_once_and_keeps_its_source_and_browser(site: SiteName) -> None:
    for visit in visits(site, MONDAY):
        assert ["visit" in view.wire.first for view in visit] == [True] + [False] * (len(visit) - 1)
        assert len({(view.wire.referrer, view.wire.campaign, view.agent, view.wire.screen) for view in visit}) == 1
        assert all(0 < later.at - view.at < 1800 for view, later in pairwise(visit)), "else a new visit begins"


def test_a_page_is_first_seen_once_in_a_visit(site: SiteName) -> None:
    for visit in visits(site, MONDAY):
        seen = Counter(urlsplit(view.wire.url).path for view in visit if "page" in view.wire.first)
        assert seen.keys() == {urlsplit(view.wire.url).path for view in visit}
        assert max(seen.values()) == 1


def test_visits_walk_along_links_that_the_site_has(site: SiteName) -> None:
    links = {page.path: page.links for page in pages(site)}
    for visit in visits(site, MONDAY):
        paths = [urlsplit(view.wire.url).path for view in visit if not urlsplit(view.wire.url).query]
        assert all(later in links[path] for path, later in pairwise(paths) if later != ORDERED)


def test_some_addresses_hold_what_they_should_not(site: SiteName) -> None:
    month = [event for ago in range(30) for event in events(site, MONDAY - timedelta(days=ago), seed=ago)]
    urls = [event.wire.url for event in month if isinstance(event, View)]
    cut = {kind for url in urls for kind in scrub_url(url).kinds}
    assert {"email"} < cut
    assert len([url for url in urls if scrub_url(url).kinds]) < len(urls) / 20


def test_visits_begin_on_their_day(site: SiteName) -> None:
    begun = {datetime.fromtimestamp(visit[0].at, STOCKHOLM).date() for visit in visits(site, MONDAY)}
    assert begun == {MONDAY}


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_days_on_which_the_clock_is_changed_are_days_too(site: SiteName, day: date) -> None:
    views = [view for visit in visits(site, day) for view in visit]
    start = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() - 7_200
    assert all(start <= view.at < start + 30 * 3_600 for view in views)


def test_a_week_has_robots_searches_and_both_answers() -> None:
    week = [event for n in range(7) for event in events("kbt-verkstan.se", MONDAY + timedelta(days=n), seed=n)]
    views = [event for event in week if isinstance(event, View)]
    assert {event.answer for event in week if isinstance(event, Answer)} == {"yes", "no"}
    assert any("bot" in view.agent for view in views)
    assert any("search" in view.wire.first for view in views)
    assert any(view.wire.referrer == "" for view in views)
    assert len({view.wire.referrer for view in views}) > 5


@pytest.fixture(scope="module")
def quarter() -> dict[SiteName, list[View]]:
    made_up = MadeUp(1, dict.fromkeys(SITES, 2))
    days = [date(2026, 7, 1) + timedelta(days=n) for n in range(92)]
    return {site: [each for day in days for each in made_up.day(site, day) if isinstance(each, View)] for site in SITES}


def searches(views: list[View]) -> list[View]:
    return [view for view in views if "search" in view.wire.first and view.wire.previous]


def test_of_engines_only_one_tells_what_was_searched_for(quarter: dict[SiteName, list[View]], site: SiteName) -> None:
    told = {urlsplit(view.wire.referrer).hostname for view in quarter[site] if "?" in view.wire.referrer}
    assert told == {"www.eniro.se"}


def test_advertisements_tell_it_in_their_links(quarter: dict[SiteName, list[View]], site: SiteName) -> None:
    landed = [view for view in quarter[site] if "utm_term=" in view.wire.url]
    assert all({"visit", "page"} == set(view.wire.first) for view in landed)
    visits = sum("visit" in view.wire.first for view in quarter[site])
    assert visits / 40 < len(landed) < visits / 10


def test_a_search_tells_the_page_before_and_what_the_site_would_have_found(
    quarter: dict[SiteName, list[View]], site: SiteName
) -> None:
    found = searches(quarter[site])
    assert found
    known = {f"https://{site}{page.path}" for page in pages(site)}
    assert {view.wire.previous for view in found} <= known
    assert {view.wire.found for view in found} == {True, False}
    for view in found:
        ((_, words),) = parse_qsl(urlsplit(view.wire.url).query)
        assert view.wire.found is finds(site, words)
    others = [view.wire for view in quarter[site] if "search" not in view.wire.first]
    assert all(wire.found for wire in others if "?" not in wire.url)


def test_some_words_are_shared_and_a_believable_part_is_rare(
    quarter: dict[SiteName, list[View]], site: SiteName
) -> None:
    words = Counter(urlsplit(view.wire.url).query for view in searches(quarter[site]))
    rare = sum(count for count in words.values() if count < 3)
    assert 0.2 < rare / words.total() < 0.6
    assert sum(count >= 3 for count in words.values()) >= 4


def test_each_page_view_tells_the_page_before(site: SiteName) -> None:
    for visit in visits(site, MONDAY):
        assert visit[0].wire.previous == ""
        for before, view in pairwise(visit):
            assert view.wire.previous == before.wire.url.partition("?")[0]


@pytest.fixture(scope="module")
def acts() -> dict[SiteName, list[Act]]:
    made_up = MadeUp(1, dict.fromkeys(SITES, 2))
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(30)]
    return {site: [each for day in days for each in made_up.day(site, day) if isinstance(each, Act)] for site in SITES}


def test_acts_follow_a_view_of_their_page_in_the_same_visit(site: SiteName) -> None:
    before: View | None = None
    for event in events(site, MONDAY):
        if isinstance(event, View):
            before = event
        elif isinstance(event, Act):
            assert before is not None
            assert 0 < event.at - before.at < 60
            told = (event.wire.url, event.wire.referrer, event.wire.campaign, event.agent)
            assert told == (before.wire.url.partition("?")[0], before.wire.referrer, before.wire.campaign, before.agent)


def test_what_can_be_done_is_done_within_a_month(acts: dict[SiteName, list[Act]]) -> None:
    wires = [act.wire for site in SITES for act in acts[site]]
    assert {wire.contact for wire in wires} >= {"telephone", "mail", "booking"}
    assert {wire.event for wire in wires} - {""} == EVENTS.keys()
    assert any(wire.outbound for wire in wires)
    assert any(wire.download for wire in wires)


def test_an_act_is_the_first_of_its_kind_once_in_a_visit(acts: dict[SiteName, list[Act]]) -> None:
    clicks = [act.wire for site in SITES for act in acts[site] if act.wire.contact or act.wire.event]
    assert 0 < sum("event" in wire.first for wire in clicks) <= len(clicks)
    assert not any(act.wire.first for site in SITES for act in acts[site] if act.wire.engaged is not None)


def test_measurements_are_believable(acts: dict[SiteName, list[Act]], site: SiteName) -> None:
    found = [act.wire for act in acts[site] if act.wire.lcp is not None]
    assert 0.5 < sum(wire.lcp < 2500 for wire in found if wire.lcp is not None) / len(found) < 0.99
    assert any(wire.cls is None for wire in found), "not all browsers tell it"
    assert any(wire.inp is None for wire in found), "not every page is clicked on"


def test_some_orders_are_made_and_some_links_lead_nowhere(quarter: dict[SiteName, list[View]]) -> None:
    shop = [view.wire for view in quarter["kbtverkstanbutik.se"]]
    assert any(wire.url.endswith(ORDERED) for wire in shop)
    assert not any(view.wire.url.endswith(ORDERED) for view in quarter["kbt-verkstan.se"])
    assert all(any(view.wire.missing for view in quarter[site]) for site in SITES)
