"""A site's page and the page of all sites, as their owner reads them."""

import re
from html import unescape

import httpx
import pytest

from dashboard.pages.site import service_address
from policy.dimensions import DIMENSIONS, NOT_ASKED
from tests.dashboard.conftest import Installed
from tests.dashboard.seed import FIVE, HOST, Counting, Visit, answers, google, ignored, site
from tests.policy.ledgers import ledger_of

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE counts; --",
    "{{ 7 * 7 }}{% raw %}",
    "%s{0}\\",
    "x" * 1000,
    "العربية",
]


def _text(html: str) -> str:
    """What is read on the page, spaces made plain."""
    plain = re.sub(r"<(title|style).*?</\1>|<[^>]+>", " ", html.partition("<main")[2], flags=re.DOTALL)
    return " ".join(unescape(plain).split())


def _panels(html: str) -> list[str]:
    return re.findall(r'<section class="card panel" aria-labelledby="(\w+)"', html)


async def _page(owner: httpx.AsyncClient, **query: str) -> str:
    answer = await owner.get(f"/sites/{HOST}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("statistics", [FIVE, ("visits",), ("pages", "browsers"), ("visits", "referrers", "devices")])
async def test_exactly_the_panels_that_the_policy_names_in_the_registrys_order(
    owner: httpx.AsyncClient, installed: Installed, count: Counting, statistics: tuple[str, ...]
) -> None:
    installed.sites = [site(statistics=statistics)]
    await count([google("2026-11-20", term="kbt")._replace(browser="Firefox")], installed.sites[0])
    html = await _page(owner)
    together = {"search_terms", "search_engines"} if "search_terms" in statistics else set()
    named = [name for name, row in DIMENSIONS.items() if row.statistic in {*statistics} - together]
    assert _panels(html) == named
    assert ('aria-labelledby="search"' in html) == ("search_terms" in statistics)
    assert ('aria-labelledby="search_engine"' in html) == ("search_engines" in statistics)
    for name, row in DIMENSIONS.items():
        answer = await owner.get(f"/sites/{HOST}/panels/{name}")
        assert answer.status_code == (200 if row.statistic in statistics else 404)
    assert ("Firefox" in html) == ("browsers" in statistics)
    assert ("Besök per dag" in html) == ("visits" in statistics)


async def test_the_chart_has_its_numbers_in_a_table(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-11-20", ["/", "/a", "/b"])] * 4)
    text = _text(await _page(owner, period="28d"))
    assert "fredag 20 november 2026 4 12" in text
    assert "söndag 22 november 2026 (pågår) 0 0" in text


async def test_one_day_is_shown_by_the_hour(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-11-20", hour=14)] * 60)
    text = _text(await _page(owner, **{"from": "2026-11-20", "to": "2026-11-20"}))
    assert "Besök per timme" in text
    assert "14:00 60 60" in text


async def test_panels_name_their_basis_and_typed_ones_their_months(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", term="kbt")] * 4)
    text = _text(await _page(owner, period="28d"))
    assert "Källor räknat efter samtycke" in text
    assert "Sökord Efter samtycke räknas orden per kvartal: oktober–december 2026." in text
    text = _text((await owner.get(f"/sites/{HOST}/panels/search_term?period=28d")).text)
    assert "räknat efter samtycke, per kvartal: oktober–december 2026" in text


async def test_rare_text_is_told_as_such_with_the_reason(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", term="kbt")] * 4 + [google("2026-11-20", term="jag heter Anna")])
    text = _text(await _page(owner))
    assert "Anna" not in text
    assert "kbt Google efter samtycke 4 Sällsynta, utan namn Sökmotor eller kampanjlänk efter samtycke 1" in text
    text = _text((await owner.get(f"/sites/{HOST}/panels/search_term")).text)
    assert "Anna" not in text
    assert "kbt 4 80 % 4 Sällsynta, utan namn 1 20 % 1" in text
    assert "först efter att minst 3 besök har haft den under samma kvartal" in text


async def test_what_has_no_value_is_a_line_and_not_a_bar(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", term="kbt")] * 4 + [Visit("2026-11-20")] * 312)
    await count([Visit("2026-11-20", medium=NOT_ASKED)] * 2)
    text = _text((await owner.get(f"/sites/{HOST}/panels/search_term")).text)
    assert "utan sökord: 314" in text
    text = _text(await _page(owner))
    assert "inte tillåtet av den policy som godkändes: 2" in text
    assert "(none)" not in text
    assert "(not asked)" not in text


async def test_a_long_panel_shows_ten_and_all_on_a_page_of_its_own(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-11-20", [f"/sida-{number}"]) for number in range(25)])
    html = await _page(owner, period="7d")
    assert len(set(re.findall(r"<bdi>(/sida-\d+)</bdi>", html))) == 10
    link = re.search(r'href="([^"]+)">Visa alla 25', html)
    assert link
    whole = await owner.get(unescape(link[1]))
    assert len(set(re.findall(r"<bdi>(/sida-\d+)</bdi>", whole.text))) == 25
    assert "16–22 november 2026" in whole.text


async def test_a_row_filters_where_the_pair_is_kept(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", "/a & b", term="kbt")] * 4 + [Visit("2026-11-20", ["/direkt"])])
    html = await _page(owner, period="7d")
    links = [unescape(each) for each in re.findall(r'href="([^"]*filter=[^"]*)"', html)]
    assert f"/sites/{HOST}?period=7d&filter=referrer%3DGoogle" in links
    html = (await owner.get(f"/sites/{HOST}/panels/search_term?period=7d")).text
    assert f"/sites/{HOST}?period=7d&filter=search_term%3Dkbt" in unescape(html)
    assert not [each for each in links if "site_search" in each], "the policy names nothing that it is paired with"
    filtered = await owner.get(f"/sites/{HOST}?period=7d&filter=referrer%3DGoogle")
    text = _text(filtered.text)
    assert "Urval av källor: Google Visa allt" in text
    assert "/direkt" not in text
    assert _panels(filtered.text) == ["page", "medium"]
    assert "Räknas inte tillsammans med källor Sökmotorer Sökord Sökt på webbplatsen Kurvan över tid" in text
    page = next(each for each in links if "filter=page" in each and "26" in each)
    html = (await owner.get(page)).text
    assert _panels(html) == ["medium", "referrer"]
    assert '<section class="panel" aria-labelledby="search_engine">' in html, "beside the terms"


async def test_what_is_counted_with_typed_text_covers_whole_windows_and_says_so(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count([google("2026-10-02", term="kbt") for _ in range(4)])
    await count([Visit("2026-11-20", ["/"], "search", name, name, "kbt") for name in ("Bing", "Ecosia", "Qwant")])
    text = _text(await _page(owner, period="7d", filter="search_term=kbt"))
    whole = "per kvartal: oktober–december 2026"
    assert f"Besök 7 {whole}" in text
    assert "Det finns inget tidigare att jämföra med." in text, "the days before lie in the same window"
    assert f"Sökmotorer räknat efter samtycke, {whole}" in text
    assert "Google 4 57 % 4 Sällsynta, utan namn 3 43 % 3" in text
    assert "Här visas därför bara det som minst 3 besök har haft tillsammans med urvalet under samma kvartal" in text


async def test_the_services_own_counts_stand_apart(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([*ignored("2026-11-20", "bot", 7), Visit("2026-11-20", scrubbed=("email", "pnr"))])
    text = _text(await _page(owner))
    assert "räknat för driften: svaren utan samtycke, resten efter ett ja" in text
    assert "Robot 7" in text
    assert "E-postadress 1" in text
    assert "Personnummer 1" in text


async def test_an_empty_period_says_so(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-11-01")])
    text = _text(await _page(owner, period="7d"))
    assert "Inget är räknat under perioden." in text
    assert "Besök 0" in text


async def test_a_new_site_says_what_to_do_next(owner: httpx.AsyncClient, installed: Installed) -> None:
    text = _text(await _page(owner))
    assert "Inget är räknat på webbplatsen än Lägg in skriptet på alla sidor. Raden skrevs ut" in text
    there = site()
    there.service = "stats.example.se"
    installed.sites = [there]
    html = await _page(owner, lang="en")
    line = '<script async src="https://stats.example.se/s/example.se.js" referrerpolicy="no-referrer"></script>'
    assert f"Put the script on every page, in its head: {line}" in _text(html)
    assert line not in html, "it is text"


def test_by_plain_http_the_service_is_on_the_dashboards_own_port() -> None:
    there = site()
    assert service_address(there, "/s/example.se.js", secure=False, port=8000) == ""
    there.service = "stats.example.se"
    assert (
        service_address(there, "/s/example.se.js", secure=True, port=8000) == "https://stats.example.se/s/example.se.js"
    )
    assert (
        service_address(there, "/s/example.se.js", secure=False, port=8000)
        == "http://stats.example.se:8000/s/example.se.js"
    )
    assert (
        service_address(there, "/s/example.se.js", secure=False, port=None) == "http://stats.example.se/s/example.se.js"
    )


async def test_a_new_site_whose_script_is_there_is_told_what_is_left_out(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count(ignored("2026-11-20", "automated", 204))
    text = _text(await _page(owner))
    assert "204" in text.partition("räknat för driften")[0]
    assert "Inget är räknat på webbplatsen än" in text
    assert "Lägg in skriptet" not in text


@pytest.mark.parametrize("value", HOSTILE)
async def test_hostile_values_are_text(
    owner: httpx.AsyncClient, installed: Installed, count: Counting, value: str
) -> None:
    installed.sites = [site(statistics=(*FIVE, "browsers"))]
    told = Visit("2026-11-20", ["/" + value], "website", value, value, value, (value,), browser=value)
    await count([told] * 4, installed.sites[0])
    html = await _page(owner)
    assert "<script" not in html.partition("</head>")[2]
    assert "<img src=x" not in html
    assert _text(html).count(value) >= 6
    link = next(unescape(each) for each in re.findall(r'href="([^"]*filter=referrer[^"]*)"', html))
    assert value in _text((await owner.get(link)).text)


async def test_no_page_holds_inline_script_or_style(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", term="kbt"), *answers("2026-11-20", 1, 1)])
    for path in ("/sites", f"/sites/{HOST}", f"/sites/{HOST}/panels/page", "/sites/nothing.example"):
        html = (await owner.get(path)).text
        assert not re.search(r"<script(?! src=\"/assets/)|<style|\sstyle=|\son\w+=|javascript:", html)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=2026-02-31&to=2026-03-01", "Ett datum skrivs som 2026-11-22"),
        ("from=2026-03-02&to=2026-03-01", "Den sista dagen kommer före den första"),
        ("from=2026-03-02", "Ange både första och sista dagen"),
        ("compare=%3Cb%3E", "Det går inte att jämföra med ”&lt;b&gt;”"),
        ("period=%3Cb%3E", "Det finns ingen period som heter ”&lt;b&gt;”"),
        ("from=2001-01-01&to=2026-03-01", "högst tio år"),
        ("filter=browser%3DFirefox", "Policyn räknar inte ”browser”. Det går att filtrera på: "),
        ("filter=nonsense", "Ett filter skrivs NAMN=VÄRDE"),
    ],
)
async def test_a_bad_address_gets_a_clear_page(owner: httpx.AsyncClient, query: str, message: str) -> None:
    for path in (f"/sites/{HOST}", f"/sites/{HOST}/panels/page"):
        answer = await owner.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert message in answer.text
        assert f'href="/sites/{HOST}"' in answer.text


async def test_the_foot_tells_the_ledgers_head_to_write_down_and_its_day(
    owner: httpx.AsyncClient, installed: Installed
) -> None:
    there = site()
    assert "liggarens" not in await _page(owner)
    there.ledger = ledger_of(there, b"k" * 32)
    installed.sites = [there]
    foot = _text(await _page(owner)).partition("För den som granskar policyn: ")[2]
    said = "liggarens senaste rad är från 1 januari 2026. Anteckna dess kontrollsumma någon annanstans: "
    assert foot.startswith(said + there.ledger.head)
    foot = _text(await _page(owner, lang="en")).partition("For whoever audits the policy: ")[2]
    said = "the ledger's last line is of 1 January 2026. Note its checksum somewhere else: "
    assert foot.startswith(said + there.ledger.head)
