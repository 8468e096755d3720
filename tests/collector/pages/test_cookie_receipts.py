"""The receipt as the cookie page tells of it: whether it holds, why there is none, and when it is taken away."""

from typing import Final

import pytest

from policy.ledger import Ledger
from tests.collector.conftest import HOST, TODAY, Visitors, other_site, site
from tests.collector.pages.cookie_form import EN, SERVICES, SV, gives, kept, opens, says

pytestmark = pytest.mark.anyio

GONE: Final = "rv_receipt=; Max-Age=0; Path=/cookies; HttpOnly; SameSite=Lax; Secure"


@pytest.fixture
def collector(collector: Visitors) -> Visitors:
    """A site whose policy has four services."""
    collector.install(site(SERVICES))
    return collector


@pytest.mark.parametrize("answer", ["no", "some"])
@pytest.mark.parametrize("cookies", ["", "rv_choice=no.1", "rv_choice=yes.1", "rv_choice=yes.0"])
async def test_a_no_always_takes_the_receipt_away(collector: Visitors, cookies: str, answer: str) -> None:
    """Also where the banner's no never reached the service, so that the answer on this page is no other."""
    given = await gives(collector, answer, cookies="; ".join(filter(None, (cookies, "rv_receipt=e30"))))
    assert GONE in given.headers.get_list("Set-Cookie")


@pytest.mark.parametrize(
    ("cookies", "signal"),
    [("rv_choice=no.1", {}), ("", {}), ("rv_choice=yes.1", {"Sec-GPC": "1"}), ("rv_choice=yes.0", {})],
    ids=["no", "unanswered", "signal", "lapsed"],
)
async def test_a_receipt_is_taken_away_where_no_yes_holds(
    collector: Visitors, cookies: str, signal: dict[str, str]
) -> None:
    held = "; ".join(filter(None, (cookies, "rv_receipt=e30")))
    sent = {"Cookie": held, **signal}
    leaves = await collector.browser.get(f"/cookies/{HOST}?lang=sv&said=stale", headers=sent)
    assert (leaves.status_code, leaves.headers["Location"]) == (303, f"../cookies?site={HOST}&lang=sv&said=stale")
    clears = await collector.browser.get(f"/cookies?site={HOST}&lang=sv&said=stale", headers=sent)
    assert clears.headers.get_list("Set-Cookie") == [GONE]
    assert clears.headers["Location"] == f"cookies/{HOST}?lang=sv&said=stale&cleared=1"
    assert SV["cleared"] in says(await opens(collector, cookies, signal, cleared="1"))
    assert SV["cleared"] not in says(await opens(collector, held, signal, cleared="1")), "nor is it sent away again"
    assert await collector.counts() == {}


async def test_the_receipt_of_a_yes_that_holds_stays(collector: Visitors) -> None:
    cookies = "rv_choice=yes.1+film; rv_receipt=e30"
    assert SV["cleared"] not in says(await opens(collector, cookies, cleared="1"))
    stays = await collector.browser.get(f"/cookies?site={HOST}&lang=sv", headers={"Cookie": cookies})
    assert (stays.status_code, kept(stays)) == (303, {})
    collector.browser.cookies.clear()
    assert kept(await collector.browser.get(f"/cookies?site={HOST}&lang=sv")) == {}


async def test_where_no_receipt_was_taken_away_none_is_said_to_be(collector: Visitors) -> None:
    """As after a problem page, whose address leads back here."""
    leads = await collector.browser.get(f"/cookies?site={HOST}&lang=sv")
    assert (leads.status_code, leads.headers["Location"]) == (303, f"cookies/{HOST}?lang=sv&said=&cleared=0")
    assert SV["cleared"] not in says(await opens(collector, cleared="0"))
    tossed = "rv_choice=no.1; rv_receipt=e30"  # for a longer path than /cookies: it is sent to the page alone
    assert SV["cleared"] not in says(await opens(collector, tossed, cleared="0")), "nor does it lead there again"


@pytest.mark.parametrize("tossed", ["e30", "", "%", "another's", "altered", "genuine"])
async def test_no_other_receipt_hides_the_genuine(collector: Visitors, tossed: str) -> None:
    """A page of the site's domain can set one for a longer path, which is sent first."""
    genuine = kept(await gives(collector, "some", "film"))["rv_receipt"]
    collector.install(other_site("grannen.example"), site(SERVICES))
    other = kept(await collector.browser.post(
        "/cookies?site=grannen.example", data={"version": "1", "answer": "yes"},
        headers={"Host": "stats.grannen.example", "Origin": "https://stats.grannen.example"},
    ))["rv_receipt"]  # fmt: skip
    altered = genuine[:40] + ("A" if genuine[40] != "A" else "B") + genuine[41:]
    first = {"another's": other, "altered": altered, "genuine": genuine}.get(tossed, tossed)
    cookies = f"rv_choice=yes.1+film; rv_receipt={first}; rv_receipt={genuine}"
    text = says(await opens(collector, cookies))
    assert SV["receipt_sound"] in text
    assert SV["receipt_bad"] not in text
    assert (SV["receipt_several"].format(domain=HOST) in text) is bool(tossed)
    file = await collector.browser.get(f"/cookies/{HOST}/receipt.json", headers={"Cookie": cookies})
    assert file.json()["accepted"] == ["film"]


