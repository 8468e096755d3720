"""What the policy permits becomes a hit, and nothing else does; what is left out has its reason."""

from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import msgspec
import pytest

from collector.classify import Classifier, Request, request_of
from collector.hints import Hints
from collector.hits import Counted, Hit, Ignored
from collector.lists import Lists
from collector.networks import Networks
from collector.wire import OLDEST, read_hit
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED
from policy.site import Site
from policy.statistics import STATISTICS
from tests.collector.conftest import GOOGLEBOT, HOST, NOW, SAFARI, TODAY, document, site, wire

pytestmark = pytest.mark.quick

VISITOR = Request(SAFARI, f"https://{HOST}")
GOOGLE = "https://www.google.com/search?q=Kbt++Terapi"
FULL: dict[str, Any] = {
    "path": "/om?s=%C3%85ngest&utm_source=brev&utm_medium=email&utm_campaign=h%C3%B6st",
    "referrer": GOOGLE,
    "first": ["visit", "page", "search", "day", "week", "month"],
    "previous": f"https://{HOST}/kurser",
    "found": False,
    "missing": True,
    "screen": "small",
    "language": "sv",
    "timezone": "Europe/Stockholm",
}
FIRSTS = {
    "visits": ("visit",), "pages": ("page",), "search_terms": ("search",), "visitors": ("day", "week", "month"),
}  # fmt: skip


@pytest.fixture
def classifier(lists: Lists) -> Classifier:
    return Classifier(lists, Networks([ip_network("198.51.100.0/24")]))


def classified(
    classifier: Classifier, where: Site, request: Request = VISITOR, now: float = NOW, **report: Any
) -> Counted | Ignored:
    return classifier.classify(where, read_hit(msgspec.json.encode(wire(**report))), request, now)


def counted(classifier: Classifier, where: Site, now: float = NOW, **report: Any) -> Counted:
    entry = classified(classifier, where, now=now, **report)
    assert isinstance(entry, Counted), entry
    return entry


def reason(classifier: Classifier, where: Site, request: Request = VISITOR, **report: Any) -> str:
    entry = classified(classifier, where, request, **report)
    assert isinstance(entry, Ignored), entry
    assert (entry.site, entry.day) == (HOST, TODAY)
    return entry.reason


def test_a_hit_has_a_field_for_each_registered_dimension_and_nothing_else() -> None:
    assert Hit.__struct_fields__ == tuple(DIMENSIONS)
    assert set(msgspec.structs.astuple(Hit())) == {NOT_ASKED}


def test_a_policy_that_permits_nothing_by_value_leaves_an_empty_hit(classifier: Classifier) -> None:
    entry = counted(classifier, site(document(["visits"])), **FULL)
    assert entry.hit == Hit()
    assert entry.first == ("visit",)


@pytest.mark.parametrize("name", STATISTICS)
def test_a_statistic_permits_its_own_dimensions_and_firsts(classifier: Classifier, name: str) -> None:
    entry = counted(classifier, site(document([name])), **FULL)
    asked = {field for field, value in msgspec.structs.asdict(entry.hit).items() if value != NOT_ASKED}
    assert asked == {dimension.name for dimension in STATISTICS[name].dimensions}
    assert entry.first == FIRSTS.get(name, ())


