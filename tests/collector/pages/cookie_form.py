"""The cookie page as a browser gets it, and its form as one sends it."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

import httpx

from policy.rights import rights
from tests.collector.conftest import HOST, Visitors, document, with_services, without_services

SERVICES: Final = with_services(document())
ALONE: Final = without_services(document())
OWN: Final = {"Origin": f"https://stats.{HOST}"}
SV, EN = rights("sv"), rights("en")


async def opens(there: Visitors, cookies: str = "", headers: Mapping[str, str] = {}, **query: str) -> str:
    """The page as a browser with these cookies gets it."""
    there.browser.cookies.clear()
    kept = {"Cookie": cookies} if cookies else {}
    asked = {"lang": "sv"} | query
    answer = await there.browser.get(f"/cookies/{HOST}", params=asked, headers={**kept, **headers})
    assert answer.status_code == 200
    return answer.text


async def gives(
    there: Visitors, answer: str, *ticked: str, cookies: str = "", headers: Mapping[str, str] = {}, version: str = "1"
) -> httpx.Response:
    """Presses a button of the form, with these boxes ticked."""
    there.browser.cookies.clear()
    form = {"version": version, "answer": answer, "accepted": list(ticked)}
    sent = {**OWN, **({"Cookie": cookies} if cookies else {}), **headers}
    return await there.browser.post("/cookies", params={"site": HOST, "lang": "sv"}, data=form, headers=sent)


def kept(answer: httpx.Response) -> dict[str, str]:
    """What the answer leaves in the browser."""
    cookies = (line.partition(";")[0].partition("=") for line in answer.headers.get_list("Set-Cookie"))
    return {name: value for name, _, value in cookies}


def ticked(page: str) -> list[str]:
    return re.findall(r'name="accepted" value="([a-z-]+)" checked', page)


def says(page: str) -> str:
    """The visible text."""
    body = re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
