"""What a page view would write and raise, as the cookie page tells it: exactly that, and nothing of it is kept."""

from collections.abc import Mapping
from typing import Any, Final, get_args

import httpx
import pytest

from collector.hits import First, Reason
from collector.sources import Medium
from policy.dimensions import DIMENSIONS, NOT_ASKED, TOGETHER, WINDOW_PAIRS
from policy.own_visits import MARK
from policy.rights import rights
from policy.values import VALUES
from store.counts import Counters
from tests.collector.answers import assert_refused
from tests.collector.conftest import GOOGLEBOT, HOST, NOW, TODAY, Visitors, document, site, without_services

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

OWN: Final = {"Origin": f"https://stats.{HOST}"}
SV: Final = rights("sv")
ON_SITE: Final = {name: two for name, (one, two) in WINDOW_PAIRS.items() if one == "site_search"}


def asked(**keys: Any) -> dict[str, Any]:
    return {"url": f"https://{HOST}/om", "referrer": "https://www.google.com/", "first": ["visit", "page"]} | keys


async def explains(there: Visitors, question: Any, headers: Mapping[str, str] = {}) -> httpx.Response:
    there.browser.cookies.clear()
    return await there.browser.post(f"/cookies/{HOST}/explain?lang=sv", json=question, headers={**OWN, **headers})


YES: Final = {"Cookie": "rv_choice=yes.1"}


async def test_what_is_explained_is_what_is_written_and_counted_and_nothing_is(collector: Visitors) -> None:
    told = (await explains(collector, asked(), YES)).json()
    assert await collector.counts() == {}
    assert list((collector.data / "keys").glob("typed-*")) == []
    assert told["said"] == SV["explain_counted"]
    await collector.hit("/om", referrer="https://www.google.com/")
    counts = await collector.counts()
    foretold = {
        tuple(row[name] for name in ("basis", "period", "dimension", "value", "dimension2", "value2")): row["counters"]
        for row in told["counters"]
    }
    assert foretold == {
        (key.basis, *key[3:]): {name: number for name, number in counters._asdict().items() if number}
        for key, counters in counts.items()
    }
    assert told["line"].startswith(
        f'["hit","{HOST}","{TODAY}",{int(NOW) // 3600},"{"0" * 24}",["visit","page"],["/om",'
    )
    assert ["Sidor", "/om"] in told["fields"]
    assert ["Vägar hit", "Sökmotorer"] in told["fields"]
    assert ["Enheter", "Mobil"] in told["fields"]


async def test_what_the_policy_does_not_read_is_left_out_of_the_counts_in_words(collector: Visitors) -> None:
    collector.install(site(without_services(document(("visits", "pages")))))
    told = (await explains(collector, asked(), YES)).json()
    assert ["Webbläsare", SV["not_read"]] in told["fields"]
    assert any(row["value"] == NOT_ASKED for row in told["counters"])
    assert not [what for _, counts, _ in told["counts"] for what in counts if SV["not_read"] in what]


async def test_what_a_person_typed_is_explained_without_its_digest(collector: Visitors) -> None:
    question = asked(url=f"https://{HOST}/sok?s=%C3%A5ngest", first=["visit", "page", "search"])
    told = (await explains(collector, question, YES)).json()
    rows = [row for row in told["counters"] if row["typed"]]
    typed = {row["dimension"]: (row["value"].partition(TOGETHER)[0], row["grain"]) for row in rows}
    assert typed == dict.fromkeys(("site_search", *ON_SITE), ("ångest", "window"))
    words = [what for _, counts, _ in told["counts"] for what in counts if "ångest" in what]
    one = "Sökt på webbplatsen: " + SV["coded"].format(text="ångest")
    values = {"search_page": SV["nothing"], "search_result": VALUES["search_result", "found"]["sv"]}
    others = [SV["dimension"].format(title=DIMENSIONS[two].title["sv"], value=values[two]) for two in ON_SITE.values()]
    assert words == [one, *[SV["pair"].format(one=one, other=other) for other in others]]


async def test_what_became_of_a_search_is_asked_for_where_the_policy_names_it(collector: Visitors) -> None:
    question = asked(url=f"https://{HOST}/sok?s=x", previous=f"https://{HOST}/kurser", found=False)
    fields = (await explains(collector, question, YES)).json()["fields"]
    assert [DIMENSIONS["search_page"].title["sv"], "/kurser"] in fields
    assert [DIMENSIONS["search_result"].title["sv"], VALUES["search_result", "nothing"]["sv"]] in fields
    collector.install(site(document(["visits", "pages", "search_terms", "search_outcomes"])))
    page = (await collector.browser.get(f"/cookies/{HOST}")).text
    assert SV["explain_previous"] in page
    collector.install(site(document(["visits", "search_terms"])))
    page = (await collector.browser.get(f"/cookies/{HOST}")).text
    assert SV["explain_page"] in page
    assert SV["explain_previous"] not in page


