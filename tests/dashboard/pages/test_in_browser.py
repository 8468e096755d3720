"""The dashboard in a real browser: every width, both colour schemes, the keyboard, paper, and no script."""

import asyncio
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette

from collector.imported import Imported
from dashboard.app import create
from dashboard.numbers.ranges import Range
from dashboard.search.engines.sources import NetSources
from dashboard.search.engines.vault import FILE, Vault
from dashboard.search.rooms import SearchRooms
from policy.site import Sites
from store.access import SearchAccess
from store.accounts import Accounts
from store.notes import Notes
from store.sqlite import SQLiteCounts
from store.sqlite_search import SQLiteSearch
from store.tokens import Tokens
from tests.dashboard.conftest import NOWHERE
from tests.dashboard.search.panel.told import tell
from tests.dashboard.seed import (
    EMAIL,
    FIVE,
    HOST,
    NOW,
    PASSWORD,
    Counting,
    Visit,
    answers,
    blocked,
    google,
    ignored,
    parts,
    site,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "x" * 1000,
    "\u202egpj.exe",
    "العربية עברית",
    "\x00\x1b[31m",
    "Z\u0351\u036b" * 40,
]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium")

CONTRASTS = """() => {
  const parse = text => (text.match(/[0-9.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const tint = parse(getComputedStyle(document.querySelector('.bar rect') || document.body).fill);
  const ground = element => {
    for (; element; element = element.parentElement) {
      if (element.matches('.rows tbody th')) return tint;
      if (element.matches('.term')) return parse(getComputedStyle(element.querySelector('rect')).fill);
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length === 3) return colour;
    }
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const says = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!says || element.closest('title') || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const ink = parse(element.matches('svg text') ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) found.push([element.outerHTML.slice(0, 80), (a + 0.05) / (b + 0.05)]);
  }
  return found;
}"""


async def _serve(folder: Path, listening: socket.socket, started: "Future[uvicorn.Server]") -> None:
    store = await SQLiteCounts.open(folder / "counts.db")
    accounts = await Accounts.open(folder / "accounts.db")
    hostile = site("hostile.example", (*FIVE, "visitors", "browsers"))
    installed = [site(), hostile, site("empty.example")]
    for each in installed:
        await accounts.add_user(EMAIL, PASSWORD, "owner", each.host)
    count = Counting(store, folder / "keys")
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 12) for day in (3, 12, 20)]
    await count([google(day, "/", "/kontakt", term="kbt") for day in days for _ in range(8)])
    await count([*answers("2026-11-20", 71, 49), *ignored("2026-11-20", "bot", 9)])
    await count(parts("2026-11-20", "analytics+functional+media+statistics", 12))
    await count(
        [*blocked("2026-11-20", "video", "script-src-elem", 40), *blocked("2026-11-20", "(other)", "img-src", 3)]
    )
    told = [Visit("2026-11-20", ["/" + text], "website", text, text, text, (text,), browser=text) for text in HOSTILE]
    await count(told * 4, hostile)
    figures, access = await SQLiteSearch.open(folder / "counts.db"), await SearchAccess.open(folder / "accounts.db")
    month = Range(date(2026, 10, 23), date(2026, 11, 22))
    terms: dict[str | tuple[str, str], tuple[int, int, float]] = {"": (9_000, 9_876_543, 1)}
    for text in HOSTILE:
        terms |= {text: (500, 1_234_567, 4.25), (text, "/" + text): (9, 9, 1)}
    await tell(figures, month, terms, host="hostile.example")
    await tell(figures, month, {f"kbt {number}": (150 - number, 900, 12.5) for number in range(150)})
    await tell(figures, month, {"kbt": (3, 9, 2), ("", "/kontakt"): (3, 9, 2)}, "bing")
    search = SearchRooms(figures, access, Vault(folder / "keys" / FILE), NetSources(endpoints=NOWHERE), Imported)
    tokens, notes = await Tokens.open(folder / "accounts.db"), await Notes.open(folder / "accounts.db")
    app = Starlette(routes=create(store, accounts, tokens, lambda: Sites(installed), search, notes, False, lambda: NOW))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    started.set_result(server)
    await server.serve([listening])
    await tokens.close()
    await notes.close()
    await access.close()
    await figures.close()
    await accounts.close()
    await store.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    started: Future[uvicorn.Server] = Future()
    serving = _serve(tmp_path_factory.mktemp("data"), listening, started)
    thread = Thread(target=asyncio.run, args=(serving,))
    thread.start()
    server = started.result(timeout=60)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def _logged_in(page: Page, address: str) -> None:
    """By the keyboard alone."""
    page.goto(f"{address}/login")
    page.locator("#email").focus()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sites")


