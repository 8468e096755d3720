"""The cookie page: what it says of a browser, what its form does, and what it refuses."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from collector.lists import Lists
from policy.phrases import ENGLISH, SWEDISH
from policy.statistics import STATISTICS
from policy.words import sentences
from tests.collector.conftest import (
    HOST,
    SAFARI,
    Visitors,
    document,
    site,
    visitors,
    with_services,
    without_services,
)
from tests.collector.pages.cookie_form import ALONE, EN, OWN, SERVICES, SV, gives, kept, opens, says, ticked

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

AUDIT: Final = {"User-Agent": f"{SAFARI} RakneverkAudit/1"}


@pytest.fixture
def collector(collector: Visitors) -> Visitors:
    """A site whose policy has four services."""
    collector.install(site(SERVICES))
    return collector


@pytest.mark.parametrize(
    ("answer", "ticked", "cookie", "counted"),
    [
        ("yes", [], "yes.1", "yes"),
        ("no", [], "no.1", "no"),
        ("yes", ["film"], "yes.1", "yes"),
        ("no", ["film"], "no.1", "no"),
        ("some", [], "no.1", "no"),
        ("some", ["statistics"], "yes.1+statistics", "statistics"),
        ("some", ["film", "statistics"], "yes.1+film+statistics", "media+statistics"),
        ("some", ["media"], "yes.1+media", "media"),
        ("some", ["film", "media"], "yes.1+media", "media"),
        ("some", ["film", "karta"], "yes.1+media", "media"),
        ("some", ["statistics", "media", "chatt", "annonser"], "yes.1", "yes"),
    ],
)
async def test_the_form_counts_and_keeps_what_the_banner_would(
    collector: Visitors, answer: str, ticked: list[str], cookie: str, counted: str
) -> None:
    given = await gives(collector, answer, *ticked)
    assert given.status_code == 303
    assert given.headers["Location"] == f"cookies/{HOST}?lang=sv&said=saved"
    attributes = f"Max-Age={182 * 86_400}; Domain={HOST}; Path=/; SameSite=Lax; Secure"
    assert given.headers.get_list("Set-Cookie")[0] == f"rv_choice={cookie}; {attributes}"
    assert bool(kept(given)["rv_receipt"]) is (counted != "no")
    assert await collector.upkeep("choice") == {counted: 1}


async def test_what_holds_already_is_not_counted_again(collector: Visitors) -> None:
    for cookies, answer, boxes, left in (
        ("rv_choice=no.1", "no", (), {"rv_receipt": ""}),
        ("rv_choice=yes.1", "yes", (), {}),
        ("rv_choice=yes.1+film", "some", ("film",), {}),
    ):
        given = await gives(collector, answer, *boxes, cookies=cookies)
        assert given.headers["Location"].endswith("said=unchanged")
        assert kept(given) == left
    assert await collector.counts() == {}
    assert SV["unchanged"] in says(await opens(collector, "rv_choice=no.1", said="unchanged"))


@pytest.mark.parametrize("signal", [{"Sec-GPC": "1"}, {"DNT": "1"}])
async def test_a_yes_in_spite_of_the_browsers_signal_is_marked_and_holds(
    collector: Visitors, signal: dict[str, str]
) -> None:
    before = says(await opens(collector, "rv_choice=yes.1", signal))
    services = SWEDISH.services
    assert services
    assert services.signal in before
    assert SV["despite"] in before
    given = await gives(collector, "yes", cookies="rv_choice=yes.1", headers=signal)
    assert kept(given)["rv_choice"] == "yes.1.s"
    after = says(await opens(collector, "rv_choice=yes.1.s", signal))
    assert services.yes in after
    assert SV["in_spite"] in after
    assert kept(await gives(collector, "some", "film", headers=signal))["rv_choice"] == "yes.1.s+film"
    assert kept(await gives(collector, "no", headers=signal))["rv_choice"] == "no.1"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": f"https://{HOST}"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
async def test_nobody_else_can_answer_for_a_visitor(collector: Visitors, headers: dict[str, str]) -> None:
    refused = await gives(collector, "yes", headers=headers)
    assert refused.status_code == 403
    assert SV["problem_origin"] in says(refused.text)
    assert kept(refused) == {}
    assert await collector.counts() == {}


@pytest.mark.parametrize(
    ("origin", "host", "is_ours"),
    [
        (f"https://stats.{HOST}", f"stats.{HOST}", True),
        (f"https://stats.{HOST}", f"stats.{HOST}:443", True),
        (f"http://stats.{HOST}:8080", f"stats.{HOST}:8080", True),
        (f"https://stats.{HOST}:8443", f"stats.{HOST}", False),
        (f"https://stats.{HOST}", f"stats.{HOST}:8443", False),
        (f"http://stats.{HOST}:8081", f"stats.{HOST}:8080", False),
    ],
)
async def test_by_an_origin_it_is_ours_under_the_same_name_and_port_alone(
    collector: Visitors, origin: str, host: str, is_ours: bool
) -> None:
    given = await gives(collector, "no", headers={"Origin": origin, "Host": host})
    assert given.status_code == (303 if is_ours else 403)


async def test_a_browser_that_says_the_form_is_ours_is_believed(collector: Visitors) -> None:
    """Some proxies add a Referrer-Policy, with which the origin is "null"."""
    given = await gives(collector, "no", headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    assert kept(given)["rv_choice"] == "no.1"


WRONG: Final[dict[str, tuple[str, str, int, str]]] = {
    "nothing": ("", "application/x-www-form-urlencoded", 400, "problem_answer"),
    "no button": ("version=1", "application/x-www-form-urlencoded", 400, "problem_answer"),
    "another button": ("version=1&answer=maybe", "application/x-www-form-urlencoded", 400, "problem_answer"),
    "no version": ("answer=yes", "application/x-www-form-urlencoded", 400, "problem_answer"),
    "a version that never was": ("version=9&answer=yes", "application/x-www-form-urlencoded", 400, "problem_answer"),
    "an absurd version": (f"version={'9' * 50}&answer=yes", "application/x-www-form-urlencoded", 400, "problem_answer"),
    "a version in other digits": ("version=%C2%B9&answer=yes", "application/x-www-form-urlencoded", 400,
                                  "problem_answer"),
    "an unknown service": ("version=1&answer=some&accepted=spion", "application/x-www-form-urlencoded", 400,
                           "problem_answer"),
    "no form": ('{"version":1}', "application/json", 400, "problem_answer"),
    "no text": ("version=1&answer=\u00e5", "application/x-www-form-urlencoded", 400, "problem_answer"),
    "without end": ("a=" + "x" * 20_000, "application/x-www-form-urlencoded", 413, "problem_answer"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
async def test_what_no_form_of_ours_sends_is_refused_on_a_page(collector: Visitors, what: str) -> None:
    body, kind, status, sentence = WRONG[what]
    headers = OWN | {"Content-Type": kind}
    answer = await collector.browser.post(f"/cookies?site={HOST}&lang=en", content=body.encode(), headers=headers)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert EN[sentence] in says(answer.text)
    assert kept(answer) == {}
    assert await collector.counts() == {}


async def test_an_answer_for_an_unknown_site_is_told_of_on_a_page(collector: Visitors) -> None:
    answer = await collector.browser.post("/cookies?site=other.example&lang=en", headers=OWN)
    assert answer.status_code == 404
    assert EN["problem_site"] in says(answer.text)


async def test_the_name_of_a_site_may_be_written_large(collector: Visitors) -> None:
    """As in a link that somebody has typed."""
    for path in ("cookies", "policy"):
        page = await collector.browser.get(f"/{path}/{HOST.upper()}")
        assert page.status_code == 200
        assert HOST in says(page.text)
    leads = await collector.browser.get(f"/cookies?site={HOST.upper()}&lang=sv")
    assert leads.headers["Location"].startswith(f"cookies/{HOST}?")


async def test_a_page_left_open_over_a_material_change_is_shown_anew_and_counts_nothing(collector: Visitors) -> None:
    again = document(STATISTICS, 2, ("för att göra webbplatsen bättre", "för att sälja mer"))
    collector.install(site(SERVICES, with_services(again)))
    given = await gives(collector, "yes", cookies="rv_choice=yes.1")
    assert given.headers["Location"] == f"cookies/{HOST}?lang=sv&said=stale"
    assert kept(given) == {}
    page = await opens(collector, "rv_choice=yes.1", said="stale")
    assert SV["stale"] in says(page)
    assert SV["lapsed_services"] in says(page)
    assert "ändrades den 1 januari 2026" in says(page)
    assert ticked(page) == []
    assert await collector.counts() == {}


async def test_after_a_change_that_is_not_material_the_answer_is_to_the_version_that_asked(collector: Visitors) -> None:
    collector.install(site(SERVICES, with_services(document(STATISTICS, 2, ("Vi är en klinik.", "Vi är två.")))))
    assert kept(await gives(collector, "yes"))["rv_choice"] == "yes.1"
    assert 'name="version" value="2"' in await opens(collector)


async def test_an_audit_is_answered_like_anyone_and_never_counted(collector: Visitors) -> None:
    given = await gives(collector, "yes", headers=AUDIT)
    assert kept(given).keys() == {"rv_choice", "rv_receipt"}
    assert await collector.counts() == {}


async def test_a_flood_of_answers_is_told_to_wait_on_a_page(tmp_path: Path, lists: Lists) -> None:
    async with visitors(tmp_path, lists, site(SERVICES), limit=1) as there:
        assert (await gives(there, "yes")).status_code == 303
        refused = await gives(there, "no")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "60"
        assert SV["problem_flood"] in says(refused.text)


@pytest.mark.parametrize(
    ("cookies", "boxes", "words"),
    [
        ("", [], "unanswered_services"),
        ("login=1", [], "unanswered_services"),
        ("rv_choice=maybe.1", [], "lapsed_services"),
        ("rv_choice=no.1", [], ""),
        ("rv_choice=yes.1", ["statistics", "chatt", "media", "annonser"], ""),
        ("rv_choice=yes.1+film", ["film"], ""),
        ("a=b; rv_choice=yes.1+functional+media", ["chatt", "media"], ""),
        ("rv_choice=yes.1; rv_choice=no.1", [], ""),
        ("rv_choice=yes.1+spion", [], "lapsed_services"),
    ],
)
async def test_nothing_is_ticked_that_was_not_accepted(
    collector: Visitors, cookies: str, boxes: list[str], words: str
) -> None:
    page = await opens(collector, cookies)
    assert ticked(page) == boxes
    assert SV.get(words, "") in says(page)
    services = SWEDISH.services
    assert services
    back = f'data-consent="reject">{SWEDISH.withdraw if boxes else services.refuse}<'
    assert back in page, "whoever has accepted anything can take all of it back at once"


async def test_the_two_answers_are_twins(collector: Visitors) -> None:
    for text in (SERVICES, ALONE):
        collector.install(site(text))
        buttons = re.findall(r'<button (name="answer"[^>]*)>', await opens(collector))
        shapes = {re.sub(r'(value|data-consent)="[a-z]+"', "", attributes).strip() for attributes in buttons}
        assert shapes == {'name="answer"'}


async def test_taking_all_back_is_one_button_under_what_holds(collector: Visitors) -> None:
    cookies = "; ".join("=".join(each) for each in kept(await gives(collector, "yes")).items())
    page = await opens(collector, cookies)
    services = SWEDISH.services
    assert services
    way = f"{services.yes} {SV['saving']} {SWEDISH.withdraw}"
    assert way in says(page)
    unreceipted = says(await opens(collector, "rv_choice=yes.1"))
    assert f"{services.yes} {SWEDISH.withdraw}" in unreceipted
    assert SV["saving"] not in unreceipted
    assert 'id="early"' not in await opens(collector), "a yes is given where all of it is told"
    assert 'id="early"' not in await opens(collector, "rv_choice=no.1")


@pytest.mark.parametrize("health", [True, False])
async def test_the_question_has_the_banners_words(collector: Visitors, health: bool) -> None:
    cared = ALONE.replace("health_care = false", "health_care = true") if health else ALONE
    collector.install(site(cared))
    text = says(await opens(collector))
    assert (SWEDISH.health in text) is health
    for sentence in (SWEDISH.title, SWEDISH.withdrawal):
        assert sentence in text


@pytest.mark.parametrize(("language", "words", "phrases"), [("sv", SV, SWEDISH), ("en", EN, ENGLISH)])
async def test_rights_are_told_in_plain_words(
    collector: Visitors, language: Any, words: dict[str, str], phrases: Any
) -> None:
    collector.install(site(ALONE))
    text = says(await opens(collector, lang=language))
    fixed = sentences(language)
    told = (fixed[name] for name in ("rights_list", "withdrawal_past", "complaint", "passing"))
    for sentence in (words["rights_statistics"], *told):
        assert sentence in text
    assert words["rights_typed"].format(visits=3) in text
    assert "Kansliet, Kliniken" in text
    assert phrases.title in text


@pytest.mark.parametrize(
    ("statistics", "words"),
    [(("visits", "pages"), "rights_named"), (("visits", "browsers"), ""), (tuple(STATISTICS), "rights_typed")],
)
async def test_a_name_may_be_where_the_policy_counts_addresses_or_words(
    collector: Visitors, statistics: tuple[str, ...], words: str
) -> None:
    collector.install(site(without_services(document(statistics))))
    text = says(await opens(collector))
    assert {name for name in ("rights_named", "rights_typed") if SV[name].format(visits=3) in text} == {words} - {""}


async def test_the_declaration_is_the_policys(collector: Visitors) -> None:
    text = says(await opens(collector))
    for row in ("rv_choice", "rv_visit", "rv_queue", "rv_receipt", "Filmrutan", "film.example, *.film-cdn.example"):
        assert row in text


async def test_under_a_foreign_name_it_explains_and_has_no_form(collector: Visitors) -> None:
    foreign = {"Host": "stats.agency.example"}
    page = await opens(collector, "rv_choice=yes.1", foreign)
    assert "stats.agency.example, som inte hör till klinik.example" in says(page)
    assert SV["foreign_plain"] in says(page)
    assert "<form" not in page
    assert f'<a href="https://{HOST}/">' in page
    assert "yes.1" not in page
    refused = await gives(collector, "yes", headers=foreign | {"Origin": "https://stats.agency.example"})
    assert refused.status_code == 403
    assert await collector.counts() == {}


async def test_a_browser_that_has_kept_nothing_is_told_so(collector: Visitors) -> None:
    assert SV["unkept"] in says(await opens(collector, said="saved"))
    assert SV["saved"] in says(await opens(collector, "rv_choice=no.1", said="saved"))


@pytest.mark.parametrize("answer", ["yes.9", "no.9", "yes.9+film", "yes.2"])
async def test_an_answer_to_a_version_that_is_not_known_here_is_said_to_be_one(
    collector: Visitors, answer: str
) -> None:
    first, third = (with_services(document(STATISTICS, number)) for number in (1, 3))
    collector.install(site(first, third))
    for words, language in ((SV, "sv"), (EN, "en")):
        said = words["holds_unknown"].format(version=answer[answer.index(".") + 1], newest=3)
        page = says(await opens(collector, f"rv_choice={answer}", lang=language))
        assert said in page
        assert words["receipt_undeclared"] not in page, "what is not known is not said to name no receipt"
        assert said not in says(await opens(collector, "rv_choice=yes.1", lang=language))
        assert words["unanswered_services"] not in page, "it holds all the same"


async def test_the_swedish_address_leads_to_the_page_in_swedish(collector: Visitors) -> None:
    answer = await collector.browser.get(f"/kakor/{HOST}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"../cookies/{HOST}?lang=sv")


async def test_no_other_site_can_frame_keep_or_script_the_page(collector: Visitors) -> None:
    headers = (await collector.browser.get(f"/cookies/{HOST}")).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    for directive in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "trusted-types 'none'"):
        assert directive in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers


async def test_its_files_are_named_by_their_content(collector: Visitors) -> None:
    page = await opens(collector)
    for path, kind in re.findall(r'"\.\./(cookies/assets/[^"]+\.(css|js))"', page):
        file = await collector.browser.get(f"/{path}")
        assert file.headers["Content-Type"].startswith({"css": "text/css", "js": "text/javascript"}[kind])
        assert "immutable" in file.headers["Cache-Control"]


async def test_what_was_answered_reaches_the_disk_as_the_banners_would(collector: Visitors) -> None:
    await gives(collector, "some", "film", cookies="login=hemlig-nyckel; rv_choice=yes.1")
    await opens(collector, "login=hemlig-nyckel; rv_choice=yes.1+film")
    traces = [b"film", b"yes.1", b"hemlig-nyckel", b"Mozilla"]
    journal = b"".join(path.read_bytes() for path in (collector.data / "journal").iterdir())
    assert [trace for trace in traces if trace in journal] == []