def test_everything_that_a_full_report_says(classifier: Classifier) -> None:
    assert counted(classifier, site(), **FULL).hit == Hit(
        page="/om", medium="campaign", referrer="brev", search_engine=NONE, search_term=NONE, site_search="ångest",
        campaign="höst", browser="Mobile Safari", system="iOS", device="telephone", search_page="/kurser",
        search_result="nothing", entry_page="/om", previous_page="/kurser", missing_page="/om", screen="small",
        language="sv", country="SE", outbound=NONE, download=NONE, contact=NONE, event=NONE, engaged=NONE, scroll=NONE,
        lcp=NONE, cls=NONE, inp=NONE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({}, {"page": "/", "medium": "direct", "referrer": NONE, "search_engine": NONE, "site_search": NONE}),
        ({"path": "?s=", "referrer": "unknown"}, {"page": "/", "medium": "unknown", "site_search": NONE}),
        (
            {"referrer": GOOGLE},
            {"medium": "search", "referrer": "Google", "search_engine": "Google", "search_term": "kbt terapi"},
        ),
        ({"referrer": "https://duckduckgo.com/"}, {"search_engine": "DuckDuckGo", "search_term": NONE}),
        ({"referrer": f"https://www.{HOST}/om"}, {"medium": "internal", "referrer": NONE}),
        (
            {"referrer": "https://www.1177.se/kbt?namn=anna"},
            {"medium": "website", "referrer": "1177.se", "search_engine": NONE},
        ),
        ({"path": "/sok?s=%20%20&s=Boka%20%20TID%20"}, {"page": "/sok", "site_search": "boka tid"}),
        ({"path": "/?q=kbt"}, {"site_search": NONE}),
        ({"path": "/?utm_campaign=v%C3%A5r"}, {"medium": "campaign", "campaign": "vår"}),
        ({"path": "/om#r"}, {"page": "/om"}),
        ({"path": f"/?{'&' * 300}s=kbt"}, {"site_search": "kbt"}),
        ({"path": f"/{'x' * 3_000}"}, {"page": f"/{'x' * 999}"}),
        ({"path": "/?s=%ff%00"}, {"site_search": "\ufffd"}),
        ({"path": "/?S=x"}, {"site_search": NONE}),
        ({"path": "/?s[]=x"}, {"site_search": NONE}),
        ({"path": "/?s=SO%CC%88MN"}, {"site_search": "sömn"}),
        ({"path": f"/?s={'%C3%B6' * 1_200}"}, {"page": "/", "site_search": "ö" * 1_000}),
    ],
)
def test_what_is_read_of_a_report(classifier: Classifier, report: dict[str, Any], expected: dict[str, str]) -> None:
    hit = counted(classifier, site(), **report).hit
    assert {name: getattr(hit, name) for name in expected} == expected


def test_a_page_of_an_alias_is_the_sites(classifier: Classifier) -> None:
    assert counted(classifier, site(), url=f"https://WWW.{HOST}:443/om").hit.page == "/om"


def test_a_yes_to_an_earlier_version_counts_for_what_both_permit(classifier: Classifier) -> None:
    narrowed = site(document(["visits", "pages", "devices"]), document(["visits", "devices"], 2))
    for version in (1, 2):
        entry = counted(classifier, narrowed, policy=version, **FULL)
        assert entry.hit == Hit(device="telephone")
        assert entry.first == ("visit",)


def test_a_yes_from_before_a_material_change_counts_for_nothing(classifier: Classifier) -> None:
    widened = site(document(["visits"]), document(["visits", "pages"], 2))
    assert reason(classifier, widened, policy=1) == "old-consent"
    assert counted(classifier, widened, policy=2).hit.page == "/"


@pytest.mark.parametrize(
    ("request_", "report", "why"),
    [
        (VISITOR._replace(user_agent=GOOGLEBOT), {}, "bot"),
        (VISITOR._replace(user_agent=""), {}, "bot"),
        (VISITOR, {"automated": True}, "automated"),
        (VISITOR._replace(user_agent=GOOGLEBOT), {"automated": True}, "bot"),
        (VISITOR, {"own": True}, "own-visit"),
        (VISITOR._replace(user_agent=GOOGLEBOT), {"own": True}, "own-visit"),
        (VISITOR._replace(hints=Hints('"Chromium";v="153"')), {}, "headers"),
        (VISITOR._replace(hints=Hints(destination="document")), {}, "headers"),
        (VISITOR._replace(address="198.51.100.7"), {}, "data-centre"),
        (VISITOR._replace(address="::ffff:198.51.100.7"), {"referrer": "https://semalt.com/x"}, "data-centre"),
        (VISITOR._replace(purpose="prefetch"), {}, "prefetch"),
        (VISITOR._replace(purpose="prefetch;prerender"), {}, "prefetch"),
        (VISITOR._replace(origin="https://evil.example"), {}, "origin"),
        (VISITOR._replace(origin=f"https://{HOST}.evil.example"), {}, "origin"),
        (VISITOR, {"url": "https://evil.example/"}, "foreign-url"),
        (VISITOR, {"url": f"https://{HOST}@evil.example/"}, "foreign-url"),
        (VISITOR, {"age": OLDEST + 1}, "too-old"),
        (VISITOR, {"referrer": "https://semalt.com/x"}, "spam"),
    ],
)
def test_why_a_report_is_left_out(classifier: Classifier, request_: Request, report: dict[str, Any], why: str) -> None:
    assert reason(classifier, site(), request_, **report) == why