PATHS = [
    "/sites", f"/sites/{HOST}", f"/sites/{HOST}?period=12m", f"/sites/{HOST}?filter=referrer%3DGoogle",
    f"/sites/{HOST}?filter=page%3D%2Fkontakt", f"/sites/{HOST}?from=2026-10-25&to=2026-10-25",
    "/sites/hostile.example", "/sites/hostile.example/panels/referrer", "/sites/empty.example",
    f"/sites/{HOST}?from=2026-02-31&to=2026-03-01", f"/sites/{HOST}/search",
    f"/sites/{HOST}/panels/search?page=2", f"/sites/{HOST}/panels/search?find=kbt+1",
    "/sites/hostile.example/panels/search",
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_pages_fit_and_can_be_read(browser: Browser, address: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    _logged_in(page, address)
    for path in PATHS:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(CONTRASTS) == [], path
    context.close()
    assert [text for text in complaints if "status of 400" not in text] == []


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_in_the_lists_of_terms(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    _logged_in(page, address)
    for path in (f"/sites/{HOST}", f"/sites/{HOST}/panels/search", "/sites/hostile.example/panels/search"):
        page.goto(address + path)
        assert Axe().run(page).response["violations"] == [], path
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_terms_stand_apart_from_the_panels_and_their_origins_are_whole(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    _logged_in(page, address)
    page.goto(f"{address}/sites/hostile.example")
    bottoms = "all => Math.max(...all.map(each => each.getBoundingClientRect().bottom))"
    top: float = page.locator(".search").evaluate("each => each.getBoundingClientRect().top")
    assert 20 <= top - page.locator(".panels").first.locator(".panel").evaluate_all(bottoms) <= 30
    below = "each => each.nextElementSibling.getBoundingClientRect().top - each.getBoundingClientRect().bottom"
    assert page.locator(".search").evaluate(below) >= 15
    origins = page.locator(".terms .origin bdi")
    assert "x" * 1000 in origins.all_inner_texts()
    assert origins.evaluate_all("all => all.filter(each => getComputedStyle(each).overflow !== 'visible').length") == 0
    context.close()


def test_a_link_to_what_is_folded_opens_it(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    _logged_in(page, address)
    page.goto(f"{address}/sites/hostile.example")
    panel = page.get_by_role("region", name="Webbläsare")
    assert not panel.is_visible()
    page.get_by_role("link", name="Besökarnas teknik").click()
    panel.wait_for()
    context.close()


def test_terms_are_found_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    _logged_in(page, address)
    page.goto(f"{address}/sites/{HOST}")
    page.get_by_role("link", name="Visa alla 151 sökord").click()
    page.get_by_label("Sök i listan").fill("KBT 14")
    page.get_by_role("button", name="Sök").click()
    rows = page.get_by_role("table").get_by_role("rowheader")
    assert [row.split("\n")[0] for row in rows.all_inner_texts()] == ["kbt 14", *(f"kbt {140 + n}" for n in range(10))]
    page.get_by_role("link", name="Visa alla", exact=True).click()
    page.get_by_role("link", name="Nästa").click()
    assert "101–151 av 151" in page.locator(".leaf").inner_text()
    context.close()


def test_everything_works_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    _logged_in(page, address)
    page.get_by_role("link", name=HOST, exact=True).click()
    page.get_by_role("link", name="12 månader").click()
    page.get_by_role("region", name="Källor").get_by_role("link", name="Google").click()
    assert "Urval av källor:" in page.locator(".chip").inner_text()
    page.get_by_role("link", name="Visa allt").click()
    page.get_by_text("Siffrorna i en tabell").click()
    assert page.get_by_role("region", name="Siffrorna i en tabell").is_visible()
    page.get_by_label("Från").fill("2026-11-01")
    page.get_by_label("Till").fill("2026-11-20")
    page.get_by_role("button", name="Visa").click()
    assert "1–20 november 2026" in page.locator(".days").inner_text()
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    context.close()


def test_the_first_tab_skips_to_the_content(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    _logged_in(page, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    context.close()


def test_paper_has_the_numbers_and_not_the_controls(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    _logged_in(page, address)
    page.goto(f"{address}/sites/{HOST}")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".presets").is_visible()
    assert page.locator(".chart .bars").is_visible()
    assert page.evaluate(CONTRASTS) == []
    context.close()
