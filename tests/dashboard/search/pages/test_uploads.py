"""Uploading a file that an engine exported: read whole, asked about, or refused with nothing changed."""

import base64
import re
from html import unescape
from typing import Final

import httpx
import pytest

from dashboard.search.rooms import SearchRooms
from policy.site import Site
from store.search import SearchKey
from tests.dashboard.conftest import Installed
from tests.dashboard.search.exports.made import BING, ENGLISH, text, zipped
from tests.dashboard.search.pages.owner import PAGE, said, send
from tests.dashboard.seed import HOST, site

pytestmark = pytest.mark.anyio

PAGES: Final = [
    ["Top pages", "Clicks", "Impressions", "CTR", "Position"],
    [f"https://{HOST}/", "2", "1,010", "0.2%", "7.1"],
    ["https://others.example/om-oss", "1", "10", "10%", "2"],
]
EXPORT: Final = zipped(ENGLISH, Pages=PAGES)
NAME: Final = f"{HOST}-Performance-on-Search-2026-09-05.zip"
BING_NAME: Final = f"{HOST}_KeywordReport_9_5_2026.csv"
FOREIGN_COLUMNS: Final = text(
    [["Foo", "Bar", "Baz"], ["kbt", "9", "120"], ["<script>alert(1)</script>", "1", "2"], ["\u202egpj", "1", "2"]], ";"
).encode()


async def token_of(owner: httpx.AsyncClient) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', (await owner.get(PAGE)).text)
    assert found
    return found[1]


async def upload(owner: httpx.AsyncClient, name: str, content: bytes, **fields: str) -> httpx.Response:
    data = {"form_token": await token_of(owner), "action": "upload", **fields}
    return await owner.post(PAGE, data=data, files={"file": (name, content, "application/octet-stream")})