def test_what_tells_nothing_against_a_report_lets_it_count(classifier: Classifier) -> None:
    """As of a program that reports for a browser, from outside the networks of the list."""
    for address in ("", "192.0.2.77", "2001:db8::1", "testclient"):
        request = request_of({"user-agent": SAFARI}, address)
        assert isinstance(classified(classifier, site(), request, automated=False, own=False), Counted)


def test_of_two_requests_with_one_user_agent_each_is_judged_by_its_own_headers(classifier: Classifier) -> None:
    odd = VISITOR._replace(hints=Hints('"Chromium";v="153"'))
    assert [type(classified(classifier, site(), each)) for each in (VISITOR, odd, VISITOR)] == [
        Counted, Ignored, Counted,
    ]  # fmt: skip


def test_what_is_looked_at_of_a_request() -> None:
    headers = {
        "user-agent": SAFARI, "origin": f"https://{HOST}", "sec-purpose": "prefetch", "purpose": "other",
        "sec-ch-ua": "a", "sec-ch-ua-mobile": "b", "sec-ch-ua-platform": "c", "sec-fetch-mode": "d",
        "sec-fetch-dest": "e", "cookie": "f", "referer": "g",
    }  # fmt: skip
    expected = Request(SAFARI, f"https://{HOST}", "prefetch", Hints("a", "b", "c", "d", "e"), "192.0.2.1")
    assert request_of(headers, "192.0.2.1") == expected


@pytest.mark.parametrize("origin", [None, "null", f"https://www.{HOST}", f"http://{HOST}:8080"])
def test_an_origin_that_is_hidden_or_the_sites_own_counts(classifier: Classifier, origin: str | None) -> None:
    assert isinstance(classified(classifier, site(), VISITOR._replace(origin=origin)), Counted)


def test_what_is_not_permitted_does_not_even_leave_a_report_out(classifier: Classifier) -> None:
    campaigns = site(document(["visits", "campaigns"]))
    entry = counted(classifier, campaigns, path="/anna@example.com", referrer="https://semalt.com/anna@example.com")
    assert entry.hit == Hit(campaign=NONE)
    assert entry.scrubbed == ()


SENSITIVE = (
    'path = "/behandlingar/"\ncount = "section"',
    'path = "/behandlingar/"\ncount = "section"\n\n[[sensitive.paths]]\npath = "/behandlingar/priser"\ncount = "page"\n'
    '\n[[sensitive.paths]]\npath = "/boka"\ncount = "nothing"',
)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/behandlingar/angest", "/behandlingar/"),
        ("/behandlingar/angest/panik?s=panik", "/behandlingar/"),
        ("/Behandlingar/Angest", "/behandlingar/"),
        ("/behandlingar%2fangest", "/behandlingar/"),
        ("//behandlingar//angest", "/behandlingar/"),
        ("/behandlin%67ar/angest", "/behandlingar/"),
        ("/b%65handlingar/%E5", "/behandlingar/"),
        ("/behandlingar%2F%E5", "/behandlingar/"),
        ("/behandlingar/priser", "/behandlingar/priser"),
        ("/behandlingar", "/behandlingar"),
        ("/om/behandlingar/angest", "/om/behandlingar/angest"),
    ],
)
def test_below_a_sensitive_path_its_section_is_counted(classifier: Classifier, path: str, page: str) -> None:
    assert counted(classifier, site(document(STATISTICS, 1, SENSITIVE)), path=path).hit.page == page


