"""What an owner does and reads at the page for search figures."""

import re
from html import unescape
from typing import Any, Final

import httpx

from dashboard.search.rooms import SearchRooms
from store.access import Access, Form
from store.search import Figures, SearchKey, Slice
from tests.dashboard.search.engines.authority import REDIRECT
from tests.dashboard.seed import EMAIL, HOST, PASSWORD

PAGE: Final = f"/sites/{HOST}/search"
DOMAIN: Final = f"sc-domain:{HOST}"
BASE: Final = REDIRECT.removesuffix("/search/google")
TERM: Final = SearchKey("ångest", "")


def said(html: str) -> str:
    """What is read on the page, spaces made plain."""
    plain = re.sub(r"<[^>]+>", " ", html.partition("<main")[2])
    return " ".join(unescape(plain).split())


async def send(owner: httpx.AsyncClient, action: str, page: str = PAGE, **fields: str) -> httpx.Response:
    """A form of the page, with the token that the page gave it."""
    shown = await owner.get(page)
    token = re.search(r'name="form_token" value="([^"]+)"', shown.text)
    assert token, shown.text
    return await owner.post(page, data={"form_token": token[1], "action": action, **fields})


async def connected(search: SearchRooms, engine: str = "google", **changed: Any) -> None:
    """As after a connection, of which the secret is made up."""
    form: Form = "oauth" if engine == "google" else "key"
    secret = search.vault.seal(HOST, engine, changed.pop("secret", "1//0made-up"))
    access = Access(HOST, engine, form, DOMAIN if engine == "google" else f"https://{HOST}/", secret)
    await search.access.put(access._replace(**changed))


async def told(search: SearchRooms, engine: str = "google", start: str = "2026-11-01", end: str = "2026-11-16") -> None:
    figures = {SearchKey(): Figures(40, 900, 900_000), TERM: Figures(12, 300, 300_000)}
    await search.figures.replace(Slice(HOST, f"imported:{engine}", start, end), True, figures)


async def log_in(browser: httpx.AsyncClient, email: str = EMAIL) -> None:
    form = await browser.get("/login")
    token = re.search(r'name="form_token" value="([^"]+)"', form.text)
    assert token
    answer = await browser.post("/login", data={"email": email, "password": PASSWORD, "form_token": token[1]})
    assert answer.status_code == 303
