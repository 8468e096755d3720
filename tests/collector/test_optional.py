"""Optional statistics: what is read where the policy names them, what of it is kept, and what an act may raise."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.classify import Classifier, Request
from collector.hits import Counted, Ignored
from collector.lists import load_lists
from collector.tally import Tally
from collector.wire import read_hit
from policy.dimensions import DIMENSIONS, NONE, NOT_ASKED, TOGETHER, Dimension
from policy.language_codes import LANGUAGE_CODES, OTHER
from policy.site import Site, Sites
from policy.statistics import CONSENTED, STATISTICS
from policy.values import CLASSES, class_of
from store.counts import Key
from store.periods import Grain
from tests.collector.conftest import GOOGLEBOT, HOST, NOW, SAFARI, TODAY, Visitors, document, number, site, wire

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

CLASSIFIER: Final = Classifier(load_lists())
VISITOR: Final = Request(SAFARI, f"https://{HOST}")
SENSITIVE: Final = (
    'path = "/behandlingar/"\ncount = "section"',
    'path = "/behandlingar/"\ncount = "section"\n\n[[sensitive.paths]]\npath = "/boka"\ncount = "nothing"',
)
EVERYTHING: Final = site(document(STATISTICS, 1, SENSITIVE))
ACTS: Final = [row for row in DIMENSIONS.values() if row.belongs in {"event", "measurement"}]
TEL: Final = "+46701740605"


def classified(where: Site = EVERYTHING, **report: Any) -> Counted | Ignored:
    return CLASSIFIER.classify(where, read_hit(msgspec.json.encode(wire(**report))), VISITOR, NOW)


def counted(where: Site = EVERYTHING, **report: Any) -> Counted:
    entry = classified(where, **report)
    assert isinstance(entry, Counted), entry
    return entry


def act(where: Site = EVERYTHING, path: str = "/om", **keys: Any) -> Counted:
    return counted(where, **{"path": path, "kind": "act", "first": ["event"]} | keys)


def told(entry: Counted) -> dict[str, str]:
    """What was read and has a value."""
    values: dict[str, str] = msgspec.structs.asdict(entry.hit)
    return {name: value for name, value in values.items() if value not in (NONE, NOT_ASKED)}


@pytest.mark.parametrize(
    ("report", "dimension", "value"),
    [
        ({"path": "/om"}, "entry_page", "/om"),
        ({"path": "/behandlingar/panik"}, "entry_page", "/behandlingar/"),
        ({"path": "/tack/anna@exempel.se"}, "entry_page", "/tack/[email]"),
        ({"first": ["page"]}, "entry_page", NONE),
        ({"first": ["page"], "previous": f"https://{HOST}/om?x=1#y"}, "previous_page", "/om"),
        ({"previous": f"https://{HOST}/behandlingar/panik"}, "previous_page", "/behandlingar/"),
        ({"previous": f"https://{HOST}/boka/tid"}, "previous_page", NONE),
        ({"previous": f"https://www.{HOST}/om"}, "previous_page", NONE),
        ({"previous": "https://evil.example/om"}, "previous_page", NONE),
        ({"previous": "unknown"}, "previous_page", NONE),
        ({"path": "/finns-inte", "missing": True}, "missing_page", "/finns-inte"),
        ({"path": "/finns-inte"}, "missing_page", NONE),
        ({"path": "/behandlingar/finns-inte", "missing": True}, "missing_page", "/behandlingar/"),
        ({"screen": "wide"}, "screen", "wide"),
        ({"screen": "1600"}, "screen", NONE),
        ({}, "screen", NONE),
        ({"language": "sv"}, "language", "sv"),
        ({"language": "SV-se"}, "language", "sv"),
        ({"language": "fil"}, "language", OTHER),
        ({"language": "se"}, "language", OTHER),
        ({"language": "sma"}, "language", OTHER),
        ({"language": "(none)"}, "language", OTHER),
        ({}, "language", NONE),
        ({"timezone": "Europe/Stockholm"}, "country", "SE"),
        ({"timezone": "Asia/Calcutta"}, "country", "IN"),
        ({"timezone": "Iceland"}, "country", "IS"),
        ({"timezone": "UTC"}, "country", NONE),
        ({"timezone": "Europe/Lund"}, "country", NONE),
        ({"timezone": "europe/stockholm"}, "country", NONE),
        ({}, "country", NONE),
    ],
)
def test_what_is_read_of_a_page_view(report: dict[str, Any], dimension: str, value: str) -> None:
    assert getattr(counted(**report).hit, dimension) == value


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({"outbound": "https://www.1177.se/kbt?namn=anna#anna"}, "1177.se/kbt"),
        ({"outbound": "https://1177.se"}, "1177.se/"),
        ({"outbound": "https://anna:hemligt@1177.se/"}, "1177.se/"),
        ({"outbound": f"https://wa.me/{TEL[1:]}"}, "wa.me/[phone]"),
        ({"outbound": "https://exempel.se/tack/anna@exempel.se"}, "exempel.se/tack/[email]"),
        ({"outbound": "https://192.0.2.7/intern"}, "[ip]/intern"),
        ({"outbound": "https://[2001:db8::1]/intern", "contact": "mail"}, NOT_ASKED),
        ({"outbound": "https://k3jh4g5jk23h4gjk5h2g.ngrok.example/"}, "[token].ngrok.example/"),
        ({"outbound": "https://xn--4cab6c.se/(none)"}, "xn--4cab6c.se/(none)"),
        ({"download": f"https://{HOST}/filer/prislista.pdf?v=2"}, "/filer/prislista.pdf"),
        ({"download": f"https://{HOST}/behandlingar/panik.pdf"}, "/behandlingar/"),
        ({"download": f"https://www.{HOST}/prislista.pdf"}, f"www.{HOST}/prislista.pdf"),
        ({"download": "https://cdn.example/a.zip"}, "cdn.example/a.zip"),
        ({"contact": "telephone"}, "telephone"),
        ({"contact": "mail"}, "mail"),
        ({"contact": "booking"}, "booking"),
        ({"event": "brev"}, "brev"),
        ({"engaged": 9}, "0-9"),
        ({"engaged": 10}, "10-29"),
        ({"engaged": 86_400}, "600-"),
        ({"scroll": 0}, "0-24"),
        ({"scroll": 100}, "95-100"),
        ({"lcp": 2_499}, "1800-2499"),
        ({"lcp": 2_500}, "2500-3999"),
        ({"cls": 0}, "0-0.019"),
        ({"cls": 99}, "0.020-0.099"),
        ({"cls": 250}, "0.250-"),
        ({"inp": 200}, "200-499"),
    ],
)
def test_what_is_read_of_an_act(keys: dict[str, Any], value: str) -> None:
    entry = act(**keys)
    name, *_ = keys
    assert getattr(entry.hit, name) == value
    assert (entry.view, entry.first) == (False, ("event",))
    assert told(entry).keys() <= {other for each in keys for other in (each, *DIMENSIONS[each].pairs)}
    assert entry.hit.page == "/om"


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"download": f"https://{HOST}/filer/arbetsblad-tvang.pdf", "path": "/behandlingar/tvang"},
        {"download": "https://exempel.se/tvang.pdf", "path": "/behandlingar/"},
        {"event": "annat"},
        {"event": "annat", "engaged": 5},
        {"outbound": f"https://{HOST}/om"},
        {"outbound": f"tel:{TEL}"},
        {"outbound": "javascript:alert(1)"},
        {"download": f"https://{HOST}/boka/kvitto.pdf"},
        {"screen": "wide", "language": "sv", "timezone": "Europe/Stockholm", "missing": True},
        {"contact": "mail", "path": "/boka/tid"},
    ],
)
def test_an_act_of_which_nothing_may_be_counted_is_left_out(keys: dict[str, Any]) -> None:
    entry = classified(**{"path": "/om", "kind": "act", "first": ["event"]} | keys)
    assert isinstance(entry, Ignored), entry
    assert entry.reason == "not-permitted"


def test_of_several_that_come_at_once_each_is_in_its_class() -> None:
    entry = act(engaged=75, scroll=60, lcp=1_200, cls=30, inp=90, first=[])
    assert {row.name: getattr(entry.hit, row.name) for row in ACTS if row.belongs == "measurement"} == {
        "engaged": "60-179", "scroll": "50-74", "lcp": "1000-1799", "cls": "0.020-0.099", "inp": "0-99",
    }  # fmt: skip
    assert entry.first == ()


@pytest.mark.parametrize("dimension", [name for name in CLASSES if name != "screen"])
def test_every_number_is_in_one_class_and_the_next_in_the_same_or_the_next(dimension: str) -> None:
    classes = CLASSES[dimension]
    met = [class_of(dimension, each) for each in range(101 if dimension == "scroll" else 4_100)]
    assert sorted(met, key=classes.index) == met
    assert set(met) == set(classes)


def test_the_campaign_of_a_visit_is_that_of_all_its_page_views_and_acts() -> None:
    began = "utm_source=brev&utm_medium=email&utm_campaign=host"
    landing = counted(path=f"/?{began}", campaign=began)
    later = counted(path="/om", campaign=began, first=["page"])
    clicked = act(contact="mail", campaign=f"?{began}")
    for entry in (landing, later, clicked):
        assert (entry.hit.medium, entry.hit.referrer, entry.hit.campaign) == ("campaign", "brev", "host")
    other = counted(path="/om?utm_campaign=rea&utm_source=egen", campaign=began, first=["page"])
    assert other.hit.campaign == "host", "the visit's, not the link's that was followed on the way"


def test_of_a_landing_page_in_a_section_no_campaign_is_told() -> None:
    entry = counted(path="/behandlingar/panik?utm_campaign=panik", campaign="utm_campaign=panik&utm_source=x")
    assert (entry.hit.campaign, entry.hit.medium) == (NONE, "direct")
    assert "panik" not in repr(entry)


def test_where_campaigns_are_not_named_that_of_the_visit_is_not_read() -> None:
    where = site(document([name for name in STATISTICS if name != "campaigns"]))
    entry = counted(where, campaign="utm_source=anna@exempel.se&utm_campaign=x")
    assert (entry.hit.medium, entry.hit.campaign, entry.scrubbed) == ("direct", NOT_ASKED, ())


def test_what_was_cut_is_told_of_an_acts_own_link_and_not_of_its_page_again() -> None:
    personal = "/tack/anna@exempel.se"
    assert counted(path=personal).scrubbed == ("email",)
    clicked = act(path=personal, outbound=f"https://wa.me/{TEL[1:]}")
    assert (clicked.scrubbed, clicked.in_address, clicked.hit.page) == (("phone",), (), "/tack/[email]")
    assert counted(path="/", previous=f"https://{HOST}{personal}", first=[]).hit.previous_page == "/tack/[email]"
    flow = site(document(["visits", "pages", "flow"]))
    assert counted(flow, previous=f"https://{HOST}{personal}").scrubbed == (), "it was told when it was viewed"


async def test_nothing_exact_reaches_the_disk(collector: Visitors) -> None:
    await collector.hit("/", language="sma", timezone="Pacific/Honolulu", screen="1337")
    await collector.hit("/", kind="act", engaged=1_337, outbound="https://a.example/x?hemligt=1#hemligt")
    kept = collector.bytes_on_disk()
    assert b"engaged" in kept or b"600-" in kept
    for exact in (b"sma", b"Honolulu", b"1337", b"\xcd\x059", b"hemligt"):
        assert exact not in kept
    await collector.counts()
    for exact in (b"Honolulu", b"1337", b"hemligt"):
        assert exact not in collector.bytes_on_disk()


@pytest.mark.parametrize(
    ("keys", "headers", "reason"),
    [
        ({}, {"User-Agent": GOOGLEBOT}, "bot"),
        ({"own": True}, {}, "own-visit"),
        ({"automated": True}, {}, "automated"),
        ({}, {"Origin": "https://evil.example"}, "origin"),
        ({"url": "https://evil.example/"}, {}, "foreign-url"),
        ({"age": 2_701}, {}, "too-old"),
        ({"referrer": "https://semalt.com/"}, {}, "spam"),
        ({"contact": ""}, {}, "not-permitted"),
        ({"event": "annat"}, {}, "not-permitted"),
    ],
)
async def test_an_act_that_is_left_out_has_the_header_and_is_counted_nowhere(
    collector: Visitors, keys: dict[str, Any], headers: dict[str, str], reason: str
) -> None:
    answer = await collector.hit("/om", headers, **{"kind": "act", "contact": "mail"} | keys)
    assert (answer.status_code, answer.headers["Rakneverk-Ignored"]) == (204, reason)
    assert await collector.counts() == {}


async def test_an_act_that_is_sent_again_counts_once(collector: Visitors) -> None:
    sent = number()
    for _ in range(3):
        await collector.hit("/om", id=sent, kind="act", contact="mail", first=["event"])
    [clicks] = [
        by for key, by in (await collector.counts()).items() if (key.dimension, key.dimension2) == ("contact", "")
    ]
    assert (clicks.pageviews, clicks.firsts, clicks.entries) == (1, 1, 0)
    assert (await collector.total()).pageviews == 0


async def test_a_yes_from_before_acts_were_counted_counts_none(collector: Visitors) -> None:
    collector.install(site(document(["visits", "pages"]), document(["visits", "pages", "contact_clicks"], 2)))
    assert (await collector.hit("/", kind="act", contact="mail")).headers["Rakneverk-Ignored"] == "old-consent"
    assert "Rakneverk-Ignored" not in (await collector.hit("/", kind="act", contact="mail", policy=2)).headers


NAMES: Final = list(STATISTICS)
TIMES: Final = st.integers(0, 5_000)
REPORTS: Final = st.fixed_dictionaries(
    {"path": st.sampled_from(["/", "/om", "/tack/1", "/behandlingar/x", "/boka", "/a@b.se?s=x&utm_campaign=y"])},
    optional={
        "kind": st.sampled_from(["view", "act"]),
        "referrer": st.sampled_from(["", "unknown", "https://www.google.com/search?q=kbt", "https://1177.se/"]),
        "first": st.lists(st.sampled_from(["visit", "page", "search", "day", "week", "month", "event"]), max_size=6),
        "previous": st.sampled_from([f"https://{HOST}/om", f"https://{HOST}/a@b.se", "https://evil.example/"]),
        "campaign": st.sampled_from(["utm_campaign=a", "utm_source=b%40c.se&utm_medium=x", "%%%"]),
        "missing": st.booleans(),
        "screen": st.sampled_from([*CLASSES["screen"], "huge"]),
        "language": st.sampled_from(["sv", "tlh", "EN-gb"]),
        "timezone": st.sampled_from(["Europe/Stockholm", "UTC", "x"]),
        "outbound": st.sampled_from(["https://1177.se/x", f"https://{HOST}/", "mailto:a@b.se", "https://a.se/a@b.se"]),
        "download": st.sampled_from(["https://1177.se/x.pdf", f"https://{HOST}/x.pdf", "x"]),
        "contact": st.sampled_from(["telephone", "mail", "booking"]),
        "event": st.sampled_from(["brev", "annat"]),
        "engaged": TIMES, "scroll": st.integers(0, 100), "lcp": TIMES, "cls": TIMES, "inp": TIMES,
    },
)  # fmt: skip
PERMITS: Final = st.sets(st.sampled_from(NAMES), min_size=1).map(sorted)


class InTheOpen:
    def digest(self, window: str, start: str, site: str, dimension: str, text: str) -> str:
        return text


def raised(where: Site, entries: Sequence[Counted]) -> dict[Key, tuple[int, ...]]:
    tally = Tally(InTheOpen(), Sites([where]))
    for entry in entries:
        tally.add(entry)
    return {key: tuple(by) for key, by in tally.counts.items()}


def allowed(statistics: Sequence[str]) -> list[Dimension]:
    return [row for row in DIMENSIONS.values() if row.statistic in statistics]


@given(PERMITS, REPORTS)
@settings(deadline=None)
def test_nothing_is_read_that_is_not_permitted(statistics: list[str], report: dict[str, Any]) -> None:
    where = site(document(statistics, 1, SENSITIVE))
    entry = classified(where, **report)
    if isinstance(entry, Ignored):
        return
    names = {row.name for row in allowed(statistics)}
    assert told(entry).keys() <= names
    if report.get("kind") == "act":
        happened = [row for row in ACTS if row.name in told(entry)]
        assert happened
        assert told(entry).keys() <= {name for row in happened for name in (row.name, *row.pairs)}
    assert set(entry.hit.language and [entry.hit.language]) <= {NOT_ASKED, NONE, OTHER, *LANGUAGE_CODES}
    for name, classes in CLASSES.items():
        assert getattr(entry.hit, name) in {NOT_ASKED, NONE, *classes}
    assert "@" not in repr(told(entry))


@given(PERMITS, st.lists(REPORTS, max_size=6))
@settings(deadline=None)
def test_acts_change_nothing_but_what_happened(statistics: list[str], reports: list[dict[str, Any]]) -> None:
    where = site(document(statistics, 1, SENSITIVE))
    entries = [entry for report in reports if isinstance(entry := classified(where, **report), Counted)]
    views, acts = ([each for each in entries if each.view is kind] for kind in (True, False))
    every, seen, happened = (raised(where, each) for each in (entries, views, acts))
    named = {row.name for row in ACTS} & {row.name for row in allowed(statistics)}
    assert {key.dimension.partition("+")[0] for key in happened} <= {*named, "scrubbed"}
    assert {key: by for key, by in every.items() if key not in happened} == {
        key: by for key, by in seen.items() if key not in happened
    }
    assert every.keys() == seen.keys() | happened.keys()


@given(PERMITS, st.lists(REPORTS, max_size=6))
@settings(deadline=None)
def test_pairs_add_up_to_what_has_a_value(statistics: list[str], reports: list[dict[str, Any]]) -> None:
    where = site(document(statistics, 1, SENSITIVE))
    counts = raised(where, [entry for each in reports if isinstance(entry := classified(where, **each), Counted)])
    for row in DIMENSIONS.values():
        if row.counts == "all":
            continue
        assert not [key for key in counts if key.dimension2 == row.name]
        singles = {key.value: by for key, by in counts.items() if (key.dimension, key.dimension2) == (row.name, "")}
        assert singles.keys().isdisjoint({NONE, NOT_ASKED})
        for other in row.pairs:
            sums: dict[str, tuple[int, ...]] = {}
            for key, by in counts.items():
                by_day = (key.dimension, key.dimension2) == (row.name, other)
                if by_day or key.dimension == f"{row.name}+{other}":
                    assert by_day is (row.pairs_by == "day")
                    value = key.value.partition(TOGETHER)[0]
                    before = sums.get(value, (0,) * 6)
                    sums[value] = tuple(one + two for one, two in zip(before, by, strict=True))
            if row.pairs_by == "window" and singles and DIMENSIONS[other].statistic not in statistics:
                # Beside what nobody asked for it is not told which it was: that would be no pair.
                assert sums == {NOT_ASKED: tuple(map(sum, zip(*singles.values(), strict=True)))}
            else:
                assert sums == singles


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PERMITS, REPORTS), max_size=6))
async def test_every_sum_of_what_is_stored_holds(
    collector: Visitors, sent: list[tuple[list[str], dict[str, Any]]]
) -> None:
    """Whatever the policies were, one after the other."""
    for statistics, report in sent:
        collector.install(site(document(statistics, 1, SENSITIVE)))
        assert (await collector.hit(**report)).status_code == 204
    counts = await collector.counts()
    days = {key.period for key in counts if key.basis == CONSENTED and key.grain is Grain.DAY}
    assert days <= {TODAY}