def test_of_a_section_nothing_is_told_but_that_it_was_read(classifier: Classifier) -> None:
    entry = counted(classifier, site(), path="/behandlingar/angest?s=panik&utm_campaign=panik&utm_medium=email")
    assert (entry.hit.page, entry.hit.site_search, entry.hit.campaign) == ("/behandlingar/", NONE, NONE)
    assert "panik" not in repr(entry)


@pytest.mark.parametrize("statistics", [("visits",), tuple(STATISTICS)])
@pytest.mark.parametrize("path", ["/boka", "/boka/tid?s=x", "/BOKA/", "/%62oka"])
def test_where_nothing_is_counted_not_even_the_visit_is(
    classifier: Classifier, path: str, statistics: tuple[str, ...]
) -> None:
    assert reason(classifier, site(document(statistics, 1, SENSITIVE)), path=path) == "not-permitted"


def searched(classifier: Classifier, where: Site, path: str = "/?s=x", **report: Any) -> tuple[str, str]:
    hit = counted(classifier, where, path=path, **report).hit
    return hit.search_page, hit.search_result


@pytest.mark.parametrize(
    ("path", "report", "told"),
    [
        ("/?s=x", {}, (NONE, "found")),
        ("/?s=x", {"found": True}, (NONE, "found")),
        ("/?s=x", {"found": False}, (NONE, "nothing")),
        ("/?s=x", {"previous": f"https://{HOST}/kurser?x=1#y"}, ("/kurser", "found")),
        ("/?s=x", {"previous": f"https://{HOST.upper()}:443/"}, ("/", "found")),
        ("/?s=x", {"previous": f"https://{HOST}/?s=y"}, ("/", "found")),
        ("/", {"previous": f"https://{HOST}/kurser", "found": False}, (NONE, NONE)),
        ("/?s=", {"previous": f"https://{HOST}/kurser", "found": False}, (NONE, NONE)),
        ("/?s=%E2%80%8B", {"previous": f"https://{HOST}/kurser", "found": False}, (NONE, NONE)),
        ("/?s=x", {"previous": "https://evil.example/kurser"}, (NONE, "found")),
        ("/?s=x", {"previous": f"https://www.{HOST}/"}, (NONE, "found")),
        ("/?s=x", {"previous": "unknown"}, (NONE, "found")),
        ("/behandlingar/?s=x", {"previous": f"https://{HOST}/kurser", "found": False}, (NONE, NONE)),
        ("/?s=x", {"previous": f"https://{HOST}/behandlingar/panik"}, ("/behandlingar/", "found")),
        ("/?s=x", {"previous": f"https://{HOST}/%42ehandlingar//panik"}, ("/behandlingar/", "found")),
        ("/?s=x", {"previous": f"https://{HOST}/behandlingar/priser"}, ("/behandlingar/priser", "found")),
        ("/?s=x", {"previous": f"https://{HOST}/BOKA/tid"}, (NONE, "found")),
    ],
)
def test_what_is_read_of_a_search(
    classifier: Classifier, path: str, report: dict[str, Any], told: tuple[str, str]
) -> None:
    assert searched(classifier, site(document(STATISTICS, 1, SENSITIVE)), path, **report) == told


def test_the_page_of_a_search_is_read_where_pages_are_not_counted(classifier: Classifier) -> None:
    where = site(document(["search_terms", "search_outcomes"]))
    assert searched(classifier, where, previous=f"https://{HOST}/kurser") == ("/kurser", "found")


