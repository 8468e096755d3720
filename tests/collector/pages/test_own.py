"""The link by which those who run a site have their own browser's visits left out."""

from http.cookies import SimpleCookie

import httpx
import pytest

from policy.own_visits import MARK, own_visits
from tests.collector.conftest import HOST, SAFARI, Visitors, number
from tests.collector.pages.cookie_form import opens, says

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

SERVICE = f"stats.{HOST}"
OPENED = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate"}
SAME = {"Sec-Fetch-Site": "same-origin"}
SV, EN = own_visits("sv"), own_visits("en")


def filled(sentence: str, domain: str = HOST, service: str = SERVICE) -> str:
    return sentence.format(host=HOST, domain=domain, service=service, cookie=MARK)


async def clicks(there: Visitors, path: str = f"/own/{HOST}", **headers: str) -> httpx.Response:
    """The link's answer, to a browser that keeps nothing of it."""
    there.browser.cookies.clear()
    sent = OPENED | {name.replace("_", "-"): value for name, value in headers.items()}
    return await there.browser.get(path, headers=sent)


def shows(answer: httpx.Response, sentence: str) -> bool:
    return sentence in says(answer.text)


def cookie(answer: httpx.Response) -> dict[str, str]:
    """What the answer keeps in the browser, by the names of its attributes."""
    [header] = answer.headers.get_list("set-cookie")
    morsel = SimpleCookie(header)[MARK]
    return {"value": morsel.value} | {name: str(value) for name, value in morsel.items() if value}


async def test_one_click_marks_the_browser_and_shows_that_it_did(collector: Visitors) -> None:
    answer = await clicks(collector)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOST}?lang=sv&said=marked")
    assert cookie(answer) == {
        "value": "1", "max-age": "31536000", "domain": HOST, "path": "/", "samesite": "Lax", "secure": "True",
    }  # fmt: skip
    shown = await clicks(collector, f"/own/{HOST}?lang=sv&said=marked", cookie=f"a=b; {MARK}=1")
    assert shows(shown, filled(SV["marked"]))
    assert shows(shown, SV["count"])
    assert "set-cookie" not in shown.headers, "a reload does not begin a new year"


async def test_the_script_can_read_the_mark(collector: Visitors) -> None:
    assert "httponly" not in cookie(await clicks(collector))


async def test_by_plain_http_the_mark_is_kept_all_the_same(collector: Visitors) -> None:
    collector.browser.base_url = httpx.URL(f"http://{SERVICE}")
    assert "secure" not in cookie(await clicks(collector, origin=f"http://{SERVICE}"))


async def test_a_browser_that_keeps_no_cookies_is_told_what_does_the_same(collector: Visitors) -> None:
    for said in ("marked", "unkept"):
        shown = await clicks(collector, f"/own/{HOST}?lang=en&said={said}")
        assert shows(shown, EN["unkept"])
        assert shows(shown, filled(EN["instead"]))


async def test_the_button_takes_the_mark_away(collector: Visitors) -> None:
    answer = await collector.browser.post(f"/own/{HOST}?lang=sv", headers=SAME, data={"mark": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOST}?lang=sv&said=counted")
    assert {name: cookie(answer)[name] for name in ("value", "max-age", "domain", "path")} == {
        "value": "", "max-age": "0", "domain": HOST, "path": "/",
    }  # fmt: skip
    shown = await clicks(collector, f"/own/{HOST}?lang=sv&said=counted")
    assert shows(shown, filled(SV["counted"]))
    assert 'name="mark" value="1"' in shown.text, "there is a way back"
    assert "set-cookie" not in shown.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "same-site", "referer": f"https://{SERVICE}:8443/"},
    ],
)
async def test_who_opens_the_link_themselves_or_on_the_dashboard_is_marked_at_once(
    collector: Visitors, headers: dict[str, str]
) -> None:
    assert cookie(await clicks(collector, **headers))["value"] == "1"


@pytest.mark.parametrize("referrer", ["", f"https://{HOST}/", f"https://forum.{HOST}/", "https://["])
async def test_whom_a_link_on_the_website_leads_here_is_asked_first(collector: Visitors, referrer: str) -> None:
    """It may be a stranger's, in a comment."""
    shown = await clicks(collector, sec_fetch_site="same-site", referer=referrer)
    assert "set-cookie" not in shown.headers
    assert shows(shown, filled(SV["asked"]))


