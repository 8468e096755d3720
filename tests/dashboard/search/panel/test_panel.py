"""The panel of search terms, as an owner or a viewer reads it, and the whole list on a page of its own."""

import re
from datetime import date
from html import unescape

import httpx
import pytest

from dashboard.numbers.ranges import Range
from store.accounts import Accounts
from store.sqlite_search import SQLiteSearch
from tests.dashboard.conftest import Installed
from tests.dashboard.search.panel.told import OCTOBER, Told, day, tell
from tests.dashboard.seed import EMAIL, FIVE, HOST, PASSWORD, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

DAYS = {"from": "2026-10-01", "to": "2026-10-31"}
LIST = f"/sites/{HOST}/panels/search"
HOSTILE = ["<script>alert(1)</script>", "{{ 7 * 7 }}{% raw %}", "%s{0}\\", "x" * 1000, "العربية"]


def _text(html: str) -> str:
    """What is read in the section of search terms, spaces made plain."""
    section = re.search(r'<section class="card panel search.*', html, re.DOTALL)
    assert section, "there is none"
    html = section[0].partition('<section class="service"')[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


async def _page(owner: httpx.AsyncClient, path: str = f"/sites/{HOST}", **query: str) -> str:
    answer = await owner.get(path, params=DAYS | query)
    assert answer.status_code == 200, answer.text
    return answer.text


def _links(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', html)]


async def test_each_origin_is_marked_with_its_basis_and_has_its_own_numbers(
    owner: httpx.AsyncClient, figures: SQLiteSearch, count: Counting
) -> None:
    await tell(figures, OCTOBER, {"kbt": (1234, 5678, 3.25), ("kbt", "/om"): (9, 9, 1), ("kbt", "(other)"): (2, 9, 1)})
    await tell(figures, OCTOBER, {"kbt": (2, 50, 0)}, "bing")
    await count([google("2026-10-05", term="kbt")] * 5)
    text = _text(await _page(owner))
    assert "Sökord Källa Klick Visningar Placering Besök" in text
    assert "kbt ledde till /om , övriga sidor enligt Google 1 234 5 678 3,2 –" in text
    assert "enligt Bing 2 50 – –" in text
    assert "Google efter samtycke – – – 5" in text
    text = _text(await _page(owner, lang="en"))
    assert "kbt led to /om , other pages by Google 1,234 5,678 3.2 –" in text
    assert "Google after consent – – – 5" in text


async def test_the_days_are_said_where_they_are_not_just_the_range(
    owner: httpx.AsyncClient, figures: SQLiteSearch
) -> None:
    await tell(figures, OCTOBER, {"kbt": (3, 5, 1)})
    assert "siffror gäller" not in _text(await _page(owner))
    await tell(figures, Range(date(2026, 10, 26), date(2026, 11, 1)), {"kbt": (3, 5, 1)}, "bing")
    assert "Bings siffror gäller 26 oktober–1 november 2026." in _text(await _page(owner))
    await tell(figures, day("2026-10-12"), {"kbt": (3, 5, 1)}, "bing")
    text = _text(await _page(owner))
    assert "Bings siffror gäller 8 av dagarna 12 oktober–1 november 2026." in text
    assert "Googles siffror" not in text


async def test_what_is_rare_and_what_is_withheld_stand_as_such_with_the_reason(
    owner: httpx.AsyncClient, figures: SQLiteSearch, count: Counting
) -> None:
    await tell(figures, OCTOBER, {"": (40, 90, 1), "kbt": (30, 50, 1)})
    await tell(figures, OCTOBER, {"kbt": (3, 5, 1)}, "bing")
    await count([google("2026-10-05", term="udda"), Visit("2026-10-05", ["/sok"], searches=("lika udda",))])
    text = _text(await _page(owner))
    assert "Utan namn hos Google enligt Google 10 40 – –" in text
    assert "Utan namn hos Bing enligt Bing okänt okänt – –" in text
    assert "Sällsynta, utan namn Sökmotor eller kampanjlänk efter samtycke – – – 1" in text
    assert "Sällsynta, utan namn Sökt på webbplatsen efter samtycke – – – 1" in text
    assert "Ord som få har sökt på nämner Google aldrig" in text
    assert "Bing säger inte vilka ord som utelämnas." in text
    assert "de ord hos Bing som har visats färre än 3 gånger" in text
    assert "Hur mycket Bing inte nämner är okänt" in text
    assert "först efter att minst 3 besök har haft det under samma kvartal" in text
    assert "Ett ord som Google eller Bing nämner kan vara sällsynt bland besöken." in text
    assert "kan sökmotorns ord och dagens sidor tillsammans peka ut vad ett enskilt besök sökte efter" in text
    assert "udda" not in text


async def test_searches_that_found_nothing_are_said(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=(*FIVE, "search_outcomes"))]
    visit = Visit("2026-10-07", ["/sok"], searches=("remiss",), searched_from="/kurser")
    await count([visit._replace(result="nothing")] * 4 + [visit] * 5, installed.sites[0])
    text = _text(await _page(owner))
    assert "remiss sökt från /kurser Sökt på webbplatsen efter samtycke gav inget 4 av 9 9" in text
    assert f"/sites/{HOST}?from=2026-10-01&to=2026-10-31&filter=page%3D%2Fkurser" in _links(await _page(owner))


async def test_without_figures_one_sentence_says_how_to_get_terms(
    owner: httpx.AsyncClient, figures: SQLiteSearch, count: Counting
) -> None:
    await count([google("2026-10-05", term="kbt")] * 5)
    html = await _page(owner)
    text = _text(html)
    assert "Sökmotorer skickar inte längre med sökord. Hämta dem från Google och Bing i stället. Hämta sökord" in text
    assert f'href="/sites/{HOST}/search"' in html
    assert "Sökord Källa Besök" in text, "of clicks nothing is told"
    await tell(figures, day("2026-01-01"), {"kbt": (3, 5, 1)})
    html = await _page(owner)
    assert "skickar inte längre" not in _text(html)
    assert f'href="/sites/{HOST}/search"' in html


async def test_a_viewer_is_told_who_can(visitor: httpx.AsyncClient, accounts: Accounts) -> None:
    await accounts.add_user("viewer@example.se", PASSWORD, "viewer", HOST)
    token = re.search(r'name="form_token" value="([^"]+)"', (await visitor.get("/login")).text)
    assert token
    form = {"email": "viewer@example.se", "password": PASSWORD, "form_token": token[1]}
    await visitor.post("/login", data=form)
    html = await _page(visitor)
    assert "Den som äger webbplatsen kan hämta dem från Google och Bing." in _text(html)
    assert f'href="/sites/{HOST}/search"' not in html
    assert EMAIL not in html


async def test_search_engines_by_visits_stand_beside(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    await count([google("2026-10-05")] * 7)
    told = "Sökmotorer räknat efter samtycke Värde Besök Andel Sidvisningar Totalt 7 7 Google 7 100 % 7"
    assert told in _text(await _page(owner))
    installed.sites = [site(statistics=("visits", "search_terms"))]
    assert "Sökmotorer räknat" not in _text(await _page(owner))


@pytest.mark.parametrize("statistics", [("visits", "search_engines"), ("visits", "pages", "referrers")])
async def test_without_search_terms_in_the_policy_there_is_no_such_section(
    owner: httpx.AsyncClient,
    installed: Installed,
    figures: SQLiteSearch,
    count: Counting,
    statistics: tuple[str, ...],
) -> None:
    installed.sites = [site(statistics=statistics)]
    await count([google("2026-10-05")], installed.sites[0])
    await tell(figures, OCTOBER, {"hemligt": (30, 50, 1)})
    html = await _page(owner)
    assert 'aria-labelledby="search"' not in html
    assert ('<section class="card panel" aria-labelledby="search_engine">' in html) == ("search_engines" in statistics)
    assert "hemligt" not in html
    assert (await owner.get(LIST)).status_code == 404


async def test_of_a_page_the_terms_that_led_to_it(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {("kbt", "/a"): (8, 10, 2), ("oro", "/b"): (5, 9, 1)})
    text = _text(await _page(owner, filter="page=/a"))
    assert "Sökord som ledde hit" in text
    assert "kbt enligt Google 8 10 2,0" in text
    assert "oro" not in text
    assert "färre än 3 klick; hur många de är sägs inte per sida" in text
    assert "Inga sökord är kända för sidan" in _text(await _page(owner, filter="page=/c"))
    assert 'aria-labelledby="search"' not in await _page(owner, filter="referrer=Google")
    html = await _page(owner, LIST, filter="referrer=Google")
    assert "Hur sökord hänger ihop med källor räknas inte." in html
    assert "oro" not in html


async def test_of_a_page_what_engines_tell_of_it_stands_above_the_terms(
    owner: httpx.AsyncClient, figures: SQLiteSearch
) -> None:
    await tell(figures, OCTOBER, {("", "/a"): (18, 1100, 2.5), ("kbt", "/a"): (8, 10, 2)})
    await tell(figures, Range(date(2026, 10, 3), date(2026, 10, 9)), {("", "/b"): (8, 10, 2)}, "bing")
    for path in (f"/sites/{HOST}", LIST):
        text = _text(await _page(owner, path, filter="page=/a"))
        assert (
            "Klick Visningar Placering Sidan, alla sökord enligt Google 1–31 oktober 2026 18 1 100 2,5 "
            "enligt Bing 3–9 oktober 2026 – – – kbt enligt Google 8 10 2,0"
        ) in text
    assert "Sidan, alla sökord" not in _text(await _page(owner))


async def test_where_no_terms_of_a_page_can_be_known_the_reason_is_said(
    owner: httpx.AsyncClient, figures: SQLiteSearch
) -> None:
    for path in (f"/sites/{HOST}", LIST):
        html = await _page(owner, path, filter="page=/a")
        assert "Vilka sökord som ledde till en viss sida kan bara sökmotorerna säga." in _text(html)
        assert "Hämta dem från Google och Bing i stället." in _text(html)
    await tell(figures, OCTOBER, {"kbt": (80, 100, 2), ("", "/a"): (18, 110, 2.5)})
    for path in (f"/sites/{HOST}", LIST):
        html = await _page(owner, path, filter="page=/a")
        assert "Sidan, alla sökord enligt Google 1–31 oktober 2026 18 110 2,5" in _text(html)
        assert "vet bara Google, och säger det först när tjänsten är ansluten" in _text(html)
        assert "kbt" not in _text(html)
        aside = re.search(r'<p class="muted small aside">(.*?)</p>', html)
        assert aside is None or "Sökord" not in aside[1], "it is not that they are not counted together"


async def test_figures_of_other_days_are_offered_and_not_shown_as_the_ranges(
    owner: httpx.AsyncClient, figures: SQLiteSearch
) -> None:
    await tell(figures, OCTOBER, {"": (150, 900, 5), "kbt": (120, 400, 3), ("", "/a"): (18, 110, 2.5)})
    days = {"from": "2026-10-05", "to": "2026-10-11"}
    for path, only in ((f"/sites/{HOST}", ""), (LIST, ""), (LIST, "page=/a")):
        html = await _page(owner, path, **days, filter=only)
        text = _text(html)
        assert "Googles siffror finns för 1–31 oktober 2026 som helhet. Visa 1–31 oktober 2026" in text
        assert not {"kbt", "120", "150", "18", "Klick", "okänt"} & set(text.split())
        assert "Inga sökord" not in text
        [link] = [each for each in _links(html) if each.startswith("?from=2026-10-01&to=2026-10-31")]
        shown = _text((await owner.get(path + link)).text)
        assert "finns för" not in shown
        assert ("120" in shown.split(), "18" in shown.split()) == (not only, bool(only))
    assert "Inget här innehåller ”x”." in _text(await _page(owner, LIST, **days, find="x"))


async def test_no_day_is_named_that_has_not_been(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell(figures, Range(date(2026, 11, 1), date(2026, 11, 30)), {"kbt": (120, 400, 3)}, final=False)
    text = _text(await _page(owner, **{"from": "2026-11-02", "to": "2026-11-22"}))
    assert "Googles siffror gäller 1–22 november 2026." in text


MANY: Told = {f"term {number:03}": (300 - number, 500, 2) for number in range(250)}


async def test_the_foremost_of_each_origin_are_on_the_sites_page(
    owner: httpx.AsyncClient, figures: SQLiteSearch, count: Counting
) -> None:
    await tell(figures, OCTOBER, MANY)
    await count([Visit("2026-10-07", ["/sok"], searches=("remiss",))] * 5)
    html = await _page(owner)
    shown = re.findall(r"<bdi>(term \d+|remiss)</bdi>", html)
    assert shown == [*(f"term {number:03}" for number in range(9)), "remiss"]
    assert "Här visas de främsta från varje källa." in _text(html)
    assert "Visa alla 251 sökord" in _text(html)
    assert f"{LIST}?from=2026-10-01&to=2026-10-31" in _links(html)
    assert f"{LIST}?from=2026-10-01&to=2026-10-31&origin=site" in _links(html)


async def test_the_whole_list_has_leaves(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, MANY)
    html = await _page(owner, LIST)
    assert re.findall(r"<bdi>term (\d+)</bdi>", html) == [f"{number:03}" for number in range(100)]
    assert "1–100 av 250 Nästa" in _text(html)
    [following] = [link for link in _links(html) if "page=2" in link]
    html = (await owner.get(following)).text
    assert re.findall(r"<bdi>term (\d+)</bdi>", html) == [f"{number:03}" for number in range(100, 200)]
    assert "Föregående 101–200 av 250 Nästa" in _text(html)


@pytest.mark.parametrize(("leaf", "place"), [("3", "201–250"), ("99", "201–250"), ("0", "1–100"), ("-1", "1–100"),
                                             ("x", "1–100"), ("9" * 5000, "1–100"), ("٣", "1–100")])  # fmt: skip
async def test_any_leaf_can_be_asked_for(
    owner: httpx.AsyncClient, figures: SQLiteSearch, leaf: str, place: str
) -> None:
    await tell(figures, OCTOBER, MANY)
    assert f"{place} av 250" in _text(await _page(owner, LIST, page=leaf))


async def test_one_finds_in_the_list_by_any_part_of_a_term(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {**MANY, "ångest & oro": (1, 2, 3)})
    html = await _page(owner, LIST, find=" ÅNGEST & ")
    assert re.findall(r"<bdi>([^<]+)</bdi>", html) == ["ångest &amp; oro", "enligt Google"]
    assert "Utan namn" not in _text(html), "that is of all terms"
    assert 'name="find" value="ÅNGEST &amp;"' in html
    assert '<input type="hidden" name="from" value="2026-10-01">' in html
    html = await _page(owner, LIST, find="ÅNGEST\u00a0 &")
    assert "<bdi>ångest &amp; oro</bdi>" in html, "spaces and how letters are put together are nothing to it"
    await tell(figures, OCTOBER, {"straße": (1, 2, 3), "gata": (1, 2, 3)})
    assert "<bdi>gata</bdi>" not in (html := await _page(owner, LIST, find="STRASSE"))
    assert "<bdi>straße</bdi>" in html
    assert 'class="origins"' not in html, "there is but one"
    html = await _page(owner, LIST, find='"><script>')
    assert 'Inget här innehåller ”"><script>”.' in _text(html)
    assert "<script" not in html.partition("</head>")[2]


async def test_the_list_of_one_origin_is_in_its_own_order(
    owner: httpx.AsyncClient, figures: SQLiteSearch, count: Counting
) -> None:
    await tell(figures, OCTOBER, {"a": (9, 9, 1), "b": (5, 9, 1), "c": (3, 9, 1)})
    await tell(figures, OCTOBER, {"a": (1, 9, 1), "b": (2, 9, 1)}, "bing")
    html = await _page(owner, LIST, origin="bing")
    assert re.findall(r"<bdi>([abc])</bdi>", html) == ["b", "a"]
    assert 'aria-current="true">Bing <span>2</span>' in html
    assert "Alla 3 Google 3 Bing 2" in _text(html)
    assert '<input type="hidden" name="origin" value="bing">' in html
    assert "Inga sökord under perioden." in _text(await _page(owner, LIST, origin="nobody"))


@pytest.mark.parametrize("value", HOSTILE)
async def test_hostile_terms_and_pages_are_text(owner: httpx.AsyncClient, figures: SQLiteSearch, value: str) -> None:
    await tell(figures, OCTOBER, {value: (9, 9, 1), (value, "/" + value): (9, 9, 1)})
    for path in (f"/sites/{HOST}", LIST):
        html = await _page(owner, path)
        assert "<script" not in html.partition("</head>")[2]
        assert _text(html).count(value) >= 2
        link = next(each for each in _links(html) if "filter=page" in each)
        assert value in _text((await owner.get(link)).text)


async def test_a_term_that_steers_text_is_written_out(owner: httpx.AsyncClient, figures: SQLiteSearch) -> None:
    await tell(figures, OCTOBER, {"\u202egpj.exe": (9, 9, 1), "(none)": (3, 9, 1)})
    text = _text(await _page(owner))
    assert "[U+202E]gpj.exe" in text
    assert "[tomt] enligt Google 3" in text


@pytest.mark.parametrize(
    ("sort", "order", "terms"),
    [("term", "asc", "abcd"), ("term", "desc", "dcba"), ("clicks", "desc", "bacd"), ("clicks", "asc", "acbd"),
     ("position", "asc", "cbad"), ("position", "desc", "abcd"), ("impressions", "desc", "acbd"),
     ("visits", "desc", "dbac"), ("nonsense", "asc", "bacd")],
)  # fmt: skip
async def test_the_list_is_sorted_by_the_best_that_any_origin_tells(
    owner: httpx.AsyncClient, figures: SQLiteSearch, count: Counting, sort: str, order: str, terms: str
) -> None:
    await tell(figures, OCTOBER, {"a": (3, 90, 5), "b": (5, 50, 4), "c": (3, 60, 1)})
    await tell(figures, OCTOBER, {"a": (3, 9, 7), "b": (1, 9, 9)}, "bing")
    await count([Visit("2026-10-07", ["/sok"], searches=("d",))] * 5)
    html = await _page(owner, LIST, sort=sort, order=order)
    assert "".join(re.findall(r"<bdi>([abcd])</bdi>", html)) == terms
    assert ('aria-sort="' in html) == (sort != "nonsense")