OPTIONAL: Final = {
    "flow": "explain_before", "missing_pages": "explain_missing", "screens": "explain_browser",
    "languages": "explain_browser", "countries": "explain_browser",
}  # fmt: skip


@pytest.mark.parametrize("statistic", OPTIONAL)
async def test_what_a_statistic_reads_is_asked_for_where_the_policy_names_it(
    collector: Visitors, statistic: str
) -> None:
    collector.install(site(document(["visits", "pages", statistic])))
    page = (await collector.browser.get(f"/cookies/{HOST}")).text
    assert {key for key in OPTIONAL.values() if SV[key] in page} == {OPTIONAL[statistic]}


@pytest.mark.parametrize("statistic", ["downloads", "scroll_depth", "screens"])
async def test_that_clicks_and_measurements_have_lines_of_their_own_is_said_where_they_are(
    collector: Visitors, statistic: str
) -> None:
    collector.install(site(document(["visits", statistic])))
    page = (await collector.browser.get(f"/cookies/{HOST}")).text
    assert (SV["explain_apart"] in page) is (statistic != "screens")


async def test_what_is_read_of_the_browser_is_explained(collector: Visitors) -> None:
    question = asked(screen="small", language="sv", timezone="Europe/Stockholm", missing=True)
    told = (await explains(collector, question, YES)).json()
    for dimension, value in (("screen", VALUES["screen", "small"]["sv"]), ("language", "sv"), ("country", "SE")):
        assert [DIMENSIONS[dimension].title["sv"], value] in told["fields"]
    assert "Europe/Stockholm" not in str(told)
    missing = SV["dimension"].format(title=DIMENSIONS["missing_page"].title["sv"], value="/")
    assert any(missing in what for _, counts, _ in told["counts"] for what in counts)


async def test_an_order_is_explained_as_a_visit_in_which_it_happened(collector: Visitors) -> None:
    told = (await explains(collector, asked(url=f"https://{HOST}/tack/1", first=["visit", "page"]), YES)).json()
    order = SV["dimension"].format(title=DIMENSIONS["contact"].title["sv"], value=VALUES["contact", "order"]["sv"])
    assert [by for _, counts, by in told["counts"] if order in counts] == ["1 sidvisning, 1 besök där det hände"]


async def test_what_is_cut_is_explained_by_kind_and_page(collector: Visitors) -> None:
    told = (await explains(collector, asked(url=f"https://{HOST}/tack/anna@exempel.se"), YES)).json()
    assert [SV["field_scrubbed"], "email"] in told["fields"]
    assert [SV["field_in_address"], "email"] in told["fields"]
    words = [what for _, counts, _ in told["counts"] for what in counts if what.startswith(SV["scrubbed"])]
    one = SV["dimension"].format(title=SV["scrubbed"], value="email")
    page = SV["dimension"].format(title="Sidor", value="/tack/[email]")
    assert words == [one, SV["pair"].format(one=one, other=page)]


@pytest.mark.parametrize(
    ("keys", "headers", "reason"),
    [
        ({}, {"User-Agent": GOOGLEBOT}, "bot"),
        ({}, {"Sec-CH-UA": '"Chromium";v="153"'}, "headers"),
        ({}, {"Cookie": f"{YES['Cookie']}; {MARK}=1"}, "own-visit"),
        ({"referrer": "https://semalt.com/"}, {}, "spam"),
        ({"url": "https://evil.example/"}, {}, "foreign-url"),
    ],
)
async def test_what_would_be_left_out_is_explained_with_its_reason(
    collector: Visitors, keys: dict[str, Any], headers: dict[str, str], reason: str
) -> None:
    told = (await explains(collector, asked(**keys), YES | headers)).json()
    assert told["outcome"] == "ignored"
    assert told["said"] == SV["explain_ignored"].format(reason=SV[f"reason_{reason}"])
    assert [(row["dimension"], row["value"]) for row in told["counters"]] == [("ignored", reason)]


def test_every_reason_and_every_first_has_its_words() -> None:
    assert {f"reason_{reason}" for reason in get_args(Reason)} <= SV.keys()
    assert {f"first_{first}" for first in get_args(First)} <= SV.keys()
    assert set(Counters._fields) <= SV.keys()


def test_every_kind_of_source_has_its_words() -> None:
    assert {("medium", medium) for medium in get_args(Medium)} <= VALUES.keys()


async def test_without_a_yes_it_says_that_nothing_is_sent(collector: Visitors) -> None:
    assert (await explains(collector, asked())).json()["said"].startswith(SV["explain_would"])


async def test_what_cannot_be_explained_is_refused(collector: Visitors) -> None:
    assert_refused(await explains(collector, asked(url="om")), 400, SV["explain_unread"].format(host=HOST))
    assert_refused(await explains(collector, asked(who="me")), 400)
    assert_refused(await explains(collector, asked(), {"Origin": "https://evil.example"}), 403)
    assert_refused(await collector.browser.post("/cookies/other.example/explain", json=asked(), headers=OWN), 404)