@pytest.mark.parametrize("path", [f"/own/{HOST}", f"/own/{HOST}?lang=sv&said="])
async def test_whom_somebody_elses_page_leads_here_is_asked_first(collector: Visitors, path: str) -> None:
    shown = await clicks(collector, path, sec_fetch_site="cross-site")
    assert shown.status_code == 200
    assert "set-cookie" not in shown.headers
    assert shows(shown, filled(SV["unmarked"]))
    assert shows(shown, filled(SV["asked"]))
    assert (shown.text.count("<button"), 'name="mark" value="1"' in shown.text) == (1, True)
    answer = await collector.browser.post(f"/own/{HOST}?lang=sv", headers=SAME, data={"mark": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOST}?lang=sv&said=marked")
    assert cookie(answer) == cookie(await clicks(collector)), "the same mark"


@pytest.mark.parametrize("mark", ["0", "1"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
async def test_no_other_website_sets_the_mark_or_takes_it_away(
    collector: Visitors, headers: dict[str, str], mark: str
) -> None:
    answer = await collector.browser.post(f"/own/{HOST}", headers=headers, data={"mark": mark})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers", [{"sec_purpose": "prefetch"}, {"sec_purpose": "prefetch;prerender"}, {"purpose": "prefetch"}]
)
async def test_what_is_fetched_ahead_marks_nothing_and_is_thrown_away(
    collector: Visitors, headers: dict[str, str]
) -> None:
    answer = await clicks(collector, **headers)
    assert (answer.status_code, answer.content) == (503, b"")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("destination", ["image", "iframe", "empty", "script"])
async def test_only_a_page_of_its_own_marks_the_browser(collector: Visitors, destination: str) -> None:
    answer = await clicks(collector, sec_fetch_dest=destination)
    assert answer.status_code == 200
    assert shows(answer, filled(SV["unmarked"]))
    assert "set-cookie" not in answer.headers


async def test_an_audit_that_follows_the_link_finds_nothing_undeclared(collector: Visitors) -> None:
    answer = await clicks(collector, user_agent=f"{SAFARI} RakneverkAudit/1.0")
    assert shows(answer, filled(SV["unmarked"]))
    assert "set-cookie" not in answer.headers


async def test_what_only_asks_for_the_headers_marks_nothing(collector: Visitors) -> None:
    assert "set-cookie" not in (await collector.browser.head(f"/own/{HOST}")).headers


PAGES = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize("referrer", ["", f"https://{SERVICE}/sites/{HOST}"])
async def test_an_older_browser_that_tells_no_destination_is_marked(collector: Visitors, referrer: str) -> None:
    collector.browser.cookies.clear()
    headers = {"Accept": PAGES} | ({"Referer": referrer} if referrer else {})
    assert cookie(await collector.browser.get(f"/own/{HOST}", headers=headers))["value"] == "1"


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"},
        {"Accept": "*/*"},
        {"Accept": PAGES, "Referer": "https://evil.example/"},
        {"Accept": PAGES, "Referer": f"https://{SERVICE}.evil.example/"},
        {"Accept": PAGES, "Referer": "android-app://x"},
    ],
)
async def test_an_older_browser_is_marked_by_no_image_and_asked_where_another_page_led_it(
    collector: Visitors, headers: dict[str, str]
) -> None:
    collector.browser.cookies.clear()
    shown = await collector.browser.get(f"/own/{HOST}?lang=sv", headers=headers)
    assert "set-cookie" not in shown.headers
    assert 'name="mark" value="1"' in shown.text


async def test_under_a_foreign_name_the_page_says_what_does_the_same(collector: Visitors) -> None:
    answer = await clicks(collector, f"/own/{HOST}?lang=en", host="statistik.example")
    assert "set-cookie" not in answer.headers
    assert shows(answer, filled(EN["foreign"], service="statistik.example"))
    assert shows(answer, filled(EN["instead"]))
    refused = await collector.browser.post(f"/own/{HOST}", headers={**SAME, "Host": "statistik.example"})
    assert refused.status_code == 403


async def test_it_has_a_swedish_address_and_other_names_of_the_site_lead_to_it(collector: Visitors) -> None:
    for asked, location in (
        (f"/egna/{HOST}", f"../own/{HOST}?lang=sv"),
        (f"/own/www.{HOST}?lang=en", f"{HOST}?lang=en"),
    ):
        answer = await clicks(collector, asked)
        assert (answer.status_code, answer.headers["Location"]) == (302, location)
        assert "set-cookie" not in answer.headers
    assert (await clicks(collector, "/own/other.example")).status_code == 404


@pytest.mark.parametrize("path", ["", "?said=marked", "?said=counted"])
async def test_nobody_keeps_its_answers_nor_frames_them(collector: Visitors, path: str) -> None:
    answer = await clicks(collector, f"/own/{HOST}{path}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_the_cookie_page_names_the_mark_where_there_is_one(collector: Visitors) -> None:
    named = f"<li><code>{MARK}</code>"
    assert named in await opens(collector, f"{MARK}=1")
    for cookies in ("", f"{MARK}=0", f"x{MARK}=1"):
        assert named not in await opens(collector, cookies)


async def test_an_own_visit_is_counted_by_its_reason_alone(collector: Visitors) -> None:
    answer = await collector.hit("/om", id=number(), own=True)
    assert answer.headers["Rakneverk-Ignored"] == "own-visit"
    assert await collector.upkeep("ignored") == {"own-visit": 1}
    assert (await collector.total()).pageviews == 0
