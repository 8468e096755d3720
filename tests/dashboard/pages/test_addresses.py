"""Addresses of the whole service that nearly are one of its own."""

from pathlib import Path
from typing import Final

import httpx
import pytest
from starlette.applications import Starlette

from dashboard.serve import create
from dashboard.settings import read_settings

pytestmark = [pytest.mark.quick, pytest.mark.anyio]

NEARLY: Final = ("/health/", "/cookies/", "/cookies/klinik.example/", "/policy/klinik.example/", "/login/", "/sites/")


async def test_none_leads_to_the_name_that_the_request_was_sent_to(tmp_path: Path) -> None:
    """Whoever can set a header `Host` in front of a cache would lead all who come after."""
    service = create(read_settings({}, data=tmp_path), "both")
    assert isinstance(service, Starlette)
    async with service.router.lifespan_context(service):
        transport = httpx.ASGITransport(service)
        async with httpx.AsyncClient(transport=transport, base_url="https://evil.example") as browser:
            for path in NEARLY:
                answer = await browser.get(path)
                assert answer.status_code == 404, path
                assert "evil.example" not in answer.headers.get("Location", "")
