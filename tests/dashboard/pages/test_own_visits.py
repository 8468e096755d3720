"""The link on a site's page by which those who run it have their own visits left out."""

import re
from html import unescape

import httpx
import pytest

from tests.dashboard.conftest import Installed
from tests.dashboard.seed import HOST, site

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

WORDS = {"sv": "Räkna inte mina egna besök", "en": "Leave out my own visits"}


async def _link(owner: httpx.AsyncClient, language: str = "sv") -> str | None:
    html = (await owner.get(f"/sites/{HOST}", params={"lang": language})).text
    found = re.search(rf'<a href="([^"]*)"[^>]*>{WORDS[language]}</a>', html)
    return unescape(found[1]) if found else None


@pytest.mark.parametrize("language", WORDS)
async def test_it_leads_to_the_sites_own_service_in_the_pages_language(
    owner: httpx.AsyncClient, installed: Installed, language: str
) -> None:
    there = site()
    there.service = f"stats.{HOST}"
    installed.sites = [there]
    assert await _link(owner, language) == f"https://stats.{HOST}/own/{HOST}?lang={language}"


async def test_without_the_services_name_there_is_no_link(owner: httpx.AsyncClient) -> None:
    assert await _link(owner) is None