def test_the_page_of_a_search_is_scrubbed_like_any_other(classifier: Classifier) -> None:
    entry = counted(classifier, site(), path="/?s=x", previous=f"https://{HOST}/tack/anna@exempel.se")
    assert entry.hit.search_page == "/tack/[email]"
    assert (entry.scrubbed, entry.in_address) == (("email",), ()), "it did not stand in the address of the page itself"
    assert "exempel" not in repr(entry)


def test_what_became_of_a_search_is_not_read_where_it_is_not_permitted(classifier: Classifier) -> None:
    where = site(document([name for name in STATISTICS if name != "search_outcomes"]))
    entry = counted(classifier, where, path="/?s=x", previous=f"https://{HOST}/tack/anna@exempel.se", found=False)
    assert (entry.hit.site_search, entry.hit.search_page, entry.hit.search_result) == ("x", NOT_ASKED, NOT_ASKED)
    assert entry.scrubbed == ()


def test_what_leads_to_a_person_is_cut_and_its_kinds_told(classifier: Classifier) -> None:
    entry = counted(
        classifier,
        site(),
        path="/tack/anna@exempel.se?s=ring+070-174+06+35",
        referrer="https://www.google.com/search?q=bo@exempel.se",
    )
    assert entry.hit.page == "/tack/[email]"
    assert entry.hit.site_search == "ring [phone]"
    assert entry.hit.search_term == "[email]"
    assert entry.scrubbed == ("email", "phone")
    assert "exempel" not in repr(entry)


@pytest.mark.parametrize(
    ("utc", "age", "day", "utc_hour"),
    [
        ("2026-11-22T22:59", 0, "2026-11-22", "2026-11-22T22"),
        ("2026-11-22T23:00", 0, "2026-11-23", "2026-11-22T23"),
        ("2026-11-22T23:10", 900, "2026-11-22", "2026-11-22T22"),
        ("2026-12-31T23:30", 0, "2027-01-01", "2026-12-31T23"),
        ("2026-10-25T00:30", 0, "2026-10-25", "2026-10-25T00"),
        ("2026-10-25T01:30", 0, "2026-10-25", "2026-10-25T01"),
    ],
)
def test_a_page_view_is_of_the_sites_own_day_and_of_an_hour_of_utc(
    classifier: Classifier, utc: str, age: int, day: str, utc_hour: str
) -> None:
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp()
    entry = counted(classifier, site(), now, age=age)
    assert entry.day == day
    assert entry.hour == datetime.fromisoformat(f"{utc_hour}:00+00:00").timestamp() // 3600


def test_no_entry_tells_the_second_the_address_or_the_agent(classifier: Classifier) -> None:
    entry = counted(classifier, site(), NOW + 754, **FULL)
    assert str(int(NOW) + 754) not in repr(entry)
    assert "Mozilla" not in repr(entry)
    assert "https" not in repr(entry)


def remembered(thing: object) -> str:
    """Every text in it, but for the lists'."""
    if isinstance(thing, Lists):
        return ""
    inner = vars(thing) if hasattr(thing, "__dict__") else thing
    parts = list(inner.values()) if isinstance(inner, dict) else inner
    return " ".join(map(remembered, parts)) if isinstance(parts, list | tuple | set | frozenset) else repr(parts)


def test_of_what_a_person_typed_and_of_personal_data_nothing_is_remembered(classifier: Classifier) -> None:
    everything = site(document([*STATISTICS]))
    for path in ("anna+andersson+811228-9874", "anna+andersson"):
        entry = counted(classifier, everything, path="/om", referrer=f"https://www.1.cz/s/{path}")
        assert entry.hit.search_term.startswith("anna andersson"), "it is counted all the same"
    counted(
        classifier, everything, path="/om?utm_source=brev&utm_campaign=811228-9874", referrer="https://blogg.example/"
    )
    known = remembered(classifier.knowledge)
    assert "brev" in known, "the search would find what is there"
    assert "anna" not in known
    assert "811228" not in known