async def test_the_receipt_is_told_in_words_and_given_as_a_file(collector: Visitors) -> None:
    cookies = "; ".join("=".join(each) for each in kept(await gives(collector, "some", "film")).items())
    text = says(await opens(collector, cookies))
    assert SV["receipt_sound"] in text
    assert "Filmrutan" in text
    assert SV["receipt_other"] not in text
    other = cookies.replace("yes.1+film", "yes.1+karta")
    assert SV["receipt_other"] in says(await opens(collector, other))
    file = await collector.browser.get(f"/cookies/{HOST}/receipt.json", headers={"Cookie": cookies})
    assert file.headers["Content-Disposition"] == f'attachment; filename="rakneverk-{HOST}-{TODAY}.json"'
    assert (file.json()["site"], file.json()["accepted"], file.json()["day"]) == (HOST, ["film"], TODAY)


@pytest.mark.parametrize(
    ("cookies", "words"),
    [
        ("", "receipt_none"),
        ("rv_choice=no.1", "receipt_none"),
        ("rv_choice=yes.0", "receipt_lapsed"),
        ("rv_choice=yes.1", "receipt_missing"),
        ("rv_choice=yes.1; rv_receipt=e30", "receipt_bad"),
        ("rv_choice=yes.1; rv_receipt=%", "receipt_bad"),
    ],
)
async def test_where_there_is_no_receipt_it_says_why(collector: Visitors, cookies: str, words: str) -> None:
    assert SV[words] in says(await opens(collector, cookies))
    headers = {"Cookie": cookies} if cookies else {}
    none = await collector.browser.get(f"/cookies/{HOST}/receipt.json?lang=sv", headers=headers)
    assert none.status_code == 404
    assert SV["problem_receipt"] in says(none.text)


@pytest.mark.parametrize(("language", "words"), [("sv", SV), ("en", EN)])
async def test_the_list_of_what_is_kept_promises_no_more_of_a_receipt_than_follows(
    collector: Visitors, language: str, words: dict[str, str]
) -> None:
    genuine = kept(await gives(collector, "yes"))["rv_receipt"]

    async def listed(value: str) -> str:
        text = says(await opens(collector, f"rv_choice=yes.1; rv_receipt={value}", lang=language))
        return text.partition("rv_receipt : ")[2]

    assert (await listed(genuine)).startswith(words["is_receipt"])
    assert (await listed("abc")).startswith(words["is_unreadable"])
    assert (await listed("")).startswith(words["is_absent"])
    collector.install(site(SERVICES.replace("Vi är en klinik.", "Vi är tre.")))
    assert (await listed(genuine)).startswith(words["is_file"]), "the ledger does not bear it out"


async def test_a_forged_receipt_is_told_to_be_one(collector: Visitors) -> None:
    cookies = kept(await gives(collector, "yes"))
    value = cookies["rv_receipt"]
    forged = value[:40] + ("A" if value[40] != "A" else "B") + value[41:]
    page = says(await opens(collector, f"rv_choice=yes.1; rv_receipt={forged}"))
    assert SV["receipt_bad"] in page
    assert SV["receipt_sound"] not in page
    file = await collector.browser.get(f"/cookies/{HOST}/receipt.json", headers={"Cookie": f"rv_receipt={forged}"})
    assert file.status_code == 404


async def test_a_receipt_that_the_ledger_does_not_bear_out_is_to_be_kept_and_asked_about(collector: Visitors) -> None:
    cookies = "; ".join("=".join(each) for each in kept(await gives(collector, "yes")).items())
    collector.install(site(SERVICES.replace("Vi är en klinik.", "Vi är tre.")))
    text = says(await opens(collector, cookies))
    assert SV["receipt_disowned"].format(controller="Kliniken") in text
    assert SV["receipt_sound"] not in text
    assert SV["receipt_file"] in text


async def test_on_a_broken_ledger_no_receipt_is_judged_or_given(collector: Visitors) -> None:
    cookies = "; ".join("=".join(each) for each in kept(await gives(collector, "yes")).items())
    broken = site(SERVICES)
    collector.install(broken)
    broken.ledger = Ledger(broken.ledger.lines[1:])
    page = says(await opens(collector, cookies))
    assert SV["receipt_idle"] in page
    assert SV["receipt_file"] in page
    given = await gives(collector, "yes")
    assert kept(given) == {"rv_choice": "yes.1"}, "the receipt that there is stays"
    assert SV["receipt_idle"] in says(await opens(collector, "rv_choice=yes.1"))
