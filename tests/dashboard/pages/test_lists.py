"""Panels as lists on pages of their own, and filters, as their owner asks for them by address."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from collector.hits import Counted, Hit
from dashboard.locale.language import LANGUAGES
from dashboard.numbers.ranges import Asked
from dashboard.numbers.stats import paired
from dashboard.pages.panels import View, share
from policy.dimensions import DIMENSIONS, NONE
from policy.values import CLASSES
from tests.dashboard.acting import NOVEMBER
from tests.dashboard.conftest import Installed
from tests.dashboard.pages.test_site import HOSTILE
from tests.dashboard.seed import FIVE, HOST, Counting, Visit, google, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

TOGETHER = {
    "search": ("search_term", "site_search"),
    "goals": ("contact", "event", *DIMENSIONS["contact"].pairs),
    "flow": ("previous_page",),
}
"""Panels that show several dimensions in their own way."""

PAGES = f"/sites/{HOST}/panels/page"
DAYS = {"period": "28d"}


def text_of(html: str) -> str:
    plain = re.sub(r"<title.*?</title>|<[^>]+>", " ", html.partition("<main")[2], flags=re.DOTALL)
    return " ".join(unescape(plain).split())


def rows_of(html: str) -> list[str]:
    """The values of a list, those without a name of their own included."""
    [table] = re.findall(r'<table class="rows">.*?</table>', html, re.DOTALL)
    body = table.partition("<tbody")[2]
    return [unescape(each) for each in re.findall(r"<bdi[^>]*>(.*?)</bdi>", body, re.DOTALL)]


def links_of(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', html)]


async def get(owner: httpx.AsyncClient, path: str, **query: str) -> str:
    answer = await owner.get(path, params=DAYS | query)
    assert answer.status_code == 200, answer.text
    return answer.text


async def told(count: Counting) -> None:
    """Three pages, of which the most read has the fewest visits, and 150 that one visit each read."""
    await count([Visit("2026-11-20", ["/a", "/a", "/a", "/a"])] * 2 + [Visit("2026-11-20", ["/ö"])] * 3)
    await count([google("2026-11-20", "/Å")] * 4)
    await count([Visit("2026-11-20", [f"/b/{number:03}" for number in range(150)])])


@pytest.mark.parametrize(
    ("query", "first", "sorted_by"),
    [
        ({}, ["/Å", "/ö", "/a"], "Besök"),
        ({"sort": "visits", "order": "asc"}, ["/b/000", "/b/001", "/b/002"], "Besök"),
        ({"sort": "pageviews"}, ["/a", "/Å", "/ö"], "Sidvisningar"),
        ({"sort": "value", "order": "asc"}, ["/a", "/b/000", "/b/001"], "Värde"),
        ({"sort": "value"}, ["/ö", "/Å", "/b/149"], "Värde"),
        ({"sort": "visitors"}, ["/Å", "/ö", "/a"], "Besök"),
        ({"sort": "clicks", "order": "x", "page": "x"}, ["/Å", "/ö", "/a"], "Besök"),
    ],
)
async def test_a_list_is_sorted_by_any_column_and_says_by_which(
    owner: httpx.AsyncClient, count: Counting, query: dict[str, str], first: list[str], sorted_by: str
) -> None:
    await told(count)
    html = await get(owner, PAGES, **query)
    assert rows_of(html)[:3] == first
    [heading] = re.findall(r'<th[^>]* aria-sort="(\w+)"[^>]*><a [^>]*>(\w+)</a>', html)
    order = "ascending" if query.get("order") == "asc" else "descending"
    assert heading == (order, sorted_by)


async def test_a_heading_sorts_and_turns_the_order_around(owner: httpx.AsyncClient, count: Counting) -> None:
    await told(count)
    html = await get(owner, PAGES, find="b", page="2")
    [by_value] = [each for each in links_of(html) if "sort=value" in each]
    assert parse_qs(urlsplit(by_value).query) == {
        "period": ["28d"], "find": ["b"], "sort": ["value"], "order": ["asc"]
    }  # fmt: skip
    html = (await owner.get(PAGES + by_value)).text
    assert rows_of(html)[0] == "/b/000"
    [again] = [each for each in links_of(html) if "sort=value" in each and "order=desc" in each and "page" not in each]
    assert rows_of((await owner.get(PAGES + again)).text)[0] == "/b/149"


async def test_leaves_of_a_hundred_hold_every_row_once(owner: httpx.AsyncClient, count: Counting) -> None:
    await told(count)
    first, second, beyond = [await get(owner, PAGES, page=page) for page in ("1", "2", "99")]
    assert "1–100 av 153 Nästa" in text_of(first)
    assert "Föregående 101–153 av 153" in text_of(second)
    assert rows_of(beyond) == rows_of(second)
    assert len({*rows_of(first), *rows_of(second)}) == 153
    assert "page=1" not in "".join(links_of(second)), "the first leaf has the address of the list"


async def test_one_finds_in_a_panel_by_what_is_read_and_by_what_is_counted(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count([Visit("2026-11-20", ["/%C3%A5ngest"], medium="ai"), Visit("2026-11-20", ["/sorg"])])
    assert rows_of(await get(owner, PAGES, find="ÅNG")) == ["/ångest"]
    assert rows_of(await get(owner, PAGES, find="%c3")) == ["/ångest"]
    assert rows_of(await get(owner, f"/sites/{HOST}/panels/medium", find="assistent")) == ["AI-assistenter"]
    html = await get(owner, PAGES, find="<b>", sort="value", order="asc")
    assert "Inget här innehåller ”<b>”." in text_of(html)
    for name, value in (("period", "28d"), ("sort", "value"), ("order", "asc")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html
    assert "Visa alla" in text_of(html)


async def test_the_total_stands_in_the_header_and_shares_are_of_it(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", "/", "/a")] * 150 + [Visit("2026-11-20", ["/a"])] * 50)
    text = text_of(await get(owner, PAGES))
    assert "Värde Besök Andel Sidvisningar Totalt 200 350 /a 200 100 % 200 / 150 75 % 150" in text
    assert "Andelarna gäller 200 besök. Ett besök kan stå på flera rader." in text
    text = text_of(await get(owner, f"/sites/{HOST}/panels/referrer"))
    assert "Totalt 200 350 Google 150 75 % 300 utan angiven källa: 50" in text
    assert "Andelarna" not in text, "they add up"
    text = text_of(await get(owner, PAGES, filter="referrer=Google"))
    assert "Totalt 150 300 / 150 100 % 150 /a 150 100 % 150" in text


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 3, "33 %"), (1, 1000, "< 1 %"), (999, 1000, "> 99 %"), (0, 5, "0 %"), (5, 5, "100 %"), (6, 5, "–"),
     (1, 0, "–"), (1, None, "–"), (1, 200, "< 1 %"), (2, 200, "1 %")],
)  # fmt: skip
async def test_shares_are_never_rounded_to_nothing_or_all(part: int, whole: int | None, said: str) -> None:
    assert " ".join(share(LANGUAGES["sv"], part, whole).split()) == said


async def test_others_come_last_in_every_order(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([Visit("2026-11-20", referrer=name) for name in ("(other)", "(other)", "a.se", "b.se", NONE)])
    for query in ({}, {"sort": "value", "order": "asc"}, {"sort": "visits"}):
        assert rows_of(await get(owner, f"/sites/{HOST}/panels/referrer", **query)) == ["a.se", "b.se", "Övriga"]
    assert rows_of(await get(owner, f"/sites/{HOST}/panels/referrer", find="se")) == ["a.se", "b.se"]
    assert "filter=referrer%3D%28other" not in await get(owner, f"/sites/{HOST}")


async def test_all_classes_are_shown_in_their_own_order(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=(*FIVE, "engaged_time"))]
    measured = [Counted(HOST, "2026-11-20", 0, b"", (), Hit(page="/", engaged=each), view=False)
                for each in ("600-", "600-", "0-9")]  # fmt: skip
    await count([Visit("2026-11-20"), *measured], installed.sites[0])
    html = await get(owner, f"/sites/{HOST}/panels/engaged")
    named = [LANGUAGES["sv"].value("engaged", each) for each in CLASSES["engaged"]]
    assert rows_of(html) == named
    text = text_of(html)
    assert "Mätningar Andel Totalt 3 Under 10 sekunder 1 33 % 10–29 sekunder 0 0 %" in text
    assert "3 mätningar av 1 sidvisningar. Andelarna gäller mätningarna." in text
    assert "Besök" not in text.partition("Mätningar")[2].partition("Efter policyns")[0]
    html = await get(owner, f"/sites/{HOST}/panels/engaged", sort="pageviews")
    assert rows_of(html)[:2] == [named[-1], named[0]]
    text = text_of(await get(owner, PAGES, filter="engaged=600-"))
    assert "Mätningar Andel Totalt 2 / 2 100 %" in text, "of the page views that were measured"


async def test_a_row_on_a_filtered_page_takes_the_filters_place(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", "/a")] * 4)
    html = await get(owner, f"/sites/{HOST}", filter="referrer=Google", compare="none")
    [link] = [each for each in links_of(html) if "filter=page" in each]
    assert parse_qs(urlsplit(link).query) == {"period": ["28d"], "compare": ["none"], "filter": ["page=/a"]}
    assert 'title="Visa bara /a i stället"' in html
    assert "Urval av sidor: /a" in text_of((await owner.get(link)).text)


@pytest.mark.parametrize("name", [row.name for row in DIMENSIONS.values() if row.values != "typed"])
async def test_every_permitted_panel_is_on_a_filtered_page_or_named_as_not_counted_with_it(
    owner: httpx.AsyncClient, installed: Installed, count: Counting, name: str
) -> None:
    everything = [*dict.fromkeys(row.statistic for row in DIMENSIONS.values())]
    installed.sites = [site(statistics=("visits", *everything))]
    await count([google("2026-11-20", "/a", term="kbt")] * 4, installed.sites[0])
    html = await get(owner, f"/sites/{HOST}", filter=f"{name}=x")
    shown = set(re.findall(r'<section class="(?:card )?panel" aria-labelledby="(\w+)"', html))
    apart = set(re.findall(r"/panels/(\w+)\?", html.partition('id="apart"')[2].partition("</section>")[0]))
    together = {panel for panel in ("search", "goals", "flow") if f'aria-labelledby="{panel}"' in html}
    told = {of for panel, dimensions in TOGETHER.items() if panel in together for of in dimensions}
    assert shown & apart == set()
    assert DIMENSIONS.keys() - shown - apart - {name} <= told
    assert apart.isdisjoint(paired(installed.sites[0], name))
    title = LANGUAGES["sv"].title(DIMENSIONS[name])
    assert f"Räknas inte tillsammans med {title[0].lower()}{title[1:]} " in text_of(html)


async def test_a_panel_that_is_not_counted_with_the_filter_says_so_on_its_own_page(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=(*FIVE, "browsers"))]
    await count([google("2026-11-20", "/a")._replace(browser="Firefox")] * 4, installed.sites[0])
    path = f"/sites/{HOST}/panels/browser"
    html = await get(owner, path, filter="referrer=Google")
    assert "Hur webbläsare hänger ihop med källor räknas inte." in text_of(html)
    assert "Firefox" not in html
    assert "?period=28d" in links_of(html)
    text = text_of(await get(owner, f"/sites/{HOST}/panels/referrer", filter="referrer=Google"))
    assert "Urvalet är redan en rad i den här panelen." in text
    assert (await owner.get(f"/sites/{HOST}/panels/system")).status_code == 404, "the policy does not name it"
    assert (await owner.get(f"/sites/{HOST}/panels/nonsense")).status_code == 404


async def test_a_value_that_was_never_counted_gives_an_empty_page_that_is_right(
    owner: httpx.AsyncClient, count: Counting
) -> None:
    await count([google("2026-11-20", "/a")] * 4)
    html = await get(owner, f"/sites/{HOST}", filter="referrer=nobody.example")
    text = text_of(html)
    assert "Urval av källor: nobody.example Visa allt" in text
    assert text.count("Inget under perioden.") == 2
    assert "/a" not in text
    assert "Inget under perioden." in text_of(await get(owner, PAGES, filter="referrer=nobody.example", find="a"))


def test_an_event_begins_with_a_capital_as_other_rows_do() -> None:
    named = '{ names = { exercise = { sv = "övning påbörjad", en = "exercise begun" } } }'
    there = site(statistics=("pages", "events"), particulars={"events": named})
    said = {
        code: View(there, Asked(NOVEMBER, None), None, LANGUAGES[code]).text("event", "exercise") for code in LANGUAGES
    }
    assert said == {"sv": "Övning påbörjad", "en": "Exercise begun"}


@pytest.mark.parametrize("value", [*HOSTILE, "\u202egpj.exe", "a=b&filter=page", "\x00", "+ %20"])
async def test_a_hostile_filter_is_text(owner: httpx.AsyncClient, count: Counting, value: str) -> None:
    await count([Visit("2026-11-20", ["/a"], referrer=value)] * 4)
    html = await get(owner, f"/sites/{HOST}", filter=f"referrer={value}")
    assert "<script" not in html.partition("</head>")[2]
    assert "<img src=x" not in html
    assert "/a" in rows_of(html.partition('id="medium"')[0])
    for link in links_of(html.partition('class="panels"')[2]):
        if "/panels/page" in link:
            assert "/a" in rows_of((await owner.get(link)).text), "links keep it whole"


@pytest.mark.parametrize("text", ["browser=Firefox", "nonsense", "nonsense=1", "=", "scrubbed=email", "page", "%00=1"])
async def test_a_filter_that_is_refused_is_told_what_can_be_filtered_by(owner: httpx.AsyncClient, text: str) -> None:
    for path in (f"/sites/{HOST}", PAGES, f"/sites/{HOST}/panels/search"):
        answer = await owner.get(path, params={"filter": text})
        assert answer.status_code == 400
        assert "Det går att filtrera på: Sidor (page), Vägar hit (medium), Källor (referrer)" in text_of(answer.text)
        assert "Webbläsare" not in answer.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("xyz", "Ett filter skrivs NAMN=VÄRDE, till exempel page=/kontakt. Du angav ”xyz”."),
        ("page=", "Ett filter skrivs NAMN=VÄRDE, till exempel page=/kontakt. Du angav ”page=”."),
        ("visitor=1", "Det finns inget som heter ”visitor” att filtrera på."),
        ("browser=Firefox", "Policyn räknar inte ”browser”."),
        ("scrubbed=shoe", "Det finns inget som heter ”shoe” att filtrera på."),
    ],
)
async def test_a_filter_that_is_refused_says_which_word_was_wrong(
    owner: httpx.AsyncClient, text: str, why: str
) -> None:
    answer = await owner.get(f"/sites/{HOST}", params={"filter": text})
    assert answer.status_code == 400
    assert f"{why} Det går att filtrera på: " in text_of(answer.text)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("filter=page=/a&filter=medium=direct", "”filter” står två gånger i adressen."),
        ("period=7d&period=28d", "”period” står två gånger i adressen."),
        ("period=7d&from=2026-11-01&to=2026-11-02", "Ange antingen en period eller första och sista dagen, inte båda."),
    ],
)
async def test_what_contradicts_itself_is_refused(owner: httpx.AsyncClient, query: str, why: str) -> None:
    for path in (f"/sites/{HOST}", PAGES):
        answer = await owner.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert why in text_of(answer.text)


async def test_where_nothing_can_be_filtered_by_that_is_said(owner: httpx.AsyncClient, installed: Installed) -> None:
    installed.sites = [site(statistics=("visits",))]
    answer = await owner.get(f"/sites/{HOST}?filter=page=/")
    assert answer.status_code == 400
    assert "Här finns inget att filtrera på." in text_of(answer.text)


async def test_the_whole_list_is_to_be_had_as_a_file(owner: httpx.AsyncClient, count: Counting) -> None:
    await told(count)
    html = await get(owner, PAGES, filter="referrer=Google", compare="none", find="x")
    for link in [each for each in links_of(html) if each.startswith("/api/")]:
        answer = await owner.get(link)
        assert answer.status_code == 200, answer.text
        assert "/Å" in answer.text


async def test_what_a_campaign_calls_itself_is_told_from_the_engine(owner: httpx.AsyncClient, count: Counting) -> None:
    await count([google("2026-11-20", "/a")] * 4)
    await count([Visit("2026-11-20", ["/a"], "campaign", "google"), Visit("2026-11-20", ["/a"], "campaign", "brev.se")])
    await count([Visit("2026-11-20", ["/a"], "website", "brev.se")])
    html = await get(owner, f"/sites/{HOST}/panels/referrer")
    assert rows_of(html) == ["Google", "brev.se", "google (kampanj)"], "a name that is a website's too is not"
    assert "?period=28d&filter=referrer%3Dgoogle" in "".join(links_of(html))


async def test_all_visits_are_not_taken_for_those_with_a_value(
    owner: httpx.AsyncClient, installed: Installed, count: Counting
) -> None:
    installed.sites = [site(statistics=(*FIVE, "search_outcomes"))]
    searching = Visit("2026-11-20", ["/", "/sok"], searches=["kbt"], searched_from="/", result="nothing")
    await count([searching, *[Visit("2026-11-20")] * 9], installed.sites[0])
    assert "Alla besök 10 Gav inget 1" in text_of(await get(owner, f"/sites/{HOST}/panels/search_result"))