async def answer(owner: httpx.AsyncClient, question: httpx.Response, **fields: str) -> httpx.Response:
    """The page that asks, filled in."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', question.text.partition("<main")[2])
    kept = {name: unescape(value) for name, value in hidden}
    chosen = re.findall(r'<select id="(column\d)".*?</select>', question.text, re.DOTALL)
    return await owner.post(PAGE, data={**kept, **dict.fromkeys(chosen, ""), **fields})


async def terms(search: SearchRooms) -> dict[str, int]:
    held = [each.slice for each in await search.figures.held(HOST)]
    figures = await search.figures.top(held)
    return {key.term: found.clicks for key, found in figures.items() if key.term and not key.page}


async def test_a_file_of_googles_is_read_and_what_it_held_is_said(
    owner: httpx.AsyncClient, search: SearchRooms
) -> None:
    page = await upload(owner, NAME, EXPORT)
    assert page.status_code == 200
    read = said(page.text)
    assert "Filen är inläst Från Google Search Console Dagar 1–3 september 2026 Sökord 2 Klick 3" in read
    assert "Rader om sidor på andra webbplatser, som inte nämns: 1." in read
    assert await terms(search) == {"kbt": 2, "oro på natten": 0}


async def test_the_same_file_twice_counts_once(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    for _ in range(2):
        assert (await upload(owner, NAME, EXPORT)).status_code == 200
    assert len(await search.figures.held(HOST)) == 1
    assert await terms(search) == {"kbt": 2, "oro på natten": 0}


async def test_a_file_that_does_not_tell_its_days_is_asked_about(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    content = text(BING).encode()
    question = await upload(owner, BING_NAME, content)
    assert question.status_code == 400
    assert "Filen säger inte vilka dagar den gäller." in said(question.text)
    assert await search.figures.held(HOST) == []
    assert base64.b64encode(content).decode() in question.text
    assert "Varifrån är filen?" not in said(question.text), "its name says so"
    read = await answer(owner, question, first="2026-09-01", last="2026-09-30")
    assert "Från Bing Webmaster Tools Dagar 1–30 september 2026 Sökord 1" in said(read.text)
    assert await terms(search) == {"kbt": 2}, "the other was shown once"


async def test_of_a_long_name_no_more_is_carried_along_than_disks_take(owner: httpx.AsyncClient) -> None:
    question = await upload(owner, f"{'a' * 300}.csv", text(BING).encode())
    assert f'value="{"a" * 255}"' in question.text
    again = await answer(owner, question, name="a.aaa" + "-1111-11" * 50_000)
    assert again.status_code == 400
    assert f'value="a.aaa{"-1111-11" * 31}-1"' in again.text


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-09-31", "2026-09-30", "Du angav ”2026-09-31”."),
        ("", "2026-09-30", "Du angav ””."),
        ("2026-09-30", "2026-09-01", "ligger före den första"),
        ("2026-09-01", "2027-09-30", "har inte varit än"),
        ("2019-09-01", "2019-09-30", "behåller siffror i 24 månader"),
    ],
)
async def test_days_that_cannot_be_are_asked_for_again(
    owner: httpx.AsyncClient, search: SearchRooms, first: str, last: str, sentence: str
) -> None:
    question = await upload(owner, BING_NAME, text(BING).encode())
    again = await answer(owner, question, first=first, last=last)
    assert again.status_code == 400
    assert sentence in said(again.text)
    assert f'name="last" value="{last}"' in again.text
    assert await search.figures.held(HOST) == []
    assert "Filen är inläst" in said((await answer(owner, again, first="2026-09-01", last="2026-09-02")).text)


async def test_columns_that_cannot_be_told_are_mapped_by_the_owner(
    owner: httpx.AsyncClient, search: SearchRooms
) -> None:
    question = await upload(owner, "tabell.csv", FOREIGN_COLUMNS)
    assert question.status_code == 400
    read = said(question.text)
    assert "Det går inte att se vad kolumnerna är." in read
    assert "<script>alert(1)</script>" in read
    assert "<script>" not in question.text
    assert "[U+202E]gpj" in read
    days = {"first": "2026-09-01", "last": "2026-09-30", "from": "bing"}
    again = await answer(owner, question, column0="term", column1="clicks", column2="clicks", **days)
    assert "varje sak bara en gång" in said(again.text)
    again = await answer(owner, question, column0="term", column1="impressions", column2="clicks", **days)
    assert "tabell.csv har fler klick (124) än visningar (11). De verkar ombytta: välj" in said(again.text)
    from_google = days | {"from": "google"}
    again = await answer(owner, question, column0="term", column1="impressions", column2="clicks", **from_google)
    assert "I tabell.csv har 'kbt' fler klick (120) än visningar (9)." in said(again.text)
    assert '<option value="term" selected>' in again.text, "what was chosen stays"
    assert await search.figures.held(HOST) == []
    done = await answer(owner, again, column0="term", column1="clicks", column2="impressions", **days)
    assert "Från Bing Webmaster Tools Dagar 1–30 september 2026 Sökord 1" in said(done.text)
    assert (await terms(search))["kbt"] == 9


async def test_one_table_of_an_archive_can_be_mapped(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    unknown = [["A", "B", "C"], ["kbt", "9", "120"], ["oro", "1", "20"]]
    question = await upload(owner, NAME, zipped({"Chart": ENGLISH["Chart"], "Queries": unknown}))
    assert "Filen har flera tabeller. Bara den här läses in." in said(question.text)
    days = {"first": "2026-09-01", "last": "2026-09-03"}
    done = await answer(owner, question, column0="term", column1="clicks", column2="impressions", **days)
    assert "Sökord 2" in said(done.text)
    assert await terms(search) == {"kbt": 9, "oro": 1}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (NAME, EXPORT[:-40], "Filen är avklippt eller skadad."),
        (NAME, b"", "Filen är tom."),
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00", "varken ett ZIP-arkiv"),
        (NAME.replace(HOST, "other.example"), zipped({"Queries": ENGLISH["Queries"], "Chart": ENGLISH["Chart"]}),
         f"Filen gäller other.example, inte {HOST}."),
        (NAME, zipped(ENGLISH, Pages=[PAGES[0], PAGES[2]]), "Filen gäller https://others.example/om-oss"),
    ],
    ids=["cut", "empty", "picture", "other site", "other site's pages"],
)  # fmt: skip
async def test_another_file_is_refused_with_what_to_do_and_nothing_changes(
    owner: httpx.AsyncClient, search: SearchRooms, name: str, content: bytes, sentence: str
) -> None:
    await upload(owner, NAME, EXPORT)
    before = await terms(search)
    refused = await upload(owner, name, content)
    assert refused.status_code == 400
    assert sentence in said(refused.text)
    assert await terms(search) == before


async def test_no_file_is_asked_for(owner: httpx.AsyncClient) -> None:
    assert "Välj en fil" in said((await send(owner, "upload")).text)
    assert "Välj en fil" in said((await send(owner, "upload", content="not base64!", name="x.csv")).text)


async def test_a_file_that_is_too_large_is_refused_early(owner: httpx.AsyncClient, search: SearchRooms) -> None:
    refused = await upload(owner, NAME, bytes(5_000_001))
    assert refused.status_code == 413
    assert "Filen är för stor: högst 5 MB." in said(refused.text)
    told = await owner.post(PAGE, content=b"x", headers={"Content-Length": "999999999"})
    assert told.status_code == 413
    assert await search.figures.held(HOST) == []


async def test_the_page_speaks_english_too(owner: httpx.AsyncClient) -> None:
    await owner.get(f"{PAGE}?lang=en")
    assert "The file is read From Google Search Console Days 1–3 September 2026" in said(
        (await upload(owner, NAME, EXPORT)).text
    )
    assert "The file is empty." in said((await upload(owner, NAME, b"")).text)


async def test_a_policy_that_does_not_name_pages_keeps_none(
    owner: httpx.AsyncClient, installed: Installed, search: SearchRooms
) -> None:
    named: Site = site(statistics=("visits", "search_terms"))
    installed.sites = [named]
    assert "siffror per sida är utelämnade" in said((await upload(owner, NAME, EXPORT)).text)
    [held] = await search.figures.held(HOST)
    assert all(not key.page for key in await search.figures.top([held.slice]))
    assert SearchKey("kbt", "") in await search.figures.top([held.slice])
